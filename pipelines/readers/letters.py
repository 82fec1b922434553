"""How the letters of a cell are set: crossed out, raised, lowered, or in the colour of what lies behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# The marks of a cell: all or some of its letters say something else than they spell.
STRUCK, RAISED, LOWERED, UNSEEN = "struck", "raised", "lowered", "unseen"
# Not a mark of letters, but told on the same way: more decimals lie in the cell than it shows.
ROUNDED = "rounded"
# Nor is this: what stands in the cell was computed when the file was saved, and may be out of date.
FORMULA = "formula"
WHITE, BLACK = "FFFFFF", "000000"
# Mark → the rule that names its cell.
MARK_RULES = {STRUCK: "cell.struck", UNSEEN: "cell.unseen", RAISED: "cell.raised", LOWERED: "cell.raised",
              FORMULA: "file.formula"}  # fmt: skip
# Two colours nearer than this, in each of red, green and blue, are one to the eye.
_NEAR = 10


@dataclass(frozen=True)
class Letters:
    """How one stretch of text is set; `color` is six hexadecimal digits, None where it is not known."""

    is_struck: bool = False
    position: str = ""
    color: str | None = BLACK
    is_hidden: bool = False

    def mark(self, background: str | None = WHITE) -> str:
        """What a reader has to know about it, empty where nothing."""
        if self.is_struck:
            return STRUCK
        if self.is_hidden or is_near(self.color, background):
            return UNSEEN
        return self.position


def mark_of(stretches: Iterable[Letters], background: str | None = WHITE) -> str:
    """The gravest mark among the stretches of one cell: what is crossed out or unseen goes before what is raised."""
    marks = {stretch.mark(background) for stretch in stretches}
    return next((mark for mark in (STRUCK, UNSEEN, RAISED, LOWERED) if mark in marks), "")


def is_near(color: str | None, other: str | None) -> bool:
    """Whether the eye cannot tell two colours apart.

    >>> is_near("FFFFFF", "FEFEFE"), is_near("000000", "FFFFFF"), is_near(None, "FFFFFF")
    (True, False, False)
    """
    if color is None or other is None:
        return False
    pairs = zip(_channels(color), _channels(other), strict=True)
    return all(abs(one - two) <= _NEAR for one, two in pairs)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[:2], 16), int(color[2:4], 16), int(color[4:6], 16)

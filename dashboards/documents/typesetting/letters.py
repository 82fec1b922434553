"""The layouts of letters: the official Chinese one (GB/T 9704-2012), and a plain one for offices elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

A4_MM = (210, 297)


@dataclass(frozen=True)
class Letter:
    """A layout by its name in `office.yml`; margins in mm: above, below, left, right, upright and lying on its side."""

    name: str
    upright: tuple[int, int, int, int]
    lying: tuple[int, int, int, int]

    def width_mm(self, *, is_lying: bool) -> int:
        """How wide the text is.

        >>> OFFICIAL.width_mm(is_lying=False), OFFICIAL.width_mm(is_lying=True)
        (156, 225)
        """
        *_, left, right = self.lying if is_lying else self.upright
        return A4_MM[is_lying] - left - right


OFFICIAL = Letter("gbt9704", (37, 35, 28, 26), (28, 26, 35, 37))
PLAIN = Letter("plain", (25, 25, 25, 25), (22, 22, 20, 20))
LETTERS = {letter.name: letter for letter in (OFFICIAL, PLAIN)}

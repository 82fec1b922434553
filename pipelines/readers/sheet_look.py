"""What a look into a workbook finds: how a sheet shows its cells, or why the workbook is not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pipelines.readers.grid import MOST_CELLS

MOST_CLAIMED = 10_000_000
# Cells that hold nothing but their looks, as where whole columns were given a border.
MOST_BLANK = 1_000_000
CUT_OFF = "内部记录不完整 a record inside is cut off"


class Refused(Exception):
    """A workbook that is not read: the rule, the place and facts for the sentence."""

    def __init__(self, rule_id: str, sheet: str | None = None, row_number: int | None = None,
                 column: str | None = None, **facts: Any) -> None:  # fmt: skip
        self.rule_id, self.sheet, self.row_number, self.column, self.facts = rule_id, sheet, row_number, column, facts
        super().__init__(rule_id)

    def as_dict(self) -> dict[str, Any]:
        """The refusal as the child process hands it over."""
        facts = {name: value if isinstance(value, int) else str(value) for name, value in self.facts.items()}
        return {"rule_id": self.rule_id, "sheet": self.sheet, "row_number": self.row_number,
                "column": self.column, "facts": facts}  # fmt: skip


@dataclass(frozen=True)
class Hiding:
    """A format that hides the numbers of a range where a condition holds; one that is not known holds always.

    Rows and columns are counted from 0, both ends belong to the range.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    operator: str = ""
    limits: tuple[Decimal, ...] = ()

    def hides(self, place: tuple[int, int], value: Decimal) -> bool:
        """Whether the number at `place` is not seen."""
        if not (self.first[0] <= place[0] <= self.last[0] and self.first[1] <= place[1] <= self.last[1]):
            return False
        compare = _OPERATORS.get(self.operator)
        if compare is None or not self.limits:
            return True
        return bool(compare(value, *self.limits))


_OPERATORS: dict[str, Callable[..., bool]] = {
    "equal": lambda value, one, *_: value == one,
    "notEqual": lambda value, one, *_: value != one,
    "lessThan": lambda value, one, *_: value < one,
    "lessThanOrEqual": lambda value, one, *_: value <= one,
    "greaterThan": lambda value, one, *_: value > one,
    "greaterThanOrEqual": lambda value, one, *_: value >= one,
    "between": lambda value, one, other=None, *_: other is None or min(one, other) <= value <= max(one, other),
    "notBetween": lambda value, one, other=None, *_: other is None or not min(one, other) <= value <= max(one, other),
}


@dataclass
class SheetLook:
    """How one sheet shows its cells: formats of numbers, marked letters, error values, formulas, and what is hidden.

    `formats` holds the code of every number format that is not General, `marks` how (`letters.STRUCK` …) all or some
    letters of a cell are set, `links` where the hyperlink of a cell leads; these, `errors` and `formulas` stand by
    (row, column) from 0. Hidden rows are counted from 1, hidden columns from 0. With `hides_zeros` the sheet shows
    nothing for a 0; `hidings` hide more.
    """

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hides_zeros: bool = False
    hidings: list[Hiding] = field(default_factory=list)


def places(sheet: str, first: tuple[int, int], last: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Every cell of a range, both ends in it.

    Raises:
        Refused: for a range larger than any report.
    """
    if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) > MOST_CELLS:
        raise Refused("file.dimension", sheet)
    return ((row, column) for row in range(first[0], last[0] + 1) for column in range(first[1], last[1] + 1))

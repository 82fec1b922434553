"""What a look into a workbook finds: how a sheet shows its cells, or why the workbook is not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_CELLS = 200_000
MOST_CLAIMED = 10_000_000
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


@dataclass
class SheetLook:
    """How one sheet shows its cells: formats of numbers, marked letters, error values, and what is hidden.

    `formats` holds the code of every number format that is not General, `marks` how (`letters.STRUCK` …) all or some
    letters of a cell are set; both and `errors` stand by (row, column) from 0. Hidden rows are counted from 1,
    hidden columns from 0. With `hides_zeros` the sheet shows nothing for a 0.
    """

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hides_zeros: bool = False

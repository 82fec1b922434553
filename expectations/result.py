"""What a check says, as data: the same object feeds the terminal, the page and the documents."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One thing wrong in one place: what, where, the value met there, and what to do next.

    `row_number` is the line in the file, counted from 1 with the header; None where the whole file is meant.
    `sheet` is the worksheet, for a workbook.
    """

    rule_id: str
    severity: str
    file: str
    row_number: int | None
    column_name: str | None
    value: str | None
    sentence_zh: str
    sentence_en: str
    next_step_zh: str
    next_step_en: str
    sheet: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, for JSON and for `quality.finding`."""
        return asdict(self)

    def text(self) -> str:
        """Both languages for the terminal: the place, the value, the reason, the next step."""
        place_zh, place_en = [self.file], [self.file]
        if self.sheet:
            place_zh.append(f"工作表「{self.sheet}」")
            place_en.append(f"sheet {self.sheet!r}")
        if self.row_number is not None:
            place_zh.append(f"第 {self.row_number} 行")
            place_en.append(f"row {self.row_number}")
        if self.column_name:
            place_zh.append(f"{self.column_name} 列")
            place_en.append(f"column {self.column_name}")
        value_zh = f"「{self.value}」" if self.value is not None else ""
        value_en = f" {self.value!r}" if self.value is not None else ""
        return (
            f"[{self.severity}] {' '.join(place_zh)}:{value_zh}{self.sentence_zh}。{self.next_step_zh}。\n"
            f"    {', '.join(place_en)}:{value_en} {self.sentence_en}. {self.next_step_en}."
        )


@dataclass(frozen=True)
class CheckResult:
    """One rule run over one table: how many rows it looked at and which did not hold."""

    rule_id: str
    table_name: str
    severity: str
    is_success: bool
    checked_count: int
    unexpected_count: int
    sentence_zh: str
    sentence_en: str
    findings: tuple[Finding, ...] = ()


class BrokenCheck(RuntimeError):
    """A rule could not be run at all: a fault of the suite, not of the data."""

"""What a check says, as data: the same object feeds the terminal, the page and the documents."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

MOST_SHOWN = 200
# Control characters steer a terminal; invisible ones and marks of direction make a cell look like another.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    r"""`text` in one line, with everything in it that cannot be seen written out.

    >>> visible("5\u200b12\x1b[31m")
    '5\\u200b12\\x1b[31m'
    """
    return _UNSEEN.sub(lambda match: ascii(match[0])[1:-1], text)


def shortened(text: str) -> str:
    """The same, of a length that fits on a screen."""
    shown = visible(text[: MOST_SHOWN + 1])
    return shown if len(shown) <= MOST_SHOWN else shown[:MOST_SHOWN] + "…"


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

    def __post_init__(self) -> None:
        """Makes everything that came from a file fit to be shown."""
        for name in ("column_name", "value", "sheet"):
            if (text := getattr(self, name)) is not None:
                object.__setattr__(self, name, shortened(text))
        for name in ("sentence_zh", "sentence_en", "next_step_zh", "next_step_en"):
            object.__setattr__(self, name, visible(getattr(self, name)))

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, for JSON and for `quality.finding`."""
        return asdict(self)

    def text(self) -> str:
        """Both languages for the terminal: the place, the value, the reason, the next step."""
        place_zh, place_en = [self.file], [self.file]
        if self.sheet:
            place_zh.append(f"工作表“{self.sheet}”")
            place_en.append(f"sheet {self.sheet!r}")
        if self.row_number is not None:
            place_zh.append(f"第 {self.row_number} 行")
            place_en.append(f"row {self.row_number}")
        if self.column_name:
            place_zh.append(f"{self.column_name} 列")
            place_en.append(f"column {self.column_name}")
        value_zh = f"“{self.value}”" if self.value is not None else ""
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

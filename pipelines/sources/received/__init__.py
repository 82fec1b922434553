"""How received reports name their columns and their fixed answers, from `report.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from pipelines.readers.quantities import FULL_WIDTH


@dataclass(frozen=True)
class ReportForm:
    """The columns of a received report: those that hold for all of it, those of one item, and their headers."""

    report_columns: tuple[str, ...]
    item_columns: tuple[str, ...]
    required: tuple[str, ...]
    headers: dict[str, tuple[str, ...]]
    ignored: frozenset[str]
    column_by_header: dict[str, str]
    answers: dict[str, dict[str, str]]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column."""
        return (*self.report_columns, *self.item_columns)

    def column(self, header: str) -> str | None:
        """The column that `header` names, or None.

        >>> report_form().column("数值（亿元）"), report_form().column("下一步 工作"), report_form().column("数量")
        ('actual_value', 'next_steps', None)
        """
        return self.column_by_header.get(header_key(header)) or self.column_by_header.get(bare_key(header))

    def is_ignored(self, header: str) -> bool:
        """Whether a column of this name is looked past, such as 序号."""
        return header_key(header) in self.ignored

    def title(self, column: str) -> str:
        """The Chinese header under which the template shows a column."""
        return self.headers[column][0]


def header_key(header: str) -> str:
    """A header without spaces, line breaks, closing colons and differences of width and case."""
    text = "".join(header.translate(FULL_WIDTH).split()).rstrip(":*")
    return text.lstrip("*").casefold()


def bare_key(header: str) -> str:
    """The same without what stands in brackets at its end: 数值(亿元) is 数值."""
    return header_key(header).partition("(")[0]


@cache
def report_form() -> ReportForm:
    """The form that `report.yml` declares."""
    raw = yaml.safe_load(Path(__file__).with_name("report.yml").read_text(encoding="utf-8"))
    headers = {column: tuple(words) for part in ("report", "item") for column, words in raw[part].items()}
    by_header = {header_key(word): column for column, words in headers.items() for word in (column, *words)}
    answers = {
        column: {header_key(word): answer for answer, words in choices.items() for word in (answer, *words)}
        for column, choices in raw["values"].items()
    }
    return ReportForm(
        report_columns=tuple(raw["report"]),
        item_columns=tuple(raw["item"]),
        required=tuple(raw["required"]),
        headers=headers,
        ignored=frozenset(map(header_key, raw["ignored"])),
        column_by_header=by_header,
        answers=answers,
    )

"""The forms of received reports as data: one YAML file a form, with its columns, headers and fixed answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from metrics.yaml_file import read_yaml
from pipelines.readers.quantities import FULL_WIDTH

FORMS_FOLDER = Path(__file__).parent
REPORT, CENTRE_REPORT = "report", "centre_report"


@dataclass(frozen=True)
class ReportForm:
    """The columns of one kind of report: those that hold for all of it, those of one item, and their headers.

    `subject_column` names who reports and `subject_key` holds its id. An item is reported on as soon as one of the
    `said` columns is filled in. Of each entry of `required` one column at least is there. `in_item_unit` and
    `percentages` are numbers in the item's own unit and in %.
    """

    form_id: str
    subject_column: str
    subject_key: str
    said: tuple[str, ...]
    numbers: tuple[str, ...]
    in_item_unit: tuple[str, ...]
    percentages: tuple[str, ...]
    report_columns: tuple[str, ...]
    item_columns: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    narratives: frozenset[str]
    headers: dict[str, tuple[str, ...]]
    ignored: frozenset[str]
    column_by_header: dict[str, str]
    answers: dict[str, dict[str, str]]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column."""
        return (*self.report_columns, *self.item_columns)

    @property
    def key_columns(self) -> tuple[str, str, str]:
        """What tells one report from another: programme, period and who reports."""
        return "programme_id", "period_id", self.subject_key

    @property
    def item_answers(self) -> tuple[str, ...]:
        """The columns of an item that hold one of a few fixed answers."""
        return tuple(column for column in self.item_columns if column in self.answers)

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns of an item that hold text as it was written."""
        known = {*self.numbers, *self.item_answers, "item_id", "measure_unit", "target_value"}
        return tuple(column for column in self.item_columns if column not in known)

    @property
    def row_columns(self) -> tuple[str, ...]:
        """The columns of one row as read; a target is only shown to whoever fills the form in."""
        return tuple(column for column in self.item_columns if column != "target_value")

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


def report_forms() -> tuple[ReportForm, ...]:
    """Every form, the half-yearly report of a unit first."""
    return tuple(report_form(form_id) for form_id in (REPORT, CENTRE_REPORT))


@cache
def report_form(form_id: str = REPORT) -> ReportForm:
    """The form that `<form_id>.yml` declares."""
    raw = read_yaml(FORMS_FOLDER / f"{form_id}.yml")
    headers = {column: tuple(words) for part in ("report", "item") for column, words in raw[part].items()}
    by_header = {header_key(word): column for column, words in headers.items() for word in (column, *words)}
    answers = {
        column: {header_key(word): answer for answer, words in choices.items() for word in (answer, *words)}
        for column, choices in raw["values"].items()
    }
    return ReportForm(
        form_id=form_id,
        subject_column=raw["subject"]["column"],
        subject_key=raw["subject"]["key"],
        said=tuple(raw["said"]),
        numbers=tuple(raw["numbers"]),
        in_item_unit=tuple(raw["in_item_unit"]),
        percentages=tuple(raw["percentages"]),
        report_columns=tuple(raw["report"]),
        item_columns=tuple(raw["item"]),
        required=tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in raw["required"]),
        narratives=frozenset(raw["narratives"]),
        headers=headers,
        ignored=frozenset(map(header_key, raw["ignored"])),
        column_by_header=by_header,
        answers=answers,
    )

"""A blank report of either form: whose it is, for which period, its rows, and what is left open in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from metrics.catalog.models import Programme
from metrics.periods import Period
from pipelines.lookup import Item
from pipelines.sources.received import ReportForm

FIRST_ROW_COLUMNS = ("submitted_on", "is_nil")

Value = str | Decimal | date | None
Answers = Mapping[tuple[str, str], Value]


@dataclass(frozen=True)
class TemplateRow:
    """One row: its item, its values by column, what is left to the clerk, and what the item means."""

    item: Item
    values: dict[str, Value]
    open_columns: tuple[str, ...]
    meaning: str | None = None


@dataclass(frozen=True)
class Template:
    """A template: of which form, for whom, for which period of which programme, and its rows.

    `facts` are lines about whoever reports, shown above the table. It speaks `languages`, its answers the first.
    """

    form: ReportForm
    programme: Programme
    subject_id: str
    subject_name: str
    subject_name_en: str
    period: Period
    title: str
    rows: list[TemplateRow]
    facts: tuple[str, ...] = ()
    is_last_from_sample: bool = False
    languages: tuple[str, ...] = ("zh", "en")
    answers: Answers = field(default_factory=dict)


def filled(template: Template, row: TemplateRow, column: str) -> Value:
    """What stands in a cell: the answer where one was given, else what is prefilled."""
    return template.answers.get((row.item.item_id, column), row.values[column])

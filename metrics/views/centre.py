"""Technology innovation centres: one on record, where it stands, its steps, verdicts and money."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from decimal import Decimal
from typing import TypeVar

from metrics.sentences import Bilingual
from metrics.views.words import Row, fields

VERDICT_ORDER = ("broken", "attention", "unknown", "not_covered", "met")
V = TypeVar("V")


def _value(kind: type[V], row: Row, **named: Bilingual | None) -> V:
    """A value of `kind` from the columns of its fields' names, and those given outright."""
    own = [entry.name for entry in dataclass_fields(kind) if entry.name not in named]  # type: ignore[arg-type]
    return kind(**fields(row, *own), **named)


def _title(row: Row, name: str) -> Bilingual | None:
    return Bilingual.from_row(row, name) if row[f"{name}_zh"] else None


@dataclass(frozen=True)
class Centre:
    """A technology innovation centre on record."""

    centre_id: str
    centre_name: str
    city: str | None
    field: str | None
    lead_unit: str | None
    approved_text: str | None
    started_on: date | None
    provenance: str
    source_title: str | None

    @classmethod
    def from_row(cls, row: Row) -> Centre:
        """The centre of one row."""
        return _value(cls, row)


@dataclass(frozen=True)
class CentreLine:
    """A centre with its facts and where it stands on the day of judgement; what is not known is None."""

    centre_id: str
    centre_name: str
    programme_id: str | None
    level: str | None
    centre_type: str | None
    province: str | None
    city: str | None
    field: str | None
    lead_unit: str | None
    operator: str | None
    legal_form: str | None
    director_name: str | None
    director_post: str | None
    separate_ledger: str | None
    board: str | None
    expert_committee: str | None
    approved_text: str | None
    started_on: date | None
    source_title: str | None
    confidence: str | None
    reading: Bilingual
    provenance: str
    state: str | None
    since_on: date | None
    is_recommended: bool
    term_starts_on: date | None
    due_on: date | None
    is_overdue: bool
    term_title: Bilingual | None
    term_article: str | None
    term_phrase: str | None
    title: Bilingual | None
    article: str | None
    phrase: str | None
    next: Bilingual
    broken_count: int
    attention_count: int
    unknown_count: int
    met_count: int
    judged_on: date
    # The weakest class behind the verdicts: its own records, its money, its reports.
    judgement_provenance: str | None

    @classmethod
    def from_row(cls, row: Row) -> CentreLine:
        """The line of one row of `centre_lines`."""
        return _value(
            cls,
            row,
            reading=Bilingual.from_row(row, "reading"),
            next=Bilingual.from_row(row, "next"),
            title=_title(row, "title"),
            term_title=_title(row, "term_title"),
        )

    @property
    def worst(self) -> str:
        """The worst verdict on it; what is not on record, or not judged at all, is not taken for kept."""
        counts = {"broken": self.broken_count, "attention": self.attention_count, "unknown": self.unknown_count}
        return next((name for name, count in counts.items() if count), "met" if self.met_count else "not_covered")


@dataclass(frozen=True)
class CentreVerdict:
    """One judgement: under which document and clause, on which day, with its arithmetic."""

    centre_id: str
    centre_name: str
    topic: str
    verdict: str
    judged_on: date
    document_id: str | None
    title: Bilingual | None
    in_force_on: date | None
    expires_on: date | None
    article: str | None
    phrase: str | None
    sentence: Bilingual
    working: Bilingual
    record_ids: str | None
    provenance: str

    @classmethod
    def from_row(cls, row: Row) -> CentreVerdict:
        """The verdict of one row of `centre_verdicts`."""
        words = {name: Bilingual.from_row(row, name) for name in ("sentence", "working")}
        return _value(cls, row, title=_title(row, "title"), **words)


@dataclass(frozen=True)
class CentreStep:
    """A step of a centre's life, with the clause that covers it and what it leads to."""

    sort_order: int
    event: str
    happened_on: date
    is_no_later_than: bool
    grade: str | None
    decided_by: str | None
    state: str | None
    is_in_order: bool
    title: Bilingual | None
    article: str | None
    phrase: str | None
    effects: Bilingual
    uncovered: str | None
    provenance: str

    @classmethod
    def from_row(cls, row: Row) -> CentreStep:
        """The step of one row of `centre_steps`."""
        return _value(cls, row, title=_title(row, "title"), effects=Bilingual.from_row(row, "effects"))


@dataclass(frozen=True)
class CentreLimit:
    """A cap in one window with what is used and left of it, in 万元."""

    title: Bilingual | None
    article: str
    phrase: str
    cap_kind: str
    cap_window: str
    starts_on: date | None
    ends_on: date | None
    project_id: str | None
    project_name: str | None
    cap_value: Decimal | None
    used_value: Decimal
    left_value: Decimal | None
    is_exceeded: bool
    is_binding: bool
    working: Bilingual
    provenance: str

    @classmethod
    def from_row(cls, row: Row) -> CentreLimit:
        """The limit of one row of `centre_limits`."""
        return _value(cls, row, title=_title(row, "title"), working=Bilingual.from_row(row, "working"))


@dataclass(frozen=True)
class CentreEntry:
    """An entry of the money ledger, in 万元."""

    entry_id: str
    booked_on: date
    kind: str
    funder: str
    purpose: str | None
    category: str | None
    project_id: str | None
    amount_value: Decimal
    provenance: str

    @classmethod
    def from_row(cls, row: Row) -> CentreEntry:
        """The entry of one row of `centre_entries`."""
        return _value(cls, row)


@dataclass(frozen=True)
class RuleDocument:
    """A document with rules on centres and the days on which they hold."""

    document_id: str
    title: Bilingual | None
    validity: str
    validity_note: Bilingual
    provinces: str
    first_on: date
    expires_on: date | None
    is_stated: bool
    rule_count: int

    @classmethod
    def from_row(cls, row: Row) -> RuleDocument:
        """The document of one row of `centre_documents`."""
        return _value(cls, row, title=_title(row, "title"), validity_note=Bilingual.from_row(row, "validity_note"))


@dataclass(frozen=True)
class CentreView:
    """All that a centre's page shows."""

    line: CentreLine
    members: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, date], ...]
    steps: tuple[CentreStep, ...]
    verdicts: tuple[CentreVerdict, ...]
    limits: tuple[CentreLimit, ...]
    entries: tuple[CentreEntry, ...]
    documents: tuple[RuleDocument, ...]

"""Technology innovation centres: one on record, where it stands, its steps, verdicts and money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.reading.rows import value, values
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot

VERDICT_ORDER = ("broken", "attention", "unknown", "not_covered", "met")


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


@dataclass(frozen=True)
class RuleDocument:
    """A document with rules on centres and the days on which they hold."""

    document_id: str
    programme_id: str
    title: Bilingual | None
    validity: str
    validity_note: Bilingual
    provinces: str
    first_on: date
    expires_on: date | None
    is_stated: bool
    rule_count: int


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


def centre_lines(snapshot: Snapshot) -> tuple[CentreLine, ...]:
    """Every centre with where it stands, by province and city."""
    return values(CentreLine, snapshot.rows("centre_lines", centre_id=None))


def centre_verdicts(snapshot: Snapshot) -> tuple[CentreVerdict, ...]:
    """Every judgement on every centre, the worst first."""
    return values(CentreVerdict, snapshot.rows("centre_verdicts", centre_id=None))


def has_centres(snapshot: Snapshot) -> bool:
    """Whether the office has a document on centres, or a centre."""
    return bool(rule_documents(snapshot) or centre_lines(snapshot))


def rule_documents(snapshot: Snapshot) -> tuple[RuleDocument, ...]:
    """The documents with rules on centres."""
    return values(RuleDocument, snapshot.rows("centre_documents"))


def centre_view(snapshot: Snapshot, centre_id: str) -> CentreView | None:
    """All of one centre; None if there is none of that id."""
    row = next(iter(snapshot.rows("centre_lines", centre_id=centre_id)), None)
    if row is None:
        return None
    line = value(CentreLine, row)
    members = snapshot.rows("centre_members", centre_id=centre_id)
    changes = snapshot.rows("centre_changes", centre_id=centre_id)
    return CentreView(
        line=line,
        members=tuple((row["unit_name"], row["role"]) for row in members),
        changes=tuple((row["fact_id"], row["fact_value"], row["changed_on"]) for row in changes),
        steps=values(CentreStep, snapshot.rows("centre_steps", centre_id=centre_id)),
        verdicts=values(CentreVerdict, snapshot.rows("centre_verdicts", centre_id=centre_id)),
        limits=values(CentreLimit, snapshot.rows("centre_limits", centre_id=centre_id)),
        entries=values(CentreEntry, snapshot.rows("centre_entries", centre_id=centre_id)),
        documents=tuple(
            document
            for document in rule_documents(snapshot)
            if line.province in document.provinces.split(";") and line.level == "provincial"
        ),
    )

"""Policy programmes: their rounds, their documents, the limits they are judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from metrics.reading.rows import Row, value, values
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class Round:
    """One reporting round of a programme, as seen on a day."""

    period_id: str
    ends_on: date
    due_on: date
    seen_on: date | None = None
    is_open: bool = True
    opened_at: datetime | None = None
    opened_by: str | None = None

    @property
    def cut_off(self) -> date:
        """The last day that its figures can speak of: the end of the period, or the day of looking before that."""
        return min(self.ends_on, self.seen_on) if self.seen_on else self.ends_on


@dataclass(frozen=True)
class Programme:
    """A policy programme with its rounds in order."""

    programme_id: str
    name: Bilingual
    short_name: Bilingual
    starts_on: date | None
    ends_on: date | None
    reporting_cycle: str
    cycle_note: Bilingual
    rounds: tuple[Round, ...]
    # When its first round falls due, whether or not a view of an earlier day holds any yet.
    first_due_on: date | None = None
    has_targets: bool = False

    def round_of(self, period_id: str | None) -> Round | None:
        """The round of that id, else the last one; None for a programme without rounds."""
        chosen = [entry for entry in self.rounds if entry.period_id == period_id]
        return chosen[0] if chosen else (self.rounds[-1] if self.rounds else None)

    def round_before(self, chosen: Round | None) -> Round | None:
        """The round before `chosen`, or None for the first."""
        index = self.rounds.index(chosen) if chosen else 0
        return self.rounds[index - 1] if index else None


@dataclass(frozen=True)
class DocumentLink:
    """Another document, and what it is to this one: `replaced_by`, `replaces`, `above`, `below` or `beside`."""

    kind: str
    document_id: str
    title: Bilingual
    document_number: str | None


@dataclass(frozen=True)
class Document:
    """A policy document and its validity on the day viewed (`mart.document`)."""

    document_id: str
    title: Bilingual
    document_number: str | None
    issuer: Bilingual
    issued_on: date | None
    in_force_on: date | None
    expires_on: date | None
    validity: str
    validity_note: Bilingual
    links: tuple[DocumentLink, ...] = ()


@dataclass(frozen=True)
class DocumentFact:
    """A starting point or a building goal that a document states: no target."""

    kind: str
    text: Bilingual
    phrase: str


@dataclass(frozen=True)
class Thresholds:
    """The pace limits by which the statuses were judged."""

    rule_version: str
    on_track_ratio: float
    slightly_behind_ratio: float
    # What gives a programme limits of its own; None for those of all.
    source: Bilingual | None = None


def all_programmes(snapshot: Snapshot) -> tuple[Programme, ...]:
    """Every programme with its rounds, in the order of the catalog."""
    rounds: dict[str, tuple[Round, ...]] = {}
    for row in snapshot.rows("rounds"):
        rounds[row["programme_id"]] = (
            *rounds.get(row["programme_id"], ()),
            value(Round, row, seen_on=snapshot.seen_on),
        )
    return tuple(
        value(Programme, row, rounds=rounds.get(row["programme_id"], ())) for row in snapshot.rows("programmes")
    )


def chosen_programme(programmes: tuple[Programme, ...], programme_id: str | None) -> Programme:
    """The programme asked for, else the first with targets, else the first of `programmes` (never empty)."""
    by_id = {entry.programme_id: entry for entry in programmes}
    first = next((entry for entry in programmes if entry.has_targets), programmes[0])
    return by_id.get(programme_id or "", first)


def programme_documents(snapshot: Snapshot, programme_id: str) -> tuple[Document, ...]:
    """The documents of a programme in the order of their issue."""
    rows = snapshot.rows("programme_documents", programme_id=programme_id)
    return tuple(document(snapshot, row) for row in rows)


def document(snapshot: Snapshot, row: Row) -> Document:
    """The document that stands in the columns of a query, as it is in force on the day viewed."""
    links = values(DocumentLink, snapshot.rows("document_links", document_id=row["document_id"]))
    return value(Document, row, links=links)


def document_facts(snapshot: Snapshot, programme_id: str) -> tuple[DocumentFact, ...]:
    """What the documents of a programme state that is no target."""
    return values(DocumentFact, snapshot.rows("document_facts", programme_id=programme_id))


def thresholds(snapshot: Snapshot, programme_id: str, chosen: Round | None) -> Thresholds | None:
    """The pace limits by which a programme was judged in a round, or None for a snapshot without any."""
    place = {"programme_id": programme_id, "period_id": chosen.period_id if chosen else None}
    return next(iter(values(Thresholds, snapshot.rows("thresholds", **place))), None)

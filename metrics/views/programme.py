"""A policy programme: its rounds, its documents, the limits it is judged by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from metrics.rules.validity import validity_on
from metrics.sentences import Bilingual
from metrics.views.words import Row, fields


@dataclass(frozen=True)
class Round:
    """One reporting round of a programme, as seen on a day."""

    period_id: str
    ends_on: date
    due_on: date
    seen_on: date | None = None

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

    @classmethod
    def from_row(cls, row: Row, rounds: Iterable[Row], seen_on: date) -> Programme:
        """The programme of one row, with its own among all `rounds`, as seen on a day."""
        own = (entry for entry in rounds if entry["programme_id"] == row["programme_id"])
        return cls(
            name=Bilingual.from_row(row, "name"),
            short_name=Bilingual.from_row(row, "short_name"),
            cycle_note=Bilingual.from_row(row, "cycle_note"),
            rounds=tuple(Round(seen_on=seen_on, **fields(entry, "period_id", "ends_on", "due_on")) for entry in own),
            has_targets=bool(row["has_targets"]),
            **fields(row, "programme_id", "starts_on", "ends_on", "reporting_cycle", "first_due_on"),
        )


@dataclass(frozen=True)
class Document:
    """A policy document and its validity on the day viewed (`metrics.rules.validity`)."""

    document_id: str
    title: Bilingual
    document_number: str | None
    issuer: Bilingual
    issued_on: date | None
    in_force_on: date | None
    expires_on: date | None
    validity: str
    validity_note: Bilingual

    @classmethod
    def from_row(cls, row: Row, seen_on: date, *, is_looking_back: bool) -> Document:
        """The document that stands in the columns of a query, as it is in force on the day viewed."""
        days = (row["issued_on"], row["in_force_on"], row["expires_on"])
        return cls(
            validity=validity_on(seen_on, row["validity"], *days, is_looking_back=is_looking_back),
            title=Bilingual.from_row(row, "title"),
            issuer=Bilingual.from_row(row, "issuer"),
            validity_note=Bilingual.from_row(row, "validity_note"),
            **fields(row, "document_id", "document_number", "issued_on", "in_force_on", "expires_on"),
        )


@dataclass(frozen=True)
class DocumentFact:
    """A starting point or a building goal that a document states: no target."""

    kind: str
    text: Bilingual
    phrase: str

    @classmethod
    def from_row(cls, row: Row) -> DocumentFact:
        """The fact of one row."""
        return cls(text=Bilingual.from_row(row, "text"), **fields(row, "kind", "phrase"))


@dataclass(frozen=True)
class Thresholds:
    """The pace limits by which the statuses were judged."""

    rule_version: str
    on_track_ratio: float
    slightly_behind_ratio: float

    @classmethod
    def from_rows(cls, rows: list[Row]) -> Thresholds | None:
        """The limits of the first row, or None for a snapshot without any."""
        return cls(**rows[0]) if rows else None

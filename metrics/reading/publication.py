"""What is declared for each programme, and who published it when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metrics.reading.rows import values
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class ProgrammeEntry:
    """How much a programme declares, and its last publication; `published_at` is None where none names it."""

    programme_id: str
    target_count: int
    task_count: int
    unit_count: int
    published_at: datetime | None = None
    published_by: str | None = None
    published_reason: str | None = None
    published_channel: str | None = None


def programme_entries(snapshot: Snapshot) -> tuple[ProgrammeEntry, ...]:
    """One entry a programme, in the order of the catalog."""
    return values(ProgrammeEntry, snapshot.rows("programme_entries"))


@dataclass(frozen=True)
class PublicationEntry:
    """One publication of definitions: when, by whom, why, by which door, and the SHA-256 of the list of its files."""

    published_at: datetime
    published_by: str
    reason: str | None
    channel: str
    manifest: str


def publications(snapshot: Snapshot, programme_id: str | None = None) -> tuple[PublicationEntry, ...]:
    """The publications of the office, or those that brought or changed one programme; the latest first."""
    return values(PublicationEntry, snapshot.rows("publications", programme_id=programme_id))


def manifest_in_force(snapshot: Snapshot) -> str | None:
    """Which publication a build goes by; None where nothing was published."""
    return next((one.manifest for one in publications(snapshot)), None)

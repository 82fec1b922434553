"""What is declared for each programme, and who published it last."""

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

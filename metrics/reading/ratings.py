"""Delivery confidence as the screens show it: a named person's view beside what the figures say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.reading.rows import UnitName, values
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class Rating:
    """What one person believes of a target, or of one unit's part of it, and how far the figures say otherwise."""

    target_id: str
    name: Bilingual
    unit: UnitName | None
    rating: str
    rater: str
    rated_on: date
    reason: str | None
    is_independent: bool
    provenance: str
    status: str | None
    judgement_provenance: str | None
    disagreement: str
    sentence: Bilingual


def ratings(
    snapshot: Snapshot, programme_id: str, period_id: str, target_id: str | None = None, unit_id: str | None = None
) -> tuple[Rating, ...]:
    """The ratings of one round, those that the figures contradict most first."""
    chosen = {"programme_id": programme_id, "period_id": period_id, "target_id": target_id, "unit_id": unit_id}
    return values(Rating, snapshot.rows("confidence_ratings", **chosen))

"""Whom to call at a unit. Personal data: for the office's own pages and letters, never for exports or public fields."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.reading.rows import value
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class Contact:
    """A person or an office to call, and how."""

    unit_id: str
    contact_name: str
    telephone: str | None
    mail: str | None


def contacts(snapshot: Snapshot) -> dict[str, tuple[Contact, ...]]:
    """Whom to call today, by unit; units without anybody are not in it."""
    found: dict[str, tuple[Contact, ...]] = {}
    for row in snapshot.rows("contacts", day=snapshot.seen_on):
        one = value(Contact, row)
        found[one.unit_id] = (*found.get(one.unit_id, ()), one)
    return found

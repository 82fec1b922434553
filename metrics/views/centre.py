"""A technology innovation centre on record."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date

from metrics.views.words import Row, fields


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
        return cls(**fields(row, *(entry.name for entry in dataclass_fields(cls))))

"""Whose figures make up the whole of a target, and which accepted figures are in none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from metrics.sentences import Bilingual
from metrics.views.words import MeasureUnit, Row, UnitName, fields


@dataclass(frozen=True)
class Contributor:
    """One unit's figure for one target in one round.

    `role` and `basis` are those of `metrics.rules.contributions`, None for a figure that is in no target; `reason` says
    then why, and what would make it count. `note` is what stands beside the name of a unit that a person named.
    """

    target_id: str | None
    unit: UnitName
    indicator: Bilingual
    role: str | None
    basis: str | None
    is_stated: bool | None
    note: Bilingual | None
    actual_value: Decimal | None
    is_carried: bool
    measure_unit: MeasureUnit
    provenance: str | None
    is_counted: bool
    reason: Bilingual | None

    @classmethod
    def from_row(cls, row: Row) -> Contributor:
        """The contribution of one row."""
        return cls(
            unit=UnitName.from_row(row),
            indicator=Bilingual.from_row(row, "name"),
            note=Bilingual.from_row(row, "note") if row["note_zh"] else None,
            measure_unit=MeasureUnit.from_row(row),
            reason=Bilingual.from_row(row, "reason") if row["reason_zh"] else None,
            **fields(
                row, "target_id", "role", "basis", "is_stated", "actual_value", "is_carried", "provenance", "is_counted"
            ),
        )

"""Whose figures make up the whole of a target, and which accepted figures are in none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from metrics.reading.programme import Round
from metrics.reading.rows import MeasureUnit, UnitName, values
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


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


def contributors(snapshot: Snapshot, programme_id: str, chosen: Round | None) -> tuple[Contributor, ...]:
    """Every unit's figure for the targets of a programme in one round, those that are in none too."""
    if chosen is None:
        return ()
    return values(Contributor, snapshot.rows("contributors", programme_id=programme_id, period_id=chosen.period_id))


def uncounted(snapshot: Snapshot, programme_id: str, chosen: Round | None) -> tuple[Contributor, ...]:
    """The accepted figures of a round that are in no target, or not in the whole of one."""
    return tuple(line for line in contributors(snapshot, programme_id, chosen) if line.reason)

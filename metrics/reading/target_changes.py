"""What became of targets since they were set: their changes, what each round asked for, and how many were lowered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.reading.programme import Round
from metrics.reading.rows import MeasureUnit, UnitName, value, values
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class TargetChange:
    """One change of a target, of a unit's part, or of another target that was merged into it."""

    target_id: str
    name: Bilingual
    other_name: Bilingual | None
    merged_into: str | None
    unit: UnitName | None
    valid_from: date | None
    change_kind: str
    old_target_value: Decimal | None
    old_target_low: Decimal | None
    old_target_high: Decimal | None
    old_due_on: date
    new_target_value: Decimal | None
    new_target_low: Decimal | None
    new_target_high: Decimal | None
    new_due_on: date
    is_lowered_late: bool
    document_title: Bilingual | None
    document_number: str | None
    section: str | None
    phrase: str | None
    reason: Bilingual
    measure_unit: MeasureUnit

    @property
    def is_other_value(self) -> bool:
        """Whether the value, or an edge of the range, is another one."""
        old = self.old_target_value, self.old_target_low, self.old_target_high
        return old != (self.new_target_value, self.new_target_low, self.new_target_high)


@dataclass(frozen=True)
class RoundAim:
    """What a target asked for in one round."""

    starts_on: date
    ends_on: date
    target_value: Decimal | None
    target_low: Decimal | None
    target_high: Decimal | None


@dataclass(frozen=True)
class LoweredShare:
    """How many targets of a programme documents had changed by the end of a round, and made easier, and when."""

    target_count: int
    changed_count: int
    lowered_count: int
    lowered_late_count: int
    lowered_late_pct: float
    lowered_late_ids: list[str] | None


def target_changes(snapshot: Snapshot, target_id: str) -> tuple[TargetChange, ...]:
    """The changes that concern a target, in the order of their days."""
    return values(TargetChange, snapshot.rows("target_changes", target_id=target_id, programme_id=None))


def round_aims(snapshot: Snapshot, target_id: str) -> tuple[RoundAim, ...]:
    """What each round asked for, oldest first."""
    return values(RoundAim, snapshot.rows("target_aims", target_id=target_id))


def lowered_share(snapshot: Snapshot, programme_id: str, chosen: Round | None) -> LoweredShare | None:
    """The targets lowered by the end of a round; None where documents have changed none."""
    if chosen is None:
        return None
    rows = snapshot.rows("lowered_share", programme_id=programme_id, period_id=chosen.period_id)
    found = next((value(LoweredShare, row) for row in rows), None)
    return found if found and found.changed_count else None

"""Targets as judged in one round, at programme level and part by part; those that no round has judged yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from metrics.catalog.models import LEVELS
from metrics.reading.programme import Round
from metrics.reading.rows import MeasureUnit, Row, UnitName, value
from metrics.rules.bounds import share_qualifier
from metrics.rules.target_kinds import target_kind
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot

# What a leader should look at first.
ATTENTION_ORDER = ("missed", "behind", "slightly_behind", "no_data")


@dataclass(frozen=True)
class JudgedTarget:
    """One target in one round, at programme level (`unit_id` None) or for one unit."""

    target_id: str
    name: Bilingual
    scope_id: str
    scope_name: Bilingual
    level: str
    unit_id: str | None
    measure_type: str
    comparator: str
    target_value: Decimal | None
    target_low: Decimal | None
    target_high: Decimal | None
    measure_unit: MeasureUnit
    starts_on: date
    due_on: date
    baseline_value: Decimal | None
    actual_value: Decimal | None
    actual_period_label: str | None
    carried_from_label: str | None
    is_year_to_date: bool
    period_value: Decimal | None
    worst_year_value: Decimal | None
    actual_ends_on: date | None
    qualifier: str | None
    provenance: str | None
    target_provenance: str
    part_count: int
    part_missing_count: int
    attainment_pct: float | None
    plain_pct: float | None
    expected_value: Decimal | None
    expected_whole: Decimal | None
    expected_basis: str | None
    pace_ratio: float | None
    is_met: bool | None
    status: str
    status_reason: str | None
    first_met_on: date | None
    different_basis_count: int
    lead_units: tuple[UnitName, ...] = ()
    forecast_value: Decimal | None = None
    interval_low: Decimal | None = None
    interval_high: Decimal | None = None
    judgement_provenance: str | None = None
    forecast_provenance: str | None = None
    # What it was before documents changed it, and how it stands by that; None while nothing has changed it.
    original_target_value: Decimal | None = None
    original_target_low: Decimal | None = None
    original_target_high: Decimal | None = None
    original_due_on: date | None = None
    original_status: str | None = None

    @property
    def original(self) -> JudgedTarget | None:
        """The same target as it was before documents changed it, as it stands by that; None where none has."""
        if self.original_due_on is None or self.original_status is None:
            return None
        return replace(
            self,
            target_value=self.original_target_value,
            target_low=self.original_target_low,
            target_high=self.original_target_high,
            due_on=self.original_due_on,
            status=self.original_status,
        )

    @property
    def weaker_judgement(self) -> str | None:
        """The class of status and attainment, where it is another than the actual's: the target's, or a baseline's."""
        is_other = self.actual_value is not None and self.judgement_provenance != self.provenance
        return self.judgement_provenance if is_other else None

    @property
    def weaker_forecast(self) -> str | None:
        """The class of the forecast, where it is another than the actual's: that of an earlier point."""
        return self.forecast_provenance if self.forecast_provenance != self.provenance else None

    @property
    def judged_by(self) -> str | None:
        """The class of status and attainment; None where no figure is judged."""
        return self.judgement_provenance if self.actual_value is not None else None

    @property
    def kind(self) -> str:
        """Which population it counts in: one of `TARGET_KINDS`."""
        return target_kind(self.level, self.unit_id)

    @property
    def aim(self) -> Decimal | None:
        """The value to reach: the target, or the upper edge of a range."""
        return self.target_value if self.target_value is not None else self.target_high

    @property
    def edges(self) -> tuple[Decimal, ...]:
        """The values that the target names."""
        return tuple(value for value in (self.target_value, self.target_low, self.target_high) if value is not None)

    @property
    def expected_by_now(self) -> Decimal | None:
        """What the status is held against: of whole things the whole number expected, else the exact value."""
        return self.expected_value if self.expected_whole is None else self.expected_whole

    @property
    def falls(self) -> bool:
        """Whether less is better."""
        return self.measure_type == "reduction" or self.comparator == "<="

    @property
    def share_qualifier(self) -> str:
        """The mark of the attainment: a bound or an estimate like its actual."""
        return share_qualifier(
            self.qualifier, self.measure_type, self.comparator, self.target_value, self.baseline_value
        )

    @property
    def counts_from_baseline(self) -> bool:
        """Whether attainment is the share of the promised change, so that actual ÷ target is another share."""
        return self.measure_type in LEVELS and self.baseline_value is not None

    @property
    def is_exceeded(self) -> bool:
        """Whether what was asked for is achieved and the actual lies beyond it (above a range, above a floor)."""
        if (
            self.status != "achieved"
            or self.actual_value is None
            or self.aim is None
            or self.comparator in ("<=", "expectation")
        ):
            return False
        return self.actual_value > self.aim

    @property
    def years_early(self) -> int:
        """Whole calendar years between the first time met and the due date; 0 when none."""
        return max(0, self.due_on.year - self.first_met_on.year) if self.first_met_on else 0


@dataclass(frozen=True)
class StatusChange:
    """A target whose status moved since the round before."""

    target: JudgedTarget
    previous_status: str
    # The weakest class behind either of the two.
    provenance: str | None = None


@dataclass(frozen=True)
class UnitPart:
    """The part of a target that one unit carries."""

    unit: UnitName
    target: JudgedTarget


@dataclass(frozen=True)
class StatedTarget:
    """A target of a programme of which no round has fallen due, and when a report on it first does."""

    target: JudgedTarget
    first_due_on: date | None


def judged_targets(
    snapshot: Snapshot, programme_id: str, chosen: Round | None, unit_id: str | None = None
) -> tuple[JudgedTarget, ...]:
    """The targets of a programme as judged in one round, at programme level or for one unit."""
    rows = _judgements(snapshot, programme_id, chosen, is_part=unit_id is not None, unit_id=unit_id)
    return tuple(target for _, target in rows)


def unit_parts(
    snapshot: Snapshot, programme_id: str, chosen: Round | None, targets: tuple[JudgedTarget, ...]
) -> tuple[UnitPart, ...]:
    """What units carry of these targets, target by target."""
    parts = [
        UnitPart(UnitName.from_row(row), target)
        for row, target in _judgements(snapshot, programme_id, chosen, is_part=True)
    ]
    return tuple(part for target in targets for part in parts if part.target.target_id == target.target_id)


def stated_targets(snapshot: Snapshot, programme_id: str) -> tuple[StatedTarget, ...]:
    """The targets that a programme's documents state: nothing is judged yet."""
    blank = dict.fromkeys(field.name for field in fields(JudgedTarget)) | {
        "status": "not_yet_due",
        "status_reason": "not_started",
        "target_provenance": "policy",
        # Nothing is judged yet, so nothing was counted in a judgement.
        **dict.fromkeys(("part_count", "part_missing_count", "different_basis_count"), 0),
    }
    rows = snapshot.rows("stated_targets", programme_id=programme_id)
    return tuple(StatedTarget(value(JudgedTarget, blank | row, lead_units=()), row["first_due_on"]) for row in rows)


def _judgements(
    snapshot: Snapshot, programme_id: str, chosen: Round | None, *, is_part: bool, unit_id: str | None = None
) -> Iterator[tuple[Row, JudgedTarget]]:
    if chosen is None:
        return
    leads: dict[str, tuple[UnitName, ...]] = {}
    for row in snapshot.rows("target_lead_units", programme_id=programme_id, period_id=chosen.period_id):
        leads[row["target_id"]] = (*leads.get(row["target_id"], ()), UnitName.from_row(row))
    place = {"programme_id": programme_id, "period_id": chosen.period_id, "seen_on": snapshot.seen_on}
    for row in snapshot.rows("judged_targets", is_part=is_part, unit_id=unit_id, **place):
        yield row, value(JudgedTarget, row, lead_units=leads.get(row["target_id"], ()))

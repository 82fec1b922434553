"""A target as judged in one round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from metrics.catalog.models import LEVELS
from metrics.rules.target_kinds import target_kind
from metrics.sentences import Bilingual
from metrics.views.words import MeasureUnit, Row, UnitName, fields

# What a leader should look at first.
ATTENTION_ORDER = ("missed", "behind", "slightly_behind", "no_data")


_JUDGEMENT = (
    "unit_id",
    "comparator",
    "measure_type",
    "target_value",
    "target_low",
    "target_high",
    "actual_value",
    "qualifier",
    "provenance",
    "target_provenance",
    "judgement_provenance",
    "forecast_provenance",
    "baseline_value",
    "attainment_pct",
    "plain_pct",
    "status",
    "status_reason",
    "actual_period_label",
    "carried_from_label",
    "is_year_to_date",
    "expected_basis",
)
_SETTING = (
    "target_id",
    "scope_id",
    "level",
    "starts_on",
    "due_on",
    "actual_ends_on",
    "pace_ratio",
    "is_met",
    "first_met_on",
    "different_basis_count",
)
_COMPUTED = (
    "expected_value",
    "expected_whole",
    "period_value",
    "worst_year_value",
    "forecast_value",
    "interval_low",
    "interval_high",
)


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

    @classmethod
    def from_row(cls, row: Row, lead_units: tuple[UnitName, ...] = ()) -> JudgedTarget:
        """The judgement of one row."""
        return cls(
            name=Bilingual.from_row(row, "name"),
            scope_name=Bilingual.from_row(row, "scope_name"),
            measure_unit=MeasureUnit.from_row(row),
            **_computed(row),
            part_count=row["part_count"] or 0,
            part_missing_count=row["part_missing_count"] or 0,
            lead_units=lead_units,
            **fields(row, *_JUDGEMENT, *_SETTING),
        )

    @classmethod
    def stated(cls, row: Row) -> JudgedTarget:
        """A target that the document states and of which no round has fallen due: nothing is judged yet."""
        open_fields = dict.fromkeys((*_JUDGEMENT, *_SETTING, *_COMPUTED, "part_count", "part_missing_count"))
        unjudged = {"status": "not_yet_due", "status_reason": "not_started", "target_provenance": "policy"}
        return cls.from_row(open_fields | unjudged | row)

    def part(self, row: Row) -> JudgedTarget:
        """The same target as one unit's part of it stands, by a row with that unit's judgement."""
        return replace(
            self,
            measure_unit=MeasureUnit.from_row(row),
            **_computed(row),
            is_met=None,
            first_met_on=None,
            part_count=0,
            part_missing_count=0,
            **fields(row, *_JUDGEMENT),
        )


@dataclass(frozen=True)
class StatusChange:
    """A target whose status moved since the round before."""

    target: JudgedTarget
    previous_status: str
    # The weakest class behind either of the two.
    provenance: str | None = None


def _computed(row: Row) -> Row:
    return {name: _decimal(row[name]) for name in _COMPUTED}


def _decimal(value: float | None) -> Decimal | None:
    # Expected values come from a division and are doubles; six decimals are the precision of the values.
    return None if value is None else Decimal(str(round(value, 6)))

"""What the screens show, as frozen values: `metrics.scorecard` builds each one from rows of the snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from metrics.round_rules import Standing

STATUS_ORDER = (
    "achieved",
    "on_track",
    "slightly_behind",
    "behind",
    "missed",
    "no_data",
    "not_yet_due",
    "not_judged",
)
# What a leader should look at first.
ATTENTION_ORDER = ("missed", "behind", "slightly_behind", "no_data")
REPORTED_STATES = ("submitted", "accepted", "locked", "reopened")


@dataclass(frozen=True)
class Bilingual:
    """The same words in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The words in `zh` or `en`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class MeasureUnit:
    """A unit of measurement; `factor` leads to the base of its dimension (money: 元, count: 1, share: 1)."""

    code: str
    name_en: str
    dimension: str
    decimals: int
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Round:
    """One reporting round of a programme."""

    period_id: str
    ends_on: date
    due_on: date


@dataclass(frozen=True)
class Programme:
    """A policy programme with its rounds in order."""

    programme_id: str
    name: Bilingual
    short_name: Bilingual
    starts_on: date | None
    ends_on: date | None
    reporting_cycle: str
    cycle_note: Bilingual
    rounds: tuple[Round, ...]

    def round_of(self, period_id: str | None) -> Round | None:
        """The round of that id, else the last one; None for a programme without rounds."""
        chosen = [entry for entry in self.rounds if entry.period_id == period_id]
        return chosen[0] if chosen else (self.rounds[-1] if self.rounds else None)

    def round_before(self, chosen: Round | None) -> Round | None:
        """The round before `chosen`, or None for the first."""
        index = self.rounds.index(chosen) if chosen else 0
        return self.rounds[index - 1] if index else None


@dataclass(frozen=True)
class Document:
    """A policy document and its validity."""

    document_id: str
    title: Bilingual
    document_number: str | None
    issuer: Bilingual
    issued_on: date | None
    in_force_on: date | None
    expires_on: date | None
    validity: str
    validity_note: Bilingual


@dataclass(frozen=True)
class DocumentFact:
    """A starting point or a building goal that a document states: no target."""

    kind: str
    text: Bilingual
    fact_value: Decimal | None
    measure_unit: str | None
    phrase: str


@dataclass(frozen=True)
class UnitName:
    """A responsible unit by id and name."""

    unit_id: str
    name: Bilingual


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
    actual_ends_on: date | None
    qualifier: str | None
    provenance: str | None
    target_provenance: str
    part_count: int
    part_missing_count: int
    attainment_pct: float | None
    plain_pct: float | None
    expected_value: Decimal | None
    pace_ratio: float | None
    is_met: bool | None
    status: str
    status_reason: str | None
    first_met_on: date | None
    different_basis_count: int
    lead_units: tuple[UnitName, ...] = ()

    @property
    def aim(self) -> Decimal | None:
        """The value to reach: the target, or the upper edge of a range."""
        return self.target_value if self.target_value is not None else self.target_high

    @property
    def counts_from_baseline(self) -> bool:
        """Whether attainment is the share of the promised change, so that actual ÷ target is another share."""
        return self.measure_type == "stock" and self.baseline_value is not None

    @property
    def is_exceeded(self) -> bool:
        """Whether the actual lies beyond what was asked for (above a range, above a floor)."""
        if self.actual_value is None or self.aim is None or self.comparator in ("<=", "expectation"):
            return False
        return self.actual_value > self.aim

    @property
    def years_early(self) -> int:
        """Whole calendar years between the first time met and the due date; 0 when none."""
        return max(0, self.due_on.year - self.first_met_on.year) if self.first_met_on else 0


@dataclass(frozen=True)
class ReportState:
    """How one unit's report for one round stands."""

    unit: UnitName
    period_id: str
    is_lead: bool
    due_on: date
    state: str
    is_nil: bool
    version: int | None
    version_count: int
    submitted_on: date | None
    days_late: int | None
    last_reason: str | None
    ladder: str | None
    provenance: str | None
    task_count: int = 0
    evidence_count: int = 0
    counted_version: int | None = None
    returned_count: int = 0
    accepted_by: str | None = None
    is_automatic: bool = False
    is_correction: bool = False
    is_closed: bool = False
    finding_count: int | None = None
    last_contact_at: datetime | None = None
    last_contact_by: str | None = None
    last_contact_kind: str | None = None

    @property
    def standing(self) -> Standing:
        """The same for the rules that say which steps may be taken."""
        accepted_by = None if self.is_automatic else self.accepted_by
        return Standing.seen(self.state, self.version, self.is_closed, accepted_by)

    @property
    def open_state(self) -> str | None:
        """What is still to come, `missing` or `returned`; a file that the checks kept out is no report yet."""
        if self.is_reported:
            return None
        return "returned" if self.state == "returned" else "missing"

    @property
    def is_collected(self) -> bool:
        """Whether reports of the programme are handed in here; if not, nobody can be called overdue."""
        return self.ladder != "not_collected"

    @property
    def shown_state(self) -> str:
        """The state to name: a unit that owed nothing here and gave nothing is not called missing."""
        if self.state == "missing" and not self.is_lead:
            return "not_owed"
        return "not_collected" if self.state == "missing" and not self.is_collected else self.state

    @property
    def is_reported(self) -> bool:
        """Whether a report has come in and was not sent back."""
        return self.state in REPORTED_STATES


@dataclass(frozen=True)
class Thresholds:
    """The pace limits by which the statuses were judged."""

    rule_version: str
    on_track_ratio: float
    slightly_behind_ratio: float


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


@dataclass(frozen=True)
class StatusChange:
    """A target whose status moved since the round before."""

    target: JudgedTarget
    previous_status: str


@dataclass(frozen=True)
class Overview:
    """One programme in one round, for a reader with two minutes."""

    programme: Programme
    round: Round | None
    documents: tuple[Document, ...]
    document_facts: tuple[DocumentFact, ...]
    targets: tuple[JudgedTarget, ...]
    previous_targets: tuple[JudgedTarget, ...]
    reports: tuple[ReportState, ...]
    centres: tuple[Centre, ...]
    thresholds: Thresholds | None

    @property
    def programme_targets(self) -> tuple[JudgedTarget, ...]:
        """The targets that the document sets for the programme as a whole."""
        return tuple(target for target in self.targets if target.level == "programme")

    @property
    def status_counts(self) -> dict[str, int]:
        """Programme targets by status, in the order of the legend, zero counts included."""
        statuses = [target.status for target in self.programme_targets]
        return {status: statuses.count(status) for status in STATUS_ORDER}

    @property
    def headline(self) -> tuple[JudgedTarget, ...]:
        """At most six targets with a whole figure: official ones first, then what needs a look."""
        whole = [
            target
            for target in self.programme_targets
            if target.actual_value is not None and target.status != "no_data"
        ]
        return tuple(sorted(whole, key=_headline_rank)[:6])

    @property
    def changes(self) -> tuple[StatusChange, ...]:
        """Targets whose status is another one than in the round before, in the order of the document."""
        before = {target.target_id: target.status for target in self.previous_targets}
        return tuple(
            StatusChange(target, before[target.target_id])
            for target in self.targets
            if before.get(target.target_id, target.status) != target.status
        )

    @property
    def needs_attention(self) -> tuple[JudgedTarget, ...]:
        """Targets missed, behind or without data, the worst first."""
        listed = [target for target in self.targets if target.status in ATTENTION_ORDER]
        return tuple(sorted(listed, key=_attention_rank))

    @property
    def owed_reports(self) -> tuple[ReportState, ...]:
        """The reports that the text obliges lead units to give, where reports are handed in here at all."""
        return tuple(report for report in self.reports if report.is_lead and report.is_collected)

    @property
    def open_reports(self) -> tuple[ReportState, ...]:
        """Owed reports that have not come in, or were returned."""
        return tuple(report for report in self.owed_reports if not report.is_reported)


def _attention_rank(target: JudgedTarget) -> tuple[int, float]:
    return ATTENTION_ORDER.index(target.status), target.pace_ratio or 0.0


def _headline_rank(target: JudgedTarget) -> tuple[bool, int, float]:
    rank = ATTENTION_ORDER.index(target.status) if target.status in ATTENTION_ORDER else len(ATTENTION_ORDER)
    return target.provenance == "sample", rank, -(target.attainment_pct or 0.0)


@dataclass(frozen=True)
class UnitLine:
    """One unit in the list of units of a programme."""

    unit: UnitName
    kind: str
    lead_count: int
    support_count: int
    status_counts: dict[str, int]
    target_provenance: str | None
    report: ReportState | None


@dataclass(frozen=True)
class UnitTask:
    """A task of one unit, with what the unit last reported on it for the round."""

    task_id: str
    task_number: str
    group: Bilingual
    name: Bilingual
    role: str
    is_ambiguous: bool
    note: Bilingual
    task_status: str | None
    progress: str | None
    problems: str | None
    next_steps: str | None
    evidence: str | None
    provenance: str | None


@dataclass(frozen=True)
class UnitAlias:
    """Another name of a unit, and where it is used."""

    name: str
    note: Bilingual


@dataclass(frozen=True)
class UnitScorecard:
    """One responsible unit in one programme and round."""

    unit: UnitName
    kind: str
    aliases: tuple[UnitAlias, ...]
    programme_ids: tuple[str, ...]
    programme: Programme
    round: Round | None
    own_targets: tuple[JudgedTarget, ...]
    served_targets: tuple[JudgedTarget, ...]
    tasks: tuple[UnitTask, ...]
    reports: tuple[ReportState, ...]
    thresholds: Thresholds | None

    def tasks_as(self, role: str) -> tuple[UnitTask, ...]:
        """The tasks that the unit leads or supports."""
        return tuple(task for task in self.tasks if task.role == role)


@dataclass(frozen=True)
class SeriesPoint:
    """A figure that speaks to a target, on its basis or on another."""

    name: Bilingual
    scope_name: Bilingual
    period_label: str
    period_ends_on: date
    actual_value: Decimal | None
    measure_unit: MeasureUnit
    qualifier: str | None
    provenance: str
    basis_match: str | None
    basis_reason: Bilingual
    issuer: str | None
    source_title: str | None
    source_date_text: str | None
    published_on: date | None
    is_met: bool | None
    note: str | None


@dataclass(frozen=True)
class Clause:
    """Where a target stands in its document."""

    programme_id: str
    document: Document
    section: str | None
    phrase: str | None
    value_as_printed: str | None
    baseline_value: Decimal | None
    baseline_on: date | None
    baseline_source: str | None
    note: Bilingual


@dataclass(frozen=True)
class Sibling:
    """A statistic easily taken for the indicator, and how it differs."""

    name: Bilingual
    difference: Bilingual


@dataclass(frozen=True)
class UnitPart:
    """The part of a target that one unit carries."""

    unit: UnitName
    target: JudgedTarget


@dataclass(frozen=True)
class TargetTask:
    """A task that serves a target, with the units responsible for it."""

    task_id: str
    task_number: str
    name: Bilingual
    lead_units: tuple[UnitName, ...]
    support_units: tuple[UnitName, ...]


@dataclass(frozen=True)
class TargetView:
    """One target with its history, clause, parts and definition."""

    target: JudgedTarget
    programme: Programme
    round: Round
    clause: Clause
    definition: Bilingual
    basis: Bilingual
    siblings: tuple[Sibling, ...]
    series: tuple[SeriesPoint, ...]
    parts: tuple[UnitPart, ...]
    tasks: tuple[TargetTask, ...]
    thresholds: Thresholds | None

    @property
    def same_basis(self) -> tuple[SeriesPoint, ...]:
        """The figures that may be compared with the target, oldest first."""
        return tuple(point for point in self.series if point.basis_match == "same")

    @property
    def main_series(self) -> tuple[SeriesPoint, ...]:
        """One comparable figure per date, oldest first: the one of the issuer with the longest series."""
        issuers = [point.issuer for point in self.same_basis]
        chosen: dict[date, SeriesPoint] = {}
        for point in sorted(self.same_basis, key=lambda entry: -issuers.count(entry.issuer)):
            chosen.setdefault(point.period_ends_on, point)
        return tuple(chosen[day] for day in sorted(chosen))

    @property
    def other_basis(self) -> tuple[SeriesPoint, ...]:
        """The figures that may not: another definition, scope or way of counting."""
        return tuple(point for point in self.series if point.basis_match != "same")

    @property
    def first_met(self) -> SeriesPoint | None:
        """The first figure since the start of the programme that meets the target."""
        met = [p for p in self.main_series if p.is_met and p.period_ends_on >= self.target.starts_on]
        return met[0] if met else None

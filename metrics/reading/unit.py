"""One responsible unit: in the list of its programme, and on its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.reading.contributor import Contributor, uncounted
from metrics.reading.judged_target import JudgedTarget, judged_targets
from metrics.reading.programme import Programme, Round, Thresholds, all_programmes, thresholds
from metrics.reading.report import ReportState, report_states
from metrics.reading.rows import Row, UnitName, value, values
from metrics.rules.classes import weakest
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class UnitLine:
    """One unit in the list of units of a programme."""

    unit: UnitName
    kind: Bilingual
    parent_unit_id: str | None
    lead_count: int
    carries_out_count: int
    support_count: int
    status_counts: dict[str, int]
    target_provenance: str | None
    report: ReportState | None
    # The weakest class of the judgements that are counted.
    provenance: str | None = None


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
    completion_pct: Decimal | None
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
class UnitChange:
    """What happened to a unit on a day : founded, renamed, took_over, taken_over, ended; `name` is whose it is."""

    change: str
    happened_on: date
    name: Bilingual
    other_unit_id: str | None
    source: str | None


@dataclass(frozen=True)
class UnitScorecard:
    """One responsible unit in one programme and round."""

    unit: UnitName
    kind: Bilingual
    aliases: tuple[UnitAlias, ...]
    programme_ids: tuple[str, ...]
    programme: Programme
    round: Round | None
    own_targets: tuple[JudgedTarget, ...]
    served_targets: tuple[JudgedTarget, ...]
    tasks: tuple[UnitTask, ...]
    reports: tuple[ReportState, ...]
    thresholds: Thresholds | None
    uncounted: tuple[Contributor, ...] = ()
    changes: tuple[UnitChange, ...] = ()

    @property
    def is_collected(self) -> bool:
        """Whether reports of the programme are handed in here at all."""
        return all(report.is_collected for report in self.reports)

    @property
    def takes_part(self) -> bool:
        """Whether the unit has anything to do with in the round: a task, a part, a report; not one that is gone."""
        chosen = self.round.period_id if self.round else None
        return bool(self.tasks or self.own_targets or any(report.period_id == chosen for report in self.reports))

    def tasks_as(self, *roles: str) -> tuple[UnitTask, ...]:
        """The tasks in which the unit has one of these roles: lead, carries_out, support."""
        return tuple(task for task in self.tasks if task.role in roles)


def unit_lines(snapshot: Snapshot, programme: Programme, period_id: str | None) -> tuple[UnitLine, ...]:
    """One line per unit of a programme: its roles, its own targets by status, its report of the round."""
    chosen, programme_id = programme.round_of(period_id), programme.programme_id
    reports = {report.unit.unit_id: report for report in report_states(snapshot, programme_id, chosen)}
    place = {"programme_id": programme_id, "period_id": chosen.period_id if chosen else ""}
    judged: dict[str, list[Row]] = {}
    for row in snapshot.rows("unit_target_statuses", **place):
        judged.setdefault(row["unit_id"], []).append(row)
    return tuple(
        value(
            UnitLine,
            row,
            status_counts={entry["status"]: entry["target_count"] for entry in own},
            target_provenance=max((entry["target_provenance"] for entry in own), default=None),
            report=reports.get(row["unit_id"]),
            provenance=weakest(name for entry in own for name in entry["provenances"]),
        )
        for row in snapshot.rows("programme_units", programme_id=programme_id, period_id=place["period_id"] or None)
        for own in [judged.get(row["unit_id"], [])]
    )


def unit_scorecard(
    snapshot: Snapshot, unit_id: str, programme_id: str | None, period_id: str | None
) -> UnitScorecard | None:
    """One unit in a programme (its first one when it takes no part in `programme_id`); None if unknown."""
    if not snapshot.rows("unit", unit_id=unit_id, period_id=None):
        return None
    own = {row["programme_id"] for row in snapshot.rows("unit_programmes", unit_id=unit_id)}
    programmes = all_programmes(snapshot)
    # A unit of the catalog that no programme names yet still has its page.
    candidates = [entry for entry in programmes if entry.programme_id in own] or list(programmes)
    programme = next((entry for entry in candidates if entry.programme_id == programme_id), candidates[0])
    chosen, key = programme.round_of(period_id), {"programme_id": programme.programme_id, "unit_id": unit_id}
    held = key | {"period_id": chosen.period_id if chosen else None}
    served = {row["target_id"] for row in snapshot.rows("unit_served_targets", **held)}
    targets = judged_targets(snapshot, programme.programme_id, chosen)
    (unit,) = snapshot.rows("unit", unit_id=unit_id, period_id=held["period_id"])
    return value(
        UnitScorecard,
        unit,
        changes=values(UnitChange, snapshot.rows("unit_changes", unit_id=unit_id)),
        aliases=values(UnitAlias, snapshot.rows("unit_aliases", unit_id=unit_id)),
        programme_ids=tuple(entry.programme_id for entry in candidates),
        programme=programme,
        round=chosen,
        own_targets=judged_targets(snapshot, programme.programme_id, chosen, unit_id),
        served_targets=tuple(target for target in targets if target.target_id in served),
        tasks=values(UnitTask, snapshot.rows("unit_tasks", **held)),
        reports=values(ReportState, snapshot.rows("report_states", period_id=None, **key)),
        thresholds=thresholds(snapshot, programme.programme_id, chosen),
        uncounted=tuple(
            line for line in uncounted(snapshot, programme.programme_id, chosen) if line.unit.unit_id == unit_id
        ),
    )

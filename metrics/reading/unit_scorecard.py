"""What a unit's scorecard shows: counts side by side. There is no overall score, since none could be explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from metrics.rules.statuses import STATUSES
from metrics.rules.target_kinds import GOAL, PART, REQUIREMENT
from metrics.sentences import Bilingual
from metrics.views.counts import KindCounts
from metrics.views.report import shown_state
from metrics.warehouse import Snapshot

# What a unit may be to a target, and the kinds of targets to which it may be that.
ROLES = {"lead": (GOAL, REQUIREMENT), "support": (GOAL, REQUIREMENT), "own": (PART,)}


@dataclass(frozen=True)
class TargetCounts:
    """Targets of one role by kind and status, zero counts included."""

    role: str
    kinds: tuple[KindCounts, ...]

    @property
    def counts(self) -> dict[str, int]:
        """All targets of this role by status."""
        return {status: sum(entry.statuses[status] for entry in self.kinds) for status in STATUSES}

    @property
    def total(self) -> int:
        """All targets of this role."""
        return sum(entry.total for entry in self.kinds)


@dataclass(frozen=True)
class TaskCounts:
    """Tasks of one unit in one round, by role and by what it last reported on them."""

    lead: int
    support: int
    done: int
    in_progress: int
    not_started: int
    unreported: int
    lead_without_evidence: int


@dataclass(frozen=True)
class Timeliness:
    """This round's report, and the rounds up to it."""

    due_on: date
    report_state: str
    ladder: str
    days_late: int | None
    rounds_due: int
    rounds_on_time: int
    rounds_late: int
    rounds_missing: int
    days_late_sum: int


@dataclass(frozen=True)
class Quality:
    """What became of this round's versions, and what the checks found in them."""

    versions: int
    returned: int
    corrected: int
    findings: int


@dataclass(frozen=True)
class UnitCounts:
    """One unit in one programme and round; `report_lines` is its load: targets and tasks it must speak of."""

    unit_id: str
    name: Bilingual
    targets: tuple[TargetCounts, ...]
    tasks: TaskCounts
    timeliness: Timeliness
    quality: Quality
    report_lines: int
    provenance: str | None

    @property
    def is_collected(self) -> bool:
        """Whether reports of the programme are handed in here at all."""
        return self.timeliness.ladder != "not_collected"

    @property
    def report_state(self) -> str:
        """The state of this round's report to name: what was not owed is not called missing."""
        return shown_state(self.timeliness.report_state, self.timeliness.ladder, is_lead=self.tasks.lead > 0)

    def targets_as(self, role: str) -> TargetCounts:
        """The targets that the unit leads, supports, or carries a part of (`own`)."""
        return next(entry for entry in self.targets if entry.role == role)


def unit_counts(
    snapshot: Snapshot, programme_id: str, period_id: str, unit_id: str | None = None
) -> Iterator[UnitCounts]:
    """Every unit of the programme in the order of the text, or the one named; nothing for an unknown round."""
    chosen = {"programme_id": programme_id, "period_id": period_id, "unit_id": unit_id}
    statuses: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in snapshot.rows("unit_scorecard_targets", **chosen):
        key = (row["unit_id"], row["role"], row["target_kind"])
        statuses.setdefault(key, {})[row["status"]] = row["target_count"]
    for row in snapshot.rows("unit_scorecards", **chosen):
        yield UnitCounts(
            unit_id=row["unit_id"],
            name=Bilingual(row["unit_name"], row["unit_name_en"]),
            targets=tuple(_target_counts(row["unit_id"], statuses)),
            tasks=TaskCounts(
                lead=row["lead_task_count"],
                support=row["support_task_count"],
                done=row["task_done_count"],
                in_progress=row["task_in_progress_count"],
                not_started=row["task_not_started_count"],
                unreported=row["task_unreported_count"],
                lead_without_evidence=row["lead_task_without_evidence_count"],
            ),
            timeliness=Timeliness(
                due_on=row["due_on"],
                report_state=row["report_state"],
                ladder=row["ladder"],
                days_late=row["days_late"],
                rounds_due=row["rounds_due_count"],
                rounds_on_time=row["rounds_on_time_count"],
                rounds_late=row["rounds_late_count"],
                rounds_missing=row["rounds_missing_count"],
                days_late_sum=int(row["days_late_sum"]),
            ),
            quality=Quality(
                versions=row["version_count"],
                returned=row["returned_count"],
                corrected=row["corrected_count"],
                findings=row["finding_count"],
            ),
            report_lines=int(row["report_line_count"]),
            provenance=row["provenance"],
        )


def _target_counts(unit_id: str, statuses: dict[tuple[str, str, str], dict[str, int]]) -> Iterator[TargetCounts]:
    """Every role with its kinds; yearly requirements only where the unit has any."""
    for role, kinds in ROLES.items():
        found = {kind: statuses.get((unit_id, role, kind), {}) for kind in kinds}
        yield TargetCounts(
            role,
            tuple(
                KindCounts(kind, {status: counts.get(status, 0) for status in STATUSES})
                for kind, counts in found.items()
                if counts or kind != REQUIREMENT
            ),
        )

"""What a unit's scorecard shows: counts side by side. There is no overall score, since none could be explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from metrics.reading.counts import KindCounts
from metrics.reading.report import NOBODY_OWES, shown_state
from metrics.reading.rows import UnitName, value
from metrics.rules.statuses import STATUSES
from metrics.rules.target_kinds import GOAL, PART, REQUIREMENT
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

    lead_task_count: int
    support_task_count: int
    task_done_count: int
    task_in_progress_count: int
    task_not_started_count: int
    task_unreported_count: int
    lead_task_without_evidence_count: int


@dataclass(frozen=True)
class Timeliness:
    """This round's report, and the rounds up to it."""

    due_on: date
    report_state: str
    is_owed: bool
    ladder: str
    days_late: int | None
    rounds_due_count: int
    rounds_on_time_count: int
    rounds_late_count: int
    rounds_missing_count: int
    days_late_sum: int


@dataclass(frozen=True)
class Quality:
    """What became of this round's versions, and what the checks found in them."""

    version_count: int
    returned_count: int
    corrected_count: int
    finding_count: int


@dataclass(frozen=True)
class UnitCounts:
    """One unit in one programme and round; `report_line_count` is its load: targets and tasks it must speak of."""

    unit: UnitName
    targets: tuple[TargetCounts, ...]
    tasks: TaskCounts
    timeliness: Timeliness
    quality: Quality
    report_line_count: int
    provenance: str | None

    @property
    def is_collected(self) -> bool:
        """Whether reports of the programme are handed in here at all."""
        return self.timeliness.ladder not in NOBODY_OWES

    @property
    def report_state(self) -> str:
        """The state of this round's report to name: what was not owed is not called missing."""
        return shown_state(self.timeliness.report_state, self.timeliness.ladder, is_owed=self.timeliness.is_owed)

    def targets_as(self, role: str) -> TargetCounts:
        """The targets that the unit leads, supports, or carries a part of (`own`)."""
        return next(entry for entry in self.targets if entry.role == role)


def counts_of_units(
    snapshot: Snapshot, programme_id: str, period_id: str, unit_id: str | None = None
) -> Iterator[UnitCounts]:
    """Every unit of the programme in the order of the text, or the one named; nothing for an unknown round."""
    chosen = {"programme_id": programme_id, "period_id": period_id, "unit_id": unit_id}
    statuses: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in snapshot.rows("unit_scorecard_targets", **chosen):
        key = (row["unit_id"], row["role"], row["target_kind"])
        statuses.setdefault(key, {})[row["status"]] = row["target_count"]
    for row in snapshot.rows("unit_scorecards", **chosen):
        yield value(
            UnitCounts,
            row,
            targets=tuple(_target_counts(row["unit_id"], statuses)),
            tasks=value(TaskCounts, row),
            timeliness=value(Timeliness, row),
            quality=value(Quality, row),
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

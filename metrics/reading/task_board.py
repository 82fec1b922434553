"""The tasks of a programme: who leads, who supports, what was reported in each round, which milestones were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from metrics.reading.programme import Programme, Round
from metrics.reading.report import report_states
from metrics.reading.rows import Row, UnitName, value
from metrics.rules.classes import weakest
from metrics.rules.milestones import Milestone, is_kept, milestones
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class TaskState:
    """What the lead units said of a task in one round."""

    task_status: str
    evidence_count: int
    provenance: str


@dataclass(frozen=True)
class TaskSaying:
    """What one unit said of a task in the round, in its own words."""

    unit: UnitName
    role: str | None
    task_status: str | None
    completion_pct: Decimal | None
    progress: str | None
    problems: str | None
    next_steps: str | None
    evidence: str | None
    provenance: str
    submission_id: str


@dataclass(frozen=True)
class BoardTask:
    """One task with its units and its states by round."""

    task_id: str
    task_number: str
    group_code: str
    group: Bilingual
    name: Bilingual
    due_on: date | None
    note: Bilingual
    is_ambiguous: bool
    lead_units: tuple[UnitName, ...]
    support_units: tuple[UnitName, ...]
    states: dict[str, TaskState]
    milestones: tuple[Milestone, ...]
    sayings: tuple[TaskSaying, ...] = ()

    def state_in(self, chosen: Round | None) -> str:
        """The reported state in a round; `not_reported` when there is none."""
        found = self.states.get(chosen.period_id) if chosen else None
        return found.task_status if found else "not_reported"

    def overdue_milestones(self, chosen: Round | None) -> tuple[Milestone, ...]:
        """The milestones that the report of a round shows as not kept."""
        found = self.states.get(chosen.period_id) if chosen else None
        if chosen is None or found is None:
            return ()
        return tuple(m for m in self.milestones if is_kept(m, found.task_status, chosen.ends_on) is False)


@dataclass(frozen=True)
class TaskBoard:
    """Every task of a programme, in printed order."""

    programme: Programme
    round: Round | None
    tasks: tuple[BoardTask, ...]
    is_collected: bool = True

    @property
    def state_counts(self) -> dict[str, int]:
        """Tasks by what was reported of them in the round."""
        states = [task.state_in(self.round) for task in self.tasks]
        return {state: states.count(state) for state in dict.fromkeys(states)}

    @property
    def provenance(self) -> str | None:
        """The weakest class of the states that are counted; None where none was reported."""
        chosen = self.round.period_id if self.round else None
        return weakest(task.states[chosen].provenance for task in self.tasks if chosen in task.states)


def task_board(snapshot: Snapshot, programme: Programme, period_id: str | None) -> TaskBoard:
    """The tasks of a programme as they stood in the round `period_id`, or in its last one."""
    states: dict[str, dict[str, TaskState]] = {}
    for row in snapshot.rows("task_states", programme_id=programme.programme_id):
        states.setdefault(row["task_id"], {})[row["period_id"]] = value(TaskState, row)
    chosen = programme.round_of(period_id)
    place = {"programme_id": programme.programme_id, "period_id": chosen.period_id if chosen else None}
    rows = snapshot.rows("programme_tasks", **place)
    sayings = _sayings(snapshot, programme, chosen)
    tasks = tuple(
        _task(list(members), programme, states.get(task_id, {}), sayings.get(task_id, ()))
        for task_id, members in groupby(rows, key=lambda row: row["task_id"])
    )
    reports = report_states(snapshot, programme.programme_id, chosen)
    return TaskBoard(programme, chosen, tasks, all(report.is_collected for report in reports))


def _sayings(snapshot: Snapshot, programme: Programme, chosen: Round | None) -> dict[str, tuple[TaskSaying, ...]]:
    if chosen is None:
        return {}
    sayings: dict[str, tuple[TaskSaying, ...]] = {}
    for row in snapshot.rows("reported_tasks", programme_id=programme.programme_id, period_id=chosen.period_id):
        sayings[row["task_id"]] = (*sayings.get(row["task_id"], ()), value(TaskSaying, row))
    return sayings


def _task(
    rows: list[Row], programme: Programme, states: dict[str, TaskState], sayings: tuple[TaskSaying, ...]
) -> BoardTask:
    first = rows[0]
    seats = [(row["role"], UnitName.from_row(row)) for row in rows if row["unit_id"]]
    is_dated = programme.starts_on is not None and first["due_on"] is not None
    return value(
        BoardTask,
        first,
        is_ambiguous=any(row["is_ambiguous"] for row in rows),
        lead_units=tuple(name for role, name in seats if role == "lead"),
        support_units=tuple(name for role, name in seats if role != "lead"),
        states=states,
        sayings=sayings,
        milestones=milestones(programme.starts_on, first["due_on"]) if is_dated else (),  # type: ignore[arg-type]
    )

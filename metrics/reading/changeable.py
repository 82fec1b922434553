"""What can be changed of a programme by a form on its page, as it stands on the day viewed, and what is to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from metrics.reading.rows import MeasureUnit, UnitName, value, values
from metrics.reading.target_changes import TargetChange
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class ChangeableTarget:
    """A target with what it asks for on the day, and what has ended it by then (`merged`, `withdrawn` or None)."""

    target_id: str
    name: Bilingual
    scope_name: Bilingual
    comparator: str
    target_value: Decimal | None
    target_low: Decimal | None
    target_high: Decimal | None
    due_on: date
    ended_kind: str | None
    measure_unit: MeasureUnit


@dataclass(frozen=True)
class ChangeableUnit:
    """A unit of the office under its name of today; `ends_on` is its last day where it has or had one."""

    unit_id: str
    name: Bilingual
    kind: Bilingual
    ends_on: date | None
    is_of_programme: bool

    def is_there(self, day: date) -> bool:
        """Whether it has not ended before a day."""
        return self.ends_on is None or self.ends_on >= day


@dataclass(frozen=True)
class ChangeableTask:
    """A task with the units that answer for it on the day, each with its role, in printed order."""

    task_id: str
    number: str | None
    name: Bilingual
    due_on: date | None
    units: tuple[tuple[UnitName, str], ...]


@dataclass(frozen=True)
class ScheduledUnitChange:
    """What a unit has before it: another name, who takes over, its end, or its part in a task (`other_name`)."""

    change: str
    happens_on: date
    unit: UnitName
    other_name: Bilingual | None
    role: str | None
    source: str | None


def changeable_targets(snapshot: Snapshot, programme_id: str) -> tuple[ChangeableTarget, ...]:
    """The targets of a programme, in the order of its documents."""
    rows = snapshot.rows("changeable_targets", programme_id=programme_id, day=snapshot.seen_on)
    return values(ChangeableTarget, rows)


def office_units(snapshot: Snapshot, programme_id: str) -> tuple[ChangeableUnit, ...]:
    """Every unit of the office."""
    rows = snapshot.rows("office_units", programme_id=programme_id)
    return tuple(value(ChangeableUnit, row, name=UnitName.from_row(row).name) for row in rows)


def changeable_tasks(snapshot: Snapshot, programme_id: str) -> tuple[ChangeableTask, ...]:
    """The tasks of a programme."""
    rows = snapshot.rows("changeable_tasks", programme_id=programme_id, day=snapshot.seen_on)
    found = []
    for _, alike in groupby(rows, key=lambda row: row["task_id"]):
        own = list(alike)
        units = tuple((UnitName.from_row(row), row["role"]) for row in own if row["unit_id"])
        found.append(value(ChangeableTask, own[0], number=own[0]["task_number"], units=units))
    return tuple(found)


def part_units(snapshot: Snapshot, target_id: str) -> tuple[UnitName, ...]:
    """The units that have a part of a target."""
    return tuple(UnitName.from_row(row) for row in snapshot.rows("part_units", target_id=target_id))


def scheduled_target_changes(snapshot: Snapshot, programme_id: str) -> tuple[TargetChange, ...]:
    """The changes of a programme's targets that hold from a later day than the one viewed, by their days."""
    rows = snapshot.rows("target_changes", target_id=None, programme_id=programme_id)
    ahead = (row for row in rows if row["valid_from"] and row["valid_from"] > snapshot.seen_on)
    return values(TargetChange, sorted(ahead, key=lambda row: row["valid_from"]))


def scheduled_unit_changes(snapshot: Snapshot, programme_id: str) -> tuple[ScheduledUnitChange, ...]:
    """What units and tasks of a programme have before them, in the order of its days."""
    rows = snapshot.rows("scheduled_unit_changes", programme_id=programme_id, day=snapshot.seen_on)
    return values(ScheduledUnitChange, rows)

"""What the sample is made for: targets, tasks and responsibilities as transcribed, and the catalog."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from metrics import clock
from metrics.catalog import Catalog
from metrics.catalog.models import Indicator, Programme
from metrics.catalog.unit_models import Unit
from metrics.office import office_that_holds
from metrics.periods import HALF_YEAR, MONTHS_OF, Period
from metrics.rules import rounds as rules
from metrics.rules.rounds import PlannedRound
from metrics.sentences import BilingualError
from pipelines.definitions.files import catalog_of, definitions_in_force
from pipelines.lookup import source_rows
from pipelines.readers.table import Row
from pipelines.sources import load_sources


class NotTold(BilingualError):
    """An office that the scenario says nothing of."""


@dataclass(frozen=True)
class Target:
    """A target row; `target_value` is None for a range."""

    target_id: str
    programme_id: str
    indicator_id: str
    target_value: Decimal | None
    measure_unit: str


@dataclass(frozen=True)
class Task:
    """A task with its seats in printed order: (unit name, is lead)."""

    task_id: str
    programme_id: str
    name: str
    seats: tuple[tuple[str, bool], ...]

    @property
    def leads(self) -> tuple[str, ...]:
        """The names of the lead units; two for a task that is borne jointly."""
        return tuple(name for name, is_lead in self.seats if is_lead)


@dataclass(frozen=True)
class Inputs:
    """The catalog and the transcribed tables, in file order; in which month years begin, and the day it is."""

    catalog: Catalog
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    year_begins: int
    today: date

    @cached_property
    def unit_by_name(self) -> dict[str, Unit]:
        """Each unit under its printed names and aliases."""
        by_id = {unit.id: unit for unit in self.catalog.units}
        return {name: by_id[unit_id] for name, unit_id in self.catalog.unit_ids_by_name().items()}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Indicators by id."""
        return {indicator.id: indicator for indicator in self.catalog.indicators}

    @cached_property
    def decimals(self) -> dict[str, int]:
        """Decimals by measure unit."""
        return {entry.code: entry.decimals for entry in self.catalog.measure_units}

    def rounds(self, programme_id: str) -> tuple[str, ...]:
        """The period ids of a programme's rounds."""
        return tuple(entry.period_id for entry in self.planned(programme_id))

    def planned(self, programme_id: str) -> tuple[PlannedRound, ...]:
        """A programme's rounds: as they are listed, else those of its cycle that are over."""
        return self._planned[programme_id]

    @cached_property
    def _planned(self) -> dict[str, tuple[PlannedRound, ...]]:
        return {programme.id: self._rounds_of(programme) for programme in self.catalog.programmes}

    def _rounds_of(self, programme: Programme) -> tuple[PlannedRound, ...]:
        if programme.rounds:
            return rules.rounds(programme, self.year_begins, date.max)
        planned = rules.rounds(programme, self.year_begins, self.today)
        return tuple(entry for entry in planned if entry.period.ends_on <= self.today)

    def halves(self, programme_id: str, count: int) -> tuple[Period, ...]:
        """The half-years that a story of `count` figures is told by, from that in which the first round ends."""
        found = [Period.of_day(HALF_YEAR, self.planned(programme_id)[0].period.ends_on, self.year_begins)]
        while len(found) < count:
            found.append(found[-1].next)
        return tuple(found)

    def half_of(self, programme_id: str, position: int) -> int:
        """Which half-year of the story a round ends in, from 0; each is told of by its own cycle, whatever it is."""
        rounds = self.planned(programme_id)
        first, half = (
            Period.of_day(HALF_YEAR, rounds[at].period.ends_on, self.year_begins).starts_on for at in (0, position)
        )
        return (12 * (half.year - first.year) + half.month - first.month) // MONTHS_OF[HALF_YEAR]

    def tasks_of(self, programme_id: str) -> tuple[Task, ...]:
        """A programme's tasks in printed order."""
        return tuple(task for task in self.tasks if task.programme_id == programme_id)

    def unit_names(self, programme_id: str) -> tuple[str, ...]:
        """The units of a programme, named as printed, in order of first appearance."""
        names = (name for task in self.tasks_of(programme_id) for name, _ in task.seats)
        return tuple(dict.fromkeys(names))


def read_inputs(raw_folder: Path, told_tasks: Container[str]) -> Inputs:
    """The inputs from the definitions of `raw_folder`, as of today.

    A task that is not among `told_tasks` has no words in the scenario: the sample passes it over.

    Raises:
        NotTold: when the office has not what the scenario tells of.
        metrics.catalog.CatalogError: when the definitions cannot be used.
    """
    files = definitions_in_force(raw_folder)
    targets_read, tasks_read, seats_read = (
        source_rows(raw_folder, load_sources(), name, files) for name in ("target", "task", "responsibility")
    )
    tasks = tuple(task for task in _tasks(tasks_read, seats_read) if task.task_id in told_tasks)
    if not targets_read or not tasks:
        raise NotTold(
            f"{raw_folder}: 样例只为随附的示例编写,此处没有它的目标和任务;请检查 DUIBIAO_DATA,"
            "或运行 duibiao init FOLDER --example sichuan 新建带样例的机构",
            f"{raw_folder} has not the targets and tasks of the example, which the sample is written for: "
            "check DUIBIAO_DATA, or `duibiao init FOLDER --example sichuan` makes an office with samples",
        )
    begins = office_that_holds(raw_folder.parent).year_begins
    return Inputs(catalog_of(files, raw_folder), tuple(_targets(targets_read)), tasks, begins, clock.today())


def _targets(rows: Iterable[Row]) -> Iterator[Target]:
    for row in rows:
        value = Decimal(str(row["target_value"])) if row["target_value"] else None
        yield Target(
            str(row["target_id"]), str(row["programme_id"]), str(row["indicator_id"]), value, str(row["measure_unit"])
        )


def _tasks(rows: Iterable[Row], seats_read: Iterable[Row]) -> Iterator[Task]:
    seats: dict[str, list[tuple[str, bool]]] = {}
    for row in sorted(seats_read, key=lambda row: int(str(row["seat"]))):
        seats.setdefault(str(row["task_id"]), []).append((str(row["unit_name"]), row["role"] == "lead"))
    for row in rows:
        task_id = str(row["task_id"])
        yield Task(task_id, str(row["programme_id"]), str(row["name_zh"]), tuple(seats.get(task_id, ())))

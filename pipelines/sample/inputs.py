"""What the sample is made for: targets, tasks and responsibilities as transcribed, and the catalog."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from metrics.catalog import Catalog, load_catalog
from metrics.catalog.models import Indicator, Unit


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
    """The catalog and the transcribed tables, in file order."""

    catalog: Catalog
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]

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
        return next(entry.rounds for entry in self.catalog.programmes if entry.id == programme_id)

    def tasks_of(self, programme_id: str) -> tuple[Task, ...]:
        """A programme's tasks in printed order."""
        return tuple(task for task in self.tasks if task.programme_id == programme_id)

    def unit_names(self, programme_id: str) -> tuple[str, ...]:
        """The units of a programme, named as printed, in order of first appearance."""
        names = (name for task in self.tasks_of(programme_id) for name, _ in task.seats)
        return tuple(dict.fromkeys(names))


def read_inputs(raw_folder: Path, told_tasks: Container[str]) -> Inputs:
    """The inputs from `raw_folder` (`targets`, `tasks`, `responsibilities`) and the catalog.

    A task that is not among `told_tasks` has no words in the scenario: the sample passes it over.

    Raises:
        FileNotFoundError: when there is no target file.
        metrics.catalog.CatalogError: when the catalog cannot be used.
    """
    targets = tuple(_targets(raw_folder))
    if not targets:
        raise FileNotFoundError(raw_folder / "targets")
    tasks = tuple(task for task in _tasks(raw_folder) if task.task_id in told_tasks)
    return Inputs(load_catalog(), targets, tasks)


def _targets(raw_folder: Path) -> Iterator[Target]:
    for row in _rows(raw_folder / "targets"):
        value = Decimal(row["target_value"]) if row["target_value"] else None
        yield Target(row["target_id"], row["programme_id"], row["indicator_id"], value, row["measure_unit"])


def _tasks(raw_folder: Path) -> Iterator[Task]:
    seats: dict[str, list[tuple[str, bool]]] = {}
    for row in sorted(_rows(raw_folder / "responsibilities"), key=lambda row: int(row["seat"])):
        seats.setdefault(row["task_id"], []).append((row["unit_name"], row["role"] == "lead"))
    for row in _rows(raw_folder / "tasks"):
        task_seats = tuple(seats.get(row["task_id"], ()))
        yield Task(row["task_id"], row["programme_id"], row["name_zh"], task_seats)


def _rows(folder: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows.extend(csv.DictReader(stream))
    return rows

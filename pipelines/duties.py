"""What every unit has to do with on one day: tasks it answers for, parts it carries, figures that are its own.

What definitions say of a unit that is gone by then is said of those who took over from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.rules.contributions import NAMED, PART, WHOLE
from metrics.rules.succession import Carried, Succession, succession
from pipelines.makeup import Makeup, serving_tasks
from pipelines.readers.table import Row
from pipelines.readers.typed import number_in

LEAD, CARRIES_OUT, SUPPORT = "lead", "carries_out", "support"
# One task led is enough to answer for it, whatever else a unit took over with it.
ROLE_ORDER = (LEAD, CARRIES_OUT, SUPPORT)

Heirs = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Duty:
    """A unit's role in a task, and whether it owes a report on it."""

    role: str
    owes_report: bool


@dataclass(frozen=True)
class UnitPart:
    """A unit's own part of a target, in the unit of the target; of `taken_over` units it took some of it over."""

    target_value: str
    is_illustrative: bool
    taken_over: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declared:
    """What the definitions say, by the units that they name.

    `aggregations` and `targets` are by target id, `newcomers` (gone unit, successor) of successors that only came with
    the takeover.
    """

    duties: Mapping[tuple[str, str], Duty]
    parts: Mapping[tuple[str, str], UnitPart]
    responsible: Mapping[str, tuple[str, ...]]
    makeup: Mapping[str, Makeup]
    targets: tuple[Row, ...]
    aggregations: Mapping[str, str]
    newcomers: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Duties:
    """The same of one day, by the units that are there then."""

    tasks: Mapping[tuple[str, str], Duty]
    parts: Mapping[tuple[str, str], UnitPart]
    # (unit, target): named to report its whole or a part of it; (unit, target): goes into its whole.
    named: frozenset[tuple[str, str]]
    counted: frozenset[tuple[str, str]]
    # (unit, target) of those that a target itself names as responsible.
    responsible: frozenset[tuple[str, str]]
    may_report: frozenset[tuple[str, str]]


def duties_of(declared: Declared, heirs: Heirs) -> Duties:
    """What holds on a day of which `heirs` tells who stands for a unit."""
    tasks = _tasks(declared.duties, heirs)
    parts = _parts(declared, heirs)
    contributions = [
        (heir, target_id, contribution)
        for target_id, made in declared.makeup.items()
        for contribution in made.contributions
        for heir in heirs(contribution.unit_id)
    ]
    counted = frozenset((unit, target) for unit, target, _ in contributions)
    responsible = frozenset(
        (heir, target_id) for target_id, units in declared.responsible.items() for unit in units for heir in heirs(unit)
    )
    return Duties(
        tasks,
        parts,
        frozenset((unit, t) for unit, t, c in contributions if c.basis == NAMED and c.role in (WHOLE, PART)),
        counted,
        responsible,
        frozenset({*tasks, *_indicators(declared.targets, tasks, {*parts, *counted, *responsible})}),
    )


def parts_in_members(declared: Declared, heirs: Heirs) -> Iterator[tuple[str, Succession]]:
    """Every target with parts, and whose declared parts make those of whom."""
    by_target: dict[str, list[Carried]] = {}
    for (unit_id, target_id), part in declared.parts.items():
        by_target.setdefault(target_id, []).append(Carried(unit_id, number_in(part.target_value), heirs(unit_id)))
    for target_id, carried in by_target.items():
        yield target_id, succession(declared.aggregations.get(target_id, "none"), carried, declared.newcomers)


def _tasks(duties: Mapping[tuple[str, str], Duty], heirs: Heirs) -> dict[tuple[str, str], Duty]:
    found: dict[tuple[str, str], Duty] = {}
    for (unit_id, task_id), duty in duties.items():
        for heir in heirs(unit_id):
            before = found.get((heir, task_id), duty)
            role = min(before.role, duty.role, key=ROLE_ORDER.index)
            found[heir, task_id] = Duty(role, before.owes_report or duty.owes_report)
    return found


def _parts(declared: Declared, heirs: Heirs) -> dict[tuple[str, str], UnitPart]:
    found: dict[tuple[str, str], UnitPart] = {}
    for target_id, found_parts in parts_in_members(declared, heirs):
        for unit_id, made_of in found_parts.members.items():
            own = [declared.parts[member, target_id] for member in made_of]
            value = own[0].target_value if len(own) == 1 else added_up(part.target_value for part in own)
            taken = tuple(member for member in made_of if member != unit_id)
            found[unit_id, target_id] = UnitPart(value, any(part.is_illustrative for part in own), taken)
    return found


def _indicators(
    targets: Iterable[Row], tasks: Iterable[tuple[str, str]], concerned: set[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    # Whoever takes part in a task that serves a target may report its indicator; so may whoever was given a part of
    # it, and whoever was named for it.
    units_of_task: dict[str, list[str]] = {}
    for unit_id, task_id in tasks:
        units_of_task.setdefault(task_id, []).append(unit_id)
    units_of_target: dict[str, list[str]] = {}
    for unit_id, target_id in concerned:
        units_of_target.setdefault(target_id, []).append(unit_id)
    for row in targets:
        indicator_id = str(row["indicator_id"])
        yield from ((unit, indicator_id) for task in serving_tasks(row) for unit in units_of_task.get(task, ()))
        yield from ((unit, indicator_id) for unit in units_of_target.get(str(row["target_id"]), ()))


def added_up(values: Iterable[str]) -> str:
    """The sum of numbers as text; nothing where one of them is none.

    >>> added_up(["4", "5.30"]), added_up(["4", ""])
    ('9.3', '')
    """
    total = Decimal(0)
    for value in values:
        number = number_in(value)
        if number is None:
            return ""
        total += number
    return f"{total.normalize():f}"

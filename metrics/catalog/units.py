"""Units in time: what a unit is called on a day, whether it is there, who stands in its place, whom a name means.

A renaming keeps the unit, a merger or a split ends it: from that day its successors stand in its place. A name may be
borne by one unit a day; afterwards another may bear it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from metrics.catalog.unit_models import Unit
from metrics.sentences import Bilingual

EVER = date.min, date.max


@dataclass(frozen=True)
class Bearer:
    """A name and the unit that it means, from one day to another, both included; `note` says where it is used."""

    name: str
    unit_id: str
    taken_from: date
    taken_until: date
    note: Bilingual | None = None


def name_on(unit: Unit, day: date) -> Bilingual:
    """What a unit is called on a day; once it has ended, what it was called last.

    >>> from metrics.catalog.unit_models import Renaming, Unit
    >>> since = Renaming(name="鼓楼新区", from_day=date(2019, 1, 1))
    >>> gulou = Unit(id="fz-gulou", name="鼓楼区", kind="区县", names=(since,))
    >>> [name_on(gulou, date(year, 12, 31)).zh for year in (2018, 2019)]
    ['鼓楼区', '鼓楼新区']
    """
    borne = [renaming for renaming in unit.names if renaming.from_day <= day]
    last = borne[-1] if borne else unit
    return Bilingual(last.name, last.name_en)


def is_there(unit: Unit, day: date) -> bool:
    """Whether a unit exists on a day."""
    return (unit.starts_on or day) <= day <= (unit.last_day or day)


def heirs_on(units: Mapping[str, Unit], unit_id: str, day: date) -> tuple[str, ...]:
    """Who stands for a unit on a day: itself, or who took over from it; nobody before it begins or where it dissolved.

    >>> from metrics.catalog.unit_models import Successor, Unit
    >>> into = Successor(id="fz-gulou", from_day=date(2019, 1, 1), source="试用")
    >>> found = {"fz-taijiang": Unit(id="fz-taijiang", name="台江区", kind="区县", successor=(into,)),
    ...          "fz-gulou": Unit(id="fz-gulou", name="鼓楼区", kind="区县")}
    >>> [heirs_on(found, "fz-taijiang", date(year, 12, 31)) for year in (2018, 2019)]
    [('fz-taijiang',), ('fz-gulou',)]
    """
    return tuple(dict.fromkeys(_heirs(units, unit_id, day, frozenset())))


def _heirs(units: Mapping[str, Unit], unit_id: str, day: date, seen: frozenset[str]) -> Iterator[str]:
    unit = units.get(unit_id)
    if unit is None or unit_id in seen:
        return
    if is_there(unit, day):
        yield unit_id
    elif unit.last_day and unit.last_day < day:
        for successor in unit.successor:
            if successor.from_day <= day:
                yield from _heirs(units, successor.id, day, seen | {unit_id})


def bearers(units: Iterable[Unit]) -> tuple[Bearer, ...]:
    """Whom every name means, without gaps: an old name goes on meaning its unit until another one bears it."""
    borne: dict[str, list[Bearer]] = {}
    for bearer in _borne(units):
        borne.setdefault(bearer.name, []).append(bearer)
    return tuple(bearer for of_name in borne.values() for bearer in _without_gaps(of_name))


def current_names(units: Iterable[Unit]) -> dict[str, str]:
    """Every name that a unit may be written under, and the id of the unit that it means now."""
    return {bearer.name: bearer.unit_id for bearer in bearers(units) if bearer.taken_until == EVER[1]}


def unit_faults(units: tuple[Unit, ...]) -> Iterator[tuple[str, Bilingual]]:
    """What is wrong with units beside one another: which key, and why."""
    by_id = {unit.id: unit for unit in units}
    for unit in units:
        for key, named in (("parent", [unit.parent]), ("successor.id", [one.id for one in unit.successor])):
            for name in named:
                if name and name not in by_id:
                    known = ", ".join(sorted(by_id))
                    yield (
                        f"{unit.id}: {key}",
                        Bilingual(f"“{name}”没有登记,可用 {known}", f"{name!r} is not declared; accepted: {known}"),
                    )
        yield from _circles(unit, by_id)
    borne = sorted(_borne(units), key=lambda bearer: (bearer.name, bearer.taken_from))
    for one, other in pairwise(borne):
        if one.name == other.name and other.taken_from <= one.taken_until:
            yield (
                one.name,
                Bilingual("写了两次,同一天一个名称只能指一个单位", "stands twice; a name may mean one unit a day"),
            )


def _circles(unit: Unit, by_id: Mapping[str, Unit]) -> Iterator[tuple[str, Bilingual]]:
    above, at = [unit.id], unit
    while at.parent in by_id:
        at = by_id[str(at.parent)]
        if at.id == unit.id:
            circle = " > ".join([*above, at.id])
            yield f"{unit.id}: parent", Bilingual(f"成了自己的上级:{circle}", f"stands above itself: {circle}")
        if at.id in above:
            return
        above.append(at.id)


def _borne(units: Iterable[Unit]) -> Iterator[Bearer]:
    for unit in units:
        first, last = unit.starts_on or date.min, unit.last_day or date.max
        names = [(unit.name, first), *((renaming.name, renaming.from_day) for renaming in unit.names)]
        ends = [from_day - timedelta(days=1) for _, from_day in names[1:]]
        for (name, begins), ends_on in zip(names, [*ends, last], strict=True):
            yield Bearer(name, unit.id, begins, ends_on)
        for alias in unit.aliases:
            yield Bearer(alias.name, unit.id, first, last, Bilingual(alias.note.zh, alias.note.en))


def _without_gaps(borne: list[Bearer]) -> Iterator[Bearer]:
    in_time = sorted(borne, key=lambda bearer: bearer.taken_from)
    starts = [EVER[0], *(bearer.taken_from for bearer in in_time[1:])]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), EVER[1]]
    for bearer, starts_on, ends_on in zip(in_time, starts, ends, strict=True):
        yield Bearer(bearer.name, bearer.unit_id, starts_on, ends_on, bearer.note)

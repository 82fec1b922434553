"""Units as tables of the snapshot: what each is, its names, its successors, how it stands by the end of a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from metrics.catalog import Catalog
from metrics.catalog.unit_models import Unit
from metrics.catalog.units import EVER, bearers, heirs_on, is_there, name_on
from pipelines.days import first_days, segment, tables_on
from pipelines.duties import parts_in_members
from pipelines.readers.table import Row
from pipelines.register import declared_duties
from pipelines.revisions import Revisions
from pipelines.schedule import Schedule

Rows = list[tuple[Any, ...]]


def unit_tables(units: Sequence[Unit], periods: Sequence[tuple[str, date]], today: date) -> Iterator[tuple[str, Rows]]:
    """Every `dim` table of units with its rows.

    Args:
        units: in the order of the definitions.
        periods: id and last day of every period that any round is for.
        today: the day of the load.
    """
    yield (
        "dim.unit",
        [
            (u.id, *name_on(u, today), u.kind.code, u.kind.zh, u.kind.en, n, u.parent, u.starts_on, u.last_day)
            for n, u in enumerate(units)
        ],
    )
    yield "dim.unit_name", [row for unit in units for row in _names(unit)]
    yield "dim.unit_successor", [(u.id, s.id, s.from_day, s.source) for u in units for s in u.successor]
    borne = bearers(units)
    yield "dim.unit_alias", [(b.name, b.unit_id, *(b.note or (None, None))) for b in borne if b.taken_until == EVER[1]]
    yield "dim.unit_bearer", [(b.name, b.unit_id, b.taken_from, b.taken_until) for b in borne]
    yield (
        "dim.unit_round",
        [
            (unit.id, period_id, *name_on(unit, ends_on), is_there(unit, ends_on), number)
            for number, unit in enumerate(units)
            for period_id, ends_on in periods
        ],
    )
    by_id = {unit.id: unit for unit in units}
    yield (
        "dim.unit_heir",
        [
            (unit.id, period_id, heir)
            for unit in units
            for period_id, ends_on in periods
            for heir in heirs_on(by_id, unit.id, ends_on)
        ],
    )


def _names(unit: Unit) -> Iterator[tuple[Any, ...]]:
    yield unit.id, unit.starts_on or date.min, unit.name, unit.name_en, None
    for renaming in unit.names:
        yield unit.id, renaming.from_day, renaming.name, renaming.name_en, renaming.source


def part_tables(
    catalog: Catalog, tables: Mapping[str, Sequence[Row]], schedule: Schedule, revisions: Revisions
) -> Iterator[tuple[str, Rows]]:
    """`stage.part_member`, whose declared parts make a unit's own in a round, and `stage.open_part`, where none do."""
    units, days = {unit.id: unit for unit in catalog.units}, first_days(tables)
    sets = {since: declared_duties(catalog, tables_on(tables, since), revisions) for since in (date.min, *days)}
    programmes = {str(row["target_id"]): str(row["programme_id"]) for row in tables["target"]}
    rounds = {programme_id: {entry.period_id: entry for entry in of} for programme_id, of in schedule.items()}
    ends = {period_id: entry.period.ends_on for of in rounds.values() for period_id, entry in of.items()}
    members: Rows = []
    open_parts: Rows = []
    for period_id, day in sorted(ends.items()):
        for target_id, found in parts_in_members(sets[segment(days, day)], partial(heirs_on, units, day=day)):
            if period_id not in rounds.get(programmes.get(target_id, ""), ()):
                continue
            members += [(target_id, period_id, unit, member) for unit, of in found.members.items() for member in of]
            open_parts += [(target_id, period_id, unit_id) for unit_id in found.open_units]
    yield "stage.part_member", members
    yield "stage.open_part", open_parts

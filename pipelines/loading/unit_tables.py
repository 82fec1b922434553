"""Units as tables of the snapshot: what each is, its names, its successors, how it stands by the end of a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from metrics import clock
from metrics.catalog.models import Unit
from metrics.catalog.units import EVER, bearers, heirs_on, is_there, name_on

Rows = list[tuple[Any, ...]]


def unit_tables(units: Sequence[Unit], periods: Sequence[tuple[str, date]]) -> Iterator[tuple[str, Rows]]:
    """Every `dim` table of units with its rows.

    Args:
        units: in the order of the definitions.
        periods: id and last day of every period that any round is for.
    """
    today = clock.today()
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

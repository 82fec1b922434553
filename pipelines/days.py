"""Definitions that hold from one day to another: which rows do on a day, and when another set of them begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pipelines.readers.table import Row
from pipelines.readers.typed import day_in

# The tables whose rows may say from when, and until which last day, they hold.
DATED = ("task", "responsibility", "unit_target")
Tables = Mapping[str, Sequence[Row]]


def holds(row: Row, day: date) -> bool:
    """Whether a row holds on a day, the first and the last day included; without days it always does.

    >>> row = {"valid_from": "2025-01-01", "valid_to": "2025-06-30"}
    >>> [holds(row, date(2025, *at)) for at in ((6, 30), (7, 1))]
    [True, False]
    """
    since, until = day_in(row.get("valid_from")), day_in(row.get("valid_to"))
    return (since is None or since <= day) and (until is None or day <= until)


def tables_on(tables: Tables, day: date) -> dict[str, Sequence[Row]]:
    """The tables with those rows alone that hold on a day; nobody answers for a task that does not."""
    holding = {
        name: [row for row in rows if holds(row, day)] if name in DATED else rows for name, rows in tables.items()
    }
    if "task" in holding:
        gone = {row["task_id"] for row in tables["task"]} - {row["task_id"] for row in holding["task"]}
        holding["responsibility"] = [row for row in holding["responsibility"] if row["task_id"] not in gone]
    if "sample_unit_target" in holding:
        # A programme with an annex has no illustrative part, not even on a day on which no part of its own holds.
        programmes = {row["target_id"]: row["programme_id"] for row in tables["target"]}
        annexed = {programmes.get(row["target_id"]) for row in tables["unit_target"]}
        holding["sample_unit_target"] = [
            row for row in tables["sample_unit_target"] if programmes.get(row["target_id"]) not in annexed
        ]
    return holding


def first_days(tables: Tables) -> list[date]:
    """The days, in order, on which another set of rows begins to hold; empty where all hold always.

    >>> first_days({"unit_target": [{"valid_from": "2025-01-01", "valid_to": "2025-12-31"}]})
    [datetime.date(2025, 1, 1), datetime.date(2026, 1, 1)]
    """
    found: set[date] = set()
    for row in (row for name in DATED for row in tables.get(name, ())):
        since, until = day_in(row.get("valid_from")), day_in(row.get("valid_to"))
        found |= {since} if since else set()
        found |= {until + timedelta(days=1)} if until else set()
    return sorted(found)


def segment(days: Sequence[date], day: date) -> date:
    """The first day of the set of rows that a day lies in; the very first where it lies before all others.

    >>> days = [date(2025, 1, 1), date(2026, 1, 1)]
    >>> segment(days, date(2024, 6, 30)) == date.min, segment(days, date(2025, 6, 30))
    (True, datetime.date(2025, 1, 1))
    """
    place = bisect_right(days, day)
    return days[place - 1] if place else date.min

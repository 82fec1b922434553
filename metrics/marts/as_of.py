"""A build as of another day than it was made on: its marts made anew, each when it is asked for.

As of an earlier day they are built over what had been recorded by its end. On a later day what was recorded is the
same, and only the marts that ask what day it is (who is overdue, whose term has run out) are made anew: a build that
nobody has renewed for weeks is judged by today's date, not by that of its load.

The published snapshot is attached read-only to a fresh database in memory, in which every table of `dim`, `fact`,
`quality` and `meta` appears under its own name as a view. A table with a column `recorded_at` shows the rows recorded
by the end of that day (`metrics.clock`), one with `defined_at` the definitions published by then, so the SQL of the
marts runs unchanged and a table made later takes part by having such a column. What another row has superseded since
lies in schema `past`: a view of a day before that shows it in its old place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from metrics import clock
from metrics.clock import day_ends_at
from metrics.database import connect, quoted
from metrics.marts.build import Marts
from metrics.rules.status import Thresholds

SHOWN_SCHEMAS = ("dim", "fact", "past", "quality", "meta")
# A round enters on its last day: until then there is nothing to judge.
ONLY = {"dim.round": "ends_on <= (select as_of from meta.as_of)"}
# When a row came into the record: what was reported, and what was declared.
TIMES = ("recorded_at", "defined_at")
CAME = "({time} is null or {time} < (select ends_at from meta.as_of))"
GONE = "superseded_at < (select ends_at from meta.as_of)"
STOOD_THEN = "union all by name select * exclude (superseded_at) from recorded.past.{table} where not {gone} and {came}"


def open_as_of(path: Path, day: date) -> tuple[duckdb.DuckDBPyConnection, Marts]:
    """A database in memory with the tables of the build at `path` as they stood at the end of `day`, and its marts.

    Args:
        path: the published build; it is only read, and stays attached as long as the connection lives.
        day: the last day whose records are seen.
    """
    return _opened(connect(), path, day, is_earlier=True)


def open_later(path: Path, day: date, settings: Mapping[str, str]) -> tuple[duckdb.DuckDBPyConnection, Marts]:
    """A database in memory with all tables of the build at `path`, and its marts as they are judged on `day`.

    Args:
        path: the published build; it is only read, and stays attached as long as the connection lives.
        day: the day that counts as today.
        settings: how the database is opened.
    """
    return _opened(connect(settings=settings), path, day, is_earlier=False)


def _opened(
    connection: duckdb.DuckDBPyConnection, path: Path, day: date, is_earlier: bool
) -> tuple[duckdb.DuckDBPyConnection, Marts]:
    try:
        connection.execute(f"attach {quoted(path)} as recorded (read_only)")
        connection.execute("""
            create schema meta;
            create table meta.as_of (as_of date, today date, is_past boolean, ends_at timestamp)
        """)
        known = {"day": day, "is_past": day < clock.today(), "end": day_ends_at(day)}
        connection.execute("insert into meta.as_of values ($day, $day, $is_past, $end)", known)
        _show_tables(connection, is_earlier)
        marts = Marts(connection, _thresholds(connection), None if is_earlier else "recorded")
    except BaseException:
        connection.close()
        raise
    return connection, marts


def _show_tables(connection: duckdb.DuckDBPyConnection, is_earlier: bool) -> None:
    tables = connection.execute(
        """
        select schema_name, table_name, max(column_name) filter (column_name in $times)
        from duckdb_columns()
        where database_name = 'recorded' and schema_name in $schemas and (schema_name, table_name) <> ('meta', 'as_of')
        group by all
        order by all
        """,
        {"schemas": list(SHOWN_SCHEMAS), "times": list(TIMES)},
    ).fetchall()
    past = {table for schema, table, _ in tables if schema == "past"}
    for schema, table, time in tables:
        condition = _condition(schema, table, time, table in past) if is_earlier else ""
        # These names come from our own build, never from data.
        connection.execute(f"create schema if not exists {schema}")
        shown = f"select * from recorded.{schema}.{table} {condition}"  # noqa: S608
        connection.execute(f"create view {schema}.{table} as {shown}")


def _condition(schema: str, table: str, time: str | None, has_past: bool) -> str:
    came = CAME.format(time=time) if time else None
    wanted = [ONLY.get(f"{schema}.{table}"), came, GONE if schema == "past" else None]
    condition = " and ".join(filter(None, wanted))
    shown = f"where {condition}" if condition else ""
    if schema == "past" or not has_past:
        return shown
    stood = " and ".join(filter(None, [came, ONLY.get(f"{schema}.{table}")]))
    return f"{shown} {STOOD_THEN.format(table=table, gone=GONE, came=stood)}"


def _thresholds(connection: duckdb.DuckDBPyConnection) -> Thresholds:
    # Those that the build was judged by, so that two views differ by what was recorded and by nothing else.
    cursor = connection.execute("select * from meta.threshold")
    names = [column[0] for column in cursor.description or ()]
    (row,) = cursor.fetchall()
    return Thresholds(**dict(zip(names, row, strict=True)))

"""The one door to DuckDB: offline, and with the days of the responsible government.

A session whose time zone is set takes a text or a day without an offset as of that zone, which is how the SQL of facts
turns it into an instant (`cast(day as timestamptz) at time zone 'UTC'`). What day it is no SQL asks of the session:
each build and view holds the day it is judged on (`meta.as_of`), and so is of one day though midnight passes. DuckDB
carries the time zones in its own package (ICU); nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import duckdb

from metrics import clock
from metrics.office import unusable

# A closed network: DuckDB must never try to fetch an extension.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
NONE: Mapping[str, str] = MappingProxyType({})


def connect(
    path: Path | None = None, *, read_only: bool = False, settings: Mapping[str, str] = NONE
) -> duckdb.DuckDBPyConnection:
    """An open database: the file at `path`, or one in memory; `settings` are DuckDB's own.

    Raises:
        BadOffice: when the office names no time zone, or one that DuckDB does not know.
        duckdb.Error: when the file cannot be opened.
    """
    zone = clock.time_zone().key
    opened = duckdb.connect(str(path or ":memory:"), read_only=read_only, config={**OFFLINE, **settings})
    try:
        opened.execute("set global TimeZone = $zone", {"zone": zone})
    except duckdb.NotImplementedException:
        opened.close()
        # A name that Python knows and DuckDB does not, such as `localtime`.
        raise unusable("time_zone", zone) from None
    return opened


def has_table(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether there is a table or view of that name, written as schema.table."""
    schema, name = table.split(".")
    found = connection.execute(
        "select 1 from duckdb_columns() "
        "where database_name = current_database() and schema_name = $schema and table_name = $name limit 1",
        {"schema": schema, "name": name},
    ).fetchall()
    return bool(found)


def quoted(text: str | Path) -> str:
    """A text or path as a literal of SQL, for statements that take no parameter: a quote in it is doubled.

    >>> quoted("the officer's")
    "'the officer''s'"
    """
    return "'" + str(text).replace("'", "''") + "'"

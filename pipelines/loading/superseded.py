"""What stood once and stands no longer: kept beside the facts, with the moment until which it stood.

A fact table may say `superseded_at` of a row: another row took its place then. Such rows move to the table of the
same name in schema `past`, so that `fact` holds what stands and a view as of an earlier day shows what stood then
(`metrics.marts.as_of`).
"""

from __future__ import annotations

import duckdb


def set_aside(connection: duckdb.DuckDBPyConnection) -> None:
    """Moves the superseded rows of every fact table that can have some into schema `past`."""
    connection.execute("create schema if not exists past")
    tables = connection.execute("""
        select table_name from duckdb_columns() where schema_name = 'fact' and column_name = 'superseded_at' order by 1
    """).fetchall()
    for (table,) in tables:
        # These names come from our own file tree, never from data.
        gone = f"from fact.{table} where superseded_at is not null"
        connection.execute(f"create table past.{table} as select * {gone}")
        connection.execute(f"delete {gone}")
        connection.execute(f"alter table fact.{table} drop column superseded_at")

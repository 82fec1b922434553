"""What a build holds, counted: written into the build last, and counted again before anybody is shown it."""

from __future__ import annotations

import duckdb
import pyarrow as pa

_SCHEMA = pa.schema([("table_name", pa.string()), ("row_count", pa.int64()), ("row_hash", pa.string())])
# One sum over the rows in whatever order they lie, so that every block is read.
_COUNTED = (
    "select '{name}' as table_name, count(*) as row_count, cast(sum(hash(t)) as text) as row_hash from {name} as t"
)


def write_contents(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates `meta.content`: one row a table of the build, with its rows counted and hashed.

    The table that says which build it is stays out: of the same inputs it is the one that differs.
    """
    found = pa.Table.from_pylist(_contents(connection), schema=_SCHEMA)
    connection.execute("create table meta.content (table_name text, row_count bigint, row_hash text)")
    connection.from_arrow(found).insert_into("meta.content")


def has_contents(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a build says which one it is and holds, row by row, what `write_contents` counted.

    Raises:
        duckdb.Error: where it cannot be read to its end.
    """
    written = connection.execute("select table_name, row_count, row_hash from meta.content order by 1").fetchall()
    counted = sorted((row["table_name"], row["row_count"], row["row_hash"]) for row in _contents(connection))
    builds = connection.execute("select count(build_id) from meta.build").fetchone()
    return builds == (1,) and written == counted


def _contents(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    names = connection.execute(
        'select format(\'"{}"."{}"\', schema_name, table_name) from duckdb_tables() '
        # Only the build's own: one process opens a file once, with whatever else was attached to it.
        "where database_name = current_database() and not internal and not temporary "
        "and not (schema_name = 'meta' and table_name in ('build', 'content')) "
        "order by 1"
    ).fetchall()
    rows = connection.execute(" union all ".join(_COUNTED.format(name=name) for (name,) in names)).fetchall()
    return [dict(zip(_SCHEMA.names, row, strict=True)) for row in rows]

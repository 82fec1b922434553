"""What a build holds, counted: written into the build last, and counted again before anybody is shown it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import duckdb
import pyarrow as pa

CONTENTS = "meta.content"
# The table that says which build it is stays out: of the same inputs it is the one that differs.
UNCOUNTED = frozenset({"meta.build", CONTENTS})
_SCHEMA = pa.schema([("table_name", pa.string()), ("row_count", pa.int64()), ("row_hash", pa.string())])
# One sum over the rows in whatever order they lie, so that every block is read.
_COUNTED = "select '{name}', count(*), cast(sum(hash(t)) as text) from {database}.{name} as t"
_NAMES = """
select schema_name || '.' || table_name
from duckdb_tables()
where database_name = current_database() and not internal and not temporary
"""


class Content(NamedTuple):
    """How many rows a table holds, and a sum over them all; None where there are none."""

    row_count: int
    row_hash: str | None


def contents_of(
    connection: duckdb.DuckDBPyConnection, names: Iterable[str], database: str | None = None
) -> dict[str, Content]:
    """What the named tables of a database hold, that which the connection writes to unless another one is named.

    Raises:
        duckdb.Error: where one cannot be read to its end.
    """
    ((own,),) = connection.execute("select current_database()").fetchall()
    place = f'"{database or own}"'
    sql = " union all ".join(_COUNTED.format(name=name, database=place) for name in names)
    rows = connection.execute(sql).fetchall() if sql else []
    return {name: Content(row_count, row_hash) for name, row_count, row_hash in rows}


def write_contents(connection: duckdb.DuckDBPyConnection, contents: Mapping[str, Content] | None = None) -> None:
    """Creates `meta.content`: one row a table of the build, with its rows counted and hashed.

    `contents` is what is known of it already; otherwise every table is counted.
    """
    known = contents_of(connection, _counted_tables(connection)) if contents is None else contents
    rows = [{"table_name": name, **known[name]._asdict()} for name in sorted(known)]
    connection.execute(f"create table {CONTENTS} (table_name text, row_count bigint, row_hash text)")
    connection.from_arrow(pa.Table.from_pylist(rows, schema=_SCHEMA)).insert_into(CONTENTS)


def written_contents(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, Content]:
    """What `write_contents` wrote into a database that is attached."""
    # The name is our own, never data.
    rows = connection.execute(f"select table_name, row_count, row_hash from {database}.{CONTENTS}").fetchall()  # noqa: S608
    return {name: Content(row_count, row_hash) for name, row_count, row_hash in rows}


def has_contents(connection: duckdb.DuckDBPyConnection, renewed: Collection[str] | None = None) -> bool:
    """Whether a build says which one it is and holds, row by row, what `write_contents` counted.

    With `renewed` only these tables are read: all others were, when they were written.

    Raises:
        duckdb.Error: where it cannot be read to its end.
    """
    written = connection.execute(f"select table_name, row_count, row_hash from {CONTENTS}").fetchall()  # noqa: S608
    expected = {name: Content(row_count, row_hash) for name, row_count, row_hash in written}
    tables = set(_counted_tables(connection))
    builds = connection.execute("select count(build_id) from meta.build").fetchone()
    if builds != (1,) or tables != set(expected):
        return False
    read = tables if renewed is None else tables & set(renewed)
    return contents_of(connection, sorted(read)) == {name: expected[name] for name in read}


def _counted_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    # Only the build's own: one process opens a file once, with whatever else was attached to it.
    return sorted(name for (name,) in connection.execute(_NAMES).fetchall() if name not in UNCOUNTED)

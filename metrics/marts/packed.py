"""A table as text that outlives its database: columns with DuckDB's types, each value as the text it is cast from.

A record of a closed round keeps its tables in this form; whole tables are small, and a person can read them.
"""

from __future__ import annotations

import re
from typing import TypedDict

import duckdb
import pyarrow as pa

_TYPE = re.compile(r"[A-Z][A-Z0-9_ ]*(\(\d+(,\s?\d+)?\))?(\[\])*")


class PackedTable(TypedDict):
    """Column name → type, and the rows in that order; None where a value is missing."""

    columns: dict[str, str]
    rows: list[list[str | None]]


def pack(connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, object] | None = None) -> PackedTable:
    """The rows of a SELECT, in its order."""
    given = parameters or {}
    described = connection.execute(f"describe {sql}", given).fetchall()
    columns = {str(name): str(kind) for name, kind, *_ in described}
    # The names are those of our own tables, never data.
    texts = ", ".join(f'{_text_of(name, kind)} as "{name}"' for name, kind in columns.items())
    rows = connection.execute(f"select {texts} from ({sql})", given).fetchall()  # noqa: S608
    return PackedTable(columns=columns, rows=[list(row) for row in rows])


def unpack(connection: duckdb.DuckDBPyConnection, packed: PackedTable, table: str) -> None:
    """Creates `table` with what was packed, every value of its own type again.

    Raises:
        ValueError: when a type is none.
    """
    columns = packed["columns"]
    wrong = [kind for kind in columns.values() if not _TYPE.fullmatch(kind)]
    if wrong:
        raise ValueError(f"no type of a column: {wrong[0]!r}")
    values = {str(n): [row[n] for row in packed["rows"]] for n in range(len(columns))}
    texts = pa.table(values, schema=pa.schema([(name, pa.string()) for name in values]))
    connection.register("packed_texts", texts)
    typed = ", ".join(
        f'{_value_of(str(n), kind)} as "{name.replace(chr(34), "")}"' for n, (name, kind) in enumerate(columns.items())
    )
    connection.execute(f"create table {table} as select {typed} from packed_texts")  # noqa: S608
    connection.unregister("packed_texts")


def _text_of(name: str, kind: str) -> str:
    return f'cast(to_json("{name}") as varchar)' if kind.endswith("[]") else f'cast("{name}" as varchar)'


def _value_of(name: str, kind: str) -> str:
    return f'cast(cast("{name}" as json) as {kind})' if kind.endswith("[]") else f'cast("{name}" as {kind})'

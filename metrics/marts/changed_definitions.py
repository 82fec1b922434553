"""`mart.changed_definition`: the targets of closed rounds of which a definition reads otherwise today."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from metrics.database import has_table
from metrics.marts.packed import PackedTable, pack

# What a definition says beside what it means: words, places, order, when it was published.
_BESIDE = ("_zh", "_en", "_file", "_row", "_order", "note", "phrase", "defined_at")

# What holds from a day says nothing of a round before it: whether it does is seen in what a judgement asks for.
_BY_DAYS = frozenset({"fact.target_span"})


def create_changed_definition(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates it: one row per closing × target."""
    changed = [
        {"closing_id": closing_id, "target_id": target_id}
        for closing_id, tables in _frozen_definitions(connection).items()
        for target_id in sorted(_changed_targets(connection, tables), key=str)
    ]
    schema = pa.schema([("closing_id", pa.string()), ("target_id", pa.string())])
    connection.register("changed", pa.Table.from_pylist(changed, schema=schema))
    connection.execute("create table mart.changed_definition as from changed")
    connection.unregister("changed")


def _frozen_definitions(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, PackedTable]]:
    rows = connection.execute("""
        select definition.closing_id, definition.table_name, definition.content
        from fact.closed_definition as definition
        inner join mart.closing as closing on definition.closing_id = closing.closing_id
    """).fetchall()
    found: dict[str, dict[str, PackedTable]] = defaultdict(dict)
    for closing_id, table_name, content in rows:
        found[closing_id][table_name] = json.loads(content)
    return found


def _changed_targets(connection: duckdb.DuckDBPyConnection, tables: dict[str, PackedTable]) -> set[str | None]:
    """The targets of which any definition reads otherwise today than in the tables of a closing."""
    targets = tables["fact.target"]
    keys = _cells(targets, ("target_id", "indicator_id"))
    changed: set[str | None] = set()
    for name, packed in tables.items():
        if name in _BY_DAYS:
            continue
        key = next((key for key in ("target_id", "indicator_id") if key in packed["columns"]), None)
        if key is None or not has_table(connection, name):
            continue
        today = pack(connection, f"from {name}")
        shared = [column for column in packed["columns"] if column in today["columns"] and _is_meant(column)]
        before, after = _by_key(packed, key, shared), _by_key(today, key, shared)
        other = {found for found in before | after if before.get(found) != after.get(found)}
        changed |= {row[0] for row in keys if row[0 if key == "target_id" else 1] in other}
    return changed


def _is_meant(column: str) -> bool:
    return not column.endswith(_BESIDE)


def _by_key(packed: PackedTable, key: str, columns: list[str]) -> dict[str | None, list[tuple[str | None, ...]]]:
    found: dict[str | None, list[tuple[str | None, ...]]] = defaultdict(list)
    for row in _cells(packed, (key, *columns)):
        found[row[0]].append(row)
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def _cells(packed: PackedTable, columns: Iterable[str]) -> list[tuple[str | None, ...]]:
    places = [list(packed["columns"]).index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in packed["rows"]]

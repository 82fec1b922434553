"""Runs SELECT-only files as tables, each after the tables it reads.

A file's name is its table's name and its folder the schema, so `ls` is the list of tables. The order comes from
DuckDB's own parse tree.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

Compute = Callable[[duckdb.DuckDBPyConnection], None]


def read_models(folder: Path, schema: str) -> dict[str, str]:
    """The SQL of every file of `folder`, by qualified table name."""
    return {f"{schema}.{path.stem}": path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql"))}


def build_tables(
    connection: duckdb.DuckDBPyConnection,
    models: Mapping[str, str],
    computed: Mapping[str, tuple[set[str], Compute]],
) -> list[str]:
    """Creates every table of `models` and `computed` in the order of what they read.

    Args:
        connection: the build, open for writing, with all other tables in place.
        models: qualified table name → one SELECT.
        computed: qualified table name → the tables it reads and the function that creates it.

    Returns:
        The table names in the order in which they were made.
    """
    reads = {name: referenced_tables(connection, sql) for name, sql in models.items()}
    reads |= {name: inputs for name, (inputs, _) in computed.items()}
    made = []
    for name in ordered(reads):
        if name in computed:
            computed[name][1](connection)
        else:
            # The name comes from our own file tree, never from data.
            connection.execute(f"create table {name} as {models[name]}")
        made.append(name)
    return made


def needed_for(
    connection: duckdb.DuckDBPyConnection, models: Mapping[str, str], wanted: Iterable[str]
) -> dict[str, str]:
    """Those of `models` that the wanted tables are made from, themselves among them."""
    needed: dict[str, str] = {}
    open_names = [name for name in wanted if name in models]
    while open_names:
        name = open_names.pop()
        needed[name] = models[name]
        open_names += (referenced_tables(connection, models[name]) & models.keys()) - needed.keys()
    return needed


def ordered(reads: Mapping[str, set[str]]) -> list[str]:
    """The names, each after those that it reads; what is read but not among them is taken to be there."""
    graph = {name: sorted(inputs & reads.keys()) for name, inputs in reads.items()}
    return list(TopologicalSorter(graph).static_order())


def referenced_tables(connection: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    """The schema-qualified tables that a SELECT reads.

    Raises:
        ValueError: when the text is not one SELECT.
    """
    if sql not in _REFERENCED:
        # A text always reads the same tables, and the few texts of the project are asked for again and again.
        _REFERENCED[sql] = _parse(connection, sql)
    return set(_REFERENCED[sql])


_REFERENCED: dict[str, frozenset[str]] = {}


def _parse(connection: duckdb.DuckDBPyConnection, sql: str) -> frozenset[str]:
    ((text,),) = connection.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchall()
    tree = json.loads(text)
    if tree.get("error"):
        raise ValueError(f"{tree.get('error_message')}: {sql[:200]}")
    return frozenset(_base_tables(tree))


def _base_tables(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            yield f"{node['schema_name']}.{node['table_name']}"
        for child in node.values():
            yield from _base_tables(child)
    elif isinstance(node, list):
        for child in node:
            yield from _base_tables(child)

"""The SELECT of a ledger, which the office writes: what it may read, and whether it gives what a count needs.

It is run on the ledger's records alone, here and by whoever shows them, and its result is kept: so it may open no
file, and must give the same for the same records whenever it is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import duckdb

from metrics.database import connect
from metrics.ledger_records import evidence_sql
from metrics.sentences import Bilingual
from pipelines.ledgers.shape import SQL_TYPES, Shape

UNIT_NAMES = "dim.unit_alias"
# Runs untranslated on DuckDB and on Spark.
_CUBE = """
select ledger_id, indicator_id, unit_id, provenance, source_file, counted_on, ended_on, recorded_on,
    count(*) as record_count, cast(sum(counted_value) as decimal(38, 6)) as counted_value{more}
from ({evidence}) as evidence
group by 1, 2, 3, 4, 5, 6, 7, 8
order by 1, 2, 3, 4, 5, 6, 7, 8
"""
# A function that DuckDB says is none of these may give something else the next time.
_STEADY = {"CONSISTENT"}


def cube_sql(evidence: str, more: str = "") -> str:
    """What a ledger counts to, from the SELECT of its records: one row for each indicator, unit, class, file and days.

    `more` are further sums of the same rows, each after a comma.
    """
    return _CUBE.format(evidence=evidence, more=more)


def counting_faults(shape: Shape) -> tuple[Bilingual, ...]:
    """What is wrong with the SELECT of a ledger; nothing where it can be used."""
    columns = tuple((name, column.type) for name, column in shape.columns.items())
    return _faults(shape.ledger_id, columns, shape.counting)


@lru_cache(maxsize=64)
def _faults(ledger_id: str, columns: tuple[tuple[str, str], ...], counting: str) -> tuple[Bilingual, ...]:
    with connect(settings={"enable_external_access": "false"}) as connection:
        ((text,),) = connection.execute("select json_serialize_sql($sql)", {"sql": counting}).fetchall()
        tree = json.loads(text)
        if tree.get("error") or len(tree["statements"]) != 1:
            said = str(tree.get("error_message") or "-").partition("\n")[0]
            return (Bilingual(f"不是一条 SELECT（{said}）", f"it is not one SELECT ({said})"),)
        found = tuple(_reads_more(tree, f"ledger.{ledger_id}")) + tuple(
            _is_unsteady(connection, tree, {name for name, _ in columns})
        )
        return found or tuple(_does_not_run(connection, ledger_id, columns, counting))


def _reads_more(tree: Any, ledger: str) -> Iterator[Bilingual]:
    named = {entry["key"] for node in _nodes(tree) for entry in node.get("cte_map", {}).get("map", [])}
    for node in _nodes(tree):
        if node.get("type") == "BASE_TABLE":
            table = ".".join(filter(None, (node.get("catalog_name"), node.get("schema_name"), node.get("table_name"))))
            if table not in named and table not in (ledger, UNIT_NAMES):
                yield Bilingual(f"只能读取 {ledger} 和 {UNIT_NAMES}，不能读取 {table}",
                                f"it may read {ledger} and {UNIT_NAMES}, not {table}")  # fmt: skip
        elif node.get("type") in ("TABLE_FUNCTION", "SHOW_REF", "COLUMN_DATA"):
            only = f"{ledger}, {UNIT_NAMES}"
            yield Bilingual(f"只能读取 {only}", f"it may read nothing but {only}")


def _is_unsteady(connection: duckdb.DuckDBPyConnection, tree: Any, columns: set[str]) -> Iterator[Bilingual]:
    called = {str(node["function_name"]) for node in _nodes(tree) if node.get("class") == "FUNCTION"}
    # `current_date` is written like a column.
    called |= {node["column_names"][0] for node in _nodes(tree) if len(node.get("column_names") or ()) == 1} - columns
    rows = connection.execute(
        "select distinct function_name from duckdb_functions() "
        "where list_contains($called, function_name) and stability is not null and stability not in $steady",
        {"called": sorted(called), "steady": sorted(_STEADY)},
    ).fetchall()
    for (name,) in sorted(rows):
        yield Bilingual(f"{name}() 每次结果可能不同，不能用于计数", f"{name}() may give another result each time")


def _does_not_run(
    connection: duckdb.DuckDBPyConnection, ledger_id: str, columns: tuple[tuple[str, str], ...], counting: str
) -> Iterator[Bilingual]:
    typed = ", ".join(f"{name} {SQL_TYPES[kind]}" for name, kind in columns)
    connection.execute(
        "create schema ledger; create schema dim; create table dim.unit_alias (alias_name text, unit_id text)"
    )
    connection.execute(
        f"create table ledger.{ledger_id} ({typed}, provenance text, source_file text, source_row bigint)"
    )
    try:
        connection.execute(evidence_sql(counting)).fetchall()
    except duckdb.Error as error:
        said = str(error).partition("\n")[0]
        yield Bilingual(f"不能在本台账上运行（{said}）", f"it cannot be run on the ledger ({said})")


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from _nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from _nodes(child)

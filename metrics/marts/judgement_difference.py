"""`mart.judgement_difference`: what would be judged otherwise today of rounds that are closed, and why."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from metrics.database import has_table
from metrics.marts.packed import PackedTable, pack

# What a definition says beside what it means: words, places, order.
_BESIDE = ("_zh", "_en", "_file", "_row", "_order", "note", "phrase")
_COMPARED = (
    "actual_value", "qualifier", "target_value", "target_low", "target_high", "comparator", "baseline_value", "due_on",
    "starts_on", "status", "attainment_pct", "expected_value", "pace_ratio",
)  # fmt: skip
_CREATE = """
create table mart.judgement_difference as
with closed as (
    select *
    from mart.closing
    where closing_id is not null
),

frozen as (
    select attainment.*
    from mart.attainment as attainment
    inner join closed using (programme_id, period_id)
),

now as (
    select judged.*
    from mart.judged_now as judged
    inner join closed using (programme_id, period_id)
),

paired as (
    select
        coalesce(frozen.programme_id, now.programme_id) as programme_id,
        coalesce(frozen.period_id, now.period_id) as period_id,
        coalesce(frozen.target_id, now.target_id) as target_id,
        coalesce(frozen.unit_id, now.unit_id) as unit_id,
        coalesce(frozen.indicator_id, now.indicator_id) as indicator_id,
        coalesce(frozen.scope_id, now.scope_id) as scope_id,
        coalesce(frozen.measure_unit, now.measure_unit) as measure_unit,
        coalesce(frozen.provenance, now.provenance) as provenance,
        frozen.target_id is null as is_new,
        now.target_id is null as is_gone,
        frozen.actual_value as frozen_value,
        now.actual_value as new_value,
        frozen.qualifier as frozen_qualifier,
        now.qualifier as new_qualifier,
        coalesce(frozen.target_value, frozen.target_low) as frozen_target_value,
        coalesce(now.target_value, now.target_low) as new_target_value,
        frozen.status as frozen_status,
        now.status as new_status,
        frozen.rule_version as frozen_rule_version,
        now.rule_version as new_rule_version,
        (frozen.actual_value, frozen.qualifier) is distinct from (now.actual_value, now.qualifier) as is_other_figure
    from frozen
    full join now
        on
            frozen.programme_id = now.programme_id
            and frozen.period_id = now.period_id
            and frozen.target_id = now.target_id
            and frozen.unit_id is not distinct from now.unit_id
    where {differs}
)

select
    paired.*,
    case
        when paired.is_new or paired.is_gone or changed.target_id is not null then 'definition'
        when paired.is_other_figure then 'figures'
        else 'rules'
    end as difference_kind,
    closed.closing_id,
    closed.recorded_at as closed_at
from paired
inner join closed using (programme_id, period_id)
left join changed_definition as changed
    on closed.closing_id = changed.closing_id and paired.target_id = changed.target_id
order by paired.programme_id, paired.period_id, paired.target_id, paired.unit_id nulls first
"""


def create_judgement_difference(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates it: one row per target × unit of a closed round that would be judged otherwise today."""
    changed = [
        {"closing_id": closing_id, "target_id": target_id}
        for closing_id, tables in _frozen_definitions(connection).items()
        for target_id in sorted(_changed_targets(connection, tables), key=str)
    ]
    schema = pa.schema([("closing_id", pa.string()), ("target_id", pa.string())])
    connection.register("changed_definition", pa.Table.from_pylist(changed, schema=schema))
    differs = " or ".join(f"frozen.{name} is distinct from now.{name}" for name in _COMPARED)
    connection.execute(_CREATE.format(differs=f"frozen.target_id is null or now.target_id is null or {differs}"))
    connection.unregister("changed_definition")


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

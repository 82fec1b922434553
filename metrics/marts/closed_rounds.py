"""What a closed round shows: the judgement that was recorded when it was closed, whatever has changed since.

Every round that is open is judged by what is known and declared now. A round that was closed with a record shows the
record. Where it was reopened for a unit, that unit's report is judged anew, by the definitions, limits and figures of
the closing: only the report is thawed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from metrics.database import connect, has_table
from metrics.marts.packed import PackedTable, unpack
from metrics.rules.status import Thresholds

# Makes `mart.judged_now` in a database whose other schemas are in place, by the limits given.
JudgeAnew = Callable[[duckdb.DuckDBPyConnection, Thresholds], None]
# What a closing keeps of the definitions beside what a judgement is made from: who is responsible for what, and what
# counts how much.
KEPT_BESIDE = frozenset({
    "fact.task", "fact.responsibility", "fact.target_task", "fact.target_weight", "dim.document", "dim.unit",
})  # fmt: skip
_KEYS = ("target_id", "unit_id", "programme_id", "period_id")
# What records of before do not have, since there was none of it then.
_NEWER = frozenset({"fact.target_span", "dim.lamp_limit", "fact.later_target"})
_RECORDED = """
create table mart.recorded_judgement as
select {columns}
from mart.frozen_judgement as frozen
{anew}
"""
# A row that the reopened report leaves as it was stays the one that was recorded.
_ANEW = """
where not exists (
    select 1
    from judged_anew
    where {same}
        and (judged_anew.actual_value, judged_anew.qualifier, judged_anew.part_missing_count)
        is distinct from (frozen.actual_value, frozen.qualifier, frozen.part_missing_count)
)
union all by name
select {columns}
from judged_anew
inner join mart.frozen_judgement as frozen on {same}
where (judged_anew.actual_value, judged_anew.qualifier, judged_anew.part_missing_count)
    is distinct from (frozen.actual_value, frozen.qualifier, frozen.part_missing_count)
"""
_REOPENED = """
select
    closing.closing_id,
    closing.programme_id,
    closing.period_id,
    closing.recorded_at,
    closing.thresholds,
    list(distinct step.unit_id order by step.unit_id) as unit_ids
from mart.closing as closing
inner join fact.round_step as step
    on
        closing.programme_id = step.programme_id
        and closing.period_id = step.period_id
        and step.step = 'reopen'
        and step.provenance <> 'sample'
        and step.recorded_at > closing.recorded_at
where closing.closing_id is not null
group by all
order by all
"""


@dataclass(frozen=True)
class Reopened:
    """A closing since which its round was reopened for some units."""

    closing_id: str
    programme_id: str
    period_id: str
    recorded_at: datetime
    thresholds: str
    unit_ids: tuple[str, ...]


def create_recorded_judgement(
    leaves: Iterable[str], judge_anew: JudgeAnew, connection: duckdb.DuckDBPyConnection
) -> None:
    """Creates `mart.recorded_judgement`: one row per target × unit × closed round, in the columns of judgements of now.

    Args:
        leaves: the tables that a judgement is made from and that are no marts.
        judge_anew: makes a judgement in another database.
        connection: with `mart.judged_now`, `mart.closing` and `mart.frozen_judgement` in place.
    """
    now = _columns(connection, "mart.judged_now")
    kept = [name for name in _columns(connection, "mart.frozen_judgement") if name in now and name != "row_id"]
    parts = [_judged_anew(connection, reopened, leaves, judge_anew) for reopened in _reopened(connection)]
    anew = ""
    if parts:
        connection.register("judged_anew", pa.concat_tables(parts, promote_options="permissive"))
        same = " and ".join(f"judged_anew.{key} is not distinct from frozen.{key}" for key in _KEYS)
        anew = _ANEW.format(same=same, columns=_cast("judged_anew", [name for name in now if name != "row_id"], now))
    # These names come from our own tables, never from data.
    connection.execute(_RECORDED.format(columns=_cast("frozen", kept, now), anew=anew))
    if parts:
        connection.unregister("judged_anew")


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {str(name): str(kind) for name, kind, *_ in connection.execute(f"describe {table}").fetchall()}


def _cast(table: str, names: Iterable[str], types: dict[str, str]) -> str:
    return ",\n        ".join(f"cast({table}.{name} as {types[name]}) as {name}" for name in names)


def _reopened(connection: duckdb.DuckDBPyConnection) -> list[Reopened]:
    rows = connection.execute(_REOPENED).fetchall()
    return [Reopened(a, b, c, d, e, tuple(units)) for a, b, c, d, e, units in rows]


def _judged_anew(
    connection: duckdb.DuckDBPyConnection, reopened: Reopened, leaves: Iterable[str], judge_anew: JudgeAnew
) -> pa.Table:
    """The round of a closing as it is judged with the reports of the units for which it was reopened since."""
    definitions = dict(
        connection.execute(
            "select table_name, content from fact.closed_definition where closing_id = $id", {"id": reopened.closing_id}
        ).fetchall()
    )
    with connect() as other:
        for leaf in sorted({*leaves, *definitions}):
            schema = leaf.partition(".")[0]
            other.execute(f"create schema if not exists {schema}")
            _lay(connection, other, leaf, definitions.get(leaf), reopened)
        limits: dict[str, Any] = json.loads(reopened.thresholds)
        other.execute("truncate meta.threshold")
        # Their names are those of our own rules, never data.
        named, marks = ", ".join(limits), ", ".join("?" * len(limits))
        other.execute(f"insert into meta.threshold ({named}) values ({marks})", list(limits.values()))  # noqa: S608
        judge_anew(other, Thresholds(**limits))
        return other.sql(
            "select * from mart.judged_now where programme_id = $programme_id and period_id = $period_id",
            params={"programme_id": reopened.programme_id, "period_id": reopened.period_id},
        ).to_arrow_table()


def _lay(
    connection: duckdb.DuckDBPyConnection, other: duckdb.DuckDBPyConnection, leaf: str, content: str | None,
    reopened: Reopened,
) -> None:  # fmt: skip
    """Lays one table into the other database: as it was declared then, or as it was recorded by then."""
    if content is None:
        sql, given = (f"from {leaf} limit 0", {}) if leaf in _NEWER else _recorded_by_then(connection, leaf, reopened)
        other.register("laid", connection.sql(sql, params=given).to_arrow_table())
        other.execute(f"create table {leaf} as from laid")
        other.unregister("laid")
        return
    packed: PackedTable = json.loads(content)
    other.register("pattern", connection.sql(f"from {leaf} limit 0").to_arrow_table())
    other.execute(f"create table {leaf} as from pattern")
    other.unregister("pattern")
    unpack(other, packed, "laid_definition")
    known = [name for name in packed["columns"] if name in _columns(other, leaf)]
    names = ", ".join(known)
    other.execute(f"insert into {leaf} by name select {names} from laid_definition")  # noqa: S608
    other.execute("drop table laid_definition")


def _recorded_by_then(
    connection: duckdb.DuckDBPyConnection, leaf: str, reopened: Reopened
) -> tuple[str, dict[str, Any]]:
    columns = _columns(connection, leaf)
    if "recorded_at" not in columns:
        return f"from {leaf}", {}
    given: dict[str, Any] = {"at": reopened.recorded_at}
    then, thawed = "(recorded_at is null or recorded_at <= $at)", ""
    if "submission_id" in columns:
        thawed = "submission_id in (select unnest($thawed))"
        given["thawed"] = _thawed_submissions(connection, reopened)
    elif "subject_id" in columns:
        thawed = "(programme_id, period_id) = ($programme, $period) and subject_id in (select unnest($units))"
        given |= {"programme": reopened.programme_id, "period": reopened.period_id, "units": list(reopened.unit_ids)}
    # These names come from our own build, never from data.
    sql = f"select * from {leaf} where {then} {'or ' + thawed if thawed else ''}"  # noqa: S608
    past = place_in_past(leaf)
    if past != leaf and has_table(connection, past):
        # What stood at the closing and was displaced since stands again, but for the reports that were thawed.
        still = f" and not coalesce({thawed}, false)" if thawed else ""
        stood = f"select * exclude (superseded_at) from {past} where {then} and superseded_at > $at{still}"  # noqa: S608
        sql = f"{sql} union all by name {stood}"
    return sql, given


def place_in_past(table: str) -> str:
    """Where the rows of a fact table lie that another row has superseded; that of any other table is its own.

    >>> place_in_past("fact.submission"), place_in_past("dim.unit")
    ('past.submission', 'dim.unit')
    """
    return table.replace("fact.", "past.")


def _thawed_submissions(connection: duckdb.DuckDBPyConnection, reopened: Reopened) -> list[str]:
    return [
        f"{reopened.programme_id}/{reopened.period_id}/{unit_id}/v{version}"
        for unit_id in reopened.unit_ids
        for version in range(1, _latest_version(connection, reopened, unit_id) + 1)
    ]


def _latest_version(connection: duckdb.DuckDBPyConnection, reopened: Reopened, unit_id: str) -> int:
    ((version,),) = connection.execute(
        "select coalesce(max(version), 0) from fact.submission"
        " where programme_id = $programme_id and period_id = $period_id and unit_id = $unit_id",
        {"programme_id": reopened.programme_id, "period_id": reopened.period_id, "unit_id": unit_id},
    ).fetchall()
    return int(version)

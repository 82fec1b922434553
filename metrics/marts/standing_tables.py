"""How every report stands, whoever sends it: computed once by the rule, from what happened to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa

from metrics.kinds.table import ReportKey, kind
from metrics.marts.chain import Compute
from metrics.rules import standing as rules
from metrics.rules.standing import Standing

READS = {"mart.report_change"}
_CHANGES = """
select kind_id, programme_id, period_id, subject_id, version, change, actor, provenance
from mart.report_change
order by recorded_at, sort_order
"""
KEPT_OUT = "kept_out"
_KEY = {name: pa.string() for name in ReportKey._fields}
REPORT = _KEY | {
    "state": pa.string(), "version": pa.int32(), "counted_version": pa.int32(), "is_closed": pa.bool_(),
    "decided_by": pa.string(), "provenance": pa.string(),
}  # fmt: skip
VERSION = _KEY | {"version": pa.int32(), "state": pa.string(), "is_counted": pa.bool_(), "is_sent_back": pa.bool_()}


def standing_tables() -> dict[str, tuple[set[str], Compute]]:
    """The marts of standings by name, with the table they read and the function that creates each."""
    return {
        "mart.report_standing": (READS, lambda c: _create(c, "report_standing", REPORT, _reports(_standings(c)))),
        "mart.version_standing": (READS, lambda c: _create(c, "version_standing", VERSION, _versions(_standings(c)))),
    }


def _standings(connection: duckdb.DuckDBPyConnection) -> dict[ReportKey, tuple[Standing, str]]:
    """How each report stands, and of which class it is: that of what happened to it last."""
    standings: dict[ReportKey, tuple[Standing, str]] = {}
    for *named, version, change, actor, provenance in connection.execute(_CHANGES).fetchall():
        key = ReportKey(*named)
        before, _ = standings.get(key) or (Standing(kind(key.kind_id).path), provenance)
        standings[key] = _after(before, version, change, actor), provenance
    return standings


def _after(before: Standing, version: int | None, change: str, actor: str | None) -> Standing:
    if version is not None:
        return rules.after(before, rules.Change(version, change), actor)
    if change == KEPT_OUT:
        return rules.refuse(before)
    # What it did to versions stands in rows of their own.
    return replace(before, closed=before.path.steps[change].closes)


def _reports(standings: dict[ReportKey, tuple[Standing, str]]) -> Iterator[dict[str, Any]]:
    for key, (its, provenance) in standings.items():
        yield key._asdict() | {
            "state": its.state, "version": its.version or None, "counted_version": its.counted_version,
            "is_closed": its.is_closed, "decided_by": its.decided_by, "provenance": provenance,
        }  # fmt: skip


def _versions(standings: dict[ReportKey, tuple[Standing, str]]) -> Iterator[dict[str, Any]]:
    for key, (its, _) in standings.items():
        came = ((number, state) for number, state in enumerate(its.versions, start=1) if state)
        for number, state in came:
            yield key._asdict() | {
                "version": number, "state": state, "is_counted": state in its.path.counted,
                "is_sent_back": its.path.is_sent_back(state),
            }  # fmt: skip


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, pa.DataType], rows: Iterable[dict[str, Any]]
) -> None:
    connection.register("computed", pa.Table.from_pylist(list(rows), schema=pa.schema(list(columns.items()))))
    # The name comes from the registry above, never from data.
    connection.execute(f"create table mart.{name} as select * from computed")  # noqa: S608
    connection.unregister("computed")

"""What a round is closed over: the judgements of a build that holds all that was received and declared."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb

from metrics import clock
from metrics.database import quoted
from metrics.marts.build import judgement_leaves
from metrics.marts.closed_rounds import KEPT_BESIDE
from metrics.marts.packed import PackedTable, pack
from metrics.rules.status import Thresholds
from metrics.warehouse import open_build
from pipelines.definitions.files import definitions_in_force
from pipelines.journal.steps import Judged, NotJudged
from pipelines.loading.build import load
from pipelines.loading.closings import FORMAT
from pipelines.loading.fingerprints import fingerprint

_OF_TARGETS = "target_id in (select target_id from fact.target where programme_id = {programme})"
_OF_INDICATORS = "indicator_id in (select indicator_id from fact.target where programme_id = {programme})"
_JUDGEMENTS = """
select * exclude (row_id, is_frozen)
from mart.attainment
{place}
order by target_sort_order, target_id, unit_id nulls first
"""
_CLOSED = "select closing_id, thresholds from mart.closing {place} and closing_id is not null"
_DECLARED = "select * from {table} {where} order by all"
_CLASSES = ("provenance", "target_provenance", "baseline_provenance", "judgement_provenance")


class Judging:
    """Judges rounds of one data folder as a load would now."""

    def __init__(self, data_folder: Path, with_sample: bool) -> None:
        self.data_folder, self.with_sample = data_folder, with_sample

    def judge(self, programme_id: str, period_id: str) -> Judged:
        """The record of a round as it stands, from a build that is made first where something new has come.

        Raises:
            NotJudged: when the data cannot be loaded.
        """
        loaded = load(self.data_folder, self.with_sample, is_patient=True)
        if loaded.state == "refused" or loaded.build is None:
            first = next((finding for finding in loaded.findings if finding.severity == "error"), None)
            raise NotJudged(f"{first.file}: {first.sentence_zh} / {first.sentence_en}" if first else "-")
        build = open_build(self.data_folder / "warehouse" / f"duibiao-{loaded.build.build_id}.duckdb")
        with build.cursor() as connection:
            content = _record(connection, programme_id, period_id, loaded.build.build_id)
        return Judged(content, loaded.build.inputs_hash)

    def is_current(self, judged: Judged) -> bool:
        """Whether nothing has come in, and nothing was declared, since it was judged."""
        definitions = definitions_in_force(self.data_folder / "raw")
        prints = fingerprint(self.data_folder, definitions, self.with_sample, clock.today())
        return prints.inputs == judged.inputs_hash


def _record(connection: duckdb.DuckDBPyConnection, programme_id: str, period_id: str, build_id: str) -> bytes:
    programme, period = quoted(programme_id), quoted(period_id)
    place = f"where programme_id = {programme} and period_id = {period}"
    judgements = pack(connection, _JUDGEMENTS.format(place=place))
    definitions, thresholds = _ruler(connection, programme, period)
    record = {
        "format": FORMAT,
        "programme_id": programme_id,
        "period_id": period_id,
        "judged_from": build_id,
        "rule_version": thresholds["rule_version"],
        "thresholds": thresholds,
        "has_sample": _has_sample(judgements),
        "definitions_sha256": hashlib.sha256(_text(definitions)).hexdigest(),
        "judgements": judgements,
        "definitions": definitions,
    }
    return _text(record)


def _ruler(
    connection: duckdb.DuckDBPyConnection, programme: str, period: str
) -> tuple[dict[str, PackedTable], dict[str, Any]]:
    """The definitions and limits that the round is judged by: those of its first closing, if it was closed before."""
    closed = connection.execute(
        _CLOSED.format(place=f"where programme_id = {programme} and period_id = {period}")
    ).fetchall()
    if closed:
        ((closing_id, thresholds),) = closed
        rows = connection.execute(
            "select table_name, content from fact.closed_definition where closing_id = $id order by table_name",
            {"id": closing_id},
        ).fetchall()
        return {name: json.loads(content) for name, content in rows}, json.loads(thresholds)
    cursor = connection.execute("select * from meta.threshold")
    names = [column[0] for column in cursor.description or ()]
    (row,) = cursor.fetchall()
    limits = {name: value if isinstance(value, float) else str(value) for name, value in zip(names, row, strict=True)}
    return _definitions(connection, programme), limits


def _definitions(connection: duckdb.DuckDBPyConnection, programme: str) -> dict[str, PackedTable]:
    packed = {}
    for table in sorted(judgement_leaves(connection, Thresholds.load()) | KEPT_BESIDE):
        schema, name = table.split(".")
        columns = {
            str(column)
            for (column,) in connection.execute(
                "select column_name from duckdb_columns() where schema_name = $schema and table_name = $name",
                {"schema": schema, "name": name},
            ).fetchall()
        }
        # What bears the time at which it was recorded is a fact; what does not is declared.
        if schema == "meta" or not columns or "recorded_at" in columns:
            continue
        packed[table] = pack(connection, _DECLARED.format(table=table, where=_where(columns, programme)))
    return packed


def _where(columns: set[str], programme: str) -> str:
    if "programme_id" in columns:
        return f"where programme_id = {programme}"
    if "target_id" in columns:
        return "where " + _OF_TARGETS.format(programme=programme)
    return "where " + _OF_INDICATORS.format(programme=programme) if "indicator_id" in columns else ""


def _has_sample(judgements: PackedTable) -> bool:
    places = [n for n, name in enumerate(judgements["columns"]) if name in _CLASSES]
    return any(row[place] == "sample" for row in judgements["rows"] for place in places)


def _text(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()

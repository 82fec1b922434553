"""What a build holds of the ledgers: their words and tolerances, what they count to, and where their records lie."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from metrics.ledger_records import RECORDED_AT
from pipelines.ledgers.shape import Shape
from pipelines.ledgers.stages import CUBE_FILE
from pipelines.ledgers.staging import Ledgers

_DDL = """
create table dim.ledger (ledger_id text primary key, name_zh text, name_en text, counting text);
create table dim.ledger_indicator (ledger_id text, indicator_id text primary key, measure_unit text,
    tolerance_ratio decimal(9, 6), tolerance_value decimal(24, 6), note_zh text, note_en text);
create table meta.ledger_file (ledger_id text, stage text, source_file text, provenance text, record_count bigint,
    first_row bigint);
create table fact.evidence_cube (ledger_id text, indicator_id text, unit_id text, provenance text, source_file text,
    counted_on date, ended_on date, recorded_at timestamp, record_count bigint, counted_value decimal(38, 6),
    first_row bigint);
"""
_CUBES = f"""
insert into fact.evidence_cube
select ledger_id, indicator_id, unit_id, provenance, source_file, counted_on, ended_on, {RECORDED_AT} as recorded_at,
    record_count, counted_value, first_row
from read_parquet($paths)
"""  # noqa: S608 - our own text


def write_evidence(connection: duckdb.DuckDBPyConnection, shapes: Sequence[Shape], ledgers: Ledgers) -> None:
    """Creates `dim.ledger`, `dim.ledger_indicator`, `meta.ledger_file` and `fact.evidence_cube`.

    The cube has one row per ledger file × indicator × unit × days; `counted_value` is in the measure unit of
    `dim.ledger_indicator`, `first_row` the place of the first of its records. No record itself is in the build.
    """
    connection.execute(_DDL)
    for shape in shapes:
        connection.execute(
            "insert into dim.ledger values (?, ?, ?, ?)",
            [shape.ledger_id, shape.name.zh, shape.name.en, shape.counting],
        )
        for count in shape.counts:
            connection.execute(
                "insert into dim.ledger_indicator values (?, ?, ?, ?, ?, ?, ?)",
                [shape.ledger_id, count.indicator_id, count.measure_unit, count.tolerance_ratio,
                 count.tolerance_value, count.note.zh, count.note.en],
            )  # fmt: skip
    for file in ledgers.files:
        connection.execute(
            "insert into meta.ledger_file values (?, ?, ?, ?, ?, ?)",
            [file.ledger_id, file.stage, file.source_file, file.provenance, file.record_count, file.first_row],
        )
    cubes = [str(ledgers.folder / file.stage / CUBE_FILE) for file in ledgers.files]
    if cubes:
        connection.execute(_CUBES, {"paths": cubes})

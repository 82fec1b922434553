"""`fact.evidence` and the ledgers' own words and tolerances, from what `receive` read."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from metrics.queries import EVIDENCE_FOLDER, query_text
from pipelines.ledgers.reader import LEDGER_DATABASE
from pipelines.ledgers.shape import Shape

_DDL = """
create table dim.ledger (ledger_id text primary key, name_zh text, name_en text);
create table dim.ledger_indicator (ledger_id text, indicator_id text primary key, measure_unit text,
    tolerance_ratio decimal(9, 6), tolerance_value decimal(24, 6), note_zh text, note_en text);
create table fact.evidence (ledger_id text, indicator_id text, unit_id text, record_id text, record_label text,
    counted_on date, ended_on date, counted_value decimal(24, 6), provenance text, source_file text,
    source_row bigint, recorded_at timestamp);
"""
_INSERT = """
insert into fact.evidence
select ledger_id, indicator_id, unit_id, record_id, record_label, counted_on, ended_on, counted_value, provenance,
    source_file, source_row, cast(recorded_on as timestamptz) at time zone 'UTC'
from ({counting})
"""


def write_evidence(connection: duckdb.DuckDBPyConnection, shapes: Sequence[Shape]) -> None:
    """Creates `dim.ledger`, `dim.ledger_indicator` and `fact.evidence`, and lets go of the rows as they were read.

    `fact.evidence` has one row per record × indicator that it counts for; `counted_value` is in the measure unit of
    `dim.ledger_indicator`.
    """
    connection.execute(_DDL)
    for shape in shapes:
        connection.execute("insert into dim.ledger values (?, ?, ?)", [shape.ledger_id, shape.name.zh, shape.name.en])
        for count in shape.counts:
            connection.execute(
                "insert into dim.ledger_indicator values (?, ?, ?, ?, ?, ?, ?)",
                [shape.ledger_id, count.indicator_id, count.measure_unit, count.tolerance_ratio,
                 count.tolerance_value, count.note.zh, count.note.en],
            )  # fmt: skip
        # The text is that of our own file `metrics/sql/evidence/<ledger>.sql`.
        connection.execute(_INSERT.format(counting=query_text(shape.ledger_id, EVIDENCE_FOLDER)))
    connection.execute(f"detach {LEDGER_DATABASE}")

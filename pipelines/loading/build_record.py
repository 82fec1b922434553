"""What a build says of itself: its checks and findings, its id, and the files it was made from."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pyarrow as pa

from expectations.result import CheckResult, Finding
from metrics import clock
from metrics.queries import queries_hash
from pipelines.loading.intake import SourceFile


def create_quality(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates the tables of checks and findings, empty: they are known last, and scorecards of units count them."""
    connection.execute("""
        create schema quality;
        create table quality.check_result (rule_id text, table_name text, severity text, is_success boolean,
            checked_count bigint, unexpected_count bigint, sentence_zh text, sentence_en text);
        create table quality.finding (rule_id text, severity text, file text, row_number integer,
            column_name text, value text, sentence_zh text, sentence_en text, next_step_zh text,
            next_step_en text, sheet text);
    """)


def write_quality(connection: duckdb.DuckDBPyConnection, checks: list[CheckResult], findings: list[Finding]) -> None:
    """Says in the build what was checked, and everything that was found."""
    # In one piece: a statement for each of some hundred rules takes longer than several marts.
    told = [{name: fact for name, fact in vars(check).items() if name != "findings"} for check in checks]
    connection.from_arrow(pa.Table.from_pylist(told)).insert_into("quality.check_result")
    if findings:
        said = pa.Table.from_pylist([finding.as_dict() for finding in findings])
        connection.from_arrow(said).insert_into("quality.finding")


def write_build(
    connection: duckdb.DuckDBPyConnection,
    build_id: str,
    built_at: datetime,
    inputs_hash: str,
    with_sample: bool,
    files: list[SourceFile],
) -> None:
    """Says in the build which one it is, and from which files it was made."""
    connection.execute("""
        create table meta.build (build_id text, built_at timestamptz, inputs_hash text, has_sample boolean,
            row_count bigint, time_zone text, queries_hash text);
        create table meta.source_file (path text, sha256 text, byte_count bigint, provenance text);
    """)
    # In one piece: ten thousand rows one by one take twenty seconds.
    if files:
        connection.from_arrow(pa.Table.from_pylist([vars(file) for file in files])).insert_into("meta.source_file")
    has_sample = with_sample and any(file.provenance == "sample" for file in files)
    row = connection.execute("select count(*) from mart.attainment").fetchone()
    connection.execute(
        "insert into meta.build values (?, ?, ?, ?, ?, ?, ?)",
        [
            build_id,
            built_at,
            inputs_hash,
            has_sample,
            row[0] if row else 0,
            clock.time_zone().key,
            queries_hash(),
        ],
    )

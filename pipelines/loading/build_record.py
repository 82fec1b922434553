"""What a build says of itself: its checks and findings, its id, and the files it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

import duckdb
import pyarrow as pa

from expectations.result import CheckResult, Finding
from metrics import clock
from metrics.queries import queries_hash
from pipelines.loading.fingerprints import code_hash
from pipelines.loading.intake import SourceFile

# The tables that every build has of its own, whatever it takes over from the one before.
OWN = ("quality.check_result", "quality.finding", "meta.build", "meta.source_file")
# Where something was found: in what the office declares and its files say, in what was received, across tables.
FILES, REPORTS, TABLES = "files", "reports", "tables"


@dataclass
class Found:
    """What a load finds: the results of its checks and its findings, by where they were found."""

    checks: list[CheckResult] = field(default_factory=list)
    by_place: dict[str, list[Finding]] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """Everything that was found."""
        return [finding for of in self.by_place.values() for finding in of]

    @property
    def has_error(self) -> bool:
        """Whether anything found is an error."""
        return any(finding.severity == "error" for finding in self.findings)

    def add(self, place: str, findings: Iterable[Finding] = (), checks: Iterable[CheckResult] = ()) -> None:
        """Takes in what was found at a place; what the checks found is among it."""
        results = list(checks)
        self.checks += results
        self.by_place.setdefault(place, []).extend([*findings, *(f for result in results for f in result.findings)])


def create_quality(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates the tables of checks and findings, empty: they are known last, and scorecards of units count them."""
    connection.execute("""
        create schema quality;
        create table quality.check_result (rule_id text, table_name text, severity text, is_success boolean,
            checked_count bigint, unexpected_count bigint, sentence_zh text, sentence_en text);
        create table quality.finding (rule_id text, severity text, file text, row_number integer,
            column_name text, value text, sentence_zh text, sentence_en text, next_step_zh text,
            next_step_en text, sheet text, found_in text);
    """)


def write_quality(connection: duckdb.DuckDBPyConnection, found: Found) -> None:
    """Says in the build what was checked, and everything that was found."""
    # In one piece: a statement for each of some hundred rules takes longer than several marts.
    told = [{name: fact for name, fact in vars(check).items() if name != "findings"} for check in found.checks]
    connection.from_arrow(pa.Table.from_pylist(told)).insert_into("quality.check_result")
    said = [finding.as_dict() | {"found_in": place} for place, of in found.by_place.items() for finding in of]
    if said:
        connection.from_arrow(pa.Table.from_pylist(said)).insert_into("quality.finding")


def read_quality(connection: duckdb.DuckDBPyConnection, database: str) -> Found:
    """What another build that is attached says was checked and found, as `write_quality` wrote it."""
    found, sql = Found(), "select {columns} from {database}.{table}"
    checks = [name.name for name in fields(CheckResult) if name.name != "findings"]
    asked = sql.format(columns=", ".join(checks), database=database, table="quality.check_result")
    rows = connection.execute(asked).fetchall()
    findings = [name.name for name in fields(Finding)]
    asked = sql.format(columns=", ".join(["found_in", *findings]), database=database, table="quality.finding")
    for place, *facts in connection.execute(asked).fetchall():
        found.add(place, [Finding(**dict(zip(findings, facts, strict=True)))])
    found.checks = [CheckResult(**dict(zip(checks, facts, strict=True)), findings=()) for facts in rows]
    return found


@dataclass(frozen=True)
class Record:
    """What a build says of itself: its id, when it was made, from what, and whether samples were let in."""

    build_id: str
    built_at: datetime
    inputs_hash: str
    declared_hash: str
    with_sample: bool
    files: Sequence[SourceFile]


def write_build(connection: duckdb.DuckDBPyConnection, record: Record) -> None:
    """Says in the build which one it is, and from which files it was made."""
    connection.execute("""
        create table meta.build (build_id text, built_at timestamptz, inputs_hash text, has_sample boolean,
            row_count bigint, time_zone text, queries_hash text, declared_hash text, code_hash text);
        create table meta.source_file (path text, sha256 text, byte_count bigint, provenance text);
    """)
    # In one piece: ten thousand rows one by one take twenty seconds.
    if record.files:
        files = pa.Table.from_pylist([vars(file) for file in record.files])
        connection.from_arrow(files).insert_into("meta.source_file")
    has_sample = record.with_sample and any(file.provenance == "sample" for file in record.files)
    ((row_count,),) = connection.execute("select count(*) from mart.attainment").fetchall()
    connection.execute(
        "insert into meta.build values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [record.build_id, record.built_at, record.inputs_hash, has_sample, row_count, clock.time_zone().key,
         queries_hash(), record.declared_hash, code_hash()],
    )  # fmt: skip

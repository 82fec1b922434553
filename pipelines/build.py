"""One load, from files to a published snapshot: read, check, build the marts, check again, publish."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from expectations.result import CheckResult, Finding
from expectations.runner import ROW_COLUMN, run_suites
from expectations.suite import Suite, load_suites
from metrics.catalog import Catalog, load_catalog
from metrics.status import Thresholds
from metrics.warehouse import CONNECTION_SETTINGS, Build, Snapshot
from pipelines import publish
from pipelines.attainment_table import create_attainment
from pipelines.catalog_tables import write_catalog
from pipelines.engine import build_tables, read_models
from pipelines.inbox import receive_inbox
from pipelines.intake import Intake, SourceFile, list_files, read_intake
from pipelines.readers.wording import reading_finding
from pipelines.received import Received, read_received, stage_received
from pipelines.references import reference_sets

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
CODE_FOLDERS = ("pipelines", "metrics", "expectations")
CODE_SUFFIXES = {".py", ".sql", ".yml"}
FACT_MODELS = PROJECT_FOLDER / "pipelines" / "sql" / "fact"
MART_MODELS = PROJECT_FOLDER / "metrics" / "sql" / "marts"
MART_VIEWS = PROJECT_FOLDER / "metrics" / "sql" / "views"
CHECK_QUERIES = PROJECT_FOLDER / "pipelines" / "sql" / "checks"

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class LoadOutcome:
    """What a load did: `published`, `unchanged`, or `refused` with its findings."""

    state: str
    build: Build | None
    findings: tuple[Finding, ...]
    checks: tuple[CheckResult, ...] = ()


def load(data_folder: Path, with_sample: bool, say: Progress = lambda zh, en: None) -> LoadOutcome:
    """Loads `data_folder/raw` into a new snapshot of `data_folder/warehouse`, or says why not.

    With nothing new since the build in force (same raw bytes, code and settings) nothing is written. Findings of
    severity `error` refuse the load and leave the build in force as it is; `warn` is published with the build. Files
    in `raw/inbox` are received first; one that is refused keeps itself out and nothing else.

    Raises:
        LoadUnderWay: when another load holds the warehouse.
        CatalogError: when the catalog itself is inconsistent.
    """
    warehouse_folder = data_folder / "warehouse"
    with publish.exclusive(warehouse_folder):
        refused = [o for o in receive_inbox(data_folder / "raw", with_sample) if o.is_refused]
        turned_away = [finding for outcome in refused for finding in outcome.findings]
        inputs_hash = fingerprint(data_folder / "raw", with_sample)
        in_force = build_in_force(warehouse_folder)
        if in_force and in_force.inputs_hash == inputs_hash:
            return LoadOutcome("unchanged", in_force, tuple(turned_away))
        say("读取目录和原始文件", "reading the catalog and the raw files")
        catalog = load_catalog()
        intake = read_intake(data_folder / "raw", with_sample)
        received = read_received(data_folder / "raw", warehouse_folder, catalog, with_sample)
        if not intake.files:
            return LoadOutcome("refused", in_force, (reading_finding("load.empty", str(data_folder / "raw")),))
        say(f"用 Great Expectations 检查 {len(intake.files)} 个文件", f"checking {len(intake.files)} files")
        suites = load_suites()
        checks = run_suites(intake.frames, suites, reference_sets(catalog, intake.frames))
        findings = [*intake.findings, *received.findings, *(f for check in checks for f in check.findings)]
        if any(finding.severity == "error" for finding in findings):
            return LoadOutcome("refused", in_force, tuple(findings), tuple(checks))
        say("建立数据集市", "building the marts")
        now = datetime.now(UTC)
        build_id = publish.new_build_id(now, inputs_hash)
        staged = publish.staged_path(warehouse_folder, build_id)
        with duckdb.connect(str(staged), config=CONNECTION_SETTINGS) as connection:
            build_snapshot(connection, catalog, intake, received)
            checks += _check_tables(connection, suites)
            findings = [*received.warnings, *(finding for check in checks for finding in check.findings)]
            if any(finding.severity == "error" for finding in findings):
                return LoadOutcome("refused", in_force, tuple(findings), tuple(checks))
            _write_quality(connection, checks, findings)
            _write_build(connection, build_id, now, inputs_hash, with_sample, [*intake.files, *received.files])
        say("发布", "publishing")
        published = publish.publish(staged)
        return LoadOutcome("published", Snapshot(published).build, (*turned_away, *findings), tuple(checks))


def build_snapshot(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, intake: Intake, received: Received
) -> list[str]:
    """Creates every dim, fact and mart table in `connection` and drops the text stage; returns their order."""
    thresholds = Thresholds.load()
    write_catalog(connection, catalog, thresholds)
    connection.execute("create schema stage; create schema fact; create schema mart")
    for table_name, frame in intake.frames.items():
        _write_stage(connection, table_name, frame)
    stage_received(connection, received)
    models = read_models(FACT_MODELS, "fact") | read_models(MART_MODELS, "mart")
    computed = {"mart.attainment": ({"mart.attainment_input"}, lambda c: create_attainment(c, thresholds))}
    order = build_tables(connection, models, computed)
    for name, sql in read_models(MART_VIEWS, "mart").items():
        connection.execute(f"create view {name} as {sql}")
    connection.execute("drop schema stage cascade")
    return order


def fingerprint(raw_folder: Path, with_sample: bool) -> str:
    """SHA-256 over everything a build depends on: raw bytes, code, and whether samples are in."""
    digest = hashlib.sha256(f"sample={with_sample}\n".encode())
    # The journal names every archived file by its hash: none of them is read to know that nothing is new.
    raw = [*(path for _, path in list_files(raw_folder, with_sample)), *raw_folder.glob("archive/receipts.jsonl")]
    for root, paths in ((raw_folder, raw), (PROJECT_FOLDER, sorted(_code_files()))):
        for path in paths:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def build_in_force(warehouse_folder: Path) -> Build | None:
    """The build that the pointer names, or None when there is none that opens."""
    path = publish.current_build(warehouse_folder)
    if path is None:
        return None
    try:
        return Snapshot(path).build
    except duckdb.Error:
        return None


def _code_files() -> Iterable[Path]:
    for folder in CODE_FOLDERS:
        for path in (PROJECT_FOLDER / folder).rglob("*"):
            if path.suffix in CODE_SUFFIXES and path.is_file():
                yield path


def _write_stage(connection: duckdb.DuckDBPyConnection, table_name: str, frame: pd.DataFrame) -> None:
    # Typed outright: a column that is empty throughout would otherwise become a number.
    schema = pa.schema([(name, pa.int64() if name == ROW_COLUMN else pa.string()) for name in frame.columns])
    received = pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
    connection.from_arrow(received).create(f"stage.{table_name}")


def _check_tables(connection: duckdb.DuckDBPyConnection, suites: dict[str, Suite]) -> list[CheckResult]:
    # Each query returns the rows that offend; its suite wants none of them.
    frames = {path.stem: connection.execute(path.read_text(encoding="utf-8")).df().astype(object)
              for path in sorted(CHECK_QUERIES.glob("*.sql"))}  # fmt: skip
    return run_suites(frames, {name: suites[name] for name in frames}, {})


def _write_quality(connection: duckdb.DuckDBPyConnection, checks: list[CheckResult], findings: list[Finding]) -> None:
    connection.execute("""
        create schema quality;
        create table quality.check_result (rule_id text, table_name text, severity text, is_success boolean,
            checked_count bigint, unexpected_count bigint, sentence_zh text, sentence_en text);
        create table quality.finding (rule_id text, severity text, file text, row_number integer,
            column_name text, value text, sentence_zh text, sentence_en text, next_step_zh text,
            next_step_en text, sheet text);
    """)
    for check in checks:
        connection.execute(
            "insert into quality.check_result values (?, ?, ?, ?, ?, ?, ?, ?)",
            [check.rule_id, check.table_name, check.severity, check.is_success, check.checked_count,
             check.unexpected_count, check.sentence_zh, check.sentence_en],
        )  # fmt: skip
    if findings:
        said = pa.Table.from_pylist([finding.as_dict() for finding in findings])
        connection.from_arrow(said).insert_into("quality.finding")


def _write_build(
    connection: duckdb.DuckDBPyConnection,
    build_id: str,
    built_at: datetime,
    inputs_hash: str,
    with_sample: bool,
    files: list[SourceFile],
) -> None:
    connection.execute("""
        create table meta.build (build_id text, built_at timestamptz, inputs_hash text, has_sample boolean,
            row_count bigint);
        create table meta.source_file (path text, sha256 text, byte_count bigint, provenance text);
    """)
    # In one piece: ten thousand rows one by one take twenty seconds.
    connection.from_arrow(pa.Table.from_pylist([vars(file) for file in files])).insert_into("meta.source_file")
    has_sample = with_sample and any(file.provenance == "sample" for file in files)
    row = connection.execute("select count(*) from mart.attainment").fetchone()
    connection.execute(
        "insert into meta.build values (?, ?, ?, ?, ?)",
        [build_id, built_at, inputs_hash, has_sample, row[0] if row else 0],
    )


def findings_as_json(outcome: LoadOutcome) -> str:
    """A load's outcome for scripts."""
    return json.dumps(
        {
            "state": outcome.state,
            "build_id": outcome.build.build_id if outcome.build else None,
            "check_count": len(outcome.checks),
            "findings": [finding.as_dict() for finding in outcome.findings],
        },
        ensure_ascii=False,
        indent=2,
    )

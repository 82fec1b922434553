"""One load, from files to a published snapshot: read, check, build the marts, check again, publish."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from expectations.result import CheckResult, Finding
from expectations.runner import ROW_COLUMN, run_suites
from expectations.suite import Suite, load_suites
from metrics import clock
from metrics.catalog import Catalog, CatalogError, Files, is_catalog_file
from metrics.catalog.units import current_names
from metrics.database import connect
from metrics.marts.build import build_marts
from metrics.marts.chain import build_tables, needed_for, read_models
from metrics.office import OFFICE_FILE, BadOffice, Office, load_office, office_that_holds
from metrics.rules.status import Thresholds
from metrics.settings import PROJECT_FOLDER
from metrics.warehouse import Build, NoSnapshot, open_build
from pipelines.archive import Archive
from pipelines.clock_lines import MOST_BEHIND
from pipelines.definitions.checks import references_of
from pipelines.definitions.files import FOLDER, catalog_of, definition_findings, definitions_in_force, draft
from pipelines.definitions.publications import in_force, manifest_of
from pipelines.definitions.things import read_things, readable_files
from pipelines.journals import BrokenJournal, write_durably
from pipelines.ledgers.faults import check_ledgers
from pipelines.ledgers.reader import LedgerFile, list_ledger_files
from pipelines.ledgers.shape import Shape, check_shapes, is_shape, load_shapes
from pipelines.ledgers.stages import StagedFile, remove_unused
from pipelines.ledgers.staging import Ledgers, contents_of, stage_ledgers
from pipelines.ledgers.tables import write_evidence
from pipelines.loading import publish
from pipelines.loading.build_record import create_quality, write_build, write_quality
from pipelines.loading.catalog_tables import (
    write_catalog,
    write_contributions,
    write_office,
    write_rounds,
    write_sentences,
)
from pipelines.loading.definition_versions import DECLARED, Version, set_versions, stage_publications, versions_of
from pipelines.loading.intake import (
    Intake,
    SourceFile,
    declared_frames,
    declared_intake,
    list_files,
    read_intake,
    unread_files,
)
from pipelines.loading.received import Received, read_received, stage_received
from pipelines.loading.references import reference_sets
from pipelines.loading.superseded import set_aside
from pipelines.old_journals import move_journals
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding
from pipelines.receiving.inbox import left_in_inbox, receive_inbox, waiting_for_time
from pipelines.records import Receipt
from pipelines.reports.again import Rereading
from pipelines.schedule import planned_periods, read_schedule

CODE_FOLDERS = ("pipelines", "metrics", "expectations")
CODE_SUFFIXES = {".py", ".sql", ".yml"}
FACT_MODELS = PROJECT_FOLDER / "pipelines" / "sql" / "fact"
STAGE_MODELS = PROJECT_FOLDER / "pipelines" / "sql" / "stage"
CHECK_QUERIES = PROJECT_FOLDER / "pipelines" / "sql" / "checks"

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class LoadOutcome:
    """What a load did: `published`, `unchanged`, or `refused` with its findings."""

    state: str
    build: Build | None
    findings: tuple[Finding, ...]
    checks: tuple[CheckResult, ...] = ()


@dataclass(frozen=True)
class Inputs:
    """All that one build is made from: office, catalog, the files as read, the archive, the ledgers, the day it is.

    `versions` are the publications so far, oldest first; `catalog` and the declared tables of `intake` are the last's.
    """

    office: Office
    catalog: Catalog
    intake: Intake
    received: Received
    shapes: Sequence[Shape]
    ledgers: Ledgers
    today: date
    raw_folder: Path
    versions: Sequence[Version]


def load(
    data_folder: Path, with_sample: bool, say: Progress = lambda zh, en: None, *, is_patient: bool = False
) -> LoadOutcome:
    """Loads `data_folder/raw` into a new snapshot of `data_folder/warehouse`, or says why not.

    With nothing new since the build in force (same raw bytes, code and settings) nothing is written. Findings of
    severity `error` refuse the load and leave the build in force as it is; `warn` is published with the build. Files
    in `raw/inbox` are received first; one that is refused keeps itself out and nothing else, and while the server's
    time is not sure all of them wait there.

    A load that a step or a request began `is_patient`: it waits for the end of another, and where the office's own file
    cannot be used it goes on with the one that held before.

    Raises:
        LoadUnderWay: when another load holds the warehouse, unless `is_patient`.
        BadOffice: when the office's own file cannot be used.
    """
    warehouse_folder = data_folder / "warehouse"
    with publish.exclusive(warehouse_folder, is_patient=is_patient):
        move_old_journals(Archive(data_folder / "raw"))
        current = build_in_force(warehouse_folder)
        try:
            office = office_that_holds(data_folder) if is_patient else load_office(data_folder)
            declared = _declared(office, data_folder / "raw", definitions_in_force(data_folder / "raw"))
        except CatalogError as error:
            return LoadOutcome("refused", current, tuple(definition_findings(error)))
        turned_away = _turned_away(data_folder / "raw", declared.definitions, with_sample)
        if any(finding.rule_id == "definitions.moved" for finding in turned_away):
            return LoadOutcome("refused", current, tuple(turned_away))
        inputs_hash = fingerprint(data_folder, declared.definitions, with_sample)
        # One that a wrong clock dated ahead is judged by a day that has not come: it is made anew.
        if current and current.inputs_hash == inputs_hash and current.built_at <= clock.now() + MOST_BEHIND:
            return LoadOutcome("unchanged", current, tuple(turned_away))
        say("读取定义和原始文件", "reading the definitions and the raw files")
        made = _make(data_folder, declared, inputs_hash, with_sample, say)
        if made.published is None:
            return LoadOutcome("refused", current, (*turned_away, *made.findings), tuple(made.checks))
        _keep_office(data_folder)
        build = open_build(made.published).build
        return LoadOutcome("published", build, (*turned_away, *made.findings), tuple(made.checks))


@dataclass(frozen=True)
class Declared:
    """What an office declares: its own file, its definitions as bytes, and what they are read into."""

    office: Office
    definitions: Files
    catalog: Catalog
    shapes: Sequence[Shape]


def _declared(office: Office, raw_folder: Path, definitions: Files) -> Declared:
    catalog, shapes = catalog_of(definitions, raw_folder), load_shapes(definitions)
    check_shapes(shapes, catalog)
    return Declared(office, definitions, catalog, shapes)


def _keep_office(data_folder: Path) -> None:
    # Where the office's own file cannot be used later, this one holds; without room for it the build still stands.
    with suppress(BadOffice, OSError):
        load_office(data_folder)
        write_durably(data_folder / "warehouse" / OFFICE_FILE, (data_folder / OFFICE_FILE).read_bytes())


def _turned_away(raw_folder: Path, definitions: Files, with_sample: bool) -> list[Finding]:
    """What came in and was refused, and what lies there and counts for nothing; the inbox is received first."""
    findings = waiting_for_time(raw_folder)
    if not findings:
        refused = [outcome for outcome in receive_inbox(raw_folder, with_sample) if outcome.is_refused]
        findings = [finding for outcome in refused for finding in outcome.findings]
    findings += [*left_in_inbox(raw_folder), *unread_files(raw_folder, named_files(raw_folder, definitions))]
    return findings + unpublished(raw_folder)


def check_definitions(data_folder: Path, definitions: Files, with_sample: bool) -> list[Finding]:
    """What a load by these definitions would find in them and in all that was received; nothing is published."""
    try:
        declared = _declared(load_office(data_folder), data_folder / "raw", definitions)
    except CatalogError as error:
        # All at once: the tables beside what is misshapen are looked at too.
        return [*definition_findings(error), *_table_faults(data_folder / "raw", definitions)]
    # What held when before asks for nothing of what is to hold.
    inputs = replace(_read_inputs(data_folder, declared, with_sample, clock.today()), versions=())
    with connect() as connection:
        findings, _ = _check_and_build(connection, inputs, lambda zh, en: None)
    return findings


def _table_faults(raw_folder: Path, definitions: Files) -> list[Finding]:
    """What is wrong with the tables of definitions whose catalog cannot be used."""
    intake, readable = declared_intake(raw_folder, definitions), readable_files(definitions)
    suites = {name: suite for name, suite in load_suites().items() if name in intake.frames}
    found = _findings(run_suites(intake.frames, suites, references_of(read_things(readable))))
    if len(readable) < len(definitions):
        # What a file that cannot be read declares is known to nobody: names are not held against it.
        found = [finding for finding in found if not finding.rule_id.endswith(".known")]
    return [*intake.findings, *found]


def _read_inputs(data_folder: Path, declared: Declared, with_sample: bool, today: date) -> Inputs:
    raw, definitions = data_folder / "raw", declared.definitions
    return Inputs(
        declared.office, declared.catalog, read_intake(raw, definitions, with_sample),
        read_received(raw, data_folder / "warehouse", definitions, with_sample), declared.shapes,
        _staged(data_folder, declared, with_sample), today, raw, versions_of(Archive(raw)),
    )  # fmt: skip


@dataclass
class Made:
    """A build that was tried: where it was published, and what was found in it."""

    findings: list[Finding] = field(default_factory=list)
    checks: list[CheckResult] = field(default_factory=list)
    published: Path | None = None


def _make(data_folder: Path, declared: Declared, inputs_hash: str, with_sample: bool, say: Progress) -> Made:
    made, now = Made(), clock.now()
    inputs = _read_inputs(data_folder, declared, with_sample, clock.day_of(now))
    files = [*inputs.intake.files, *inputs.received.files, *map(_source_file, inputs.ledgers.files)]
    build_id = publish.new_build_id(now, inputs_hash)

    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        made.findings, made.checks = _check_and_build(connection, inputs, say)
        if _has_error(made.findings):
            return False
        write_quality(connection, made.checks, made.findings)
        write_build(connection, build_id, now, inputs_hash, with_sample, files)
        say("发布", "publishing")
        return True

    warehouse = data_folder / "warehouse"
    made.published = publish.make_build(warehouse, build_id, fill)
    remove_unused(warehouse, inputs.ledgers.stages, publish.list_builds(warehouse))
    return made


def move_old_journals(archive: Archive) -> None:
    """Moves the journals of before into the one of today, where an archive has any.

    Raises:
        BrokenJournal: when a line or a report of theirs cannot be read.
    """
    if not archive.old_journals():
        return
    with Rereading(archive.folder.parent) as rereading:

        def rows_of(receipt: Receipt) -> list[Row]:
            rows, findings = rereading.rows(receipt)
            if findings:
                first = findings[0]
                raise BrokenJournal(f"{first.file}: {first.sentence_zh}。{first.next_step_zh}。",
                                    f"{first.file}: {first.sentence_en}. {first.next_step_en}.")  # fmt: skip
            return rows

        move_journals(archive, rows_of)


def _check_and_build(
    connection: duckdb.DuckDBPyConnection, inputs: Inputs, say: Progress
) -> tuple[list[Finding], list[CheckResult]]:
    """Everything found in the files and, unless one of it is an error, in the tables that are then built."""
    intake, received = inputs.intake, inputs.received
    count = len(intake.files) + len(inputs.ledgers.files)
    say(f"用 Great Expectations 检查 {count} 个文件", f"checking {count} files")
    suites, references = load_suites(), reference_sets(inputs.catalog, intake.frames, _periods(inputs))
    checks = run_suites(intake.frames, suites, references)
    checks += check_ledgers(inputs.ledgers, suites)
    findings = [*intake.findings, *received.findings, *received.warnings, *inputs.ledgers.findings, *_findings(checks)]
    if not _has_error(findings):
        say("建立数据集市", "building the marts")
        build_snapshot(connection, inputs)
        built = _check_tables(connection, suites)
        checks, findings = checks + built, findings + _findings(built)
    return findings, checks


def _periods(inputs: Inputs) -> list[str]:
    return planned_periods(inputs.catalog, inputs.office.year_begins, inputs.today, inputs.received.steps)


def _findings(checks: Sequence[CheckResult]) -> list[Finding]:
    return [finding for check in checks for finding in check.findings]


def _has_error(findings: Sequence[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def build_snapshot(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> list[str]:
    """Creates every dim, fact and mart table in `connection` and drops the text stage; returns their order."""
    thresholds = Thresholds.load()
    stage_sources(connection, inputs, thresholds)
    order = build_facts(connection, inputs.received)
    set_versions(connection, inputs.versions, partial(_declare, inputs, thresholds))
    order += build_marts(connection, thresholds)
    connection.execute("drop schema stage cascade; drop schema source cascade; drop schema received cascade")
    return order


def stage_sources(connection: duckdb.DuckDBPyConnection, inputs: Inputs, thresholds: Thresholds) -> None:
    """Lays in what does not depend on the archive: the catalog, the sources as text, the evidence of the ledgers."""
    _lay_declared(connection, inputs, thresholds)
    write_office(connection, inputs.office)
    stage_publications(connection, Archive(inputs.raw_folder))
    write_sentences(connection)
    create_quality(connection)
    write_evidence(connection, inputs.shapes, inputs.ledgers)


def _lay_declared(connection: duckdb.DuckDBPyConnection, inputs: Inputs, thresholds: Thresholds) -> None:
    begins = inputs.office.year_begins
    write_catalog(connection, inputs.catalog, thresholds, inputs.today, begins)
    schedule = read_schedule(inputs.catalog, begins, inputs.today, inputs.received.steps)
    write_rounds(connection, inputs.catalog, schedule, inputs.today)
    connection.execute("create schema source; create schema stage; create schema fact")
    staged = {path.stem for path in STAGE_MODELS.glob("*.sql")}
    for table_name, frame in inputs.intake.frames.items():
        # What the stage sets beside what was received lies apart from it.
        _lay(connection, f"{'source' if table_name in staged else 'stage'}.{table_name}", frame)
    write_contributions(connection, inputs.catalog, inputs.intake, schedule)


def _declare(inputs: Inputs, thresholds: Thresholds, connection: duckdb.DuckDBPyConnection, version: Version) -> None:
    """Fills a database with the declared tables of other definitions than those of `inputs`."""
    raw_folder, definitions = inputs.raw_folder, version.files()
    intake = Intake({**inputs.intake.frames, **declared_frames(raw_folder, definitions)})
    other = replace(inputs, catalog=catalog_of(definitions, raw_folder), intake=intake)
    _lay_declared(connection, other, thresholds)
    models = read_models(STAGE_MODELS, "stage") | read_models(FACT_MODELS, "fact")
    build_tables(connection, needed_for(connection, models, DECLARED), {})


def build_facts(connection: duckdb.DuckDBPyConnection, received: Received) -> list[str]:
    """Creates the fact tables from what was staged and what was received; returns their order."""
    stage_received(connection, received)
    models = read_models(STAGE_MODELS, "stage") | read_models(FACT_MODELS, "fact")
    order = build_tables(connection, models, {})
    set_aside(connection)
    return order


def fingerprint(data_folder: Path, definitions: Files, with_sample: bool) -> str:
    """SHA-256 over everything a build depends on: definitions, raw bytes, the office, code, whether samples are in."""
    raw_folder = data_folder / "raw"
    digest = hashlib.sha256(f"sample={with_sample}\n".encode())
    # Rounds begin by themselves: a day on which one did is news.
    schedule = read_schedule(
        catalog_of(definitions, raw_folder),
        office_that_holds(data_folder).year_begins,
        clock.today(),
        Archive(raw_folder).steps(),
    )
    digest.update(f"{[(p, e.period_id) for p, rounds in schedule.items() for e in rounds]}\n".encode())
    raw = [file.name for file in list_files(raw_folder, {}, with_sample)]
    # Its journals name every archived file by its hash: none of them is read to know that nothing is new.
    raw += [path.relative_to(raw_folder) for path in sorted(raw_folder.glob("archive/*.jsonl"))]
    for name, content in sorted(definitions.items()):
        digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode(errors="surrogateescape"))
    contents = contents_of(data_folder / "warehouse")
    for file in _ledger_files(raw_folder, definitions, with_sample):
        digest.update(f"{file.name} {contents.sha256(file.path)}\n".encode(errors="surrogateescape"))
    code = sorted(path.relative_to(PROJECT_FOLDER) for path in _code_files())
    for root, paths in ((data_folder, [Path(OFFICE_FILE)]), (raw_folder, raw), (PROJECT_FOLDER, code)):
        for path in paths:
            digest.update(os.fsencode(path) + f" {_content_hash(root / path)}\n".encode())
    return digest.hexdigest()


def named_files(raw_folder: Path, definitions: Files) -> list[Path]:
    """Every file that a source, a ledger or the catalog names, samples and the draft included."""
    there = {**draft(raw_folder), **definitions}
    named = [raw_folder / file.name for file in list_files(raw_folder, there, with_sample=True)]
    named += [raw_folder / FOLDER / name for name in there if is_catalog_file(name) or is_shape(name)]
    return named + [file.path for file in _ledger_files(raw_folder, definitions, with_sample=True)]


def unpublished(raw_folder: Path) -> list[Finding]:
    """A warning where the draft of the definitions is not what has been published."""
    archive, files = Archive(raw_folder), draft(raw_folder)
    last = in_force(archive)
    if not files or (last and last.manifest == manifest_of(files)):
        return []
    if last is None:
        return [replace(reading_finding("definitions.unpublished", FOLDER), severity="warn")]
    moment = clock.local(clock.instant(last.recorded_at))
    found = reading_finding("definitions.draft", FOLDER, by=last.by, published=f"{moment:%Y-%m-%d %H:%M}")
    return [replace(found, severity="warn")]


def _ledger_files(raw_folder: Path, definitions: Files, with_sample: bool) -> Iterable[LedgerFile]:
    return list_ledger_files(raw_folder, load_shapes(definitions), with_sample)


def _content_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _staged(data_folder: Path, declared: Declared, with_sample: bool) -> Ledgers:
    files = list(list_ledger_files(data_folder / "raw", declared.shapes, with_sample))
    return stage_ledgers(data_folder / "warehouse", files, current_names(declared.catalog.units))


def _source_file(file: StagedFile) -> SourceFile:
    return SourceFile(file.source_file, file.sha256, file.byte_count, file.provenance)


def build_in_force(warehouse_folder: Path) -> Build | None:
    """The build that the pointer names, or None when there is none that opens."""
    path = publish.current_build(warehouse_folder)
    if path is None:
        return None
    try:
        return open_build(path).build
    except NoSnapshot:
        return None


def _code_files() -> Iterable[Path]:
    for folder in CODE_FOLDERS:
        for path in (PROJECT_FOLDER / folder).rglob("*"):
            if path.suffix in CODE_SUFFIXES and path.is_file():
                yield path


def _lay(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    # Typed outright: a column that is empty throughout would otherwise become a number.
    schema = pa.schema([(name, pa.int64() if name == ROW_COLUMN else pa.string()) for name in frame.columns])
    connection.from_arrow(pa.Table.from_pandas(frame, schema=schema, preserve_index=False)).create(table)


def _check_tables(connection: duckdb.DuckDBPyConnection, suites: dict[str, Suite]) -> list[CheckResult]:
    # Each query returns the rows that offend; its suite wants none of them.
    frames = {path.stem: connection.execute(path.read_text(encoding="utf-8")).df().astype(object)
              for path in sorted(CHECK_QUERIES.glob("*.sql"))}  # fmt: skip
    return run_suites(frames, {name: suites[name] for name in frames}, {})


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

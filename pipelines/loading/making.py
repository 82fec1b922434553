"""A build in the making: what it is made from is read and checked, its tables are made, and checked again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

import duckdb

from expectations.result import CheckResult, Finding
from expectations.runner import run_suites
from expectations.suite import load_suites
from expectations.verdicts import Verdicts
from metrics.catalog import Catalog, Files
from metrics.catalog.units import current_names
from metrics.marts.chain import referenced_tables
from metrics.office import Office
from metrics.settings import PROJECT_FOLDER
from metrics.warehouse import Build
from pipelines.archive import Archive
from pipelines.definitions.files import catalog_of
from pipelines.ledgers.faults import check_ledgers
from pipelines.ledgers.fitting import check_shapes
from pipelines.ledgers.reader import list_ledger_files
from pipelines.ledgers.shape import Shape, load_shapes
from pipelines.ledgers.stages import StagedFile, remove_unused
from pipelines.ledgers.staging import Ledgers, stage_ledgers
from pipelines.loading import publish
from pipelines.loading.build_record import (
    FILES,
    OWN,
    REPORTS,
    TABLES,
    Found,
    Record,
    create_quality,
    read_quality,
    write_build,
    write_quality,
)
from pipelines.loading.definition_versions import versions_of
from pipelines.loading.fingerprints import Fingerprint, code_hash
from pipelines.loading.intake import Intake, SourceFile, read_intake
from pipelines.loading.received import read_received
from pipelines.loading.references import reference_sets
from pipelines.loading.renewal import BEFORE, Renewal
from pipelines.loading.tables import Inputs, build_snapshot, renew_snapshot
from pipelines.schedule import planned_periods

# Beside the builds: what was judged of each table.
CHECKS_FOLDER = "checks"
CHECK_QUERIES = PROJECT_FOLDER / "pipelines" / "sql" / "checks"

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class Declared:
    """What an office declares: its own file, its definitions as bytes, and what they are read into."""

    office: Office
    definitions: Files
    catalog: Catalog
    shapes: Sequence[Shape]


def read_declared(office: Office, raw_folder: Path, definitions: Files) -> Declared:
    """What definitions declare.

    Raises:
        CatalogError: with every problem of them.
    """
    catalog, shapes = catalog_of(definitions, raw_folder), load_shapes(definitions)
    check_shapes(shapes, catalog)
    return Declared(office, definitions, catalog, shapes)


def read_inputs(
    data_folder: Path, declared: Declared, with_sample: bool, today: date, declared_hash: str | None = None
) -> Inputs:
    """All that a build is made from; what files say is not read again while `declared_hash` is as it was."""
    raw, definitions = data_folder / "raw", declared.definitions
    return Inputs(
        declared.office, declared.catalog, _intake(raw, definitions, with_sample, declared_hash),
        read_received(raw, data_folder / "warehouse", definitions, with_sample), declared.shapes,
        _staged(data_folder, declared, with_sample), today, raw, versions_of(Archive(raw)),
    )  # fmt: skip


def _staged(data_folder: Path, declared: Declared, with_sample: bool) -> Ledgers:
    files = list(list_ledger_files(data_folder / "raw", declared.shapes, with_sample))
    return stage_ledgers(data_folder / "warehouse", files, current_names(declared.catalog.units))


def _intake(raw_folder: Path, definitions: Files, with_sample: bool, declared_hash: str | None) -> Intake:
    known = (raw_folder, declared_hash)
    if declared_hash is None or known not in _INTAKES:
        read = read_intake(raw_folder, definitions, with_sample)
        if declared_hash is None:
            return read
        _INTAKES.clear()
        _INTAKES[known] = read
    return _INTAKES[known]


# What files said last, by the hash of all that they were read from.
_INTAKES: dict[tuple[Path, str | None], Intake] = {}


@dataclass
class Making:
    """One build that is tried: out of the one before it where the same code made that, else from nothing."""

    warehouse_folder: Path
    inputs: Inputs
    with_sample: bool
    prints: Fingerprint
    now: datetime
    say: Progress
    found: Found = field(default_factory=Found)

    def make(self, before: Build | None) -> Path | None:
        """Makes and publishes it; None, and nothing is changed, where what was `found` keeps it from that.

        Raises:
            OSError: when it could not be written whole.
        """
        published = self._publish(publish.new_build_id(self.now, self.prints.inputs), before)
        folder = self.warehouse_folder
        remove_unused(folder, self.inputs.ledgers.stages, publish.list_builds(folder))
        return published

    def _publish(self, build_id: str, before: Build | None) -> Path | None:
        if before is None or before.code_hash != code_hash():
            return publish.make_build(self.warehouse_folder, build_id, lambda c: self._fill(c, build_id))
        path = publish.build_path(self.warehouse_folder, before.build_id)
        return publish.renew_build(
            self.warehouse_folder, build_id, path, lambda renewal: self._renew(renewal, before, build_id)
        )

    def _fill(self, connection: duckdb.DuckDBPyConnection, build_id: str) -> bool:
        self.found = check_and_build(connection, self.inputs, self.say)
        return self._record(connection, build_id)

    def _renew(self, renewal: Renewal, before: Build, build_id: str) -> Collection[str] | None:
        inputs, connection = self.inputs, renewal.connection
        known, is_declared_anew = read_quality(connection, BEFORE), before.declared_hash != self.prints.declared
        if is_declared_anew:
            self.found = _check_inputs(inputs, self.say)
        else:
            self.found = Found([result for result in known.checks if result.table_name not in _cross_checks()])
            self.found.add(FILES, known.by_place.get(FILES, ()))
            self.found.add(REPORTS, [*inputs.received.findings, *inputs.received.warnings])
        if self.found.has_error:
            return None
        self.say("建立数据集市", "building the marts")
        renew_snapshot(renewal, inputs, is_declared_anew=is_declared_anew)
        if not is_declared_anew:
            create_quality(connection)
        _check_renewed(renewal, known, self.found, _verdicts(inputs))
        connection.execute("create schema if not exists meta")  # Where nothing of it had to be read.
        renewal.show(["mart.attainment"])
        return OWN if self._record(connection, build_id) else None

    def _record(self, connection: duckdb.DuckDBPyConnection, build_id: str) -> bool:
        if self.found.has_error:
            return False
        inputs = self.inputs
        write_quality(connection, self.found)
        files = [*inputs.intake.files, *inputs.received.files, *map(_source_file, inputs.ledgers.files)]
        write_build(
            connection,
            Record(build_id, self.now, self.prints.inputs, self.prints.declared, self.with_sample, files),
        )
        self.say("发布", "publishing")
        return True


def check_and_build(
    connection: duckdb.DuckDBPyConnection, inputs: Inputs, say: Progress, *, is_whole: bool = True
) -> Found:
    """Everything found in the files and, unless one of it is an error, in the tables that are then built.

    What is not to be a whole build has those marts only that the checks look at.
    """
    found = _check_inputs(inputs, say)
    if not found.has_error:
        say("建立数据集市", "building the marts")
        build_snapshot(connection, inputs, None if is_whole else _cross_checks().values())
        found.add(TABLES, checks=_check_tables(connection, _cross_checks(), _verdicts(inputs)))
    return found


def _check_inputs(inputs: Inputs, say: Progress) -> Found:
    intake, received, found = inputs.intake, inputs.received, Found()
    count = len(intake.files) + len(inputs.ledgers.files)
    say(f"用 Great Expectations 检查 {count} 个文件", f"checking {count} files")
    suites, references = load_suites(), reference_sets(inputs.catalog, intake.frames, _periods(inputs))
    checks = run_suites(intake.frames, suites, references, _verdicts(inputs)) + check_ledgers(inputs.ledgers, suites)
    found.add(FILES, [*intake.findings, *inputs.ledgers.findings], checks)
    found.add(REPORTS, [*received.findings, *received.warnings])
    return found


def _periods(inputs: Inputs) -> list[str]:
    return planned_periods(inputs.catalog, inputs.office.year_begins, inputs.today, inputs.received.steps)


def findings_of(checks: Iterable[CheckResult]) -> list[Finding]:
    """What the checks found."""
    return [finding for check in checks for finding in check.findings]


@cache
def _cross_checks() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(CHECK_QUERIES.glob("*.sql"))}


def _verdicts(inputs: Inputs) -> Verdicts:
    return verdicts_of(inputs.raw_folder.parent / "warehouse")


@lru_cache(maxsize=8)
def verdicts_of(warehouse_folder: Path) -> Verdicts:
    """The verdicts on the tables of a warehouse, by this process and those before it."""
    return Verdicts(warehouse_folder / CHECKS_FOLDER, code_hash())


def _check_tables(
    connection: duckdb.DuckDBPyConnection, queries: dict[str, str], verdicts: Verdicts
) -> list[CheckResult]:
    # Each query returns the rows that offend; its suite wants none of them.
    suites = load_suites()
    frames = {name: connection.execute(sql).df().astype(object) for name, sql in queries.items()}
    return run_suites(frames, {name: suites[name] for name in frames}, {}, verdicts)


def _check_renewed(renewal: Renewal, known: Found, found: Found, verdicts: Verdicts) -> None:
    """Asks those checks across tables that read what has changed; what the others said before still holds."""
    queries, connection = _cross_checks(), renewal.connection
    reads = {name: referenced_tables(connection, sql) for name, sql in queries.items()}
    asked = {name: sql for name, sql in queries.items() if reads[name] & renewal.changed}
    for name in asked:
        renewal.see(reads[name])
    kept = [result for result in known.checks if result.table_name in queries.keys() - asked.keys()]
    rules = {result.rule_id for result in kept}
    found.checks += kept
    found.add(TABLES, [finding for finding in known.by_place.get(TABLES, ()) if finding.rule_id in rules])
    found.add(TABLES, checks=_check_tables(connection, asked, verdicts))


def _source_file(file: StagedFile) -> SourceFile:
    return SourceFile(file.source_file, file.sha256, file.byte_count, file.provenance)

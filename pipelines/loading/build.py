"""One load, from files to a published snapshot: read, check, build the marts, check again, publish."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from expectations.result import CheckResult, Finding
from expectations.runner import run_suites
from expectations.suite import load_suites
from metrics import clock
from metrics.catalog import CatalogError, Files, is_catalog_file
from metrics.database import connect
from metrics.office import OFFICE_FILE, BadOffice, load_office, office_that_holds
from metrics.settings import PROJECT_FOLDER
from metrics.warehouse import Build, NoSnapshot, open_build
from pipelines.archive import Archive
from pipelines.clock_lines import MOST_BEHIND
from pipelines.definitions.checks import references_of
from pipelines.definitions.files import FOLDER, definition_findings, definitions_in_force, draft
from pipelines.definitions.publications import in_force, manifest_of
from pipelines.definitions.things import read_things, readable_files
from pipelines.journals import BrokenJournal, write_durably
from pipelines.ledgers.shape import counting_file, is_shape
from pipelines.ledgers.stages import are_whole
from pipelines.loading import publish
from pipelines.loading.fingerprints import fingerprint, ledger_files
from pipelines.loading.intake import (
    declared_intake,
    list_files,
    unread_files,
)
from pipelines.loading.making import Making, check_and_build, findings_of, read_declared, read_inputs, verdicts_of
from pipelines.old_journals import move_journals
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding
from pipelines.receiving.inbox import left_in_inbox, receive_inbox, waiting_for_time
from pipelines.records import Receipt
from pipelines.reports.again import Rereading

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
            declared = read_declared(office, data_folder / "raw", definitions_in_force(data_folder / "raw"))
        except CatalogError as error:
            return LoadOutcome("refused", current, tuple(definition_findings(error)))
        turned_away = _turned_away(data_folder / "raw", declared.definitions, with_sample)
        if any(finding.rule_id == "definitions.moved" for finding in turned_away):
            return LoadOutcome("refused", current, tuple(turned_away))
        now = clock.now()
        prints = fingerprint(data_folder, declared.definitions, with_sample, clock.day_of(now))
        # One that a wrong clock dated ahead is judged by a day that has not come: it is made anew.
        before = current if current and current.built_at <= now + MOST_BEHIND else None
        if before and before.inputs_hash == prints.inputs and _has_ledgers(warehouse_folder, before):
            return LoadOutcome("unchanged", before, tuple(turned_away))
        say("读取定义和原始文件", "reading the definitions and the raw files")
        inputs = read_inputs(data_folder, declared, with_sample, clock.day_of(now), prints.declared)
        making = Making(data_folder / "warehouse", inputs, with_sample, prints, now, say)
        published = making.make(before)
        found = making.found
        if published is None:
            return LoadOutcome("refused", current, (*turned_away, *found.findings), tuple(found.checks))
        _keep_office(data_folder)
        return LoadOutcome(
            "published", build_in_force(warehouse_folder), (*turned_away, *found.findings), tuple(found.checks)
        )


def _has_ledgers(warehouse_folder: Path, build: Build) -> bool:
    return are_whole(warehouse_folder, publish.build_path(warehouse_folder, build.build_id))


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


def check_definitions(
    data_folder: Path, definitions: Files, with_sample: bool, *, is_whole: bool = True
) -> list[Finding]:
    """What a load by these definitions would find in them and in all that was received; nothing is published.

    Who only looks ahead need not see it built whole: the marts that no check reads are then left out.
    """
    try:
        declared = read_declared(load_office(data_folder), data_folder / "raw", definitions)
    except CatalogError as error:
        # All at once: the tables beside what is misshapen are looked at too.
        return [*definition_findings(error), *_table_faults(data_folder / "raw", definitions)]
    # What held when before asks for nothing of what is to hold.
    inputs = replace(read_inputs(data_folder, declared, with_sample, clock.today()), versions=())
    with connect() as connection:
        return check_and_build(connection, inputs, lambda zh, en: None, is_whole=is_whole).findings


def _table_faults(raw_folder: Path, definitions: Files) -> list[Finding]:
    """What is wrong with the tables of definitions whose catalog cannot be used."""
    intake, readable = declared_intake(raw_folder, definitions), readable_files(definitions)
    suites = {name: suite for name, suite in load_suites().items() if name in intake.frames}
    verdicts = verdicts_of(raw_folder.parent / "warehouse")
    found = findings_of(run_suites(intake.frames, suites, references_of(read_things(readable)), verdicts))
    if len(readable) < len(definitions):
        # What a file that cannot be read declares is known to nobody: names are not held against it.
        found = [finding for finding in found if not finding.rule_id.endswith(".known")]
    return [*intake.findings, *found]


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


def named_files(raw_folder: Path, definitions: Files) -> list[Path]:
    """Every file that a source, a ledger or the catalog names, samples and the draft included."""
    there = {**draft(raw_folder), **definitions}
    named = [raw_folder / file.name for file in list_files(raw_folder, there, with_sample=True)]
    named += [raw_folder / FOLDER / name for name in there if is_catalog_file(name) or is_shape(name)]
    named += [raw_folder / FOLDER / counting_file(name) for name in there if is_shape(name)]
    return named + [file.path for file in ledger_files(raw_folder, definitions, with_sample=True)]


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


def build_in_force(warehouse_folder: Path) -> Build | None:
    """The build that the pointer names, or None when there is none that opens."""
    path = publish.current_build(warehouse_folder)
    if path is None:
        return None
    try:
        seen = path.stat()
        return _build(path, seen.st_ino, seen.st_size, seen.st_mtime_ns)
    except (NoSnapshot, OSError):
        return None


@lru_cache(maxsize=4)
def _build(path: Path, *touched: int) -> Build:
    # A build never changes: one that has been touched since is opened again.
    return open_build(path).build


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

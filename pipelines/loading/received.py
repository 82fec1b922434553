"""What the archive holds, brought into a build: the rows of accepted reports and of published statistics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from expectations.result import Finding
from metrics.catalog import Files
from metrics.database import connect
from pipelines.archive import AlteredRows, Archive, file_hash
from pipelines.centre_register import read_centre_register
from pipelines.journal.book import Book, read_book
from pipelines.journal.tables import stage_steps
from pipelines.loading.closings import Closings, read_closings, stage_closings
from pipelines.loading.intake import SourceFile
from pipelines.loading.orphans import Names, orphaned_receipts, orphaned_rows, orphaned_steps
from pipelines.loading.parsed import ParsedRows
from pipelines.readers.wording import reading_finding
from pipelines.records import ACCEPTED, HELD, STATISTICS, Receipt, Step
from pipelines.register import read_register
from pipelines.reports.yearly_statistics import COLUMNS as STATISTIC_COLUMNS
from pipelines.sources.received import ReportForm, report_forms
from pipelines.statistics.book import StatisticsBook, read_statistics_book
from pipelines.statistics.tables import stage_imports

# Where a figure stands in the file, and how it was written there before it was read.
PLACE_COLUMNS = ("value_text", "unit_text", "value_column", "value_cell", "_sheet")
# What follows from the archive alone, beside schema `received`: another report changes no other table of the stage.
STAGED = {"stage.statistic_spell", "stage.statistic_event", "stage.report_event", "stage.step", "stage.arrival",
          "stage.closing", "stage.closed_definition", "stage.closed_judgement"}  # fmt: skip
_RECEIPT_COLUMNS = ("sha256", "path", "name", "kind", "programme_id", "period_id", "unit_id", "version",
                    "centre_id", "indicator_id", "received_at", "place")  # fmt: skip


@dataclass
class Received:
    """The receipts that an archive keeps for use, their parsed rows, and what stands in the way of using them.

    `arrivals` are all receipts, `steps` the journal's, and the books what follows from both; `rows` are by kind.
    """

    receipts: list[Receipt]
    arrivals: list[Receipt]
    steps: list[Step]
    book: Book
    statistics_book: StatisticsBook
    rows: dict[str, ParsedRows]
    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    files: list[SourceFile] = field(default_factory=list)
    closings: Closings = field(default_factory=Closings)


def read_received(raw_folder: Path, warehouse_folder: Path, definitions: Files, with_sample: bool) -> Received:
    """Gathers what is new in the archive; an accepted file that is gone or damaged is an error that names it.

    Raises:
        BrokenJournal: when the journal of receipts or of steps cannot be read.
    """
    archive = Archive(raw_folder)
    arrivals = archive.receipts()
    # A decision on a sample report leaves with the samples.
    steps = [step for step in archive.steps() if with_sample or not step.is_sample]
    receipts = [receipt for receipt in arrivals if receipt.verdict in (ACCEPTED, HELD)]
    register = read_register(raw_folder, definitions, with_sample)
    book = read_book(archive, arrivals, steps, register, with_sample)
    columns = {form.form_id: _parsed_columns(form) for form in report_forms()} | {STATISTICS: STATISTIC_COLUMNS}
    rows = {kind: ParsedRows(warehouse_folder, kind, named) for kind, named in columns.items()}
    received = Received(receipts, arrivals, steps, book, read_statistics_book(arrivals, steps), rows)
    received.closings = read_closings(archive, archive.steps(), with_sample)
    received.findings = [*_lost(archive, receipts), *received.closings.findings]
    received.warnings = [Finding(**facts) for receipt in book.latest(receipts) for facts in receipt.findings]
    received.files = [
        SourceFile(_path(receipt), receipt.sha256, receipt.byte_count,
                   "published" if receipt.kind == STATISTICS else "reported")
        for receipt in receipts
    ]  # fmt: skip
    every_centre = (
        register.centres if with_sample else read_centre_register(raw_folder, register.catalog, with_sample=True)
    )
    names = Names.declared(register, every_centre.centres)
    for finding in (*orphaned_receipts(names, receipts), *orphaned_steps(names, steps)):
        (received.findings if finding.severity == "error" else received.warnings).append(finding)
    if received.findings:
        return received
    with connect() as connection:
        for kind, kept in rows.items():
            of_kind = [receipt for receipt in receipts if receipt.kind == kind]
            received.findings += _gather_new(archive, of_kind, kept, connection)
            if kind != STATISTICS and not received.findings:
                received.findings += orphaned_rows(names, of_kind, kept, connection)
    return received


def stage_received(connection: duckdb.DuckDBPyConnection, received: Received) -> None:
    """Lays in what the archive holds: parsed rows and receipts in schema `received`, what the books make of them.

    The text stage (`pipelines/sql/stage`) sets them beside the sources. What they supersede stays, with the moment
    until which it stood: a sample until the first real report of its programme, a published value until the next
    import of the same statistic, province and year counts. Where that is withdrawn, the earlier value stands again.
    """
    connection.execute("create schema received")
    for kind, parsed in received.rows.items():
        parsed.write_to(connection, f"received.{kind}")
    rows = [{**vars(r), "path": _path(r), "version": str(r.version or ""), "place": place}
            for place, r in enumerate(received.receipts)]  # fmt: skip
    types = {name: pa.int64() if name == "place" else pa.string() for name in _RECEIPT_COLUMNS}
    table = pa.Table.from_pylist([{name: row[name] for name in _RECEIPT_COLUMNS} for row in rows],
                                 schema=pa.schema(types.items()))  # fmt: skip
    connection.from_arrow(table).create("received.receipt")
    stage_imports(connection, received.statistics_book)
    stage_steps(connection, received.book, received.arrivals, received.steps)
    stage_closings(connection, received.closings)


def _parsed_columns(form: ReportForm) -> tuple[str, ...]:
    return form.subject_column, form.kind.sender, "submitted_on", "is_nil", *form.row_columns, *PLACE_COLUMNS, "_row"


def _path(receipt: Receipt) -> str:
    return f"archive/{receipt.sha256[:2]}/{receipt.sha256}"


def _lost(archive: Archive, receipts: list[Receipt]) -> Iterator[Finding]:
    for receipt in receipts:
        try:
            size = archive.path(receipt.sha256).stat().st_size
        except OSError as error:
            yield reading_finding("archive.lost", _path(receipt), name=receipt.name, detail=error.strerror)
            continue
        if size != receipt.byte_count:
            yield reading_finding("archive.changed", _path(receipt), name=receipt.name)


def _gather_new(
    archive: Archive, receipts: list[Receipt], kept: ParsedRows, connection: duckdb.DuckDBPyConnection
) -> list[Finding]:
    gathered = kept.known(connection)
    findings: list[Finding] = []
    new: list[dict[str, Any]] = []
    for receipt in receipts:
        if receipt.sha256 in gathered:
            continue
        try:
            is_whole = file_hash(archive.path(receipt.sha256)) == receipt.sha256
            rows = archive.rows(receipt)
        except OSError as error:
            findings.append(reading_finding("archive.lost", _path(receipt), name=receipt.name, detail=error.strerror))
            continue
        except AlteredRows:
            is_whole = False
        if not is_whole:
            findings.append(reading_finding("archive.changed", _path(receipt), name=receipt.name))
            continue
        new += [{**row, "_sha256": receipt.sha256} for row in rows]
        gathered.add(receipt.sha256)
    if not findings:
        kept.add(new)
    return findings

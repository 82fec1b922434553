"""Importing a yearly export of the statistical office: read, checked and archived like any other received file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from expectations.result import Finding
from metrics import clock
from metrics.catalog.measures import Measures
from metrics.catalog.models import Indicator
from pipelines.archive import ACCEPTED, ALREADY_RECEIVED, REFUSED, STATISTICS, Archive, Receipt, open_received
from pipelines.readers.encoding import readable_name
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader
from pipelines.reports.yearly_statistics import COLUMNS, Statistics, read_statistics

SUITE = "turnover"


@dataclass
class ImportOutcome:
    """What became of one export: its verdict, what was read, and its receipt."""

    verdict: str
    statistics: Statistics
    findings: list[Finding] = field(default_factory=list)
    receipt: Receipt | None = None


def import_statistics(archive: Archive, path: Path, indicator: Indicator, measures: Measures) -> ImportOutcome:
    """Keeps the export at `path` as published figures for `indicator`, or in quarantine with its findings.

    Raises:
        OSError: when it cannot be read or stored; then nothing was received.
    """
    with open_received(path) as content, archive.exclusive(), WorkbookReader() as workbooks:
        copy, sha256, size = archive.take_in(content)
        try:
            receipts = archive.receipts()
            known = [r for r in receipts if r.sha256 == sha256 and r.indicator_id == indicator.id]
            if known and known[-1].verdict == ACCEPTED:
                return ImportOutcome(ALREADY_RECEIVED, Statistics(readable_name(path.name)), receipt=known[-1])
            outcome = check_statistics(copy, readable_name(path.name), indicator, measures, workbooks)
            outcome.receipt = Receipt(
                received_at=archive.next_moment(receipts, archive.steps()),
                name=readable_name(path.name),
                sha256=sha256,
                byte_count=size,
                verdict=outcome.verdict,
                kind=STATISTICS,
                indicator_id=indicator.id,
                findings=[finding.as_dict() for finding in outcome.findings],
            )
            archive.keep(copy, outcome.receipt)
        finally:
            copy.unlink(missing_ok=True)
    return outcome


def check_statistics(
    path: Path, name: str, indicator: Indicator, measures: Measures, workbooks: WorkbookReader
) -> ImportOutcome:
    """Everything that is to be said about the export at `path`; nothing is stored."""
    import pandas as pd

    from expectations.runner import FILE_COLUMN, ROW_COLUMN, run_suites
    from expectations.suite import load_suites

    statistics = read_statistics(path, name, workbooks, measures)
    findings = list(statistics.findings)
    unit = statistics.facts.get("measure_unit")
    if unit is not None and measures.conversion(unit, indicator.measure_unit) is None:
        findings.append(
            reading_finding("statistics.unit", name, unit=unit, wanted=indicator.measure_unit, value=indicator.id)
        )
    if not indicator.may_be_negative:
        findings += [
            reading_finding("statistics.negative", name, int(str(row[ROW_COLUMN])), str(row["year"]),
                            value=str(row["value"]))
            for row in statistics.rows
            if str(row["value"]).startswith("-")
        ]  # fmt: skip
    this_year = clock.today().year
    findings += [
        reading_finding("statistics.future", name, int(str(row[ROW_COLUMN])), str(row["year"]), value=str(row["value"]))
        for row in statistics.rows
        if int(str(row["year"])) >= this_year
    ]
    if statistics.rows:
        columns = [column for column in COLUMNS if column != ROW_COLUMN]
        frame = pd.DataFrame(statistics.rows, columns=[*columns, FILE_COLUMN, ROW_COLUMN], dtype=object)
        frame = frame.astype({ROW_COLUMN: "int64"})
        checks = run_suites({SUITE: frame}, {SUITE: load_suites()[SUITE]}, {"measure_units": list(measures.units)})
        findings += [finding for check in checks for finding in check.findings]
    is_refused = not statistics.rows or any(finding.severity == "error" for finding in findings)
    return ImportOutcome(REFUSED if is_refused else ACCEPTED, statistics, findings)

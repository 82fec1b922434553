"""Receiving a file: read, checked, decided, and on disk before anybody is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from expectations.result import Finding
from metrics.catalog import load_catalog
from pipelines.archive import ACCEPTED, ALREADY_RECEIVED, REFUSED, REPORT, Archive, Receipt
from pipelines.readers.encoding import readable_name
from pipelines.readers.report import ReceivedReport, read_report
from pipelines.readers.workbook import WorkbookReader
from pipelines.register import Register, read_register
from pipelines.report_checks import check_reports
from pipelines.report_history import read_histories


@dataclass
class Outcome:
    """What became of one file: its verdict, what was read, every finding, and the receipt once it is kept."""

    file: str
    verdict: str
    report: ReceivedReport
    findings: list[Finding] = field(default_factory=list)
    receipt: Receipt | None = None

    @property
    def is_refused(self) -> bool:
        """Whether any finding keeps it out."""
        return self.verdict == REFUSED


class Desk:
    """Where reports are read and checked, one after another, with one register and one child process."""

    def __init__(self, raw_folder: Path, with_sample: bool) -> None:
        self.archive = Archive(raw_folder)
        self.with_sample = with_sample
        self.register: Register = read_register(raw_folder, load_catalog(), with_sample)
        self.workbooks = WorkbookReader()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.workbooks.close()

    def check(self, paths: Mapping[str, Path], receipts: list[Receipt] | None = None) -> list[Outcome]:
        """Everything that is to be said about each file (what to call it → where it is); nothing is stored."""
        reports = [read_report(path, name, self.register, self.workbooks) for name, path in paths.items()]
        known = self.archive.receipts() if receipts is None else receipts
        to_check = [
            (report, read_histories(self.archive, known, report, self.register, self.workbooks, self.with_sample))
            for report in reports
            if report.rows
        ]
        checked = check_reports(to_check, self.register, datetime.now(UTC).date())
        return [_outcome(report, checked.get(report.file, [])) for report in reports]

    def receive(self, path: Path) -> Outcome:
        """Keeps the file at `path` for good, accepted or in quarantine.

        Raises:
            OSError: when it cannot be read or stored; then nothing was received.
        """
        with self.archive.exclusive():
            copy, sha256, size = self.archive.take_in(path)
            try:
                return self._decide(copy, readable_name(path.name), sha256, size)
            finally:
                copy.unlink(missing_ok=True)

    def _decide(self, copy: Path, name: str, sha256: str, size: int) -> Outcome:
        receipts = self.archive.receipts()
        known = [receipt for receipt in receipts if receipt.sha256 == sha256 and receipt.kind == REPORT]
        accepted = next((receipt for receipt in known if receipt.verdict == ACCEPTED), None)
        if accepted is not None:
            return Outcome(name, ALREADY_RECEIVED, ReceivedReport(name), receipt=accepted)
        outcome = self.check({name: copy}, receipts)[0]
        receipt = _receipt(outcome, sha256, size, receipts)
        last = known[-1] if known else None
        if last is not None and outcome.is_refused and last.findings == receipt.findings:
            outcome.receipt = last  # The same bytes for the same reasons: nothing new to keep.
        else:
            self.archive.keep(copy, receipt)
            outcome.receipt = receipt
        return outcome


def _outcome(report: ReceivedReport, checked: list[Finding]) -> Outcome:
    findings = [*report.findings, *_new_findings(report.findings, checked)]
    findings.sort(key=lambda f: (f.severity != "error", f.sheet or "", f.row_number or 0))
    is_refused = report.key is None or any(finding.severity == "error" for finding in findings)
    return Outcome(report.file, REFUSED if is_refused else ACCEPTED, report, findings)


def _new_findings(read: list[Finding], checked: list[Finding]) -> list[Finding]:
    # A cell that could not be read is empty to the rules: it is named once, by its reader.
    named = {(finding.row_number, finding.column_name) for finding in read}
    columns = {finding.column_name for finding in read if finding.rule_id in {"header.missing", "cell.required"}}
    if any(finding.rule_id == "report.blank" for finding in read):
        return []  # Everything that is missing is missing for one reason.
    return [
        finding
        for finding in checked
        if (finding.row_number, finding.column_name) not in named and finding.column_name not in columns
    ]


def _receipt(outcome: Outcome, sha256: str, size: int, receipts: list[Receipt]) -> Receipt:
    programme_id, period_id, unit_id = outcome.report.key or (None, None, None)
    version = None
    if outcome.verdict == ACCEPTED:
        key = (programme_id, period_id, unit_id)
        version = 1 + sum(r.key == key for r in receipts if r.verdict == ACCEPTED and r.kind == REPORT)
    return Receipt(
        received_at=datetime.now(UTC).isoformat(timespec="microseconds"),
        name=outcome.file,
        sha256=sha256,
        byte_count=size,
        verdict=outcome.verdict,
        kind=REPORT,
        programme_id=programme_id,
        period_id=period_id,
        unit_id=unit_id,
        version=version,
        findings=[finding.as_dict() for finding in outcome.findings],
    )

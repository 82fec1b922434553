"""Receiving a file: read, checked, decided, and on disk before anybody is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from expectations.result import Finding
from metrics import clock
from metrics.catalog import load_catalog
from metrics.rules.rounds import receive_objection
from metrics.sentences import Sentence
from pipelines.archive import (
    ACCEPTED,
    ALREADY_RECEIVED,
    AUTOMATIC,
    REFUSED,
    STATISTICS,
    Archive,
    Receipt,
    open_received,
)
from pipelines.centre_reports.book import read_centre_book
from pipelines.readers.encoding import readable_name
from pipelines.readers.report import ReceivedReport, read_report
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader
from pipelines.receive_words import what_became
from pipelines.register import Register, read_register
from pipelines.report_checks import check_reports
from pipelines.report_history import read_histories
from pipelines.rounds.book import RoundBook, read_book


@dataclass
class Outcome:
    """What became of one file: its verdict, what was read, every finding; once it is kept, its receipt and words."""

    file: str
    verdict: str
    report: ReceivedReport
    findings: list[Finding] = field(default_factory=list)
    receipt: Receipt | None = None
    said: Sentence | None = None

    @property
    def is_refused(self) -> bool:
        """Whether any finding keeps it out."""
        return self.verdict == REFUSED


@dataclass(frozen=True)
class Sender:
    """Who hands a file in, where a name was given, and the page's request that brings it."""

    by: str | None = None
    request_id: str | None = None


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
        known = self._of_reporters(known, {report.key[2] for report in reports if report.key})
        book = read_book(self.archive, known, self.archive.steps(), self.register, with_sample=False)
        centre_book = read_centre_book(self.archive, known, self.archive.steps(), with_sample=False)
        counted = [*book.counted(known), *centre_book.counted(known)]
        to_check = [
            (report, read_histories(self.archive, counted, report, self.register, self.workbooks, self.with_sample))
            for report in reports
            if report.rows
        ]
        checked = check_reports(to_check, self.register, clock.today())
        return [_outcome(report, [*_closed(book, report), *checked.get(report.file, [])]) for report in reports]

    def seen(self, outcome: Outcome) -> ReceivedReport:
        """The cells of the file behind an outcome; read again where the outcome comes from its receipt."""
        if outcome.report.grids or outcome.receipt is None:
            return outcome.report
        return read_report(self.archive.place(outcome.receipt), outcome.file, self.register, self.workbooks)

    def said(self, outcome: Outcome) -> Sentence:
        """What became of a kept file, and what to do next."""
        return what_became(outcome, self.register, self._state_of(outcome.receipt))

    def _state_of(self, receipt: Receipt | None) -> str | None:
        if receipt is None or receipt.version is None or receipt.key[2] is None:
            return None
        receipts = self._of_reporters(self.archive.receipts(), {receipt.key[2]})
        if receipt.centre_id is not None:
            centre_book = read_centre_book(self.archive, receipts, self.archive.steps(), with_sample=False)
            return centre_book.standing((receipt.centre_id, str(receipt.period_id))).versions[receipt.version - 1]
        book = read_book(self.archive, receipts, self.archive.steps(), self.register, with_sample=False)
        key = (str(receipt.programme_id), str(receipt.period_id), receipt.key[2])
        return book.standing(key).versions[receipt.version - 1]

    @staticmethod
    def _of_reporters(receipts: list[Receipt], reporters: set[str | None]) -> list[Receipt]:
        # The rest of a large archive has no say in how their reports stand.
        return [receipt for receipt in receipts if receipt.key[2] in reporters]

    def receive(self, path: Path, by: str | None = None) -> Outcome:
        """Keeps the file at `path` for good, accepted or in quarantine; `by` is who hands it in.

        Raises:
            OSError: when it cannot be read or stored; then nothing was received.
        """
        with open_received(path) as content:
            return self.receive_content(content, path.name, Sender(by))

    def receive_content(self, content: BinaryIO, name: str, sender: Sender) -> Outcome:
        """Keeps what `content` gives, called `name`, for good, accepted or in quarantine.

        What one request of a page brings is received once, however often the request is taken up.

        Raises:
            OSError: when it cannot be read or stored; then nothing was received.
        """
        with self.archive.exclusive():
            receipts = self.archive.receipts()
            for receipt in receipts:
                if sender.request_id and receipt.request_id == sender.request_id:
                    return _known_outcome(receipt)
            copy, sha256, size = self.archive.take_in(content)
            try:
                return self._decide(copy, readable_name(name), sha256, size, receipts, sender)
            finally:
                copy.unlink(missing_ok=True)

    def _decide(
        self, copy: Path, name: str, sha256: str, size: int, receipts: list[Receipt], sender: Sender
    ) -> Outcome:
        known = [receipt for receipt in receipts if receipt.sha256 == sha256 and receipt.kind != STATISTICS]
        accepted = next((receipt for receipt in known if receipt.verdict == ACCEPTED), None)
        if accepted is not None:
            return Outcome(name, ALREADY_RECEIVED, ReceivedReport(name), receipt=accepted)
        outcome = self.check({name: copy}, receipts)[0]
        receipt = self._receipt(outcome, sha256, size, receipts, sender)
        last = known[-1] if known else None
        if last is not None and outcome.is_refused and last.findings == receipt.findings:
            outcome.receipt = last  # The same bytes for the same reasons: nothing new to keep.
        else:
            self.archive.keep(copy, receipt)
            outcome.receipt = receipt
        return outcome

    def _receipt(self, outcome: Outcome, sha256: str, size: int, receipts: list[Receipt], sender: Sender) -> Receipt:
        key, kind = outcome.report.key or (None, None, None), outcome.report.form.form_id
        programme_id, period_id, _ = key
        version = None
        if outcome.verdict == ACCEPTED:
            version = 1 + sum(r.key == key for r in receipts if r.verdict == ACCEPTED and r.kind == kind)
        acceptance = next((p.acceptance for p in self.register.catalog.programmes if p.id == programme_id), AUTOMATIC)
        return Receipt(
            received_at=self.archive.next_moment(receipts, self.archive.steps()),
            name=outcome.file,
            sha256=sha256,
            byte_count=size,
            verdict=outcome.verdict,
            kind=kind,
            programme_id=programme_id,
            period_id=period_id,
            **{outcome.report.form.subject_key: key[2]},
            version=version,
            findings=[finding.as_dict() for finding in outcome.findings],
            by=sender.by,
            acceptance=acceptance,
            request_id=sender.request_id,
        )


def _known_outcome(receipt: Receipt) -> Outcome:
    findings = [Finding(**facts) for facts in receipt.findings]
    return Outcome(receipt.name, receipt.verdict, ReceivedReport(receipt.name), findings, receipt)


def _closed(book: RoundBook, report: ReceivedReport) -> list[Finding]:
    code = receive_objection(book.standing(report.key)) if report.key else None
    return [reading_finding(f"round.{code}", report.file)] if code else []


def _outcome(report: ReceivedReport, checked: list[Finding]) -> Outcome:
    findings = [*report.findings, *_new_findings(report, checked)]
    findings.sort(key=lambda f: (f.severity != "error", f.sheet or "", f.row_number or 0))
    is_refused = report.key is None or any(finding.severity == "error" for finding in findings)
    return Outcome(report.file, REFUSED if is_refused else ACCEPTED, report, findings)


def _new_findings(report: ReceivedReport, checked: list[Finding]) -> list[Finding]:
    # A cell that could not be read is empty to the rules: it is named once, by its reader.
    read = report.findings
    named = {(finding.row_number, finding.column_name) for finding in read}
    columns = {finding.column_name for finding in read if finding.rule_id in {"header.missing", "cell.required"}}
    if any(finding.rule_id == "report.blank" for finding in read):
        return []  # Everything that is missing is missing for one reason.
    new = [
        finding
        for finding in checked
        if (finding.row_number, finding.column_name) not in named and finding.column_name not in columns
    ]
    return list(_of_the_whole_once(report, new))


def _of_the_whole_once(report: ReceivedReport, checked: list[Finding]) -> Iterator[Finding]:
    """What is wrong with the whole report is said once; that no programme follows from it goes without saying."""
    whole = {report.headers.get(column, report.form.title(column)) for column in report.form.report_columns}
    programme = report.headers.get("programme_id", report.form.title("programme_id"))
    named = {finding.column_name for finding in report.findings}
    if any(f.column_name in whole - {programme} for f in [*report.findings, *checked]):
        named.add(programme)
    said = set()
    for finding in checked:
        what = finding.rule_id, finding.column_name, finding.value
        if finding.column_name not in whole or (finding.column_name not in named and what not in said):
            said.add(what)
            yield finding

"""Receiving a file: read, checked, decided, and on disk before anybody is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from expectations.result import Finding
from metrics import clock
from metrics.kinds.table import ReportKey
from metrics.rules.standing import receive_objection
from metrics.sentences import Bilingual
from pipelines.archive import Copy, open_received
from pipelines.journal.book import Book, read_book, report_key
from pipelines.kinds.table import behaviour
from pipelines.office import Office
from pipelines.readers.encoding import readable_name
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader
from pipelines.receiving.checks import check_reports
from pipelines.receiving.outcome import Outcome, known_outcome, outcome_of
from pipelines.receiving.words import what_became
from pipelines.records import ACCEPTED, ALREADY_RECEIVED, AUTOMATIC, STATISTICS, Receipt
from pipelines.reports.history import History, read_histories
from pipelines.reports.report import ReceivedReport, read_report

# So many files of an inbox are checked at once, with the archive held against other writers.
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Sender:
    """Who hands a file in, where a name was given, and the page's request that brings it."""

    by: str | None = None
    request_id: str | None = None


@dataclass
class _Arrival:
    """What has come in and is not decided yet."""

    copy: Copy
    name: str
    report: ReceivedReport | None = None

    def known(self, receipts: list[Receipt]) -> list[Receipt]:
        """The receipts of the same bytes."""
        return [r for r in receipts if r.sha256 == self.copy.sha256 and r.kind != STATISTICS]

    def marks(self) -> set[str]:
        """What two that are checked together must not have in common."""
        reporter = [self.report.key[2]] if self.report and self.report.key else []
        return {self.copy.sha256, self.name, *reporter}


class Desk:
    """Where reports are read and checked, one after another, with one register and one child process."""

    def __init__(self, raw_folder: Path, with_sample: bool) -> None:
        office = Office(raw_folder, with_sample)
        self.archive, self.register, self.with_sample = office.archive, office.register, with_sample
        self.workbooks = WorkbookReader()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.workbooks.close()

    def check(self, paths: Mapping[str, Path]) -> list[Outcome]:
        """Everything that is to be said about each file (what to call it → where it is); nothing is stored."""
        return self._check([self._read(path, name) for name, path in paths.items()], self.archive.receipts())

    def _read(self, path: Path, name: str) -> ReceivedReport:
        return read_report(path, name, self.register, self.workbooks)

    def _check(self, reports: list[ReceivedReport], receipts: list[Receipt]) -> list[Outcome]:
        known = self._of_reporters(receipts, {report.key[2] for report in reports if report.key})
        book = read_book(self.archive, known, self.archive.steps(), self.register, with_sample=False)
        counted = book.counted(known)
        to_check = [
            (report, self._histories(report, counted, book.replaced(known, _key(report))))
            for report in reports
            if report.rows
        ]
        checked = check_reports(to_check, self.register, clock.today())
        return [
            outcome_of(
                report, [*_closed(book, report), *checked.get(report.file, [])],
                behaviour(report.form.kind).left_out(report, self.register),
            )
            for report in reports
        ]  # fmt: skip

    def _histories(self, report: ReceivedReport, counted: list[Receipt], replaced: Receipt | None) -> list[History]:
        place = self.archive, counted, report, self.register, self.workbooks, self.with_sample
        return read_histories(*place, replaced)

    def seen(self, outcome: Outcome) -> ReceivedReport:
        """The cells of the file behind an outcome; read again where the outcome comes from its receipt."""
        if outcome.report.grids or outcome.receipt is None:
            return outcome.report
        return read_report(self.archive.place(outcome.receipt), outcome.file, self.register, self.workbooks)

    def said(self, outcome: Outcome) -> Bilingual:
        """What became of a kept file, and what to do next."""
        return what_became(outcome, self.register, self._state_of(outcome.receipt))

    def _state_of(self, receipt: Receipt | None) -> str | None:
        key = report_key(receipt) if receipt else None
        if receipt is None or receipt.version is None or key is None:
            return None
        receipts = self._of_reporters(self.archive.receipts(), {key.subject_id})
        book = read_book(self.archive, receipts, self.archive.steps(), self.register, with_sample=False)
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
                    return known_outcome(receipt)
            copy = self.archive.take_in(content)
            try:
                ((_, outcome),) = self._decide([_Arrival(copy, readable_name(name))], receipts, sender)
            finally:
                copy.path.unlink(missing_ok=True)
        return outcome

    def receive_all(self, paths: Sequence[Path]) -> Iterator[tuple[Path, Outcome]]:
        """Keeps each file for good, accepted or in quarantine, and says at once what became of it.

        Different reporters' files are checked together: a pass of the checks over many takes hardly longer than over
        one. Those of one reporter are decided in the order given, each held against what was kept before it.

        Raises:
            OSError: when one cannot be read or stored; what has been said of others stands.
        """
        for start in range(0, len(paths), MOST_AT_ONCE):
            with self.archive.exclusive(), ExitStack() as leftovers:
                arrivals, failure = {}, None
                for number, path in enumerate(paths[start : start + MOST_AT_ONCE]):
                    try:
                        with open_received(path) as content:
                            copy = self.archive.take_in(content, number)
                    except OSError as error:
                        failure = error
                        break
                    leftovers.callback(copy.path.unlink, missing_ok=True)
                    arrivals[copy.path] = path, _Arrival(copy, readable_name(path.name))
                decided = self._decide([arrival for _, arrival in arrivals.values()], self.archive.receipts(), Sender())
                for arrival, outcome in decided:
                    yield arrivals[arrival.copy.path][0], outcome
                if failure is not None:
                    raise failure

    def _decide(
        self, arrivals: list[_Arrival], receipts: list[Receipt], sender: Sender
    ) -> Iterator[tuple[_Arrival, Outcome]]:
        """Decides and keeps; whoever has something in common with one that stands before it waits for that one."""
        while arrivals:
            met: set[str] = set()
            together: list[_Arrival] = []
            later: list[_Arrival] = []
            for arrival in arrivals:
                accepted = next((r for r in arrival.known(receipts) if r.verdict == ACCEPTED), None)
                if accepted is not None:
                    other = _newest(receipts, accepted, (accepted.version or 0) + 1)
                    known = ReceivedReport(arrival.name)
                    yield arrival, Outcome(arrival.name, ALREADY_RECEIVED, known, receipt=accepted, other=other)
                    continue
                arrival.report = arrival.report or self._read(arrival.copy.path, arrival.name)
                (later if arrival.marks() & met else together).append(arrival)
                met |= arrival.marks()
            outcomes = self._check([arrival.report for arrival in together if arrival.report], receipts)
            for arrival, outcome in zip(together, outcomes, strict=True):
                self._keep(arrival, outcome, receipts, sender)
                yield arrival, outcome
            arrivals = later

    def _keep(self, arrival: _Arrival, outcome: Outcome, receipts: list[Receipt], sender: Sender) -> None:
        receipt = self._receipt(outcome, arrival.copy, receipts, sender)
        outcome.other = None if outcome.is_refused else _newest(receipts, receipt)
        last = next(reversed(arrival.known(receipts)), None)
        if last is not None and outcome.is_refused and last.findings == receipt.findings:
            outcome.receipt = last  # The same bytes for the same reasons: nothing new to keep.
        else:
            outcome.receipt = self.archive.keep(arrival.copy.path, receipt, outcome.report.rows)
            receipts.append(outcome.receipt)

    def _receipt(self, outcome: Outcome, copy: Copy, receipts: list[Receipt], sender: Sender) -> Receipt:
        programme_id, period_id, subject_id = outcome.report.key or (None, None, None)
        kind, version = outcome.report.form.kind, None
        subject = {kind.sender: subject_id}
        if outcome.verdict == ACCEPTED:
            key = _key(outcome.report)
            version = 1 + sum(report_key(r) == key for r in receipts if r.verdict == ACCEPTED)
        acceptance = next((p.acceptance for p in self.register.catalog.programmes if p.id == programme_id), AUTOMATIC)
        return Receipt(
            received_at=self.archive.next_moment(),
            name=outcome.file,
            sha256=copy.sha256,
            byte_count=copy.byte_count,
            verdict=outcome.verdict,
            kind=kind.kind_id,
            programme_id=programme_id,
            period_id=period_id,
            unit_id=subject.get("unit_id"),
            centre_id=subject.get("centre_id"),
            version=version,
            findings=[finding.as_dict() for finding in outcome.findings],
            by=sender.by,
            acceptance=acceptance,
            request_id=sender.request_id,
            read_counts=outcome.report.counts,
        )


def _newest(receipts: list[Receipt], own: Receipt, since: int = 1) -> Receipt | None:
    """The newest accepted version of the report that `own` is of, from version `since` on."""
    of_it = (r for r in reversed(receipts) if r.verdict == ACCEPTED and report_key(r) == report_key(own))
    return next((r for r in of_it if (r.version or 0) >= since), None)


def _key(report: ReceivedReport) -> ReportKey | None:
    return report.form.kind.key(*report.key) if report.key else None


def _closed(book: Book, report: ReceivedReport) -> list[Finding]:
    key = _key(report)
    code = receive_objection(book.standing(key)) if key else None
    return [reading_finding(f"round.{code}", report.file)] if code else []

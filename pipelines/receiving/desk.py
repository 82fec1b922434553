"""Receiving a file: read, checked, decided, and on disk before anybody is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from metrics.sentences import Bilingual
from pipelines.archive import open_received
from pipelines.office import Office
from pipelines.readers.encoding import readable_name
from pipelines.readers.workbook import WorkbookReader
from pipelines.receiving.kept import Kept
from pipelines.receiving.outcome import Outcome, known_outcome
from pipelines.receiving.sent import NOBODY, Sender, Sent
from pipelines.receiving.turns import Arrival, Standings, acceptance_of, decide, judge, key_of
from pipelines.receiving.words import what_became
from pipelines.records import ACCEPTED, ALREADY_RECEIVED, Receipt
from pipelines.reports.history import Said
from pipelines.reports.report import ReceivedReport, read_report

# So many files of an inbox are checked at once, with the archive held against other writers.
MOST_AT_ONCE = 100


class Desk:
    """Where reports are read and checked, with one register and one child process.

    Whoever opens desks again and again lends them a child process, and ends it himself.
    """

    def __init__(self, raw_folder: Path, with_sample: bool, workbooks: WorkbookReader | None = None) -> None:
        office = Office(raw_folder, with_sample)
        self.archive, self.register, self.with_sample = office.archive, office.register, with_sample
        self.workbooks, self._is_lent = workbooks or WorkbookReader(), workbooks is not None
        self._said = Said(self.archive, self.register, self.workbooks, with_sample)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._is_lent:
            self.workbooks.close()

    def check(self, paths: Mapping[str, Path]) -> list[Outcome]:
        """Everything that is to be said about each file (what to call it → where it is); nothing is stored."""
        reports = [self._read(path, name) for name, path in paths.items()]
        standings = self._standings(Kept(self.archive.receipts()), {r.key[2] for r in reports if r.key})
        return judge([(report, standings.past(report)) for report in reports], self.register)

    def _read(self, path: Path, name: str) -> ReceivedReport:
        return read_report(path, name, self.register, self.workbooks)

    def _standings(self, kept: Kept, senders: set[str | None]) -> Standings:
        return Standings.of_archive(self.archive, self.register, self._said, kept, senders)

    def seen(self, outcome: Outcome) -> ReceivedReport:
        """The cells of the file behind an outcome; read again where the outcome comes from its receipt."""
        if outcome.report.grids or outcome.receipt is None:
            return outcome.report
        return read_report(self.archive.place(outcome.receipt), outcome.file, self.register, self.workbooks)

    def said(self, outcome: Outcome) -> Bilingual:
        """What became of a kept file, and what to do next."""
        return what_became(outcome, self.register, outcome.state or self._state_of(outcome.receipt))

    def _state_of(self, receipt: Receipt | None) -> str | None:
        if receipt is None or receipt.version is None:
            return None
        sender = receipt.key[2]
        return self._standings(Kept(self.archive.receipts()), {sender}).state(receipt)

    def receive(self, path: Path, by: str | None = None) -> Outcome:
        """Keeps the file at `path` for good, accepted or in quarantine; `by` is who hands it in.

        Raises:
            OSError: when it cannot be read or stored; then nothing was received.
        """
        ((_, outcome),) = self.receive_all([path], Sender(by))
        return outcome

    def receive_all(self, paths: Sequence[Path], sender: Sender = NOBODY) -> Iterator[tuple[Path, Outcome]]:
        """Keeps each file for good, accepted or in quarantine, in the order given; says at once what became of it.

        All are judged together: one run of the checks over many takes hardly longer than over one. What becomes of each
        is what would become of it if they came one after another.

        Raises:
            OSError: when one cannot be read or stored; what has been said of others stands.
        """
        for start in range(0, len(paths), MOST_AT_ONCE):
            some = paths[start : start + MOST_AT_ONCE]
            sent = [Sent(path.name, partial(open_received, path), sender) for path in some]
            yield from zip(some, self.receive_sent(sent), strict=True)

    def receive_sent(self, sent: Sequence[Sent]) -> Iterator[Outcome]:
        """Keeps what was sent for good, accepted or in quarantine, in the order given; says at once what became of it.

        What one request of a page brings is received once, however often the request is taken up.

        Raises:
            OSError: when something cannot be read or stored; what has been said of others stands.
        """
        with self.archive.exclusive(), ExitStack() as leftovers:
            receipts = self.archive.receipts()
            by_request = {receipt.request_id: receipt for receipt in reversed(receipts) if receipt.request_id}
            arrivals: list[Arrival | Receipt] = []
            failure = None
            for number, one in enumerate(sent):
                known = by_request.get(one.sender.request_id or "")
                if known is not None:
                    arrivals.append(known)
                    continue
                try:
                    with one.open() as content:
                        copy = self.archive.take_in(content, number)
                except OSError as error:
                    failure = error
                    break
                leftovers.callback(copy.path.unlink, missing_ok=True)
                arrivals.append(Arrival(copy, readable_name(one.name), one.sender))
            decided = self._decide([one for one in arrivals if isinstance(one, Arrival)], Kept(receipts))
            for came in arrivals:
                yield known_outcome(came) if isinstance(came, Receipt) else next(decided)
            if failure is not None:
                raise failure

    def _decide(self, arrivals: list[Arrival], kept: Kept) -> Iterator[Outcome]:
        """Decides all of them, then keeps one after another and tells what became of it."""
        senders: set[str | None] = set()
        for arrival in arrivals:
            known = kept.accepted(arrival.copy.sha256)
            if known is None:
                arrival.report = self._read(arrival.copy.path, arrival.name)
            key = known.key if known else arrival.report and arrival.report.key
            senders |= {key[2]} if key else set()
        decide(arrivals, self._standings(kept, senders), self.register)
        for arrival in arrivals:
            outcome = self._known(arrival, kept) or self._kept(arrival, kept)
            outcome.state = arrival.state
            yield outcome

    @staticmethod
    def _known(arrival: Arrival, kept: Kept) -> Outcome | None:
        accepted = kept.accepted(arrival.copy.sha256)
        if accepted is None:
            return None
        other = kept.newest(accepted, (accepted.version or 0) + 1)
        return Outcome(arrival.name, ALREADY_RECEIVED, ReceivedReport(arrival.name), receipt=accepted, other=other)

    def _kept(self, arrival: Arrival, kept: Kept) -> Outcome:
        outcome = arrival.outcome
        assert outcome is not None  # noqa: S101 - what was not accepted before is decided
        receipt = self._receipt(outcome, arrival, kept)
        outcome.other = None if outcome.is_refused else kept.newest(receipt)
        last = next(reversed(kept.same_bytes(arrival.copy.sha256)), None)
        if last is not None and outcome.is_refused and last.findings == receipt.findings:
            outcome.receipt = last  # The same bytes for the same reasons: nothing new to keep.
        else:
            outcome.receipt = self.archive.keep(arrival.copy.path, receipt, outcome.report.rows)
            self._said.remember(outcome.receipt, outcome.report.rows)
            kept.add(outcome.receipt)
        return outcome

    def _receipt(self, outcome: Outcome, arrival: Arrival, kept: Kept) -> Receipt:
        programme_id, period_id, subject_id = outcome.report.key or (None, None, None)
        kind, version = outcome.report.form.kind, None
        subject = {kind.sender: subject_id}
        if outcome.verdict == ACCEPTED:
            version = 1 + len(kept.versions(key_of(outcome.report), subject_id))
        return Receipt(
            received_at=self.archive.next_moment(),
            name=outcome.file,
            sha256=arrival.copy.sha256,
            byte_count=arrival.copy.byte_count,
            verdict=outcome.verdict,
            kind=kind.kind_id,
            programme_id=programme_id,
            period_id=period_id,
            unit_id=subject.get("unit_id"),
            centre_id=subject.get("centre_id"),
            version=version,
            findings=[finding.as_dict() for finding in outcome.findings],
            by=arrival.sender.by,
            acceptance=acceptance_of(self.register, programme_id),
            request_id=arrival.sender.request_id,
            read_counts=outcome.report.counts,
        )

"""Files that come in together: each is decided as if those before it had come alone, and all are judged at once.

What a file is held against depends on which of those before it were accepted, and that is known only when they are
judged. So it is presumed first, all are judged in one run, and whoever was held against something else than has turned
out is judged again. Each time at least one more is right for good, so it ends; nearly always with the first or second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from expectations.result import Finding
from metrics import clock
from metrics.kinds.table import ReportKey
from metrics.rules.standing import receive_objection
from pipelines.archive import Archive, Copy
from pipelines.journal.book import Book, read_book, report_key
from pipelines.kinds.table import behaviour
from pipelines.readers.wording import reading_finding
from pipelines.receiving.checks import check_reports
from pipelines.receiving.kept import Kept
from pipelines.receiving.outcome import Outcome, outcome_of
from pipelines.receiving.sent import NOBODY, Sender
from pipelines.records import ACCEPTED, AUTOMATIC, REFUSED, Receipt
from pipelines.register import Register
from pipelines.reports.history import History, Said, read_histories
from pipelines.reports.report import ReceivedReport


@dataclass(frozen=True)
class Past:
    """What a report is held against: what its sender said before, and what keeps its round from taking any."""

    histories: list[History] = field(default_factory=list)
    closed: list[Finding] = field(default_factory=list)


@dataclass
class Arrival:
    """A file that has come in: its copy, what it is called, and what was read and found in it so far.

    It is not read where the same bytes were accepted before. `state` is how the version of which it brings the bytes
    stands once it has been decided.
    """

    copy: Copy
    name: str
    sender: Sender = NOBODY
    report: ReceivedReport | None = None
    past: Past | None = None
    outcome: Outcome | None = None
    state: str | None = None

    @property
    def key(self) -> ReportKey | None:
        """The report of which it would be a version."""
        return key_of(self.report) if self.report else None

    @property
    def is_presumed(self) -> bool:
        """Whether it is taken for accepted: as it was judged last, else by whether it could be read."""
        if self.outcome is not None:
            return self.outcome.verdict == ACCEPTED
        is_read = self.report is not None and not any(found.severity == "error" for found in self.report.findings)
        return is_read and self.key is not None


@dataclass
class Standings:
    """How the reports of some senders stand, and what comes in on top of it, one after another."""

    register: Register
    said: Said
    kept: Kept
    book: Book
    of_sender: dict[str | None, list[Receipt]]
    accepted: dict[str, Receipt] = field(default_factory=dict)

    @classmethod
    def of_archive(
        cls, archive: Archive, register: Register, said: Said, kept: Kept, senders: set[str | None]
    ) -> Standings:
        """As the archive has them."""
        book = read_book(archive, kept.of_senders(senders), archive.steps(), register, with_sample=False)
        return cls(register, said, kept, book, {sender: kept.of_senders([sender]) for sender in senders})

    def afresh(self) -> Standings:
        """The same, to lay something on top of."""
        book = replace(self.book, standings=dict(self.book.standings), events=[])
        of_sender = {sender: list(receipts) for sender, receipts in self.of_sender.items()}
        return Standings(self.register, self.said, self.kept, book, of_sender)

    def past(self, report: ReceivedReport) -> Past:
        """What a report is held against that would come next."""
        key = key_of(report)
        known = self.of_sender.get(report.key[2], []) if report.key else []
        histories = []
        if report.rows:
            replaced = self.book.replaced(known, key)
            histories = read_histories(self.said, self.book.counted(known), report, replaced)
        return Past(histories, _closed(self.book, report))

    def take(self, arrival: Arrival) -> Past | None:
        """Takes the next file as it is presumed to be decided.

        Returns:
            What it is held against; None where the same bytes were accepted before it.
        """
        sha256 = arrival.copy.sha256
        known = self.kept.accepted(sha256) or self.accepted.get(sha256)
        if known is not None:
            arrival.state = self.state(known)
            return None
        assert arrival.report is not None  # noqa: S101 - only what was accepted before is not read
        past = self.past(arrival.report)
        receipt = self._presumed(arrival)
        self.book.replay(receipt)
        if receipt.verdict == ACCEPTED:
            self.said.remember(receipt, arrival.report.rows)
            self.accepted[sha256] = receipt
            self.of_sender.setdefault(receipt.key[2], []).append(receipt)
        arrival.state = self.state(receipt)
        return past

    def state(self, receipt: Receipt) -> str | None:
        """How the version stands that a receipt brought; None where it brought none."""
        key = report_key(receipt)
        return self.book.standing(key).versions[receipt.version - 1] if key and receipt.version else None

    def _presumed(self, arrival: Arrival) -> Receipt:
        report, key = arrival.report, arrival.key
        assert report is not None  # noqa: S101 - as above
        is_accepted = arrival.is_presumed and key is not None
        version = self.book.standing(key).version + 1 if is_accepted and key else None
        programme_id, period_id, subject_id = report.key or (None, None, None)
        subject = {report.form.kind.sender: subject_id}
        return Receipt(
            "", arrival.name, arrival.copy.sha256, arrival.copy.byte_count, ACCEPTED if is_accepted else REFUSED,
            report.form.kind.kind_id, programme_id, period_id, subject.get("unit_id"), version,
            acceptance=acceptance_of(self.register, programme_id), centre_id=subject.get("centre_id"),
        )  # fmt: skip


def decide(arrivals: Sequence[Arrival], start: Standings, register: Register) -> None:
    """Gives every arrival its outcome and the state of its version; nothing is stored.

    Those of bytes that were accepted before keep the outcome that they had, if any.

    Args:
        arrivals: in the order in which they came in, read where the same bytes were not accepted before.
        start: how reports stand before the first of them.
        register: what codes and names are looked up in.
    """
    while True:
        course, presumed = start.afresh(), [arrival.is_presumed for arrival in arrivals]
        others = []
        for arrival in arrivals:
            past = course.take(arrival)
            if past is not None and (arrival.outcome is None or past != arrival.past):
                arrival.past = past
                others.append(arrival)
        reports = [(arrival.report, arrival.past) for arrival in others if arrival.report and arrival.past]
        for arrival, outcome in zip(others, judge(reports, register) if reports else [], strict=True):
            arrival.outcome = outcome
        if [arrival.is_presumed for arrival in arrivals] == presumed:
            return


def judge(reports: Sequence[tuple[ReceivedReport, Past]], register: Register) -> list[Outcome]:
    """Judges all of them in one run, each against its own past."""
    to_check = [(report, past.histories) for report, past in reports if report.rows]
    checked = iter(check_reports(to_check, register, clock.today()))
    return [
        outcome_of(
            report, [*past.closed, *(next(checked) if report.rows else [])],
            behaviour(report.form.kind).left_out(report, register),
        )
        for report, past in reports
    ]  # fmt: skip


def key_of(report: ReceivedReport) -> ReportKey | None:
    """The report of which a file would be a version."""
    return report.form.kind.key(*report.key) if report.key else None


def acceptance_of(register: Register, programme_id: str | None) -> str:
    """Whether what passes the checks counts at once, as a programme says now."""
    return next((one.acceptance for one in register.catalog.programmes if one.id == programme_id), AUTOMATIC)


def _closed(book: Book, report: ReceivedReport) -> list[Finding]:
    key = key_of(report)
    code = receive_objection(book.standing(key)) if key else None
    return [reading_finding(f"round.{code}", report.file)] if code else []

"""The book: how every report stands, whoever sends it, replayed from what came in and from the steps on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from metrics import clock
from metrics.kinds.table import Kind, ReportKey, kind, kinds
from metrics.rules import standing as rules
from metrics.rules.standing import Standing
from pipelines.archive import Archive
from pipelines.lookup import source_rows
from pipelines.readers.table import Row
from pipelines.records import ACCEPTED, AUTOMATIC, REFUSED, Receipt, Step
from pipelines.register import Register
from pipelines.sources import load_sources

STEP_FILE = "archive/steps.jsonl"


@dataclass(frozen=True)
class Event:
    """A version that came into another state: when, by whom (None: by the checks), why, and what recorded it.

    `order` is its place among all that was ever recorded, which nothing that comes later changes. `superseded_at` is
    when a real report took the place of the sample one whose version it was.
    """

    key: ReportKey
    version: int
    event: str
    happened_at: str
    actor: str | None
    reason: str | None
    file: str
    row: int
    is_sample: bool = False
    order: int = 0
    superseded_at: str | None = None


Entry = Receipt | Step | Event
# What one real report ends the samples of: a kind and a programme, or one report.
Reach = tuple[str, ...]


@dataclass
class Book:
    """The standings of all reports and the events behind them, in order."""

    register: Register
    standings: dict[ReportKey, Standing] = field(default_factory=dict)
    sample_keys: set[ReportKey] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    def standing(self, key: ReportKey) -> Standing:
        """How one report stands."""
        return self.standings.get(key) or Standing(kind(key.kind_id).path)

    def of_round(self, of: Kind, programme_id: str, period_id: str) -> dict[ReportKey, Standing]:
        """The standing of everybody who may report on a round of a programme, or has reported on it."""
        senders = self.register.behind(of).reporters(programme_id, period_id)
        keys = [key for sender in senders if (key := of.key(programme_id, period_id, sender))]
        reported = [key for key in self.standings if key[:3] == (of.kind_id, programme_id, period_id)]
        return {key: self.standing(key) for key in dict.fromkeys([*keys, *reported])}

    def latest(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Those receipts that are the latest version of their report, whatever became of it."""
        return [r for r in receipts if (key := report_key(r)) and self.standing(key).version == r.version]

    def counted(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Those receipts whose figures count: of each report the latest version whose state does."""
        kept = (r for r in receipts if r.version is not None)
        return [r for r in kept if (key := report_key(r)) and self.standing(key).counted_version == r.version]

    def replaced(self, receipts: Iterable[Receipt], key: ReportKey | None) -> Receipt | None:
        """The one of these receipts whose place a new version would take: the latest one, unless it was sent back."""
        if key is None:
            return None
        standing = self.standing(key)
        version = standing.counted_version if standing.is_sent_back else standing.version
        same = (receipt for receipt in receipts if receipt.verdict == ACCEPTED and report_key(receipt) == key)
        return next((receipt for receipt in same if receipt.version == version), None)

    def replay(self, entry: Entry, number: int = 0) -> None:
        """Takes over one receipt, step, or event of a sample; `number` is its place among what was recorded."""
        if isinstance(entry, Step):
            self._take(entry, number)
        elif isinstance(entry, Receipt):
            self._receive(entry, number)
        else:
            change = rules.Change(entry.version, entry.event)
            self.standings[entry.key] = rules.after(self.standing(entry.key), change, entry.actor)
            self.events.append(replace(entry, order=2 * number))

    def _take(self, step: Step, number: int) -> None:
        of = kind_of_step(step)
        if of is None or step.period_id is None or step.step not in of.path.steps:
            return
        key = of.key(step.programme_id, step.period_id, sender_of(step))
        is_of_round = of.path.steps[step.step].is_of_round and step.programme_id is not None
        keys = list(self.of_round(of, str(step.programme_id), step.period_id)) if is_of_round else [key] if key else []
        for key in keys:
            before = self.standing(key)
            # What was allowed on a report that is no longer there, such as a sample one, changes nothing.
            if of.path.steps[step.step].is_decision and before.version != step.version:
                continue
            self.standings[key], changes = rules.take(step.step, before, step.by)
            self.events += [
                Event(key, change.version, change.event, step.recorded_at, step.by, step.reason, STEP_FILE, number,
                      key in self.sample_keys, 2 * number)
                for change in changes
            ]  # fmt: skip

    def _receive(self, receipt: Receipt, number: int) -> None:
        key = report_key(receipt)
        if key is None:
            return
        before = self.standing(key)
        if receipt.verdict == REFUSED:
            self.standings[key] = rules.refuse(before)
            return
        standing = rules.receive(before, is_automatic=receipt.acceptance == AUTOMATIC)
        self.standings[key] = standing
        file = f"archive/{receipt.sha256[:2]}/{receipt.sha256}"
        version, moment = standing.version, receipt.received_at
        came = Event(key, version, standing.path.received, moment, receipt.by, None, file, number, order=2 * number)
        self.events.append(came)
        if standing.state != came.event:
            self.events.append(replace(came, event=standing.state, actor=None, order=came.order + 1))


def read_book(
    archive: Archive, receipts: list[Receipt], steps: list[Step], register: Register, with_sample: bool
) -> Book:
    """The book of what the archive's journal and, where wanted, the sample steps say.

    The first real report of a programme supersedes every sample one of it, that of a centre the sample one of its
    centre and year, with all steps that were taken on them: they no longer count, and stay in the events with the
    moment until which they did.
    """
    book, past = Book(register), Book(register)
    until = _first_receipts(receipts)
    samples = list(_sample_events(archive, register)) if with_sample else []
    past.sample_keys = {event.key for event in samples if _reach(event.key) in until}
    book.sample_keys = {event.key for event in samples} - past.sample_keys
    for number, event in enumerate(samples, start=1):
        (past if event.key in past.sample_keys else book).replay(event, number)
    recorded: list[Receipt | Step] = [*receipts, *(step for step in steps if with_sample or not step.is_sample)]
    for number, entry in enumerate(sorted(recorded, key=_moment), start=len(samples) + 1):
        if isinstance(entry, Step) and past.sample_keys:
            past.replay(entry, number)
        if isinstance(entry, Receipt) or not entry.is_sample or not _is_superseded(entry, until):
            book.replay(entry, number)
    book.events[:0] = _superseded(past, until)
    return book


def _first_receipts(receipts: Iterable[Receipt]) -> dict[Reach, str]:
    """When the first real report came in whose samples end with it."""
    accepted = [receipt for receipt in receipts if receipt.verdict == ACCEPTED]
    in_time = sorted(accepted, key=_moment, reverse=True)
    return {_reach(key): receipt.received_at for receipt in in_time if (key := report_key(receipt))}


def _reach(key: ReportKey) -> Reach:
    # Beside one real report of a programme, invented ones would make its counts and totals half invented.
    return key[:2] if key.programme_id else tuple(key)


def _is_superseded(step: Step, until: dict[Reach, str]) -> bool:
    key = _key(step)
    return key is not None and _reach(key) in until


def _superseded(past: Book, until: dict[Reach, str]) -> Iterator[Event]:
    """What had happened to sample reports before real ones took their place."""
    for event in past.events:
        if event.key in past.sample_keys:
            ended_at = until[_reach(event.key)]
            if clock.instant(event.happened_at) < clock.instant(ended_at):
                yield replace(event, superseded_at=ended_at)


def report_key(receipt: Receipt) -> ReportKey | None:
    """The report of which a receipt is a version; None for one of anything else, or that does not say of which."""
    of = next((one for one in kinds() if one.kind_id == receipt.kind), None)
    return of.key(receipt.programme_id, receipt.period_id, sender_of(receipt)) if of else None


def sender_of(entry: Receipt | Step) -> str | None:
    """Who sends the report that a receipt or step is about."""
    return entry.unit_id or entry.centre_id


def kind_of_step(step: Step) -> Kind | None:
    """The kind of report that a step is about; None where it is about something else."""
    return next((one for one in kinds() if one.step_kind == step.kind), None)


def _key(step: Step) -> ReportKey | None:
    of = kind_of_step(step)
    return of.key(step.programme_id, step.period_id, sender_of(step)) if of else None


def _moment(entry: Receipt | Step) -> datetime:
    return clock.instant(entry.recorded_at if isinstance(entry, Step) else entry.received_at)


def _sample_events(archive: Archive, register: Register) -> Iterator[Event]:
    """What the sample steps say, oldest first; a row that its suite will refuse stops the load, not a receipt."""
    sources = [source for source in load_sources() if source.provenance == "sample"]
    events = []
    for of in kinds():
        rows = source_rows(archive.folder.parent, sources, of.sample_steps.table) if of.sample_steps else []
        events += [event for row in rows if (event := _sample_event(of, row, register))]
    yield from sorted(events, key=lambda event: event.happened_at)


def _sample_event(of: Kind, row: Row, register: Register) -> Event | None:
    steps = of.sample_steps
    assert steps is not None  # noqa: S101 - a kind without sample steps has no rows
    name, event = _text(row, steps.subject), _text(row, "event")
    sender = register.behind(of).subject_id(name, _text(row, steps.period)) if name else None
    key = of.key(_text(row, steps.programme) if steps.programme else None, _text(row, steps.period), sender)
    event = steps.events.get(str(event), event)
    happened_at, version = _text(row, "happened_at"), str(row["version"])
    if key is None or event not in of.path.states or happened_at is None or not version.isdigit():
        return None
    return Event(key, int(version), event, happened_at, _text(row, "actor"), _text(row, "reason"), str(row["_file"]),
                 int(str(row["_row"])), is_sample=True)  # fmt: skip


def _text(row: Row, column: str) -> str | None:
    return str(row[column]) if row[column] else None

"""How every annual report of a centre stands: receipts and steps replayed in the order in which they were recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from metrics import clock
from metrics.rules import annual_reports as rules
from metrics.rules.annual_reports import Standing
from pipelines.archive import ACCEPTED, CENTRE_REPORT, Archive, Receipt, Step
from pipelines.lookup import source_rows
from pipelines.readers.table import Row
from pipelines.sources import load_sources

Key = tuple[str, str]  # centre, year
_EVENTS = {"报送": rules.SUBMITTED, "转报": rules.FORWARDED, "备案": rules.FILED, "退回": rules.RETURNED}


@dataclass(frozen=True)
class Event:
    """A version that came into another state: when, by whom, why, and what recorded it.

    `order` is its place among all that was ever recorded; `superseded_at` is when a real report took the place of the
    sample one whose version it was.
    """

    key: Key
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


@dataclass
class CentreBook:
    """The standings of all annual reports and the events behind them, in order."""

    standings: dict[Key, Standing] = field(default_factory=dict)
    sample_keys: set[Key] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    def standing(self, key: Key) -> Standing:
        """How one report stands."""
        return self.standings.get(key, Standing())

    def latest(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Those receipts that are the latest version of their report."""
        return [r for r in receipts if (key := report_key(r)) and self.standing(key).version == r.version]

    def counted(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Those receipts whose figures count."""
        return [r for r in receipts if (key := report_key(r)) and self.standing(key).counted_version == r.version]


def read_centre_book(archive: Archive, receipts: list[Receipt], steps: list[Step], with_sample: bool) -> CentreBook:
    """The book of what the journals and, where wanted, the sample steps say.

    A real report supersedes the sample one of its centre and year, with all steps that were taken on that: they no
    longer count, and stay in the events with the moment until which they did.
    """
    book, past = CentreBook(), CentreBook()
    reports = [receipt for receipt in receipts if receipt.verdict == ACCEPTED and report_key(receipt)]
    until = {report_key(receipt): receipt.received_at for receipt in sorted(reports, key=_moment, reverse=True)}
    taken = [step for step in steps if step.kind == CENTRE_REPORT and (with_sample or not step.is_sample)]
    entries: list[Receipt | Step] = sorted([*reports, *taken], key=_moment)
    recorded = [_of_step(e, row) if isinstance(e, Step) else _of_receipt(e, row) for row, e in enumerate(entries, 1)]
    samples = list(sample_events(archive)) if with_sample else []
    book.sample_keys = {event.key for event in samples} - until.keys()
    for order, event in enumerate([*samples, *recorded]):
        if event is None:
            continue
        moment = until.get(event.key) if event.is_sample else None
        if moment is None:
            _replay(book, replace(event, order=order))
        elif clock.instant(event.happened_at) < clock.instant(moment):
            _replay(past, replace(event, order=order, superseded_at=moment))
    book.events = sorted([*book.events, *past.events], key=lambda event: event.order)
    return book


def report_key(receipt: Receipt) -> Key | None:
    """Centre and year of an annual report's receipt; None for anything else."""
    if receipt.kind != CENTRE_REPORT or receipt.centre_id is None or receipt.period_id is None:
        return None
    return receipt.centre_id, receipt.period_id


def step_key(step: Step) -> Key:
    """Centre and year that a step is about."""
    return str(step.centre_id), str(step.period_id)


def sample_events(archive: Archive) -> Iterator[Event]:
    """What the sample steps say, oldest first; a row that its suite will refuse is passed over here."""
    sources = [source for source in load_sources() if source.provenance == "sample"]
    rows = source_rows(archive.folder.parent, sources, "centre_report_step")
    whole = [row for row in rows if row["centre_id"] and row["year"] and row["event"] in _EVENTS and row["happened_at"]
             and str(row["version"]).isdigit()]  # fmt: skip
    for row in sorted(whole, key=lambda row: (str(row["happened_at"]), int(str(row["_row"])))):
        yield Event((str(row["centre_id"]), str(row["year"])), int(str(row["version"])), _EVENTS[str(row["event"])],
                    str(row["happened_at"]), _text(row, "actor"), _text(row, "reason"), str(row["_file"]),
                    int(str(row["_row"])), is_sample=True)  # fmt: skip


def _replay(book: CentreBook, event: Event) -> None:
    before = book.standing(event.key)
    if event.event == rules.SUBMITTED:
        book.standings[event.key] = rules.receive(before)
        event = replace(event, version=before.version + 1)
    elif before.version != event.version:
        return  # Of a report that is no longer there.
    else:
        book.standings[event.key] = replace(before, versions=(*before.versions[:-1], event.event))
    book.events.append(event)


def _of_receipt(receipt: Receipt, row: int) -> Event | None:
    key = report_key(receipt)
    if key is None:
        return None
    file = f"archive/{receipt.sha256[:2]}/{receipt.sha256}"
    return Event(key, receipt.version or 0, rules.SUBMITTED, receipt.received_at, receipt.by, None, file, row)


def _of_step(step: Step, row: int) -> Event | None:
    if step.step not in rules.LEADS_TO or step.version is None:
        return None
    return Event(step_key(step), step.version, rules.LEADS_TO[step.step], step.recorded_at, step.by, step.reason,
                 "archive/steps.jsonl", row, step.is_sample)  # fmt: skip


def _moment(entry: Receipt | Step) -> datetime:
    return clock.instant(entry.recorded_at if isinstance(entry, Step) else entry.received_at)


def _text(row: Row, column: str) -> str | None:
    return str(row[column]) if row[column] else None

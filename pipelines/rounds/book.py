"""The book of rounds: how every report stands, replayed from what came in and from the steps that were taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from metrics import clock
from metrics.rules import rounds as rules
from metrics.rules.rounds import Standing
from pipelines.archive import ACCEPTED, AUTOMATIC, REFUSED, REPORT, Archive, Receipt, Step
from pipelines.readers.table import Row, read_table
from pipelines.register import Register
from pipelines.sources import load_sources

ROUND = "round"
Key = tuple[str, str, str]  # programme, round, unit


@dataclass(frozen=True)
class Event:
    """A version's change of state: when, by whom (None: by the automatic checks), why, and what recorded it.

    `superseded_at` is when a real report took the place of the sample one whose version it was.
    """

    key: Key
    version: int
    event: str
    happened_at: str
    actor: str | None
    reason: str | None
    file: str
    superseded_at: str | None = None


@dataclass
class RoundBook:
    """The standings of all reports, and the events of received versions and taken steps, in order."""

    register: Register
    standings: dict[Key, Standing] = field(default_factory=dict)
    sample_keys: set[Key] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)

    def standing(self, key: Key) -> Standing:
        """How one report stands."""
        return self.standings.get(key, Standing())

    def of_round(self, programme_id: str, period_id: str) -> dict[Key, Standing]:
        """The standing of every unit that has a task in the programme, or has reported on the round."""
        keys = [(programme_id, period_id, unit_id) for unit_id in self.register.units_of_programme(programme_id)]
        reported = [key for key in self.standings if key[:2] == (programme_id, period_id) and key not in keys]
        return {key: self.standing(key) for key in (*keys, *reported)}

    def latest(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Those receipts that are the latest version of their report, whatever became of it."""
        return [r for r in receipts if (key := _key(r)) and self.standing(key).version == r.version]

    def counted(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Those receipts whose figures count: the latest version of each report that was accepted and not returned."""
        return [r for r in receipts if (key := _key(r)) and self.standing(key).counted_version == r.version]

    def replaced(self, receipts: Iterable[Receipt], key: Key | None) -> Receipt | None:
        """The one of these receipts whose place a new version would take: the latest one, unless it was sent back."""
        standing = self.standing(key) if key else Standing()
        version = standing.counted_version if standing.state == rules.RETURNED else standing.version
        same = (receipt for receipt in receipts if receipt.verdict == ACCEPTED and _key(receipt) == key)
        return next((receipt for receipt in same if key and receipt.version == version), None)

    def take(self, step: Step) -> None:
        """Replays one step of the journal."""
        if step.programme_id is None or step.period_id is None:
            return
        if step.unit_id is None:
            keys = list(self.of_round(step.programme_id, step.period_id))
        else:
            keys = [(step.programme_id, step.period_id, step.unit_id)]
        for key in keys:
            before = self.standing(key)
            # What was allowed on a report that is no longer there, such as a sample one, changes nothing.
            if step.step in rules.DECISIONS and before.version != step.version:
                continue
            self.standings[key], changes = rules.take(step.step, before, step.by)
            self.events += [
                Event(key, change.version, change.event, step.recorded_at, step.by, step.reason, "archive/steps.jsonl")
                for change in changes
            ]

    def receive(self, receipt: Receipt) -> None:
        """Replays one receipt of a report."""
        key = _key(receipt)
        if key is None:
            return
        if receipt.verdict == REFUSED:
            self.standings[key] = rules.refuse(self.standing(key))
            return
        is_automatic = receipt.acceptance == AUTOMATIC
        standing = rules.receive(self.standing(key), is_automatic=is_automatic)
        self.standings[key] = standing
        file = f"archive/{receipt.sha256[:2]}/{receipt.sha256}"
        came = Event(key, standing.version, rules.SUBMITTED, receipt.received_at, receipt.by, None, file)
        self.events += [came, replace(came, event=rules.ACCEPTED, actor=None)] if is_automatic else [came]

    def begin_with_sample(self, steps: Iterable[Row]) -> None:
        """Takes over how the sample reports stood at their end; their own journal has their events."""
        for row in steps:
            key = (str(row["programme_id"]), str(row["period_id"]), self.register.unit_ids[str(row["unit_name"])])
            before, version, event = self.standing(key), int(str(row["version"])), str(row["event"])
            versions = [*before.versions, *("",) * (version - before.version)]
            versions[version - 1] = event
            accepted_by = str(row["actor"]) if event == rules.ACCEPTED else before.accepted_by
            self.standings[key] = Standing(tuple(versions), False, versions[-1] == rules.LOCKED, accepted_by)
            self.sample_keys.add(key)


def read_book(
    archive: Archive, receipts: list[Receipt], steps: list[Step], register: Register, with_sample: bool
) -> RoundBook:
    """The book of what the archive's journals and, where wanted, the sample journal say.

    A real report supersedes the sample one of its unit and round, with all steps that were taken on that: they no
    longer count, and stay in the events with the moment until which they did.
    """
    book = RoundBook(register)
    reports = [receipt for receipt in receipts if receipt.kind == REPORT]
    accepted = [receipt for receipt in reports if receipt.verdict == ACCEPTED]
    real = {
        key: receipt.received_at for receipt in sorted(accepted, key=_moment, reverse=True) if (key := _key(receipt))
    }
    if with_sample:
        samples = list(_sample_steps(archive.folder.parent, register))
        book.begin_with_sample(row for row in samples if _of(row) not in real)
        book.events += _superseded(RoundBook(register), [row for row in samples if _of(row) in real], steps, real)
    taken = [s for s in steps if s.kind == ROUND and not (s.is_sample and (not with_sample or _of(s) in real))]
    entries: list[Receipt | Step] = [*reports, *taken]
    for entry in sorted(entries, key=_moment):
        if isinstance(entry, Step):
            book.take(entry)
        else:
            book.receive(entry)
    return book


def _superseded(book: RoundBook, samples: list[Row], steps: list[Step], until: dict[Key, str]) -> Iterator[Event]:
    """What steps had done to sample reports before real ones took their place, `until` when by report."""
    book.begin_with_sample(samples)
    for step in sorted((step for step in steps if step.kind == ROUND), key=_moment):
        book.take(step)
    for event in book.events:
        moment = until.get(event.key)
        if event.key not in book.sample_keys or moment is None:
            continue
        if clock.instant(event.happened_at) < clock.instant(moment):
            yield replace(event, superseded_at=moment)


def _moment(entry: Receipt | Step) -> datetime:
    return clock.instant(entry.recorded_at if isinstance(entry, Step) else entry.received_at)


def _key(receipt: Receipt) -> Key | None:
    programme_id, period_id, unit_id = receipt.key
    if receipt.kind != REPORT or programme_id is None or period_id is None or unit_id is None:
        return None
    return programme_id, period_id, unit_id


def _of(entry: Step | Row) -> tuple[str | None, str | None, str | None]:
    if isinstance(entry, Step):
        return entry.programme_id, entry.period_id, entry.unit_id
    return entry["programme_id"], entry["period_id"], entry["unit_id"]  # type: ignore[return-value]


def _sample_steps(raw_folder: Path, register: Register) -> Iterator[Row]:
    (source,) = (source for source in load_sources() if source.table_name == "journal")
    rows: list[Row] = []
    for path in sorted(raw_folder.glob(source.files)):
        rows += read_table(path.read_bytes(), path.relative_to(raw_folder).as_posix(), source.columns).rows
    known = [row | {"unit_id": register.unit_ids.get(str(row["unit_name"]))} for row in rows]
    # A step that its suite will refuse stops the load, not the receipt of a report.
    whole = [row for row in known if row["unit_id"] and str(row["version"]).isdigit() and row["happened_at"]]
    yield from sorted(whole, key=lambda row: str(row["happened_at"]))

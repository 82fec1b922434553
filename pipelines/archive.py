"""The archive: every byte received, kept for ever under its SHA-256, and journals that only grow.

`raw/archive/<ab>/<sha256>` holds what was accepted, `raw/quarantine/<ab>/<sha256>` what was refused, each beside its
findings. `raw/archive/receipts.jsonl` has one line a receipt, `raw/archive/steps.jsonl` one line a step that somebody
took on what came in, `raw/archive/clock.jsonl` one line a time that somebody set right, each in order. Nothing is
called received or done before its bytes, folder and line are on disk.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from metrics import clock
from pipelines.clock_lines import ClockLine, last_built, mended, next_moment, true_times
from pipelines.journals import Journal, sync

ACCEPTED, REFUSED, ALREADY_RECEIVED = "accepted", "refused", "already_received"
# Kept in the archive, and counted nowhere until a person takes it.
HELD = "held"
REPORT, CENTRE_REPORT, STATISTICS = "report", "centre_report", "statistics"
AUTOMATIC, BY_OFFICER = "automatic", "officer"
_PIECE = 1 << 20
# Within the inbox: what pages ask of the clerk, which is no file to be received.


@dataclass(frozen=True)
class Receipt:
    """One file that came in: when, under which name, what was decided, and what it speaks of.

    `received_at` is UTC in ISO form; `version` counts the accepted reports of one unit × programme × round, or of one
    centre × year. `by` is who handed it in, where a name was given, and `acceptance` whether what passes the checks
    counts at once or waits for the officer, as the programme said on that day. `request_id` names the page's request
    that brought it. `read_counts` is how many items of each kind were read in it.
    Of a statistic, `statistic` and `measure_unit` are what it was taken for, and `reason` why a person (`by`) confirmed
    a name that was not on record.
    """

    received_at: str
    name: str
    sha256: str
    byte_count: int
    verdict: str
    kind: str
    programme_id: str | None = None
    period_id: str | None = None
    unit_id: str | None = None
    version: int | None = None
    indicator_id: str | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    by: str | None = None
    acceptance: str = AUTOMATIC
    request_id: str | None = None
    centre_id: str | None = None
    read_counts: dict[str, int] = field(default_factory=dict)
    statistic: str | None = None
    measure_unit: str | None = None
    reason: str | None = None

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        """Programme, period and who reports: the unit of a round's report, the centre of an annual one."""
        return self.programme_id, self.period_id, self.centre_id if self.kind == CENTRE_REPORT else self.unit_id


@dataclass(frozen=True)
class Step:
    """One step that somebody took: what, on what, by whom and why.

    `kind` says what the step is about and so which of the other fields it uses: a `round` step names programme, round
    and, unless it is of the whole round, unit, one on a statistic its SHA-256 and indicator. `recorded_at` is UTC in
    ISO form; `is_sample` marks a decision on a sample report, which means nothing once a real one stands in its place.
    `received_on` is the day that an officer gives as the one on which a report came in; `closing_id` is the SHA-256 of
    the record of what a `close` judged.
    """

    recorded_at: str
    kind: str
    step: str
    by: str
    programme_id: str | None = None
    period_id: str | None = None
    unit_id: str | None = None
    centre_id: str | None = None
    version: int | None = None
    reason: str | None = None
    is_sample: bool = False
    request_id: str | None = None
    sha256: str | None = None
    indicator_id: str | None = None
    received_on: str | None = None
    closing_id: str | None = None


class Copy(NamedTuple):
    """A copy of what came in, beside the archive: received only once it is kept."""

    path: Path
    sha256: str
    byte_count: int


class Archive:
    """The archive of one data folder's `raw` folder."""

    def __init__(self, raw_folder: Path) -> None:
        self.folder = raw_folder / "archive"
        self.quarantine = raw_folder / "quarantine"
        self.receipt_journal = Journal(self.folder / "receipts.jsonl", Receipt, "收件记录", "receipt")
        self.step_journal = Journal(self.folder / "steps.jsonl", Step, "办理记录", "step")
        self.clock_journal = Journal(
            self.folder / "clock.jsonl", ClockLine, "时间更正记录", "line that sets a time right"
        )

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Holds the archive for one writer; another waits its turn."""
        make_folder(self.folder)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for leftover in self.folder.glob(".incoming-*"):
                leftover.unlink()  # Of a receipt that died before anything was said.
            yield

    def receipts(self) -> list[Receipt]:
        """Every receipt, oldest first, with its true time where the clock was wrong.

        Raises:
            BrokenJournal: for a line that is no receipt.
        """
        true = self.true_times()
        records = self.receipt_journal.records()
        return [replace(r, received_at=true.get(r.received_at, r.received_at)) if true else r for r in records]

    def steps(self) -> list[Step]:
        """Every step, oldest first, with its true time where the clock was wrong.

        Raises:
            BrokenJournal: for a line that is no step.
        """
        true = self.true_times()
        records = self.step_journal.records()
        return [replace(s, recorded_at=true.get(s.recorded_at, s.recorded_at)) if true else s for s in records]

    def true_times(self) -> dict[str, str]:
        """What stands in a line of the journals → its true time, for the lines whose time was set right.

        Raises:
            BrokenJournal: for a line that sets no time right.
        """
        return true_times(self.clock_journal.records())

    def next_moment(self, receipts: list[Receipt], steps: list[Step]) -> str:
        """The time of the next record, later than every other one.

        Args:
            receipts: all of them.
            steps: all of them.

        Raises:
            ClockUnsure: when the machine's clock cannot be right; nothing may be recorded.
        """
        moment = next_moment(self._last(receipts, steps), clock.now(), last_built(self.folder.parent))
        return moment.isoformat(timespec="microseconds")

    def recorded(self) -> list[str]:
        """The time that stands in each line of each journal, right or wrong."""
        moments = [receipt.received_at for receipt in self.receipt_journal.records()]
        moments += [step.recorded_at for step in self.step_journal.records()]
        return moments + [line.recorded_at for line in self.clock_journal.records()]

    def confirm_clock(self, by: str, reason: str) -> ClockLine:
        """Records by name that the machine's clock is right, however long it is since the last record.

        Raises:
            ClockUnsure: when it is behind the last record.
        """
        with self.exclusive():
            moment = next_moment(self._last(self.receipts(), self.steps()), clock.now(), None)
            line = ClockLine(moment.isoformat(timespec="microseconds"), by, reason)
            self.clock_journal.append(line)
            return line

    def mend_clock(self, given: Mapping[str, datetime], by: str, reason: str) -> ClockLine:
        """Gives lines their true time, by name and with a reason; what stands in them stays.

        Raises:
            WrongTimes: when a time that is given cannot be.
            ClockUnsure: when other lines are still dated ahead of the clock.
        """
        with self.exclusive():
            known, now = self.true_times(), clock.now()
            found = mended(self.recorded(), known, given, now)
            moments = [clock.instant((known | found).get(line, line)) for line in self.recorded()]
            line = ClockLine(next_moment(max(moments), now, None).isoformat(timespec="microseconds"), by, reason, found)
            self.clock_journal.append(line)
            return line

    def _last(self, receipts: list[Receipt], steps: list[Step]) -> datetime | None:
        true = self.true_times()
        lines = [line.recorded_at for line in self.clock_journal.records()[-1:]]
        last = [*(receipt.received_at for receipt in receipts[-1:]), *(step.recorded_at for step in steps[-1:])]
        return max((clock.instant(moment) for moment in [*last, *(true.get(m, m) for m in lines)]), default=None)

    def path(self, sha256: str) -> Path:
        """Where accepted bytes lie."""
        return self.folder / sha256[:2] / sha256

    def place(self, receipt: Receipt) -> Path:
        """Where the bytes of a receipt lie, accepted or refused."""
        root = self.quarantine if receipt.verdict == REFUSED else self.folder
        return root / receipt.sha256[:2] / receipt.sha256

    def keep_closing(self, content: bytes) -> str:
        """Keeps the record of a closing and gives its SHA-256, by which it lies; on return it is durable.

        Raises:
            OSError: when it could not be stored.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        place = self.closing_place(sha256)
        make_folder(place.parent)
        _write_durably(place, content)
        sync(place.parent)
        return sha256

    def closing_place(self, sha256: str) -> Path:
        """Where the record of a closing lies."""
        return self.folder / "closed" / sha256[:2] / f"{sha256}.json"

    def take_in(self, received: BinaryIO, number: int = 0) -> Copy:
        """Copies what comes in beside the archive, durably; `number` tells apart what is there at the same time."""
        copy = self.folder / f".incoming-{os.getpid()}-{number}"
        digest, size = hashlib.sha256(), 0
        try:
            with copy.open("wb") as kept:
                while piece := received.read(_PIECE):
                    kept.write(piece)
                    digest.update(piece)
                    size += len(piece)
                kept.flush()
                os.fsync(kept.fileno())
        except OSError:
            copy.unlink(missing_ok=True)  # A full disk needs the room back.
            raise
        return Copy(copy, digest.hexdigest(), size)

    def keep(self, copy: Path, receipt: Receipt) -> Path:
        """Gives the copy its place for good and writes its receipt; on return both are durable."""
        place = self.place(receipt)
        make_folder(place.parent)
        if receipt.verdict == REFUSED:
            _write_durably(place.with_name(place.name + ".findings.json"),
                           json.dumps(asdict(receipt), ensure_ascii=False, indent=2).encode())  # fmt: skip
        copy.replace(place)
        sync(place.parent)
        self.receipt_journal.append(receipt)
        return place


def open_received(path: Path) -> BinaryIO:
    """Opens a file that is to be received; a device or a pipe, which may never end, is none.

    Raises:
        OSError: when it cannot be opened or is no regular file.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "不是普通文件 not a regular file", str(path))
    return path.open("rb")


def make_folder(folder: Path) -> None:
    """Makes a folder and its parents so that they outlive a power cut."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync(folder.parent)


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _write_durably(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

"""The archive: every byte received, kept for ever under its SHA-256, and a journal that only grows.

`raw/archive/<ab>/<sha256>` holds what was accepted, `raw/quarantine/<ab>/<sha256>` what was refused, each beside its
findings. `raw/archive/journal.jsonl` has one line for everything that happened, in order: a receipt, a step that
somebody took on what came in, definitions that somebody published, a time that somebody set right. Nothing is called
received or done before its bytes, folder and line are on disk.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from metrics import clock
from metrics.sentences import BilingualError
from pipelines.clock_lines import ClockLine, ClockUnsure, mended, next_moment, true_times
from pipelines.journals import ORIGIN, BrokenJournal, Journal, Line, sync, write_durably
from pipelines.readers.table import Row
from pipelines.records import (
    REFUSED,
    OfficeChange,
    Publication,
    Receipt,
    Record,
    Step,
    clock_lines_of,
    line_of,
    office_changes_of,
    publications_of,
    receipts_of,
    steps_of,
)

_PIECE = 1 << 20
# The journals of before there was one. Older programs read the first of them before they write anything: what is laid
# there makes them refuse, and the name that they do not know is the sentence that they then say.
OLD_JOURNALS = ("receipts.jsonl", "steps.jsonl", "clock.jsonl")
MOVED = (
    '{"归档已改用 journal.jsonl，请用新版程序，勿恢复此文件 / kept in journal.jsonl now: use the newer program": ""}\n'
)


class AlteredRows(BilingualError, ValueError):
    """The rows beside a report are not those that were read of it; the sentence names them and what to do."""


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
        self.journal = Journal(self.folder / "journal.jsonl")

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
        true, receipts = self.true_times(), map(self._with_findings, receipts_of(self.lines()))
        return [replace(r, received_at=true[r.received_at]) if r.received_at in true else r for r in receipts]

    def steps(self) -> list[Step]:
        """Every step, oldest first, with its true time where the clock was wrong.

        Raises:
            BrokenJournal: for a line that is no step.
        """
        true, steps = self.true_times(), steps_of(self.lines())
        return [replace(s, recorded_at=true[s.recorded_at]) if s.recorded_at in true else s for s in steps]

    def publications(self) -> list[Publication]:
        """Every publication of definitions, oldest first, with its true time where the clock was wrong.

        Raises:
            BrokenJournal: for a line that is none.
        """
        true, found = self.true_times(), publications_of(self.lines())
        return [replace(p, recorded_at=true[p.recorded_at]) if p.recorded_at in true else p for p in found]

    def office_changes(self) -> list[OfficeChange]:
        """Every change of what the office says of itself, oldest first, with its true time where the clock was wrong.

        Raises:
            BrokenJournal: for a line that is none.
        """
        true, found = self.true_times(), office_changes_of(self.lines())
        return [replace(c, recorded_at=true[c.recorded_at]) if c.recorded_at in true else c for c in found]

    def clock_lines(self) -> list[ClockLine]:
        """Every word on the time of the records, oldest first.

        Raises:
            BrokenJournal: for a line that is none.
        """
        return clock_lines_of(self.lines())

    def true_times(self) -> dict[str, str]:
        """What stands in a line → its true time, for the lines whose time was set right.

        Raises:
            BrokenJournal: for a line that sets no time right.
        """
        return true_times(self.clock_lines())

    def recorded(self) -> list[str]:
        """The time that stands in each record, right or wrong."""
        return [line.recorded_at for line in self.lines() if line.kind != ORIGIN]

    def lines(self) -> list[Line]:
        """Every line of the journal.

        Raises:
            BrokenJournal: for a line that is none, or while the records lie in journals of before.
        """
        if not self.journal.path.exists() and self.old_journals():
            raise BrokenJournal(
                f"{self.folder}: 收件和办理记录还是旧格式，请先运行 duibiao load",
                f"{self.folder}: the records are still in their old form: run `duibiao load` first",
            )
        return self.journal.lines()

    def old_journals(self) -> list[Path]:
        """The journals of before that are there and hold records."""
        paths = [self.folder / name for name in OLD_JOURNALS]
        return [path for path in paths if path.exists() and path.read_bytes() != MOVED.encode()]

    def next_moment(self) -> str:
        """The time of the next record, later than every other one.

        Raises:
            ClockUnsure: when the machine's clock cannot be right; nothing may be recorded.
            TimeUnconfirmed: when somebody has to say first that it is.
        """
        return next_moment(self._last(), clock.now()).isoformat(timespec="microseconds")

    def is_time_sure(self) -> bool:
        """Whether something could be recorded now."""
        try:
            self.next_moment()
        except ClockUnsure:
            return False
        return True

    def write(self, record: Record) -> None:
        """Writes one record as the next line; on return it is durable.

        Raises:
            BrokenJournal: when the journal cannot be gone on with.
            ValueError: for a time before that of the last line.
            OSError: when it could not be stored; then nothing of it stands.
        """
        line, lines = line_of(record), self.lines()
        last = lines[-1].recorded_at if lines else line.recorded_at
        if isinstance(record, ClockLine):
            last = record.true_times.get(last, last)
        if clock.instant(line.recorded_at) < clock.instant(last):
            raise ClockUnsure(f"{line.recorded_at} 早于上一条记录 {last}", f"{line.recorded_at} is before {last}")
        if not lines:
            self.say_moved()
        self.journal.append(replace(line, clock_at=clock.now().isoformat(timespec="microseconds")))

    def say_moved(self) -> None:
        """Lays what makes older programs refuse, where they look first."""
        place = self.folder / OLD_JOURNALS[0]
        write_durably(place, MOVED.encode())
        place.chmod(0o444)

    def confirm_clock(self, by: str, reason: str) -> ClockLine:
        """Records by name that the machine's clock is right, however long it is since the last record.

        Raises:
            ClockUnsure: when it is behind the last record.
        """
        with self.exclusive():
            moment = next_moment(self._last(), clock.now(), is_confirmed=True)
            line = ClockLine(moment.isoformat(timespec="microseconds"), by, reason)
            self.write(line)
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
            moment = next_moment(max(moments), now, is_confirmed=True)
            line = ClockLine(moment.isoformat(timespec="microseconds"), by, reason, found)
            self.write(line)
            return line

    def _last(self) -> datetime | None:
        # Never one whose time was set right: the line that did so came after it.
        head = self.journal.head()
        return clock.instant(head.recorded_at) if head else None

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
        write_durably(place, content)
        return sha256

    def closing_place(self, sha256: str) -> Path:
        """Where the record of a closing lies."""
        return self.folder / "closed" / sha256[:2] / f"{sha256}.json"

    def keep_content(self, content: bytes) -> str:
        """Keeps bytes for good and gives their SHA-256, by which they lie; on return they are durable.

        Raises:
            OSError: when they could not be stored.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        place = self.path(sha256)
        if not place.exists():  # It lies there whole or not at all.
            make_folder(place.parent)
            write_durably(place, content)
        return sha256

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

    def keep(self, copy: Path, receipt: Receipt, rows: Sequence[Row] = ()) -> Receipt:
        """Gives the copy its place for good and writes its receipt; on return all is durable.

        Args:
            copy: the bytes.
            receipt: what is to be said of them, with the findings.
            rows: what was read in them, where they are kept for use.

        Returns:
            The receipt as it stands in the journal.
        """
        place = self.place(receipt)
        make_folder(place.parent)
        kept = self.with_rows_beside(self.with_findings_beside(receipt, with_name=False), rows, with_name=False)
        copy.replace(place)
        sync(place.parent)  # Of all three, before the line that speaks of them.
        self.write(kept)
        return kept

    def with_findings_beside(self, receipt: Receipt, *, with_name: bool = True) -> Receipt:
        """Lays what was found beside the bytes of a receipt, durably, and gives the receipt that names it."""
        if not receipt.findings:
            return receipt
        content = json.dumps(receipt.findings, ensure_ascii=False, indent=1).encode()
        severities = [finding["severity"] for finding in receipt.findings]
        kept = replace(receipt, findings_sha256=hashlib.sha256(content).hexdigest(),
                       error_count=severities.count("error"), warn_count=severities.count("warn"))  # fmt: skip
        place = self.findings_place(kept)
        make_folder(place.parent)
        write_durably(place, content, with_name=with_name)
        return kept

    def with_rows_beside(self, receipt: Receipt, rows: Sequence[Row], *, with_name: bool = True) -> Receipt:
        """Lays the rows of a receipt kept for use beside its bytes, durably, and gives the receipt that names them."""
        if receipt.verdict == REFUSED:
            return receipt
        columns = list(dict.fromkeys(column for row in rows for column in row))
        packed = {"columns": columns, "rows": [[row.get(column) for column in columns] for row in rows]}
        content = json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode()
        kept = replace(receipt, rows_sha256=hashlib.sha256(content).hexdigest())
        place = self.rows_place(kept)
        make_folder(place.parent)
        write_durably(place, content, with_name=with_name)
        return kept

    def rows_place(self, receipt: Receipt) -> Path:
        """Where the rows of a receipt lie."""
        return self.place(receipt).with_name(f"{receipt.sha256}.{str(receipt.rows_sha256)[:12]}.rows.json")

    def rows(self, receipt: Receipt) -> list[Row]:
        """The rows that were read when it came in.

        Raises:
            AlteredRows: when they are not those.
            OSError: when they are gone.
        """
        content = self.rows_place(receipt).read_bytes()
        if hashlib.sha256(content).hexdigest() != receipt.rows_sha256:
            raise AlteredRows(
                f"{self.rows_place(receipt)}: {receipt.name} 读出的各行与收件时不同，请从备份恢复此文件",
                f"{self.rows_place(receipt)}: these are not the rows that were read of {receipt.name}: restore "
                "the file from a backup",
            )
        packed = json.loads(content)
        return [dict(zip(packed["columns"], values, strict=True)) for values in packed["rows"]]

    def findings_place(self, receipt: Receipt) -> Path:
        """Where the findings of a receipt lie: the same bytes may be refused again for other reasons."""
        return self.place(receipt).with_name(f"{receipt.sha256}.{str(receipt.findings_sha256)[:12]}.findings.json")

    def _with_findings(self, receipt: Receipt) -> Receipt:
        if receipt.findings_sha256 is None:
            return receipt
        place = self.findings_place(receipt)
        try:
            return replace(receipt, findings=json.loads(place.read_bytes()))
        except (OSError, ValueError) as error:
            if receipt.verdict == REFUSED:
                return receipt  # Somebody emptied the quarantine; how many there were stands in the line.
            raise BrokenJournal(
                f"{place}: {receipt.name} 的问题清单读不出，请从备份恢复此文件（{error}）",
                f"{place}: what was found in {receipt.name} cannot be read: restore the file from a backup ({error})",
            ) from None


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

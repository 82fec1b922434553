"""The archive: every byte received, kept for ever under its SHA-256, and a journal of receipts that only grows.

`raw/archive/<ab>/<sha256>` holds what was accepted, `raw/quarantine/<ab>/<sha256>` what was refused, each beside its
findings. `raw/archive/receipts.jsonl` has one line a receipt, in order. Nothing is called received before bytes,
folder and journal line are on disk.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ACCEPTED, REFUSED, ALREADY_RECEIVED = "accepted", "refused", "already_received"
REPORT, STATISTICS = "report", "statistics"
JOURNAL_NAME = "receipts.jsonl"
_PIECE = 1 << 20


@dataclass(frozen=True)
class Receipt:
    """One file that came in: when, under which name, what was decided, and what it speaks of.

    `received_at` is UTC in ISO form; `version` counts the accepted reports of one unit × programme × round.
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

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        """Programme, round and unit of a report."""
        return self.programme_id, self.period_id, self.unit_id


class BrokenJournal(ValueError):
    """A line of the journal that is no receipt; the message names it and what to do."""


class Archive:
    """The archive of one data folder's `raw` folder."""

    def __init__(self, raw_folder: Path) -> None:
        self.folder = raw_folder / "archive"
        self.quarantine = raw_folder / "quarantine"
        self.journal = self.folder / JOURNAL_NAME

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
        """Every receipt, oldest first. A last line without its end was never confirmed and does not count.

        Raises:
            BrokenJournal: for a line that is no receipt.
        """
        try:
            content = self.journal.read_bytes()
        except FileNotFoundError:
            return []
        receipts = []
        for number, line in enumerate(content.split(b"\n")[:-1], start=1):
            try:
                receipts.append(Receipt(**json.loads(line)))
            except (ValueError, TypeError) as error:
                raise BrokenJournal(
                    f"{self.journal} 第 {number} 行不是收件记录,请从备份恢复此文件 / line {number} is no receipt: "
                    f"restore the file from a backup ({error})"
                ) from None
        return receipts

    def path(self, sha256: str) -> Path:
        """Where accepted bytes lie."""
        return self.folder / sha256[:2] / sha256

    def take_in(self, source: Path) -> tuple[Path, str, int]:
        """Copies `source` beside the archive, durably; returns the copy, its SHA-256 and its size in bytes."""
        copy = self.folder / f".incoming-{os.getpid()}"
        digest, size = hashlib.sha256(), 0
        try:
            with source.open("rb") as received, copy.open("wb") as kept:
                while piece := received.read(_PIECE):
                    kept.write(piece)
                    digest.update(piece)
                    size += len(piece)
                kept.flush()
                os.fsync(kept.fileno())
        except OSError:
            copy.unlink(missing_ok=True)  # A full disk needs the room back.
            raise
        return copy, digest.hexdigest(), size

    def keep(self, copy: Path, receipt: Receipt) -> Path:
        """Gives the copy its place for good and writes its receipt; on return both are durable."""
        root = self.folder if receipt.verdict == ACCEPTED else self.quarantine
        place = root / receipt.sha256[:2] / receipt.sha256
        make_folder(place.parent)
        if receipt.verdict == REFUSED:
            _write_durably(place.with_name(place.name + ".findings.json"),
                           json.dumps(asdict(receipt), ensure_ascii=False, indent=2).encode())  # fmt: skip
        copy.replace(place)
        sync_folder(place.parent)
        self._record(receipt)
        return place

    def _record(self, receipt: Receipt) -> None:
        line = json.dumps(asdict(receipt), ensure_ascii=False).encode() + b"\n"
        is_new = not self.journal.exists()
        with self.journal.open("ab+") as journal:
            end = _end_of_last_line(journal)
            journal.truncate(end)  # A line that was cut off was never confirmed.
            try:
                journal.write(line)
                journal.flush()
                os.fsync(journal.fileno())
            except OSError:
                # A full disk: what got in of the line must not stand.
                os.ftruncate(journal.fileno(), end)
                raise
        if is_new:
            sync_folder(self.folder)


def make_folder(folder: Path) -> None:
    """Makes a folder and its parents so that they outlive a power cut."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _end_of_last_line(journal: Any) -> int:
    size: int = journal.seek(0, os.SEEK_END)
    position = size
    while position:
        start = max(0, position - 65536)
        journal.seek(start)
        found = journal.read(position - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        position = start
    return 0


def _write_durably(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

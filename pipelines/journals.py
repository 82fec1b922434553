"""The journal: one file that only grows, each line naming the hash of the one before it, on disk before it is told."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from metrics.sentences import BilingualError

# Of lines; 1 were the records of receipts and of steps in files of their own.
FORMAT = 2
ALGORITHM = "sha256"
# The kind of the first line: what the journal began with.
ORIGIN = "origin"
_PIECE = 1 << 16


class BrokenJournal(BilingualError, ValueError):
    """A journal that cannot be gone on with; the sentence names the line and what to do."""


@dataclass(frozen=True)
class Line:
    """One line: what was recorded when, and what the machine's clock said then (None where that is not known).

    `account` is who was signed in, `by` the name that somebody gave, `address` where it came from, empty where there
    is none. `prev` is the hash of the line before, with the name of its algorithm; the first line has none.
    """

    seq: int
    recorded_at: str
    clock_at: str | None
    kind: str
    by: str | None
    facts: dict[str, Any] = field(default_factory=dict)
    account: str | None = None
    address: str = ""
    format: int = FORMAT
    prev: str = ""

    @property
    def content(self) -> bytes:
        """The line as it is written, without its end."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Head:
    """The last line that counts, and its hash, which the next line names."""

    seq: int
    recorded_at: str
    hash: str


class Journal:
    """The lines of one file, oldest first; whoever appends holds the archive's lock.

    A last line without its end was never confirmed: it does not count, and the next one takes its place.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._forget(0)

    def lines(self) -> list[Line]:
        """Every line, oldest first; what was read before is not read again.

        Raises:
            BrokenJournal: for a line that is none, or does not follow from the one before.
        """
        try:
            with self.path.open("rb") as file:
                state = os.fstat(file.fileno())
                if state.st_ino != self._inode or state.st_size < self._end:
                    self._forget(state.st_ino)
                file.seek(self._end)
                for text in file.read().split(b"\n")[:-1]:
                    self._take(text)
        except FileNotFoundError:
            self._forget(0)
        return self._lines

    def head(self) -> Head | None:
        """The last line that counts, found from the end of the file; None where there is none.

        Raises:
            BrokenJournal: when it is no line.
        """
        try:
            with self.path.open("rb") as file:
                return self._head(file, _end_of_last_line(file))
        except FileNotFoundError:
            return None

    def append(self, line: Line) -> None:
        """Writes a line in the next place; on return it is durable. The first one of all comes after one that says so.

        Raises:
            BrokenJournal: when the last line is none.
            OSError: when it could not be stored; then nothing of it stands.
        """
        is_new = not self.path.exists()
        with self.path.open("ab+") as file:
            end = _end_of_last_line(file)
            head, content = self._head(file, end), b""
            if head is None:
                origin = replace(line, kind=ORIGIN, by=None, facts={})
                head, content = Head(0, line.recorded_at, line_hash(origin.content)), origin.content + b"\n"
            placed = replace(line, seq=head.seq + 1, prev=head.hash)
            file.truncate(end)  # A line that was cut off was never confirmed.
            try:
                file.write(content + placed.content + b"\n")
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                # A full disk: what got in of the line must not stand.
                os.ftruncate(file.fileno(), end)
                raise
        if is_new:
            sync(self.path.parent)

    def begin(self, lines: Iterable[Line]) -> None:
        """Writes a journal that is not there yet: all of the lines, chained, or none."""
        prev, content = "", []
        for seq, line in enumerate(lines):
            content.append(replace(line, seq=seq, prev=prev).content)
            prev = line_hash(content[-1])
        write_durably(self.path, b"".join(line + b"\n" for line in content))

    def _forget(self, inode: int) -> None:
        self._lines: list[Line] = []
        self._inode, self._end, self._prev = inode, 0, ""

    def _take(self, text: bytes) -> None:
        number = len(self._lines) + 1
        line = self._line(number, text)
        if (line.seq, line.prev) != (number - 1, self._prev):
            raise BrokenJournal(
                f"{self.path} 第 {number} 行与前一行接不上，其中一行被改动过，请从备份恢复此文件",
                f"{self.path}: line {number} does not follow from the line before: one of the two was altered; restore "
                "the file from a backup",
            )
        self._lines.append(line)
        self._prev, self._end = line_hash(text), self._end + len(text) + 1

    def _line(self, number: int, text: bytes) -> Line:
        try:
            line = Line(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise BrokenJournal(
                f"{self.path} 第 {number} 行不是记录，请从备份恢复此文件（{error}）",
                f"{self.path}: line {number} is no record: restore the file from a backup ({error})",
            ) from None
        if line.format != FORMAT:
            raise BrokenJournal(
                f"{self.path} 第 {number} 行的格式为 {line.format}，本程序只读 {FORMAT}，请使用新版程序",
                f"{self.path}: line {number} is of format {line.format}, and this program reads {FORMAT}: use the "
                "newer one",
            )
        return line

    def _head(self, file: BinaryIO, end: int) -> Head | None:
        if not end:
            return None
        start = _end_of_last_line(file, end - 1)
        file.seek(start)
        text = file.read(end - start - 1)
        try:
            line = Line(**json.loads(text))
        except (ValueError, TypeError):
            file.seek(0)
            line = self._line(file.read(end).count(b"\n"), text)  # Says which.
        return Head(line.seq, line.recorded_at, line_hash(text))


def line_hash(content: bytes) -> str:
    """What the next line names a line by."""
    return f"{ALGORITHM}:{hashlib.new(ALGORITHM, content).hexdigest()}"


def sync(path: Path) -> None:
    """Makes the content of a file durable, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, content: bytes, *, with_name: bool = True) -> None:
    """Writes a file that appears whole or not at all; on return it is durable.

    Without `with_name` its name is not yet: whoever writes several into one folder makes that durable once.

    Raises:
        OSError: when it could not be stored; a full disk gets its room back.
    """
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    if with_name:
        sync(path.parent)


def _end_of_last_line(file: BinaryIO, position: int | None = None) -> int:
    """Where the last line that ends before `position`, or the end of the file, ends; 0 where none does."""
    position = file.seek(0, os.SEEK_END) if position is None else position
    while position:
        start = max(0, position - _PIECE)
        file.seek(start)
        found = file.read(position - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        position = start
    return 0

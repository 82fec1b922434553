"""Journals that only grow: JSON lines of one kind of record, each on disk before anybody is told of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

R = TypeVar("R")


class BrokenJournal(ValueError):
    """A line of a journal that is no record of its kind; the message names it and what to do."""


class Journal(Generic[R]):
    """The records of one file, oldest first; whoever appends holds the archive's lock.

    A last line without its end was never confirmed: it does not count, and the next record takes its place.
    """

    def __init__(self, path: Path, kind: Callable[..., R], name_zh: str, name_en: str) -> None:
        self.path = path
        self._kind = kind
        self._name_zh, self._name_en = name_zh, name_en

    def records(self) -> list[R]:
        """Every record, oldest first.

        Raises:
            BrokenJournal: for a line that is none.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return []
        return [self._record(number, line) for number, line in enumerate(content.split(b"\n")[:-1], start=1)]

    def append(self, record: R) -> None:
        """Writes one record; on return it is durable.

        Raises:
            OSError: when it could not be stored; then nothing of it stands.
        """
        line = json.dumps(asdict(record), ensure_ascii=False).encode() + b"\n"  # type: ignore[call-overload]
        is_new = not self.path.exists()
        with self.path.open("ab+") as journal:
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
            sync(self.path.parent)

    def _record(self, number: int, line: bytes) -> R:
        try:
            facts: dict[str, Any] = json.loads(line)
            return self._kind(**facts)
        except (ValueError, TypeError) as error:
            raise BrokenJournal(
                f"{self.path} 第 {number} 行不是{self._name_zh},请从备份恢复此文件 / line {number} is no "
                f"{self._name_en}: restore the file from a backup ({error})"
            ) from None


def sync(path: Path) -> None:
    """Makes the content of a file durable, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _end_of_last_line(journal: BinaryIO) -> int:
    position = journal.seek(0, os.SEEK_END)
    while position:
        start = max(0, position - 65536)
        journal.seek(start)
        found = journal.read(position - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        position = start
    return 0

"""Requests that pages lay into the inbox, opened so that nothing outside their own folder is ever read or written.

A request is a folder that appears as a whole under its final name. Its files are opened relative to it and never
through a link; its answer is replaced as a whole.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from metrics.contract import (
    ANSWER_FILE,
    ASKED,
    CONTENT_FILE,
    FINAL_STATES,
    LARGEST_FILE,
    LARGEST_REQUEST,
    LOCK_FILE,
    READING_KINDS,
    REQUEST_FILE,
    REQUEST_ID,
    requests_folder,
)
from metrics.sentences import BilingualError
from pipelines.archive import Archive, make_folder

KEPT_SECONDS = 7 * 24 * 3600
PEEK_SECONDS = 0.02
# Not through a link, and not waiting for whoever would write into a pipe.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class BadRequest(BilingualError, ValueError):
    """A request that cannot be taken up; the sentence says why."""


@dataclass(frozen=True)
class Request:
    """One request, held open: what it asks, and where its answer goes."""

    request_id: str
    folder: int

    def facts(self) -> dict[str, Any]:
        """What `request.json` says.

        Raises:
            BadRequest: when it is not a JSON object of reasonable size in a file of its own.
        """
        with self._open(REQUEST_FILE) as file:
            content = file.read(LARGEST_REQUEST + 1)
        if len(content) > LARGEST_REQUEST:
            raise BadRequest("request.json 过大", "request.json is too large")
        try:
            facts = json.loads(content)
        except ValueError:
            facts = None
        if not isinstance(facts, dict):
            raise BadRequest("request.json 不是 JSON 对象", "request.json is no JSON object")
        return facts

    @contextmanager
    def content(self) -> Iterator[BinaryIO]:
        """The uploaded bytes.

        Raises:
            BadRequest: when there are none in a file of its own, or too many.
        """
        with self._open(CONTENT_FILE) as file:
            if os.fstat(file.fileno()).st_size > LARGEST_FILE:
                megabytes = LARGEST_FILE // 2**20
                raise BadRequest(
                    f"文件超过 {megabytes} MB,请删去图片和多余的工作表后重新报送",
                    f"the file is over {megabytes} MB: remove pictures and sheets that are not needed, "
                    "and send it again",
                )
            yield file

    def answer(self) -> dict[str, Any]:
        """The answer as it stands, empty where there is none that can be read."""
        try:
            with self._open(ANSWER_FILE) as file:
                answer = json.loads(file.read())
        except (BadRequest, ValueError):
            return {}
        return answer if isinstance(answer, dict) else {}

    def write(self, name: str, content: bytes) -> None:
        """Writes a file of the answer, durably and as a whole."""
        draft = f".{name}.part"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with suppress(FileNotFoundError):
            os.unlink(draft, dir_fd=self.folder)  # Of an attempt that died here.
        with os.fdopen(os.open(draft, flags, 0o644, dir_fd=self.folder), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, name, src_dir_fd=self.folder, dst_dir_fd=self.folder)
        os.fsync(self.folder)

    def let_go(self, name: str) -> None:
        """Removes a file of the request, where it is there."""
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self.folder)

    def _open(self, name: str) -> BinaryIO:
        try:
            descriptor = os.open(name, _READ, dir_fd=self.folder)
        except OSError as error:
            raise BadRequest(
                f"{name} 打不开 ({error.strerror})", f"{name} cannot be opened ({error.strerror})"
            ) from None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise BadRequest(f"{name} 不是普通文件", f"{name} is no regular file")
        return os.fdopen(descriptor, "rb")


class RequestInbox:
    """The folder of requests below `raw/inbox`."""

    def __init__(self, raw_folder: Path) -> None:
        self.folder, self._archive = requests_folder(raw_folder), Archive(raw_folder)
        self._answered: set[str] = set()
        self._reading: dict[str, bool] = {}

    def waiting(self, *, reading: bool | None = None) -> list[str]:
        """The ids of requests without a final answer, the oldest first; `reading` tells of which sort, None of any.

        One whose sender is asked about the time waits for the answer: until the time is sure it is not among them.
        """
        found = []
        is_sure: bool | None = None
        for entry in self._folders():
            if entry.name in self._answered:
                continue
            with self.open(entry.name) as request:
                if request is None or reading not in (None, self._is_reading(request)):
                    continue
                state = request.answer().get("state")
                if state in FINAL_STATES:
                    self._answered.add(entry.name)  # For good: it need not be looked into again.
                    continue
                if state == ASKED and is_sure is None:
                    is_sure = self._archive.is_time_sure()
                if state != ASKED or is_sure:
                    found.append((_modified(request, REQUEST_FILE) or 0.0, entry.name))
        return [name for _, name in sorted(found)]

    def laid(self) -> int:
        """A number that is another one as soon as a request is laid or removed."""
        try:
            return self.folder.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def rest(self, laid: int, seconds: float) -> None:
        """Waits until what `laid` said is no longer so, at most so long: somebody waits in front of a page."""
        due = time.monotonic() + seconds
        while time.monotonic() < due and self.laid() == laid:
            time.sleep(PEEK_SECONDS)

    @contextmanager
    def open(self, request_id: str) -> Iterator[Request | None]:
        """The request of that id, None where it is gone or is no folder of its own."""
        folder = None
        if REQUEST_ID.fullmatch(request_id):
            try:
                folder = os.open(self.folder / request_id, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            except OSError:
                folder = None  # Gone in the meantime, or a link: not ours.
        try:
            yield None if folder is None else Request(request_id, folder)
        finally:
            if folder is not None:
                os.close(folder)

    @contextmanager
    def attended(self) -> Iterator[bool]:
        """Holds the lock of the one clerk; gives False where another holds it.

        The lock is passed on to child processes: it is free once the last of them has ended.
        """
        make_folder(self.folder)
        with (self.folder / LOCK_FILE).open("a") as lock:
            os.set_inheritable(lock.fileno(), True)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def _is_reading(self, request: Request) -> bool:
        """Whether it asks for what writes nothing into archive or journal; what it asks never changes."""
        if request.request_id not in self._reading:
            try:
                kind = request.facts().get("kind")
            except BadRequest:
                kind = None  # Whoever carries it out says what is wrong.
            self._reading[request.request_id] = kind in READING_KINDS
        return self._reading[request.request_id]

    def clean(self, now: float | None = None) -> list[str]:
        """Removes requests answered longer than a week ago, and what was never laid out; returns their names."""
        limit = (time.time() if now is None else now) - KEPT_SECONDS
        removed = []
        for entry in self._folders():
            if entry.name.startswith("."):
                is_old = _laid_out_at(entry, limit) < limit
            else:
                with self.open(entry.name) as request:
                    answered_at = _modified(request, ANSWER_FILE) if request else None
                    is_final = request is not None and request.answer().get("state") in FINAL_STATES
                is_old = is_final and answered_at is not None and answered_at < limit
            if is_old:
                shutil.rmtree(entry.path)
                self._answered.discard(entry.name)
                self._reading.pop(entry.name, None)
                removed.append(entry.name)
        return removed

    def _folders(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.folder) as entries:
                return [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        except FileNotFoundError:
            return []


def _laid_out_at(entry: os.DirEntry[str], gone: float) -> float:
    try:
        return entry.stat(follow_symlinks=False).st_mtime
    except FileNotFoundError:
        return gone  # It has its final name by now.


def _modified(request: Request, name: str) -> float | None:
    try:
        return os.stat(name, dir_fd=request.folder, follow_symlinks=False).st_mtime
    except OSError:
        return None

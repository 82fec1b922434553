"""The meeting place of web and pipeline: a request is laid into the inbox, and a clerk's answer is read beside it.

Nothing here parses what was uploaded or knows what will become of it. What the files hold is described in
docs/rounds.md.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from metrics import clock
from metrics.contract import (
    ANSWER_FILE,
    CONTENT_FILE,
    FINAL_STATES,
    LARGEST_FILE,
    LEFT_FILES,
    LOCK_FILE,
    REQUEST_FILE,
    REQUEST_ID,
    requests_folder,
)

MOST_WAITING = 200
LONGEST_FILE_NAME = 120
CHUNK = 1 << 20


class TooLarge(ValueError):
    """More bytes came than an upload may have."""


class CutShort(ValueError):
    """The connection broke off before all of an upload was there; `received` counts the bytes that were."""

    def __init__(self, received: int, announced: int | None) -> None:
        super().__init__(f"{received} of {announced} bytes")
        self.received, self.announced = received, announced


class Altered(ValueError):
    """What came has another hash than what was sent."""


class TooMany(RuntimeError):
    """More requests wait than a clerk will answer soon; laying another would only fill the disk."""


@dataclass(frozen=True)
class Announced:
    """What the sender said of an upload before its bytes came: how many, and their SHA-256; None where unsaid."""

    byte_count: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Mail:
    """A request as it was laid, and what the clerk has said so far (None: not taken up yet)."""

    request: dict[str, Any]
    answer: dict[str, Any] | None

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will be said."""
        return self.answer is not None and self.answer.get("state") in FINAL_STATES


class Mailbox:
    """The requests of one data folder."""

    def __init__(self, data_folder: Path) -> None:
        self.folder = requests_folder(data_folder / "raw")

    def lay_upload(
        self, by: str, file_name: str, content: IO[bytes], announced: Announced | None = None, kind: str = "upload",
        **more: str,
    ) -> str:  # fmt: skip
        """Lays a file for the clerk, with what `more` is said of it; what is not whole leaves nothing behind.

        Returns:
            The request's id.

        Raises:
            TooLarge: after 20 MB.
            CutShort: when reading `content` fails, or it ends before the length that was announced.
            Altered: when its hash is not the one that was announced.
            TooMany: when the clerk has fallen far behind.
            OSError: when it cannot be stored; then nothing was laid.
        """
        announced = announced or Announced()
        facts = {"kind": kind, "by": by, "file_name": plain_name(file_name), "sent_sha256": announced.sha256, **more}
        return self._lay(facts, lambda path: _store(path, content, announced))

    def lay(self, kind: str, by: str, **facts: Any) -> str:
        """Lays a request without a file (a step of a round, a template), and gives its id.

        Raises:
            TooMany: when the clerk has fallen far behind.
            OSError: when it cannot be stored; then nothing was laid.
        """
        return self._lay({"kind": kind, "by": by, **facts}, None)

    def mail(self, request_id: str) -> Mail | None:
        """The request with that id and its answer; None where there is none."""
        folder = self._place(request_id)
        request = _read(folder / REQUEST_FILE) if folder else None
        if folder is None or request is None:
            return None
        return Mail(request, _read(folder / ANSWER_FILE))

    def left_file(self, request_id: str, name: str) -> Path | None:
        """A file that the clerk left with its answer, one of `LEFT_FILES`; None where there is none."""
        folder = self._place(request_id)
        if folder is None or name not in LEFT_FILES or not (folder / name).is_file():
            return None
        return folder / name

    def has_clerk(self) -> bool:
        """Whether a clerk is at work: it holds its lock as long as it lives."""
        try:
            descriptor = os.open(self.folder / LOCK_FILE, os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def backlog(self) -> dict[str, Any]:
        """How many requests wait (`waiting`), and since when the oldest of them does (`oldest_asked_at`, or None)."""
        folders = self._unanswered()
        asked = [request.get("asked_at") for folder in folders if (request := _read(folder / REQUEST_FILE))]
        return {"waiting": len(folders), "oldest_asked_at": min(filter(None, asked), default=None)}

    def _place(self, request_id: str) -> Path | None:
        return self.folder / request_id if REQUEST_ID.fullmatch(request_id) else None

    def _lay(self, facts: dict[str, Any], store: Callable[[Path], dict[str, Any]] | None) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        if len(self._unanswered()) >= MOST_WAITING:
            raise TooMany
        request_id = secrets.token_hex(16)
        draft = self.folder / f".{request_id}"
        draft.mkdir()
        try:
            stored = store(draft / CONTENT_FILE) if store is not None else {}
            facts = {**facts, **stored, "asked_at": clock.now().isoformat(timespec="seconds")}
            with (draft / REQUEST_FILE).open("w", encoding="utf-8") as file:
                json.dump(facts, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(draft)
            draft.rename(self.folder / request_id)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        _sync_folder(self.folder)
        return request_id

    def _unanswered(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        laid = (entry for entry in self.folder.iterdir() if not entry.name.startswith("."))
        return [entry for entry in laid if not (entry / ANSWER_FILE).exists()]


def plain_name(text: str) -> str:
    r"""A file's name as it may be kept: no folder, nothing that cannot be seen, not too long.

    >>> plain_name("..\\..\\C:\\报告\u202e.xlsx"), plain_name("../../etc/passwd"), plain_name("/")
    ('报告.xlsx', 'passwd', 'upload')
    """
    name = re.split(r"[\\/]", text)[-1]
    seen = "".join(mark for mark in unicodedata.normalize("NFC", name) if mark.isprintable()).strip(" .")
    stem, dot, ending = seen.rpartition(".")
    if len(seen) > LONGEST_FILE_NAME:
        seen = f"{stem[: LONGEST_FILE_NAME - 10]}{dot}{ending[:9]}" if dot else seen[:LONGEST_FILE_NAME]
    return seen or "upload"


def _store(path: Path, content: IO[bytes], announced: Announced) -> dict[str, Any]:
    """Writes the bytes durably once they are known to be whole; gives their count and hash."""
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        while chunk := _next_chunk(content, size, announced):
            size += len(chunk)
            if size > LARGEST_FILE:
                raise TooLarge
            file.write(chunk)
            digest.update(chunk)
        if announced.byte_count not in (None, size):
            raise CutShort(size, announced.byte_count)
        if announced.sha256 not in (None, digest.hexdigest()):
            raise Altered
        file.flush()
        os.fsync(file.fileno())
    return {"byte_count": size, "sha256": digest.hexdigest()}


def _next_chunk(content: IO[bytes], received: int, announced: Announced) -> bytes:
    try:
        return content.read(CHUNK)
    except Exception as error:
        # Each server has errors of its own for a body that does not end as it should.
        raise CutShort(received, announced.byte_count) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    return found if isinstance(found, dict) else None

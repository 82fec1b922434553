"""The watch: a light process that waits for requests, and starts the workers that carry them out.

It loads nothing heavy itself. A worker is a process of its own, so that one that dies takes no one along and its
memory is given back when there is nothing to do. What writes nothing into archive or journal has a worker of its own:
it does not wait for a load.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from metrics import clock
from metrics.office import NoOffice
from metrics.settings import PROJECT_FOLDER
from pipelines.clerk.requests import RequestInbox

LOOK_SECONDS = 0.4
CLEAN_SECONDS = 3600.0
RESTART_SECONDS = 2.0
# Makes a worker load once, though nothing is asked for.
CATCH_UP = "catch-up"
# Makes one take the requests that write nothing into archive or journal.
READING = "reading"

Say = Callable[[str, str], None]


def watch(data_folder: Path, parent: int | None, say: Say) -> None:
    """Waits for requests until the process `parent` ends, or for ever.

    Another clerk on the same folder is waited for: its place is taken when it ends.
    """
    inbox = RequestInbox(data_folder / "raw")
    is_told = False
    while has_parent(parent):
        with inbox.attended() as is_attended:
            if is_attended:
                say("等候网页请求", "waiting for requests of the pages")
                _attend(inbox, data_folder, parent, say)
            elif not is_told:
                say(
                    "另一个 clerk 正在值守,等它结束后接替", "another clerk is on duty: this one takes over when it ends"
                )
                is_told = True
        time.sleep(LOOK_SECONDS)


def has_parent(parent: int | None) -> bool:
    """Whether the process that started this one still lives; always where none was named."""
    return parent is None or os.getppid() == parent


class _Worker:
    """The process that carries out one sort of requests, while there are any: of two, so that neither waits."""

    def __init__(self, data_folder: Path, *sort: str) -> None:
        self._data_folder, self._sort = data_folder, sort
        self._process: subprocess.Popen[bytes] | None = None
        self._rests_until = 0.0

    @property
    def is_free(self) -> bool:
        """Whether none is at work; one that was ended by something gives that time to pass, such as a full disk."""
        if self._process is not None and (status := self._process.poll()) is not None:
            self._process = None
            self._rests_until = time.monotonic() + RESTART_SECONDS if status else 0.0
        return self._process is None and time.monotonic() >= self._rests_until

    def start(self, *more: str) -> None:
        """Starts one, which ends when nothing has come for a while."""
        # It keeps the lock of the folder open: while it works on, no other clerk begins.
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "pipelines.clerk.worker", str(os.getpid()), *self._sort, *more],
            cwd=PROJECT_FOLDER, env={**os.environ, "DUIBIAO_DATA": str(self._data_folder)}, close_fds=False,
        )  # fmt: skip

    def end(self) -> None:
        """Ends it, in the middle of whatever it does."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()


def _attend(inbox: RequestInbox, data_folder: Path, parent: int | None, say: Say) -> None:
    cleaned_at: float | None = None
    day = _today()
    reader, writer = _Worker(data_folder, READING), _Worker(data_folder)
    try:
        while has_parent(parent):
            laid = inbox.laid()
            if cleaned_at is None or time.monotonic() - cleaned_at > CLEAN_SECONDS:
                clean(inbox, say)
                cleaned_at = time.monotonic()
            if reader.is_free and inbox.waiting(reading=True):
                reader.start()
            if writer.is_free and inbox.waiting(reading=False):
                writer.start()
            elif writer.is_free and (today := _today()) != day:
                # On a new day a round may have begun: what pages show must have it.
                if day is not None:
                    writer.start(CATCH_UP)
                day = today
            inbox.rest(laid, LOOK_SECONDS)
    finally:
        reader.end()
        writer.end()


def _today() -> date | None:
    try:
        return clock.today()
    except NoOffice:
        return None  # It is to be made yet, on its first page.


def clean(inbox: RequestInbox, say: Say) -> None:
    """Removes what was answered long ago; a folder that cannot be removed is named and left, and the watch goes on."""
    try:
        inbox.clean()
    except OSError as error:
        place = error.filename or inbox.folder
        say(f"{place}: 旧请求未能清理({error.strerror}),请检查权限",
            f"old requests could not be removed ({error.strerror}): check permissions")  # fmt: skip

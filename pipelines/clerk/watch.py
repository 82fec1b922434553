"""The watch: a light process that waits for requests, and starts the worker that carries them out.

It loads nothing heavy itself. The worker is a process of its own, so that one that dies takes no one along and its
memory is given back when there is nothing to do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from metrics import clock
from metrics.settings import PROJECT_FOLDER
from pipelines.clerk.requests import RequestInbox

LOOK_SECONDS = 0.4
CLEAN_SECONDS = 3600.0
RESTART_SECONDS = 2.0
# Makes a worker load once, though nothing is asked for.
CATCH_UP = "catch-up"

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


def _attend(inbox: RequestInbox, data_folder: Path, parent: int | None, say: Say) -> None:
    cleaned_at: float | None = None
    day = clock.today()
    while has_parent(parent):
        if cleaned_at is None or time.monotonic() - cleaned_at > CLEAN_SECONDS:
            clean(inbox, say)
            cleaned_at = time.monotonic()
        if inbox.waiting():
            status = _work(data_folder, parent)
            if status:
                time.sleep(RESTART_SECONDS)  # What ended it may last, such as a full disk.
        elif clock.today() != day:
            # On a new day a round may have begun: what pages show must have it.
            day = clock.today()
            _work(data_folder, parent, CATCH_UP)
        else:
            time.sleep(LOOK_SECONDS)


def clean(inbox: RequestInbox, say: Say) -> None:
    """Removes what was answered long ago; a folder that cannot be removed is named and left, and the watch goes on."""
    try:
        inbox.clean()
    except OSError as error:
        place = error.filename or inbox.folder
        say(f"{place}: 旧请求未能清理({error.strerror}),请检查权限",
            f"old requests could not be removed ({error.strerror}): check permissions")  # fmt: skip


def _work(data_folder: Path, parent: int | None, *more: str) -> int:
    # It keeps the lock of the folder open: while it works on, no other clerk begins.
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "pipelines.clerk.worker", str(os.getpid()), *more],
        cwd=PROJECT_FOLDER, env={**os.environ, "DUIBIAO_DATA": str(data_folder)}, close_fds=False,
    )  # fmt: skip
    try:
        while has_parent(parent):
            with suppress(subprocess.TimeoutExpired):
                return worker.wait(timeout=LOOK_SECONDS)
    finally:
        worker.terminate()
        worker.wait()
    return worker.returncode

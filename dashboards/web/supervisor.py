"""What `duibiao serve` does while it serves: it keeps the web server and the clerk together.

It loads nothing of either. A clerk that dies is started again; the server's end, however it comes, is the end of all.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType

from dashboards.web.lifeline import end_with

LOOK_SECONDS = 0.2
# A clerk that dies at once, such as on a full disk, is started ever less often.
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 3.0
STEADY_SECONDS = 30.0
# A clerk in the middle of a load leaves it; nothing of it stands.
ENDING_SECONDS = 10.0
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
PASSED_ON = (*ENDS, signal.SIGHUP, signal.SIGUSR1, signal.SIGTTIN, signal.SIGTTOU)

Say = Callable[[str, str], None]


class Supervisor:
    """Runs a server and, beside it, a clerk."""

    def __init__(self, server: Sequence[str], clerk: Sequence[str], clerk_folder: Path, say: Say) -> None:
        self._server_command, self._clerk_command, self._clerk_folder = server, clerk, clerk_folder
        self._say = say
        self._server: subprocess.Popen[bytes] | None = None
        self._is_ending = False
        self._pause = FIRST_PAUSE_SECONDS

    def run(self) -> int:
        """Starts both, and returns the server's exit code when it has ended and the clerk with it."""
        for number in PASSED_ON:
            signal.signal(number, self._pass_on)
        watched = partial(end_with, os.getpid(), signal.SIGTERM)
        self._server = server = subprocess.Popen(self._server_command, preexec_fn=watched)
        clerk = self._start_clerk()
        try:
            if self._is_ending:
                server.terminate()  # Asked for while it was being started.
            while server.poll() is None:
                time.sleep(LOOK_SECONDS)
                if clerk.poll() is not None and not self._is_ending:
                    clerk = self._start_clerk_again(clerk.returncode)
        finally:
            _end(clerk)
        if not self._is_ending:
            self._say(f"网页服务意外结束({server.returncode})", f"the web server ended ({server.returncode})")
        return server.returncode if server.returncode >= 0 else 128 - server.returncode

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        self._is_ending = self._is_ending or number in ENDS
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(number)

    def _start_clerk(self) -> subprocess.Popen[bytes]:
        self._started_at = time.monotonic()
        return subprocess.Popen(self._clerk_command, cwd=self._clerk_folder)

    def _start_clerk_again(self, code: int) -> subprocess.Popen[bytes]:
        if time.monotonic() - self._started_at > STEADY_SECONDS:
            self._pause = FIRST_PAUSE_SECONDS
        self._say(f"clerk 意外结束({code}),重新启动", f"the clerk ended ({code}): it is started again")
        due = time.monotonic() + self._pause
        while time.monotonic() < due and not self._is_ending:
            time.sleep(LOOK_SECONDS)
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)
        return self._start_clerk()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

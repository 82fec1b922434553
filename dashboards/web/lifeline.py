"""Processes that end with the one that started them, however that one ends; gunicorn reads it as its settings."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Any

# From <sys/prctl.h>.
_SET_PARENT_DEATH_SIGNAL = 1


def end_with(parent: int, by: signal.Signals) -> None:
    """Has the kernel send `by` to this process when the process `parent`, which started it, ends (on Linux only)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(by), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), by)  # It ended before it could be watched.


def post_fork(server: Any, worker: Any) -> None:
    """What gunicorn does in each worker: one that waits for a slow reader would outlive its master."""
    end_with(worker.ppid, signal.SIGKILL)

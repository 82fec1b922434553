"""What is handed in: by whom, under which name, and how its bytes are opened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class Sender:
    """Who hands a file in, where a name was given, and the page's request that brings it."""

    by: str | None = None
    request_id: str | None = None


NOBODY = Sender()


@dataclass(frozen=True)
class Sent:
    """One file that is handed in."""

    name: str
    open: Callable[[], AbstractContextManager[BinaryIO]]
    sender: Sender = NOBODY

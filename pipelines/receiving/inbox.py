"""The inbox: files laid into `raw/inbox` are received like any other before a load, then leave it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from expectations.result import Finding
from metrics.contract import REQUESTS_FOLDER
from pipelines.readers.encoding import readable_name
from pipelines.readers.wording import reading_finding
from pipelines.receiving.desk import Desk
from pipelines.receiving.outcome import Outcome


def receive_inbox(raw_folder: Path, with_sample: bool) -> list[Outcome]:
    """Receives every file of the inbox; each leaves it once its bytes and receipt are on disk, accepted or refused.

    Raises:
        OSError: when one cannot be read or stored; it stays where it is.
    """
    files = list_inbox(raw_folder)
    if not files:
        return []
    outcomes = {}
    with Desk(raw_folder, with_sample) as desk:
        for path, outcome in desk.receive_all(files):
            outcomes[path] = outcome
            path.unlink()
    return [outcomes[path] for path in files]


# What Windows lays into every folder that somebody opens.
_OF_THE_SYSTEM = {"desktop.ini", "thumbs.db"}


def list_inbox(raw_folder: Path) -> list[Path]:
    """The files that wait, in the order of their names; hidden ones are still being written."""
    files = (path for path in (raw_folder / "inbox").glob("*") if path.is_file() and path.name[0] not in ".~")
    return sorted(path for path in files if path.name.lower() not in _OF_THE_SYSTEM)


def left_in_inbox(raw_folder: Path) -> list[Finding]:
    """A warning for everything in the inbox that is no file, such as a folder of reports: it looks received, and stays.

    Requests of the pages have a folder of their own there.
    """
    left = sorted(path for path in (raw_folder / "inbox").glob("*") if not path.is_file() and path.name[0] not in ".~")
    return [
        replace(reading_finding("inbox.left", readable_name(path.relative_to(raw_folder))), severity="warn")
        for path in left
        if path.name != REQUESTS_FOLDER
    ]

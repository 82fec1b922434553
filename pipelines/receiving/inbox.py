"""The inbox: files laid into `raw/inbox` are received like any other before a load, then leave it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from expectations.result import Finding
from metrics.contract import REQUESTS_FOLDER
from pipelines.archive import Archive
from pipelines.clock_lines import ClockUnsure
from pipelines.readers.encoding import readable_name
from pipelines.readers.wording import reading_finding
from pipelines.receiving.desk import Desk
from pipelines.receiving.outcome import Outcome


def waiting_for_time(raw_folder: Path) -> list[Finding]:
    """A warning for every file of the inbox while the server's time is not sure; none is received, and none is lost."""
    files = list_inbox(raw_folder)
    try:
        if files:
            Archive(raw_folder).next_moment()
    except ClockUnsure as unsure:
        return [_warning("inbox.time_unsure", path, raw_folder, zh=unsure.sentence.zh, en=unsure.sentence.en)
                for path in files]  # fmt: skip
    return []


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
    return [_warning("inbox.left", path, raw_folder) for path in left if path.name != REQUESTS_FOLDER]


def _warning(rule_id: str, path: Path, raw_folder: Path, **facts: Any) -> Finding:
    return replace(reading_finding(rule_id, readable_name(path.relative_to(raw_folder)), **facts), severity="warn")

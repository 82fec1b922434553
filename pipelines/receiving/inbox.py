"""The inbox: files laid into `raw/inbox` are received like any other before a load, then leave it."""

from __future__ import annotations

from pathlib import Path

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


def list_inbox(raw_folder: Path) -> list[Path]:
    """The files that wait, in the order of their names; hidden ones are still being written."""
    return sorted(path for path in (raw_folder / "inbox").glob("*") if path.is_file() and path.name[0] not in ".~")

"""What the files of programmes and units are called, by the names that a snapshot has for them."""

from __future__ import annotations

from metrics.file_names import called
from metrics.reading.office import subject_names
from metrics.warehouse import Snapshot


def subject_called(snapshot: Snapshot | None, subject_id: str, language: str) -> str:
    """What stands for a programme or a unit in the name of a file; what has no name is called by its id."""
    names = subject_names(snapshot) if snapshot else {}
    return called(subject_id, names.get(subject_id), language)

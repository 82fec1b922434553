"""The languages of the office whose pages are served."""

from __future__ import annotations

from dashboards.words import LANGUAGES
from metrics.office import BadOffice, load_office
from metrics.reading.office import read_office
from metrics.warehouse import NoSnapshot, Snapshot, Warehouse


def spoken(snapshot: Snapshot | None, warehouse: Warehouse) -> tuple[str, ...]:
    """The office's languages, the default first: those of the build, else of its folder, else all there are."""
    if snapshot is not None:
        return read_office(snapshot).languages
    try:
        return load_office(warehouse.folder.parent).languages
    except BadOffice:
        return LANGUAGES


def spoken_now(warehouse: Warehouse) -> tuple[str, ...]:
    """The same of the build in force."""
    try:
        return spoken(warehouse.snapshot(), warehouse)
    except NoSnapshot:
        return spoken(None, warehouse)

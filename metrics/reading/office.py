"""The office that a build is of, and what its units, programmes and centres are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metrics.office import Office
from metrics.reading.rows import values
from metrics.sentences import LANGUAGES, Bilingual
from metrics.warehouse import Snapshot


def read_office(snapshot: Snapshot) -> Office:
    """The office as it was when the build was made."""
    (row,) = snapshot.rows("office")
    name = {language: said for language in ("zh", "en") if (said := row.pop(f"name_{language}"))}
    return Office.model_validate(row | {"name": name})


def spoken_languages(snapshot: Snapshot) -> tuple[str, ...]:
    """The languages of the office, the default first; all there are where a build does not say them."""
    said = next(iter(snapshot.rows("office")), {"languages": None})["languages"]
    return tuple(said or LANGUAGES)


@dataclass(frozen=True)
class OfficeChange:
    """Somebody changed facts of the office: when (UTC), who, why, and which."""

    recorded_at: datetime
    actor: str
    reason: str
    changed: tuple[str, ...]


def office_changes(snapshot: Snapshot) -> tuple[OfficeChange, ...]:
    """Every change of the office's facts, the latest first."""
    return values(OfficeChange, snapshot.rows("office_changes"))


def subject_names(snapshot: Snapshot) -> dict[str, Bilingual]:
    """The name of every unit, programme and centre by its id."""
    return {row["subject_id"]: Bilingual.from_row(row, "name") for row in snapshot.rows("subject_names")}

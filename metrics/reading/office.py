"""The office that a build is of, and what its units, programmes and centres are called."""

from __future__ import annotations

from metrics.office import Office
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot


def read_office(snapshot: Snapshot) -> Office:
    """The office as it was when the build was made."""
    (row,) = snapshot.rows("office")
    name = {language: said for language in ("zh", "en") if (said := row.pop(f"name_{language}"))}
    return Office.model_validate(row | {"name": name})


def subject_names(snapshot: Snapshot) -> dict[str, Bilingual]:
    """The name of every unit, programme and centre by its id."""
    return {row["subject_id"]: Bilingual.from_row(row, "name") for row in snapshot.rows("subject_names")}

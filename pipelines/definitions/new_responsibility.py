"""A unit answers for a task from a day: what it did there before ends the day before, and so does who led before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from pipelines.definitions.amounts import read_edge
from pipelines.definitions.names import Names
from pipelines.definitions.reading import SheetRow
from pipelines.definitions.things import Key

if TYPE_CHECKING:
    from pipelines.definitions.entering import Entering

RESPONSIBILITY, LEAD = "responsibility", "lead"
_FIELDS = ("task_id", "seat", "unit_name", "role", "is_ambiguous", "valid_from", "note_zh")


def enter_responsibility(entering: Entering, row: SheetRow) -> None:
    """Enters one responsibility from a day; nothing where its unit has that role already, which is a finding."""
    task_id, role, day = row.given_id or "", row.text("role"), read_edge(row.cell("valid_from"), "first")
    ids = [row.chosen["answering"]] if "answering" in row.chosen else []
    if row.cell("valid_from") and day is None:
        entering.cells.find("workbook.day", row, "valid_from", row.text("valid_from"))
    if row.cell("answering") and not ids:
        entering.cells.find("change.subject", row, "answering", row.text("answering"))
    if not ids or day is None or not role:
        return  # What must be filled and is not was found already.
    until = (day - timedelta(days=1)).isoformat()
    for key in list(_holding(entering, task_id, day.isoformat())):
        fields = entering.things[key]
        is_own = ids[0] in Names(entering.things).ids("unit", key[2])
        if is_own and fields.get("role") == role:
            entering.cells.find("change.same_role", row, "answering", row.text("answering"))
            return
        if is_own or LEAD == role == fields.get("role"):
            if str(fields.get("valid_from") or "") > until:
                entering.cells.find("change.same_day", row, "valid_from", row.text("valid_from"))
                return
            entering.things[key] = fields | {"valid_to": until}
    name = str(entering.things["unit", ids[0]].get("name"))
    seats = [int(fields["seat"]) for one, fields in entering.things.items() if one[:2] == (RESPONSIBILITY, task_id)]
    key = RESPONSIBILITY, task_id, name, day.isoformat()
    said = (task_id, str(max(seats, default=0) + 1), name, role, "false", day.isoformat(), row.text("change_source"))
    entering.things[key] = dict(zip(_FIELDS, said, strict=True)) | {"note_en": row.text("change_source")}
    places = {"unit_name": "answering", "role": "role", "valid_from": "valid_from", "valid_to": "valid_from"}
    entering.note_origin(key, row, places)


def _holding(entering: Entering, task_id: str, day: str) -> Iterator[Key]:
    """Those who have a part in a task on a day or later."""
    for key, fields in entering.things.items():
        if key[:2] == (RESPONSIBILITY, task_id) and str(fields.get("valid_to") or "9999") >= day:
            yield key

"""Who leads, carries out and supports a task and who reports on it, for always or from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.definitions.forms import sheet_tables
from pipelines.definitions.names import Names
from pipelines.definitions.reading import SheetRow
from pipelines.definitions.spans import Spanned, read_spanned
from pipelines.definitions.things import Fields, Key

if TYPE_CHECKING:
    from pipelines.definitions.entering import Entering

# The columns that list units by role, in the order in which they sit.
TASK_ROLES = {"lead": "lead", "carries_out": "carries_out", "support": "support"}
# The column that lists who reports on a task, and what it says where nobody does.
REPORTING = "reporting"
NOBODY = {"zh": "无", "en": "nobody"}
# One seat: the id of its unit with the days, and the column that says so.
_Seat = tuple[Spanned, str, str]


@dataclass(frozen=True)
class _Known:
    key: Key
    fields: Fields
    seat: Spanned

    @property
    def role(self) -> str:
        return str(self.fields.get("role"))


def enter_responsibilities(entering: Entering, row: SheetRow, task: Key) -> None:
    """Enters what one row of the sheet of tasks says of its units."""
    known = _known(entering, task)
    listed = _listed(entering, row, known)
    reporting = None if listed is None else _reporting(entering, row, known, listed)
    if listed is None or reporting is None or _is_same(listed, reporting, known):
        return
    for one in known:
        entering.things.pop(one.key)
    before = {(one.seat.name, one.seat.since): one for one in known}
    leads = [seat for seat, role, _ in listed if role == "lead"]
    taken: list[Spanned] = []
    for number, (seat, role, column) in enumerate(listed, start=1):
        if any(seat.name == one.name and seat.overlaps(one) for one in taken):
            entering.cells.find("workbook.unit.twice", row, column, _unit_name(entering, seat.name))
            continue
        taken.append(seat)
        old = before.get((seat.name, seat.since))
        name = old.key[2] if old else _unit_name(entering, seat.name)
        beside = any(one is not seat and seat.overlaps(one) for one in leads)
        was, is_asked = old.fields if old else {}, seat.name in reporting
        # The lead reports in any case: only what is otherwise is said, and what was said before stays.
        is_said = was.get("reports") or is_asked != (role == "lead")
        said = {
            "task_id": task[1], "seat": str(number), "unit_name": name, "role": role,
            "is_ambiguous": "true" if role == "lead" and beside else "false",
            "valid_from": seat.since, "valid_to": seat.until, "reports": str(is_asked).lower() if is_said else "",
        }  # fmt: skip
        fields = {field: value for field, value in (was | said).items() if value}
        key: Key = ("responsibility", task[1], name, seat.since)
        entering.things[key] = fields
        columns = ("unit_name", "role", "seat", "is_ambiguous", "valid_from", "valid_to")
        entering.note_origin(key, row, dict.fromkeys(columns, column) | {"reports": REPORTING})


def seats(rows: list[Fields], role: str) -> list[Spanned]:
    """The units of one role with their days, in the printed order."""
    own = sorted((row for row in rows if row.get("role") == role), key=lambda row: int(row.get("seat", 0)))
    return [_spanned(row) for row in own]


def reporting_units(rows: list[Fields]) -> list[str] | None:
    """The units that report on a task, by the names its rows give them; None where it is the lead and nothing is said.

    >>> lead, other = {"unit_name": "甲局", "role": "lead"}, {"unit_name": "乙县", "role": "carries_out"}
    >>> reporting_units([lead, other]), reporting_units([lead, other | {"reports": "true"}])
    (None, ['甲局', '乙县'])
    """
    if not any(row.get("reports") for row in rows):
        return None
    return list(dict.fromkeys(str(row.get("unit_name")) for row in rows if _reports(row)))


def _reports(row: Fields) -> bool:
    return str(row.get("reports") or str(row.get("role") == "lead").lower()) == "true"


def _spanned(row: Fields) -> Spanned:
    return Spanned(str(row.get("unit_name")), str(row.get("valid_from") or ""), str(row.get("valid_to") or ""))


def _known(entering: Entering, task: Key) -> list[_Known]:
    names = Names({key: fields for key, fields in entering.things.items() if key[0] == "unit"})
    rows = [(key, fields) for key, fields in entering.things.items() if key[:2] == ("responsibility", task[1])]
    rows.sort(key=lambda pair: int(pair[1].get("seat", 0)))
    found = []
    for key, fields in rows:
        said = _spanned(fields)
        unit_id = next(iter(names.ids("unit", said.name)), said.name)
        found.append(_Known(key, fields, Spanned(unit_id, said.since, said.until)))
    return found


def _listed(entering: Entering, row: SheetRow, known: list[_Known]) -> list[_Seat] | None:
    """The seats of a row in order; None where a name cannot be read."""
    listed: list[_Seat] = []
    for column, role in TASK_ROLES.items():
        before = [one.seat for one in known if one.role == role]
        if not row.cell(column):
            is_kept = column not in row.cells or not entering.clears
            listed += [(seat, role, column) for seat in before] if is_kept else []
            continue
        read = _read(entering, row, column)
        if read is None:
            return None
        listed += [(seat, role, column) for seat in read]
    return listed


def _reporting(entering: Entering, row: SheetRow, known: list[_Known], listed: list[_Seat]) -> set[str] | None:
    """The ids of the units that report on the task of a row; None where a name cannot be read or has no part in it."""
    leads = {seat.name for seat, role, _ in listed if role == "lead"}
    if not row.cell(REPORTING):
        is_cleared = REPORTING in row.cells and entering.clears
        said = {} if is_cleared else {one.seat.name: str(one.fields.get("reports") or "") for one in known}
        kept = {name for name, reports in said.items() if reports == "true"}
        return kept | {name for name in leads if said.get(name) != "false"}
    if row.text(REPORTING).strip().lower() in NOBODY.values():
        return set()
    read = _read(entering, row, REPORTING)
    if read is None:
        return None
    named, seated = {seat.name for seat in read}, {seat.name for seat, *_ in listed}
    for name in sorted(named - seated):
        entering.cells.find("workbook.reporting.seated", row, REPORTING, _unit_name(entering, name))
    return named if named <= seated else None


def _is_same(listed: list[_Seat], reporting: set[str], known: list[_Known]) -> bool:
    are_seats = all(
        [seat for seat, one, _ in listed if one == role] == [one.seat for one in known if one.role == role]
        for role in TASK_ROLES.values()
    )
    return are_seats and reporting == {one.seat.name for one in known if _reports(one.fields)}


def _read(entering: Entering, row: SheetRow, key: str) -> list[Spanned] | None:
    column, names = sheet_tables()["task"].column(key), entering.cells.names
    seats: list[Spanned] = []
    is_whole = True
    for piece in names.split("unit", row.text(key)):
        said = Spanned(piece) if names.ids("unit", piece) else read_spanned(piece)
        unit_id = entering.cells.named(row, column, said.name)
        is_whole = is_whole and unit_id is not None
        if said.since and said.until and said.until < said.since:
            entering.cells.find("workbook.span", row, key, piece)
            is_whole = False
        seat = Spanned(unit_id or "", said.since, said.until)
        seats += [seat] if seat not in seats else []
    return seats if is_whole else None


def _unit_name(entering: Entering, unit_id: str) -> str:
    return str(entering.things.get(("unit", unit_id), {}).get("name", unit_id))

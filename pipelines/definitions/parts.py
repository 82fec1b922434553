"""What hangs on tasks and targets: who leads and supports, who reports, each unit's part, weights."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.definitions.forms import sheet_tables
from pipelines.definitions.names import BRACKETS, Names
from pipelines.definitions.new_responsibility import RESPONSIBILITY, enter_responsibility
from pipelines.definitions.reading import SheetRow
from pipelines.definitions.responsibilities import enter_responsibilities
from pipelines.definitions.targets import enter_change
from pipelines.definitions.things import Fields, Key
from pipelines.definitions.values import NOT_READ, is_same_number
from pipelines.readers.grid import MOST_DECIMALS, Cell
from pipelines.readers.quantities import plain

if TYPE_CHECKING:
    from pipelines.definitions.entering import Entering

# The columns that list units by what they report.
REPORTER_ROLES = {"reports_whole": "reports_whole", "contributes": "contributes"}


def enter_parts(entering: Entering) -> None:
    """Enters responsibilities, reporters, breakdown and weights, once all that they name is there."""
    keys = {id(origin.row): key for key, origin in list(entering.result.origins.items())}
    for row in entering.book.of("task"):
        if id(row) in keys:
            enter_responsibilities(entering, row, keys[id(row)])
    for row in entering.book.of("target"):
        if id(row) in keys:
            _reporters(entering, row, _target_of(entering, row))
    for row in entering.book.of("unit_target"):
        _part(entering, row)
    for row in entering.book.of("weight"):
        _weight(entering, row)
    for row in entering.book.of("target_change"):
        enter_change(entering, row)
    for row in entering.book.of(RESPONSIBILITY):
        enter_responsibility(entering, row)


def _target_of(entering: Entering, row: SheetRow) -> Key:
    return next(key for key, origin in entering.result.origins.items() if key[0] == "target" and origin.row is row)


def _listed(
    entering: Entering, row: SheetRow, roles: dict[str, str], before: dict[str, list[str]]
) -> list[tuple[str, str, str]] | None:
    """What a row lists as (unit id, role, column), in order; None where nothing changes or it cannot be read."""
    listed: list[tuple[str, str, str]] = []
    for key, role in roles.items():
        cell = row.cell(key)
        if not cell:
            kept = before.get(role, []) if key not in row.cells or not entering.clears else []
            listed += [(unit, role, key) for unit in kept]
            continue
        column = sheet_tables()[row.table].column(key)
        read = entering.cells.read(row, column)
        if read is NOT_READ:
            return None
        listed += [(unit, role, key) for unit in ([read] if isinstance(read, str) else read)]
    if all([unit for unit, one, _ in listed if one == role] == before.get(role, []) for role in roles.values()):
        return None
    return listed


def _by_unit(entering: Entering, table: str, owner: str) -> dict[str, tuple[Key, Fields]]:
    """The rows of a target by the id of the unit that they name; of several of a unit the one that began last."""
    names = Names({key: fields for key, fields in entering.things.items() if key[0] == "unit"})
    own = [(key, fields) for key, fields in entering.things.items() if key[0] == table and key[1] == owner]
    rows = dict(sorted(own, key=lambda pair: str(pair[1].get("valid_from") or "")))
    return {next(iter(names.ids("unit", key[2])), key[2]): (key, fields) for key, fields in rows.items()}


def _unit_name(entering: Entering, unit_id: str) -> str:
    return str(entering.things.get(("unit", unit_id), {}).get("name", unit_id))


def _reporters(entering: Entering, row: SheetRow, target: Key) -> None:
    reporters = _by_unit(entering, "reporter", target[1])
    before: dict[str, list[str]] = {}
    for unit, (_, fields) in reporters.items():
        before.setdefault(str(fields.get("role")), []).append(unit)
    listed = _listed(entering, row, REPORTER_ROLES, before)
    if listed is None:
        return
    for _, (key, fields) in reporters.items():
        if fields.get("role") in REPORTER_ROLES.values():
            entering.things.pop(key)
    for unit, role, column in listed:
        old = reporters.get(unit)
        key = old[0] if old else ("reporter", target[1], _unit_name(entering, unit))
        if key in entering.things:
            entering.cells.find("workbook.unit.twice", row, column, _unit_name(entering, unit))
            continue
        fields = (old[1] if old else {"is_stated": "false"}) | {
            "target_id": target[1],
            "unit_name": key[2],
            "role": role,
        }
        entering.things[key] = fields
        entering.note_origin(key, row, dict.fromkeys(("unit_name", "role"), column))


def _part(entering: Entering, row: SheetRow) -> None:
    columns, cells = sheet_tables()["unit_target"], entering.cells
    _bare_labels(entering, row)
    target_id = cells.named(row, columns.column("target"), row.text("target"))
    unit_id = cells.named(row, columns.column("unit"), row.text("unit"))
    if target_id is None or unit_id is None or not _is_below(entering, row, unit_id):
        return
    wanted = entering.things["target", target_id].get("measure_unit")
    stated = cells.read(row, columns.column("measure_unit")) if row.cell("measure_unit") else wanted
    if stated is NOT_READ:
        return
    if not row.cell("value"):
        cells.find("cell.required", row, "value")
        return
    amount = cells.amount(row, "value", row.cell("value"), str(stated) if stated else None)
    if amount is None or amount.value is None:
        return
    value, stated = _in_unit(entering, amount.value, str(stated), str(wanted))
    known = _by_unit(entering, "unit_target", target_id).get(unit_id)
    key = known[0] if known else ("unit_target", target_id, _unit_name(entering, unit_id), "")
    if key in entering.result.origins:
        cells.find("workbook.repeated", row, "value", row.text("value"), first=entering.result.origins[key].row.number)
        return
    before = known[1] if known else {}
    places = {
        "target_value": "value",
        "measure_unit": "measure_unit",
        "unit_name": "unit",
        "target_id": "target",
        "phrase": "value",
    }
    entering.note_origin(key, row, places | {name: name for name in ("document_title", "section")})
    if before.get("measure_unit") != stated or not is_same_number(before.get("target_value"), value):
        if before:
            was = f"{before.get('target_value')}{before.get('measure_unit')}"
            cells.find("workbook.target_changed", row, "value", row.text("value"), was=was)
        text = row.text("phrase") or _as_written(row)
        entering.things[key] = before | {
            "target_id": target_id, "unit_name": key[2], "target_value": value, "measure_unit": stated,
            "document_title": row.text("document_title") or before.get("document_title") or _title(entering, target_id),
            "section": row.text("section") or before.get("section") or row.sheet or entering.book.file, "phrase": text,
        }  # fmt: skip
    if row.cell("baseline_value"):
        value = cells.number(row, "baseline_value", row.cell("baseline_value"), str(stated) if stated else None)
        if value is not NOT_READ:
            entering.things[key] = entering.things[key] | {"baseline_value": value}


def _bare_labels(entering: Entering, row: SheetRow) -> None:
    """粮食总产量（吨） is the target with the unit of measurement in brackets behind it."""
    match = BRACKETS.match(row.text("target"))
    names, cells = entering.cells.names, entering.cells
    if match and not names.ids("target", row.text("target")) and names.ids("target", match[1]):
        if not row.cell("measure_unit") and cells.unit_code(match[2]) is not None:
            row.cells["measure_unit"] = Cell(match[2])
        row.cells["target"] = Cell(match[1])


def _is_below(entering: Entering, row: SheetRow, unit_id: str) -> bool:
    """Whether the unit above that a row says is the one that is declared."""
    if not row.cell("parent"):
        return True
    said = entering.cells.named(row, sheet_tables()["unit_target"].column("parent"), row.text("parent"))
    above = entering.things["unit", unit_id].get("parent")
    if said is not None and said != above:
        other = _unit_name(entering, str(above)) if above else "-"
        entering.cells.find("workbook.part.parent", row, "parent", row.text("parent"), other=other)
    return said is not None and said == above


def _in_unit(entering: Entering, value: str, stated: str, wanted: str) -> tuple[str, str]:
    """A part in the unit of its target, where it can be said there exactly; else as it was written."""
    factor = entering.cells.measures.conversion(stated, wanted)
    if factor is None or factor == 1 or round(Decimal(value) * factor, MOST_DECIMALS) != Decimal(value) * factor:
        return value, stated
    return plain((Decimal(value) * factor).normalize()), wanted


def _as_written(row: SheetRow) -> str:
    text, unit = row.text("value"), row.text("measure_unit")
    return f"{text}{unit}" if unit and text.replace(".", "").isdecimal() else text


def _title(entering: Entering, target_id: str) -> str:
    document = entering.things["target", target_id].get("document_id")
    return str(entering.things.get(("policy", str(document)), {}).get("title.zh", target_id))


def _weight(entering: Entering, row: SheetRow) -> None:
    if not row.text("target"):
        entering.cells.find("cell.required", row, "target")
        return
    columns = sheet_tables()["weight"]
    target_id = entering.cells.named(row, columns.column("target"), row.text("target"))
    if target_id is not None:
        own = {"programme_id": entering.programme_id, "target_id": target_id}
        day = entering.cells.read(row, columns.column("valid_from")) if row.cell("valid_from") else ""
        known = [key for key in entering.things if key[:2] == ("weight", target_id)]
        is_said = "valid_from" in row.cells or len(known) != 1
        key: Key = ("weight", target_id, "" if day is NOT_READ else str(day)) if is_said else known[0]
        entering.put(row, key, own)

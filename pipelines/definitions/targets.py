"""The rows of the sheet of targets: the target itself, its interim values, and who reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.definitions.amounts import Amount, read_edge
from pipelines.definitions.forms import sheet_tables
from pipelines.definitions.names import new_id
from pipelines.definitions.reading import SheetRow
from pipelines.definitions.things import Fields, Key
from pipelines.definitions.values import NOT_READ, is_same_number

if TYPE_CHECKING:
    from pipelines.definitions.entering import Entering


def enter_target(entering: Entering, row: SheetRow) -> None:
    """Enters one row of the sheet of targets."""
    cells, columns = entering.cells, sheet_tables()["target"]
    indicator_id = cells.named(row, columns.column("indicator"), row.text("indicator"))
    scope_id = _scope(entering, row)
    unit = _unit(entering, row, indicator_id)
    amount = cells.amount(row, "value", row.cell("value"), unit) if row.cell("value") else None
    key = _key(entering, row, indicator_id, scope_id)
    is_new, before = key not in entering.things, dict(entering.things.get(key, {}))
    if is_new and not row.cell("value"):
        cells.find("cell.required", row, "value")
    defaults = {
        "target_id": key[1], "programme_id": entering.programme_id, "document_id": entering.document(row),
        "scope_id": scope_id, "level": "programme",
        "starts_on": entering.things["programme", entering.programme_id].get("starts_on"),
    }  # fmt: skip
    fields = entering.put(row, key, defaults, {"measure_unit": unit})
    if row.cell("scope") and scope_id:
        fields["scope_id"] = scope_id
    if amount is not None:
        _put_amount(entering, row, fields, amount)
    direction = entering.things.get(("indicator", indicator_id or ""), {}).get("direction")
    if "comparator" not in fields and direction:
        fields["comparator"] = ">=" if direction == "up" else "<="
    if not is_new:
        _keep_entered(entering, row, key, before)
    _put_responsible(entering, row, fields)
    _put_tasks(entering, row, fields)
    _put_interim(entering, row, key, unit)


def _scope(entering: Entering, row: SheetRow) -> str | None:
    text = row.text("scope")
    if text:
        return entering.cells.named(row, sheet_tables()["target"].column("scope"), text)
    if entering.scope_id:
        return entering.scope_id
    own = (fields for key, fields in entering.things.items() if key[0] == "target")
    return next((str(f["scope_id"]) for f in own if f.get("programme_id") == entering.programme_id and "scope_id" in f),
                None)  # fmt: skip


def _unit(entering: Entering, row: SheetRow, indicator_id: str | None) -> str | None:
    if row.cell("measure_unit"):
        value = entering.cells.read(row, sheet_tables()["target"].column("measure_unit"))
        return None if value is NOT_READ else str(value)
    unit = entering.things.get(("indicator", indicator_id or ""), {}).get("measure_unit")
    return str(unit) if unit else None


def _key(entering: Entering, row: SheetRow, indicator_id: str | None, scope_id: str | None) -> Key:
    """Which target a row is about: the one of its hidden id, else the one on its indicator, territory and due day."""
    own = {key: fields for key, fields in entering.things.items()
           if key[0] == "target" and fields.get("programme_id") == entering.programme_id}  # fmt: skip
    if row.given_id and ("target", row.given_id) in own:
        before = own["target", row.given_id].get("indicator_id")
        if indicator_id and before != indicator_id:
            named = entering.things.get(("indicator", str(before)), {}).get("name.zh", before)
            entering.cells.find("workbook.id", row, "indicator", row.text("indicator"), named=named)
        return "target", row.given_id
    due = read_edge(row.cell("due_on"), "last") if row.cell("due_on") else None
    for key, fields in own.items():
        if (fields.get("indicator_id"), fields.get("scope_id"), fields.get("due_on")) == (
            indicator_id, scope_id, due.isoformat() if due else None,
        ):  # fmt: skip
            return key
    return "target", new_id("target", entering.taken("target"), None, entering.programme_id)


def _put_amount(entering: Entering, row: SheetRow, fields: Fields, amount: Amount) -> None:
    said = fields.get("comparator")
    if amount.comparator is not None:
        if row.cell("comparator") and said is not None and said != amount.comparator:
            words = sheet_tables()["target"].column("comparator").word(str(said), "zh")
            entering.cells.find("workbook.comparator", row, "value", row.text("value"), other=words)
        fields["comparator"] = amount.comparator
    before = {name: fields.get(name) for name in ("target_value", "target_low", "target_high")}
    after = {"target_value": amount.value, "target_low": amount.low, "target_high": amount.high}
    after = {name: before[name] if is_same_number(before[name], value) else value for name, value in after.items()}
    for name, value in after.items():
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value
    if before != after or "value_as_printed" not in fields:
        unit = fields.get("measure_unit") or ""
        text = row.text("value")
        fields["value_as_printed"] = text if not text.replace(".", "").isdecimal() else f"{text}{unit}"


def _keep_entered(entering: Entering, row: SheetRow, key: Key, before: Fields) -> None:
    """What a target was entered with stays; another value or due day is a row of the sheet of changes."""
    fields = entering.things[key]
    for column, names in (("value", ("target_value", "target_low", "target_high")), ("due_on", ("due_on",))):
        if any(fields.get(name) != before.get(name) for name in names):
            was = "—".join(str(before[name]) for name in names if before.get(name))
            entering.cells.find("workbook.target_changed", row, column, row.text(column), was=was)


def enter_change(entering: Entering, row: SheetRow) -> None:
    """Enters one row of the sheet of changes."""
    cells, columns = entering.cells, sheet_tables()["target_change"]
    if not entering.is_named(row, "target"):
        return
    target_id = cells.named(row, columns.column("target"), row.text("target"))
    unit_id = cells.named(row, columns.column("unit"), row.text("unit")) if row.cell("unit") else ""
    if target_id is None or unit_id is None:
        return
    day = read_edge(row.cell("valid_from"), "first") if row.cell("valid_from") else None
    unit = str(entering.things["unit", unit_id]["name"]) if unit_id else ""
    key = _known_change(entering, ("target_change", target_id, unit, day.isoformat() if day else ""), unit_id)
    target = entering.things["target", target_id]
    measure_unit = str(target.get("measure_unit"))
    amount = cells.amount(row, "value", row.cell("value"), measure_unit) if row.cell("value") else None
    value = {"target_value": amount.value, "target_low": amount.low, "target_high": amount.high} if amount else {}
    fields = entering.put(row, key, {"target_id": target_id}, {"unit_name": key[2] or None})
    fields |= {name: said for name, said in value.items() if said and not is_same_number(fields.get(name), said)}


def _known_change(entering: Entering, key: Key, unit_id: str) -> Key:
    """The row that is there for this target, unit and day, under whichever name of the unit."""
    ids = entering.cells.names
    return next((one for one in entering.things if one[:2] == key[:2] and one[3] == key[3] and one[2]
                 and unit_id in ids.ids("unit", one[2])), key)  # fmt: skip


def responsible_units(fields: Fields) -> list[str]:
    """The names of the units that answer for a target itself."""
    said = str(fields.get("responsible_unit") or "").replace("、", ";").split(";")
    return [name.strip() for name in said if name.strip()]


def _put_responsible(entering: Entering, row: SheetRow, fields: Fields) -> None:
    names = entering.cells.names
    before = [next(iter(names.ids("unit", name)), name) for name in responsible_units(fields)]
    if not row.cell("responsible"):
        if "responsible" in row.cells and entering.clears:
            fields.pop("responsible_unit", None)
        return
    ids = entering.cells.read(row, sheet_tables()["target"].column("responsible"))
    if ids is not NOT_READ and ids != before:
        fields["responsible_unit"] = ";".join(str(entering.things["unit", one]["name"]) for one in ids)


def _put_tasks(entering: Entering, row: SheetRow, fields: Fields) -> None:
    if "tasks" not in row.cells:
        return
    if not row.cell("tasks"):
        if entering.clears:
            fields.pop("task_ids", None)
        return
    ids = entering.cells.read(row, sheet_tables()["target"].column("tasks"))
    if ids is not NOT_READ:
        before = [one.strip() for one in str(fields.get("task_ids", "")).split(";")]
        if before != ids:
            fields["task_ids"] = ";".join(ids)


def _put_interim(entering: Entering, row: SheetRow, key: Key, unit: str | None) -> None:
    for period_id, cell in row.periods.items():
        own: Key = ("interim_value", key[1], "", period_id)
        if not cell:
            if entering.clears:
                entering.things.pop(own, None)
            continue
        value = entering.cells.number(row, period_id, cell, unit)
        if value is NOT_READ or is_same_number(entering.things.get(own, {}).get("interim_value"), value):
            continue
        target = entering.things[key]
        text = cell.text if not cell.text.replace(".", "").isdecimal() else f"{cell.text}{unit or ''}"
        before = entering.things.get(own, {})
        entering.things[own] = {
            "target_id": key[1], "period_id": period_id, "interim_value": value, "measure_unit": unit,
            "document_title": before.get("document_title"), "section": target.get("section"), "phrase": text,
        }  # fmt: skip
        entering.note_origin(own, row, {"interim_value": period_id, "phrase": period_id, "period_id": period_id})

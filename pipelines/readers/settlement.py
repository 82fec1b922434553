"""What a report as a whole comes to: whose it is, for which round and programme, and whether it says anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from expectations.runner import ROW_COLUMN
from pipelines.readers.report_lines import ReportLine
from pipelines.readers.table import Row
from pipelines.register import Register

# An item is reported on as soon as one of these is filled in; the rest is prefilled by the template.
SAID = ("actual_value", "numerator_value", "denominator_value", "task_status", "completion_pct", "progress",
        "problems", "next_steps", "evidence")  # fmt: skip
ITEM_COLUMNS = ("item_kind", "item_id", "item_name", "actual_value", "measure_unit", "last_value", "numerator_value",
                "denominator_value", "task_status", "completion_pct", "progress", "problems", "next_steps",
                "evidence")  # fmt: skip
YES, NO = "是", "否"

Problem = tuple[str, int | None, str | None, str | None, Mapping[str, Any]]


@dataclass
class Settled:
    """The rows with what holds for all of them, and what was found or derived on the way."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[tuple[str, str, str, str]] = field(default_factory=list)


def settle(whole: Row, rows: list[Row], lines: list[ReportLine], first_number: int, register: Register) -> Settled:
    """Puts what holds for the whole report into each of its rows; a nil report becomes one row without items."""
    settled = Settled()
    said = [line.number for line in lines if any(line.cells.get(column) for column in SAID)]
    is_nil = whole["is_nil"] == YES
    for column in ("unit_name", "period_id", "submitted_on"):
        if whole[column] is None:
            settled.problems.append(("cell.required", first_number, column, None, {}))
    if is_nil:
        settled.problems += [("nil.with_items", number, "is_nil", YES, {}) for number in said[:1]]
        rows = [{**dict.fromkeys(ITEM_COLUMNS), ROW_COLUMN: first_number}]
    elif not said:
        settled.problems.append(("report.blank", first_number, "is_nil", None, {}))
    elif whole["is_nil"] is None:
        settled.notes.append(("is_nil", "", NO, "有填报内容,故非零报告 · items are filled in, so it is no nil report"))
    whole["is_nil"] = YES if is_nil else NO
    unit_id = register.unit_ids.get(str(whole["unit_name"]))
    whole["unit_id"] = unit_id
    if unit_id is not None:
        name = next(unit.name for unit in register.catalog.units if unit.id == unit_id)
        if name != whole["unit_name"]:
            settled.notes.append(
                ("unit_name", str(whole["unit_name"]), name, "按单位别名或旧名识别 · found by another name")
            )
    if whole["programme_id"] is None and unit_id is not None and whole["period_id"] is not None:
        _derive_programme(whole, rows, unit_id, register, settled)
    settled.rows = [{**whole, **row} for row in rows]
    return settled


def _derive_programme(whole: Row, rows: list[Row], unit_id: str, register: Register, settled: Settled) -> None:
    taking_part = register.programmes_of_unit(unit_id)
    possible = {p for p in taking_part if whole["period_id"] in register.rounds[p]} or set(taking_part)
    for row in rows:
        item = register.items.get(str(row["item_id"]))
        if item is not None and item.programme_ids & possible:
            possible &= item.programme_ids
    if len(possible) == 1:
        whole["programme_id"] = possible.pop()
        settled.notes.append(
            (
                "programme_id",
                "",
                str(whole["programme_id"]),
                "由单位、报告期和编码确定 · follows from unit, round and codes",
            )
        )
    else:
        settled.problems.append(
            ("programme.unknown", int(str(rows[0][ROW_COLUMN])) if rows else None, "programme_id", None,
             {"values": "、".join(sorted(possible or register.rounds))})
        )  # fmt: skip

"""What a report as a whole comes to: whose it is, for which round and programme, and whether it says anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from expectations.runner import ROW_COLUMN
from pipelines.lookup import Lookup
from pipelines.readers.table import Row
from pipelines.reports.lines import ReportLine
from pipelines.sources.received import ReportForm

YES, NO = "是", "否"

Problem = tuple[str, int | None, str | None, str | None, Mapping[str, Any]]


@dataclass
class Settled:
    """The rows with what holds for all of them, and what was found or derived on the way."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[tuple[str, str, str, str]] = field(default_factory=list)


def settle(
    common: Row, rows: list[Row], lines: list[ReportLine], first_number: int, form: ReportForm, lookup: Lookup
) -> Settled:
    """Puts what holds for the whole report into each of its rows; a nil report becomes one row without items."""
    settled = Settled()
    said = [line.number for line in lines if any(line.cells.get(column) for column in form.said)]
    is_nil = common["is_nil"] == YES
    for column in (form.subject_column, "period_id", "submitted_on"):
        if common[column] is None:
            settled.problems.append(("cell.required", first_number, column, None, {}))
    if is_nil:
        settled.problems += [("nil.with_items", number, "is_nil", YES, {}) for number in said[:1]]
        rows = [{**dict.fromkeys(form.row_columns), ROW_COLUMN: first_number}]
    elif not said:
        settled.problems.append(("report.blank", first_number, "is_nil", None, {}))
    elif common["is_nil"] is None:
        settled.notes.append(("is_nil", "", NO, "有填报内容,故非零报告 · items are filled in, so it is no nil report"))
    common["is_nil"] = YES if is_nil else NO
    period_id = str(common["period_id"]) if common["period_id"] else None
    subject_id = lookup.subject_id(str(common[form.subject_column]), period_id)
    common[form.kind.sender] = subject_id
    if subject_id is not None:
        name = lookup.subject_name(subject_id, period_id)
        if name != common[form.subject_column]:
            settled.notes.append(
                (form.subject_column, str(common[form.subject_column]), name,
                 "按别名或旧名识别 · found by another name")
            )  # fmt: skip
    if common["programme_id"] is None and subject_id is not None and common["period_id"] is not None:
        _derive_programme(common, rows, subject_id, lookup, settled)
    settled.rows = [{**common, **row} for row in rows]
    return settled


def _derive_programme(common: Row, rows: list[Row], subject_id: str, lookup: Lookup, settled: Settled) -> None:
    possible = lookup.possible_programmes(subject_id, str(common["period_id"]))
    for row in rows:
        item = lookup.item(None if row["item_id"] is None else str(row["item_id"]), None)
        if item is not None and item.programme_ids & possible:
            possible &= item.programme_ids
    if len(possible) == 1:
        common["programme_id"] = possible.pop()
        settled.notes.append(
            (
                "programme_id",
                "",
                str(common["programme_id"]),
                "由单位、报告期和编码确定 · follows from unit, round and codes",
            )
        )
    else:
        settled.problems.append(
            ("programme.unknown", int(str(rows[0][ROW_COLUMN])) if rows else None, "programme_id", None,
             {"values": "、".join(sorted(possible or lookup.programme_ids))})
        )  # fmt: skip

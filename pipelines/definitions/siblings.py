"""Indicators that measure the same on another basis: named on the sheet of indicators, and never added together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.definitions.forms import sheet_tables
from pipelines.definitions.reading import SheetRow
from pipelines.definitions.things import Fields
from pipelines.definitions.values import NOT_READ

if TYPE_CHECKING:
    from pipelines.definitions.entering import Entering

_UNSAID = {"zh": "登记时未说明区别。", "en": "How they differ was not said."}


def own_siblings(fields: Fields) -> list[dict[str, Any]]:
    """Those siblings of an indicator that are indicators themselves."""
    return [one for one in fields.get("siblings", ()) if isinstance(one, dict) and one.get("indicator")]


def enter_siblings(entering: Entering, row: SheetRow, indicator_id: str) -> None:
    """Enters the siblings that a row of the sheet of indicators names, once all indicators are there."""
    fields = entering.things["indicator", indicator_id]
    before, others = (
        own_siblings(fields),
        [one for one in fields.get("siblings", ()) if one not in own_siblings(fields)],
    )
    ids = [one["indicator"] for one in before]
    if row.cell("siblings"):
        read = entering.cells.read(row, sheet_tables()["indicator"].column("siblings"))
        if read is NOT_READ:
            return
        ids = read
        if indicator_id in ids:
            entering.cells.find("workbook.sibling", row, "siblings", row.text("name"))
    elif "siblings" in row.cells and entering.clears:
        ids = []
    difference = _difference(row, before[0]["difference"] if before else {})
    known = {one["indicator"]: one for one in before}
    # Whoever says nothing else keeps the difference that stands there.
    is_said = difference != (before[0]["difference"] if before else None)
    made = [known[one] if one in known and not is_said else {"indicator": one, "difference": difference} for one in ids]
    if made != before:
        fields["siblings"] = [*others, *made]
        if not fields["siblings"]:
            del fields["siblings"]


def _difference(row: SheetRow, before: dict[str, str]) -> dict[str, str]:
    zh, en = row.text("sibling_note"), row.text("sibling_note_en")
    if not zh:
        return before or _UNSAID
    if zh == before.get("zh") and not en and "sibling_note_en" not in row.cells:
        return before
    return {"zh": zh, "en": en or zh}

"""The rows of the sheet of units: kinds in the office's words, who stands above, who was renamed or taken over when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.definitions.forms import sheet_tables
from pipelines.definitions.names import new_id
from pipelines.definitions.reading import SheetRow
from pipelines.definitions.things import Fields, Things
from pipelines.definitions.values import NOT_READ
from pipelines.readers.keys import name_key

if TYPE_CHECKING:
    from pipelines.definitions.entering import Entering


def enter_units(entering: Entering) -> None:
    """Enters the units, then what one says of another, which may stand further down."""
    rows = [row for row in entering.book.of("unit") if entering.is_named(row, "name")]
    ids: list[tuple[SheetRow, str]] = []
    for row in rows:
        known = entering.existing(row, "unit", row.text("name"), "name")
        words = row.text("name_en") or row.text("name")
        unit_id = known or new_id("unit", entering.taken("unit"), words)
        fields = entering.put(row, ("unit", unit_id), {"id": unit_id})
        _put_kind(entering, row, fields)
        ids.append((row, unit_id))
    entering.put_later([(row, ("unit", unit_id)) for row, unit_id in ids])
    for row, unit_id in ids:
        fields = entering.things["unit", unit_id]
        _put_renaming(entering, row, fields)
        _put_successor(entering, row, fields)
    _look_for_circles(entering, ids)


def kind_word(kind: Any, language: str = "zh") -> str:
    """The word for a kind of unit, which is one text or has words in two languages.

    >>> kind_word("区县"), kind_word({"code": "department", "zh": "省级部门", "en": "department"}, "en")
    ('区县', 'department')
    """
    return str(kind.get(language) or kind.get("zh") or kind.get("code")) if isinstance(kind, dict) else str(kind or "")


def last_renaming(fields: Fields) -> tuple[str, str]:
    """The name that a unit came to bear last, and from which day; empty without one."""
    names = fields.get("names") or [{}]
    return str(names[-1].get("name", "")), str(names[-1].get("from_day", ""))


def successors(fields: Fields) -> list[dict[str, Any]]:
    """Who took over from a unit."""
    said = fields.get("successor") or []
    return said if isinstance(said, list) else [said]


def _put_kind(entering: Entering, row: SheetRow, fields: Fields) -> None:
    word = row.text("kind").strip()
    if "kind" in row.cells:
        entering.result.origins["unit", fields["id"]].columns["kind"] = "kind"
    if not word:
        return
    kinds = [fields.get("kind"), *(other.get("kind") for key, other in entering.things.items() if key[0] == "unit")]
    alike = (kind for kind in kinds if name_key(word) in {name_key(kind_word(kind, one)) for one in ("zh", "en")})
    fields["kind"] = next(alike, word)


def _put_renaming(entering: Entering, row: SheetRow, fields: Fields) -> None:
    name, day = row.text("renamed_to").strip(), _day(entering, row, "renamed_on", "renamed_to")
    known, since = last_renaming(fields)
    if not name or day is NOT_READ or (name, day) == (known, since):
        return
    renaming = {"name": name, "from_day": day} | (
        {"source": row.text("change_source")} if row.text("change_source") else {}
    )
    before = list(fields.get("names", []))
    # The same name from another day puts that day right; another name is one more.
    fields["names"] = [*(before[:-1] if name == known else before), renaming]


def _put_successor(entering: Entering, row: SheetRow, fields: Fields) -> None:
    if not row.cell("successor"):
        if entering.clears and "successor" in row.cells:
            fields.pop("successor", None)
        return
    ids = entering.cells.read(row, sheet_tables()["unit"].column("successor"))
    day = _day(entering, row, "successor_on", "successor")
    if NOT_READ in (ids, day):
        return
    before = successors(fields)
    if [(one["id"], str(one["from_day"])) for one in before] != [(one, day) for one in ids]:
        source = row.text("change_source") or entering.book.file
        fields["successor"] = [{"id": one, "from_day": day, "source": source} for one in ids]


def _day(entering: Entering, row: SheetRow, key: str, beside: str) -> Any:
    if row.cell(key):
        return entering.cells.read(row, sheet_tables()["unit"].column(key))
    if row.cell(beside):
        entering.cells.find("cell.required", row, key)
        return NOT_READ
    return None


def _look_for_circles(entering: Entering, ids: list[tuple[SheetRow, str]]) -> None:
    for row, unit_id in ids:
        above, seen = entering.things["unit", unit_id].get("parent"), {unit_id}
        while above and above not in seen:
            seen.add(above)
            above = entering.things.get(("unit", above), {}).get("parent")
        if above == unit_id:
            entering.cells.find("workbook.parent", row, "parent", row.text("parent"))


def shown_unit(fields: Fields, key: str, things: Things, language: str) -> Any:
    """What stands in a cell of the sheet of units that no field fills by itself."""
    taken_over = successors(fields)
    if key == "kind":
        return kind_word(fields.get("kind"), language)
    if key in ("renamed_to", "renamed_on"):
        return last_renaming(fields)[key == "renamed_on"]
    if key == "successor":
        return ("；" if language == "zh" else "; ").join(str(things["unit", one["id"]]["name"]) for one in taken_over)
    if key == "successor_on":
        return str(taken_over[0]["from_day"]) if taken_over else None
    return None

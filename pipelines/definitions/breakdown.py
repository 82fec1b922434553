"""A breakdown as the office has it: any table of targets and units, once somebody has said what its words mean.

What a header or label means is known where it is a name or a header of the workbook; the rest is assigned, and an
assignment is remembered for tables with the same header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from metrics.contract import COLUMN_ROLES, PASSED_OVER
from pipelines.definitions.forms import sheet_tables
from pipelines.definitions.names import BRACKETS, Names, target_label
from pipelines.definitions.reading import ReadBook, SheetRow
from pipelines.definitions.things import Things
from pipelines.journals import write_durably
from pipelines.readers.grid import EMPTY, Cell, Grid, Line
from pipelines.readers.keys import name_key
from pipelines.readers.layouts import Layouts, Unreadable, read_layouts
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader

# Where an office keeps what its tables' words mean, beside its office.yml.
ASSIGNMENTS = "assignments.yml"
_PASSED_OVER = {name_key(word) for word in ("序号", "编号", "备注", "No.", "Note")}
_SEARCHED = 30
# Text of a header or label → a role, `unit:NAME`, `target:NAME`, or `-` for what is passed over.
Assigned = Mapping[str, str]


@dataclass(frozen=True)
class Meant:
    """What a header means: a role of its column, or the one unit or target whose parts stand under it."""

    role: str
    name: str | None = None


class Breakdown:
    """Reads such tables for one programme; `assigned` is what was said of this one, `known` of earlier ones."""

    def __init__(
        self, things: Things, programme_id: str, assigned: Assigned, known: Mapping[str, dict[str, Any]] | None = None
    ) -> None:
        self.things, self.programme_id, self.known = things, programme_id, known or {}
        self.assigned = {name_key(text): meaning for text, meaning in assigned.items()}
        own = {key: fields for key, fields in things.items()
               if key[0] != "target" or fields.get("programme_id") == programme_id}  # fmt: skip
        self.names = Names(own)

    def read(
        self, path: Path, file: str, workbooks: WorkbookReader, sheet: str | None = None, header_row: int | None = None
    ) -> ReadBook:
        """The table at `path` as rows of the breakdown; `sheet` and `header_row` say where it does not show itself."""
        nothing = reading_finding("breakdown.header", file)
        try:
            layouts = read_layouts(path, file, workbooks, nothing)
        except Unreadable as unreadable:
            return ReadBook(file, findings=[unreadable.finding])
        grids = [grid for grid in layouts.grids if sheet is None or name_key(grid.sheet or "") == name_key(sheet)]
        self._remember(grids)
        found = [(grid, line) for grid in grids if (line := self._header(grid, header_row)) is not None]
        if not found:
            return ReadBook(file, findings=[nothing], grids=_shown(layouts))
        grid, header = max(found, key=lambda pair: len(self._columns(pair[1])))
        book = ReadBook(file, grids=[grid] if layouts.is_text else layouts.grids)
        book.facts["programme_id"] = self.programme_id
        book.tables.add("unit_target")
        book.heads.add((grid.sheet, header.number))
        self._read_rows(book, grid, header)
        return book

    def _remember(self, grids: list[Grid]) -> None:
        for grid in grids:
            for line in grid.lines[:_SEARCHED]:
                before = self.known.get(fingerprint(line), {}).get("assigned", {})
                self.assigned = {name_key(text): meaning for text, meaning in before.items()} | self.assigned

    def meaning(self, text: str) -> Meant | None:
        """What a header or label means, None where that is not known."""
        said = self.assigned.get(name_key(text))
        if said is not None:
            role, _, named = said.partition(":")
            return Meant(role, named.strip() or None)
        if name_key(text) in _PASSED_OVER:
            return Meant(PASSED_OVER)
        for table in ("unit", "target"):
            for name in (text, _bare(text)):
                if self.names.ids(table, name):
                    return Meant(table, name)
        columns = sheet_tables()["unit_target"]
        key = columns.key_of(text) or columns.key_of(_bare(text))
        return Meant(key) if key in COLUMN_ROLES else None

    def _header(self, grid: Grid, header_row: int | None) -> Line | None:
        if header_row is not None:
            return next((line for line in grid.lines if line.number == header_row), None)
        lines = [line for line in grid.lines[:_SEARCHED] if len(self._columns(line)) >= 2]
        return max(lines, key=lambda line: len(self._columns(line)), default=None)

    def _columns(self, line: Line) -> dict[int, Meant]:
        meanings = {index: self.meaning(cell.text) for index, cell in line.filled()}
        return {index: meant for index, meant in meanings.items() if meant is not None}

    def _read_rows(self, book: ReadBook, grid: Grid, header: Line) -> None:
        columns = self._columns(header)
        below = [line for line in grid.lines if line.number > header.number and any(line.filled())]
        for index, cell in header.filled():
            if index not in columns and any(line.cell(index) for line in below):
                place = book.file, header.number, cell.text
                book.findings.append(reading_finding("breakdown.column", *place, sheet=grid.sheet))
        roles = {meant.role: index for index, meant in columns.items() if meant.name is None}
        named = {index: meant for index, meant in columns.items() if meant.name is not None}
        down = "target" if "target" in roles else "unit" if "unit" in roles else None
        if down is None or not (named or {"target", "unit", "value"} <= roles.keys()):
            book.findings.append(reading_finding("breakdown.shape", book.file, header.number, sheet=grid.sheet))
            return
        for line in below:
            label = self._label(book, grid, line, header, roles[down], down)
            if label is not None:
                book.rows += self._rows_of(grid, header, line, down, label, roles, named)

    def _label(
        self, book: ReadBook, grid: Grid, line: Line, header: Line, index: int, table: str
    ) -> tuple[str, Cell] | None:
        """Whose row it is, with the unit of measurement in brackets behind; None for a row that is passed over."""
        text = line.cell(index).text
        meant = self.meaning(text) if text else Meant(PASSED_OVER)
        if meant is not None and meant.role == PASSED_OVER:
            return None
        if meant is None or meant.name is None or meant.role != table:
            place = book.file, line.number, header.cell(index).text
            book.findings.append(reading_finding("breakdown.label", *place, sheet=grid.sheet, value=text))
            return None
        return self._called(table, meant.name), EMPTY if self.names.ids(table, text) else Cell(_in_brackets(text))

    def _rows_of(
        self, grid: Grid, header: Line, line: Line, down: str, label: tuple[str, Cell], roles: dict[str, int],
        named: dict[int, Meant],
    ) -> Iterator[SheetRow]:  # fmt: skip
        across = "unit" if down == "target" else "target"
        own = {role: line.cell(index) for role, index in roles.items() if role not in (down, across, "value")}
        places = {role: (header.cell(index).text, index) for role, index in roles.items()}
        if across in roles and not named:
            text = line.cell(roles[across]).text
            meant = self.meaning(text) if text else None
            called = self._called(across, meant.name) if meant and meant.name else text
            cells = own | {down: Cell(label[0]), across: Cell(called), "value": line.cell(roles["value"])}
            yield SheetRow("unit_target", grid.sheet, line.number, _with_unit(cells, label[1]), places)
            return
        if across in roles and "measure_unit" not in own:
            own["measure_unit"] = line.cell(roles[across])  # 单位 beside 指标, with units in columns of their own.
        for index, meant in named.items():
            if line.cell(index):
                called = self._called(across, str(meant.name))
                cells = own | {down: Cell(label[0]), across: Cell(called), "value": line.cell(index)}
                words = places | {key: (header.cell(index).text, index) for key in ("value", across)}
                stated = label[1] or Cell(_in_brackets(header.cell(index).text) if across == "target" else "")
                yield SheetRow("unit_target", grid.sheet, line.number, _with_unit(cells, stated), words)

    def _called(self, table: str, name: str) -> str:
        """The name under which the sheets of the workbook have it."""
        ids = self.names.ids(table, name)
        if table == "target" and len(ids) == 1:
            return target_label((table, ids[0]), self.things)
        return name


def fingerprint(header: Line) -> str:
    """What tables with the same header have in common.

    >>> one, other = Line(1, [Cell("指 标"), EMPTY, Cell("鼓楼区")]), Line(3, [Cell("指标"), Cell("鼓楼区")])
    >>> fingerprint(one) == fingerprint(other)
    True
    """
    words = "\n".join(name_key(cell.text) for _, cell in header.filled())
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def header_of(book: ReadBook) -> Line | None:
    """The header of a table that was read."""
    for sheet, number in book.heads:
        for grid in book.grids:
            if grid.sheet == sheet:
                return next((line for line in grid.lines if line.number == number), None)
    return None


def remembered(office_folder: Path) -> dict[str, dict[str, Any]]:
    """What was assigned before, by fingerprint of the header."""
    place = office_folder / ASSIGNMENTS
    if not place.exists():
        return {}
    said = yaml.safe_load(place.read_text(encoding="utf-8"))
    return said if isinstance(said, dict) else {}


def remember(office_folder: Path, header: Line, assigned: Assigned) -> None:
    """Keeps an assignment for every later table with the same header."""
    known = remembered(office_folder)
    words = [cell.text for _, cell in header.filled()]
    before = known.get(fingerprint(header), {}).get("assigned", {})
    known[fingerprint(header)] = {"header": words, "assigned": {**before, **assigned}}
    write_durably(office_folder / ASSIGNMENTS, yaml.safe_dump(known, allow_unicode=True, sort_keys=False).encode())


def _with_unit(cells: dict[str, Cell], stated: Cell) -> dict[str, Cell]:
    return cells if cells.get("measure_unit") or not stated else cells | {"measure_unit": stated}


def _bare(text: str) -> str:
    match = BRACKETS.match(text)
    return match[1] if match else text


def _in_brackets(text: str) -> str:
    match = BRACKETS.match(text)
    return match[2] if match else ""


def _shown(layouts: Layouts) -> list[Grid]:
    return layouts.grids[:1] if layouts.is_text else layouts.grids

"""Reads a workbook of a programme: sheets become rows of cells by the keys of their columns, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from expectations.result import Finding
from metrics.office import office_in_force
from metrics.periods import Period
from metrics.sentences import Bilingual
from pipelines.definitions.forms import FORM, MATRIX, Sheet, SheetTable, book_form, header_word, sheet_tables
from pipelines.readers.dates import read_period
from pipelines.readers.encoding import is_garbled
from pipelines.readers.grid import EMPTY, OTHER, Cell, Grid, Line
from pipelines.readers.layouts import Unreadable, read_layouts
from pipelines.readers.letters import LOWERED, MARK_RULES, RAISED
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader

# The hidden sheet with what the workbook was taken from, the hidden column with ids, what begins an example.
FACTS_SHEET, ID_HEADER = "_duibiao", "编号 id"
EXAMPLE = re.compile(r"\s*(?:例[:：]|例如|e\.g\.)", re.IGNORECASE)
_ID, _SEARCHED = header_word(ID_HEADER), 40
# Sums of what stands in the other rows or columns of a breakdown.
_TOTALS = {header_word(word) for word in ("合计", "总计", "小计", "全县合计", "全市合计", "全省合计", "Total", "Sum")}
_PASSED_OVER = {"说明", "填表说明", "notes", "instructions", "核验意见findings", "核验意见", "findings"}


@dataclass
class SheetRow:
    """One row of a table: its cells by column key, and under which header and in which column each stands.

    Of a matrix it is one cell of it with its target and unit. `periods` are interim values by period id,
    `chosen` the ids of what somebody chose in a form, by column key: there is nothing to be told apart by names.
    """

    table: str
    sheet: str | None
    number: int
    cells: dict[str, Cell]
    headers: dict[str, tuple[str, int]]
    periods: dict[str, Cell] = field(default_factory=dict)
    given_id: str | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)

    def cell(self, key: str) -> Cell:
        """The cell of a column, empty where there is none."""
        return self.cells.get(key, EMPTY)

    def text(self, key: str) -> str:
        """The text of that cell."""
        return self.cell(key).text

    @property
    def main(self) -> str:
        """The column that says what a row is about."""
        return sheet_tables()[self.table].columns[0].key if self.table in sheet_tables() else next(iter(self.headers))

    def place(self, key: str) -> int:
        """The line on which the cell of a column stands."""
        return self.number

    def header(self, key: str) -> str:
        """The words over a column, those of the form where the sheet has no such column."""
        return self.headers[key][0] if key in self.headers else sheet_tables()[self.table].column(key).header.zh


@dataclass
class ReadBook:
    """What was read of one workbook: its rows, its grids as they were met, what it was taken from, what is wrong.

    `channel` is the door by which it comes, as its publication will say.
    """

    file: str
    rows: list[SheetRow] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)
    channel: str = "workbook"
    heads: set[tuple[str | None, int]] = field(default_factory=set)

    def of(self, table: str) -> list[SheetRow]:
        """The rows of one table."""
        return [row for row in self.rows if row.table == table]


def read_book(path: Path, file: str, workbooks: WorkbookReader) -> ReadBook:
    """The workbook at `path`, called `file` in what is said about it; with a fatal finding there are no rows."""
    sheets: dict[str, Any] = _named("sheets", (sheet.name for sheet in book_form()))
    otherwise = reading_finding("workbook.none", file, **sheets)
    try:
        layouts = read_layouts(path, file, workbooks, otherwise)
    except Unreadable as unreadable:
        return ReadBook(file, findings=[unreadable.finding])
    book = ReadBook(file, grids=layouts.grids[:1] if layouts.is_text else layouts.grids)
    if layouts.is_text:
        book.findings.append(otherwise)
        return book
    for grid in layouts.grids:
        _read_sheet(book, grid)
    if not book.tables:
        book.findings.append(otherwise)
    return book


def _read_sheet(book: ReadBook, grid: Grid) -> None:
    name = grid.sheet or ""
    if name == FACTS_SHEET:
        book.facts = {line.cell(0).text: line.cell(1).text for line in grid.lines if line.cell(0)}
        return
    sheet = next((one for one in book_form() if one.is_called(name)), None)
    if sheet is not None and not (grid.is_hidden and any(row.sheet != name for row in book.rows)):
        _SheetReader(book, grid, sheet).read()
    elif header_word(name) not in _PASSED_OVER and grid.lines:
        known: dict[str, Any] = _named("sheets", (one.name for one in book_form()))
        finding = reading_finding("workbook.sheet.unknown", book.file, sheet=name, **known)
        book.findings.append(replace(finding, severity="warn"))


def _is_total(cell: Cell) -> bool:
    return header_word(cell.text) in _TOTALS


def _named(fact: str, names: Iterable[Bilingual]) -> dict[str, str]:
    """Names for both languages of a sentence: 、 between the Chinese ones, semicolons between the English."""
    listed = list(names)
    return {fact: "、".join(one.zh for one in listed), f"{fact}_en": "; ".join(one.en for one in listed)}


@dataclass
class _Header:
    line: Line
    columns: dict[int, str]
    periods: dict[int, Period]
    id_column: int | None = None


class _SheetReader:
    """Reads the tables of one sheet into its book."""

    def __init__(self, book: ReadBook, grid: Grid, sheet: Sheet) -> None:
        self.book, self.grid, self.sheet = book, grid, sheet

    def read(self) -> None:
        """Every table of the sheet; one whose header is not there is a finding where the sheet holds anything."""
        lines = self.grid.lines
        for table in self.sheet.tables:
            if table.layout == FORM:
                rest = self._rows_begin(lines)
                self._read_form(table, lines[:rest])
                lines = lines[rest:]
            elif table.layout == MATRIX:
                self._read_matrix(table, lines)
            else:
                self._read_rows(table, lines)

    def _find(self, rule_id: str, row: int | None, column: str | None = None, value: str | None = None,
              severity: str = "error", **facts: Any) -> None:  # fmt: skip
        finding = reading_finding(rule_id, self.book.file, row, column, sheet=self.grid.sheet, value=value, **facts)
        self.book.findings.append(replace(finding, severity=severity))

    def _rows_begin(self, lines: list[Line]) -> int:
        # Under the form stands a table: its header is the first line that fits it better than a label and its value.
        table = self.sheet.tables[-1]
        return next((n for n, line in enumerate(lines) if len(self._recognised(table, line)) >= 3), len(lines))

    def _recognised(self, table: SheetTable, line: Line) -> dict[int, str]:
        keys = {index: table.key_of(cell.text) for index, cell in line.filled()}
        return {index: key for index, key in keys.items() if key is not None}

    def _read_form(self, table: SheetTable, lines: list[Line]) -> None:
        row = FormRow(table.table, self.grid.sheet, lines[0].number if lines else 1, {}, {})
        for line in lines:
            index, label = next(line.filled(), (0, EMPTY))
            key = table.key_of(label.text)
            if header_word(label.text) == _ID:
                row.given_id = line.cell(index + 1).text or None
            elif key is not None:
                row.cells[key] = self._kept(line.cell(index + 1), line.number, label.text)
                row.headers[key], row.numbers[key] = (label.text, index + 1), line.number
        if row.cells:
            self.book.tables.add(table.table)
            self.book.rows.append(row)

    def _header(self, table: SheetTable, lines: list[Line]) -> _Header | None:
        best: _Header | None = None
        begins = office_in_force().year_begins
        for line in lines[:_SEARCHED]:
            columns = self._recognised(table, line)
            if len(columns) >= 2 and (best is None or len(columns) > len(best.columns)):
                periods = {
                    i: period for i, cell in line.filled() if i not in columns and (period := read_period(cell, begins))
                }
                id_column = next((i for i, cell in line.filled() if header_word(cell.text) == _ID), None)
                best = _Header(line, columns, periods, id_column)
        return best

    def _read_rows(self, table: SheetTable, lines: list[Line]) -> None:
        header = self._header(table, lines)
        if header is None:
            if any(len(list(line.filled())) > 1 for line in lines):
                wanted = _named("columns", (column.header for column in table.columns if column.is_required))
                self._find("workbook.header.none", None, **wanted)
            return
        self.book.tables.add(table.table)
        self.book.heads.add((self.grid.sheet, header.line.number))
        self._look_at_header(table, header)
        for line in lines:
            if line.number > header.line.number and not self._is_passed_over(line, header):
                self.book.rows.append(self._row(table, header, line))

    def _look_at_header(self, table: SheetTable, header: _Header) -> None:
        known = _named("columns", (column.header for column in table.columns if not column.is_second))
        placed = {*header.columns, *header.periods, header.id_column}
        for index, cell in header.line.filled():
            if index not in placed:
                self._find("workbook.header.unknown", header.line.number, cell.text, severity="warn", **known)
        keys = list(header.columns.values())
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            self._find("header.repeated", header.line.number, table.column(key).header.zh)
        for column in table.columns:
            if column.is_required and column.key not in keys and table.layout != MATRIX:
                self._find("workbook.header.missing", header.line.number, column.header.zh)

    def _is_passed_over(self, line: Line, header: _Header) -> bool:
        filled = [(index, cell) for index, cell in line.filled() if index != header.id_column]
        return not filled or bool(EXAMPLE.match(filled[0][1].text))

    def _row(self, table: SheetTable, header: _Header, line: Line) -> SheetRow:
        if line.number in self.grid.hidden_rows:
            self._find("row.hidden", line.number)
        words = {key: (header.line.cell(index).text, index) for index, key in header.columns.items()}
        cells = {key: self._kept(line.cell(index), line.number, words[key][0]) for index, key in header.columns.items()}
        periods = {period.period_id: self._kept(line.cell(index), line.number, header.line.cell(index).text)
                   for index, period in header.periods.items()}  # fmt: skip
        words |= {period.period_id: (header.line.cell(index).text, index) for index, period in header.periods.items()}
        given = line.cell(header.id_column).text if header.id_column is not None else ""
        return SheetRow(table.table, self.grid.sheet, line.number, cells, words, periods, given or None)

    def _kept(self, cell: Cell, number: int, words: str) -> Cell:
        """The cell, or an empty one where it says something else than it spells."""
        if cell.mark in MARK_RULES and cell.mark not in (RAISED, LOWERED):
            self._find(MARK_RULES[cell.mark], number, words, cell.text)
            return EMPTY
        if cell.kind == OTHER:
            self._find("cell.error", number, words, cell.text)
            return EMPTY
        if is_garbled(cell.text):
            self._find("cell.garbled", number, words, cell.text)
            return EMPTY
        return cell

    def _read_matrix(self, table: SheetTable, lines: list[Line]) -> None:
        about = dict(self._statements(table, lines))
        header = self._matrix_header(table, lines)
        if header is None:
            if any(len(list(line.filled())) > 2 for line in lines[1:]):
                self._find(
                    "workbook.header.none",
                    None,
                    **_named("columns", (table.column("unit").header, table.column("target").header)),
                )
            return
        self.book.tables.add(table.table)
        self.book.heads.add((self.grid.sheet, header.line.number))
        keys = set(header.columns.values())
        below = [line for line in lines if line.number > header.line.number and not self._is_passed_over(line, header)]
        if {"target", "unit", "value"} <= keys:
            unit_at = next(index for index, key in header.columns.items() if key == "unit")
            for line in (line for line in below if not _is_total(line.cell(unit_at))):
                row = self._row(table, header, line)
                row.cells = {key: cell for key, cell in about.items() if key not in row.cells} | row.cells
                self.book.rows.append(row)
        else:
            self.book.rows += self._matrix_cells(table, header, below, about)

    def _statements(self, table: SheetTable, lines: list[Line]) -> Iterator[tuple[str, Cell]]:
        for line in lines[:_SEARCHED]:
            filled = list(line.filled())
            if 0 < len(filled) <= 2 and (key := table.key_of(filled[0][1].text)) in ("document_title", "section"):
                yield str(key), filled[1][1] if len(filled) == 2 else EMPTY

    def _matrix_header(self, table: SheetTable, lines: list[Line]) -> _Header | None:
        for line in lines[:_SEARCHED]:
            columns, filled = self._recognised(table, line), list(line.filled())
            if len(filled) >= 2 and {"target", "unit"} & set(columns.values()):
                id_column = next((i for i, cell in filled if header_word(cell.text) == _ID), None)
                return _Header(line, columns, {}, id_column)
        return None

    def _matrix_cells(
        self, table: SheetTable, header: _Header, below: list[Line], about: dict[str, Cell]
    ) -> Iterator[SheetRow]:
        # Targets in rows and units in columns, or the other way round; 单位 beside 目标 is then one of measurement.
        by_key = {key: index for index, key in header.columns.items()}
        down, across = ("target", "unit") if "target" in by_key else ("unit", "target")
        measured = by_key.get("measure_unit", by_key.get("unit") if down == "target" else None)
        units_line = next((line for line in below if table.key_of(next(line.filled())[1].text) == "measure_unit"), None)
        named = {index: cell for index, cell in header.line.filled()
                 if index not in header.columns and index != header.id_column and not _is_total(cell)}  # fmt: skip
        for line in below:
            if line is units_line or _is_total(line.cell(by_key[down])):
                continue
            if not line.cell(by_key[down]):
                self._find("cell.required", line.number, header.line.cell(by_key[down]).text)
                continue
            for index, name in named.items():
                value = self._kept(line.cell(index), line.number, name.text)
                if not value:
                    continue
                own_unit = line.cell(measured) if measured is not None else EMPTY
                if units_line is not None:
                    own_unit = units_line.cell(index) or own_unit
                cells = {**about, down: line.cell(by_key[down]), across: name, "value": value, "measure_unit": own_unit}
                if "parent" in by_key and down == "unit":
                    cells["parent"] = line.cell(by_key["parent"])
                words = dict.fromkeys(("value", "measure_unit", across), (name.text, index))
                words |= {
                    key: (header.line.cell(by_key[key]).text, by_key[key]) for key in (down, "parent") if key in by_key
                }
                yield SheetRow(table.table, self.grid.sheet, line.number, cells, words)


@dataclass
class FormRow(SheetRow):
    """What a form says: one row of cells, each on a line of its own."""

    numbers: dict[str, int] = field(default_factory=dict)

    def place(self, key: str) -> int:
        """The line on which a label and its value stand."""
        return self.numbers.get(key, self.number)

"""The rows of a report's table: which lines are items, which are only notes, and which cannot be placed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from expectations.result import Finding
from pipelines.lookup import Lookup
from pipelines.readers.grid import EMPTY, LARGEST_MERGED, Cell, Grid, Line, column_letter
from pipelines.readers.keys import name_key
from pipelines.readers.wording import reading_finding
from pipelines.reports.header import Header, is_header_like, is_title_line
from pipelines.reports.outside import AGAIN, HEADING, NOTE, OVERWRITTEN, SECOND, outside, overwritten
from pipelines.sources.received import ReportForm

_HEAD, _TAIL = re.compile(r"[+-]?\d{1,3}"), re.compile(r"\d{3}(\.\d+)?")
_TOTALS = {"合计", "总计", "小计", "共计", "总和", "total", "sum"}


@dataclass
class ReportLine:
    """One row of the table by column, with the place of each cell."""

    number: int
    cells: dict[str, Cell]


@dataclass
class ReportLines:
    """The rows under a header, the lines that were looked past (with the kind of each), and what cannot be placed."""

    rows: list[ReportLine] = field(default_factory=list)
    passed: list[tuple[Line, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_lines(grid: Grid, header: Header, form: ReportForm, lookup: Lookup, file: str) -> ReportLines:
    """Every line of the grid, placed or named: above the header nothing may look like a table of its own."""
    read = ReportLines(findings=list(_tables_above(grid, header, form, lookup, file)))
    merged, numbered = _merged_cells(grid), {line.number: line for line in grid.lines}
    headings: list[Line] = []
    for line in grid.lines[header.last + 1 :]:
        if not any(line.cells):
            continue
        kind = outside(line, header, form, lookup)
        if kind == SECOND:
            read.findings.append(_second(grid, line, header.number, file))
            break
        if line.number in grid.hidden_rows:
            read.findings += _hidden(grid, line, header, form, kind, file)
        elif kind == OVERWRITTEN:
            read.findings += [
                reading_finding("header.overwritten", file, line.number, header.words.get(header.columns.get(index, ""))
                                or column_letter(index), sheet=grid.sheet, value=cell.text)
                for index, cell in overwritten(line, header, form)
            ]  # fmt: skip
        elif kind in (NOTE, AGAIN, HEADING):
            read.passed.append((line, kind))
            headings += [line] if kind == HEADING else []
        else:
            read.findings += [_heading(grid, at, file) for at in headings]
            headings = []
            problem = _problem(grid, line, header, form, file)
            if problem:
                read.findings.append(problem)
                continue
            row = ReportLine(line.number, {column: line.cell(index) for index, column in header.columns.items()})
            read.findings.extend(_fill_merged(row, line, header, form, merged, numbered, grid.sheet, file))
            read.rows.append(row)
    return read


def _tables_above(grid: Grid, header: Header, form: ReportForm, lookup: Lookup, file: str) -> Iterator[Finding]:
    for line in grid.lines[: header.first]:
        if is_title_line(line, form, lookup):
            if line.number in grid.hidden_rows:
                yield reading_finding("row.hidden", file, line.number, sheet=grid.sheet,
                                      value=next(line.filled())[1].text)  # fmt: skip
        elif is_header_like(line, form):
            yield _second(grid, line, header.number, file)
            return
        elif (name := _item_in(line, lookup)) is not None:
            yield reading_finding("table.above", file, line.number, sheet=grid.sheet, value=name, header=header.number)
            return


def _item_in(line: Line, lookup: Lookup) -> str | None:
    filled = [cell.text for _, cell in line.filled()]
    if len(filled) < 2:
        return None
    return next((text for text in filled if lookup.item(text.lower(), None) or lookup.item(None, text)), None)


def _second(grid: Grid, line: Line, header: int, file: str) -> Finding:
    value = "、".join(cell.text for _, cell in line.filled())
    return reading_finding("table.second", file, line.number, sheet=grid.sheet, value=value, header=header)


def _heading(grid: Grid, line: Line, file: str) -> Finding:
    return reading_finding("row.heading", file, line.number, sheet=grid.sheet, value=next(line.filled())[1].text)


def _hidden(grid: Grid, line: Line, header: Header, form: ReportForm, kind: str | None, file: str) -> list[Finding]:
    # Where nothing was filled in, nothing is lost with what the sender does not see.
    said = [index for index, _ in line.filled() if header.columns.get(index) in form.said]
    outside_table = [index for index, _ in line.filled() if index not in header.columns]
    if kind == AGAIN or (kind is None and not said and not outside_table):
        return []
    value = next(line.filled())[1].text
    return [reading_finding("row.hidden", file, line.number, sheet=grid.sheet, value=value)]


def _problem(grid: Grid, line: Line, header: Header, form: ReportForm, file: str) -> Finding | None:
    where = {"sheet": grid.sheet}
    if any(name_key(cell.text) in _TOTALS for _, cell in line.filled()):
        first = next(cell.text for _, cell in line.filled() if name_key(cell.text) in _TOTALS)
        return reading_finding("row.total", file, line.number, value=first, **where)
    facts: dict[str, Any] = {"cells": len(line.cells), "columns": header.width}
    # A comma too many may hide in a number: even an empty cell beyond the header is not looked past.
    if grid.is_ragged and len(line.cells) != header.width:
        return reading_finding("row.width", file, line.number, sheet=grid.sheet, **facts)
    placed = {*header.columns, *header.ignored, *header.unknown}
    split = _split_number(line, header, form) if grid.is_ragged and len(placed) < header.width else None
    if split is not None:
        value = f"{line.cell(split).text},{line.cell(split + 1).text}"
        return reading_finding(
            "row.split", file, line.number, header.words[header.columns[split]], value=value, **where
        )
    outside = [(index, cell) for index, cell in line.filled() if index not in placed]
    if outside:
        index, cell = outside[0]
        return reading_finding("cell.outside", file, line.number, column_letter(index), value=cell.text, **where)
    held = {header.columns[index] for index, _ in line.filled() if index in header.columns}
    if held & set(form.item_columns) and not held & {"item_id", "item_name"}:
        return reading_finding("row.stray", file, line.number, **where)
    return None


def _split_number(line: Line, header: Header, form: ReportForm) -> int | None:
    # Under a header with commas to spare, a row that lacks one of them has room for the two halves of 80,000.
    for index, column in header.columns.items():
        beside = header.columns.get(index + 1)
        is_half = _HEAD.fullmatch(line.cell(index).text) and _TAIL.fullmatch(line.cell(index + 1).text)
        if column in form.numbers and is_half and (beside not in form.numbers or beside == "numerator_value"):
            return index
    return None


def _merged_cells(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    # Every cell of a merged range but its first, with that first one; only ranges of a table's size.
    cells = {}
    for (top, left), (bottom, right) in grid.merged:
        if (bottom - top + 1) * (right - left + 1) <= LARGEST_MERGED:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    cells[row, column] = (top, left)
    return cells


def _fill_merged(
    row: ReportLine, line: Line, header: Header, form: ReportForm,
    merged: dict[tuple[int, int], tuple[int, int]], numbered: dict[int, Line], sheet: str | None, file: str,
) -> Iterator[Finding]:  # fmt: skip
    # A merged unit or kind holds for all its rows. A merged figure or text belongs to one item, and nobody knows which.
    for index, column in header.columns.items():
        first = merged.get((line.number - 1, index))
        if first is None:
            continue
        anchor = numbered.get(first[0] + 1)
        cell = anchor.cell(first[1]) if anchor else EMPTY
        if first[1] == index and column in {*form.report_columns, "item_kind"}:
            row.cells[column] = cell
        elif cell:
            yield reading_finding("cell.merged", file, line.number, header.words[column], sheet=sheet, value=cell.text)

"""The rows of a report's table: which lines are items, which are only notes, and which cannot be placed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from expectations.result import Finding
from pipelines.readers.grid import EMPTY, LARGEST_MERGED, Cell, Grid, Line, column_letter
from pipelines.readers.wording import reading_finding
from pipelines.reports.header import Header, is_header_again
from pipelines.sources.received import ReportForm

_FOOTER = re.compile(
    r"(注|备注|说明|填表说明|填表人|填报人|制表人?|审核人?|复核|负责人|单位负责人|主要负责人|联系人|联系电话|电话|经办人?|"
    r"签字|盖章|数据来源|来源|附件?说明|notes?|prepared by)\s*($|[:：(（\d、])",
    re.IGNORECASE,
)
_HEAD, _TAIL = re.compile(r"[+-]?\d{1,3}"), re.compile(r"\d{3}(\.\d+)?")
_TOTALS = {"合计", "总计", "小计", "共计", "总和", "total", "sum"}


@dataclass
class ReportLine:
    """One row of the table by column, with the place of each cell."""

    number: int
    cells: dict[str, Cell]


@dataclass
class ReportLines:
    """The rows under a header, the lines that were looked past, and what could not be placed."""

    rows: list[ReportLine] = field(default_factory=list)
    footers: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_lines(grid: Grid, header: Header, form: ReportForm, file: str) -> ReportLines:
    """Every line under `header`, placed or named."""
    read = ReportLines()
    merged, numbered = _merged_cells(grid), {line.number: line for line in grid.lines}
    for line in grid.lines[header.last + 1 :]:
        if not any(line.cells) or is_header_again(line, header, form):
            continue
        if line.number in grid.hidden_rows:
            value = next(line.filled())[1].text
            read.findings.append(reading_finding("row.hidden", file, line.number, sheet=grid.sheet, value=value))
            continue
        if _is_footer(line, header):
            read.footers.append(line.number)
            continue
        problem = _problem(grid, line, header, form, file)
        if problem:
            read.findings.append(problem)
            continue
        row = ReportLine(line.number, {column: line.cell(index) for index, column in header.columns.items()})
        read.findings.extend(_fill_merged(row, line, header, form, merged, numbered, grid.sheet, file))
        read.rows.append(row)
    return read


def _problem(grid: Grid, line: Line, header: Header, form: ReportForm, file: str) -> Finding | None:
    where = {"sheet": grid.sheet}
    if any(cell.text.casefold() in _TOTALS for _, cell in line.filled()):
        first = next(cell.text for _, cell in line.filled() if cell.text.casefold() in _TOTALS)
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


def _is_footer(line: Line, header: Header) -> bool:
    filled = list(line.filled())
    value = header.index("actual_value")
    return bool(_FOOTER.match(filled[0][1].text)) and all(index != value for index, _ in filled)


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

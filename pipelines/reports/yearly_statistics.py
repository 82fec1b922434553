"""Reads a yearly export of the National Bureau of Statistics by province (分省年度数据), exactly or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from expectations.result import Finding
from expectations.runner import FILE_COLUMN, ROW_COLUMN, SHEET_COLUMN
from metrics.catalog.measures import Measures
from metrics.yaml_file import read_yaml
from pipelines.readers.grid import NUMBER, TEXT, Cell, Grid, Line, column_letter
from pipelines.readers.keys import squeezed
from pipelines.readers.layouts import Layouts, Unreadable, choose_layout, read_layouts
from pipelines.readers.letters import FORMULA, MARK_RULES
from pipelines.readers.quantities import FULL_WIDTH, plain, read_quantity
from pipelines.readers.quantities import Unreadable as UnreadableNumber
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader

COLUMNS = ("province", "year", "value", "measure_unit", "indicator_zh", "source", "_row")
MOST_TITLE = 200
SOURCE = "国家统计局 分省年度数据"
_BY_PROVINCE = "分省年度"
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年|\.0)?")
_TITLED = re.compile(r"(?P<name>.+?)\s*\((?P<unit>[^()]+)\)")
_PLACE_HEADERS = {"地区", "省份", "省市", "地区名称", "省级行政区", "指标"}
_NO_FIGURE = {"", "-", "—", "…", ".."}
_TITLES = ("数据库", "指标", "地区", "时间", "单位")


@dataclass
class Statistics:
    """What was read of one export: its figures, and what could not be read.

    `facts` has `indicator` and `measure_unit` where its title lines name them.
    """

    file: str
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Years:
    at: int
    columns: dict[int, str]


def read_statistics(path: Path, file: str, workbooks: WorkbookReader, measures: Measures) -> Statistics:
    """The figures of the export in the file at `path`, called `file` in what is said about it."""
    layouts: Layouts | None = None
    try:
        layouts = read_layouts(path, file, workbooks, reading_finding("statistics.none", file))
        grid, years = choose_layout(layouts, file, _find_years, lambda years: len(years.columns))
    except Unreadable as unreadable:
        return Statistics(file, findings=[_reason(unreadable, layouts, file)])
    read = Statistics(file, facts=dict(grid.facts))
    titles = _titles(grid.lines[: years.at])
    if other := _other_kind(grid, years, titles, file):
        read.findings.append(other)
        return read
    name, unit = _name_and_unit(titles, measures)
    read.facts |= {"indicator": name} if name else {}
    read.facts |= {"measure_unit": unit} if unit else {}
    seen: dict[str, int] = {}
    _look_for_hidden(read, grid, years)
    lines = _table_lines(read, grid, years)
    for line in _of_one_width(read, grid, lines, years):
        read.rows += [{**row, "measure_unit": unit, "indicator_zh": name, "source": SOURCE}
                      for row in _province(read, grid, line, years, seen, measures)]  # fmt: skip
    if not read.rows and not read.findings:
        read.findings.append(reading_finding("table.empty", file, grid.lines[years.at].number, sheet=grid.sheet))
    return read


def statistics_place(grids: Iterable[Grid]) -> tuple[str | None, int, str | None] | None:
    """By which sheet and row a file shows itself as an export of the statistical office, and of which database."""
    for grid in grids:
        for line in grid.lines[:10]:
            for _, cell in line.filled():
                key, colon, database = cell.text.translate(FULL_WIDTH).partition(":")
                if key.strip() == "数据库" and colon:
                    return grid.sheet, line.number, database.strip() or None
        years = _find_years(grid)
        if years is not None:
            return grid.sheet, grid.lines[years.at].number, None
    return None


def is_by_province(database: str | None) -> bool:
    """Whether an export from this database is one that can be imported; where none is named it may be."""
    return database is None or _BY_PROVINCE in squeezed(database)


def _reason(unreadable: Unreadable, layouts: Layouts | None, file: str) -> Finding:
    # A file that shows itself as an export can be read; what is wrong is what it holds.
    place = statistics_place(layouts.grids) if layouts else None
    if place is None or unreadable.finding.rule_id not in ("file.encoding.unclear", "statistics.none"):
        return unreadable.finding
    sheet, row, database = place
    if not is_by_province(database):
        return reading_finding("statistics.database", file, row, sheet=sheet, value=database)
    return reading_finding("statistics.none", file, sheet=sheet)


def _other_kind(grid: Grid, years: _Years, titles: dict[str, str], file: str) -> Finding | None:
    """What says of the whole file that it is no export by province: said once, not row by row."""
    database = titles.get("数据库", "")
    if _BY_PROVINCE not in squeezed(database):
        return reading_finding("statistics.database", file, value=database or None)
    header = grid.lines[years.at]
    if squeezed(titles.get("地区", "")) in _provinces() and squeezed(header.cell(0).text) == "指标":
        return reading_finding("statistics.one_province", file, header.number, sheet=grid.sheet, value=titles["地区"])
    return None


@cache
def _provinces() -> dict[str, str]:
    """Name or short name → the name that the office prints."""
    raw = read_yaml(Path(__file__).with_name("provinces.yml"))
    return {name: full for full, short in raw.items() for name in (full, short)}


def _find_years(grid: Grid) -> _Years | None:
    return next((years for at in range(len(grid.lines[:40])) if (years := _years_in(grid.lines, at))), None)


def _years_in(lines: list[Line], at: int) -> _Years | None:
    words = [squeezed(cell.text) for cell in lines[at].cells]
    years = {index: match[1] for index, text in enumerate(words) if index and (match := _YEAR.fullmatch(text))}
    return _Years(at, years) if years and words[0] in _PLACE_HEADERS else None


def _titles(lines: list[Line]) -> dict[str, str]:
    titles = {}
    for line in lines:
        # A text may be cut at commas within a title: put together again.
        text = "".join(cell.text for _, cell in line.filled()).translate(FULL_WIDTH)
        key, colon, value = text.partition(":")
        if colon:
            titles[squeezed(key)] = value.strip()
    return titles


def _name_and_unit(titles: dict[str, str], measures: Measures) -> tuple[str | None, str | None]:
    match = _TITLED.fullmatch(titles.get("指标", "")[:MOST_TITLE])
    unit = squeezed(match["unit"]) if match else titles.get("单位")
    name = match["name"] if match else titles.get("指标")
    if match and not measures.is_known(unit or ""):
        # What stands in the brackets is a part of the name: 技术市场成交额(初步核算数).
        name, unit = titles["指标"], titles.get("单位")
    return name or None, unit if unit and measures.is_known(unit) else None


def _look_for_hidden(read: Statistics, grid: Grid, years: _Years) -> None:
    place: dict[str, Any] = {"sheet": grid.sheet}
    if grid.is_hidden:
        read.findings.append(reading_finding("sheet.hidden", read.file, **place))
    for line in grid.lines:
        if line.number in grid.hidden_rows and any(line.cells):
            read.findings.append(reading_finding("row.hidden", read.file, line.number, **place))
    for index in sorted(grid.hidden_columns & {0, *years.columns}):
        read.findings.append(
            reading_finding("column.hidden", read.file, grid.lines[years.at].number, column_letter(index), **place)
        )
    for index, cell in grid.lines[years.at].filled():
        if cell.mark in MARK_RULES:
            number = grid.lines[years.at].number
            read.findings.append(reading_finding(MARK_RULES[cell.mark], read.file, number, column_letter(index),
                                                 value=cell.text, **place))  # fmt: skip
    # Whose figure it is may be as out of date as a figure, which is named where it is read.
    for line in grid.lines:
        for index, cell in line.filled():
            if cell.mark == FORMULA and line is not grid.lines[years.at] and index not in years.columns:
                read.findings.append(reading_finding("file.formula", read.file, line.number, column_letter(index),
                                                     value=cell.text, **place))  # fmt: skip


def _table_lines(read: Statistics, grid: Grid, years: _Years) -> list[Line]:
    """The lines of provinces: notes below are passed over, however many; a second table ends the reading."""
    lines = []
    for at, line in enumerate(grid.lines[years.at + 1 :], start=years.at + 1):
        if not any(line.cells):
            continue
        first = squeezed(next(line.filled())[1].text)
        key, colon, _ = first.partition(":")
        if _years_in(grid.lines, at) or (colon and key in _TITLES):
            read.findings.append(reading_finding("statistics.second", read.file, line.number, sheet=grid.sheet))
            break
        if not _is_note(line, first):
            lines.append(line)
    return lines


def _is_note(line: Line, first: str) -> bool:
    # Words only: neither a province stands in front, nor is there anything that could be a figure of one.
    if first in _provinces():
        return False
    return all(cell.kind == TEXT and cell.text not in _NO_FIGURE and not _is_figure(cell) for _, cell in line.filled())


def _is_figure(cell: Cell) -> bool:
    return re.fullmatch(r"[^\w]*[\d.,，]+\s*[%‰]?", cell.text.translate(FULL_WIDTH)) is not None


def _of_one_width(read: Statistics, grid: Grid, lines: list[Line], years: _Years) -> list[Line]:
    # The rows of an export are as wide as its header, or all narrower by the commas at its end. Any other width may
    # hide a comma within a number.
    width = len(grid.lines[years.at].cells)
    widths = {len(line.cells) for line in lines}
    if not grid.is_ragged or (len(widths) == 1 and max(years.columns) < widths.copy().pop() <= width):
        return lines
    for line in lines:
        if len(line.cells) != width:
            facts: dict[str, Any] = {"cells": len(line.cells), "columns": width}
            read.findings.append(reading_finding("row.width", read.file, line.number, sheet=grid.sheet, **facts))
    return [line for line in lines if len(line.cells) == width]


def _province(
    read: Statistics, grid: Grid, line: Line, years: _Years, seen: dict[str, int], measures: Measures
) -> list[Row]:
    place = {"sheet": grid.sheet}
    printed = line.cell(0).text
    province = _provinces().get(squeezed(printed))
    outside = [index for index, _ in line.filled() if index and index not in years.columns]
    if province is None:
        read.findings.append(
            reading_finding("statistics.province", read.file, line.number, "A", value=printed, **place)
        )
        return []
    if outside:
        value = line.cell(outside[0]).text
        letter = column_letter(outside[0])
        read.findings.append(reading_finding("cell.outside", read.file, line.number, letter, value=value, **place))
        return []
    if province in seen:
        read.findings.append(
            reading_finding("statistics.repeated", read.file, line.number, "A", value=province, first=seen[province],
                            **place)
        )  # fmt: skip
        return []
    seen[province] = line.number
    rows: list[Row] = []
    for index, year in years.columns.items():
        cell = line.cell(index)
        if cell.text in _NO_FIGURE and cell.kind != NUMBER:
            continue
        read_value = _figure(read, grid, line, index, year, measures)
        if read_value is not None:
            rows.append({"province": province, "year": year, "value": read_value, ROW_COLUMN: line.number,
                         FILE_COLUMN: read.file, SHEET_COLUMN: grid.sheet})  # fmt: skip
    return rows


def _figure(read: Statistics, grid: Grid, line: Line, index: int, year: str, measures: Measures) -> str | None:
    cell = line.cell(index)
    rule: str = MARK_RULES.get(cell.mark, "")
    facts: dict[str, Any] = {"unit": "-", "found": "-"}
    if not rule:
        figure = read_quantity(cell, None, measures)
        if not isinstance(figure, UnreadableNumber):
            return plain(figure.value)
        rule = figure.rule_id
        facts |= dict(figure.facts)
    read.findings.append(
        reading_finding(rule, read.file, line.number, f"{year} ({column_letter(index)})", value=cell.text,
                        sheet=grid.sheet, **facts)
    )  # fmt: skip
    return None

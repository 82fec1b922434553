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
from pipelines.readers.grid import NUMBER, Grid, Line, column_letter
from pipelines.readers.quantities import FULL_WIDTH, plain, read_quantity
from pipelines.readers.quantities import Unreadable as UnreadableNumber
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader
from pipelines.reports.layouts import Unreadable, choose_layout, read_layouts

COLUMNS = ("province", "year", "value", "measure_unit", "indicator_zh", "source", "_row")
MOST_TITLE = 200
SOURCE = "国家统计局 分省年度数据"
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年|\.0)?")
_TITLED = re.compile(r"(?P<name>.+?)\s*\((?P<unit>[^()]+)\)")
_PLACE_HEADERS = {"地区", "省份", "省市", "地区名称", "省级行政区", "指标"}
_NO_FIGURE = {"", "-", "—", "…", ".."}


@dataclass
class Statistics:
    """What was read of one export: its figures, its title, and what could not be read."""

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
    try:
        layouts = read_layouts(path, file, workbooks, reading_finding("statistics.none", file))
        grid, years = choose_layout(layouts, file, _find_years, lambda years: len(years.columns))
    except Unreadable as unreadable:
        return Statistics(file, findings=[unreadable.finding])
    read = Statistics(file, facts=dict(grid.facts))
    titles = _titles(grid.lines[: years.at])
    _look_at_titles(read, titles)
    name, unit = _name_and_unit(titles, measures)
    if name is None or unit is None:
        read.findings.append(reading_finding("statistics.title", file, value=titles.get("指标"), sheet=grid.sheet))
        return read
    read.facts |= {"indicator": name, "measure_unit": unit}
    seen: dict[str, int] = {}
    hidden = [line for line in grid.lines if line.number in grid.hidden_rows and any(line.cells)]
    read.findings += [reading_finding("row.hidden", file, line.number, sheet=grid.sheet) for line in hidden]
    lines = [line for line in grid.lines[years.at + 1 :] if any(line.cells) and not _is_source_line(line)]
    for line in _of_one_width(read, grid, lines, years):
        read.rows += [{**row, "measure_unit": unit, "indicator_zh": name, "source": SOURCE}
                      for row in _province(read, grid, line, years, seen, measures)]  # fmt: skip
    if not read.rows and not read.findings:
        read.findings.append(reading_finding("table.empty", file, grid.lines[years.at].number, sheet=grid.sheet))
    return read


def statistics_place(grids: Iterable[Grid]) -> tuple[str | None, int] | None:
    """The sheet and row by which a file shows itself as an export of the statistical office, or None."""
    for grid in grids:
        for line in grid.lines[:10]:
            if any(re.match(r"数据库\s*:", cell.text.translate(FULL_WIDTH)) for _, cell in line.filled()):
                return grid.sheet, line.number
        years = _find_years(grid)
        if years is not None:
            return grid.sheet, grid.lines[years.at].number
    return None


@cache
def _provinces() -> dict[str, str]:
    """Name or short name → the name that the office prints."""
    raw = read_yaml(Path(__file__).with_name("provinces.yml"))
    return {name: full for full, short in raw.items() for name in (full, short)}


def _find_years(grid: Grid) -> _Years | None:
    for at, line in enumerate(grid.lines[:40]):
        words = [cell.text.translate(FULL_WIDTH) for cell in line.cells]
        years = {index: match[1] for index, text in enumerate(words) if index and (match := _YEAR.fullmatch(text))}
        if years and words[0] in _PLACE_HEADERS:
            return _Years(at, years)
    return None


def _titles(lines: list[Line]) -> dict[str, str]:
    titles = {}
    for line in lines:
        # A text may be cut at commas within a title: put together again.
        text = "".join(cell.text for _, cell in line.filled()).translate(FULL_WIDTH)
        key, colon, value = text.partition(":")
        if colon:
            titles[key.strip()] = value.strip()
    return titles


def _look_at_titles(read: Statistics, titles: dict[str, str]) -> None:
    database = titles.get("数据库", "")
    if "分省年度" not in database:
        read.findings.append(reading_finding("statistics.database", read.file, value=database or None))


def _name_and_unit(titles: dict[str, str], measures: Measures) -> tuple[str | None, str | None]:
    match = _TITLED.fullmatch(titles.get("指标", "")[:MOST_TITLE])
    unit = match["unit"].strip() if match else titles.get("单位")
    name = match["name"] if match else titles.get("指标")
    return name or None, unit if unit and measures.is_known(unit) else None


def _is_source_line(line: Line) -> bool:
    first = next(line.filled())[1].text.translate(FULL_WIDTH)
    return bool(re.match(r"(数据来源|资料来源|来源|注|备注|说明)\s*\d*\s*[:.、]", first))


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
    province = _provinces().get("".join(printed.translate(FULL_WIDTH).split()))
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
        figure = read_quantity(cell, None, measures)
        if isinstance(figure, UnreadableNumber):
            read.findings.append(
                reading_finding(figure.rule_id, read.file, line.number, f"{year} ({column_letter(index)})",
                                value=cell.text, **place, **({"unit": "-", "found": "-"} | dict(figure.facts)))
            )  # fmt: skip
            continue
        rows.append({"province": province, "year": year, "value": plain(figure.value), ROW_COLUMN: line.number,
                     FILE_COLUMN: read.file, SHEET_COLUMN: grid.sheet})  # fmt: skip
    return rows

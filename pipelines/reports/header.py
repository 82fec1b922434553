"""Finds the header of a report among title lines, and what those lines say about the whole report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.readers.grid import Cell, Grid, Line
from pipelines.readers.quantities import FULL_WIDTH
from pipelines.sources.received import ReportForm

SEARCHED_LINES = 60
FEWEST_COLUMNS = 4


@dataclass(frozen=True)
class Header:
    """Where the table's columns are: index → column, the words of each, and the lines the header takes up.

    `unit` is what stands in brackets behind the header of the values, a unit of measurement or not.
    """

    columns: dict[int, str]
    words: dict[str, str]
    unknown: dict[int, str]
    ignored: frozenset[int]
    repeated: tuple[str, ...]
    first: int
    last: int
    number: int
    width: int
    unit: str | None

    def index(self, column: str) -> int | None:
        """The index of `column`, or None where the table has no such column."""
        return next((index for index, name in self.columns.items() if name == column), None)


def find_header(grid: Grid, form: ReportForm) -> Header | None:
    """The header of the report in `grid`: the line, or pair of lines, that names most of its columns.

    In a pair the upper line groups (本期数值 over 数值 and 计量单位) or is merged downwards. None where no line names
    at least four columns.
    """
    best: tuple[int, int, list[str]] | None = None
    for at, line in enumerate(grid.lines[:SEARCHED_LINES]):
        words = [cell.text for cell in line.cells]
        score = _score(words, form)
        if best is None or score > best[0]:
            best = (score, at, words)
        if at + 1 < len(grid.lines):
            pair = _joined(line, grid.lines[at + 1], form)
            if _score(pair, form) > max(best[0], score, _score([c.text for c in grid.lines[at + 1].cells], form)):
                best = (_score(pair, form), -at - 1, pair)
    if best is None or best[0] < FEWEST_COLUMNS:
        return None
    first = best[1] if best[1] >= 0 else -best[1] - 1
    last = first if best[1] >= 0 else first + 1
    return _header(grid, form, best[2], first, last)


def _header(grid: Grid, form: ReportForm, words: list[str], first: int, last: int) -> Header:
    columns: dict[int, str] = {}
    unknown: dict[int, str] = {}
    ignored: set[int] = set()
    repeated = []
    for index, text in enumerate(words):
        column = form.column(text)
        if column in columns.values():
            repeated.append(text)
        elif column is not None:
            columns[index] = column
        elif form.is_ignored(text):
            ignored.add(index)
        elif text:
            unknown[index] = text
    value_words = [words[index] for index, column in columns.items() if column == "actual_value"]
    return Header(
        columns=columns,
        words={column: words[index] for index, column in columns.items()},
        unknown=unknown,
        ignored=frozenset(ignored),
        repeated=tuple(repeated),
        first=first,
        last=last,
        number=grid.lines[last].number,
        width=len(words),
        unit=_bracketed(value_words[0]) if value_words else None,
    )


def _score(words: list[str], form: ReportForm) -> int:
    return len({column for text in words if (column := form.column(text))})


def _joined(upper: Line, lower: Line, form: ReportForm) -> list[str]:
    joined = []
    for index in range(max(len(upper.cells), len(lower.cells))):
        above, below = upper.cell(index).text, lower.cell(index).text
        joined.append(below if form.column(below) or not form.column(above) else above)
    return joined


def _bracketed(words: str) -> str | None:
    text = words.translate(FULL_WIDTH).strip().rstrip(":* ")
    unit = re.sub(r"^(单位|unit\s*:)", "", text.partition("(")[2].removesuffix(")").strip(), flags=re.IGNORECASE)
    return unit.lstrip(": ") or None


def is_header_again(line: Line, header: Header, form: ReportForm) -> bool:
    """Whether a line under the header only repeats it, on a new page or in another language."""
    named = [(index, form.column(cell.text)) for index, cell in line.filled()]
    return len(named) >= FEWEST_COLUMNS and all(
        column is not None and header.columns.get(index) == column for index, column in named
    )


def statements(lines: list[Line], form: ReportForm) -> Iterator[tuple[str, Line, int, Cell]]:
    """What title lines say about the whole report: column, line, index and cell of its value.

    Either in one cell, 「责任单位:科技厅」, or in two side by side.
    """
    for line in lines:
        filled = list(line.filled())
        for position, (index, cell) in enumerate(filled):
            key, colon, value = cell.text.translate(FULL_WIDTH).partition(":")
            column = form.column(key)
            if column not in {*form.report_columns, "measure_unit"} or column is None:
                continue
            if value.strip():
                yield column, line, index, Cell(value.strip())
            elif position + 1 < len(filled) and (colon or len(filled) > 1):
                beside_index, beside = filled[position + 1]
                if form.column(beside.text.rstrip(":：")) is None:
                    yield column, line, beside_index, beside

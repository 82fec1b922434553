"""Finds the header of a report among title lines, and what those lines say about the whole report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from metrics.catalog.measures import Measures
from pipelines.lookup import Lookup
from pipelines.readers.dates import read_day, read_period
from pipelines.readers.grid import Cell, Grid, Line
from pipelines.readers.keys import squeezed
from pipelines.readers.quantities import FULL_WIDTH
from pipelines.sources.received import ReportForm

SEARCHED_LINES = 60
# So many columns a header names, together with what is said of the whole report above it.
FEWEST_COLUMNS = 4
# And at least so many itself, an item's name or code among them.
FEWEST_OF_ITS_OWN = 2
MOST_HEADER_LINES = 4
_BEFORE_UNIT = re.compile(r"^(?:(?:计量|金额)?单位|(?:measure\s+)?unit\s*:)", re.IGNORECASE)
_BRACKETED_UNIT = re.compile(r"\((?:计量|金额)?单位[:;]?([^()]+)\)")


@dataclass(frozen=True)
class Header:
    """Where the table's columns are: index → column, the words of each, and the lines the header takes up.

    `units` are the measure units that the words of columns name in brackets, by column.
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
    units: dict[str, str] = field(default_factory=dict)

    def index(self, column: str) -> int | None:
        """The index of `column`, or None where the table has no such column."""
        return next((index for index, name in self.columns.items() if name == column), None)


@dataclass(frozen=True, order=True)
class _Candidate:
    """Some lines in a row that could be the header, the best one the largest."""

    known: int
    ignored: int
    few_lines: int
    early: int
    words: tuple[str, ...] = field(compare=False)

    @property
    def first(self) -> int:
        return -self.early

    @property
    def last(self) -> int:
        return self.first - self.few_lines - 1


def find_header(grid: Grid, form: ReportForm, lookup: Lookup) -> Header | None:
    """The header of the report in `grid`: the line, or few lines, that name most of its columns.

    Of several lines the upper ones group (本期数值 over 数值 and 计量单位) or are merged downwards. A title line that
    says something of the whole report is no part of it, and counts towards what the report names. None where too few
    columns are named.
    """
    lines = grid.lines[:SEARCHED_LINES]
    is_title = [is_title_line(line, form, lookup) for line in lines]
    named_by = [{column for _, cell in line.filled() if (column := form.column(cell.text))} for line in lines]
    places = (at for at in range(len(lines)) if _is_enough(set().union(*named_by[at : at + MOST_HEADER_LINES])))
    best = max((c for at in places for c in _candidates(lines, at, is_title, form)), default=None)
    if best is None:
        return None
    named = {column for text in best.words if (column := form.column(text))}
    named |= {column for column, *_ in statements(grid.lines[: best.first], form, lookup)}
    return _header(grid, form, best, lookup.measures) if len(named) >= FEWEST_COLUMNS else None


def _candidates(lines: list[Line], at: int, is_title: list[bool], form: ReportForm) -> Iterator[_Candidate]:
    words: list[str] = []
    for count in range(min(MOST_HEADER_LINES, len(lines) - at)):
        if is_title[at + count]:
            return
        words = _joined(words, [cell.text for cell in lines[at + count].cells], form)
        columns = {column for text in words if (column := form.column(text))}
        if _is_enough(columns):
            yield _Candidate(len(columns), sum(map(form.is_ignored, words)), -count - 1, -at, tuple(words))


def _is_enough(columns: set[str]) -> bool:
    return len(columns) >= FEWEST_OF_ITS_OWN and names_item(columns)


def names_item(columns: set[str]) -> bool:
    """Whether an item is named in one of the columns."""
    return bool(columns & {"item_id", "item_name"})


def _header(grid: Grid, form: ReportForm, candidate: _Candidate, measures: Measures) -> Header:
    columns: dict[int, str] = {}
    unknown: dict[int, str] = {}
    ignored: set[int] = set()
    repeated = []
    for index, text in enumerate(candidate.words):
        column = form.column(text)
        if column in columns.values():
            repeated.append(text)
        elif column is not None:
            columns[index] = column
        elif form.is_ignored(text):
            ignored.add(index)
        elif text:
            unknown[index] = text
    words = {column: candidate.words[index] for index, column in columns.items()}
    units = {column: unit for column in form.in_item_unit if (unit := bracketed_unit(words.get(column, ""), measures))}
    return Header(
        columns=columns,
        words=words,
        unknown=unknown,
        ignored=frozenset(ignored),
        repeated=tuple(repeated),
        first=candidate.first,
        last=candidate.last,
        number=grid.lines[candidate.last].number,
        width=len(candidate.words),
        units=units,
    )


def _joined(upper: list[str], lower: list[str], form: ReportForm) -> list[str]:
    # The lower word stands where there is one; over a word that nobody knows, a known upper one does.
    joined = []
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        is_upper = not below or (form.column(below) is None and not form.is_ignored(below) and form.column(above))
        joined.append(above if is_upper else below)
    return joined


def bracketed_unit(words: str, measures: Measures) -> str | None:
    """The measure unit in the brackets at the end of a name or header: 数值(单位:亿元) → 亿元."""
    text = words.translate(FULL_WIDTH).strip().rstrip(":* ")
    stem, bracket, inside = text.rpartition("(")
    unit = _BEFORE_UNIT.sub("", inside.removesuffix(")").strip()).lstrip(": ")
    return unit if stem and bracket and measures.is_known(unit) else None


def is_header_like(line: Line, form: ReportForm) -> bool:
    """Whether a line looks like a header: half of its words at least name columns, an item's among them."""
    named = [form.column(cell.text) for _, cell in line.filled()]
    columns = {column for column in named if column}
    return _is_enough(columns) and 2 * len(columns) >= len(named)


def is_title_line(line: Line, form: ReportForm, lookup: Lookup) -> bool:
    """Whether a line says something of the whole report, such as 「报告期 | 2019年上半年」, and so is no header."""
    return any(_is_said(column, cell, lookup, form) for column, _, _, cell in statements([line], form, lookup))


def _is_said(column: str, cell: Cell, lookup: Lookup, form: ReportForm) -> bool:
    if column == "period_id":
        return read_period(cell, lookup.year_begins) is not None
    if column == "submitted_on":
        return read_day(cell) is not None
    if column == "measure_unit":
        return lookup.measures.is_known(cell.text)
    if column == form.subject_column:
        return lookup.subject_id(cell.text) is not None
    return column == "programme_id" and lookup.programme_id(cell.text) is not None


def statements(lines: list[Line], form: ReportForm, lookup: Lookup) -> Iterator[tuple[str, Line, int, Cell]]:
    """What title lines say about the whole report: column, line, index and cell of its value.

    Either in one cell, 「责任单位:科技厅」 or 「情况表（单位：万元）」, or in two side by side.
    """
    for line in lines:
        filled = list(line.filled())
        for position, (index, cell) in enumerate(filled):
            text = cell.text.translate(FULL_WIDTH)
            if unit := _BRACKETED_UNIT.search(squeezed(text)):
                yield "measure_unit", line, index, Cell(unit[1], mark=cell.mark)
                continue
            key, colon, value = text.partition(":")
            column = form.column("单位" if squeezed(key) in ("金额单位", "数值单位") else key)
            if column not in {*form.report_columns, "measure_unit"} or column is None:
                continue
            if value.strip():
                yield _meant(column, Cell(value.strip(), mark=cell.mark), form, lookup, line, index)
            elif position + 1 < len(filled) and (colon or len(filled) > 1):
                beside_index, beside = filled[position + 1]
                if form.column(beside.text.rstrip(":：")) is None:
                    yield _meant(column, beside, form, lookup, line, beside_index)


def _meant(
    column: str, cell: Cell, form: ReportForm, lookup: Lookup, line: Line, index: int
) -> tuple[str, Line, int, Cell]:
    # 「单位：财政厅」 names who reports, 「单位：万元」 what the numbers are in.
    if column == "measure_unit" and not lookup.measures.is_known(cell.text) and lookup.subject_id(cell.text):
        column = form.subject_column
    return column, line, index, cell

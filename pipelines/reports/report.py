"""Reads one report, whoever sends it: bytes become rows that are right, or findings that name every place."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from expectations.result import Finding
from metrics.sentences import listed
from pipelines.readers.grid import Grid
from pipelines.readers.layouts import Layouts, Unreadable, choose_layout, read_layouts
from pipelines.readers.notes import Note
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding
from pipelines.readers.workbook import WorkbookReader
from pipelines.register import Register
from pipelines.reports.beside import elsewhere, is_table
from pipelines.reports.cells import ReportCells
from pipelines.reports.header import Header, find_header, statements
from pipelines.reports.yearly_statistics import is_by_province, statistics_place
from pipelines.sources.received import ReportForm, report_form, report_forms


@dataclass
class ReceivedReport:
    """What was read of one file: its rows, how it was read, what was converted, and what could not be read.

    With findings of severity `error` the rows are not to be used. `grids` are the cells as they were met, with the
    table in `grids[table]` under `header`, for whoever shows the sender where each finding is.
    """

    file: str
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    form: ReportForm = field(default_factory=report_form)
    grids: list[Grid] = field(default_factory=list)
    table: int = 0
    header: Header | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many items of each kind something is said of."""
        said = [row for row in self.rows if any(row.get(column) is not None for column in self.form.said)]
        return {name: sum(row["item_kind"] == words for row in said) for name, words in self.form.counts.items()}

    @property
    def key(self) -> tuple[str, str, str] | None:
        """Programme, period and who reports; None where one of them is not known."""
        if not self.rows:
            return None
        key = tuple(self.rows[0][column] for column in self.form.key_columns)
        return None if None in key else (str(key[0]), str(key[1]), str(key[2]))


def read_report(path: Path, file: str, register: Register, workbooks: WorkbookReader) -> ReceivedReport:
    """The report in the file at `path`, called `file` in what is said about it; its columns tell its form."""
    usual = report_form()
    otherwise = reading_finding("table.none", file, columns=listed(usual.words(c) for c, *_ in usual.required))
    layouts: Layouts | None = None
    grids: list[Grid] = []
    try:
        layouts = read_layouts(path, file, workbooks, otherwise)
        # Of a text the first reading is shown where no table is found; a workbook is shown as a whole.
        grids = layouts.grids[:1] if layouts.is_text else layouts.grids
        grid, (form, header) = choose_layout(
            layouts, file, lambda grid: find_form(grid, register), lambda found: len(found[1].columns),
            lambda grid, found: _names_whole(grid, found, register),
        )  # fmt: skip
    except Unreadable as unreadable:
        if layouts and (place := statistics_place(layouts.grids)):
            sheet, row_number, database = place
            rule = "statistics.export" if is_by_province(database) else "statistics.other_export"
            found = reading_finding(rule, file, row_number, sheet=sheet, value=database)
            return ReceivedReport(file, findings=[found])
        return ReceivedReport(file, findings=[unreadable.finding], grids=grids)
    cells = ReportCells(file, grid, header, form, register.behind(form.kind))
    rows = cells.read()
    facts = {**grid.facts, "header_row": str(header.number)} | ({"sheet": grid.sheet} if grid.sheet else {})
    if not layouts.is_text:
        beside = [other for other in layouts.grids if other is not grid and not other.is_hidden]
        cells.findings += elsewhere(beside, rows, register.behind(form.kind), file)
        if tables := "、".join(str(other.sheet) for other in beside if is_table(other)):
            facts["left_out"] = f"未读工作表“{tables}” sheets left out: {tables}"
    grids = [grid] if layouts.is_text else grids
    return ReceivedReport(
        file, rows, cells.findings, cells.notes, facts, dict(header.words), form, grids, grids.index(grid), header
    )


def find_form(grid: Grid, register: Register) -> tuple[ReportForm, Header] | None:
    """The form and header of the report in `grid`: the form whose reporter it names, else the one it fits best."""
    found = [
        (form, header) for form in report_forms() if (header := find_header(grid, form, register.behind(form.kind)))
    ]
    return max(found, key=lambda pair: (_names_reporter(grid, pair, register), len(pair[1].columns)), default=None)


def _names_reporter(grid: Grid, found: tuple[ReportForm, Header], register: Register) -> bool:
    return found[0].subject_column in _named(grid, *found, register)


def _names_whole(grid: Grid, found: tuple[ReportForm, Header], register: Register) -> bool:
    return {found[0].subject_column, "period_id"} <= _named(grid, *found, register)


def _named(grid: Grid, form: ReportForm, header: Header, register: Register) -> set[str]:
    stated = {column for column, *_ in statements(grid.lines[: header.first], form, register.behind(form.kind))}
    return stated | set(header.columns.values())

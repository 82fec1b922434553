"""The marked copy of what came in: an .xlsx file is marked itself, of anything else a copy of its cells."""

from __future__ import annotations

from collections.abc import Sequence

from expectations.result import Finding
from pipelines.readers.grid import Grid
from pipelines.readers.marked_file import CellMark
from pipelines.readers.marked_grids import (
    FINDINGS_SHEET,
    MOST_MARKS,
    TEXT_SHEET,
    Looks,
    Mark,
    listed_findings,
    marked_grids,
    note_of,
)
from pipelines.readers.workbook import WorkbookReader


def marked(
    content: bytes, workbooks: WorkbookReader, grids: list[Grid], marks: list[Mark], looks: Looks | None = None
) -> bytes:
    """The file with every finding in its cell and a list of all; corrected in its cells, it can be sent in.

    Args:
        content: the file as it came in.
        workbooks: the child process that opens workbooks.
        grids: its cells as they were read.
        marks: the findings with their places.
        looks: what a copy of the cells keeps of the form, where the file itself cannot be marked.
    """
    looks = looks or Looks()
    if content.startswith(b"PK") and grids and all(grid.sheet for grid in grids):
        unnamed = TEXT_SHEET.spoken(looks.languages, " ")
        listed = listed_findings(marks, [grid.sheet or unnamed for grid in grids], looks.languages)
        title = FINDINGS_SHEET.spoken(looks.languages, " ")
        own = workbooks.marked(content, list(_cell_marks(grids, marks, looks.languages)), title, listed)
        if own is not None:
            return own
    return marked_grids(grids, marks, looks)


def _cell_marks(grids: list[Grid], marks: list[Mark], languages: Sequence[str]) -> list[CellMark]:
    by_cell: dict[tuple[int, int, int], list[Finding]] = {}
    for mark in marks[:MOST_MARKS]:
        if mark.place is not None:
            number, row, column = mark.place
            by_cell.setdefault((number, *_seen(grids[number], row, column)), []).append(mark.finding)
    return [
        CellMark(str(grids[number].sheet), row, column, _worst(found), note_of(found, languages))
        for (number, row, column), found in by_cell.items()
    ]


def _seen(grid: Grid, row: int, column: int) -> tuple[int, int]:
    # Of merged cells only the first is seen.
    for (top, left), (bottom, right) in grid.merged:
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return row, column


def _worst(findings: Sequence[Finding]) -> str:
    return "error" if any(finding.severity == "error" for finding in findings) else "warn"

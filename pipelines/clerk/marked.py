"""A copy of a report with every finding in its cell."""

from __future__ import annotations

from collections.abc import Sequence

from expectations.result import Finding
from metrics.sentences import LANGUAGES
from pipelines.readers.marked_grids import MOST_COLUMNS, MOST_ROWS, Looks, Mark, Place, marked_grids
from pipelines.readers.marking import marked
from pipelines.readers.workbook import WorkbookReader
from pipelines.reports.report import ReceivedReport


def marked_copy(
    report: ReceivedReport,
    findings: list[Finding],
    languages: Sequence[str] = LANGUAGES,
    own: tuple[bytes, WorkbookReader] | None = None,
) -> bytes:
    """`report` as an .xlsx file with its findings; corrected in its cells, it can be sent in.

    Of an .xlsx file that came in (`own`, with the child process that opens such) it is that very file.
    """
    marks, looks = [Mark(finding, _place(finding, report)) for finding in findings], Looks(languages=languages)
    return marked(*own, report.grids, marks, looks) if own else marked_grids(report.grids, marks, looks)


def _place(finding: Finding, report: ReceivedReport) -> Place | None:
    if not report.grids:
        return None
    sheet = report.table
    if finding.sheet is not None:
        sheet = next((n for n, grid in enumerate(report.grids) if grid.sheet == finding.sheet), sheet)
    column = _column(finding.column_name, report)
    row = finding.row_number
    if row is None and column is not None and report.header is not None:
        row = report.header.number  # About a column as a whole: its header.
    if row is None or row < 1:
        return None
    if column is None:
        column = next((index for line in report.grids[sheet].lines if line.number == row
                       for index, _ in line.filled()), 0)  # fmt: skip
    return (sheet, row - 1, column) if row <= MOST_ROWS and column < MOST_COLUMNS else None


def _column(name: str | None, report: ReceivedReport) -> int | None:
    # A finding names a column by the header's words; of several it is about, the first is marked.
    header, first = report.header, (name or "").split(", ")[0]
    if header is None or not first:
        return None
    for index, column in header.columns.items():
        if first in (
            column,
            header.words.get(column),
            *(report.form.title(column, language) for language in LANGUAGES),
        ):
            return index
    return next((index for index, words in header.unknown.items() if words == first), None)

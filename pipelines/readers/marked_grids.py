"""Grids as a workbook with every finding in its cell: made from the cells as they were read, never from the file."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from expectations.result import Finding
from metrics.sentences import LANGUAGES, Bilingual
from pipelines.readers.grid import DATE, NUMBER, PERCENT, Cell, Grid, column_letter

FINDINGS_SHEET, TEXT_SHEET = Bilingual("核验意见", "Findings"), Bilingual("报告", "Report")
MOST_MARKS, MOST_MERGED = 5000, 1000
# What a worksheet can hold.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_LISTED = [Bilingual(*pair) for pair in (("序号", "No."), ("级别", "severity"), ("工作表", "sheet"), ("单元格", "cell"),
                                         ("列", "column"), ("值", "value"))]  # fmt: skip
_LISTED_WIDTHS, _SENTENCE_WIDTH = (8, 12, 16, 10, 20, 24), 46
# A finding and what to do about it have a column each in every language.
_SENTENCES = Bilingual("意见", "finding"), Bilingual("改正办法", "what to do")
_SEVERITIES = {"error": Bilingual("须改正", "error"), "warn": Bilingual("请核对", "warning")}
_TINTS = {"error": "#F8CBAD", "warn": "#FFE699"}
_PLAIN = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top", "text_wrap": True}

Place = tuple[int, int, int]  # sheet, row, column, all counted from 0


@dataclass(frozen=True)
class Mark:
    """A finding and the cell that it is about; None where it is about the file as a whole."""

    finding: Finding
    place: Place | None


@dataclass(frozen=True)
class Looks:
    """What a copy keeps of how a form looks: sheets that stay hidden, lines that are its headers, by sheet and row.

    What is said of its cells is said in `languages`.
    """

    hidden: Collection[str] = ()
    heads: Collection[tuple[str | None, int]] = ()
    languages: Sequence[str] = LANGUAGES


def marked_grids(grids: list[Grid], marks: list[Mark], looks: Looks | None = None) -> bytes:
    """The cells of `grids` as an .xlsx file: values only, findings as coloured cells with a note, and a list of all.

    What was text stays text, whatever it begins with. Corrected in its cells, the copy can be sent in.
    """
    import xlsxwriter

    target = io.BytesIO()
    looks = looks or Looks()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False}) as book:  # fmt: skip
        book.set_properties({"created": datetime(2000, 1, 1)})
        formats, languages = _Formats(book), looks.languages
        names = list(_sheet_names(grids, languages))
        for number, (grid, name) in enumerate(zip(grids, names, strict=True)):
            own = [mark for mark in marks[:MOST_MARKS] if mark.place is not None and mark.place[0] == number]
            sheet = book.add_worksheet(name)
            _write_grid(sheet, grid, own, formats, looks)
            if grid.sheet in looks.hidden:
                sheet.very_hidden()
        _write_findings(book.add_worksheet(FINDINGS_SHEET.spoken(languages, " ")), marks, names, formats, languages)
    return target.getvalue()


class _Formats:
    """Each look of a cell, made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str | None], Any] = {}

    def of(self, kind: str, severity: str | None = None) -> Any:
        """The format of a kind of cell, tinted where a finding is."""
        if (kind, severity) not in self._made:
            look: dict[str, Any] = dict(_PLAIN)
            look |= {"num_format": "yyyy-mm-dd"} if kind == DATE else {"num_format": "0.00%"} if kind == PERCENT else {}
            look |= {"bg_color": _TINTS[severity], "border": 1} if severity else {}
            look |= {"bold": True, "bg_color": "#D9E1F2"} if kind == "head" else {}
            self._made[kind, severity] = self._book.add_format(look)
        return self._made[kind, severity]


def _write_grid(sheet: Any, grid: Grid, marks: list[Mark], formats: _Formats, looks: Looks) -> None:
    heads = {row for title, row in looks.heads if title == grid.sheet}
    by_cell: dict[tuple[int, int], list[Finding]] = {}
    for mark in marks:
        if mark.place is not None:
            by_cell.setdefault(mark.place[1:], []).append(mark.finding)
    for (top, left), (bottom, right) in _apart(grid.merged):
        sheet.merge_range(top, left, bottom, right, "", formats.of("text"))
    written: set[tuple[int, int]] = set()
    widths: dict[int, int] = {}
    for line in grid.lines:
        for index, cell in line.filled():
            at = (line.number - 1, index)
            if at[0] < MOST_ROWS and index < MOST_COLUMNS:
                _write_cell(sheet, at, cell, _severity(by_cell.get(at)), formats, is_head=line.number in heads)
                written.add(at)
                widths[index] = max(widths.get(index, 0), min(len(cell.text), 30))
    for index, width in widths.items():
        hidden = {"hidden": True} if heads and index in grid.hidden_columns else {}
        sheet.set_column(index, index, 4 + 1.6 * width, None, hidden)
    for at, findings in by_cell.items():
        if at not in written:
            sheet.write_blank(*at, None, formats.of("text", _severity(findings)))
        note = note_of(findings, looks.languages)
        sheet.write_comment(*at, note, {"x_scale": 2.5, "y_scale": 1.5 + 0.7 * min(len(findings), 4)})


def _told(finding: Finding) -> Bilingual:
    return Bilingual(
        f"{finding.sentence_zh}。{finding.next_step_zh}。", f"{finding.sentence_en}. {finding.next_step_en}."
    )


def _write_cell(
    sheet: Any, at: tuple[int, int], cell: Cell, severity: str | None, formats: _Formats, *, is_head: bool
) -> None:
    look = formats.of("head" if is_head else cell.kind, severity)
    if cell.kind in (NUMBER, PERCENT) and _is_exact(cell.text):
        sheet.write_number(*at, float(cell.text), look)
    elif cell.kind == DATE and cell.text >= "1900-03-01":
        sheet.write_datetime(*at, date.fromisoformat(cell.text), look)
    else:
        sheet.write_string(*at, cell.text[:32_767], look)


def _write_findings(
    sheet: Any, marks: list[Mark], names: list[str], formats: _Formats, languages: Sequence[str]
) -> None:
    heads, *rows = listed_findings(marks, names, languages)
    widths = [*_LISTED_WIDTHS, *[_SENTENCE_WIDTH] * (len(heads) - len(_LISTED))]
    for index, (words, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.write_string(0, index, words, formats.of("head"))
        sheet.set_column(index, index, width)
    sheet.freeze_panes(1, 0)
    for number, (mark, texts) in enumerate(zip(marks, rows, strict=False), start=1):
        sheet.write_number(number, 0, number, formats.of("text"))
        for index, text in enumerate(texts[1:], start=1):
            severity = mark.finding.severity
            look = formats.of("text", severity if index == 1 and severity in _TINTS else None)
            sheet.write_string(number, index, text[:32_767], look)


def listed_findings(marks: Sequence[Mark], names: Sequence[str], languages: Sequence[str]) -> list[list[str]]:
    """Every finding as a row of texts under a header: number, severity, place, value, and what to do about it.

    Args:
        marks: the findings with their places.
        names: what the sheets are called, by the number of their grid.
        languages: those in which it is said.
    """
    heads = [words.spoken(languages, " ") for words in _LISTED]
    heads += [words.in_language(language) for language in languages for words in _SENTENCES]
    rows = []
    for number, mark in enumerate(marks[: MOST_ROWS - 2], start=1):
        finding = mark.finding
        rows.append([
            str(number), _SEVERITIES[finding.severity].spoken(languages, " "),
            names[mark.place[0]] if mark.place else finding.sheet or "",
            f"{column_letter(mark.place[2])}{mark.place[1] + 1}" if mark.place else "",
            finding.column_name or "", finding.value or "",
            *(said.in_language(language) for language in languages for said in _sentences(finding)),
        ])  # fmt: skip
    return [heads, *rows]


def note_of(findings: Sequence[Finding], languages: Sequence[str]) -> str:
    """What is said on a cell of its findings."""
    return "\n\n".join(_told(finding).spoken(languages, "\n") for finding in findings)[:2000]


def _sentences(finding: Finding) -> tuple[Bilingual, Bilingual]:
    return (
        Bilingual(finding.sentence_zh, finding.sentence_en),
        Bilingual(finding.next_step_zh, finding.next_step_en),
    )


def _sheet_names(grids: Iterable[Grid], languages: Sequence[str]) -> Iterator[str]:
    # The names of the original's sheets, as far as a workbook allows them, none of them twice.
    taken, unnamed = {FINDINGS_SHEET.spoken(languages, " ").casefold()}, TEXT_SHEET.spoken(languages, " ")
    for grid in grids:
        stem = "".join(" " if c in "[]:*?/\\" or not c.isprintable() else c for c in grid.sheet or unnamed)
        stem = stem.strip().strip("'")[:31].strip("' ") or unnamed
        name, number = stem, 1
        while name.casefold() in taken or name.casefold() == "history":
            number += 1
            name = f"{stem[:27].rstrip()} {number}"
        taken.add(name.casefold())
        yield name


def _apart(merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    # A workbook can state ranges that overlap, and Excel refuses a file in which they do.
    kept: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for (top, left), (bottom, right) in merged[:MOST_MERGED]:
        fits = top <= bottom < MOST_ROWS and left <= right < MOST_COLUMNS and (top, left) != (bottom, right)
        if fits and all(bottom < a or d < left or c < top or right < b for (a, b), (c, d) in kept):
            kept.append(((top, left), (bottom, right)))
            yield (top, left), (bottom, right)


def _is_exact(text: str) -> bool:
    try:
        # As many digits as the file will hold.
        return Decimal(format(float(text), ".16G")) == Decimal(text)
    except (ValueError, ArithmeticError):
        return False  # Kept as the text that it is.


def _severity(findings: list[Finding] | None) -> str | None:
    severities = {finding.severity for finding in findings or ()}
    return "error" if "error" in severities else "warn" if "warn" in severities else None

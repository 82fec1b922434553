"""The workbook of a programme as a file: blank or with today's values, with lists to choose from and prompts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipelines.definitions.forms import (
    FORM,
    MATRIX,
    Column,
    Sheet,
    SheetTable,
    book_form,
    notes,
)
from pipelines.definitions.reading import FACTS_SHEET, ID_HEADER
from pipelines.definitions.showing import Shown, ShownRow
from pipelines.definitions.things import Things

_FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
_GRID = _FONT | {"border": 1, "border_color": "#BFBFBF"}
_LONGEST_TITLE, _LONGEST_MESSAGE, _LONGEST_LIST = 32, 255, 255
_A4, _LABEL_WIDTH, _VALUE_WIDTH, _LINE_WIDTH = 9, 24, 44, 72
# So many characters of a table fit across a page in type that can be read.
_PAGE_WIDTH = 165
_HINTS = {
    "zh": "* 为必填；灰色“例”行不读取，可删去。",
    "en": "* must be filled in; the grey row that begins with e.g. is not read and may be removed.",
}
_MATRIX_HINTS = {
    "zh": "格内填该单位承担的数。行为目标、列为单位，或行为单位、列为目标，或逐行写“目标、单位、分解值”。合计不读取。",
    "en": "In each cell the unit's part: targets in rows and units in columns, or the other way round, or a row for "
    "each target, unit and part. Totals are not read.",
}
# More units than these stand in rows; so does a tree in which one unit with a part stands above another.
_MOST_ACROSS, _SPARE_ROWS = 12, 10
_NOTES = {"zh": "说明", "en": "Notes"}
_TITLES = {"zh": "方案登记表", "en": "Workbook of a programme"}


@dataclass(frozen=True)
class Taken:
    """What a workbook is made of: the definitions, one programme of them or none, and the publication they are."""

    things: Things
    programme_id: str | None = None
    publication: str = ""


def workbook_bytes(taken: Taken, language: str, languages: Sequence[str] = ("zh", "en")) -> bytes:
    """The workbook as the bytes of an .xlsx file, headed in `language`, for an office of these languages."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False, "strings_to_numbers": False}) as book:  # fmt: skip
        book.set_properties({"title": _TITLES[language], "created": datetime(2000, 1, 1)})
        _Writer(book, taken, language, len(set(languages)) > 1).write()
    return target.getvalue()


class _Writer:
    def __init__(self, book: Any, taken: Taken, language: str, has_second: bool) -> None:
        self.book, self.taken, self.language, self.has_second = book, taken, language, has_second
        self.shown = Shown(taken.things, taken.programme_id, language)
        self.formats = _formats(book)
        # Where a list of names stands, for cells that take one of them: sheet, column and rows by table.
        self.lists: dict[str, str] = {}

    def write(self) -> None:
        """Every sheet, the notes first, the hidden facts last."""
        self._write_notes(self.book.add_worksheet(_NOTES[self.language]))
        sheets = [(one, self.book.add_worksheet(one.name.in_language(self.language))) for one in book_form()]
        for one, _ in sheets:
            self._place_lists(one)
        for one, sheet in sheets:
            self._write_sheet(one, sheet)
        facts = self.book.add_worksheet(FACTS_SHEET)
        said = {"form": "1", "language": self.language, "programme_id": self.taken.programme_id or ""}
        for number, pair in enumerate((said | {"publication": self.taken.publication}).items()):
            facts.write_row(number, 0, pair)
        facts.very_hidden()
        sheets[0][1].activate()

    def _columns(self, table: SheetTable) -> list[Column]:
        return [column for column in table.columns if self.has_second or not column.is_second]

    def _first_row(self, one: Sheet) -> int:
        """The row of the header, counted from 0: under title, hint and, where there is one, the form."""
        form = next((table for table in one.tables if table.layout == FORM), None)
        return 2 + (len(self._columns(form)) + 2 if form else 0)

    def _place_lists(self, one: Sheet) -> None:
        table = one.tables[-1]
        if table.layout == MATRIX:
            return
        columns, first = self._columns(table), self._first_row(one) + 1
        main = next(index for index, column in enumerate(columns) if column.is_required)
        letter, last = chr(65 + main), first + self._height(table)
        self.lists[table.table] = f"='{one.name.in_language(self.language)}'!${letter}${first + 1}:${letter}${last}"

    def _height(self, table: SheetTable) -> int:
        rows = len(self.shown.rows(table.table))
        return rows + max(table.blank_rows - rows, 10)

    def _write_sheet(self, one: Sheet, sheet: Any) -> None:
        hint = (_MATRIX_HINTS if one.tables[-1].layout == MATRIX else _HINTS)[self.language]
        sheet.write_string(0, 0, one.name.in_language(self.language), self.formats["title"])
        sheet.write_string(1, 0, hint, self.formats["hint"])
        sheet.set_row(0, 24)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&C— &P / &N —")
        for table in one.tables:
            if table.layout == FORM:
                self._write_form(sheet, table)
            elif table.layout == MATRIX:
                self._write_matrix(sheet, table)
            else:
                self._write_rows(sheet, table, self._first_row(one), is_alone=len(one.tables) == 1)

    def _write_form(self, sheet: Any, table: SheetTable) -> None:
        row = next(iter(self.shown.rows(table.table)), ShownRow("", {}, {}))
        for number, column in enumerate(self._columns(table), start=2):
            sheet.write_string(number, 0, self._header(column), self.formats["label"])
            self._write_cell(sheet, number, 1, column, row.cells.get(column.key))
            if column.prompt:
                sheet.write_string(number, 2, column.prompt.in_language(self.language), self.formats["hint"])
            self._validate(sheet, column, number, 1, number)

    def _write_rows(self, sheet: Any, table: SheetTable, header: int, *, is_alone: bool) -> None:
        columns, rows = self._columns(table), self.shown.rows(table.table)
        periods = self.shown.periods() if table.table == "target" else []
        for index, column in enumerate(columns):
            width = max(column.width, _LABEL_WIDTH if index == 0 else 0, _VALUE_WIDTH if index == 1 else 0)
            sheet.set_column(index, index, column.width if is_alone else width)
            sheet.write_string(header, index, self._header(column), self.formats["head"])
        for index, period in enumerate(periods, start=len(columns)):
            sheet.write_string(header, index, period, self.formats["head"])
        last = len(columns) + len(periods)
        sheet.set_column(last, last, 12, None, {"hidden": True})
        sheet.write_string(header, last, ID_HEADER, self.formats["head"])
        _set_up_print(sheet, [column.width for column in columns] + [12] * len(periods), is_alone=is_alone)
        bottom = header + self._height(table)
        for number in range(header + 1, bottom + 1):
            row = rows[number - header - 1] if number - header <= len(rows) else ShownRow("", {}, {})
            self._write_row(sheet, number, columns, periods, row, is_example=not rows and number == header + 1)
        for index, column in enumerate(columns):
            self._validate(sheet, column, header + 1, index, bottom)
        if is_alone:
            sheet.freeze_panes(header + 1, 1)
            sheet.repeat_rows(header)

    def _write_row(self, sheet: Any, number: int, columns: list[Column], periods: list[str], row: ShownRow, *,
                   is_example: bool) -> None:  # fmt: skip
        mark = {"zh": "例：", "en": "e.g. "}[self.language]
        has_mark = not any(column.example for column in columns)
        for index, column in enumerate(columns):
            if is_example and column.example:
                words = column.example.in_language(self.language)
                sheet.write_string(number, index, words if has_mark else f"{mark}{words}", self.formats["example"])
                has_mark = True
            else:
                self._write_cell(sheet, number, index, column, row.cells.get(column.key))
        for index, period in enumerate(periods, start=len(columns)):
            self._write_value(sheet, number, index, row.periods.get(period), "number")
        if row.row_id:
            sheet.write_string(number, len(columns) + len(periods), row.row_id)

    def _write_matrix(self, sheet: Any, table: SheetTable) -> None:
        targets, units, parts = self.shown.parts()
        above = self.shown.above(units)
        if is_deep(units, above):
            self._write_units_down(sheet, table, targets, above, parts)
            return
        self._write_about(sheet, table)
        corner = table.column("target").header.in_language(self.language)
        sheet.write_string(5, 0, corner, self.formats["head"])
        sheet.set_column(0, 0, 34)
        width = max(len(units) + 2, table.blank_columns)
        sheet.set_column(1, width, 15)
        for index in range(width):
            self._write_value(sheet, 5, index + 1, units[index] if index < len(units) else None, "head")
        if source := self.lists.get("unit"):
            sheet.data_validation(5, 1, 5, width, {"validate": "list", "source": source, "error_type": "information"})
        rows = max(len(targets) + 3, table.blank_rows if not targets else 0)
        for line in range(rows):
            label = targets[line] if line < len(targets) else None
            self._write_value(sheet, 6 + line, 0, label, "text")
            for index in range(width):
                unit = units[index] if index < len(units) else ""
                self._write_value(sheet, 6 + line, index + 1, parts.get((label or "", unit)), "number")
        if source := self.lists.get("indicator"):
            sheet.data_validation(
                6, 0, 5 + rows, 0, {"validate": "list", "source": source, "error_type": "information"}
            )
        sheet.freeze_panes(6, 1)
        _set_up_print(sheet, [34] + [15] * width, is_alone=True)

    def _write_units_down(
        self,
        sheet: Any,
        table: SheetTable,
        targets: list[str],
        above: dict[str, str],
        parts: dict[tuple[str, str], str],
    ) -> None:
        """A row a unit, with the unit above it beside it, and a column a target: for many units and deep trees."""
        self._write_about(sheet, table)
        heads = [table.column(key).header.in_language(self.language) for key in ("unit", "parent")]
        blank = [""] * max(table.blank_columns - len(targets), 2)
        for index, text in enumerate([*heads, *targets, *blank]):
            self._write_value(sheet, 5, index, text, "head")
        units = [*above, *[""] * _SPARE_ROWS]
        for line, unit in enumerate(units, start=6):
            self._write_value(sheet, line, 0, unit, "text")
            self._write_value(sheet, line, 1, above.get(unit), "text")
            for index, target in enumerate([*targets, *blank], start=2):
                self._write_value(sheet, line, index, parts.get((target, unit)), "number")
        last = 5 + len(units)
        for column, key in ((0, "unit"), (1, "unit")):
            if source := self.lists.get(key):
                sheet.data_validation(
                    6, column, last, column, {"validate": "list", "source": source, "error_type": "information"}
                )
        sheet.set_column(0, 1, 24)
        sheet.set_column(2, 1 + len(targets) + len(blank), 15)
        sheet.freeze_panes(6, 1)
        _set_up_print(sheet, [24, 24] + [15] * (len(targets) + len(blank)), is_alone=True)

    def _write_about(self, sheet: Any, table: SheetTable) -> None:
        for number, key in enumerate(("document_title", "section"), start=2):
            column = table.column(key)
            sheet.write_string(number, 0, column.header.in_language(self.language), self.formats["label"])
            self._write_value(sheet, number, 1, self.shown.about_parts(key), "text")

    def _header(self, column: Column) -> str:
        words = column.header.in_language(self.language)
        return f"{words} *" if column.is_required else words

    def _write_cell(self, sheet: Any, row: int, index: int, column: Column, value: Any) -> None:
        kinds = {"day": "day", "number": "number", "amount": "number", "whole": "number"}
        self._write_value(sheet, row, index, value, kinds.get(column.kind, "text"))

    def _write_value(self, sheet: Any, row: int, index: int, value: Any, kind: str) -> None:
        look = self.formats[kind]
        if value in (None, ""):
            sheet.write_blank(row, index, None, look)
        elif kind == "day" and _is_day(str(value)):
            sheet.write_datetime(row, index, datetime.fromisoformat(str(value)), look)
        elif kind == "number" and _is_number(str(value)):
            sheet.write_number(row, index, float(value), look)
        else:
            sheet.write_string(row, index, str(value), look)

    def _validate(self, sheet: Any, column: Column, first: int, index: int, last: int) -> None:
        rule: dict[str, Any] = {"validate": "any"}
        words = [column.word(code, self.language) for code in column.values]
        if column.kind == "yes_no":
            words = {"zh": ["是", "否"], "en": ["Yes", "No"]}[self.language]
        table = "target" if column.table == "target" else column.table
        source = self.lists.get("indicator" if table == "target" else table or "")
        if words and len(",".join(words)) <= _LONGEST_LIST:
            # Other words for the same are read as well: the list helps, it does not refuse.
            rule = {"validate": "list", "source": words, "error_type": "information"}
        elif column.kind == "ref" and source:
            rule = {"validate": "list", "source": source, "error_type": "information"}
        if column.prompt:
            title = column.header.in_language(self.language)[:_LONGEST_TITLE]
            rule |= {"input_title": title, "input_message": column.prompt.in_language(self.language)[:_LONGEST_MESSAGE]}
        if rule != {"validate": "any"}:
            sheet.data_validation(first, index, last, index, rule)

    def _write_notes(self, sheet: Any) -> None:
        sheet.set_column(0, 0, _LINE_WIDTH)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, _TITLES[self.language], self.formats["title"])
        row = 2
        for heading, lines in notes(self.language):
            sheet.write_string(row, 0, heading, self.formats["heading"])
            for line in lines:
                row += 1
                sheet.write_string(row, 0, line, self.formats["line"])
                width = sum(2 if ord(letter) > 0x2E7F else 1 for letter in line)
                sheet.set_row(row, 16 * (1 + width // (_LINE_WIDTH * 1.05)))
            row += 2
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.6)
        sheet.fit_to_pages(1, 0)


def is_deep(units: Sequence[str], above: dict[str, str]) -> bool:
    """Whether a breakdown has its units in rows.

    >>> above = {"甲区": "市", "乙区": "市", "一街": "甲区"}
    >>> is_deep(["甲区", "乙区"], above), is_deep(["甲区", "一街"], above)
    (False, True)
    """
    return len(units) > _MOST_ACROSS or any(above.get(unit) in units for unit in units)


def _set_up_print(sheet: Any, widths: Sequence[int], *, is_alone: bool) -> None:
    """A wide table goes on to pages beside, each with the names at its left; a form and its table on one."""
    pages = -(-sum(widths) // _PAGE_WIDTH) if is_alone else 1
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0)


def _formats(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format(_FONT | {"font_size": 14, "bold": True}),
        "hint": book.add_format(_FONT | {"font_size": 9, "font_color": "#7F7F7F"}),
        "heading": book.add_format(_FONT | {"font_size": 12, "bold": True}),
        "line": book.add_format(_FONT | {"text_wrap": True}),
        "head": book.add_format(_GRID | {"bold": True, "bg_color": "#DCE6F1", "text_wrap": True}),
        "label": book.add_format(_GRID | {"bold": True, "bg_color": "#F2F2F2"}),
        "text": book.add_format(_GRID | {"text_wrap": True, "num_format": "@"}),
        "number": book.add_format(_GRID | {"num_format": "General"}),
        "day": book.add_format(_GRID | {"num_format": "yyyy-mm-dd", "align": "left"}),
        "example": book.add_format(_GRID | {"italic": True, "font_color": "#A6A6A6", "text_wrap": True}),
    }


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text) >= date(1900, 3, 1)
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    try:
        # A number that a spreadsheet would round stays text, digit for digit.
        return Decimal(repr(float(text))) == Decimal(text)
    except (ValueError, ArithmeticError):
        return False

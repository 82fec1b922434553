"""A template as a workbook: locked where nothing is to be changed, typed and explained where something is."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipelines.template.blank import Template, TemplateRow, Value, filled
from pipelines.template.csv_file import written
from pipelines.template.speech import Speech

_WIDTHS = {"programme_id": 16, "unit_name": 18, "period_id": 9, "version": 6, "submitted_on": 13, "is_nil": 8,
           "item_kind": 7, "item_id": 28, "item_name": 34, "measure_unit": 9, "target_value": 27, "last_value": 12,
           "actual_value": 12, "numerator_value": 12, "denominator_value": 12, "task_status": 10,
           "completion_pct": 12, "progress": 46, "problems": 34, "next_steps": 34, "evidence": 30, "centre_name": 30,
           "statement": 70, "note": 26}  # fmt: skip
LONGEST_MESSAGE = 255
# Excel has no rule "any number": what a cell of an indicator that may be negative takes at least.
LEAST_NUMBER = -(10**15)
# How a template is printed: paper by its number in Excel, and how many columns are still legible on one page.
A4, MOST_ON_ONE_PAGE = 9, 16
# The sheet of instructions: its width in characters, and the height of one line in points.
LINE_WIDTH, LINE_HEIGHT = 88, 16


def workbook_bytes(template: Template) -> bytes:
    """The template as the bytes of an .xlsx file; the same template gives the same bytes."""
    import xlsxwriter

    speech = Speech(template.form, template.languages)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False, "strings_to_numbers": False}) as book:  # fmt: skip
        book.set_properties({"title": template.title, "created": datetime(2000, 1, 1)})
        formats = _formats(book)
        sheet = book.add_worksheet(speech.title("sheet"))
        _write_head(sheet, template, speech, formats)
        first = _header_row(template) + len(template.languages)
        for number, row in enumerate(template.rows, start=first):
            _write_row(sheet, number, template, row, formats, speech)
        sheet.freeze_panes(first, template.form.columns.index("item_name") + 1)
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        _set_up_print(sheet, template, last_row=first + len(template.rows) - 1)
        _write_instructions(book.add_worksheet(speech.title("instructions_sheet")), template, speech, formats)
    return target.getvalue()


def _set_up_print(sheet: Any, template: Template, last_row: int) -> None:
    """A4 across, readable: what is the same in every row goes to the head of the page, many columns on two pages."""
    columns = template.form.columns
    _set_up_page(sheet, template)
    sheet.set_landscape()
    sheet.print_area(_header_row(template), columns.index("version"), last_row, len(columns) - 1)
    sheet.repeat_rows(_header_row(template), _header_row(template) + len(template.languages) - 1)
    name = columns.index("item_name")
    sheet.repeat_columns(name, name)
    sheet.fit_to_pages(2 if len(columns) > MOST_ON_ONE_PAGE else 1, 0)


def _set_up_page(sheet: Any, template: Template) -> None:
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    head = "\n".join([template.title, *(["  ·  ".join(template.facts)] if template.facts else [])])
    sheet.set_header(f"&L{head.replace('&', '&&')}"[:LONGEST_MESSAGE])
    sheet.set_footer("&C— &P / &N —")


def _header_row(template: Template) -> int:
    return 2 + bool(template.facts)


def _formats(book: Any) -> dict[str, Any]:
    shared = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    locked = shared | {"bg_color": "#F2F2F2", "text_wrap": True}
    opened = shared | {"locked": False, "text_wrap": True}
    return {
        "title": book.add_format({"font_name": "Microsoft YaHei", "font_size": 14, "bold": True}),
        "hint": book.add_format({"font_name": "Microsoft YaHei", "font_size": 10, "font_color": "#595959"}),
        "head_below": book.add_format(locked | {"font_color": "#595959", "font_size": 9}),
        "head": book.add_format(locked | {"bold": True, "bg_color": "#DCE6F1"}),
        "locked": book.add_format(locked),
        "locked_number": book.add_format(locked | {"num_format": "General"}),
        "open": book.add_format(opened | {"num_format": "@"}),
        "open_number": book.add_format(opened | {"num_format": "General"}),
        "open_day": book.add_format(opened | {"num_format": "yyyy-mm-dd"}),
        "line": book.add_format({"font_name": "Microsoft YaHei", "font_size": 11, "text_wrap": True}),
    }


def _write_head(sheet: Any, template: Template, speech: Speech, formats: dict[str, Any]) -> None:
    form, header_row = template.form, _header_row(template)
    sheet.write_string(0, 0, template.title, formats["title"])
    if template.facts:
        sheet.write_string(1, 0, "  ·  ".join(template.facts), formats["hint"])
    sheet.write_string(header_row - 1, 0, speech.line("hint"), formats["hint"])
    for index, column in enumerate(form.columns):
        sheet.set_column(index, index, _WIDTHS[column])
        for below, language in enumerate(template.languages):
            style = formats["head_below" if below else "head"]
            sheet.write_string(header_row + below, index, form.title(column, language), style)
    for below in range(1, len(template.languages)):
        sheet.set_row(header_row + below, 26)


def _write_row(
    sheet: Any, number: int, template: Template, row: TemplateRow, formats: dict[str, Any], speech: Speech
) -> None:
    numbers = template.form.numbers
    for index, column in enumerate(template.form.columns):
        value, is_open = filled(template, row, column), column in row.open_columns
        kind = "day" if column == "submitted_on" else "number" if column in numbers else ""
        name = "open" if is_open else "locked"
        style = formats.get(f"{name}_{kind}", formats[name])
        _write_cell(sheet, number, index, value, style, is_number=column in numbers)
        if is_open:
            sheet.data_validation(number, index, number, index, _validation(template, column, row, speech))


def _write_cell(sheet: Any, row: int, index: int, value: Value, style: Any, *, is_number: bool) -> None:
    if value is None or value == "":
        sheet.write_blank(row, index, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, index, datetime(value.year, value.month, value.day), style)
    elif is_number and isinstance(value, Decimal) and Decimal(repr(float(value))) == value:
        sheet.write_number(row, index, float(value), style)
    else:
        # A number that a spreadsheet would round stays text, digit for digit.
        sheet.write_string(row, index, written(value), style)


def _validation(template: Template, column: str, row: TemplateRow, speech: Speech) -> dict[str, Any]:
    form = template.form
    rule: dict[str, Any] = {"validate": "any", **_message(column, row, speech)}
    if column in form.answers:
        rule |= {"validate": "list", "source": form.choices(column, template.languages[0])}
    elif column == "submitted_on":
        rule |= {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    elif column in form.percentages:
        rule |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    elif column in form.numbers:
        is_count = column in form.in_item_unit and row.item.step == 1
        least = LEAST_NUMBER if column in form.in_item_unit and row.item.may_be_negative else 0
        rule |= {"validate": "integer" if is_count else "decimal", "criteria": ">=", "value": least}
    if rule["validate"] != "any":
        rule |= {"error_title": speech.title("error", "title"), "error_message": speech.text("error", "text")}
    return rule


def _message(column: str, row: TemplateRow, speech: Speech) -> dict[str, str]:
    text = speech.text("messages", column, "text")
    if row.meaning and column in ("actual_value", "statement"):
        # What is meant comes first; how to write it where there is room.
        text = row.meaning if len(row.meaning) + len(text) >= LONGEST_MESSAGE else f"{row.meaning}\n{text}"
    return {"input_title": speech.title("messages", column, "title"), "input_message": text[:LONGEST_MESSAGE]}


def _write_instructions(sheet: Any, template: Template, speech: Speech, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, LINE_WIDTH)
    lines = speech.instructions()
    if template.is_last_from_sample:
        lines.append(speech.line("sample_note"))
    sheet.write_string(0, 0, template.title, formats["title"])
    for number, line in enumerate(lines, start=2):
        width = sum(1 if ord(letter) < 0x2E80 else 2 for letter in line)
        sheet.set_row(number, LINE_HEIGHT * (1 + width // LINE_WIDTH))
        sheet.write_string(number, 0, line, formats["line"])
    _set_up_page(sheet, template)
    sheet.fit_to_pages(1, 0)
    sheet.protect()

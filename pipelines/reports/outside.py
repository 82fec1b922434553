"""Lines outside the table: notes, seals and signatures under it, headings of its parts, its header again."""

from __future__ import annotations

import re

from pipelines.lookup import Lookup
from pipelines.readers.dates import read_day
from pipelines.readers.grid import TEXT, Cell, Line
from pipelines.readers.quantities import FULL_WIDTH
from pipelines.reports.header import Header, is_header_like, is_title_line
from pipelines.sources.received import ReportForm

NOTE, HEADING, AGAIN, OVERWRITTEN, SECOND = "note", "heading", "again", "overwritten", "second"
_FOOTER = re.compile(
    r"(注|备注|说明|填表说明|填表人|填报人|制表人?|审核人?|复核|负责人|单位负责人|主要负责人|分管领导|联系人|联系电话|电话|"
    r"经办人?|签字|盖章|加盖公章|数据来源|来源|附件?说明|notes?|prepared by)\s*($|[:：(（\d、])",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"第[一二三四五六七八九十\d]+[部章节]|[一二三四五六七八九十]{1,3}[、.．:：]|[(（][一二三四五六七八九十]+[)）]"
)
_LABEL = re.compile(r"[^:：]{1,20}[:：]")
_NUMBER_LIKE = re.compile(r"[+-]?[\d.,，%％]+")
# A line that repeats most of the header is the header, whatever was typed over the rest of it.
_MOST_OF_IT = 0.6


def outside(line: Line, header: Header, form: ReportForm, lookup: Lookup) -> str | None:
    """What a line under the header is, where it is no row of the table; None for a row.

    A heading is only one where rows follow it; whoever reads line by line finds that out.
    """
    if kind := _header_again(line, header, form):
        return kind
    if _names_item(line, header, lookup):
        return None
    if is_header_like(line, form):
        return SECOND
    if is_title_line(line, form, lookup):
        return NOTE
    filled = list(line.filled())
    if len(filled) == 1:
        index, cell = filled[0]
        if not _is_words(cell, header.columns.get(index) in form.numbers):
            return None
        return HEADING if _HEADING.match(cell.text) else NOTE
    return NOTE if _is_signed_off(line, header, form) else None


def _header_again(line: Line, header: Header, form: ReportForm) -> str | None:
    filled = list(line.filled())
    fitting = [index for index, cell in filled if header.columns.get(index) == (form.column(cell.text) or "-")]
    if len(fitting) < min(2, len(header.columns)) or len(fitting) < _MOST_OF_IT * len(filled):
        return None
    if len(fitting) < 4 and len(fitting) < len(filled):
        return None
    placed = {*fitting, *header.ignored}
    return AGAIN if all(index in placed for index, _ in filled) else OVERWRITTEN


def overwritten(line: Line, header: Header, form: ReportForm) -> list[tuple[int, Cell]]:
    """The cells of a repeated header that name no column, or another."""
    return [
        (index, cell)
        for index, cell in line.filled()
        if index not in header.ignored and header.columns.get(index) != (form.column(cell.text) or "-")
    ]


def _names_item(line: Line, header: Header, lookup: Lookup) -> bool:
    code, name = (line.cell(at).text if (at := header.index(column)) is not None else "" for column in
                  ("item_id", "item_name"))  # fmt: skip
    code = code.translate(FULL_WIDTH).strip().lower()
    return lookup.item(code or None, None) is not None or lookup.item(None, name or None) is not None


def _is_words(cell: Cell, is_number_column: bool) -> bool:
    text = cell.text.translate(FULL_WIDTH)
    if cell.kind != TEXT:
        return read_day(cell) is not None
    if _NUMBER_LIKE.fullmatch(text):
        return False
    return not is_number_column or read_day(cell) is not None or not re.match(r"[+-]?\d", text)


def _is_signed_off(line: Line, header: Header, form: ReportForm) -> bool:
    """Whether a line of several cells is all labels with their values: 制表人 | 张三 | 审核人：李四."""
    numbers = {index for index, column in header.columns.items() if column in form.numbers}
    filled = list(line.filled())
    if _FOOTER.match(filled[0][1].text):
        value = header.index("actual_value")
        return all(index != value for index, _ in filled)
    follows = False
    for index, cell in filled:
        label = _LABEL.match(cell.text) or _FOOTER.match(cell.text)
        if not (label or follows or read_day(cell)) or (index in numbers and not _is_words(cell, True)):
            return False
        follows = bool(_LABEL.fullmatch(cell.text)) or bool(_FOOTER.fullmatch(cell.text))
    return True

"""Reads one day, or one reporting period, in the forms that Chinese clerks use; anything else is not guessed."""

from __future__ import annotations

import re
from datetime import date

from metrics.periods import MONTH, Period
from metrics.written_periods import DIGITS, periods_named, written_period
from pipelines.readers.grid import DATE, NUMBER, TEXT, Cell
from pipelines.readers.quantities import FULL_WIDTH

_DAY = re.compile(
    r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*日?(?:[ T]+\d{1,2}[:时点]\d{2}分?(?::\d{2})?)?"
)
_COMPACT_DAY = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_WRITTEN_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)


def read_day(cell: Cell) -> date | None:
    """The day in `cell`, or None where it cannot be read for certain (6/27/2019, 43643, 19年6月).

    >>> read_day(Cell("2019年6月30日")), read_day(Cell("二〇一九年十二月三十一日"))
    (datetime.date(2019, 6, 30), datetime.date(2019, 12, 31))
    >>> read_day(Cell("6/7/2019")) is None
    True
    """
    if cell.kind == DATE:
        return date.fromisoformat(cell.text)
    if cell.kind == NUMBER and (match := _COMPACT_DAY.fullmatch(cell.text)):
        return _day(*(int(part) for part in match.groups()))
    if cell.kind != TEXT:
        return None
    text = cell.text.translate(FULL_WIDTH).strip()
    if match := _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text):
        return _day(*(int(part) for part in match.groups()))
    if match := _WRITTEN_DAY.fullmatch(text):
        year = "".join(DIGITS[character] for character in match[1])
        return _day(int(year), _small_number(match[2]), _small_number(match[3]))
    return None


def read_period(cell: Cell, year_begins: int) -> Period | None:
    """The reporting period in `cell`, or None, in the forms of `written_period` and in full width too."""
    return written_period(cell.text.translate(FULL_WIDTH), year_begins)


def titled_periods(text: str, year_begins: int, *, with_months: bool) -> set[Period]:
    """The parts of years that a text names in any width, such as the title over a table.

    Without months where those of a report are none: a title may say in which month a plan was issued.
    """
    named = periods_named(text.translate(FULL_WIDTH), year_begins)
    return {period for period in named if with_months or period.kind != MONTH}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def _small_number(text: str) -> int:
    # 三十一 = 31, 十二 = 12, 十 = 10; what is not so formed becomes no day.
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(DIGITS.get(text, "99"))
    return 10 * int(DIGITS.get(tens, "9") if tens else "1") + int(DIGITS.get(ones, "99") if ones else "0")

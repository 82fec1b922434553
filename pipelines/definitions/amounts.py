"""Amounts and days as documents and their readers write them: number words, comparators, a bare year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from metrics.catalog.measures import Measures
from metrics.office import office_in_force
from metrics.written_periods import written_period
from pipelines.readers.dates import read_day
from pipelines.readers.grid import NUMBER, TEXT, Cell
from pipelines.readers.quantities import FULL_WIDTH, Unreadable, plain, read_quantity

_COMPARATORS = (
    ("annual_floor", r"每年(?:不低于|不少于|至少|达到)?|at least every year|every year at least"),
    ("<=", r"不高于|不超过|不大于|不多于|控制在|≤|<=|at most|no more than|not more than|up to|within"),
    (">=", r"不低于|不少于|不小于|至少|达到?|≥|>=|at least|no less than|not less than|no fewer than"),
    (">", r"超过|突破|大于|高于|>|more than|over|above|exceeding"),
    ("expectation", r"力争|预期|争取|大约|约|expected|aim for|around|about|approximately"),
)  # fmt: skip
_BEHIND = (
    (">=", r"以上|or more|and above|or above"), ("<=", r"以内|以下|or less|or fewer|or below"),
    ("expectation", r"左右|上下|or so"),
)  # fmt: skip
# What stands before a number without saying how it is to be compared, and what would be strictly below it.
_FILLERS = re.compile(
    r"(?:拟|按|稳定在|保持在|维持在|实现|完成|(?:提高|提升|增加|扩大|降|降低|减少)[到至]|reach|maintain)\s*",
    re.IGNORECASE,
)
_ARRANGED = re.compile(r"\s*安排$")
_BELOW = re.compile(r"(?:低于|少于|小于|不足|不到|<|less than|fewer than|below|under)(?!=)", re.IGNORECASE)
_PERCENT = re.compile(r"\s*\bper\s?cent\b", re.IGNORECASE)
_RANGE = re.compile(r"(?P<low>.*?\d[\d.,]*)\s*(?P<unit>\D*?)\s*(?:[—–~～至到]|-(?=\d)|\bto\b)\s*(?P<high>\d.*)")
_NONE = re.compile(r"(?:无|零|〇|没有|不发生|none|no|nil|zero)", re.IGNORECASE)
_CHINESE = re.compile(r"[〇零一二两三四五六七八九十百千]+")
_PER_CENT = re.compile(r"百分之([〇零一二两三四五六七八九十百]+)")
_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_ENGLISH = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_ENGLISH |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ENGLISH_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})\b", re.IGNORECASE)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR_ONLY = re.compile(r"((?:19|20)\d\d)\s*年?\s*(底|末|初)?")
_MONTH_ONLY = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*月?\s*(底|末|初)?")
_BY = re.compile(r"^(?:by|no later than)\s+|(?:之|以)?前$", re.IGNORECASE)
_END_OF = re.compile(r"(?:the\s+)?(end|start|beginning)\s+of\s+(.+)", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\.?,?\s+((?:19|20)\d\d)", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)", re.IGNORECASE)
_ENGLISH_MONTH = re.compile(rf"({_MONTH})\.?,?\s+((?:19|20)\d\d)", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)")


@dataclass(frozen=True)
class Amount:
    """What a cell says of a value: its comparator where it has one, and the number, or the two edges of a range."""

    comparator: str | None
    value: str | None
    low: str | None = None
    high: str | None = None


def read_amount(cell: Cell, measure_unit: str | None, measures: Measures) -> Amount | Unreadable:
    """The amount in `cell` in the unit `measure_unit`, or why it cannot be read for certain.

    >>> from metrics.catalog.models import MeasureUnit
    >>> days = MeasureUnit(code="天", dimension="天", factor=1, decimals=0)
    >>> read = lambda text: read_amount(Cell(text), "天", Measures([days]))
    >>> read("不低于303天")
    Amount(comparator='>=', value='303', low=None, high=None)
    >>> read("3—5天").low, read("无").value, read("控制在十二天以内").value, read("三十天").value
    ('3', '0', '12', '30')
    >>> read("5天左右").comparator, read("稳定在30天以上").comparator, read("力争突破9天"), read("低于9天").rule_id
    ('expectation', '>=', Amount(comparator='expectation', value='9', low=None, high=None), 'workbook.below')
    """
    if cell.kind != TEXT:
        return _one(cell, None, measure_unit, measures)
    comparator, rest = _comparator(_ARRANGED.sub("", cell.text.translate(FULL_WIDTH).strip()))
    if _BELOW.match(rest):
        return Unreadable("workbook.below")
    if _NONE.fullmatch(rest):
        return Amount(comparator, "0")
    rest = in_digits(rest)
    if comparator in (None, "range") and (match := _RANGE.fullmatch(rest)):
        behind = re.sub(r"^[\d.,\s]+", "", match["high"])
        low = read_quantity(Cell(match["low"] + (match["unit"] or behind)), measure_unit, measures)
        high = read_quantity(Cell(match["high"]), measure_unit, measures)
        if not isinstance(low, Unreadable) and not isinstance(high, Unreadable):
            return Amount("range", None, plain(low.value), plain(high.value))
    return _one(Cell(rest), comparator, measure_unit, measures)


def _one(cell: Cell, comparator: str | None, measure_unit: str | None, measures: Measures) -> Amount | Unreadable:
    read = read_quantity(cell, measure_unit, measures)
    return read if isinstance(read, Unreadable) else Amount(comparator, plain(read.value))


def _comparator(text: str) -> tuple[str | None, str]:
    while match := _FILLERS.match(text):
        text = text[match.end() :]
    return _compared(text)


def _compared(text: str) -> tuple[str | None, str]:
    for code, words in _COMPARATORS:
        if match := re.match(rf"(?:{words})\s*(?:在|到|为)?\s*", text, re.IGNORECASE):
            rest = text[match.end() :]
            behind = next((m for _, words in _BEHIND if (m := re.search(rf"\s*(?:{words})$", rest))), None)
            rest = rest[: behind.start()] if behind else rest
            # 力争达到: what is hoped for stays a hope, whatever follows.
            return code, _comparator(rest)[1] if code == "expectation" else rest
    for code, words in _BEHIND:
        if match := re.search(rf"\s*(?:{words})$", text, re.IGNORECASE):
            return code, text[: match.start()]
    return None, text


def in_digits(text: str) -> str:
    """`text` with number words as digits; words for 万 and 亿 stay, as units of measurement have them too.

    >>> in_digits("三项"), in_digits("十二万人"), in_digits("百分之三十"), in_digits("一百零五家")
    ('3项', '12万人', '30%', '105家')
    >>> in_digits("twenty-five firms"), in_digits("80 per cent")
    ('25 firms', '80%')
    """
    text = _PER_CENT.sub(lambda match: f"{_number(match[1])}%", _PERCENT.sub("%", text))
    text = _CHINESE.sub(lambda match: str(_number(match[0])), text, count=1) if not re.search(r"\d", text) else text
    if re.search(r"\d", text) or not _ENGLISH_WORD.match(text):
        return text
    text = re.sub(r"\b(\w+ty)[- ](\w+)\b", lambda m: str(_ENGLISH.get(m[1].lower(), 0) + _ENGLISH.get(m[2].lower(), 0))
                  if {m[1].lower(), m[2].lower()} <= _ENGLISH.keys() else m[0], text)  # fmt: skip
    return _ENGLISH_WORD.sub(lambda match: str(_ENGLISH[match[0].lower()]), text, count=1)


def _number(words: str) -> int:
    if not set(words) & set(_PLACES):
        return int("".join(str(_DIGITS[word]) for word in words))
    total, digit = 0, 0
    for word in words:
        if word in _PLACES:
            total += (digit or 1) * _PLACES[word]
            digit = 0
        else:
            digit = _DIGITS[word]
    return total + digit


def read_edge(cell: Cell, edge: str) -> date | None:
    """The day in `cell`; of a bare year or month the one at its `edge`, `first` or `last`.

    >>> read_edge(Cell("2025年底"), "last"), read_edge(Cell("2025"), "first"), read_edge(Cell("31 March 2025"), "last")
    (datetime.date(2025, 12, 31), datetime.date(2025, 1, 1), datetime.date(2025, 3, 31))
    >>> read_edge(Cell("2024年12月底前"), "last"), read_edge(Cell("2025年三季度"), "first")
    (datetime.date(2024, 12, 31), datetime.date(2025, 7, 1))
    >>> read_edge(Cell("2025年6月"), "last"), read_edge(Cell("20/12/2024"), "last"), read_edge(Cell("5/6/2024"), "last")
    (datetime.date(2025, 6, 30), datetime.date(2024, 12, 20), None)
    """
    if (day := read_day(cell)) is not None:
        return day
    if cell.kind not in (TEXT, NUMBER):
        return None
    text = (
        _BY.sub("", cell.text.translate(FULL_WIDTH).strip())
        if edge == "last"
        else cell.text.translate(FULL_WIDTH).strip()
    )
    if (day := read_day(Cell(text))) is not None:
        return day
    if match := _END_OF.fullmatch(text):
        text, edge = match[2], "last" if match[1].lower() == "end" else "first"
    if match := _DAY_FIRST.fullmatch(text):
        return _day(int(match[3]), _MONTHS[match[2].lower()], int(match[1]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _day(int(match[3]), _MONTHS[match[1].lower()], int(match[2]))
    if match := _SLASHED.fullmatch(text):
        # 20/12/2024 can be read one way only; 5/6/2024 in two.
        first, second, year = map(int, match.groups())
        return _day(year, second, first) if first > 12 else _day(year, first, second) if second > 12 else None
    if match := _ENGLISH_MONTH.fullmatch(text):
        return _edge(int(match[2]), _MONTHS[match[1].lower()], edge, None)
    if match := _YEAR_ONLY.fullmatch(text):
        return _edge(int(match[1]), None, edge, match[2])
    if match := _MONTH_ONLY.fullmatch(text):
        return _edge(int(match[1]), int(match[2]), edge, match[3])
    period = written_period(text, office_in_force().year_begins)
    return None if period is None else period.starts_on if edge == "first" else period.ends_on


def _edge(year: int, month: int | None, edge: str, said: str | None) -> date:
    is_last = said in ("底", "末") or (said is None and edge == "last")
    if is_last:
        last = month or 12
        return date(year, last, calendar.monthrange(year, last)[1])
    return date(year, month or 1, 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""Reporting periods and the intervals that published figures name.

>>> Period.parse("2018H2").ends_on
datetime.date(2018, 12, 31)
>>> Interval.parse("2019-01/2019-06").ends_on
datetime.date(2019, 6, 30)
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_PERIOD = re.compile(r"^(?P<year>(?:19|20)\d\d)(?:H(?P<half>[12]))?$")
DIGITS = {digit: str(number) for number, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_WRITTEN_YEAR = re.compile("([〇零○一二三四五六七八九]{4})年")
_HALVES = (
    (1, re.compile(r"(\d{4})年?度?(?:上半年|1月?[-—–~至到]6月(?:底|末)?)")),
    (2, re.compile(r"(\d{4})年?度?(?:下半年|7月?[-—–~至到]12月(?:底|末)?)")),
)
_YEAR = re.compile(r"(\d{4})(?:年度?|全年|年全年)")
_MOMENT = re.compile(r"^(?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2]))?$")


class InvalidPeriod(ValueError):
    """A text that names no period; the message says which forms are accepted."""


@dataclass(frozen=True, order=True)
class Period:
    """A half-year (`2019H1`) or a year (`2019`), the two cycles in which units report."""

    year: int
    half: int | None = None

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period that `text` names.

        Raises:
            InvalidPeriod: when it is neither `YYYY` nor `YYYYH1` / `YYYYH2`.

        >>> Period.parse("2019H1")
        Period(year=2019, half=1)
        >>> Period.parse("2019H3")
        Traceback (most recent call last):
        metrics.periods.InvalidPeriod: '2019H3' is not a period: write 2019H1, 2019H2 or 2019
        """
        match = _PERIOD.match(text)
        if not match:
            raise InvalidPeriod(f"{text!r} is not a period: write 2019H1, 2019H2 or 2019")
        return cls(int(match["year"]), int(match["half"]) if match["half"] else None)

    @property
    def period_id(self) -> str:
        """The id under which the period stands everywhere.

        >>> Period(2019, 1).period_id, Period(2019).period_id
        ('2019H1', '2019')
        """
        return f"{self.year}H{self.half}" if self.half else str(self.year)

    @property
    def kind(self) -> str:
        """`half_year` or `year`."""
        return "half_year" if self.half else "year"

    @property
    def starts_on(self) -> date:
        """The first day."""
        return date(self.year, 7 if self.half == 2 else 1, 1)

    @property
    def ends_on(self) -> date:
        """The last day, on which a report for the period falls due (end of June, end of December)."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def year_ends_on(self) -> date:
        """The last day of the year that the period lies in.

        >>> Period.parse("2019H1").year_ends_on
        datetime.date(2019, 12, 31)
        """
        return date(self.year, 12, 31)


def written_period(text: str) -> Period | None:
    """The period that `text` names as people write it, or None: 2019H1, 2019年上半年, 2019年1—6月, 2019年度.

    >>> written_period("2019年下半年"), written_period("二〇一九年上半年"), written_period("2019年三季度")
    (Period(year=2019, half=2), Period(year=2019, half=1), None)
    """
    text = re.sub(r"\s", "", text)
    if match := _WRITTEN_YEAR.match(text):
        text = "".join(DIGITS[digit] for digit in match[1]) + text[4:]
    for half, pattern in _HALVES:
        if match := pattern.fullmatch(text):
            text = f"{match[1]}H{half}"
    if match := _YEAR.fullmatch(text):
        text = match[1]
    try:
        return Period.parse(text.upper())
    except InvalidPeriod:
        return None


@dataclass(frozen=True)
class Interval:
    """The time that a published figure covers, by the label its publication uses."""

    starts_on: date
    ends_on: date

    @classmethod
    def parse(cls, label: str) -> Interval:
        """The days behind labels such as `2018`, `2019-12`, `2019-01/2019-06`, `2021/2025`, `~2020`.

        Raises:
            InvalidPeriod: when the label has another form.

        >>> Interval.parse("2019-12").starts_on, Interval.parse("2021/2025").ends_on
        (datetime.date(2019, 12, 1), datetime.date(2025, 12, 31))
        """
        first, _, last = label.removeprefix("~").partition("/")
        starts_on, _ = _bounds(first, label)
        _, ends_on = _bounds(last or first, label)
        return cls(starts_on, ends_on)


def _bounds(moment: str, label: str) -> tuple[date, date]:
    match = _MOMENT.match(moment)
    if not match:
        raise InvalidPeriod(f"{label!r} is not a time label: write 2018, 2019-12, 2019-01/2019-06, 2021/2025 or ~2020")
    year = int(match["year"])
    if not match["month"]:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(match["month"])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def last_day_of_years(starts_on: date, years: int) -> date:
    """The last day of a term of whole years, as 有效期两年 from 2022-02-01 ends on 2024-01-31.

    >>> last_day_of_years(date(2022, 2, 1), 2), last_day_of_years(date(2024, 2, 29), 3)
    (datetime.date(2024, 1, 31), datetime.date(2027, 2, 28))
    """
    try:
        anniversary = starts_on.replace(year=starts_on.year + years)
    except ValueError:  # 29 February, in a year that has none.
        anniversary = date(starts_on.year + years, 3, 1)
    return anniversary - timedelta(days=1)

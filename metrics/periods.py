"""Reporting periods and the intervals that published figures name.

A period is a month, a quarter, a half-year or a year of the office, whose years begin in any month, or a single day.
Quarters, halves and years are counted from that month and named by the calendar year in which they begin; a month is
named by the calendar, so that 2024M07 is July 2024 wherever years begin.

>>> Period.parse("2018H2").ends_on, Period.parse("2024Q1", year_begins=4).starts_on
(datetime.date(2018, 12, 31), datetime.date(2024, 4, 1))
>>> Interval.parse("2019-01/2019-06").ends_on
datetime.date(2019, 6, 30)
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache, total_ordering

MONTH, QUARTER, HALF_YEAR, YEAR, DAY = "month", "quarter", "half_year", "year", "day"
# How many months a period of each kind has.
MONTHS_OF = {MONTH: 1, QUARTER: 3, HALF_YEAR: 6, YEAR: 12}
_LETTERS = {QUARTER: "Q", HALF_YEAR: "H"}
_PARTS_ZH = {
    (HALF_YEAR, 1): "上半年", (HALF_YEAR, 2): "下半年",
    (QUARTER, 1): "第一季度", (QUARTER, 2): "第二季度", (QUARTER, 3): "第三季度", (QUARTER, 4): "第四季度",
}  # fmt: skip
FORMS_ZH = "2019、2019H1、2019Q3、2019M07 或 2019-06-30"
FORMS_EN = "2019, 2019H1, 2019Q3, 2019M07 or 2019-06-30"
MONTH_NAMES = tuple(calendar.month_name)[1:]

_PERIOD = re.compile(
    r"^(?:(?P<day>\d{4}-\d\d-\d\d)"
    r"|(?P<year>(?:19|20)\d\d)(?:H(?P<half_year>[12])|Q(?P<quarter>[1-4])|M(?P<month>0[1-9]|1[0-2]))?)$"
)
_MOMENT = re.compile(r"^(?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2]))?$")


class InvalidPeriod(ValueError):
    """A text that names no period; the message says which forms are accepted."""


@total_ordering
@dataclass(frozen=True)
class Period:
    """A month, quarter, half-year or year of an office, or a single day; ordered by the last day, then by length.

    `kind` is one of `MONTHS_OF` or `DAY`, `starts_on` its first day, `year_begins` the month (1–12) in which the
    office's years begin.
    """

    kind: str
    starts_on: date
    year_begins: int = 1

    @classmethod
    def parse(cls, text: str, year_begins: int = 1) -> Period:
        """The period of an id.

        Raises:
            InvalidPeriod: for a text of another form.

        >>> Period.parse("2019H1")
        Period(kind='half_year', starts_on=datetime.date(2019, 1, 1), year_begins=1)
        >>> Period.parse("2019H3")
        Traceback (most recent call last):
        metrics.periods.InvalidPeriod: '2019H3' is not a period: write 2019, 2019H1, 2019Q3, 2019M07 or 2019-06-30
        """
        return _parsed(text, year_begins)

    @classmethod
    def of_day(cls, kind: str, day: date, year_begins: int = 1) -> Period:
        """The period of a kind in which a day lies.

        >>> Period.of_day("quarter", date(2025, 2, 14), year_begins=4).period_id
        '2024Q4'
        """
        if kind == DAY:
            return cls(DAY, day, year_begins)
        back = (day.month - year_begins) % MONTHS_OF[kind]
        return cls(kind, _months_after(day.replace(day=1), -back), year_begins)

    @property
    def year(self) -> int:
        """The office's year in which it lies, by the calendar year in which that begins."""
        return self.starts_on.year - (self.starts_on.month < self.year_begins)

    @property
    def number(self) -> int:
        """Its place among the periods of its kind within the office's year, from 1.

        >>> Period.parse("2025M02", 4).number, Period.parse("2024Q1", 4).number, Period.parse("2024").number
        (11, 1, 1)
        """
        if self.kind == DAY:
            return (self.starts_on - self.year_starts_on).days + 1
        return (self.starts_on.month - self.year_begins) % 12 // MONTHS_OF[self.kind] + 1

    @cached_property
    def period_id(self) -> str:
        """The id under which the period stands everywhere.

        >>> [Period.of_day(kind, date(2019, 8, 5)).period_id for kind in (*MONTHS_OF, "day")]
        ['2019M08', '2019Q3', '2019H2', '2019', '2019-08-05']
        """
        if self.kind == DAY:
            return self.starts_on.isoformat()
        if self.kind == MONTH:
            return f"{self.starts_on:%Y}M{self.starts_on:%m}"
        return f"{self.year}{_LETTERS[self.kind]}{self.number}" if self.kind in _LETTERS else str(self.year)

    @cached_property
    def ends_on(self) -> date:
        """The last day."""
        return self._first_after() - timedelta(days=1)

    @property
    def year_starts_on(self) -> date:
        """The first day of the office's year in which it lies."""
        return date(self.year, self.year_begins, 1)

    @property
    def year_ends_on(self) -> date:
        """The last day of the office's year in which it lies.

        >>> Period.parse("2019H1").year_ends_on, Period.parse("2025M01", 4).year_ends_on
        (datetime.date(2019, 12, 31), datetime.date(2025, 3, 31))
        """
        return _months_after(self.year_starts_on, 12) - timedelta(days=1)

    @property
    def whole_year(self) -> Period:
        """The office's year in which it lies."""
        return Period(YEAR, self.year_starts_on, self.year_begins)

    @property
    def next(self) -> Period:
        """The one of its kind that follows."""
        return Period(self.kind, self._first_after(), self.year_begins)

    @property
    def year_before(self) -> Period:
        """The same one, a year earlier; of 29 February the day before."""
        day = self.starts_on
        last = calendar.monthrange(day.year - 1, day.month)[1]
        return Period(self.kind, day.replace(year=day.year - 1, day=min(day.day, last)), self.year_begins)

    def contains(self, other: Period) -> bool:
        """Whether every day of another lies in it.

        >>> Period.parse("2024H1", 4).contains(Period.parse("2024M09", 4))
        True
        """
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on

    def parts(self, kind: str) -> Iterator[Period]:
        """The periods of a kind that lie in it, in order.

        >>> [part.period_id for part in Period.parse("2024Q4", 4).parts("month")]
        ['2025M01', '2025M02', '2025M03']
        """
        part = Period.of_day(kind, self.starts_on, self.year_begins)
        part = part if self.contains(part) else part.next
        while self.contains(part):
            yield part
            part = part.next

    def name(self, language: str) -> str:
        """The period in words, `zh` or `en`.

        >>> [Period.parse(text).name("zh") for text in ("2019", "2019H1", "2024Q3", "2024M07", "2019-06-30")]
        ['2019年', '2019年上半年', '2024年第三季度', '2024年7月', '2019年6月30日']
        >>> [Period.parse(text).name("en") for text in ("2019", "2019H1", "2024Q3", "2024M07", "2019-06-30")]
        ['2019', 'H1 2019', 'Q3 2024', 'July 2024', '30 June 2019']
        >>> [Period.parse(text, 4).name(language) for text in ("2024", "2024Q1") for language in ("zh", "en")]
        ['2024—25财年', '2024–25', '2024—25财年第一季度', '2024–25 Q1']
        """
        first, year = self.starts_on, self.year
        if self.kind == DAY:
            return _in(language, f"{first.year}年{first.month}月{first.day}日",
                       f"{first.day} {MONTH_NAMES[first.month - 1]} {first.year}")  # fmt: skip
        if self.kind == MONTH:
            return _in(language, f"{first.year}年{first.month}月", f"{MONTH_NAMES[first.month - 1]} {first.year}")
        zh, en = _PARTS_ZH.get((self.kind, self.number), ""), f"{_LETTERS.get(self.kind, '')}{self.number}"
        if self.year_begins == 1:
            return _in(language, f"{year}年{zh}", f"{en} {year}" if zh else str(year))
        after = f"{(year + 1) % 100:02d}"
        return _in(language, f"{year}—{after}财年{zh}", f"{year}–{after} {en}" if zh else f"{year}–{after}")

    def _first_after(self) -> date:
        if self.kind == DAY:
            return self.starts_on + timedelta(days=1)
        return _months_after(self.starts_on, MONTHS_OF[self.kind])

    def __lt__(self, other: Period) -> bool:
        return (self.ends_on, other.starts_on) < (other.ends_on, self.starts_on)


def _in(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en


def _months_after(first_of_month: date, months: int) -> date:
    years, month = divmod(first_of_month.month - 1 + months, 12)
    return date(first_of_month.year + years, month + 1, 1)


def running(kind: str, first: Period, last: Period | None, until: date) -> Iterator[Period]:
    """The periods of a kind from the one in which `first` begins on, those that have begun by a day.

    Args:
        kind: month, quarter, half-year or year.
        first: a period on whose first day they begin.
        last: a period behind whose last day none begins; None where they roll on.
        until: the last day on which one may have begun.

    >>> one = Period.parse("2024H1", 4)
    >>> [period.period_id for period in running("quarter", one, None, date(2024, 12, 1))]
    ['2024Q1', '2024Q2', '2024Q3']
    """
    period = Period.of_day(kind, first.starts_on, first.year_begins)
    while period.starts_on <= (min(until, last.ends_on) if last else until):
        yield period
        period = period.next


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


@lru_cache(maxsize=1 << 12)
def _parsed(text: str, year_begins: int) -> Period:
    # The same few are asked for again and again.
    match = _PERIOD.match(text)
    if not match:
        raise InvalidPeriod(f"{text!r} is not a period: write {FORMS_EN}")
    if match["day"]:
        try:
            return Period(DAY, date.fromisoformat(text), year_begins)
        except ValueError:
            raise InvalidPeriod(f"{text!r} is no day") from None
    year = int(match["year"])
    if match["month"]:
        return Period(MONTH, date(year, int(match["month"]), 1), year_begins)
    kind = next((kind for kind in (QUARTER, HALF_YEAR) if match[kind]), YEAR)
    ahead = MONTHS_OF[kind] * (int(match[kind]) - 1) if kind != YEAR else 0
    return Period(kind, _months_after(date(year, year_begins, 1), ahead), year_begins)

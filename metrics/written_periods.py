"""Periods as people write them in reports, in Chinese and English: 2024年三季度, 2019年1—6月, Q3 2024, 2024–25 Q1."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from metrics.periods import MONTHS_OF, InvalidPeriod, Period

DIGITS = {digit: str(number) for number, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}

_WRITTEN_YEAR = re.compile("([〇零○一二三四五六七八九]{4})年")
_DASHES = re.compile("[-—–−~～至到]+")
_MONTHS = "|".join(name[:3] + f"(?:{name[3:]})?" for name in tuple(calendar.month_name)[1:])
# A year by its number, or by the two between which it lies, such as 2024-25.
_YEAR = r"(?:FY)?(?P<year>(?:19|20)\d\d)(?:[-/](?P<after>(?:\d\d)?\d\d))?(?:财年|财政年度|年度|年)?"
_PART = r"(?:第?(?P<quarter>[一二三四1-4])季度?|Q(?P<q>[1-4])|(?P<half>[上下])半年度?|H(?P<h>[12]))"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        _YEAR + "全?年?",
        _YEAR + "-?" + _PART,
        _PART + "[,-]?" + _YEAR,
        r"(?P<year>(?:19|20)\d\d)年(?P<month>\d\d?)月份?",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])",
        rf"(?P<named>{_MONTHS})\.?,?(?P<year>(?:19|20)\d\d)",
        r"(?P<year>(?:19|20)\d\d)年(?P<month>\d\d?)月(?P<day>\d\d?)日",
        rf"(?P<day>\d\d?)(?P<named>{_MONTHS})(?P<year>(?:19|20)\d\d)",
        r"(?P<year>(?:19|20)\d\d)年?度?(?P<month>\d\d?)月?-(?:(?P<until_year>(?:19|20)\d\d)年)?(?P<until>\d\d?)月(?:底|末|份)?",
    )
)
_NAMED = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d|[〇零○一二三四五六七八九]{4})(?:[-/](?:\d\d)?\d\d)?(?:年|财年|年度)?"
    r"(?:[上下]半年|第?[一二三四1-4]季度|[HhQq][1-4](?!\d)|[Mm](?:0[1-9]|1[0-2])(?!\d)|(?:1[0-2]|0?[1-9])月份?(?!\d*[日-]))"
)


def written_period(text: str, year_begins: int = 1) -> Period | None:
    """The period that `text` names as people write it, or None.

    Args:
        text: an id, or words such as 2019年上半年, 2019年1—6月, 2024年第三季度, July 2024, 2024–25 Q1.
        year_begins: the month in which the office's years begin.

    >>> texts = "2019年下半年", "二〇一九年上半年", "2019年三季度", "2019年7月", "Q3 2024", "2019年度"
    >>> [found.period_id for text in texts if (found := written_period(text))]
    ['2019H2', '2019H1', '2019Q3', '2019M07', '2024Q3', '2019']
    >>> written_period("2024–25 Q1", 4).period_id, written_period("2024年4—6月", 4).period_id
    ('2024Q1', '2024Q1')
    >>> written_period("2019年前三季度"), written_period("2024–26 Q1", 4), written_period("2024–25 Q1")
    (None, None, None)
    """
    text = _DASHES.sub("-", re.sub(r"\s", "", text))
    if match := _WRITTEN_YEAR.match(text):
        text = "".join(DIGITS[digit] for digit in match[1]) + text[4:]
    for form in _FORMS:
        if (match := form.fullmatch(text)) and (period := next(_meant(match.groupdict(), year_begins), None)):
            return period
    try:
        return Period.parse(text.upper(), year_begins)
    except InvalidPeriod:
        return None


def periods_named(text: str, year_begins: int = 1) -> set[Period]:
    """The parts of years that a text names, such as the title over a table.

    >>> sorted(period.period_id for period in periods_named("示范区2019年上半年 科技厅反馈表 · Zone 2019H1 report"))
    ['2019H1']
    """
    named = _NAMED.findall(_DASHES.sub("-", "".join(text.split())))
    return {period for words in named if (period := written_period(words, year_begins)) is not None}


def _meant(said: dict[str, str | None], year_begins: int) -> Iterator[Period]:
    """The one period that the parts of a form give; none where they contradict each other or the calendar."""
    year, after = int(said["year"] or 0), said.get("after")
    if after is not None and (year_begins == 1 or int(after) % 100 != (year + 1) % 100):
        return
    try:
        yield _read(said, year, year_begins)
    except (InvalidPeriod, ValueError):
        return


def _read(said: dict[str, str | None], year: int, year_begins: int) -> Period:
    if until := said.get("until"):
        return _span(year, int(said["month"] or 0), int(said["until_year"] or year), int(until), year_begins)
    month = said.get("month") or _number(said.get("named"))
    if month:
        day = said.get("day")
        text = f"{year}-{int(month):02d}-{int(day):02d}" if day else f"{year}M{int(month):02d}"
        return Period.parse(text, year_begins)
    quarter, half = said.get("quarter") or said.get("q"), said.get("half") or said.get("h")
    if quarter:
        return Period.parse(f"{year}Q{DIGITS.get(quarter, quarter)}", year_begins)
    if half:
        return Period.parse(f"{year}H{ {'上': 1, '下': 2}.get(half, half) }", year_begins)
    return Period.parse(str(year), year_begins)


def _span(year: int, first: int, until_year: int, until: int, year_begins: int) -> Period:
    # From the first day of one month to the last of another: a period only where it begins and ends there.
    start, end = (
        Period.parse(f"{year}M{first:02d}", year_begins),
        Period.parse(f"{until_year}M{until:02d}", year_begins),
    )
    spans = (Period.of_day(kind, start.starts_on, year_begins) for kind in MONTHS_OF)
    for span in spans:
        if (span.starts_on, span.ends_on) == (start.starts_on, end.ends_on):
            return span
    raise InvalidPeriod(f"{year}-{first}/{until_year}-{until}")


def _number(month_name: str | None) -> str | None:
    names = [name[:3].lower() for name in calendar.month_name]
    return str(names.index(month_name[:3].lower())) if month_name else None

"""Shares, dates and periods as people read them, in Chinese and English; amounts are in `dashboards.amounts`."""

from __future__ import annotations

import re
from datetime import date, datetime

from dashboards.words import Words
from metrics import clock
from metrics.digits import percent as percent
from metrics.periods import MONTH_NAMES, InvalidPeriod, Period

LABEL = re.compile(r"^(?P<about>~?)(?P<first>\d{4}(?:-[01]\d)?)(?:/(?P<last>\d{4}(?:-[01]\d)?))?$")
ISO_DAY = re.compile(r"(?<![\d-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])")
ISO_MONTH = re.compile(r"(?<![\d-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?![\d-])")


def day(value: date, language: str) -> str:
    """A date in words.

    >>> day(date(2020, 12, 31), "zh"), day(date(2020, 12, 31), "en")
    ('2020年12月31日', '31 December 2020')
    """
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTH_NAMES[value.month - 1]} {value.year}"


def dated(text: str, language: str) -> str:
    """A sentence whose ISO days, and in Chinese its ISO months, are put into words.

    >>> dated("应于2022-07-08前评估", "zh"), dated("To be evaluated by 2022-07-08.", "en")
    ('应于2022年7月8日前评估', 'To be evaluated by 8 July 2022.')
    >>> dated("2019-11 (月初)", "zh"), dated("第2021-09-10号", "en")
    ('2019年11月 (月初)', '第10 September 2021号')
    """
    told = ISO_DAY.sub(lambda found: day(date.fromisoformat(found[0]), language), text)
    return ISO_MONTH.sub(lambda found: _moment(found[0], language), told) if language == "zh" else told


def moment(instant: datetime, language: str) -> str:
    """An instant as day and time by the clock of the responsible government (`metrics.clock`).

    >>> moment(datetime(2019, 6, 30, 23, 5), "zh"), moment(datetime(2019, 6, 30, 23, 5), "en")
    ('2019年7月1日 07:05', '1 July 2019 07:05')
    """
    return f"{day(clock.day_of(instant), language)} {clock.local(instant):%H:%M}"


def clock_name(words: Words) -> str:
    """Whose clock that is: its name where it has one, else the name of the time zone.

    >>> from dashboards.words import load_words
    >>> clock_name(load_words("zh")), clock_name(load_words("en"))
    ('北京时间', 'Beijing time')
    """
    zone = clock.time_zone().key
    return words.entries.get(f"clock.{zone}", zone)


def period(chosen: Period, language: str, cut_off: date | None = None) -> str:
    """A reporting period with its cut-off day: its last one, or an earlier day up to which it is known.

    >>> half = Period.parse("2019H1")
    >>> period(half, "zh"), period(half, "en"), period(Period.parse("2019"), "zh")
    ('2019年上半年（截至6月30日）', 'H1 2019 (to 30 June)', '2019年（截至12月31日）')
    >>> period(Period.parse("2026H2"), "zh", date(2026, 11, 30)), period(Period.parse("2024Q4", 4), "en")
    ('2026年下半年（截至11月30日）', '2024–25 Q4 (to 31 March)')
    """
    last = cut_off or chosen.ends_on
    if language == "zh":
        return f"{chosen.name(language)}（截至{last.month}月{last.day}日）"
    return f"{chosen.name(language)} (to {last.day} {MONTH_NAMES[last.month - 1]})"


def label(text: str, language: str, year_begins: int) -> str:
    """The time label of a publication or a round as people read it; one of another form stands as it is.

    Args:
        text: the id of a period, or a label such as `2019-01/2019-06`.
        language: `zh` or `en`.
        year_begins: the month in which the years of the office begin.

    >>> label("2019-01/2019-06", "zh", 1), label("2019-01/2019-06", "en", 1), label("~2020", "en", 1)
    ('2019年1月—2019年6月', 'January 2019 to June 2019', 'about 2020')
    >>> label("2018H2", "en", 1), label("2021-12", "zh", 1), label("2021/2025", "en", 1), label("十三五", "zh", 1)
    ('H2 2018', '2021年12月', '2021 to 2025', '十三五')
    >>> label("2024Q1", "zh", 4)
    '2024—25财年第一季度'
    """
    try:
        return Period.parse(text, year_begins).name(language)
    except InvalidPeriod:
        match = LABEL.match(text)
    if not match:
        return text
    first, last = (_moment(part, language) for part in (match["first"], match["last"] or ""))
    about = {"zh": "约", "en": "about "}[language] if match["about"] else ""
    joint = {"zh": "—", "en": " to "}[language]
    return f"{about}{first}{joint}{last}" if last else f"{about}{first}"


def _moment(text: str, language: str) -> str:
    year, _, month = text.partition("-")
    if not month:
        return Period.parse(text).name(language) if text else ""
    return f"{year}年{int(month)}月" if language == "zh" else f"{MONTH_NAMES[int(month) - 1]} {year}"

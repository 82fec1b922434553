"""Rounds and the intervals of published figures."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import DAY, MONTHS_OF, Interval, InvalidPeriod, Period, running
from metrics.written_periods import periods_named, written_period

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
KINDS = st.sampled_from(list(MONTHS_OF))
FIRST_MONTHS = st.integers(1, 12)


def test_half_years_end_in_june_and_december():
    assert Period.parse("2019H1").ends_on == date(2019, 6, 30)
    assert Period.parse("2019H2").starts_on == date(2019, 7, 1)
    assert Period.parse("2019").ends_on == date(2019, 12, 31)


def test_periods_sort_by_time():
    assert min(map(Period.parse, ["2020H1", "2018H2", "2019H2", "2019H1"])).period_id == "2018H2"
    # What ends on one day stands from short to long.
    named = ["2019", "2019H2", "2019M12", "2019Q4", "2019-12-31"]
    assert [p.period_id for p in sorted(map(Period.parse, named))] == [
        "2019-12-31",
        "2019M12",
        "2019Q4",
        "2019H2",
        "2019",
    ]


@pytest.mark.parametrize(
    "text", ["", "2019H0", "2019h1", "19H1", "2019-06", "2019H1 ", "二〇一九", "2019Q5", "2019M13"]
)
def test_other_texts_are_no_period(text):
    with pytest.raises(InvalidPeriod, match="write 2019, 2019H1"):
        Period.parse(text)


@given(st.sampled_from([*MONTHS_OF, DAY]), DAYS, FIRST_MONTHS)
def test_an_id_and_the_words_for_a_period_lead_back_to_it(kind, day, first):
    period = Period.of_day(kind, day, first)
    assert Period.parse(period.period_id, first) == period
    assert {written_period(period.name(language), first) for language in ("zh", "en")} == {period}


@given(KINDS, DAYS, FIRST_MONTHS)
def test_the_days_of_a_year_lie_in_one_period_of_each_kind_and_none_between(kind, day, first):
    year = Period.of_day("year", day, first)
    parts = list(year.parts(kind))
    assert len(parts) == 12 // MONTHS_OF[kind]
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    assert (parts[0].starts_on, parts[-1].ends_on) == (year.starts_on, year.ends_on)
    assert all(after.starts_on - before.ends_on == timedelta(1) for before, after in itertools.pairwise(parts))
    assert all(part.next == after for part, after in itertools.pairwise(parts))
    (found,) = [part for part in parts if part.starts_on <= day <= part.ends_on]
    assert found == Period.of_day(kind, day, first)
    assert (found.year, found.year_ends_on, found.whole_year) == (year.year, year.ends_on, year)


@given(KINDS, DAYS, FIRST_MONTHS)
def test_the_same_period_of_the_year_before_ends_a_year_earlier(kind, day, first):
    period = Period.of_day(kind, day, first)
    before = period.year_before
    assert (before.kind, before.number, before.year) == (period.kind, period.number, period.year - 1)


@given(KINDS, DAYS, st.integers(0, 2000), FIRST_MONTHS)
def test_rounds_that_roll_on_are_those_that_have_begun(kind, day, ahead, first):
    begun = list(running(kind, Period.of_day("month", day, first), None, day + timedelta(ahead)))
    assert begun[0].contains(Period.of_day(DAY, day.replace(day=1), first))
    assert begun[-1].starts_on <= day + timedelta(ahead) < begun[-1].next.starts_on


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("2024年第三季度", 1, "2024Q3"), ("2024年3季度", 1, "2024Q3"), ("2024年度第一季度", 1, "2024Q1"),
        ("2024Q3", 1, "2024Q3"), ("2024年7—9月", 1, "2024Q3"), ("2024年7月份", 1, "2024M07"), ("2024-07", 1, "2024M07"),
        ("July 2024", 1, "2024M07"), ("Jul 2024", 1, "2024M07"), ("H1 2024", 1, "2024H1"), ("2024 Q2", 1, "2024Q2"),
        ("2024年6月30日", 1, "2024-06-30"), ("30 June 2024", 1, "2024-06-30"), ("FY2024-25", 4, "2024"),
        ("2024—25财年第一季度", 4, "2024Q1"), ("2024–25 Q4", 4, "2024Q4"), ("2024年10月—2025年3月", 4, "2024H2"),
        ("2024/25", 4, "2024"), ("2024年1—3月", 4, "2023Q4"), ("2024年1—6月", 4, None), ("2024–25", 1, None),
        ("2024年前三季度", 1, None), ("2024年13月", 1, None), ("2024年2月30日", 1, None), ("三季度", 1, None),
    ],
)  # fmt: skip
def test_people_write_periods_in_many_ways_and_none_is_guessed(text, first, expected):
    read = written_period(text, first)
    assert (read and read.period_id) == expected


def test_a_title_names_parts_of_years_and_no_day_is_taken_for_a_month():
    named = periods_named("海港2024—25财年第二季度报告表（2024年7月1日印发，与2023—24财年第二季度对照）", 4)
    assert {period.period_id for period in named} == {"2024Q2", "2023Q2"}


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2017-06/2021-01", date(2017, 6, 1), date(2021, 1, 31)),
        ("~2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_labels_of_publications(label, first, last):
    interval = Interval.parse(label)
    assert (interval.starts_on, interval.ends_on) == (first, last)


def test_an_unreadable_label_is_refused():
    with pytest.raises(InvalidPeriod, match="2018, 2019-12"):
        Interval.parse("去年")

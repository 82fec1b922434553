"""Rounds and the intervals of published figures."""

from datetime import date

import pytest

from metrics.periods import Interval, InvalidPeriod, Period


def test_half_years_end_in_june_and_december():
    assert Period.parse("2019H1").ends_on == date(2019, 6, 30)
    assert Period.parse("2019H2").starts_on == date(2019, 7, 1)
    assert Period.parse("2019").ends_on == date(2019, 12, 31)


def test_periods_sort_by_time():
    assert sorted(map(Period.parse, ["2020H1", "2018H2", "2019H2", "2019H1"]))[0] == Period(2018, 2)


@pytest.mark.parametrize("text", ["", "2019H0", "2019h1", "19H1", "2019-06", "2019H1 ", "二〇一九"])
def test_other_texts_are_no_period(text):
    with pytest.raises(InvalidPeriod, match="write 2019H1"):
        Period.parse(text)


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

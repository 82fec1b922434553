"""Floors of every year and yearly amounts: each year its own value, what is carried says so, and nothing is met early."""

import re

import pytest

from tests.offices import Office

pytestmark = pytest.mark.slow

PROGRAMME, BUREAU = "lake-care-2016", "水务局"
ROUNDS = ["2016H2", "2017H1", "2017H2", "2018H1", "2018H2"]
# Streams cleaned in the year so far, and money spent in the year so far, by round.
STREAMS = {"2016H2": 8, "2017H1": 2, "2017H2": 5, "2018H1": 7, "2018H2": 9}
MONEY = {"2016H2": 30, "2017H1": 11, "2017H2": 44, "2018H1": 12, "2018H2": 52}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("lake"))
    office.scope("lake", "湖区", "city")
    office.unit("lk-water", BUREAU)
    office.programme(PROGRAMME, "2016-07-01", "2018-12-31", "half_year", ROUNDS)
    office.task("lk-1", PROGRAMME, "2018-12-31", BUREAU)
    office.indicator("streams-cleaned", "整治河道", "annual_flow", "个", "lead_reports")
    office.indicator("lake-money", "治湖投入", "annual_flow", "亿元", "lead_reports")
    dates = ("2016-07-01", "2018-12-31", "lk-1")
    office.target("lk-streams", PROGRAMME, "streams-cleaned", "lake", "annual_floor", 6, "个", *dates)
    office.target("lk-money", PROGRAMME, "lake-money", "lake", ">=", 50, "亿元", *dates)
    published = {
        "published/figure_matches": [
            {"indicator_zh": "治湖投入", "scope": "湖区", "indicator_id": "lake-money", "basis_match": "same",
             "reason_zh": "同口径", "reason_en": "same basis"}
        ],
        "published/published_figures": [
            {"programme": "治湖", "indicator_zh": "治湖投入", "indicator_en": "money", "scope": "湖区", "period": "2017",
             "value": "45.5", "measure_unit": "亿元", "kind": "annual", "qualifier": "", "confidence": "high",
             "source_issuer": "湖区统计局", "source_title": "公报", "source_date": "2018-02-15", "note": ""}
        ],
    }  # fmt: skip
    for name, rows in published.items():
        for row in rows:
            office.row(name, list(row), row)
    office.write()
    for period_id, value in STREAMS.items():
        day = f"{period_id[:4]}-{'06-20' if period_id.endswith('H1') else '12-20'}"
        # In the first half of 2018 the bureau says nothing of money.
        money = {} if period_id == "2018H1" else {"lake-money": MONEY[period_id]}
        office.report(BUREAU, period_id, day, {"streams-cleaned": value} | money, ("lk-1",))
    office.load()
    return office


def told(office, target, period_id, *columns):
    row = office.judged(target, period_id)
    return tuple(float(row[c]) if c.endswith("value") and row[c] else row[c] for c in columns)


@pytest.mark.parametrize(
    ("period_id", "label", "actual", "worst", "status"),
    [
        ("2016H2", "2016", 8, 8, "on_track"),
        ("2017H1", "2017H1", 2, 8, "on_track"),  # ⌊6 · 181/365⌋ = 2 by the end of June
        ("2017H2", "2017", 5, 5, "behind"),
        ("2018H1", "2018H1", 7, 5, "behind"),
        ("2018H2", "2018", 9, 5, "missed"),
    ],
)
def test_a_floor_of_every_year_shows_each_years_own_value_and_the_worst_year_apart(
    office, period_id, label, actual, worst, status
):
    columns = ("actual_period_label", "actual_value", "worst_year_value", "status")
    assert told(office, "lk-streams", period_id, *columns) == (label, actual, worst, status)


@pytest.mark.parametrize(("language", "early"), [("zh", "提前"), ("en", r"years? early|earlier than due")])
def test_a_floor_that_was_later_missed_was_never_met_early(office, language, early):
    page = office.page(f"/target/lk-streams?period=2018H2&lang={language}")
    assert not re.search(early, page)
    if language == "zh":
        assert "已知的3年中2年达到；未达到的：2017年5 个" in page


@pytest.mark.parametrize(
    ("period_id", "label", "actual", "carried", "provenance"),
    [
        ("2017H1", "2017H1", 11, "", "reported"),
        # The official year goes before the bureau's 44, and is carried into a June of which nothing is known.
        ("2017H2", "2017", 45.5, "", "published"),
        ("2018H1", "2017", 45.5, "2017", "published"),
        ("2018H2", "2018", 52, "", "reported"),
    ],
)
def test_an_actual_is_the_value_of_the_period_that_its_label_names(
    office, period_id, label, actual, carried, provenance
):
    columns = ("actual_period_label", "actual_value", "carried_from_label", "provenance")
    assert told(office, "lk-money", period_id, *columns) == (label, actual, carried, provenance)


def test_a_carried_figure_says_since_when_on_its_page(office):
    assert "2017年的数，沿用至本期" in office.page("/target/lk-money?period=2018H1")
    assert "carried on from 2017" in office.page("/target/lk-money?period=2018H1&lang=en")
    assert "2017年上半年（本年累计）" in office.page("/target/lk-money?period=2017H1")

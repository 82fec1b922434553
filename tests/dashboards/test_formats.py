"""Numbers as people read them; the examples in the module say the rest."""

import doctest
from datetime import date
from decimal import Decimal

import pytest

from dashboards import address, amounts, formats
from dashboards.components import aria
from metrics.periods import Period
from metrics.reading.rows import MeasureUnit

YI = MeasureUnit("亿元", "RMB 100 million", 2, is_currency=True)
WAN = MeasureUnit("万元", "RMB 10,000", 2, is_currency=True)
FIRMS = MeasureUnit("家", "organisations", 0, is_count=True, is_whole=True)
BARE = MeasureUnit("个", "in number", 0, is_count=True, is_whole=True)
POINTS = MeasureUnit("百分点", "percentage points", 2)
POUNDS = MeasureUnit("GBP million", "GBP million", 1, is_currency=True)
STERLING = MeasureUnit("百万英镑", "£ million", 1, is_currency=True)
YI_POUNDS = MeasureUnit("亿英镑", "GBP 100 million", 2, is_currency=True)
PLAIN_POUNDS = MeasureUnit("GBP", "GBP", 2, is_currency=True, name_zh="英镑")
HOMES = MeasureUnit("properties", "properties", 0, is_count=True, is_whole=True)
WAN_TONNES = MeasureUnit("万吨", "10,000 tonnes", 2)
CARBON = MeasureUnit("kt CO2e", "kt CO2e", 2, is_count=True)
FINE_DUST = MeasureUnit("微克/立方米", "µg/m³", 1)
DAYS = MeasureUnit("天", "days", 1, is_count=True)


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        ("700", YI, "700.00 亿元", "RMB 70 billion"),
        ("0", FIRMS, "0 家", "0 organisations"),
        ("9999", FIRMS, "9999 家", "9,999 organisations"),
        ("12345", FIRMS, "1.2345 万家", "12,345 organisations"),
        ("-5", FIRMS, "-5 家", "-5 organisations"),
        ("10", BARE, "10 个", "10"),
        ("83084.47", WAN, "83084.47 万元", "RMB 830.8447 million"),
        ("40", WAN, "40.00 万元", "RMB 400,000"),
        ("610", POUNDS, "610.0 GBP million", "GBP 610.0 million"),
        ("610", STERLING, "610.0 百万英镑", "£610.0 million"),
        ("6.1", YI_POUNDS, "6.10 亿英镑", "GBP 610 million"),
        ("1234.5", PLAIN_POUNDS, "1234.50 英镑", "GBP 1,234.50"),
        ("94902", HOMES, "94902 properties", "94,902 properties"),
        ("3.1", WAN_TONNES, "3.10 万吨", "31,000 tonnes"),
        ("25.4", CARBON, "25.4 kt CO2e", "25.4 kt CO2e"),
        ("34.1", FINE_DUST, "34.1 微克/立方米", "34.1 µg/m³"),
        ("120", DAYS, "120 天", "120 days"),
        ("2.2", DAYS, "2.2 天", "2.2 days"),
        ("2.9", POINTS, "2.90 百分点", "2.90 percentage points"),
        ("1244.594999", YI, "1244.59 亿元", "RMB 124.459 billion"),
    ],
)
def test_amounts(value, unit, chinese, english):
    assert amounts.amount(Decimal(value), unit, "zh") == chinese
    assert amounts.amount(Decimal(value), unit, "en") == english


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (99.949, "99.9%"), (99.951, "99.9%"), (99.99999, "99.9%"), (100, "100.0%"), (100.04, "100.0%"),
        (0, "0.0%"), (-3.25, "-3.3%"), (1244.59 / 7, "177.8%"),
    ],
)  # fmt: skip
def test_a_share_below_one_hundred_is_never_rounded_up_to_it(value, text):
    assert formats.percent(value) == text


def test_dates_and_periods_in_both_languages():
    assert formats.day(date(2019, 6, 30), "en") == "30 June 2019"
    assert formats.period(Period.parse("2020H2"), "zh") == "2020年下半年（截至12月31日）"
    assert formats.label("2012-01/2012-11", "en", 1) == "January 2012 to November 2012"


@pytest.mark.parametrize("module", [amounts, formats, address, aria])
def test_the_examples_in_the_modules_hold(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted
    assert not outcome.failed

"""Numbers as people read them; the examples in the module say the rest."""

import doctest
from datetime import date
from decimal import Decimal

import pytest

from dashboards import address, formats
from dashboards.components import aria
from metrics.views import MeasureUnit

YI = MeasureUnit("亿元", "RMB 100 million", "money", 2, Decimal(100_000_000))
WAN = MeasureUnit("万元", "RMB 10,000", "money", 2, Decimal(10_000))
FIRMS = MeasureUnit("家", "organisations", "count", 0)
BARE = MeasureUnit("个", "in number", "count", 0)
POINTS = MeasureUnit("百分点", "percentage points", "share", 2)


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        ("700", YI, "700.00 亿元", "RMB 70 billion"),
        ("0", FIRMS, "0 家", "0 organisations"),
        ("9999", FIRMS, "9999 家", "9,999 organisations"),
        ("12345", FIRMS, "1.2345 万家", "12,345 organisations"),
        ("-5", FIRMS, "-5 家", "-5 organisations"),
        ("10", BARE, "10 个", "10"),
        ("83084.47", WAN, "83084.47 万元", "RMB 0.831 billion"),
        ("2.9", POINTS, "2.90 百分点", "2.90 percentage points"),
        ("1244.594999", YI, "1244.59 亿元", "RMB 124.459 billion"),
    ],
)
def test_amounts(value, unit, chinese, english):
    assert formats.amount(Decimal(value), unit, "zh") == chinese
    assert formats.amount(Decimal(value), unit, "en") == english


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
    assert formats.period("2020H2", "zh") == "2020年下半年（截至12月31日）"
    assert formats.label("2012-01/2012-11", "en") == "January 2012 to November 2012"


@pytest.mark.parametrize("module", [formats, address, aria])
def test_the_examples_in_the_modules_hold(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted
    assert not outcome.failed

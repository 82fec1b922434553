"""Numbers: read exactly with their unit, or named with the reason. Nothing between."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalog.measures import Measures
from pipelines.readers.grid import PERCENT, UNCLEAR, Cell
from pipelines.readers.quantities import Quantity, Unreadable, plain, read_in_unit, read_quantity
from tests.shipped import shipped_catalog

MEASURES = Measures(shipped_catalog().measure_units)


def read(text, stated="亿元", wanted=None):
    got = read_in_unit(Cell(text), stated, wanted or stated, MEASURES)
    return plain(got.value) if isinstance(got, Quantity) else got.rule_id


@pytest.mark.parametrize(
    ("text", "stated", "wanted", "value"),
    [
        ("1004.18", "亿元", "亿元", "1004.18"),
        ("１００４．１８", "亿元", "亿元", "1004.18"),
        ("1,004.18", "亿元", "亿元", "1004.18"),
        ("1，004，180", "万元", "万元", "1004180"),
        ("１，２３４，５６７", "件", "件", "1234567"),
        ("0", "家", "家", "0"),
        ("-5", "家", "家", "-5"),
        ("−5.0", "家", "家", "-5"),
        (".75", "亿元", "亿元", "0.75"),
        ("-.5", "亿元", "亿元", "-0.5"),
        (".5亿元", "亿元", "亿元", "0.5"),
        ("3500万元", "亿元", "亿元", "0.35"),
        ("3500", "万元", "亿元", "0.35"),
        ("12.5亿元", "亿元", "亿元", "12.5"),
        ("100459000000元", "亿元", "亿元", "1004.59"),
        ("1.2万亿元", "亿元", "亿元", "12000"),
        ("10万名", "人", "人", "100000"),
        ("10万", "名", "人", "100000"),
        ("10", "万人", "人", "100000"),
        ("2万件", "件", "件", "20000"),
        ("2.5", "万件", "件", "25000"),
        ("35.2%", "%", "%", "35.2"),
        ("３５．２％", "%", "%", "35.2"),
        ("48家", "家", "家", "48"),
        ("123456789.123456", "亿元", "亿元", "123456789.123456"),
    ],
)
def test_a_certain_number_is_read_exactly(text, stated, wanted, value):
    assert read(text, stated, wanted) == value


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1,23", "separators"), ("1.234,5", "separators"), ("12,34,567", "separators"), ("1,2345", "separators"),
        ("1234,567", "separators"), ("0,123", "separators"), ("1.2.3", "date"), ("5.", "point_last"),
        (".5,1", "separators"), (".5.1", "separators"),
        ("约100", "approximate"), ("100多", "approximate"), ("近100", "approximate"), ("100余家", "approximate"),
        ("100左右", "approximate"), ("超过100", "approximate"), (">100", "approximate"), ("≥100", "approximate"),
        ("100+", "approximate"), ("1O0", "letters"), ("l00", "letters"), ("100 200", "several"), ("100(200)", "several"),
        ("100/200", "several"), ("10-20", "date"), ("2019-06", "date"), ("6月30日", "date"), ("2019年6月", "date"),
        ("1.2E+05", "scientific"), ("1e5", "scientific"), ("一千", "words"), ("3亿5000万元", "words"),
        ("1亿2千万", "words"),
        ("007", "leading_zero"), ("00.5", "leading_zero"), ("-", "not_one"), ("无", "not_one"), ("N/A", "not_one"),
        ("(123)", "beside"), ("5²", "beside"), ("①", "not_one"), ("½", "not_one"), ("٣", "not_one"), ("50家", "unit"),
        ("35%", "unit"), ("3亿", "unit"), ("100美元", "beside"), ("1234567890123456", "digits"), ("1.1234567",
        "decimals"),
        ("150元", "decimals"), ("1 234", "several"), ("--5", "not_one"), ("+-5", "not_one"),
    ],
)  # fmt: skip
def test_an_uncertain_number_is_named_and_not_guessed(text, rule):
    assert read(text) == f"number.{rule}"


def test_another_thing_counted_is_no_conversion():
    assert read("50", "家", "项") == "number.unit"
    assert read("50", "万元", "万件") == "number.unit"
    assert read("5万", "万件", "件") == "number.unit"


def test_a_number_without_any_unit_is_not_placed():
    assert read_in_unit(Cell("5"), None, "亿元", MEASURES) == Unreadable("number.no_unit")
    assert read_in_unit(Cell("5亿元"), None, "亿元", MEASURES) == Quantity(Decimal(5))
    assert read_in_unit(Cell("5"), None, None, MEASURES) == Quantity(Decimal(5))


def test_a_percent_cell_is_shown_times_a_hundred():
    assert read_quantity(Cell("0.352", PERCENT), "%", MEASURES) == Quantity(Decimal("35.2"), ("percent",))
    assert read_quantity(Cell("0.352", PERCENT), "家", MEASURES).rule_id == "number.unit"


def test_a_number_that_its_format_shows_otherwise_is_refused():
    assert read_quantity(Cell("3500", UNCLEAR), "人", MEASURES).rule_id == "number.format"


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=6))
def test_plain_digits_read_back_equal(value):
    assert read_quantity(Cell(plain(value)), None, MEASURES) == Quantity(value.normalize() if value else Decimal(0))
    assert read_quantity(Cell(f"{value:,.6f}"), None, MEASURES).value == value


@given(st.text(max_size=20), st.sampled_from(["亿元", "家", "%", None]))
def test_any_text_is_a_number_or_a_reason(text, unit):
    assert isinstance(read_quantity(Cell(text), unit, MEASURES), (Quantity, Unreadable))

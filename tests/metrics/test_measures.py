"""Units of measurement: one entry says everything, and entries that contradict each other are refused by name."""

import doctest
from decimal import Decimal

import pytest

from metrics.catalog import measures
from metrics.catalog.measures import Measures, contradictions, resolved
from metrics.catalog.models import MeasureUnit


def units(*entries):
    made = []
    for code, dimension, factor, *more in entries:
        made.append(MeasureUnit(code=code, dimension=dimension, factor=factor, **{"decimals": 2, **(more or [{}])[0]}))
    return resolved(made)


OFFICE = units(
    ("吨", "mass", 1, {"name_en": "tonnes", "aliases": ("t", "公吨")}),
    ("万吨", "mass", 10000),
    ("千克", "mass", "0.001", {"name_en": "kg"}),
    ("天", "days", 1),
    ("微克/立方米", "concentration", 1, {"name_en": "µg/m³"}),
    ("篇", "count", 1, {"decimals": 0, "name_en": "papers"}),
    ("百万英镑", "GBP", 1000000, {"aliases": ("£m",)}),
    ("英镑", "GBP", 1, {"aliases": ("£", "GBP")}),
    ("USD million", "money", 1000000),
    ("‰", "share", "0.001"),
    ("%", "share", "0.01"),
    ("倍", "share", 1),
)


@pytest.mark.parametrize(
    ("found", "wanted", "ratio"),
    [
        ("吨", "万吨", "0.0001"),
        ("kg", "万吨", "0.0000001"),
        ("T", "千克", "1000"),
        ("万吨", "天", None),
        ("μg/m3", "微克/立方米", "1"),
        ("万篇", "篇", "10000"),
        ("万", "篇", "10000"),
        ("万", "万吨", None),
        ("£", "百万英镑", "0.000001"),
        ("£ bn", "百万英镑", "1000"),
        ("GBP million", "英镑", "1000000"),
        ("USD", "USD million", "0.000001"),
        ("USD", "英镑", None),
        ("元", "英镑", None),
        ("m", "百万英镑", None),
        ("‰", "%", "0.1"),
        ("万", "%", None),
    ],
)
def test_only_what_counts_the_same_thing_converts(found, wanted, ratio):
    assert Measures(OFFICE).conversion(found, wanted) == (None if ratio is None else Decimal(ratio))


def test_what_an_entry_leaves_open_follows_from_its_code():
    told = {unit.code: unit for unit in OFFICE}
    assert (told["USD million"].dimension, told["USD million"].is_currency) == ("USD", True)
    assert told["百万英镑"].is_currency
    assert not told["吨"].is_currency
    assert (told["篇"].dimension, told["篇"].is_whole, told["吨"].is_whole) == ("篇", True, False)
    assert (told["天"].name_zh, told["天"].name_en) == ("天", "天")


def test_counts_of_different_things_share_no_dimension():
    old = units(
        ("吨", "count", 1), ("天", "count", 1), ("万吨", "count", 10000), ("千元", "money", 1000), ("元", "CNY", 1)
    )
    assert [unit.dimension for unit in old] == ["吨", "天", "吨", "CNY", "CNY"]


@pytest.mark.parametrize(
    ("entries", "code", "words"),
    [
        ([("万吨", "mass", 1000), ("吨", "mass", 1)], "万吨", "write 10000"),
        ([("kt", "mass", 1000), ("Mt", "mass", 1000000)], "kt", "no base"),
        ([("英镑", "GBP", 1, {"aliases": ("$",)}), ("美元", "USD", 1, {"aliases": ("$",)})], "美元", "'$'"),
    ],
)
def test_entries_that_contradict_each_other_are_named_with_what_to_write(entries, code, words):
    ((named, sentence),) = contradictions(units(*entries))
    assert named == code
    assert words in sentence.en


def test_a_unit_that_is_alone_in_its_dimension_needs_no_base():
    assert not list(contradictions(units(("USD million", "USD", 1000000))))


def test_the_examples_in_the_module_hold():
    outcome = doctest.testmod(measures)
    assert outcome.attempted
    assert not outcome.failed

"""A share computed from a bound or an estimate is one too, wherever it stands."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.address import Address
from dashboards.phrases.targets import share_texts
from dashboards.screen import Screen
from dashboards.words import load_words
from metrics.reading.overview import overview
from metrics.reading.programme import all_programmes

SCREEN = Screen(load_words("zh"), Address("/", "zh"))


@pytest.fixture(scope="module")
def target(warehouse):
    """A goal of which 143 of 100 were reported."""
    snapshot = warehouse.snapshot()
    programme = all_programmes(snapshot)[0]
    targets = overview(snapshot, programme, programme.rounds[-1].period_id).targets
    return next(one for one in targets if one.attainment_pct)


@pytest.mark.parametrize(("qualifier", "mark"), [("exact", ""), ("ge", "≥"), ("le", "≤"), ("est", "约 ")])
def test_the_share_of_a_bound_is_a_bound(target, qualifier, mark):
    bound = replace(target, qualifier=qualifier, attainment_pct=73.1)
    assert share_texts(SCREEN, bound) == [f"完成率 {mark}73.1%"]


def test_a_way_down_turns_a_bound_round(target):
    falling = replace(target, qualifier="ge", measure_type="reduction", comparator="<=", attainment_pct=40.0,
                      target_value=Decimal(80), baseline_value=Decimal(120))  # fmt: skip
    assert share_texts(SCREEN, falling) == ["完成率 ≤40.0%"]

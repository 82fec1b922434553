"""What is counted in ones is held against whole ones, in every sentence and drawing."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.address import Address
from dashboards.components.targets.bullet import bullet
from dashboards.phrases.bars import share_of_axis
from dashboards.phrases.figures import amount_text
from dashboards.phrases.targets import expected_text, whole_expected
from dashboards.screen import Screen
from dashboards.words import LANGUAGES, load_words
from metrics.reading.overview import overview
from metrics.reading.programme import all_programmes
from metrics.reading.rows import MeasureUnit

PIECES = MeasureUnit("件", "items", 0, is_count=True, is_whole=True)


def every_target(snapshot):
    """Every goal, requirement and part of every round."""
    for programme in all_programmes(snapshot):
        for entry in programme.rounds:
            view = overview(snapshot, programme, entry.period_id)
            yield from view.targets
            yield from (part.target for part in view.parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_called_behind_though_the_same_sentence_gives_as_much_as_it_asks(snapshot, language):
    screen, seen = Screen(load_words(language), Address("/", language)), 0
    for target in every_target(snapshot):
        if target.status not in ("behind", "slightly_behind") or target.status_reason != "pace":
            continue
        actual = amount_text(screen, target.actual_value, target.measure_unit, target.qualifier)
        expected = expected_text(screen, target)
        assert actual != expected, (target.target_id, actual)
        assert (
            (target.actual_value > target.expected_by_now)
            if target.falls
            else (target.actual_value < target.expected_by_now)
        )
        seen += 1
    assert seen > 50


def test_a_whole_expected_number_is_the_last_that_should_be_there_or_gone(snapshot):
    rising = replace(next(every_target(snapshot)), measure_unit=PIECES, comparator=">=", measure_type="cumulative")
    falling = replace(rising, comparator="<=", measure_type="reduction")
    assert whole_expected(5.86, rising) == 5
    assert whole_expected(94.2, falling) == 95
    amount = replace(rising, measure_unit=MeasureUnit("亿元", "RMB 100 million", 2, is_currency=True))
    assert whole_expected(5.86, amount) == Decimal("5.86")


def test_the_tick_of_a_bar_stands_at_the_whole_number_that_the_sentence_gives(snapshot):
    screen = Screen(load_words("zh"), Address("/", "zh"))
    target = replace(
        next(every_target(snapshot)), measure_unit=PIECES, comparator=">=", target_value=Decimal(10),
        actual_value=Decimal(5), expected_value=Decimal("5.86"), expected_whole=Decimal(5),
    )  # fmt: skip
    (tick,) = [mark for mark in bullet(screen, target).children if mark.className == "bullet-expected"]
    assert tick.style["left"] == f"{share_of_axis(target, Decimal(5)):.2f}%"
    assert expected_text(screen, target) == "5 件"

"""Every comparator and measure type at its edges: each has a rule of its own, a sentence, and no number that lies."""

import math

import pandas as pd
import pytest

from metrics.rules import attainment, comparators
from metrics.rules.comparators import COMPARATORS
from metrics.rules.judgement import judge
from metrics.rules.status import Thresholds
from metrics.sentences import load_sentences
from tests.metrics.judgement_rows import judgement_frame

NAN = math.nan
TARGET = {"actual_value": 500.0, "target_value": 700.0}
DUE = {"period_ends_on": "2020-12-31", "actual_ends_on": "2020-12-31"}


def judged(**changes):
    row = judge(judgement_frame({**TARGET, **changes}), Thresholds.load()).iloc[0]
    return row["attainment_ratio"], row["attainment_reason"], row["status"], row["status_reason"]


def expect(found, ratio, *rest):
    assert found[1:] == rest
    assert found[0] == pytest.approx(ratio, nan_ok=True)


@pytest.mark.parametrize(
    ("changes", "ratio", "reason", "status", "status_reason"),
    [
        # T = 0: met or not, no share.
        ({"target_value": 0.0, "measure_type": "cumulative"}, NAN, "target_zero", "achieved", "met"),
        ({"target_value": 0.0, "measure_type": "ratio", "actual_value": -1.0, **DUE}, NAN, "target_zero", "missed",
         "due_unmet"),
        # T < 0 without a baseline: a quotient would run backwards.
        ({"target_value": -10.0, "actual_value": -5.0}, NAN, "target_negative", "achieved", "met"),
        ({"target_value": -10.0, "actual_value": -20.0, **DUE}, NAN, "target_negative", "missed", "due_unmet"),
        # T = b and b beyond T: a level to hold.
        ({"baseline_value": 700.0}, NAN, "target_equals_baseline", "behind", "below_start"),
        ({"baseline_value": 700.0, "actual_value": 700.0}, NAN, "target_equals_baseline", "on_track", "kept"),
        ({"baseline_value": 800.0, "actual_value": 750.0}, NAN, "start_beyond_target", "on_track", "kept"),
        ({"baseline_value": 800.0, "actual_value": 750.0, **DUE}, NAN, "start_beyond_target", "achieved", "met"),
        ({"baseline_value": 800.0, "actual_value": 690.0, **DUE}, NAN, "start_beyond_target", "missed", "due_unmet"),
        # b ≤ 0: an absolute share stands, only growth is refused.
        ({"baseline_value": 0.0}, 500 / 700, None, "on_track", "pace"),
        ({"baseline_value": -100.0, "actual_value": 300.0}, 0.5, None, "behind", "pace"),
        # Negative actuals and steps backwards are shown as such.
        ({"baseline_value": 420.0, "actual_value": 400.0}, -20 / 280, None, "behind", "pace"),
        ({"actual_value": -70.0, **DUE}, -0.1, None, "missed", "due_unmet"),
        # Over-achieved: never capped.
        ({"actual_value": 1001.0}, 1.43, None, "achieved", "met"),
        # Before the start, after the due date.
        ({"period_ends_on": "2017-12-31"}, 500 / 700, None, "not_yet_due", "not_started"),
        ({"period_ends_on": "2022-12-31", "actual_ends_on": "2022-12-31"}, 500 / 700, None, "missed", "due_unmet"),
        ({"period_ends_on": "2022-12-31", "actual_value": NAN}, NAN, "no_figure", "no_data", "no_report"),
    ],
)  # fmt: skip
def test_floors_and_their_edges(changes, ratio, reason, status, status_reason):
    expect(judged(**changes), ratio, reason, status, status_reason)


REDUCTION = {"measure_type": "reduction", "comparator": "<=", "target_value": 80.0, "baseline_value": 120.0}


@pytest.mark.parametrize(
    ("changes", "ratio", "reason", "status", "status_reason"),
    [
        # Two thirds of the time has gone: the line stands at 93.4.
        ({"actual_value": 90.0}, 0.75, None, "on_track", "pace"),
        ({"actual_value": 98.0}, 0.55, None, "slightly_behind", "pace"),
        ({"actual_value": 100.0}, 0.5, None, "behind", "pace"),
        ({"actual_value": 130.0}, -0.25, None, "behind", "pace"),
        ({"actual_value": 80.0}, 1.0, None, "achieved", "met"),
        ({"actual_value": 60.0}, 1.5, None, "achieved", "met"),
        ({"actual_value": 80.1, **DUE}, 39.9 / 40, None, "missed", "due_unmet"),
        ({"actual_value": 0.0, "target_value": 0.0, **DUE}, 1.0, None, "achieved", "met"),
        ({"actual_value": 90.0, "baseline_value": NAN}, NAN, "reduction_without_baseline", "not_yet_due",
         "no_baseline"),
        ({"actual_value": 90.0, "baseline_value": 80.0}, NAN, "target_equals_baseline", "behind", "below_start"),
        ({"actual_value": 79.0, "baseline_value": 70.0}, NAN, "start_beyond_target", "on_track", "kept"),
        ({"actual_value": 90.0, "period_ends_on": "2017-06-30"}, 0.75, None, "not_yet_due", "not_started"),
    ],
)  # fmt: skip
def test_reductions_and_their_edges(changes, ratio, reason, status, status_reason):
    expect(judged(**{**REDUCTION, **changes}), ratio, reason, status, status_reason)


@pytest.mark.parametrize(
    ("changes", "ratio", "reason", "status", "status_reason"),
    [
        ({"actual_value": 79.0}, NAN, "ceiling_without_baseline", "on_track", "kept"),
        ({"actual_value": 80.0}, NAN, "ceiling_without_baseline", "on_track", "kept"),
        ({"actual_value": 81.0}, NAN, "ceiling_without_baseline", "behind", "limit_broken"),
        ({"actual_value": 81.0, **DUE}, NAN, "ceiling_without_baseline", "missed", "due_unmet"),
        ({"actual_value": 80.0, **DUE}, NAN, "ceiling_without_baseline", "achieved", "met"),
    ],
)
def test_ceilings_hold_while_they_are_not_broken(changes, ratio, reason, status, status_reason):
    ceiling = {"comparator": "<=", "measure_type": "ratio", "target_value": 80.0}
    expect(judged(**{**ceiling, **changes}), ratio, reason, status, status_reason)


@pytest.mark.parametrize(
    ("low", "high", "actual", "ratio", "reason", "status"),
    [
        (3.0, 5.0, 2.0, 2 / 3, None, "missed"),
        (3.0, 5.0, 3.0, 1.0, None, "achieved"),
        (3.0, 5.0, 5.0, 1.0, None, "achieved"),
        (3.0, 5.0, 6.0, 1.2, None, "achieved"),
        (0.0, 2.0, 0.0, 1.0, None, "achieved"),
        (0.0, 2.0, 3.0, 1.5, None, "achieved"),
        (0.0, 2.0, -1.0, NAN, "target_zero", "missed"),
        (-5.0, -2.0, -7.0, NAN, "target_negative", "missed"),
    ],
)
def test_ranges_and_their_edges(low, high, actual, ratio, reason, status):
    found = judged(
        comparator="range", target_value=NAN, target_low=low, target_high=high, actual_value=actual,
        baseline_value=4.0, **DUE,
    )  # fmt: skip
    expect(found[:3], ratio, reason, status)


def test_a_range_that_lacks_an_edge_has_no_share_and_no_position():
    value, edge, none = pd.Series([4.0, 4.0]), pd.Series([3.0, NAN]), pd.Series([NAN, 5.0])
    assert attainment.range_ratio(value, edge, none).isna().all()
    assert comparators.range_position(value, edge, none).tolist() == [None, None]


def test_a_strict_target_is_not_met_by_its_own_value_however_long_the_number():
    frame = {"comparator": ">", "actual_value": 1e16, "target_value": 1e16, **DUE}
    assert judged(**frame)[2] == "missed"
    assert judged(**frame, distance_sign=1.0)[2] == "achieved"


def test_every_comparator_and_measure_type_has_its_sentence():
    from metrics.catalog.models import MEASURE_TYPES

    sentences = load_sentences()
    assert {f"comparator.{name}" for name in COMPARATORS} <= set(sentences)
    assert {f"measure.{name}" for name in MEASURE_TYPES} <= set(sentences)

"""Whole judgements: attainment, pace and status of single targets, computed by hand beside each case."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rules import pace
from metrics.rules.judgement import judge
from metrics.rules.status import Thresholds
from metrics.rules.statuses import STATUSES
from tests.metrics.judgement_rows import judgement_frame

THRESHOLDS = Thresholds.load()
TARGET = {"measure_type": "cumulative", "actual_value": 500.0, "target_value": 1000.0}


def judged(**changes):
    return judge(judgement_frame({**TARGET, **changes}), THRESHOLDS).iloc[0]


def status(**changes):
    row = judged(**changes)
    return row["status"], row["status_reason"]


def test_linear_pace_of_the_worked_example():
    row = judged(
        measure_type="stock", actual_value=500.0, target_value=700.0, baseline_value=420.0,
        starts_on="2018-01-01", due_on="2021-01-01", period_ends_on="2019-01-01",
        actual_ends_on="2019-01-01",
    )  # fmt: skip
    assert row["pace_ratio"] == pytest.approx(0.857, abs=0.001)
    assert row["expected_value"] == pytest.approx(513.24, abs=0.01)  # 420 + 280 · 365/1096
    assert row["attainment_ratio"] == pytest.approx(80 / 280)
    assert row["plain_ratio"] == pytest.approx(500 / 700)
    assert row["status"] == "slightly_behind"


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(640.0, "on_track"), (632.0, "slightly_behind"), (540.0, "slightly_behind"), (530.0, "behind")],
)
def test_thresholds_of_pace(actual, expected):
    # Two thirds of the time (729 of 1095 days) has gone: the line stands at 665.75.
    assert status(actual_value=actual) == (expected, "pace")


def test_a_day_is_the_shortest_time_in_which_anything_can_pass():
    days = pd.to_datetime(pd.Series(["2018-01-01", "2018-01-02", "2018-01-01"]))
    due = pd.to_datetime(pd.Series(["2018-01-02", "2018-01-02", "2018-01-01"]))
    start = pd.to_datetime(pd.Series(["2018-01-01"] * 3))
    assert pace.elapsed_ratio(start, due, days).tolist()[:2] == [0.0, 1.0]
    assert math.isnan(pace.elapsed_ratio(start, due, days + pd.Timedelta(days=1))[2])


def test_missing_report_is_not_zero():
    row = judged(actual_value=math.nan, actual_ends_on=None)
    assert (row["status"], row["status_reason"]) == ("no_data", "no_report")
    assert math.isnan(row["attainment_ratio"])
    assert math.isnan(row["pace_ratio"])
    assert row["is_met"] is pd.NA


def test_missing_after_the_due_date_is_still_no_data():
    assert status(actual_value=math.nan, period_ends_on="2020-12-31") == ("no_data", "no_report")


def test_over_achievement_is_not_capped():
    assert judged(actual_value=1430.0)["attainment_ratio"] == pytest.approx(1.43)
    assert status(actual_value=1430.0) == ("achieved", "met")


def test_a_strict_target_reached_exactly_is_missed_when_due():
    changes = {"comparator": ">", "actual_value": 1000.0, "period_ends_on": "2020-12-31"}
    assert status(**changes) == ("missed", "due_unmet")
    assert judged(**changes)["attainment_ratio"] == 1.0


def test_a_flow_is_judged_by_the_year_it_stands_for():
    flow = {"measure_type": "annual_flow", "comparator": ">", "target_value": 700.0}
    june = judged(**flow, actual_value=996.7, actual_ends_on="2018-12-31", period_ends_on="2019-06-30")
    assert june["status"] == "achieved"
    late = status(**flow, actual_value=650.0, actual_ends_on="2019-12-31", period_ends_on="2020-12-31")
    assert late == ("no_data", "due_year_missing")


def test_a_floor_sum_with_missing_parts_decides_only_what_it_can():
    partial = {"qualifier": "ge", "part_missing_count": 1}
    assert status(**partial, actual_value=1200.0) == ("achieved", "met")
    assert status(**partial, actual_value=900.0) == ("on_track", "pace")
    assert status(**partial, actual_value=300.0) == ("no_data", "parts_missing")
    assert status(**partial, actual_value=300.0, period_ends_on="2020-12-31") == ("no_data", "parts_missing")


def test_an_expectation_is_reported_and_not_judged():
    assert status(comparator="expectation") == ("not_judged", "expectation")
    assert judged(comparator="expectation")["attainment_ratio"] == 0.5


def test_without_a_baseline_a_stock_has_no_pace():
    row = judged(measure_type="stock")
    assert (row["status"], row["status_reason"]) == ("not_yet_due", "no_baseline")
    assert math.isnan(row["expected_value"])


def test_a_range_says_where_the_figure_stands():
    edges = {"comparator": "range", "target_value": math.nan, "target_low": 3.0, "target_high": 5.0}
    stock = {"measure_type": "stock", "period_ends_on": "2020-12-31"}
    assert status(**edges, **stock, actual_value=2.0) == ("missed", "due_unmet")
    assert status(**edges, **stock, actual_value=4.0) == ("achieved", "met")
    assert status(**edges, **stock, actual_value=6.0) == ("achieved", "above_range")
    assert judged(**edges, **stock, actual_value=1.5)["attainment_ratio"] == 0.5


def test_an_annual_floor_is_only_kept_at_the_end():
    floor = {"comparator": "annual_floor", "measure_type": "annual_flow", "target_value": 10.0}
    assert status(**floor, actual_value=11.0) == ("on_track", "kept")
    assert status(**floor, actual_value=9.0) == ("behind", "floor_broken")
    ended = {"period_ends_on": "2020-12-31", "actual_ends_on": "2020-12-31"}
    assert status(**floor, **ended, actual_value=11.0) == ("achieved", "met")
    assert status(**floor, **ended, actual_value=9.0) == ("missed", "due_unmet")


def test_a_ceiling_holds_until_it_is_broken():
    ceiling = {"comparator": "<=", "measure_type": "stock", "target_value": 80.0, "baseline_value": 120.0}
    assert status(**ceiling, actual_value=90.0) == ("behind", "limit_broken")
    assert judged(**ceiling, actual_value=90.0)["attainment_ratio"] == pytest.approx(0.75)
    assert status(**ceiling, actual_value=80.0, period_ends_on="2020-12-31") == ("achieved", "met")


def test_before_the_start_nothing_is_due():
    assert status(period_ends_on="2017-12-31", actual_value=math.nan) == ("not_yet_due", "not_started")


# The warehouse keeps six decimals.
amount = st.one_of(st.just(math.nan), st.integers(0, 10**15).map(lambda millionths: millionths / 1e6))


@given(
    actual=amount,
    target=amount,
    baseline=amount,
    comparator=st.sampled_from([">=", ">", "<=", "range", "annual_floor", "expectation"]),
    measure_type=st.sampled_from(["annual_flow", "cumulative", "stock", "ratio", "reduction"]),
    qualifier=st.sampled_from(["exact", "ge", "lt", "est", "est_ge"]),
)
def test_every_judgement_is_one_of_the_statuses_and_finite(
    actual, target, baseline, comparator, measure_type, qualifier
):
    row = judged(
        actual_value=actual, target_value=target, target_low=target, target_high=target, baseline_value=baseline,
        comparator=comparator, measure_type=measure_type, qualifier=qualifier,
    )  # fmt: skip
    assert row["status"] in STATUSES
    assert not any(math.isinf(row[name]) for name in ("attainment_ratio", "pace_ratio", "expected_value"))
    assert (row["status"] == "no_data") or not math.isnan(actual)


@given(actual=st.floats(0, 1e6), step=st.floats(0, 1e6), measure_type=st.sampled_from(["cumulative", "ratio"]))
def test_attainment_is_monotone_in_the_actual(actual, step, measure_type):
    less, more = (judged(actual_value=v, measure_type=measure_type) for v in (actual, actual + step))
    assert more["attainment_ratio"] >= less["attainment_ratio"]


# --- a yearly amount inside its year

YEAR = {
    "measure_type": "annual_flow", "is_year_to_date": True, "starts_on": "2023-09-01", "due_on": "2025-12-31",
    "target_value": 300.0,
}  # fmt: skip
JUNE_2025 = {**YEAR, "period_ends_on": "2025-06-30", "actual_ends_on": "2025-06-30"}
JUNE_2024 = {**YEAR, "period_ends_on": "2024-06-30", "actual_ends_on": "2024-06-30"}


def expected(**changes):
    row = judged(**changes)
    return row["expected_basis"], row["expected_value"], row["status"]


@pytest.mark.parametrize(
    ("changes", "basis", "value"),
    [
        # 181 of 365 days of the year.
        ({}, "line", 300 * 181 / 365),
        # Two whole years of its own in which 30 of 100 came by June.
        ({"first_half_sum": 60.0, "year_sum": 200.0, "full_years": 2}, "own_season", 90.0),
        # One is not enough.
        ({"first_half_sum": 30.0, "year_sum": 100.0, "full_years": 1}, "line", 300 * 181 / 365),
        ({"borrowed_first_half_ratio": 0.25}, "borrowed_season", 75.0),
        ({"borrowed_first_half_ratio": 0.25, "first_half_sum": 60.0, "year_sum": 200.0, "full_years": 2}, "own_season", 90.0),
        ({"interim_value": 111.0, "first_half_sum": 60.0, "year_sum": 200.0, "full_years": 2}, "interim", 111.0),
    ],
)  # fmt: skip
def test_a_year_in_progress_is_held_against_interim_value_own_season_borrowed_season_and_even_line_in_this_order(
    changes, basis, value
):
    assert expected(**JUNE_2025, actual_value=80.0, **changes)[:2] == (basis, pytest.approx(value))


def test_a_year_that_ends_in_march_is_held_against_its_own_days():
    # The year runs from April: at the end of September half of it has gone, not three quarters.
    day = {"period_ends_on": "2025-09-30", "actual_ends_on": "2025-09-30", "due_on": "2026-03-31"}
    frame = judgement_frame({**TARGET, **YEAR, **day, "actual_value": 80.0})
    row = judge(frame.assign(measured_year_ends_on=pd.Timestamp("2026-03-31")), THRESHOLDS).iloc[0]
    assert row["elapsed_ratio"] == pytest.approx(183 / 365)


def test_a_year_before_the_last_one_is_to_bring_its_own_step_and_without_a_baseline_nobody_knows_which():
    # From 100 at the end of 2023 to 300 in 2025: 2024 is to bring 200.1 (366 of 731 days).
    known = judged(**JUNE_2024, actual_value=90.0, baseline_value=100.0, baseline_on="2023-12-31")
    step = 100 + 200 * 366 / 731
    assert known["plan_value"] == pytest.approx(step)
    assert known["expected_value"] == pytest.approx(step * 182 / 366)
    unknown = judged(**JUNE_2024, actual_value=90.0)
    assert math.isnan(unknown["expected_value"])
    assert (unknown["status"], unknown["status_reason"]) == ("not_yet_due", "no_baseline")


def test_elapsed_share_expected_value_and_status_are_of_the_day_of_the_actual():
    # Last year's official figure, carried on into June: judged on the last day of its own year.
    carried = judged(**{**JUNE_2025, "actual_ends_on": "2024-12-31", "is_year_to_date": False}, actual_value=210.0,
                     baseline_value=100.0, baseline_on="2023-12-31")  # fmt: skip
    assert carried["elapsed_ratio"] == pytest.approx(366 / 731)
    assert carried["expected_value"] == pytest.approx(100 + 200 * 366 / 731)
    assert carried["status"] == "on_track"


@pytest.mark.parametrize(
    ("actual", "worst", "status", "reason"),
    [
        (3.0, math.nan, "slightly_behind", "pace"),  # of 7 · 181/365 = 3.47 in this year
        (3.4, math.nan, "on_track", "pace"),
        (7.0, math.nan, "on_track", "kept"),
        (3.4, 8.0, "on_track", "pace"),
        (9.0, 6.0, "behind", "floor_broken"),  # an earlier year fell below
        (math.nan, 6.0, "behind", "floor_broken"),
        (math.nan, math.nan, "no_data", "no_report"),
    ],
)
def test_a_floor_of_every_year_is_judged_by_the_worst_whole_year_and_by_the_pace_of_this_one(
    actual, worst, status, reason
):
    row = judged(**{**JUNE_2025, "comparator": "annual_floor", "target_value": 7.0}, actual_value=actual,
                 worst_year_value=worst)  # fmt: skip
    assert (row["status"], row["status_reason"]) == (status, reason)


def test_a_floor_broken_once_is_missed_when_due_even_if_the_last_year_is_not_known():
    row = judged(**{**YEAR, "is_year_to_date": False, "comparator": "annual_floor", "target_value": 7.0},
                 period_ends_on="2025-12-31", actual_ends_on=None, actual_value=math.nan, worst_year_value=6.0)  # fmt: skip
    assert (row["status"], row["status_reason"]) == ("missed", "due_unmet")


@given(st.floats(0, 400), st.floats(1, 400))
def test_what_comes_in_ones_is_never_red_for_less_than_one(actual, target):
    row = judged(
        measure_type="cumulative", is_whole=True, actual_value=math.floor(actual), target_value=math.floor(target)
    )
    if row["status"] in ("behind", "slightly_behind"):
        assert math.floor(actual) <= row["expected_whole"] - 1


@pytest.mark.parametrize(
    ("actual", "status"), [(93.0, "on_track"), (90.0, "on_track"), (80.0, "slightly_behind"), (70.0, "behind")]
)
def test_a_level_without_a_baseline_is_held_against_the_plans_own_value(actual, status):
    row = judged(measure_type="ratio", actual_value=actual, target_value=95.0, interim_value=94.0)
    assert (row["expected_basis"], row["status"]) == ("interim", status)
    assert row["pace_ratio"] == pytest.approx(actual / 94)


def test_a_ceiling_is_kept_or_broken_by_itself_whatever_the_plan_thought_on_the_way():
    row = judged(measure_type="stock", comparator="<=", actual_value=34.0, target_value=35.0, interim_value=33.0)
    assert (row["status"], row["status_reason"], row["expected_basis"]) == ("on_track", "kept", None)


def test_a_fall_is_held_against_the_plans_own_value_too():
    # From 120 to 80; 96 planned by now, 104 reached: two thirds of the way there.
    row = judged(measure_type="reduction", comparator="<=", actual_value=104.0, target_value=80.0, baseline_value=120.0,
                 interim_value=96.0)  # fmt: skip
    assert row["pace_ratio"] == pytest.approx(16 / 24)
    assert (row["expected_basis"], row["status"]) == ("interim", "behind")

"""Forecasts say what their sample size allows, and the reason for what they leave out."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.sentences import load_sentences
from metrics.trends import forecast
from metrics.trends.forecast_rows import forecasts

NAN = math.nan


def series(*values, **changes):
    row = {
        "row_id": 1, "measure_type": "stock", "comparator": ">=", "wanted_value": 100.0, "start_value": 10.0,
        "is_event_count": False, "is_count": False, "may_be_negative": False, "is_due": False,
        "sample_count": len(values),
        "last_value": values[-1] if values else NAN,
        "point_times": np.arange(len(values), dtype=float), "point_values": np.array(values, dtype=float),
        "ahead_steps": 2.0 if values else NAN, "elapsed_years": len(values) / 2 if values else NAN,
        "remaining_years": 1.0 if values else NAN, "last_year_value": NAN, "part_value": NAN,
        "part_before_value": NAN, **changes,
    }  # fmt: skip
    return pd.DataFrame([row])


def rows(*values, **changes):
    return forecasts(series(*values, **changes)).set_index("method", drop=False)


@pytest.mark.parametrize(
    ("values", "changes", "reason"),
    [
        ((), {}, "no_points"),
        ((20.0,), {}, "one_point"),
        ((20.0,), {"start_value": NAN}, "one_point"),
        ((20.0, 30.0), {"elapsed_years": 0.6, "remaining_years": 1.9}, "too_early"),
        ((20.0, 31.0, 39.0, 50.0), {"elapsed_years": 0.2499, "remaining_years": 0.7501}, "too_early"),
        ((20.0, 30.0), {"is_due": True}, "due"),
        ((20.0, 30.0), {"ahead_steps": 0.0}, "due"),
        ((20.0, 30.0), {"comparator": "annual_floor"}, "floor"),
    ],
)
def test_what_cannot_be_forecast_is_refused_with_a_reason(values, changes, reason):
    found = forecasts(series(*values, **changes))
    assert found[["method", "reason", "sample_count"]].to_numpy().tolist() == [[None, reason, len(values)]]
    assert found["forecast_value"].isna().all()
    assert f"forecast.{reason}" in load_sentences()


def test_a_count_with_one_point_has_no_chance_either():
    assert forecasts(series(3.0, **COUNT))["reach_probability"].isna().all()
    assert forecasts(series(3.0, 6.0, **COUNT, elapsed_years=0.4))["reach_probability"].notna().any()
    assert forecasts(series(3.0, 6.0, **COUNT, elapsed_years=0.3))["reach_probability"].isna().all()


def test_a_quarter_of_the_time_is_enough():
    assert rows(20.0, 30.0, elapsed_years=0.5, remaining_years=1.5)["forecast_value"].tolist() == [50.0]


def test_two_points_give_a_line_and_no_interval():
    found = rows(20.0, 30.0)
    assert found[["forecast_value", "reason"]].to_numpy().tolist() == [[50.0, "two_points"]]
    assert found["interval_low"].isna().all()


def test_three_points_give_three_methods_and_their_spread():
    found = rows(20.0, 30.0, 34.0)
    assert set(found.index) == {"weighted_linear", "theil_sen", "damped_drift"}
    assert found.loc["theil_sen", "forecast_value"] == pytest.approx(
        48.0
    )  # slopes 10, 4 and 7; intercepts 20, 23 and 20
    assert found.loc["damped_drift", "forecast_value"] == pytest.approx(34 + 7 * (0.9 + 0.81))
    assert found["is_headline"].sum() == 1
    assert found["interval_low"].isna().all()


def test_four_points_give_a_band_when_drift_beats_no_change():
    row = rows(20.0, 31.0, 39.0, 50.0).loc["random_walk_drift"]
    assert row["forecast_value"] == pytest.approx(70.0)
    deviation = math.sqrt((1 + 4 + 1) / 2) * math.sqrt(2 * (1 + 2 / 3))  # changes 11, 8, 11 about their mean of 10
    assert row["interval_high"] - row["forecast_value"] == pytest.approx(1.885618 * deviation, rel=1e-6)
    assert (row["backtest_count"], row["interval_level"], row["reason"]) == (2, 0.8, "backtest_won")
    assert row["backtest_error"] == pytest.approx((3 + 1.5) / 2)  # 42 told for 39, 48.5 told for 50
    assert row["backtest_naive_error"] == pytest.approx((8 + 11) / 2)
    assert math.isnan(row["reach_probability"])  # only the model of counts gives a chance


def test_a_band_that_does_not_beat_no_change_is_dropped_and_said():
    row = rows(20.0, 30.0, 29.0, 31.0).loc["random_walk_drift"]
    assert row["backtest_error"] > row["backtest_naive_error"]
    assert row["reason"] == "backtest_lost"
    assert row[["interval_low", "interval_high", "reach_probability"]].isna().all()
    assert row["forecast_value"] == pytest.approx(31 + 2 * 11 / 3)


def test_changes_that_were_all_alike_tell_nothing_of_how_they_vary():
    for values in ((20.0, 30.0, 40.0, 50.0), (0.1, 0.2, 0.3, 0.4)):
        row = rows(*values).loc["random_walk_drift"]
        assert row["backtest_error"] < row["backtest_naive_error"]
        assert row["reason"] == "no_variation"
        assert row[["interval_low", "interval_high", "interval_level", "reach_probability"]].isna().all()


def test_growth_of_the_same_half_needs_all_three_amounts():
    amounts = {"last_year_value": 28.0, "part_value": 9.0, "part_before_value": 7.5}
    assert rows(20.0, 28.0, **amounts).loc["same_half_growth", "forecast_value"] == pytest.approx(33.6)
    for name in amounts:
        assert "same_half_growth" not in rows(20.0, 28.0, **{**amounts, name: NAN}).index
    assert "same_half_growth" not in rows(20.0, 28.0, **{**amounts, "part_before_value": 0.0}).index


COUNT = {
    "measure_type": "cumulative",
    "is_event_count": True,
    "is_count": True,
    "start_value": 0.0,
    "wanted_value": 15.0,
}


def test_the_chance_of_a_count_is_that_of_the_whole_number_that_meets_its_target():
    at_least = rows(3.0, 6.0, **COUNT).loc["event_count", "reach_probability"]
    sixteen = rows(3.0, 6.0, **{**COUNT, "wanted_value": 16.0}).loc["event_count", "reach_probability"]
    assert at_least == pytest.approx(0.26, abs=0.005)
    assert sixteen < at_least


def test_a_count_that_is_reached_is_certain_and_an_expectation_has_no_chance():
    assert rows(9.0, 15.0, **COUNT).loc["event_count", "reach_probability"] == 1.0
    assert "event_count" not in rows(9.0, 15.0, **COUNT, comparator="expectation").index


def test_before_any_time_has_passed_a_count_has_no_chance():
    assert forecasts(series(3.0, 6.0, **COUNT, elapsed_years=0.0))["reason"].tolist() == ["too_early"]


def test_one_method_is_the_headline_whatever_else_is_told():
    halves = {"last_year_value": 28.0, "part_value": 9.0, "part_before_value": 7.5}
    for values, headline in (
        ((3.0, 6.0), "linear"), ((3.0, 6.0, 8.0), "theil_sen"),
        ((3.0, 6.0, 8.0, 12.0), "random_walk_drift"),
    ):  # fmt: skip
        found = rows(*values, **COUNT, **halves)
        assert found.index[found["is_headline"].astype(bool)].tolist() == [headline]
        assert {"same_half_growth", "event_count"} < set(found.index)


def test_what_stands_still_is_no_better_told_by_drift():
    assert rows(20.0, 20.0, 20.0, 20.0).loc["random_walk_drift", "reason"] == "backtest_lost"


def test_what_may_not_be_negative_is_not_forecast_below_zero():
    falling = (34.0, 30.0, 20.0)
    assert (rows(*falling)["forecast_value"] < 20.0).all()
    assert rows(*falling, ahead_steps=9.0)["forecast_value"].min() == 0
    assert rows(*falling, ahead_steps=9.0, may_be_negative=True)["forecast_value"].min() < 0
    counted = rows(*falling, ahead_steps=9.0, is_count=True)["forecast_value"]
    assert counted.min() == 0.0
    assert rows(3.0, 2.0, 0.9, is_count=True, ahead_steps=0.5)["forecast_value"].between(0.0, 0.9, "neither").all()


def test_a_cumulative_count_is_never_forecast_below_what_it_is():
    found = rows(10.0, 9.0, 4.0, 3.0, **COUNT)
    assert (found["forecast_value"] >= 3.0).all()
    assert (found[["interval_low", "interval_high"]].dropna() >= 3.0).all(axis=None)


def test_uneven_steps_are_measured_in_time():
    times, values = np.array([[0.0, 1.0, 3.0, 4.0]]), np.array([[0.0, 1.0, 3.0, 4.0]])
    centre, deviation = forecast.random_walk_drift(times, values, np.array([2.0]))
    assert (centre[0], deviation[0]) == (6.0, 0.0)
    assert forecast.theil_sen(times, values, np.array([2.0]))[0] == 6.0
    assert forecast.weighted_linear(times, values, np.array([2.0]))[0] == pytest.approx(6.0)


UNEVEN = np.array([5.0, 6.0, 8.0, 9.0, 13.0]), np.array([2.0, 5.0, 4.0, 9.0, 11.0])


def test_the_weighted_line_halves_its_trust_every_two_steps():
    x, y = UNEVEN
    weights = np.array([1 / 16, 2**-3.5, 2**-2.5, 1 / 4, 1.0])  # 8, 7, 5, 4 and 0 steps old
    wanted = np.polyval(np.polyfit(x, y, 1, w=np.sqrt(weights)), 16.0)  # polyfit squares what it weighs
    assert forecast.weighted_linear(x[None, :], y[None, :], np.array([3.0]))[0] == pytest.approx(wanted)


def test_the_walk_measures_surprise_by_the_time_it_took():
    x, y = UNEVEN
    centre, deviation = forecast.random_walk_drift(x[None, :], y[None, :], np.array([3.0]))
    drift = 9 / 8
    surprises = [(3 - drift) / 1, (-1 - 2 * drift) / 2**0.5, (5 - drift) / 1, (2 - 4 * drift) / 2]
    sigma = math.sqrt(sum(s**2 for s in surprises) / 3)
    assert centre[0] == pytest.approx(11 + 3 * drift)
    assert deviation[0] == pytest.approx(sigma * math.sqrt(3 * (1 + 3 / 8)))


def test_the_backtest_looks_one_uneven_step_ahead_from_every_past_point():
    x, y = UNEVEN
    tried, error, naive = forecast.backtest(x[None, :], y[None, :])
    # Told from two points 5 + 3·2 = 11 for 4; from three 4 + 2/3 for 9; from four 9 + 7/4·4 = 16 for 11.
    assert (tried, error[0]) == (3, pytest.approx((7 + 13 / 3 + 5) / 3))
    assert naive[0] == pytest.approx((1 + 5 + 2) / 3)


def test_theil_sen_is_that_of_scipy():
    from scipy import stats

    values = np.array([67.83, 75.6, 148.58, 199.05, 282.32, 299.3, 405.83, 996.7])
    slope, intercept, *_ = stats.theilslopes(values, np.arange(8.0), method="joint")
    found = forecast.theil_sen(np.arange(8.0)[None, :], values[None, :], np.array([2.0]))[0]
    assert found == pytest.approx(intercept + slope * 9)


@settings(max_examples=60)
@given(values=st.lists(st.floats(-1e6, 1e6), max_size=9), ahead=st.floats(0.1, 10), count=st.booleans())
def test_no_forecast_is_infinite_and_every_row_has_its_size_and_reason(values, ahead, count):
    points = np.maximum.accumulate(np.abs(values)) if count and values else np.array(values)
    found = forecasts(series(*points, ahead_steps=ahead if len(values) else NAN, **(COUNT if count else {})))
    numbers = found.select_dtypes("number")
    assert not np.isinf(numbers.to_numpy(dtype=float)).any()
    assert (found["sample_count"] == len(values)).all()
    assert found["reason"].notna().all()
    assert found["reach_probability"].dropna().between(0, 1).all()
    if len(values) < 4:
        assert found["interval_low"].isna().all()

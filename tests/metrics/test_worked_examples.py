"""The worked examples of the methods, as written, and the refusals that go with them."""

import numpy as np
import pandas as pd
import pytest

from metrics.rules import pace
from metrics.rules.status import Thresholds
from metrics.trends import forecast, growth, method_panel, run_rate

THRESHOLDS = Thresholds.load()
BORROWED = 7707.2 / 28252


def judged(**changes):
    """One judgement as `mart.method_input` hands it over: 420 → 700 over three years, 500 after the first."""
    facts = {
        "row_id": 1, "measure_type": "stock", "comparator": ">=", "actual_value": 500.0, "qualifier": "exact",
        "aim_value": 700.0, "start_value": 420.0, "line_value": None, "status": "slightly_behind",
        "status_reason": "pace", "start_on": "2018-12-31", "measured_on": "2019-12-31", "due_on": "2021-12-31",
        "period_ends_on": "2019-12-31", "is_year_to_date": False, "is_in_year": False, "is_part_year": False,
        "plan_last_value": 420.0, "plan_this_value": 513.33, "first_half_sum": np.nan, "year_sum": np.nan,
        "full_years": 0, "borrowed_first_half_ratio": np.nan, **changes,
    }  # fmt: skip
    frame = pd.DataFrame([facts])
    for name in ("start_on", "measured_on", "due_on", "period_ends_on"):
        frame[name] = pd.to_datetime(frame[name])
    if facts["line_value"] is None:
        elapsed = pace.elapsed_ratio(frame["start_on"], frame["due_on"], frame["measured_on"])
        frame["line_value"] = pace.expected_value(frame["start_value"], frame["aim_value"], elapsed)
    return method_panel.panel(frame, THRESHOLDS).set_index("method")


def test_a_yearly_amount_has_two_steps_left_however_far_off_its_year_is():
    frame = pd.DataFrame(
        {
            "row_id": [1, 2, 3, 4], "remaining_value": 600.0, "best_value": 100.0, "has_figure": True, "is_a_sum": True,
            "is_yearly": [True, False, True, False], "step_months": 6, "is_to_be_exceeded": False,
            "period_ends_on": pd.to_datetime(["2018-12-31", "2018-12-31", "2020-06-30", "2020-12-31"]),
            "due_on": pd.to_datetime("2020-12-31"),
        }
    )  # fmt: skip
    rates = run_rate.run_rates(frame)
    assert rates["steps_left"].tolist()[:3] == [2.0, 4.0, 1.0]
    assert rates["required_value"].tolist()[:3] == [300.0, 150.0, 600.0]
    assert rates["reason"].tolist() == [None, None, None, "run_rate_due"]
    assert np.isnan(rates["required_value"][3])


def test_growth_ratio_and_linear_pace_disagree_and_both_are_shown():
    methods = judged()
    assert round(methods.loc["growth_rate", "method_value"], 2) == 1.03
    assert methods.loc["growth_rate", "method_class"] == "on_track"
    assert round(methods.loc["linear_pace", "method_value"], 2) == 0.86
    assert methods.loc["linear_pace", "method_class"] == "slightly_behind"
    assert methods.loc["seasonal_pace", "reason"] == "seasonal_not_a_flow"


def test_ninety_five_hundredths_is_on_track_and_a_hair_less_is_not():
    assert pace.pace_class(pd.Series([0.95, 0.9499999, 0.8, 0.7999]), 0.95, 0.8).tolist() == [
        "on_track", "slightly_behind", "slightly_behind", "behind",
    ]  # fmt: skip
    assert growth.growth_class(pd.Series([0.95, 0.9499999, 0.6, 0.5999, 0.0, -0.0001])).tolist() == [
        "on_track", "acceleration_needed", "acceleration_needed", "limited", "limited", "moving_away",
    ]  # fmt: skip


@pytest.mark.parametrize("baseline", [0.0, -3.0])
def test_growth_from_nothing_is_refused_and_no_small_number_stands_in(baseline):
    # 5 of 15 platforms after two of three years: with 0.001 for the zero it would read as on track.
    methods = judged(
        actual_value=5.0, aim_value=15.0, start_value=baseline, measure_type="cumulative",
        start_on="2018-12-31", measured_on="2020-12-31", due_on="2021-12-31",
    )  # fmt: skip
    assert np.isnan(methods.loc["growth_rate", "method_value"])
    assert methods.loc["growth_rate", "reason"] == "growth_baseline_not_positive"
    tricked = growth.growth_ratio(*(pd.Series([v]) for v in (5.0, 0.001, 15.0, 2.0, 3.0, 1.0)))
    assert tricked[0] > 0.95
    assert methods.loc["linear_pace", "method_class"] == "behind"


@pytest.mark.parametrize(
    ("actual", "baseline", "target", "elapsed", "direction", "reason"),
    [
        (0.0, 10.0, 20.0, 1.0, 1, None),
        (0.55, 0.5, 0.605, 1.0, 1, None),
        (90.0, 100.0, 81.0, 1.0, -1, None),
        (-1.0, 10.0, 20.0, 1.0, 1, "growth_actual_negative"),
        (5.0, 10.0, 0.0, 1.0, -1, "growth_target_not_positive"),
        (5.0, 10.0, np.nan, 1.0, 1, "growth_target_not_positive"),
        (5.0, np.nan, 20.0, 1.0, 1, "growth_no_baseline"),
        (5.0, 0.0, 20.0, 1.0, 1, "growth_baseline_not_positive"),
        (9.0, 10.0, 8.0, 1.0, 1, "growth_no_change_asked"),
        (9.0, 10.0, 12.0, 1.0, -1, "growth_no_change_asked"),
        (9.0, 10.0, 12.0, 0.0, 1, "growth_no_time_passed"),
        (np.nan, 10.0, 12.0, 1.0, 1, "no_figure"),
    ],
)
def test_growth_is_a_ratio_or_is_refused_by_name(actual, baseline, target, elapsed, direction, reason):
    arguments = [pd.Series([float(v)]) for v in (actual, baseline, target, elapsed, 2.0, direction)]
    assert growth.refusal(*arguments).tolist() == [reason]
    value = growth.growth_ratio(*arguments)[0]
    assert np.isnan(value) == (reason is not None)
    if reason is None:
        wanted = direction * (actual / baseline - 1) / abs((target / baseline) ** 0.5 - 1)
        assert value == pytest.approx(wanted)


@pytest.mark.parametrize(("count", "elapsed", "remaining", "chance"), [(6.0, 1.0, 1.0, 0.26), (9.0, 1.5, 0.5, 0.13)])
def test_the_same_linear_pace_means_different_chances(count, elapsed, remaining, chance):
    arguments = (np.array([value]) for value in (count, elapsed, remaining, 15.0))
    assert round(float(forecast.count_reach_probability(*arguments)[0]), 2) == chance
    assert count / 15 / (elapsed / (elapsed + remaining)) == pytest.approx(0.80)


def test_the_chance_of_a_count_is_that_of_scipys_negative_binomial():
    from scipy import stats

    for count, elapsed, remaining, target in [
        (6, 1.0, 1.0, 15),
        (0, 0.3, 2.0, 4),
        (40, 2.5, 0.1, 41),
        (3, 1.0, 5.0, 3),
    ]:
        found = forecast.count_reach_probability(*(np.array([float(v)]) for v in (count, elapsed, remaining, target)))
        wanted = stats.nbinom.sf(target - count - 1, 0.5 + count, elapsed / (elapsed + remaining))
        assert float(found[0]) == pytest.approx(wanted, abs=1e-12)


JUNE = {
    "measure_type": "annual_flow", "is_year_to_date": True, "is_in_year": True, "period_ends_on": "2021-06-30",
    "measured_on": "2021-06-30", "start_value": 0.0, "aim_value": 600.0, "start_on": "2018-12-31",
    "due_on": "2021-12-31", "actual_value": 170.0, "line_value": 600.0 * 181 / 365, "status": "on_track",
    "plan_last_value": 0.0, "plan_this_value": 600.0, "borrowed_first_half_ratio": BORROWED,
}  # fmt: skip


def test_a_june_is_measured_by_its_season_borrowed_and_labelled():
    row = judged(**JUNE).loc["seasonal_pace"]
    # 170 by the end of June, of 0.2728 · 600 = 163.68 that its season allows to be expected.
    assert row["expected_value"] == pytest.approx(600 * 7707.2 / 28252)
    assert row["method_value"] == pytest.approx(170 / (600 * 7707.2 / 28252))
    assert (row["first_half_source"], row["method_class"]) == ("borrowed", "on_track")


def test_two_full_years_of_its_own_make_the_season_the_metrics_own():
    row = judged(**JUNE, first_half_sum=300.0, year_sum=1000.0, full_years=2).loc["seasonal_pace"]
    assert (row["first_half_ratio"], row["first_half_source"]) == (0.3, "own")
    assert row["expected_value"] == 180.0
    one_year = judged(**JUNE, first_half_sum=300.0, year_sum=1000.0, full_years=1).loc["seasonal_pace"]
    assert one_year["first_half_source"] == "borrowed"


def test_nothing_is_borrowed_where_the_indicator_names_no_season():
    row = judged(**(JUNE | {"borrowed_first_half_ratio": np.nan})).loc["seasonal_pace"]
    assert (row["reason"], np.isnan(row["method_value"])) == ("seasonal_no_season", True)


def test_what_a_year_has_brought_so_far_has_no_growth_rate():
    assert judged(**JUNE).loc["growth_rate", "reason"] == "growth_year_to_date"


def test_a_straight_line_paints_june_red_where_the_season_does_not():
    # A count that adds up: 27 of the year's 100 by the end of June, as its season has it.
    june = {
        "measure_type": "cumulative", "start_value": 0.0, "aim_value": 100.0, "actual_value": 27.0,
        "start_on": "2018-12-31", "due_on": "2019-12-31", "measured_on": "2019-06-30", "is_in_year": True,
        "period_ends_on": "2019-06-30", "plan_last_value": 0.0, "plan_this_value": 100.0, "status": "behind",
        "borrowed_first_half_ratio": BORROWED,
    }  # fmt: skip
    methods = judged(**june)
    assert methods.loc["linear_pace", "method_class"] == "behind"
    assert methods.loc["seasonal_pace", "method_class"] == "on_track"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"measured_on": "2020-12-31"}, "seasonal_no_figure"),
        ({"is_part_year": True}, "seasonal_part_year"),
        ({"start_value": np.nan}, "seasonal_no_line"),
        ({"plan_this_value": 0.0, "line_value": 0.0}, "seasonal_no_distance"),
        # A ceiling has no line.
        ({"comparator": "<=", "line_value": np.nan}, "seasonal_no_line"),
        ({"measure_type": "ratio"}, "seasonal_not_a_flow"),
        ({"actual_value": np.nan}, "no_figure"),
    ],
)
def test_a_season_that_cannot_be_told_is_refused(changes, reason):
    row = judged(**{**JUNE, **changes}).loc["seasonal_pace"]
    assert (row["reason"], np.isnan(row["method_value"])) == (reason, True)


def test_a_settled_target_keeps_its_values_and_loses_its_classes():
    methods = judged(status="achieved", actual_value=800.0)
    assert methods["method_class"].isna().all()
    assert methods.loc["linear_pace", "reason"] == "settled"
    assert methods.loc["linear_pace", "method_value"] > 1


def test_a_floor_of_a_figure_proves_on_track_and_nothing_else():
    assert judged(qualifier="ge").loc["linear_pace", "reason"] == "bound_leaves_open"
    assert judged(qualifier="ge", actual_value=650.0).loc["linear_pace", "method_class"] == "on_track"


def test_an_upper_bound_proves_behind_and_never_on_track():
    assert judged(qualifier="lt", actual_value=650.0).loc["linear_pace", "reason"] == "bound_leaves_open"
    assert judged(qualifier="lt", actual_value=480.0).loc["linear_pace", "method_class"] == "behind"
    # 97 % of the growth needed is no bad news, but it may be less.
    assert judged(qualifier="lt").loc["growth_rate", "reason"] == "bound_leaves_open"
    assert judged(qualifier="lt", actual_value=400.0).loc["growth_rate", "method_class"] == "moving_away"
    assert judged(qualifier="est", actual_value=480.0).loc["linear_pace", "method_class"] == "behind"


def test_a_line_that_leads_nowhere_and_a_time_that_has_not_passed_are_told_apart():
    assert judged(start_value=np.nan).loc["linear_pace", "reason"] == "pace_no_line"
    assert judged(start_value=700.0).loc["linear_pace", "reason"] == "pace_no_line"
    # A yearly floor has no line from its start to its due day.
    floor = judged(comparator="annual_floor", line_value=np.nan, measured_on="2018-12-31")
    assert floor.loc["linear_pace", "reason"] == "pace_no_line"
    first_day = judged(measured_on="2018-12-31", period_ends_on="2018-12-31")
    assert first_day.loc["linear_pace", "reason"] == "pace_no_time"
    assert first_day.loc["growth_rate", "reason"] == "growth_no_time_passed"


def test_a_step_of_less_than_one_is_a_distance_too():
    share = judged(start_value=0.3, aim_value=0.9, actual_value=0.5, measured_on="2018-12-31")
    assert share.loc["linear_pace", "reason"] == "pace_no_time"


def test_without_a_figure_no_method_says_anything_else():
    methods = judged(actual_value=np.nan, measure_type="cumulative")
    assert methods["reason"].tolist() == ["no_figure"] * 3


def test_a_fall_is_measured_downwards():
    # 120 → 80 in three years; 100 after the first is a fall of 16.7 %, where 12.6 % a year are needed.
    fall = {"measure_type": "reduction", "comparator": "<=", "start_value": 120.0, "aim_value": 80.0}
    methods = judged(**fall, actual_value=100.0)
    so_far, needed = 1 - (100 / 120) ** (365.25 / 365), 1 - (80 / 120) ** (365.25 / 1096)
    assert methods.loc["growth_rate", "method_value"] == pytest.approx(so_far / needed)
    assert methods.loc["growth_rate", "method_class"] == "on_track"
    assert judged(**fall, actual_value=130.0).loc["growth_rate", "method_class"] == "moving_away"


YEAR_END = {**JUNE, "is_year_to_date": False, "is_in_year": False, "period_ends_on": "2020-12-31",
            "measured_on": "2020-12-31", "start_value": 300.0, "line_value": None, "actual_value": 500.0,
            "plan_last_value": 400.0, "plan_this_value": 500.0}  # fmt: skip


def test_at_a_years_end_the_plan_is_the_lines_and_only_that_years_amount_counts():
    row = judged(**YEAR_END).loc["seasonal_pace"]
    assert (row["expected_value"], row["method_value"]) == (500.0, 1.0)
    assert np.isnan(row["first_half_ratio"])
    assert row["first_half_source"] is None
    late = judged(**{**YEAR_END, "measured_on": "2019-12-31"}).loc["seasonal_pace"]
    assert (late["reason"], np.isnan(late["method_value"])) == ("seasonal_no_figure", True)
    count = judged(**{**YEAR_END, "measure_type": "cumulative", "measured_on": "2019-12-31"}).loc["seasonal_pace"]
    assert count["method_value"] == 1.0


def test_the_worst_year_against_a_yearly_floor_is_no_growth():
    methods = judged(comparator="annual_floor", actual_value=800.0)
    assert methods.loc["growth_rate", "reason"] == "growth_no_change_asked"
    assert np.isnan(methods.loc["growth_rate", "method_value"])


def test_required_run_rate_against_the_best_half_year():
    frame = pd.DataFrame(
        {
            "row_id": range(1, 10),
            "remaining_value": [480.0, -5.0, 480.0, 480.0, 480.0, 480.0, 0.0, 0.0, -5.0],
            "best_value": [100.0, 100.0, np.nan, 0.0, 100.0, 100.0, 100.0, 100.0, 100.0],
            "has_figure": [True, True, True, True, False, True, True, True, True],
            "is_a_sum": [True, True, True, True, True, False, True, True, True],
            "is_yearly": False,
            "step_months": 6,
            "is_to_be_exceeded": [False, True, True, False, False, False, False, True, True],
            "period_ends_on": pd.to_datetime("2019-12-31"),
            "due_on": pd.to_datetime("2020-12-31"),
        }
    )
    rates = run_rate.run_rates(frame)
    assert rates.loc[0, ["required_value", "best_multiple", "reason"]].tolist() == [240.0, 2.4, None]
    assert rates["reason"].tolist()[1:] == [
        "run_rate_already_met", "run_rate_no_past", "run_rate_no_progress", "no_figure", "run_rate_not_a_sum",
        # Exactly there: enough for "at least", not for "more than".
        "run_rate_already_met", "run_rate_at_the_edge", "run_rate_already_met",
    ]  # fmt: skip
    assert rates["required_value"].notna().tolist() == [True, False, True, True, *[False] * 5]

"""Which forecasts a sample size allows, as rows: the decision part of `docs/methods.md`, section 7.

1 point, or less than a quarter of the time: none. 2: a straight line (or growth within the year), no interval.
3 or more: three methods and their spread. 4 or more: a random walk with drift whose band stands only if it beat "no
change" on the past. Counts of events: the chance of reaching the target. Every row carries its sample size and a reason
in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.rules.first_match import first_match
from metrics.trends import forecast

Vector = npt.NDArray[np.float64]

# Of the time from the start to the due date, up to the last figure: less would draw a beginning on to the end.
LEAST_ELAPSED_SHARE = 0.25

METHODS = (
    "linear",
    "same_half_growth",
    "weighted_linear",
    "theil_sen",
    "damped_drift",
    "random_walk_drift",
    "event_count",
)
INPUTS = (
    "row_id",
    "measure_type",
    "comparator",
    "wanted_value",
    "start_value",
    "is_event_count",
    "is_count",
    "may_be_negative",
    "is_due",
    "sample_count",
    "point_times",
    "point_values",
    "last_value",
    "ahead_steps",
    "elapsed_years",
    "remaining_years",
    "last_year_value",
    "part_value",
    "part_before_value",
)
COLUMNS = (
    "row_id",
    "method",
    "is_headline",
    "sample_count",
    "forecast_value",
    "interval_low",
    "interval_high",
    "interval_level",
    "reach_probability",
    "backtest_count",
    "backtest_error",
    "backtest_naive_error",
    "reason",
)


def forecasts(frame: pd.DataFrame) -> pd.DataFrame:
    """Every forecast that each row of `frame` allows, or the one row that says why there is none.

    Args:
        frame: the columns of `mart.forecast_input`: lists of points with their steps, the way to the due date in
            steps and years, the value that meets the target (`wanted_value`), and what kind of figure it is.

    Returns:
        The columns `COLUMNS`; `method` is None in a refusal. Missing numbers are NaN, never infinite.
    """
    return pd.concat(forecast_parts(frame), ignore_index=True)


def forecast_parts(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """The same rows as `forecasts`, a part for each method, which need not be joined to be written."""
    frame = frame[list(INPUTS)]
    refused = refusal(frame)
    parts = [_rows(frame[refused.notna()], None, {"reason": refused[refused.notna()]})]
    open_rows = frame[refused.isna()]
    for count, group in open_rows.groupby("sample_count", sort=True):
        parts.extend(_of_size(group, int(str(count))))
    parts.extend(_same_half(open_rows))
    parts.extend(_event_counts(open_rows))
    return [part for part in parts if len(part)] or parts[:1]


def refusal(frame: pd.DataFrame) -> pd.Series:
    """Why nothing can be forecast: a reason code, or None, shape (n,).

    >>> refusal(pd.DataFrame({"sample_count": [0, 1, 5], "comparator": [">="] * 3, "is_due": [False] * 3,
    ...                       "measure_type": ["stock"] * 3, "elapsed_years": [float("nan"), 1.0, 0.5],
    ...                       "remaining_years": [float("nan"), 1.0, 2.0],
    ...                       "ahead_steps": [float("nan"), 2.0, 2.0]})).tolist()
    ['no_points', 'one_point', 'too_early']
    """
    elapsed = frame["elapsed_years"] / (frame["elapsed_years"] + frame["remaining_years"])
    rules: list[tuple[pd.Series, str | None]] = [
        (frame["comparator"] == "annual_floor", "floor"),
        (frame["measure_type"] == "rank", "rank"),
        (frame["is_due"].astype(bool), "due"),
        (frame["sample_count"] == 0, "no_points"),
        (~(frame["ahead_steps"] > 0), "due"),
        (frame["sample_count"] == 1, "one_point"),
        (~(elapsed >= LEAST_ELAPSED_SHARE), "too_early"),
    ]
    return first_match(rules)


def _of_size(group: pd.DataFrame, count: int) -> Iterator[pd.DataFrame]:
    ahead = group["ahead_steps"].to_numpy(dtype=float)
    times, values = _matrix(group, "point_times", count), _matrix(group, "point_values", count)
    if count == 2:
        value = forecast.linear(times, values, ahead)
        yield _rows(group, "linear", {"forecast_value": value, "is_headline": True, "reason": "two_points"})
        return
    spread = {
        "weighted_linear": forecast.weighted_linear(times, values, ahead),
        "theil_sen": forecast.theil_sen(times, values, ahead),
        "damped_drift": forecast.damped_drift(times, values, ahead),
    }
    for method, value in spread.items():
        is_headline = count == 3 and method == "theil_sen"
        yield _rows(group, method, {"forecast_value": value, "is_headline": is_headline, "reason": "spread"})
    if count > 3:
        yield _walk(group, times, values, ahead)


def _walk(group: pd.DataFrame, times: forecast.Matrix, values: forecast.Matrix, ahead: Vector) -> pd.DataFrame:
    count = times.shape[1]
    centre, deviation = forecast.random_walk_drift(times, values, ahead)
    low, high = forecast.interval(centre, deviation, count)
    tried, error, naive_error = forecast.backtest(times, values)
    wins, varied = error < naive_error, deviation > 0
    has_interval = wins & varied
    return _rows(
        group,
        "random_walk_drift",
        {
            "is_headline": True,
            "forecast_value": centre,
            "interval_low": np.where(has_interval, low, np.nan),
            "interval_high": np.where(has_interval, high, np.nan),
            "interval_level": np.where(has_interval, forecast.INTERVAL_LEVEL, np.nan),
            "backtest_count": tried,
            "backtest_error": error,
            "backtest_naive_error": naive_error,
            "reason": np.select([~wins, ~varied], ["backtest_lost", "no_variation"], "backtest_won"),
        },
    )


def _same_half(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    names = ("last_year_value", "part_value", "part_before_value")
    group = frame[frame[list(names)].notna().all(axis=1)]
    value = forecast.same_half_growth(*(_vector(group, name) for name in names))
    known = np.isfinite(value)
    yield _rows(group[known], "same_half_growth", {"forecast_value": value[known], "reason": "same_half"})


def _event_counts(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    fit = frame["is_event_count"].astype(bool) & (frame["elapsed_years"] > 0) & ~_is_ceiling(frame)
    group = frame[fit & (frame["comparator"] != "expectation")]
    if group.empty:
        return
    count, elapsed, remaining = (_vector(group, n) for n in ("last_value", "elapsed_years", "remaining_years"))
    chance = forecast.count_reach_probability(count, elapsed, remaining, _vector(group, "wanted_value"))
    value = forecast.count_forecast(count, elapsed, remaining)
    yield _rows(group, "event_count", {"forecast_value": value, "reach_probability": chance, "reason": "event_count"})


def _is_ceiling(group: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return (group["comparator"] == "<=").to_numpy()


def _rows(group: pd.DataFrame, method: str | None, values: dict[str, Any]) -> pd.DataFrame:
    columns: dict[str, Any] = {
        **dict.fromkeys(COLUMNS, np.nan),
        "row_id": group["row_id"],
        "method": pd.Series([method] * len(group), index=group.index, dtype=object),
        "sample_count": group["sample_count"],
        "is_headline": False,
        **values,
    }
    for name in ("forecast_value", "interval_low", "interval_high"):
        if name in values:
            columns[name] = _held(pd.Series(values[name], index=group.index), group)
    return pd.DataFrame(columns, index=group.index)


def _held(value: pd.Series, group: pd.DataFrame) -> pd.Series:
    """A cumulative figure never falls below its last value, and none below zero that may not be negative."""
    value, may_be_negative = value.astype(float), group["may_be_negative"].astype(bool)
    held = value.mask(~may_be_negative & (value < 0), 0.0)
    rising = (group["measure_type"] == "cumulative") & ~may_be_negative & value.notna()
    return held.mask(rising & (held < group["last_value"]), group["last_value"])


def _vector(group: pd.DataFrame, name: str) -> Vector:
    vector: Vector = group[name].to_numpy(dtype=float)
    return vector


def _matrix(group: pd.DataFrame, name: str, count: int) -> forecast.Matrix:
    matrix: forecast.Matrix = np.concatenate(group[name].to_list()).astype(float).reshape(len(group), count)
    return matrix

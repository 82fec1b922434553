"""Pace (序时进度): progress made, measured against what should have been made by now.

Source: `docs/methods.md`, section 3. Progress counts from the baseline b at t₀; a cumulative count starts from
zero by definition, and so does what a year has brought so far. Any other target without a baseline has no pace:
nothing is substituted for what nobody stated. What should have been made is the plan's interim value, else of a year
in progress what its season allows, else the straight line's.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.rules.first_match import first_match

# Within the first tenth of its time nothing is judged by its pace.
LEAST_ELAPSED_RATIO = 0.1
# So many whole years make a season of one's own.
LEAST_FULL_YEARS = 2


def elapsed_ratio(
    starts_on: pd.Series[pd.Timestamp], due_on: pd.Series[pd.Timestamp], on: pd.Series[pd.Timestamp]
) -> pd.Series[float]:
    """τ = (t − t₀) ÷ (t_T − t₀) of days (datetime64) as a share, held between 0 and 1, shape (n,).

    >>> day = lambda text: pd.Series(pd.to_datetime([text]))
    >>> elapsed_ratio(day("2018-01-01"), day("2020-12-31"), day("2019-07-02")).round(3)[0]
    np.float64(0.5)
    """
    whole = (due_on - starts_on).dt.days.astype(float)
    passed = (on - starts_on).dt.days.astype(float)
    return (passed / whole.where(whole > 0)).clip(0.0, 1.0)


def start_value(measure_type: pd.Series, baseline: pd.Series) -> pd.Series:
    """The value at t₀: the stated baseline, zero for a cumulative count, else missing.

    >>> start_value(pd.Series(["cumulative", "stock"]), pd.Series([float("nan")] * 2)).tolist()
    [0.0, nan]
    """
    return baseline.astype(float).mask((measure_type == "cumulative") & baseline.isna(), 0.0)


def pace_class(
    pace: pd.Series, on_track_ratio: float | pd.Series, slightly_behind_ratio: float | pd.Series
) -> pd.Series:
    """`on_track`, `slightly_behind` or `behind` by the thresholds; None where there is no pace, shape (n,).

    >>> pace_class(pd.Series([0.95, 0.86, 0.5, float("nan")]), 0.95, 0.80).tolist()
    ['on_track', 'slightly_behind', 'behind', None]
    """
    return first_match(
        [
            (pace >= on_track_ratio, "on_track"),
            (pace >= slightly_behind_ratio, "slightly_behind"),
            (pace < slightly_behind_ratio, "behind"),
        ]
    )


def expected_value(start: pd.Series, target: pd.Series, elapsed: pd.Series) -> pd.Series:
    """E = b + (T − b)·τ: where a straight line would stand today, in the target's measure unit.

    >>> expected_value(pd.Series([420.0]), pd.Series([700.0]), pd.Series([1 / 3])).round(2)[0]
    np.float64(513.33)
    """
    start = start.astype(float)
    return start + (target.astype(float) - start) * elapsed.astype(float)


def pace_ratio(actual: pd.Series, start: pd.Series, expected: pd.Series) -> pd.Series:
    """P = (y − b) ÷ (E − b) as a share (1 = as planned), shape (n,); missing while nothing is expected yet.

    >>> s = pd.Series
    >>> pace_ratio(s([500.0, 420.0]), s([420.0, 420.0]), s([513.33, 420.0])).round(2).tolist()
    [0.86, nan]
    """
    start = start.astype(float)
    due = expected.astype(float) - start
    return (actual.astype(float) - start) / due.where(due != 0)


def whole_expected(expected: pd.Series, start: pd.Series, is_whole: pd.Series) -> pd.Series:
    """E in whole things: the whole number that has been passed on the way up, or down, shape (n,).

    What can only be counted in ones is held against the last whole one that should be there; other measures against
    E itself.

    >>> s = pd.Series
    >>> whole_expected(s([5.86, 5.86, 94.2]), s([0.0, 0.0, 100.0]), s([True, False, True])).tolist()
    [5.0, 5.86, 95.0]
    """
    # Nine digits: a product of shares must not miss a whole number by the last bit of a float.
    value = expected.astype(float).round(9)
    falls = value < start.astype(float)
    return value.mask(is_whole, pd.Series(np.where(falls, np.ceil(value), np.floor(value)), index=value.index)).where(
        is_whole, expected.astype(float)
    )


def year_share(on: pd.Series[pd.Timestamp], year_ends_on: pd.Series[pd.Timestamp]) -> pd.Series[float]:
    """The share of the year that ends on `year_ends_on` which has passed at the end of the day `on`, shape (n,).

    >>> day = lambda text: pd.Series(pd.to_datetime([text]))
    >>> round(year_share(day("2025-06-30"), day("2025-12-31"))[0] * 365)
    181
    """
    # By the day after, which every year has: the last one may be 29 February.
    day = pd.Timedelta(days=1)
    starts_on = year_ends_on + day - pd.DateOffset(years=1) - day
    return elapsed_ratio(starts_on, year_ends_on, on)


def first_half_ratio(first_half_sum: pd.Series, year_sum: pd.Series, full_years: pd.Series) -> pd.Series:
    """S from the metric's own past: what first halves brought ÷ what those whole years brought, shape (n,).

    The years are added before they are divided, so a small year does not weigh like a large one. Missing below
    two full years, when the years brought nothing, or when their first halves brought more than the whole.

    >>> s = pd.Series
    >>> first_half_ratio(s([70.0, 30.0, 0.0, 1.2, 0.4]), s([200.0, 100.0, 0.0, 1.0, 1.0]), s([2, 1, 2, 2, 3])).tolist()
    [0.35, nan, nan, nan, 0.4]
    """
    ratio = first_half_sum.astype(float) / year_sum.astype(float).where(year_sum > 0)
    return ratio.where((full_years >= LEAST_FULL_YEARS) & ratio.between(0, 1))

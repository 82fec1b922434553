"""Linear pace (序时进度): progress made, measured against the time that has passed.

Source: `docs/methods.md`, section 3. Progress counts from the baseline b at t₀; a cumulative count starts from
zero by definition. Any other target without a baseline has no pace: nothing is substituted for what nobody
stated.
"""

from __future__ import annotations

import pandas as pd

from metrics.rules.first_match import first_match


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


def pace_class(pace: pd.Series, on_track_ratio: float, slightly_behind_ratio: float) -> pd.Series:
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


def pace_ratio(actual: pd.Series, start: pd.Series, target: pd.Series, elapsed: pd.Series) -> pd.Series:
    """P = ((y − b) ÷ (T − b)) ÷ τ as a share (1 = as planned), shape (n,); missing at τ = 0.

    >>> s = pd.Series
    >>> pace_ratio(s([500.0]), s([420.0]), s([700.0]), s([1 / 3])).round(2)[0]
    np.float64(0.86)
    """
    start, elapsed = start.astype(float), elapsed.astype(float)
    change = target.astype(float) - start
    progress = (actual.astype(float) - start) / change.where(change != 0)
    return progress / elapsed.where(elapsed > 0)

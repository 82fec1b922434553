"""Growth-rate ratio: the growth so far against the growth that the target needs, both as yearly rates.

Source: `docs/methods.md`, section 4; the method of Eurostat's progress assessment and of the Open SDG progress
calculation. It is defined for amounts above zero only. Where it is not, it is refused by name: putting 0.001 in
place of a zero start makes any first figure look like explosive growth.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.rules.first_match import first_match
from metrics.trends.given import DAYS_A_YEAR

REASON_NO_BASELINE = "growth_no_baseline"
REASON_BASELINE_NOT_POSITIVE = "growth_baseline_not_positive"
REASON_TARGET_NOT_POSITIVE = "growth_target_not_positive"
REASON_ACTUAL_NEGATIVE = "growth_actual_negative"
REASON_NO_CHANGE_ASKED = "growth_no_change_asked"
REASON_OF_A_RATE = "growth_of_a_rate"
REASON_NO_TIME_PASSED = "growth_no_time_passed"
REASON_OUT_OF_BOUNDS = "growth_out_of_bounds"
REASON_NO_FIGURE = "no_figure"
REASON_YEAR_TO_DATE = "growth_year_to_date"


def years_between(since: pd.Series[pd.Timestamp], until: pd.Series[pd.Timestamp]) -> pd.Series[float]:
    """Time from day to day (datetime64) in years of 365.25 days, shape (n,).

    >>> day = lambda text: pd.Series(pd.to_datetime([text]))
    >>> years_between(day("2018-01-01"), day("2022-01-01")).tolist()
    [4.0]
    """
    return (until - since).dt.days.astype(float) / DAYS_A_YEAR


def yearly_rate(start: pd.Series, end: pd.Series, years: pd.Series) -> pd.Series:
    """(end ÷ start)^(1/years) − 1, shape (n,); missing unless start > 0, end ≥ 0 and years > 0.

    >>> yearly_rate(pd.Series([420.0]), pd.Series([700.0]), pd.Series([3.0])).round(4).tolist()
    [0.1856]
    >>> yearly_rate(pd.Series([-1.0, 4.0, 4.0]), pd.Series([-2.0, 2.0, 2.0]), pd.Series([1.0, -1.0, 0.0])).tolist()
    [nan, nan, nan]
    """
    start, end, years = start.astype(float), end.astype(float), years.astype(float)
    fit = (start > 0) & (end >= 0) & (years > 0)
    with np.errstate(over="ignore"):
        rate = (end / start.where(fit)) ** (1 / years.where(fit)) - 1
    return rate.where(np.isfinite(rate))


def growth_ratio(
    actual: pd.Series,
    baseline: pd.Series,
    target: pd.Series,
    elapsed_years: pd.Series,
    whole_years: pd.Series,
    direction: pd.Series,
) -> pd.Series:
    """R = d·[(y/b)^(1/(t − t₀)) − 1] ÷ |(T/b)^(1/(t_T − t₀)) − 1|, shape (n,); missing where refused.

    Args:
        actual: y at t, in the measure unit of `baseline` (b at t₀) and `target` (T at t_T).
        baseline: b; the ratio is refused unless it is above zero.
        target: T, above zero.
        elapsed_years: t − t₀.
        whole_years: t_T − t₀.
        direction: d, 1 where more is wanted and −1 where less is.

    Returns:
        1 = growing exactly as fast as needed from start to target; below 0 = moving away.

    >>> s = lambda x: pd.Series([x])
    >>> growth_ratio(s(500.0), s(420.0), s(700.0), s(1.0), s(3.0), s(1)).round(2).tolist()
    [1.03]
    >>> growth_ratio(s(5.0), s(0.0), s(15.0), s(2.0), s(3.0), s(1)).tolist()
    [nan]
    >>> growth_ratio(s(0.55), s(0.5), s(0.605), s(1.0), s(2.0), s(1)).round(2).tolist()
    [1.0]
    >>> growth_ratio(s(110.0), s(100.0), s(80.0), s(1.0), s(2.0), s(-1)).round(2).tolist()
    [-0.95]
    """
    actual, baseline, target = actual.astype(float), baseline.astype(float), target.astype(float)
    needed = yearly_rate(baseline, target.where(target > 0), whole_years).abs()
    towards = (target - baseline) * direction > 0
    with np.errstate(over="ignore"):
        ratio = direction * yearly_rate(baseline, actual, elapsed_years) / needed.where(towards & (needed > 0))
    return ratio.where(np.isfinite(ratio))


def growth_class(ratio: pd.Series, on_track_ratio: float = 0.95, acceleration_ratio: float = 0.60) -> pd.Series:
    """Eurostat's four classes: `on_track`, `acceleration_needed`, `limited`, `moving_away`; None where refused.

    >>> growth_class(pd.Series([1.03, 0.95, 0.7, 0.1, -0.2, float("nan")])).tolist()
    ['on_track', 'on_track', 'acceleration_needed', 'limited', 'moving_away', None]
    """
    return first_match(
        [
            (ratio >= on_track_ratio, "on_track"),
            (ratio >= acceleration_ratio, "acceleration_needed"),
            (ratio >= 0, "limited"),
            (ratio < 0, "moving_away"),
        ]
    )


def refusal(
    actual: pd.Series,
    baseline: pd.Series,
    target: pd.Series,
    elapsed_years: pd.Series,
    whole_years: pd.Series,
    direction: pd.Series,
) -> pd.Series:
    """Why `growth_ratio` of the same arguments is missing: a reason code, or None where it is defined, shape (n,).

    >>> s = lambda x: pd.Series([x])
    >>> refusal(s(5.0), s(0.0), s(15.0), s(2.0), s(3.0), s(1)).tolist()
    ['growth_baseline_not_positive']
    >>> refusal(s(float("nan")), s(5.0), s(15.0), s(2.0), s(3.0), s(1)).tolist()
    ['no_figure']
    >>> refusal(s(5.0), s(15.0), s(15.0), s(2.0), s(3.0), s(1)).tolist()
    ['growth_no_change_asked']
    """
    rules: list[tuple[pd.Series, str | None]] = [
        (actual.isna(), REASON_NO_FIGURE),
        (baseline.isna(), REASON_NO_BASELINE),
        (baseline <= 0, REASON_BASELINE_NOT_POSITIVE),
        (target.isna() | (target <= 0), REASON_TARGET_NOT_POSITIVE),
        (actual < 0, REASON_ACTUAL_NEGATIVE),
        ((target - baseline) * direction <= 0, REASON_NO_CHANGE_ASKED),
        (~(elapsed_years > 0) | ~(whole_years > 0), REASON_NO_TIME_PASSED),
    ]
    # A rate too large or a change too small for a float leaves no ratio either.
    ratio = growth_ratio(actual, baseline, target, elapsed_years, whole_years, direction)
    return first_match([*rules, (ratio.isna(), REASON_OUT_OF_BOUNDS)])

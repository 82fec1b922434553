"""Attainment (完成率) by measure type: how much of the target the actual makes up.

Source: `docs/methods.md`, section 1. A share that cannot be computed is missing with a reason, never NaN on
screen, infinity or a silent zero.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

REASON_TARGET_ZERO = "target_zero"
REASON_TARGET_EQUALS_BASELINE = "target_equals_baseline"


def plain_ratio(actual: pd.Series, target: pd.Series) -> pd.Series:
    """Actual ÷ target, shape (n,); missing where either is missing or the target is zero.

    >>> plain_ratio(pd.Series([1001.0, 5.0]), pd.Series([700.0, 0.0])).round(2).tolist()
    [1.43, nan]
    """
    target = target.astype(float)
    return actual.astype(float) / target.where(target != 0)


def baseline_ratio(actual: pd.Series, target: pd.Series, baseline: pd.Series) -> pd.Series:
    """(y − b) ÷ (T − b): the share of the promised change that has happened, shape (n,).

    Serves growth and reduction alike: 120 → 90 of a promised 120 → 80 is three quarters.

    >>> s = pd.Series
    >>> baseline_ratio(s([500.0, 90.0]), s([700.0, 80.0]), s([420.0, 120.0])).round(3).tolist()
    [0.286, 0.75]
    """
    change = target.astype(float) - baseline.astype(float)
    return (actual.astype(float) - baseline.astype(float)) / change.where(change != 0)


def range_ratio(actual: pd.Series, low: pd.Series, high: pd.Series) -> pd.Series:
    """Against a range: actual ÷ its lower edge below it, 1 inside, actual ÷ its upper edge above.

    >>> s = pd.Series
    >>> range_ratio(s([1.5, 4.0, 6.0]), s([3.0] * 3), s([5.0] * 3)).tolist()
    [0.5, 1.0, 1.2]
    """
    below, above = plain_ratio(actual, low), plain_ratio(actual, high)
    inside = pd.Series(1.0, index=actual.index).where(below.notna() & above.notna())
    return inside.mask(below < 1, below).mask(above > 1, above)


def attainment_ratio(
    measure_type: pd.Series,
    comparator: pd.Series,
    actual: pd.Series,
    target: pd.Series,
    low: pd.Series,
    high: pd.Series,
    baseline: pd.Series,
) -> pd.Series:
    """The attainment of each row as a share (1 = met), shape (n,), missing where undefined.

    A stock with a baseline counts from it; a ceiling (`<=`) without a baseline has no share, only met or not;
    everything else is actual ÷ target. For an annual floor the caller passes the worst year.
    """
    from_baseline = (measure_type == "stock") & baseline.notna() | (comparator == "<=")
    ratio = plain_ratio(actual, target)
    ratio = ratio.mask(from_baseline, baseline_ratio(actual, target, baseline))
    return ratio.mask(comparator == "range", range_ratio(actual, low, high))


def undefined_reason(measure_type: pd.Series, target: pd.Series, baseline: pd.Series) -> pd.Series:
    """Why a share is undefined: a reason code, or None where it is defined."""
    counts_from_baseline = (measure_type == "stock") & baseline.notna()
    reasons = np.select(
        [counts_from_baseline & (target == baseline), ~counts_from_baseline & (target == 0)],
        [REASON_TARGET_EQUALS_BASELINE, REASON_TARGET_ZERO],
        "",
    )
    return pd.Series(reasons, index=target.index, dtype=object).replace("", None)

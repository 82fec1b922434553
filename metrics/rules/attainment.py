"""Attainment (完成率) by measure type: how much of the target the actual makes up.

Source: `docs/methods.md`, section 1. A share that cannot be computed is missing with a reason, never NaN on
screen, infinity or a silent zero.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.catalog.models import LEVELS, MEASURE_TYPES
from metrics.rules.comparators import COMPARATORS, check_known
from metrics.rules.first_match import first_match

REASON_TARGET_ZERO = "target_zero"
REASON_TARGET_NEGATIVE = "target_negative"
REASON_TARGET_EQUALS_BASELINE = "target_equals_baseline"
REASON_START_BEYOND_TARGET = "start_beyond_target"
REASON_CEILING_WITHOUT_BASELINE = "ceiling_without_baseline"
REASON_REDUCTION_WITHOUT_BASELINE = "reduction_without_baseline"
REASON_RANK = "rank"
REASON_NO_FIGURE = "no_figure"


def plain_ratio(actual: pd.Series, target: pd.Series) -> pd.Series:
    """Actual ÷ target, shape (n,); missing where either is missing or the target is not above zero.

    Against a target below zero the quotient runs backwards (−5 of −10 would read as half done and −20 as double).

    >>> plain_ratio(pd.Series([1001.0, 5.0, -5.0]), pd.Series([700.0, 0.0, -10.0])).round(2).tolist()
    [1.43, nan, nan]
    """
    target = target.astype(float)
    return actual.astype(float) / target.where(target > 0)


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
    >>> range_ratio(s([0.0, 3.0]), s([0.0, 0.0]), s([2.0, 2.0])).tolist()
    [1.0, 1.5]
    """
    value, low, high = actual.astype(float), low.astype(float), high.astype(float)
    known = value.notna() & low.notna() & high.notna()
    ratio = pd.Series(1.0, index=actual.index).where(known)
    return ratio.mask(value < low, plain_ratio(value, low)).mask(value > high, plain_ratio(value, high))


def counts_from_baseline(measure_type: pd.Series, comparator: pd.Series, baseline: pd.Series) -> pd.Series:
    """Whether the share is that of a promised change: levels with a baseline, reductions and ceilings, shape (n,)."""
    edges = comparator.isin(["range", "annual_floor"])
    level = measure_type.isin(LEVELS) & baseline.notna()
    return (level | (measure_type == "reduction") | (comparator == "<=")) & ~edges


def wants_less(measure_type: pd.Series, comparator: pd.Series) -> pd.Series:
    """Whether lower figures are better: ceilings and reductions, shape (n,)."""
    return (comparator == "<=") | (measure_type == "reduction")


def holds_a_level(measure_type: pd.Series, comparator: pd.Series, aim: pd.Series, baseline: pd.Series) -> pd.Series:
    """Whether the target asks for no change: where it started, the level was already right, shape (n,).

    Such a target has no distance to cover and so no line: it is kept or broken, like a ceiling. `aim` is the target,
    of a range its lower edge. "More than" the start still asks for something.

    >>> s = lambda *x: pd.Series(list(x))
    >>> holds_a_level(s("stock", "stock", "stock", "ratio", "stock"), s(">=", ">", ">=", ">=", "<="),
    ...               s(700.0, 700.0, 700.0, 30.0, 80.0), s(700.0, 700.0, 420.0, 35.0, 75.0)).tolist()
    [True, False, False, True, True]
    """
    aim, baseline = aim.astype(float), baseline.astype(float)
    there = (aim < baseline) | ((aim == baseline) & (comparator != ">"))
    return there.mask(wants_less(measure_type, comparator), baseline <= aim) & (comparator != "annual_floor")


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

    A level with a baseline counts from it, and so does a reduction; a ceiling (`<=`) without a baseline has no
    share, only met or not, and a rank has none; everything else is actual ÷ target. For an annual floor the caller
    passes the worst year. `undefined_reason` says why a share is missing.
    """
    check_known(measure_type, MEASURE_TYPES, "measure type")
    check_known(comparator, COMPARATORS, "comparator")
    hold = holds_a_level(measure_type, comparator, target, baseline)
    changing = baseline_ratio(actual, target, baseline).mask(hold, np.nan)
    ratio = plain_ratio(actual, target).mask(counts_from_baseline(measure_type, comparator, baseline), changing)
    ratio = ratio.mask(measure_type == "rank", np.nan)
    return ratio.mask(comparator == "range", range_ratio(actual, low, high))


def undefined_reason(
    measure_type: pd.Series,
    comparator: pd.Series,
    actual: pd.Series,
    target: pd.Series,
    low: pd.Series,
    high: pd.Series,
    baseline: pd.Series,
) -> pd.Series:
    """Why a share is undefined: a reason code, or None where it is defined, shape (n,), object.

    >>> s = lambda *x: pd.Series(list(x))
    >>> nan = float("nan")
    >>> undefined_reason(s("cumulative", "stock"), s(">=", ">="), s(5.0, 5.0), s(0.0, 700.0), s(nan, nan),
    ...                  s(nan, nan), s(nan, 700.0)).tolist()
    ['target_zero', 'target_equals_baseline']
    """
    from_baseline = counts_from_baseline(measure_type, comparator, baseline)
    unknown_start = from_baseline & baseline.isna()
    # The edge that a range was measured against: its lower one, or its upper one from above.
    edge = high.where(actual > high, low)
    aim = target.where(comparator != "range", edge).astype(float)
    inside = (comparator == "range") & (actual >= low) & (actual <= high)
    rules: list[tuple[pd.Series, str | None]] = [
        (actual.isna(), REASON_NO_FIGURE),
        (measure_type == "rank", REASON_RANK),
        (unknown_start & (measure_type == "reduction"), REASON_REDUCTION_WITHOUT_BASELINE),
        (unknown_start, REASON_CEILING_WITHOUT_BASELINE),
        (from_baseline & (target == baseline), REASON_TARGET_EQUALS_BASELINE),
        (from_baseline & holds_a_level(measure_type, comparator, target, baseline), REASON_START_BEYOND_TARGET),
        (from_baseline | inside, None),
        (aim == 0, REASON_TARGET_ZERO),
        (aim < 0, REASON_TARGET_NEGATIVE),
    ]
    return first_match(rules)

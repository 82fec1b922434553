"""Seasonal pace: where the plan should stand within a year whose parts do not bring alike.

Source: `docs/methods.md`, section 3. It speaks of flows: yearly amounts and counts that add up. A level or a share
has no part of a year, and is refused. The plan at a year's end is the straight line's; only the way through the
year is bent.
"""

from __future__ import annotations

import pandas as pd

from metrics.rules.first_match import first_match

FLOWS = ("annual_flow", "cumulative")

SOURCE_OWN = "own"
SOURCE_BORROWED = "borrowed"
REASON_NOT_A_FLOW = "seasonal_not_a_flow"
REASON_NO_LINE = "seasonal_no_line"
REASON_NO_FIGURE = "seasonal_no_figure"
REASON_PART_YEAR = "seasonal_part_year"
REASON_NO_DISTANCE = "seasonal_no_distance"
REASON_NO_SEASON = "seasonal_no_season"


def expected_value(
    plan_last: pd.Series, plan_this: pd.Series, part_ratio: pd.Series, is_in_year: pd.Series
) -> pd.Series:
    """E = plan of last year + s·(this year's plan − last) within the year, this year's plan at its end, shape (n,).

    For a count that adds up this is the count by then; for a yearly amount, with nothing planned of last
    year in it, what this one should have brought by then.

    >>> s = pd.Series
    >>> expected_value(s([400.0]), s([500.0]), s([0.273]), s([True])).tolist()
    [427.3]
    """
    inside = plan_last.astype(float) + part_ratio.astype(float) * (plan_this.astype(float) - plan_last.astype(float))
    return plan_this.astype(float).where(~is_in_year.astype(bool), inside)


def refusal(
    measure_type: pd.Series,
    start: pd.Series,
    actual: pd.Series,
    expected: pd.Series,
    is_part_year: pd.Series,
    has_season: pd.Series,
) -> pd.Series:
    """Why there is no seasonal pace: a reason code, or None, shape (n,).

    `is_part_year`: the programme started within the year of a round that does not end it, so that s, a share of whole
    years, does not apply to what is left of it. `has_season`: s is known, or not needed.

    >>> s = pd.Series
    >>> refusal(s(["stock"]), s([1.0]), s([2.0]), s([3.0]), s([False]), s([True])).tolist()
    ['seasonal_not_a_flow']
    >>> nan, flow = float("nan"), ["cumulative"] * 3
    >>> refusal(s(flow), s([nan, 1.0, 1.0]), s([2.0] * 3), s([nan, nan, 3.0]), s([True, False, True]),
    ...         s([True] * 3)).tolist()
    ['seasonal_no_line', 'seasonal_no_line', 'seasonal_part_year']
    """
    rules: list[tuple[pd.Series, str | None]] = [
        (~measure_type.isin(FLOWS), REASON_NOT_A_FLOW),
        (start.isna(), REASON_NO_LINE),
        (is_part_year.astype(bool), REASON_PART_YEAR),
        (~has_season.astype(bool), REASON_NO_SEASON),
        (expected.isna(), REASON_NO_LINE),
        (actual.isna(), REASON_NO_FIGURE),
        (expected == start, REASON_NO_DISTANCE),
    ]
    return first_match(rules)

"""Seasonal pace: where the plan should stand at mid-year when the first half of a year brings less than half of it.

Source: `docs/methods.md`, section 3. It speaks of flows: yearly amounts and counts that add up. A level or a share
has no half-year part, and is refused. The plan at a year's end is the straight line's; only the way through the
year is bent.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd

from metrics.rules.first_match import first_match
from metrics.yaml_file import read_yaml

SEASONS_FILE = Path(__file__).with_name("seasons.yml")
LEAST_FULL_YEARS = 2
FLOWS = ("annual_flow", "cumulative")

SOURCE_OWN = "own"
SOURCE_BORROWED = "borrowed"
REASON_NOT_A_FLOW = "seasonal_not_a_flow"
REASON_NO_LINE = "seasonal_no_line"
REASON_NO_FIGURE = "seasonal_no_figure"
REASON_PART_YEAR = "seasonal_part_year"
REASON_NO_DISTANCE = "seasonal_no_distance"


@dataclass(frozen=True)
class BorrowedSeason:
    """A first-half share taken from another metric, with its source and both amounts behind it."""

    first_half_value: Decimal
    year_value: Decimal
    label: dict[str, str]
    source: str

    @property
    def first_half_ratio(self) -> float:
        """The share of the year that its first half made.

        >>> round(BorrowedSeason.load().first_half_ratio, 3)
        0.273
        """
        return float(self.first_half_value / self.year_value)

    @classmethod
    def load(cls, path: Path = SEASONS_FILE) -> BorrowedSeason:
        """The share of the one file that holds it."""
        raw = read_yaml(path)
        return cls(Decimal(raw["first_half_value"]), Decimal(raw["year_value"]), raw["label"], raw["source"])


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


def expected_value(
    plan_last: pd.Series, plan_this: pd.Series, first_half: pd.Series, is_midyear: pd.Series
) -> pd.Series:
    """E = plan of last year + s·(this year's plan − last) at mid-year, this year's plan at its end, shape (n,).

    For a count that adds up this is the count by the end of June. For a yearly amount it is the amount of the
    twelve months up to then: last year, less its first half, plus this one's.

    >>> s = pd.Series
    >>> expected_value(s([400.0]), s([500.0]), s([0.273]), s([True])).tolist()
    [427.3]
    """
    inside = plan_last.astype(float) + first_half.astype(float) * (plan_this.astype(float) - plan_last.astype(float))
    return plan_this.astype(float).where(~is_midyear.astype(bool), inside)


def twelve_months(last_year: pd.Series, first_half: pd.Series, first_half_before: pd.Series) -> pd.Series:
    """The amount of the twelve months up to the end of June, shape (n,): missing where any of the three is.

    >>> s = pd.Series
    >>> twelve_months(s([28.0]), s([9.5]), s([8.0])).tolist()
    [29.5]
    """
    return last_year.astype(float) - first_half_before.astype(float) + first_half.astype(float)


def pace_ratio(actual: pd.Series, start: pd.Series, expected: pd.Series) -> pd.Series:
    """(y − b) ÷ (E − b): progress against what the season allows to be expected, shape (n,).

    >>> s = pd.Series
    >>> pace_ratio(s([27.3, 0.25, 1.0]), s([0.0, 0.0, 1.0]), s([27.3, 1.0, 1.0])).tolist()
    [1.0, 0.25, nan]
    """
    due = expected - start
    return (actual - start) / due.where(due != 0)


def refusal(
    measure_type: pd.Series, start: pd.Series, actual: pd.Series, expected: pd.Series, is_part_year: pd.Series
) -> pd.Series:
    """Why there is no seasonal pace: a reason code, or None, shape (n,).

    `is_part_year`: the programme started within the year of a mid-year round, so that s, a share of whole years,
    does not apply to what is left of it.

    >>> s = pd.Series
    >>> refusal(s(["stock"]), s([1.0]), s([2.0]), s([3.0]), s([False])).tolist()
    ['seasonal_not_a_flow']
    >>> nan, flow = float("nan"), ["cumulative"] * 3
    >>> refusal(s(flow), s([nan, 1.0, 1.0]), s([2.0] * 3), s([nan, nan, 3.0]), s([True, False, True])).tolist()
    ['seasonal_no_line', 'seasonal_no_line', 'seasonal_part_year']
    """
    rules: list[tuple[pd.Series, str | None]] = [
        (~measure_type.isin(FLOWS), REASON_NOT_A_FLOW),
        (start.isna(), REASON_NO_LINE),
        (is_part_year.astype(bool), REASON_PART_YEAR),
        (expected.isna(), REASON_NO_LINE),
        (actual.isna(), REASON_NO_FIGURE),
        (expected == start, REASON_NO_DISTANCE),
    ]
    return first_match(rules)

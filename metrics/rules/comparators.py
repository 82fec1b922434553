"""Whether a figure meets a target's wording, with its qualifier taken seriously.

A comparator is the wording's meaning and is never rounded to "at least": 超过 and 突破 are strict, a range has
two edges, 预计 is an expectation that nobody is held to. A figure that is itself only a bound ("突破1900亿元",
"近500家") decides what it can decide and leaves the rest open.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.rules.first_match import first_match

COMPARATORS = (">=", ">", "range", "<=", "annual_floor", "expectation")
QUALIFIERS = ("exact", "ge", "lt", "le", "est", "est_ge")
LOWER_BOUNDS = ("ge", "est_ge")
# Below a figure (近500家), and at most one (the worst so far of those that are known).
STRICT_UPPER_BOUNDS = ("lt",)
UPPER_BOUNDS = (*STRICT_UPPER_BOUNDS, "le")


def check_known(words: pd.Series, allowed: tuple[str, ...], what: str) -> None:
    """Refuses a word that no rule knows: it would otherwise be read as some other.

    >>> check_known(pd.Series([">=", "=>"]), COMPARATORS, "comparator")
    Traceback (most recent call last):
    ValueError: comparator '=>': one of '>=', '>', 'range', '<=', 'annual_floor', 'expectation'

    Raises:
        ValueError: naming the first such word and those that there are.
    """
    unknown = [word for word in words.dropna().unique() if word not in allowed]
    if unknown:
        raise ValueError(f"{what} {unknown[0]!r}: one of {', '.join(map(repr, allowed))}")


def distance(actual: pd.Series, comparator: pd.Series, target: pd.Series, low: pd.Series) -> pd.Series:
    """Actual − the value that decides (a range's lower edge), shape (n,); only its sign is used by `is_met`.

    >>> distance(pd.Series([2.0]), pd.Series(["range"]), pd.Series([float("nan")]), pd.Series([3.0])).tolist()
    [-1.0]
    """
    return actual.astype(float) - target.where(comparator != "range", low).astype(float)


def is_met(
    actual: pd.Series,
    comparator: pd.Series,
    target: pd.Series,
    low: pd.Series,
    qualifier: pd.Series,
    exact_distance: pd.Series | None = None,
) -> pd.Series:
    """Whether each actual meets its target: a nullable boolean Series, shape (n,).

    Args:
        actual: figures in the target's measure unit, NaN where there is none.
        comparator: one of `COMPARATORS`.
        target: target values; unused for a range.
        low: lower edges of ranges; reaching it meets a range (`range_position` says when it is exceeded).
        qualifier: one of `QUALIFIERS`; `ge` reads the actual as a lower bound, `lt` and `le` as upper bounds, below it
            or at most it.
        exact_distance: the sign of the distance as exact decimals give it, for amounts beyond sixteen digits that
            a float cannot tell apart; without it the distance is taken here.

    Returns:
        True, False, or NA where there is no figure, where the bound leaves it open, and for expectations.

    >>> one = lambda x: pd.Series([x])
    >>> is_met(one(700.0), one(">"), one(700.0), one(float("nan")), one("exact"))[0]
    np.False_
    >>> is_met(one(700.0), one(">="), one(700.0), one(float("nan")), one("exact"))[0]
    np.True_
    >>> is_met(one(500.0), one(">="), one(1000.0), one(float("nan")), one("ge"))[0]
    <NA>

    Raises:
        ValueError: for a comparator or qualifier that is not one of these.
    """
    check_known(comparator, COMPARATORS, "comparator")
    check_known(qualifier, QUALIFIERS, "qualifier")
    gap = distance(actual, comparator, target, low) if exact_distance is None else exact_distance.astype(float)
    ceiling, strict = comparator == "<=", comparator == ">"
    reached = pd.Series(np.select([ceiling, strict], [gap <= 0, gap > 0], gap >= 0), index=actual.index).astype(
        "boolean"
    )
    # A lower bound can only prove that a floor is passed or a ceiling broken; an upper bound the reverse.
    lower_bound, upper_bound = qualifier.isin(LOWER_BOUNDS), qualifier.isin(UPPER_BOUNDS)
    falls_short = (gap < 0) | ((gap == 0) & (qualifier.isin(STRICT_UPPER_BOUNDS) | strict))
    reached = reached.mask(upper_bound & ~ceiling & falls_short, False)
    left_open = (lower_bound & (reached == ceiling)) | (upper_bound & (gap > 0).where(ceiling, ~falls_short))
    undecided = left_open | gap.isna() | (comparator == "expectation")
    return reached.mask(undecided.fillna(True).astype(bool), pd.NA)


def range_position(actual: pd.Series, low: pd.Series, high: pd.Series) -> pd.Series:
    """Where each actual stands against its range: `below`, `inside`, `above`, or None without a range or figure.

    >>> s = pd.Series
    >>> range_position(s([2.0, 3.0, 6.0]), s([3.0] * 3), s([5.0] * 3)).tolist()
    ['below', 'inside', 'above']
    """
    value, low, high = actual.astype(float), low.astype(float), high.astype(float)
    known = value.notna() & low.notna() & high.notna()
    return first_match([(known & (value < low), "below"), (known & (value > high), "above"), (known, "inside")])

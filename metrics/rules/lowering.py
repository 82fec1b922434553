"""Whether a document makes a target easier, and whether it does so late. `docs/methods.md`, section 14."""

from __future__ import annotations

import pandas as pd

from metrics.rules.attainment import wants_less
from metrics.rules.revisions import REVISIONS

INPUTS = ("row_id", "change_kind", "measure_type", "comparator", "value_sign", "low_sign", "high_sign", "due_sign",
          "starts_on", "due_on", "valid_from")  # fmt: skip
# Later than this share of the way from its start to the day on which it was due.
LATE_RATIO = 0.5


def is_easier(
    measure_type: pd.Series,
    comparator: pd.Series,
    value_sign: pd.Series,
    low_sign: pd.Series,
    high_sign: pd.Series,
    due_sign: pd.Series,
) -> pd.Series:
    """Whether what is asked for becomes easier, shape (n,): less of it, more of a ceiling, a wider range, a later day.

    Each sign is −1, 0 or 1, the new value against the one before, NaN where there is none.

    >>> s = lambda *x: pd.Series(list(x))
    >>> is_easier(s("stock", "stock", "ratio", "ratio"), s(">=", ">=", "<=", "<="), s(-1, 1, 1, -1), s(0, 0, 0, 0),
    ...           s(0, 0, 0, 0), s(0, 0, 0, 0)).tolist()
    [True, False, True, False]
    >>> is_easier(s("stock", "stock"), s("range", ">="), s(float("nan"), 0), s(0, 0), s(1, 0), s(0, 1)).tolist()
    [True, True]
    """
    falls = wants_less(measure_type, comparator)
    return (
        (value_sign < 0).mask(falls, value_sign > 0)
        | ((comparator == "range") & ((low_sign < 0) | (high_sign > 0)))
        | (due_sign > 0)
    )


def elapsed_share(starts_on: pd.Series, due_on: pd.Series, valid_from: pd.Series) -> pd.Series:
    """How much of a target's time had passed when a change began to hold, shape (n,), from 0 to 1.

    >>> day = lambda text: pd.Series(pd.to_datetime([text]))
    >>> elapsed_share(day("2024-01-01"), day("2025-12-31"), day("2025-01-01")).round(4).tolist()
    [0.5014]
    """
    share = (valid_from - starts_on).dt.days / (due_on - starts_on).dt.days
    return share.astype(float).clip(lower=0, upper=1)


def lowered(frame: pd.DataFrame) -> pd.DataFrame:
    """For each change whether it lowers its target, how far the target's time had gone, and whether that is late.

    Args:
        frame: the columns `INPUTS`, days as datetime64; `due_on` is the due day before the change.
    """
    easier = is_easier(
        *(frame[name] for name in ("measure_type", "comparator")),
        *(frame[name].astype(float) for name in ("value_sign", "low_sign", "high_sign", "due_sign")),
    )
    # A slip of ours that is mended lowers nothing, and what has ended asks for nothing any more.
    is_lowered = easier.astype(bool) & frame["change_kind"].isin(REVISIONS)
    share = elapsed_share(frame["starts_on"], frame["due_on"], frame["valid_from"])
    return pd.DataFrame(
        {
            "row_id": frame["row_id"],
            "is_lowered": is_lowered,
            "elapsed_ratio": share,
            "is_lowered_late": is_lowered & (share > LATE_RATIO),
        }
    )

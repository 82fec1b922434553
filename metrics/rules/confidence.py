"""Delivery confidence: what a named person believes, beside what the figures say; where they differ comes first.

Source: `docs/methods.md`, section 8. The two stay two fields: neither corrects the other.
"""

from __future__ import annotations

import pandas as pd

RATINGS = ("high", "medium", "low")
_RATING_LEVELS = {"high": 2, "medium": 1, "low": 0}
# A status that says nothing about success (no data, not judged, not begun) has no level.
_STATUS_LEVELS = {"achieved": 2, "on_track": 2, "slightly_behind": 1, "behind": 0, "missed": 0}

NO_STATUS = "no_status"
_WORDS = {2: "hopeful", 1: "slightly_hopeful", 0: "agree", -1: "slightly_doubtful", -2: "doubtful"}


def confidence_gap(status: pd.Series, rating: pd.Series) -> pd.Series:
    """The rating's level less the status's, −2 to 2, shape (n,); missing where the status says nothing.

    >>> confidence_gap(pd.Series(["behind", "on_track", "no_data"]), pd.Series(["high", "medium", "low"])).tolist()
    [2.0, -1.0, nan]
    >>> confidence_gap(pd.Series(["missed", "achieved"]), pd.Series(["high", "low"])).tolist()
    [2.0, -2.0]
    """
    return rating.map(_RATING_LEVELS).astype(float) - status.map(_STATUS_LEVELS).astype(float)


def disagreement(gap: pd.Series) -> pd.Series:
    """The gap in a word: `hopeful` (the person more than the figures), `doubtful`, mildly so, or `agree`, shape (n,).

    >>> disagreement(pd.Series([2.0, -1.0, 0.0, float("nan")])).tolist()
    ['hopeful', 'slightly_doubtful', 'agree', 'no_status']
    """
    return gap.map(_WORDS).astype(object).where(gap.notna(), NO_STATUS)


def compare(frame: pd.DataFrame) -> pd.DataFrame:
    """Gap, word and order for each rating, shape (n, 4): the widest gaps first, independent raters before others.

    Args:
        frame: `row_id`, `status`, `rating`, `is_independent`.
    """
    gap = confidence_gap(frame["status"], frame["rating"])
    order = pd.DataFrame({"width": -gap.abs().fillna(-1.0), "own": ~frame["is_independent"].astype(bool)})
    rank = order.sort_values(["width", "own"], kind="stable").index
    return pd.DataFrame(
        {
            "row_id": frame["row_id"],
            "gap": gap,
            "disagreement": disagreement(gap),
            "sort_order": pd.Series(range(1, len(frame) + 1), index=rank).reindex(frame.index),
        }
    )

"""Rules in order: the first that holds gives its word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def first_match(rules: Sequence[tuple[pd.Series, str | None]], otherwise: str | None = None) -> pd.Series:
    """The word of the first condition that holds in each row, else `otherwise`, shape (n,), object.

    Args:
        rules: conditions of shape (n,), in order, each with its word; a missing condition does not hold.
        otherwise: the word where none holds.

    >>> first_match([(pd.Series([True, False, pd.NA]), "a"), (pd.Series([True, True, False]), "b")]).tolist()
    ['a', 'b', None]
    """
    index = rules[0][0].index
    codes = np.full(len(index), len(rules), dtype=np.int8)
    for code in range(len(rules) - 1, -1, -1):
        codes[rules[code][0].to_numpy(dtype=bool, na_value=False)] = code
    words = np.array([*(word for _, word in rules), otherwise], dtype=object)
    return pd.Series(words[codes], index=index, dtype=object)

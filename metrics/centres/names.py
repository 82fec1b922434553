"""Names of centres as people write them: found whatever the spaces and brackets, and the nearest ones for a guess."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

SAMPLE_MARK = "（样例）"
MOST_NEAREST = 5
ALIKE = 0.5


def name_key(text: str) -> str:
    """A name without spaces and without the mark of a sample, brackets of either width.

    >>> name_key(" 四川省竹基新材料 技术创新中心(样例) ")
    '四川省竹基新材料技术创新中心'
    """
    return "".join(text.split()).replace("(", "（").replace(")", "）").removesuffix(SAMPLE_MARK)


def nearest_ids(text: str, ids_by_name: Mapping[str, str]) -> list[str]:
    """The ids of the centres whose names are most like `text`, most alike first; `ids_by_name` has keys of `name_key`.

    >>> nearest_ids("竹基材料中心", {"四川省竹基新材料技术创新中心": "a", "四川省稀土技术创新中心": "b"})
    ['a', 'b']
    """
    ordered = sorted(ids_by_name, key=lambda name: (-_likeness(text, name), name))
    return list(dict.fromkeys(ids_by_name[name] for name in ordered))[:MOST_NEAREST]


def resembles(text: str, ids_by_name: Mapping[str, str]) -> bool:
    """Whether `text` reads like the name of one of the centres."""
    return any(_likeness(text, name) >= ALIKE for name in ids_by_name)


def _likeness(text: str, name: str) -> float:
    return difflib.SequenceMatcher(None, name_key(text), name).ratio()

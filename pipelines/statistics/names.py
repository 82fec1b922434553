"""Which statistics are known to be an indicator's: what its catalog entry and our readings on record call it."""

from __future__ import annotations

from collections.abc import Iterable

from metrics.catalog.models import Indicator
from pipelines.readers.keys import name_key
from pipelines.readers.table import Row

SAME, DIFFERENT, UNKNOWN = "same", "different", "unknown"


def reading_of(name: str, indicator: Indicator, matches: Iterable[Row], confirmed: Iterable[str]) -> str:
    """Whether a statistic of this name is the indicator's.

    Args:
        name: what the file, or the caller, calls the statistic.
        indicator: the one that it is to be taken for.
        matches: our readings on record (`figure_matches.csv`), of all indicators.
        confirmed: names that a person confirmed for this indicator, in imports that still count.

    Returns:
        `SAME` where it is known to be; `DIFFERENT` where it is on record as another one; else `UNKNOWN`.
    """
    key = name_key(name)
    readings = {row["basis_match"] for row in matches
                if row["indicator_id"] == indicator.id and name_key(str(row["indicator_zh"])) == key}  # fmt: skip
    own = {name_key(indicator.name.zh), name_key(indicator.name.en), *map(name_key, confirmed)}
    if SAME in readings or key in own:
        return SAME
    return DIFFERENT if DIFFERENT in readings else UNKNOWN


def known_names(indicator: Indicator, matches: Iterable[Row]) -> list[str]:
    """The names under which the indicator's statistic may come, those on record first."""
    on_record = [str(row["indicator_zh"]) for row in matches
                 if row["indicator_id"] == indicator.id and row["basis_match"] == SAME]  # fmt: skip
    return list(dict.fromkeys([*on_record, indicator.name.zh]))

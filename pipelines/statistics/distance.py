"""How far a series is from the one that it would displace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# A year is far by this factor, and a series is far where more than this part of the common years changed.
FAR_FACTOR = Decimal(3)
FAR_PART = Decimal("0.2")
FACTOR, SIGN, CHANGED = "factor", "sign", "changed"

Series = Mapping[str, Decimal]


@dataclass(frozen=True)
class Distance:
    """Why a series is far: another sign or a factor in one year, or how many of the common years changed."""

    why: str
    year: str
    before: Decimal
    after: Decimal
    changed: int
    common: int


def distance(series: Series, standing: Series, counts_changes: bool = True) -> Distance | None:
    """What makes `series` far from `standing`, both value by year in one measure unit; None where nothing does.

    >>> distance({"2020": Decimal(48000)}, {"2020": Decimal("1244.59")}).why
    'factor'
    >>> distance({"2020": Decimal("1244.6")}, {"2020": Decimal("1244.59")}) is None
    True
    """
    common = sorted(series.keys() & standing.keys())
    changed = [year for year in common if not _is_same(series[year], standing[year])]
    for year in changed:
        after, before = series[year], standing[year]
        if after * before < 0:
            return Distance(SIGN, year, before, after, len(changed), len(common))
        less, more = sorted((abs(after), abs(before)))
        if more >= FAR_FACTOR * less:
            return Distance(FACTOR, year, before, after, len(changed), len(common))
    if counts_changes and len(changed) > FAR_PART * len(common):
        year = changed[0]
        return Distance(CHANGED, year, standing[year], series[year], len(changed), len(common))
    return None


def _is_same(value: Decimal, other: Decimal) -> bool:
    # One of them may have been printed with fewer decimals.
    places = max(_exponent(value), _exponent(other))
    step = Decimal(1).scaleb(places)
    return value.quantize(step, ROUND_HALF_UP) == other.quantize(step, ROUND_HALF_UP)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return min(int(exponent), 0)

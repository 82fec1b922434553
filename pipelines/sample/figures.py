"""The figures that a unit reports for its part of a target, round by round."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from pipelines.sample.draw import Draw
from pipelines.sample.scenario import Breakdown, Flaws, Part

Figure = Decimal | None  # None: the unit leaves the figure out


def part_figures(part: Part, breakdown: Breakdown, decimals: int, draw: Draw) -> tuple[Figure, ...]:
    """The true figure of each round in the target's measure unit, rounded to `decimals`.

    Listed values stand as they are. A curve leads from the baseline (zero for a count) to the end point, with
    a wobble on all rounds but the last, and never back: a cumulative count cannot fall.
    """
    if part.values:
        return tuple(None if value is None else _rounded(value, decimals) for value in part.values)
    if part.end is None or part.curve is None:
        raise ValueError(f"{part.unit}: neither values nor a curve with an end")
    start = part.baseline or Decimal(0)
    shares = _wobbling(breakdown.curves[part.curve], breakdown.wobble_permille, draw)
    return tuple(_rounded(start + (part.end - start) * share / 1000, decimals) for share in shares)


def flawed_figures(figures: dict[str, Figure], flaws: Flaws) -> dict[str, Figure]:
    """What a flawed version says instead, by indicator: some figures left blank, some off by an amount."""
    wrong = dict(figures)
    for indicator_id, amount in flaws.add.items():
        true = figures[indicator_id]
        wrong[indicator_id] = None if true is None else true + amount
    wrong.update(dict.fromkeys(flaws.blank))
    return wrong


def _wobbling(shares: Sequence[int], wobble: int, draw: Draw) -> list[int]:
    moved: list[int] = []
    for share in shares[:-1]:
        floor = moved[-1] if moved else 0
        moved.append(max(floor, share + draw.between(-wobble, wobble)))
    return [*moved, shares[-1]]


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)

"""A target as a bar: how far its axis reaches, where a value stands on it, and the bar in one sentence."""

from __future__ import annotations

from decimal import Decimal

from dashboards.phrases.targets import actual_text, aim_text
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget

HEADROOM = Decimal("1.1")


def axis_range(target: JudgedTarget) -> tuple[Decimal, Decimal]:
    """Where the axis begins and ends: at zero, and a tenth beyond actual and target, so that 143 % is seen.

    Values below zero have room on its left. A target without any value gets 1, so that nothing is divided by zero.
    """
    values = [value for value in (*target.edges, target.actual_value) if value is not None]
    low, high = min([*values, Decimal(0)]) * HEADROOM, max([*values, Decimal(0)]) * HEADROOM
    return low, high if high > low else Decimal(1)


def share_of_axis(target: JudgedTarget, value: Decimal) -> float:
    """A value's place on the axis as a percentage, held between 0 and 100."""
    low, high = axis_range(target)
    return float(min(max((value - low) / (high - low) * 100, Decimal(0)), Decimal(100)))


def bar_text(screen: Screen, target: JudgedTarget) -> str:
    """The bar in one sentence."""
    return screen.words(
        "bullet.summary",
        name=screen.name(target.name),
        actual=actual_text(screen, target),
        target=aim_text(screen, target),
        status=screen.words(f"status.{target.status}"),
    )

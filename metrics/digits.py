"""Numbers as plain digits for formulas: exact amounts, shares, ratios; nothing rounds up past a limit."""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

# Where a class or a word begins: a figure below one is never shown as having reached it.
RATIO_LIMITS = (0.60, 0.80, 0.95, 1.00)


def amount(value: Decimal | float | None) -> str:
    """Plain digits without trailing zeros; a computed amount to six decimals.

    >>> amount(Decimal("996.700000")), amount(1 / 3), amount(None)
    ('996.7', '0.333333', '')
    """
    if value is None:
        return ""
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.6f}")
    text = f"{exact:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def exact(value: float) -> str:
    """A computed number that goes on into a formula: twelve decimals, so that its result can be computed to six.

    >>> exact(7707.2 / 28252), exact(500.0)
    ('0.272801925527', '500')
    """
    return f"{Decimal(f'{value:.12f}'):f}".rstrip("0").rstrip(".") or "0"


def percent(value: float | Decimal) -> str:
    """A share in percent with one decimal, never rounded up to 100.0% from below.

    >>> percent(28.571), percent(99.97), percent(100), percent(142.857)
    ('28.6%', '99.9%', '100.0%', '142.9%')
    """
    exact = Decimal(str(value))
    rounding = ROUND_DOWN if Decimal("99.9") < exact < 100 else ROUND_HALF_UP
    return f"{exact.quantize(Decimal('0.1'), rounding)}%"


def chance(value: float) -> str:
    """A chance from 0 to 1 by a model, in percent: never shown as certain, nor as out of the question.

    >>> chance(0.608), chance(0.99999), chance(0.0002)
    ('60.8%', '>99.9%', '<0.1%')
    """
    if value > 0.999:
        return ">99.9%"
    return "<0.1%" if value < 0.001 else percent(100 * value)


def ratio(value: float) -> str:
    """Two decimals; three, cut off, where two would reach a limit that the figure has not.

    >>> ratio(1.0261), ratio(0.9487), ratio(0.95)
    ('1.03', '0.948', '0.95')
    >>> ratio(0.5999), ratio(0.7999), ratio(0.9999), ratio(1.5999)
    ('0.599', '0.799', '0.999', '1.60')
    """
    shown = f"{value:.2f}"
    if any(value < limit <= float(shown) for limit in RATIO_LIMITS):
        return f"{math.floor(value * 1000) / 1000:.3f}"
    return shown

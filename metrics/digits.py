"""Numbers as plain digits for formulas: exact amounts, shares, ratios; nothing rounds up past a limit."""

from __future__ import annotations

import math
from decimal import Decimal

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


def percent(value: float) -> str:
    """One decimal, and never rounded up to 100.0 %.

    >>> percent(28.571), percent(99.97), percent(100.0)
    ('28.6 %', '99.9 %', '100.0 %')
    """
    shown = f"{value:.1f}"
    return "99.9 %" if shown == "100.0" and value < 100 else f"{shown} %"


def ratio(value: float) -> str:
    """Two decimals; three, cut off, where two would reach a limit that the figure has not.

    >>> ratio(1.0261), ratio(0.9487), ratio(0.95)
    ('1.03', '0.948', '0.95')
    """
    shown = f"{value:.2f}"
    if any(value < limit <= float(shown) for limit in RATIO_LIMITS):
        return f"{math.floor(value * 1000) / 1000:.3f}"
    return shown

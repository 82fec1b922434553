"""Centres in words: amounts, windows of caps, where a centre stands."""

from __future__ import annotations

from decimal import Decimal

from dashboards import formats
from dashboards.screen import Screen
from metrics.reading.centre import CentreLimit


def wan_text(value: Decimal) -> str:
    """An amount in 万元: two decimals, and all six where a 分 would be lost.

    >>> wan_text(Decimal("500")), wan_text(Decimal("36.5")), wan_text(Decimal("500.000001"))
    ('500.00', '36.50', '500.000001')
    """
    whole, _, rest = f"{value:.6f}".partition(".")
    return f"{whole}.{rest.rstrip('0').ljust(2, '0')}"


def window_text(screen: Screen, limit: CentreLimit) -> str:
    """The window of a cap in words."""
    if limit.cap_window.isdigit():
        return screen.words("centre.window.year", year=limit.cap_window)
    days = [formats.day(day, screen.language) if day else "" for day in (limit.starts_on, limit.ends_on)]
    known = screen.words("centre.window.days", first=days[0], last=days[1]) if all(days) else days[0]
    name = screen.words(f"centre.window.{limit.cap_window}")
    detail = limit.project_name or limit.project_id if limit.cap_window == "project" else known
    return screen.words("centre.window.with", name=name, detail=detail) if detail else name


def state_text(screen: Screen, name: str | None) -> str:
    """Where a centre stands, in one word."""
    return screen.words(f"centre.state.{name or 'none'}")

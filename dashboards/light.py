"""Components made without Dash's check of every property: half the time of a page goes into it otherwise.

A page of two thousand elements is made anew for every address. What Dash checks, a property that a component does not
have, depends on our code alone; the tests make the same pages with the check in force, the server without.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


def lighten() -> None:
    """Leaves the check out from now on, in this process."""
    setattr(Component, "__init__", _take)  # noqa: B010  A type checker refuses to see a method replaced.


def _take(self: Component, **given: Any) -> None:
    vars(self).update(given)

"""Components made without Dash's check of every property: half the time of a page goes into it otherwise.

A page of two thousand elements is made anew for every address. What Dash checks, a property that a component does not
have, depends on our code alone; the tests make the same pages with the check in force, the server without.
"""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

# What Dash writes into every element although it is the same for all of a kind.
OF_THE_KIND = ("_children_props", "_base_nodes", "_prop_names", "_valid_wildcard_attributes", "available_properties",
               "available_wildcard_properties")  # fmt: skip


def lighten() -> None:
    """Leaves the check out from now on, in this process."""
    for kind in vars(html).values():
        if not (isinstance(kind, type) and issubclass(kind, Component)):
            continue
        sample = vars(kind())
        for attribute in OF_THE_KIND:
            if attribute in sample:
                setattr(kind, attribute, sample[attribute])
        setattr(kind, "__init__", _make)  # noqa: B010  A type checker refuses to see a method replaced.
    setattr(Component, "__init__", _take)  # noqa: B010


def _take(self: Component, **given: Any) -> None:
    vars(self).update(given)


def _make(self: Component, children: Any = None, **given: Any) -> None:
    self.__dict__ = {"children": children, **given}

"""Attributes for assistive technology, by their names without the prefix."""

from __future__ import annotations

from typing import Any


def aria(**values: str) -> dict[str, Any]:
    """The attributes `aria-…`, to be passed on with `**`.

    >>> aria(label="Targets by status")
    {'aria-label': 'Targets by status'}
    """
    return {f"aria-{name}": value for name, value in values.items()}

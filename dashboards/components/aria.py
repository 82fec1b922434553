"""Attributes that components are given, those for assistive technology by their names without the prefix."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


def aria(**values: str) -> dict[str, Any]:
    """The attributes `aria-…`, to be passed on with `**`.

    >>> aria(label="Targets by status")
    {'aria-label': 'Targets by status'}
    """
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """The attributes `data-…` that `duibiao.js` reads, to be passed on with `**`.

    >>> data(copy_from="/export/tasks.csv")
    {'data-copy-from': '/export/tasks.csv'}
    """
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}


def dressed(component: Component, **attributes: Any) -> Component:
    """One of Bootstrap's components with attributes that it has no names for; `markup` draws them like its own.

    >>> import dash_bootstrap_components as dbc
    >>> vars(dressed(dbc.Card("x"), role="article"))["role"]
    'article'
    """
    vars(component).update(attributes)
    return component

"""The way back: where a page stands below others, each step a door."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.aria import aria
from dashboards.screen import Screen


def crumbs(screen: Screen, steps: Sequence[tuple[str, str]], here: str) -> Component:
    """The pages above this one as (name, address), and the name of this one."""
    entries = [html.Li(dcc.Link(name, href=href)) for name, href in steps]
    entries.append(html.Li(html.Span(here, **aria(current="page"))))
    return html.Nav(html.Ol(entries), className="crumbs", **aria(label=screen.words("crumbs.label")))

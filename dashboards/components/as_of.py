"""The dashboard as it stood on a day: a form that asks for the day, and the notice while one is chosen."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components.aria import aria, dressed
from dashboards.screen import Screen
from metrics import clock


def as_of_form(screen: Screen) -> Component:
    """A day to look back to: a plain form whose answer is an address."""
    words, address = screen.words, screen.address
    kept = [dbc.Input(type="hidden", name=key, value=value) for key, value in address.pairs() if key != "as_of"]
    day = dbc.Input(
        id="as-of-day",
        name="as_of",
        type="text",
        inputmode="numeric",
        pattern=r"\d{4}-\d{2}-\d{2}",
        maxLength=10,
        placeholder=clock.today().isoformat(),
        value=address.as_of.isoformat() if address.as_of else "",
    )
    label = dbc.Label(words("as_of.label"), html_for="as-of-day", className="picker-label")
    fields = [*kept, label, day, dbc.Button(words("as_of.show"), type="submit")]
    form = dbc.Form(fields, action=address.path, method="get", className="picker as-of-form")
    return dressed(form, **aria(label=words("as_of.label")))


def as_of_notice(screen: Screen) -> list[Component]:
    """Says that an earlier day is shown, with the way back to the latest view, or that the day asked for cannot be."""
    words = screen.words
    if screen.address.is_day_unread:
        return [html.Aside(html.P(words("as_of.unread")), className="banner", **aria(label=words("as_of.label")))]
    if screen.address.as_of is None:
        return []
    text = words("as_of.notice", day=formats.day(screen.address.as_of, screen.language))
    link = dcc.Link(words("as_of.latest"), href=screen.address.here(as_of=None))
    return [html.Aside(html.P([html.Strong(text), " ", link]), className="banner", **aria(label=words("as_of.label")))]

"""Who acts, and whether anybody is there to act on it: on every page that asks the clerk for something."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards.components.aria import aria, dressed
from dashboards.screen import Screen
from metrics.rules.standing import LONGEST_NAME


def acting_name(screen: Screen) -> Component:
    """The field for the name that every step is recorded under; `requests.js` remembers it in this browser only."""
    words = screen.words
    field = dbc.Input(id="acting-name", type="text", maxlength=LONGEST_NAME, autocomplete="name", required=True)
    field = dressed(field, **aria(describedby="acting-note"))
    label = dbc.Label(words("acting.label"), html_for="acting-name")
    return html.Div(
        [label, field, html.P(words("acting.note"), id="acting-note", className="note")], className="acting"
    )


def clerk_notice(screen: Screen) -> Component:
    """Says that no clerk is at work, with the next step; shown by `requests.js` when that is so."""
    words = screen.words
    text = html.P([html.Strong(words("acting.asleep")), " ", words("acting.asleep_step")])
    return html.Div(
        [text, html.Pre("duibiao clerk", lang="en")], id="clerk-notice", className="notice", hidden=True, role="status"
    )

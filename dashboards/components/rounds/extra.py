"""A round that is not there yet: what is said of it, and how an officer opens it."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards.components.rounds.actions import act_button
from dashboards.screen import Screen
from metrics.kinds.table import sent_by
from metrics.periods import Period
from metrics.reading.programme import Programme
from metrics.written_periods import written_period


def asked_period(screen: Screen, text: str | None) -> Period | None:
    """The period that an address names, as people write it."""
    return written_period(text, screen.year_begins) if text else None


def extra_round(screen: Screen, programme: Programme, asked: str | None) -> Component:
    """Asks for a period; for one that no round is for yet, the button by which an officer opens it."""
    words, period = screen.words, asked_period(screen, asked)
    known = {entry.period_id for entry in programme.rounds}
    parts: list[Component] = [_form(screen, programme, asked or "")]
    if period is not None and period.period_id not in known:
        named = period.name(screen.language)
        title = words("act.title_rounds", period=named)
        about = {
            "programme_id": programme.programme_id,
            "period_id": period.period_id,
            "unit_id": None,
            "version": None,
        }
        text = words("round.open_extra", period=named)
        button = act_button(screen, sent_by("unit_id"), text, text, title, about, {"open": None})
        parts.append(html.P(button, className="take-away"))
    return html.Div(parts)


def _form(screen: Screen, programme: Programme, asked: str) -> Component:
    words = screen.words
    fields = [
        dbc.Input(type="hidden", name="programme", value=programme.programme_id),
        dbc.Input(type="hidden", name="lang", value=screen.language),
        dbc.Label(words("round.extra"), html_for="extra-period"),
        dbc.Input(id="extra-period", name="period", type="text", value=asked, maxlength=30),
        dbc.Button(words("round.extra_show"), type="submit"),
    ]
    return dbc.Form([html.P(fields, className="take-away")], action="/round", method="get")

"""What an office says of itself, as a form: one field a fact, what is wrong with it below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards.components.aria import aria, data, dressed
from dashboards.components.requests import Facts, answer_line, state_of
from dashboards.components.rounds.acting import acting_name
from dashboards.markup import Shape
from dashboards.screen import Screen
from dashboards.words import LANGUAGES
from metrics.contract import OFFICE_MAKE
from metrics.periods import MONTH_NAMES
from metrics.rules.standing import LONGEST_REASON

FORM_ID = "office-form"
LANGUAGE_CHOICES = ("zh", "en", "zh,en", "en,zh")
CHOICES = {"acceptance": ("officer", "checks"), "letter": ("gbt9704", "plain"), "samples": ("off", "on")}
# Offered as one types; any other that there is can be written.
CURRENCIES = ("AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "MOP", "SGD", "USD")
COMPLAINTS = ("nameless", "reasonless", "unreachable")


def office_form(screen: Screen, kind: str, facts: Mapping[str, Any]) -> Component:
    """The form of what an office says of itself, `facts` filled in; `kind` is the request that it is sent as."""
    words = screen.words
    fields = [
        _choice(screen, "languages", [(one, words(f"office.languages.{one}")) for one in LANGUAGE_CHOICES],
                ",".join(facts["languages"])),
        *[_name(screen, language, facts["name"].get(language) or "") for language in LANGUAGES],
        _written(screen, "time_zone", facts, _time_zones()),
        _written(screen, "currency", facts, CURRENCIES),
        _choice(screen, "year_begins", _months(screen), str(facts["year_begins"])),
        *[_choice(screen, key, [(one, words(f"office.{key}.{one}")) for one in choices], str(facts[key]))
          for key, choices in CHOICES.items()],
    ]  # fmt: skip
    acting = [] if kind == OFFICE_MAKE else [_reason(screen), acting_name(screen)]
    complaints = [html.Span(words(f"office.{name}"), hidden=True, **data(when=name)) for name in COMPLAINTS]
    complaints.append(html.Span("", hidden=True, **data(when="answered")))
    button = dbc.Button(words(f"office.{kind}"), type="submit", className="button-first")
    parts = [
        html.Div(fields, className="office-fields"),
        *acting,
        html.P(complaints, className="complaint", id="office-complaint", hidden=True, role="alert"),
        html.P("", id="office-stage", role="status"),
        html.P(button, className="take-away"),
    ]
    return dressed(dbc.Form(parts, id=FORM_ID, className="office-form"), novalidate=True, **data(kind=kind))


def office_answer(screen: Screen, answer: Facts | None, has_clerk: bool) -> Component:
    """What the clerk says of the office's facts, with what is wrong with which of them."""
    line = answer_line(screen, answer, has_clerk)
    if answer is None or state_of(answer) != "refused":
        return line
    faults = (answer.get("outcome") or {}).get("faults") or {}
    told = [html.Span(fault[screen.language], hidden=True, **data(fault=key)) for key, fault in faults.items()]
    return html.P([line.children, *told], **data(state="refused"))


def _field(screen: Screen, key: str, label: str, control: Component, more: Sequence[Component] = ()) -> Component:
    notes = [html.P(screen.words(note), className="note", id=f"office-{key}-note")
             for note in [f"office.{key}.note"] if note in screen.words.entries]  # fmt: skip
    complaint = html.P("", className="complaint", hidden=True, role="alert", **data(fault=key))
    shown = dressed(control, **(aria(describedby=f"office-{key}-note") if notes else {}))
    parts = [dbc.Label(label, html_for=f"office-{key}"), shown, *more, *notes, complaint]
    return html.Div(parts, className="office-field", **data(field=key))


def _choice(screen: Screen, key: str, choices: Sequence[tuple[str, str]], chosen: str) -> Component:
    options = [{"value": value, "label": label} for value, label in choices]
    control = dressed(dbc.Select(id=f"office-{key}", options=options, value=chosen), name=key)
    return _field(screen, key, screen.words(f"office.{key}.label"), control)


def _name(screen: Screen, language: str, name: str) -> Component:
    key = f"name_{language}"
    control = dbc.Input(id=f"office-{key}", name=key, type="text", maxlength=120, value=name)
    return _field(screen, key, screen.words(f"office.{key}.label"), control)


def _written(screen: Screen, key: str, facts: Mapping[str, Any], offered: Sequence[str]) -> Component:
    listed = f"office-{key}-offered"
    control = dbc.Input(id=f"office-{key}", name=key, type="text", value=str(facts[key]), list=listed)
    options = Shape("datalist", [Shape("option", value=one) for one in offered], id=listed)
    return _field(screen, key, screen.words(f"office.{key}.label"), control, [options])


def _reason(screen: Screen) -> Component:
    words = screen.words
    field = dbc.Textarea(id="office-reason", rows=2, maxlength=LONGEST_REASON)
    label = dbc.Label(words("office.reason.label"), html_for="office-reason")
    return html.Div([label, field, html.P(words("office.reason.note"), className="note")], className="acting")


def _months(screen: Screen) -> list[tuple[str, str]]:
    return [(str(n), f"{n}月" if screen.language == "zh" else name) for n, name in enumerate(MONTH_NAMES, start=1)]


@cache
def _time_zones() -> tuple[str, ...]:
    regions = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return ("UTC", *sorted(zone for zone in available_timezones() if zone.split("/")[0] in regions))

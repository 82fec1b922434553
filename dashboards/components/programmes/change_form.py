"""The form of a single change, drawn by its declaration (`metrics/single_changes.yml`); `single_change.js` sends it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards.components.aria import aria, data, dressed
from dashboards.components.rounds.acting import acting_name
from dashboards.screen import Screen
from metrics.single_changes import DAY, LINE, LONGEST_TEXT, NEW_DOCUMENT, Field, SingleChange

# What may be chosen in a field: the value that is sent and the words that are seen.
Choices = Mapping[str, Sequence[tuple[str, str]]]


def change_form(screen: Screen, change: SingleChange, asked: Mapping[str, str | None], choices: Choices) -> Component:
    """The fields of a change in their order, who acts, and the button that has it looked at.

    Args:
        screen: language of the page.
        change: which change.
        asked: what the clerk is told beside the fields: programme, change, subject, and the publication in force.
        choices: what may be chosen, by what a field takes.
    """
    words = screen.words
    own = [_field(screen, one, choices) for one in change.fields if not _is_of_document(one)]
    place = next((n for n, one in enumerate(change.fields) if one.name == "section"), len(own))
    if change.is_by_document:
        before = sum(not _is_of_document(one) for one in change.fields[:place])
        own.insert(before, _document(screen, change, choices))
    complaints = [html.Span("", hidden=True, **data(when="answered"))]
    complaints += [html.Span(words(f"programmes.{name}"), hidden=True, **data(when=name)) for name in ("unreachable",)]
    form = dbc.Form(
        [
            *own,
            html.P(complaints, id="change-complaint", className="complaint", hidden=True, role="alert"),
            html.P(
                dressed(dbc.Button(words("programmes.look"), type="submit", className="button-first")),
                className="take-away",
            ),
        ],
        id="change-form",
        className="change-form",
    )
    return html.Div(
        [acting_name(screen), dressed(form, novalidate=True, **data(asked=json.dumps(asked, ensure_ascii=False)))],
    )


def _is_of_document(one: Field) -> bool:
    return one.name == "document" or one.name.startswith(NEW_DOCUMENT)


def _document(screen: Screen, change: SingleChange, choices: Choices) -> Component:
    """Which document makes the change: one that is registered, or what registers it."""
    words = screen.words
    chosen, *registers = [one for one in change.fields if _is_of_document(one)]
    return html.Fieldset(
        [
            html.Legend(words("programmes.by_document")),
            _field(screen, chosen, choices),
            html.P(words("programmes.new_document"), className="note"),
            *[_field(screen, one, choices) for one in registers],
        ],
        className="change-document",
    )


def _field(screen: Screen, one: Field, choices: Choices) -> Component:
    words, field_id = screen.words, f"change-{one.name}"
    hint_key = f"programmes.hint.{one.name}"
    # What is said of leaving it empty is said where it may be.
    hint = words(hint_key) if hint_key in words.entries and not (one.name == "due_on" and one.is_required) else ""
    mark = words("programmes.required") if one.is_required else ""
    named: dict[str, Any] = {"id": field_id, "name": one.name}
    described = aria(describedby=f"{field_id}-hint {field_id}-fault" if hint else f"{field_id}-fault")
    if one.is_required:
        described |= aria(required="true")
    if one.is_choice:
        entry = _select(screen, one, named, choices.get(one.takes, ()), described)
    elif one.takes == LINE:
        entry = dressed(dbc.Textarea(rows=2, maxlength=LONGEST_TEXT, **named), **described)
    else:
        kind = "date" if one.takes == DAY else "text"
        entry = dressed(dbc.Input(type=kind, maxlength=LONGEST_TEXT, autocomplete="off", **named), **described)
    return html.Div(
        [
            dbc.Label([words(f"programmes.field.{one.name}"), html.Span(mark, className="required")],
                      html_for=field_id),
            *([html.P(hint, id=f"{field_id}-hint", className="note")] if hint else []),
            entry,
            html.P("", id=f"{field_id}-fault", className="complaint", hidden=True),
        ],
        className="change-field",
    )  # fmt: skip


def _select(
    screen: Screen, one: Field, named: Mapping[str, Any], offered: Sequence[tuple[str, str]],
    described: Mapping[str, Any],
) -> Component:  # fmt: skip
    none = f"programmes.none_chosen.{one.takes}"
    first = screen.words(none if none in screen.words.entries else "programmes.choose")
    options = [{"label": first, "value": ""}, *({"label": text, "value": value} for value, text in offered)]
    return dressed(dbc.Select(options=options, **named), **described)

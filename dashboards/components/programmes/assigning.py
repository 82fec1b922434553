"""A breakdown in the office's own columns: what became of the file, and the form that asks what its words mean."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards.components.aria import aria, data, dressed
from dashboards.components.programmes.answers import is_open, to_publish
from dashboards.components.requests import (
    WORKING,
    Facts,
    again_button,
    findings_tables,
    sentence,
    state_of,
    upload_card,
)
from dashboards.markup import Shape
from dashboards.screen import Screen
from metrics.contract import ASKED, COLUMN_ROLES, PASSED_OVER

# Faults that are questions: the form below asks them.
ASKS = "breakdown."


def breakdown_answer(
    screen: Screen, request_id: str, request: Facts, answer: Facts | None, has_clerk: bool
) -> Component:
    """The card of such a table: what is asked of its words, what is wrong with it, or what it changes."""
    words, state = screen.words, state_of(answer)
    outcome = (answer or {}).get("outcome") or {}
    name = request.get("file_name") or outcome.get("file") or words("programmes.breakdown")
    message = sentence(screen, answer, "upload", has_clerk)
    if answer is None or state in (WORKING, ASKED):
        return upload_card(screen, name, state, message)
    findings = answer.get("findings") or []
    asked = [one for one in findings if str(one.get("rule_id")).startswith(ASKS)]
    parts = findings_tables(screen, [one for one in findings if one not in asked], [], "programmes")
    parts += to_publish(screen, request_id, answer)
    if assignment := outcome.get("assignment"):
        parts.append(_asked(screen, request_id, outcome["of"], assignment, is_needed=bool(asked)))
    marked = answer.get("marked")
    copy = html.A(words("upload.marked"), href=f"/requests/{request_id}/{marked}", className="button", download="")
    parts.append(html.P([*([copy] if marked and not asked else []), again_button(screen)], className="take-away"))
    label = "passes" if is_open(answer) else "to_assign" if asked else "same" if state == "done" else state
    if asked:
        message = words("programmes.to_assign", file=name)
    return upload_card(screen, name, state, message, parts, words(f"programmes.state.{label}"))


def _asked(screen: Screen, request_id: str, of: str, assignment: Facts, *, is_needed: bool) -> Component:
    """The form; folded away where every word has a meaning."""
    words, columns, labels = screen.words, assignment["columns"], assignment["labels"]
    guessed = [one for one in columns if one["is_guess"]]
    assigned = [one for one in columns if not one["is_guess"]]
    ask = _Asking(screen, request_id, assignment["choices"])
    parts: list[Component] = [_where(screen, request_id, assignment)]
    if guessed:
        parts += [html.H3(words("programmes.unknown_columns", count=len(guessed))), ask.fields(guessed)]
    if labels:
        parts += [html.H3(words("programmes.unknown_labels", count=len(labels))), ask.fields(labels, len(columns))]
    if assigned:
        summary = html.Summary(words("programmes.known_columns", count=len(assigned)))
        parts.append(html.Details([summary, ask.fields(assigned, len(columns) + len(labels))], className="twin"))
    complaints = [html.Span("", hidden=True, **data(when="answered"))]
    complaints.append(html.Span(words("programmes.unreachable"), hidden=True, **data(when="unreachable")))
    parts.append(html.P(complaints, className="complaint", hidden=True, role="alert"))
    button = dressed(dbc.Button(words("programmes.read_so"), type="submit", className="button-first"))
    parts.append(html.P(button, className="take-away"))
    form = dressed(dbc.Form(parts, className="assignment"), **data(of=of, request=request_id))
    title = words("programmes.assign" if is_needed else "programmes.assigned")
    return html.Details([html.Summary(title), form], className="folded", open=is_needed)


def _where(screen: Screen, request_id: str, assignment: Facts) -> Component:
    """On which sheet the table stands, and in which row its header."""
    words, sheets = screen.words, assignment["sheets"]
    fields: list[Component] = []
    if len(sheets) > 1:
        sheet_id = f"sheet-{request_id}"
        options = [{"label": name, "value": name} for name in sheets]
        select = dbc.Select(options=options, id=sheet_id, name="sheet", value=assignment["sheet"])
        fields += [dbc.Label(words("programmes.on_sheet"), html_for=sheet_id), select]
    row_id = f"row-{request_id}"
    row = dbc.Input(id=row_id, name="header_row", type="number", min=1, value=str(assignment["header_row"]))
    return html.Div([*fields, dbc.Label(words("programmes.in_row"), html_for=row_id), row], className="assign-where")


class _Asking:
    """Asks what words mean, with the same choices for each."""

    def __init__(self, screen: Screen, request_id: str, choices: Mapping[str, Sequence[str]]) -> None:
        self.screen, self.request_id, self.choices = screen, request_id, choices

    def fields(self, asked: Sequence[Facts], first: int = 0) -> Component:
        """A field each: the words of the table, what stands below them, and the drop-down."""
        words = self.screen.words
        told = []
        for number, one in enumerate(asked, start=first):
            below = words("programmes.next").join(one["samples"])
            note = [words("programmes.below_it", samples=below)] if below else []
            note += [words("programmes.guessed")] if one["is_guess"] and one["meaning"] else []
            hint = html.P(words("programmes.next").join(note), id=f"{self._id(number)}-hint", className="note")
            label = dbc.Label(one["text"], html_for=self._id(number))
            told.append(html.Div([label, hint, self._select(one, number)], className="change-field"))
        return html.Div(told, className="assign-fields")

    def _id(self, number: int) -> str:
        return f"assign-{self.request_id}-{number}"

    def _select(self, one: Facts, number: int) -> Component:
        words, meaning = self.screen.words, one["meaning"] or ""
        roles = [self._option(role, words(f"programmes.meaning.{'none' if role == PASSED_OVER else role}"), meaning)
                 for role in (*COLUMN_ROLES, PASSED_OVER)]  # fmt: skip
        groups = [
            Shape(
                "optgroup",
                [self._option(f"{kind}:{name}", name, meaning) for name in self.choices[kind]],
                label=words(f"programmes.meanings.{kind}"),
            )
            for kind in ("unit", "target")
        ]
        first = Shape("option", words("programmes.choose"), value="")
        named: dict[str, Any] = {"id": self._id(number), "class": "form-select", **data(text=one["text"]),
                                 **aria(describedby=f"{self._id(number)}-hint")}  # fmt: skip
        return Shape("select", [first, *roles, *groups], **named)

    @staticmethod
    def _option(value: str, text: str, meaning: str) -> Component:
        return Shape("option", text, value=value, selected=value == meaning)


def sent_for(programme_id: str) -> str:
    """What the page sends beside a file: whose breakdown it is."""
    return json.dumps({"X-Programme": programme_id})

"""What can be done about a report from the round page: one dialog, filled by `round.js` from the row that asks."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components.acting import acting_name
from dashboards.components.aria import aria, data
from dashboards.markup import Shape
from dashboards.screen import Screen
from metrics.feedback import FeedbackRound, RoundLine
from metrics.round_rules import CLOSE, LONGEST_REASON, UNIT_STEPS, close_objection, objection
from metrics.sentences import say

# Steps for which somebody must say why; a return that is taken back is one too, and the rules ask for it then.
WITH_REASON = ("return", "reopen")
ANYBODY, ANY_REASON = "-", "-"
SPOKEN = ("nameless", "reasonless", "stepless", "waiting", "asleep", "unreachable")


def unit_button(screen: Screen, view: FeedbackRound, line: RoundLine) -> Component:
    """Opens the dialog for one unit; nothing in a view of an earlier day."""
    report, words = line.report, screen.words
    why_not = {
        step: objection(step, report.standing, by=ANYBODY, reason=ANY_REASON, version=report.version)
        for step in UNIT_STEPS
    }
    title = words("act.title_unit", unit=screen.name(report.unit.name), period=_period(screen, view))
    asked = {"unit_id": report.unit.unit_id, "version": report.version}
    label = words("act.open_for", unit=screen.name(report.unit.name))
    return _button(screen, view, words("act.open"), label, title, asked, why_not)


def close_button(screen: Screen, view: FeedbackRound) -> Component:
    """Opens the dialog for closing the round, or says why it cannot be closed."""
    standings = {line.report.unit.unit_id: line.report.standing for line in view.lines}
    due_on = view.round.due_on if view.round else date.max
    why_not = close_objection(standings, due_on, date.today())
    if why_not:
        return html.P([html.Strong(screen.words("act.no_close")), " ", _why(screen, why_not)], className="note")
    title = screen.words("act.title_round", period=_period(screen, view))
    asked = {"unit_id": None, "version": None}
    text = screen.words("act.close_round")
    return html.P(_button(screen, view, text, text, title, asked, {CLOSE: None}), className="take-away")


def template_button(screen: Screen, programme_id: str, period_id: str, unit_id: str, label: str = "") -> Component:
    """Has the clerk make the unit's template for a round, and downloads it."""
    asked = {"programme_id": programme_id, "period_id": period_id, "unit_id": unit_id}
    spoken = {key: screen.words.entries[f"act.{key}"] for key in ("waiting", "asleep", "unreachable")}
    return html.Button(
        screen.words("act.template"),
        type="button",
        className="button",
        **data(template=json.dumps(asked), words=json.dumps(spoken, ensure_ascii=False)),
        **(aria(label=label) if label else {}),
    )


def dialog(screen: Screen) -> Component:
    """The dialog: which step, why, and who takes it."""
    words = screen.words
    spoken = {key: words.entries[f"act.{key}"] for key in SPOKEN}
    reason = Shape("textarea", "", id="act-reason", className="form-control", rows=3, maxlength=LONGEST_REASON)
    content = [
        html.H2("", id="act-title"),
        html.Fieldset([html.Legend(words("act.which")), html.Div(id="act-steps")]),
        html.Label(words("act.reason"), htmlFor="act-reason", id="act-reason-label"),
        reason,
        acting_name(screen),
        html.P("", id="act-complaint", className="complaint", hidden=True, role="alert"),
        html.P("", id="act-stage", role="status"),
        html.P(
            [
                html.Button(words("act.submit"), type="button", id="act-submit", className="button button-first"),
                html.Button(words("act.cancel"), type="button", id="act-cancel", className="button"),
            ],
            className="take-away",
        ),
    ]
    return html.Dialog(
        content, id="act", className="act", **data(words=json.dumps(spoken)), **aria(labelledby="act-title")
    )


def said_notice() -> Component:
    """Where the page, drawn anew, says what was done."""
    return html.Div("", id="act-said", className="notice", hidden=True, role="status")


def _button(
    screen: Screen,
    view: FeedbackRound,
    text: str,
    label: str,
    title: str,
    asked: dict[str, Any],
    why_not: dict[str, str | None],
) -> Component:
    steps = [
        {
            "step": step,
            "label": screen.words(f"act.step.{step}"),
            "why_not": _why(screen, code) if code else "",
            "needs_reason": step in WITH_REASON,
        }
        for step, code in why_not.items()
    ]
    period_id = view.round.period_id if view.round else ""
    given = {"programme_id": view.programme.programme_id, "period_id": period_id, **asked}
    offered = json.dumps({"title": title, "steps": steps, "asked": given}, ensure_ascii=False)
    return html.Button(text, type="button", className="button", **data(act=offered), **aria(label=label))


def _why(screen: Screen, code: str) -> str:
    sentence = say(f"round.{code}")
    return sentence.zh if screen.language == "zh" else sentence.en


def _period(screen: Screen, view: FeedbackRound) -> str:
    return formats.short_period(view.round.period_id, screen.language) if view.round else ""

"""What can be done about a unit's report from the round page, and about the round as a whole."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components.rounds.actions import ANY_REASON, ANYBODY, act_button, template_button
from dashboards.screen import Screen
from metrics import clock
from metrics.reading.feedback import FeedbackRound, RoundLine
from metrics.rules.rounds import CLOSE, RECEIPT_DAY, UNIT_STEPS, close_objection, objection
from metrics.sentences import say

AWAITED_STATES = ("missing", "draft", "returned", "reopened")


def unit_actions(screen: Screen, view: FeedbackRound, line: RoundLine) -> Component:
    """The steps on a unit's report, and its template while a report of it is awaited."""
    unit, words = line.report.unit, screen.words
    template: list[Component] = []
    if line.report.state in AWAITED_STATES:
        asked = {"programme_id": view.programme.programme_id, "period_id": line.report.period_id}
        label = words("act.template_for", unit=screen.name(unit.name))
        asked["unit_id"] = unit.unit_id
        template = [template_button(screen, asked, label, words("act.template_short"))]
    return html.Span([unit_button(screen, view, line), *template], className="round-act")


def unit_button(screen: Screen, view: FeedbackRound, line: RoundLine) -> Component:
    """Opens the dialog for one unit; nothing in a view of an earlier day."""
    report, words = line.report, screen.words
    codes = {
        step: objection(step, report.standing, by=ANYBODY, reason=ANY_REASON, version=report.version)
        for step in UNIT_STEPS
    }
    if report.provenance == "sample" and codes[RECEIPT_DAY] is None:
        codes[RECEIPT_DAY] = "no_receipt"
    why_not = {step: say(f"round.{code}") if code else None for step, code in codes.items()}
    title = words("act.title_unit", unit=screen.name(report.unit.name), period=_period(screen, view))
    asked = {**_place(view), "unit_id": report.unit.unit_id, "version": report.version}
    label = words("act.open_for", unit=screen.name(report.unit.name))
    return act_button(screen, words("act.open"), label, title, asked, why_not)


def close_button(screen: Screen, view: FeedbackRound) -> Component:
    """Opens the dialog for closing the round, or says why it cannot be closed."""
    standings = {line.report.unit.unit_id: line.report.standing for line in view.lines}
    due_on = view.round.due_on if view.round else date.max
    code = close_objection(standings, due_on, clock.today())
    if code:
        why = screen.name(say(f"round.{code}"))
        barred: list[Component | str] = (
            [] if code == "closed_already" else [html.Strong(screen.words("act.no_close")), " "]
        )
        return html.P([*barred, why], className="note")
    title = screen.words("act.title_round", period=_period(screen, view))
    asked = {**_place(view), "unit_id": None, "version": None}
    text = screen.words("act.close_round")
    return html.P(act_button(screen, text, text, title, asked, {CLOSE: None}), className="take-away")


def _place(view: FeedbackRound) -> dict[str, str | int | None]:
    return {
        "programme_id": view.programme.programme_id,
        "period_id": view.round.period_id if view.round else "",
    }


def _period(screen: Screen, view: FeedbackRound) -> str:
    return formats.short_period(view.round.period_id, screen.language) if view.round else ""

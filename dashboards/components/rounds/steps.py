"""What can be done about a unit's report from the round page, and about the round as a whole."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboards.components.rounds.actions import act_button, template_button, why_not
from dashboards.screen import Screen
from metrics import clock
from metrics.kinds.table import sent_by
from metrics.reading.feedback import FeedbackRound, RoundLine
from metrics.rules.standing import close_objection
from metrics.sentences import Bilingual, say

AWAITED_STATES = ("missing", "draft", "returned", "reopened")


def unit_actions(screen: Screen, view: FeedbackRound, line: RoundLine) -> Component:
    """The steps on a unit's report, and its template while a report of it is awaited."""
    unit, words = line.report.unit, screen.words
    template: list[Component] = []
    if line.report.state in AWAITED_STATES:
        asked = {"programme_id": view.programme.programme_id, "period_id": line.report.period_id}
        label = words("act.template_for", unit=screen.name(unit.name))
        asked["unit_id"] = unit.unit_id
        template = [template_button(screen, line.report.kind, asked, label, words("act.template_short"))]
    return html.Span([unit_button(screen, view, line), *template], className="round-act")


def unit_button(screen: Screen, view: FeedbackRound, line: RoundLine) -> Component:
    """Opens the dialog for one unit; nothing in a view of an earlier day."""
    report, words = line.report, screen.words
    barred = why_not(report.kind, report.standing, is_sample=report.provenance == "sample")
    title = words("act.title_unit", unit=screen.name(report.unit.name), period=_period(screen, view))
    asked = {**_place(view), "unit_id": report.unit.unit_id, "version": report.version}
    label = words("act.open_for", unit=screen.name(report.unit.name))
    return act_button(screen, report.kind, words("act.open"), label, title, asked, barred)


def close_button(screen: Screen, view: FeedbackRound) -> Component:
    """Opens the dialog for closing the round, or says why it cannot be closed."""
    standings = [line.report.standing for line in view.lines]
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
    of = sent_by("unit_id")
    closing: dict[str, Bilingual | None] = dict.fromkeys(of.path.closing_steps)
    return html.P(act_button(screen, of, text, text, title, asked, closing), className="take-away")


def schedule_button(screen: Screen, view: FeedbackRound) -> Component:
    """Opens the dialog for the round itself: to open it, to move its due day, to make it the last one."""
    of, words = sent_by("unit_id"), screen.words
    chosen = view.round
    is_open = chosen is not None and chosen.is_open
    opened: dict[str, Bilingual | None] = {"open": say("round.round_open_already") if is_open else None}
    offered = opened | dict.fromkeys(name for name in of.path.schedule_steps if name != "open")
    title = words("act.title_rounds", period=_period(screen, view))
    asked = {**_place(view), "unit_id": None, "version": None}
    return html.P(act_button(screen, of, words("act.rounds"), words("act.rounds"), title, asked, offered))


def _place(view: FeedbackRound) -> dict[str, str | int | None]:
    return {
        "programme_id": view.programme.programme_id,
        "period_id": view.round.period_id if view.round else "",
    }


def _period(screen: Screen, view: FeedbackRound) -> str:
    return screen.period(view.round.period_id) if view.round else ""

"""What can be done about a report: one dialog, filled by `steps.js` from the row that asks, and templates to take.

The pages of a round, a unit and a centre share it; which steps there are and why one is not open, each says itself.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards.components.aria import aria, data, dressed
from dashboards.components.rounds.acting import acting_name
from dashboards.markup import Shape
from dashboards.screen import Screen
from metrics.kinds.table import Kind
from metrics.rules.standing import LONGEST_REASON, Standing, objection
from metrics.sentences import Bilingual

# Who and why are asked for in the dialog: whether a step is open is judged before, as if both were given.
ANYBODY, ANY_REASON = "-", "-"
# What keeps the dialog from asking, beside what the server answers.
COMPLAINTS = ("nameless", "reasonless", "stepless", "dayless", "unreachable")


def why_not(
    of: Kind, standing: Standing, conditions: Collection[str] = (), *, is_sample: bool = False
) -> dict[str, Bilingual | None]:
    """Each step on one report with why it may not be taken, None where it may.

    Args:
        of: the kind of report.
        standing: how it stands.
        conditions: those of its path that hold.
        is_sample: whether it is a sample, which never came in.
    """
    given: dict[str, Any] = {"by": ANYBODY, "reason": ANY_REASON, "version": standing.version, "conditions": conditions}
    codes = {step: objection(step, standing, **given) for step in of.path.own_steps}
    if is_sample:
        codes |= {step: codes[step] or "no_receipt" for step in codes if of.path.steps[step].gives_day}
    return {step: of.why(code) if code else None for step, code in codes.items()}


def act_button(
    screen: Screen, of: Kind, text: str, label: str, title: str,
    asked: Mapping[str, str | int | None], why_not: Mapping[str, Bilingual | None],
) -> Component:  # fmt: skip
    """Opens the dialog.

    Args:
        screen: language and address of the page.
        of: the kind of report.
        text: what the button shows.
        label: what it is called where its row is not seen.
        title: the title of the dialog.
        asked: what the clerk is told beside the step, name and reason.
        why_not: each step with why it may not be taken, None where it may.
    """
    steps = [
        {
            "step": step,
            "label": screen.name(of.step_named(step)),
            "why_not": screen.name(why) if why else "",
            # A return that is taken back needs one too, and the rules ask for it then.
            "needs_reason": of.path.steps[step].needs_reason,
            "needs_day": of.path.steps[step].gives_day or step == "due",
            "day_name": "due_on" if of.path.steps[step].schedules else "received_on",
            "day_label": screen.words("act.due_day" if of.path.steps[step].schedules else "act.day"),
            "may_give_day": step == "open",
        }
        for step, why in why_not.items()
    ]
    offered = json.dumps(
        {"title": title, "steps": steps, "asked": {"report_kind": of.kind_id, **asked}}, ensure_ascii=False
    )
    return dressed(dbc.Button(text, type="button"), **data(act=offered), **aria(label=label))


def template_button(screen: Screen, of: Kind, asked: Mapping[str, str], label: str = "", text: str = "") -> Component:
    """Has the clerk make the template of a report for its period, and downloads it.

    Args:
        screen: language of the page.
        of: the kind of report.
        asked: which template.
        label: what the button is called where its row is not seen.
        text: what it shows, if not that the template is downloaded.
    """
    return dressed(
        dbc.Button(text or screen.words("act.template"), type="button"),
        **data(template=json.dumps({"report_kind": of.kind_id, **asked}), unreachable=screen.words("act.unreachable")),
        **(aria(label=label) if label else {}),
    )


def dialog(screen: Screen, reason_label: str, seen_until: str) -> Component:
    """The dialog: which step, why, and who takes it; `seen_until` is the time of the last record on the page."""
    words = screen.words
    complaints = [html.Span(words(f"act.{name}"), hidden=True, **data(when=name)) for name in COMPLAINTS]
    complaints.append(html.Span("", hidden=True, **data(when="answered")))
    content = [
        html.H2("", id="act-title"),
        html.Fieldset([html.Legend(words("act.which")), html.Div(id="act-steps")]),
        Shape("template", _blank_step(), id="act-blank"),
        html.P(
            [
                dbc.Label(words("act.day"), html_for="act-day", id="act-day-label"),
                dbc.Input(id="act-day", type="date"),
            ],
            id="act-day-line",
            hidden=True,
        ),
        dbc.Label(reason_label, html_for="act-reason", id="act-reason-label"),
        dbc.Textarea(id="act-reason", rows=3, maxlength=LONGEST_REASON),
        acting_name(screen),
        html.P(complaints, id="act-complaint", className="complaint", hidden=True, role="alert"),
        html.P("", id="act-stage", role="status"),
        html.P(
            [
                dbc.Button(words("act.submit"), type="button", id="act-submit", className="button-first"),
                dbc.Button(words("act.cancel"), type="button", id="act-cancel"),
            ],
            className="take-away",
        ),
    ]
    return html.Dialog(
        content,
        id="act",
        className="act",
        **data(seen=seen_until),
        **aria(labelledby="act-title"),
    )


def _blank_step() -> Component:
    """A step to choose, with its name and why it is not open; `steps.js` fills one for each that a row offers."""
    radio = Shape("input", type="radio", name="act-step")
    return dbc.Label([radio, html.Span(), html.Span(className="note")], className="act-step")


def said_notice() -> Component:
    """Where the page, drawn anew, says what was done."""
    return html.Div("", id="act-said", className="notice", hidden=True, role="status")

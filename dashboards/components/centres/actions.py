"""What can be done about a centre's annual report from the centre's page: its template to take, its steps to filing."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components.rounds.actions import ANY_REASON, ANYBODY, act_button, template_button
from dashboards.screen import Screen
from metrics.reading.annual_report import ReportStanding
from metrics.rules.annual_reports import ALL_STEPS, objection
from metrics.rules.rounds import RECEIPT_DAY
from metrics.sentences import say


def year_actions(screen: Screen, entry: ReportStanding) -> Component:
    """The steps of a report that came, and the template of its year; the template alone before one came."""
    template = template_button(screen, _place(entry), screen.words("annual.template_for", year=entry.year))
    return html.Span([*_steps_button(screen, entry), template], className="annual-act")


def _steps_button(screen: Screen, entry: ReportStanding) -> list[Component]:
    """The way to the steps; nothing where no report came, or none can be taken: it is filed, or was sent back."""
    words = screen.words
    codes = {
        step: objection(
            step, entry.standing, by=ANYBODY, reason=ANY_REASON, needs_forwarding=entry.needs_forwarding,
            version=entry.version,
        )
        for step in ALL_STEPS
    }  # fmt: skip
    why_not = {step: say(f"centre_report.{code}") if code else None for step, code in codes.items()}
    if entry.provenance == "sample":
        why_not[RECEIPT_DAY] = say("round.no_receipt")
    if not entry.is_reported or all(why_not.values()):
        return []
    title = words("annual.act_title", year=entry.year, version=entry.version or 0)
    label = words("annual.act_for", year=entry.year)
    asked = {**_place(entry), "version": entry.version}
    return [act_button(screen, words("act.open"), label, title, asked, why_not)]


def _place(entry: ReportStanding) -> dict[str, str]:
    return {"programme_id": entry.programme_id, "period_id": str(entry.year), "centre_id": entry.centre_id}

"""What can be done about a centre's annual report from the centre's page: its template to take, its steps to filing."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components.rounds.actions import act_button, template_button, why_not
from dashboards.screen import Screen
from metrics.reading.annual_report import ReportStanding


def year_actions(screen: Screen, entry: ReportStanding) -> Component:
    """The steps of a report that came, and the template of its year; the template alone before one came."""
    template = template_button(screen, entry.kind, _place(entry), screen.words("annual.template_for", year=entry.year))
    return html.Span([*_steps_button(screen, entry), template], className="annual-act")


def _steps_button(screen: Screen, entry: ReportStanding) -> list[Component]:
    """The way to the steps; nothing where no report came, or none can be taken: it is filed, or was sent back."""
    words = screen.words
    barred = why_not(entry.kind, entry.standing, entry.conditions, is_sample=entry.provenance == "sample")
    if not entry.is_reported or all(barred.values()):
        return []
    title = words("annual.act_title", year=entry.year, version=entry.version or 0)
    label = words("annual.act_for", year=entry.year)
    asked = {**_place(entry), "version": entry.version}
    return [act_button(screen, entry.kind, words("act.open"), label, title, asked, barred)]


def _place(entry: ReportStanding) -> dict[str, str]:
    return {"programme_id": entry.programme_id, "period_id": str(entry.year), "centre_id": entry.centre_id}

"""One feedback round as a table, and the reminders that it calls for."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.components import figures, reports
from dashboards.components.aria import aria
from dashboards.components.tables import Cell, table
from dashboards.screen import Screen
from metrics.feedback import FeedbackRound, RoundLine

# Ladder → the shape that goes with its colour and word.
LADDER_SHAPES = {
    "on_time": "on_track",
    "late": "slightly_behind",
    "due_soon": "not_yet_due",
    "not_due": "not_yet_due",
    "overdue": "slightly_behind",
    "overdue_30": "behind",
}


def ladder_mark(screen: Screen, line: RoundLine) -> Component:
    """Colour, shape and word of how urgent a report is."""
    ladder = line.report.ladder
    if ladder not in LADDER_SHAPES or (line.report.open_state == "missing" and not line.needs_reminder):
        return html.Span(screen.words("dash"))
    shape = html.Span(className=f"shape shape-{LADDER_SHAPES[ladder]}", **aria(hidden="true"))
    return html.Span([shape, screen.words(f"ladder.{ladder}")], className=f"status ladder-{ladder}")


def round_table(screen: Screen, view: FeedbackRound) -> Component:
    """One row per unit, those to be reminded first."""
    words = screen.words
    names = ("unit", "urgency", "state", "submitted_on", "lateness", "version", "reason", "evidence")
    rows = [_row(screen, line) for line in view.lines]
    return html.Div(table(words("round.title"), [words(f"column.{name}") for name in names], rows), className="compact")


def _row(screen: Screen, line: RoundLine) -> list[Cell]:
    words, report = screen.words, line.report
    nil = [html.Span(words("nil_report"), className="chip")] if report.is_nil else []
    state = [reports.state_chip(screen, report), *nil, figures.provenance_badge(screen, report.provenance)]
    reason = figures.quoted(screen, report.last_reason) if report.last_reason else words("dash")
    return [
        figures.unit_link(screen, report.unit),
        ladder_mark(screen, line),
        html.Span(state, className="badge-pair"),
        figures.day(screen, report.submitted_on) if report.submitted_on else words("dash"),
        reports.lateness(screen, report),
        reports.version_door(screen, report),
        reason,
        f"{line.evidence_count}/{line.task_count}" if line.task_count else words("dash"),
    ]

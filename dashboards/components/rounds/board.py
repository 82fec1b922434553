"""One feedback round as a table, and what happened in it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.rounds import reports
from dashboards.components.rounds.steps import unit_actions
from dashboards.components.tables import Cell, table
from dashboards.phrases.reports import event_text, lateness
from dashboards.screen import Screen
from metrics import clock
from metrics.reading.feedback import FeedbackRound, RoundEvent, RoundLine
from metrics.reading.report import ReportState

COLUMNS = ("urgency", "state", "due", "submitted_on", "version", "returned", "findings", "evidence", "contact")
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
    if line.report.state == "returned":
        shape = html.Span(className="shape shape-behind", **aria(hidden="true"))
        return html.Span([shape, screen.words("round.to_correct")], className="status ladder-overdue_30")
    ladder = line.report.ladder
    if ladder not in LADDER_SHAPES or (line.report.open_state == "missing" and not line.needs_reminder):
        return html.Span(screen.words("dash"))
    shape = html.Span(className=f"shape shape-{LADDER_SHAPES[ladder]}", **aria(hidden="true"))
    return html.Span([shape, screen.words(f"ladder.{ladder}")], className=f"status ladder-{ladder}")


def round_table(screen: Screen, view: FeedbackRound, lines: Sequence[RoundLine], caption: str) -> Component:
    """One row per unit with what can be done about its report; of an earlier day, what stood then and nothing to do."""
    words, is_now = screen.words, screen.address.as_of is None
    names = ("unit", "act", *COLUMNS) if is_now else ("unit", *COLUMNS)
    rows = [_row(screen, view, line, is_now) for line in lines]
    return html.Div(table(caption, [words(f"column.{name}") for name in names], rows), className="compact round")


def _row(screen: Screen, view: FeedbackRound, line: RoundLine, is_now: bool) -> list[Cell]:
    words, report = screen.words, line.report
    act: list[Cell] = [unit_actions(screen, view, line)] if is_now else []
    return [
        figures.unit_link(screen, report.unit),
        *act,
        ladder_mark(screen, line),
        _state(screen, line),
        formats.day(report.due_on, screen.language),
        _submitted(screen, report),
        reports.version_door(screen, report),
        _returned(screen, report),
        words("dash") if report.finding_count is None else words("round.findings", count=report.finding_count),
        f"{line.evidence_count}/{line.task_count}" if line.task_count else words("dash"),
        _contact(screen, report),
    ]


def _submitted(screen: Screen, report: ReportState) -> Cell:
    late = lateness(screen, report)
    if report.received_on is None:
        return late
    return html.Span([reports.receipt_cell(screen, report), html.Br(), late])


def _state(screen: Screen, line: RoundLine) -> Component:
    """State, and what else must be known of it: a nil report, a correction, who accepted it, that it is a sample."""
    words, report = screen.words, line.report
    parts: list[Component] = [reports.state_chip(screen, report)]
    for is_so, key in ((report.is_nil, "nil_report"), (report.is_correction, "round.correction")):
        if is_so:
            parts.append(figures.chip(words(key)))
    parts.append(figures.provenance_badge(screen, report.provenance))
    if report.state in ("accepted", "locked", "reopened") and (report.accepted_by or report.is_automatic):
        by = words("round.by_checks") if report.is_automatic else words("round.by", name=report.accepted_by or "")
        parts.append(html.Span(figures.mixed(screen, by), className="as-of"))
    return html.Span(parts, className="badge-pair")


def _returned(screen: Screen, report: ReportState) -> Cell:
    if not report.returned_count:
        return screen.words("dash")
    count = screen.words("round.returned", count=report.returned_count)
    reason = [html.Br(), figures.quoted(screen, report.last_reason)] if report.last_reason else []
    return html.Span([count, *reason], className="told-why")


def _contact(screen: Screen, report: ReportState) -> Cell:
    if report.last_contact_at is None:
        return screen.words("dash")
    kind = screen.words(f"act.kind.{report.last_contact_kind}")
    day = formats.day(clock.day_of(report.last_contact_at), screen.language)
    return html.Span([f"{kind} ", day, html.Br(), figures.quoted(screen, report.last_contact_by or "")])


def history_table(screen: Screen, view: FeedbackRound) -> Component:
    """Every step of the round, the newest first: what, who, when, why."""
    words = screen.words
    heads = [words(f"column.{name}") for name in ("moment", "event", "unit", "version", "actor", "reason_given")]
    rows: list[list[Cell]] = [
        [
            formats.moment(event.recorded_at, screen.language),
            html.Span([event_text(screen, event), figures.provenance_badge(screen, event.provenance)]),
            figures.unit_link(screen, event.unit) if event.unit else words("round.every_unit"),
            str(event.version) if event.version else words("dash"),
            figures.quoted(screen, event.actor) if event.actor else _nobody(screen, event),
            figures.quoted(screen, event.reason) if event.reason else words("dash"),
        ]
        for event in view.history
    ]
    return html.Div(table(words("round.history"), heads, rows), className="compact")


def _nobody(screen: Screen, event: RoundEvent) -> str:
    return screen.words("round.checks") if event.is_automatic else screen.words("dash")

"""How reports stand: the state of each, how late it came, and why it was sent back."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import report_path
from dashboards.components import figures
from dashboards.components.tables import Cell, table
from dashboards.phrases.reports import lateness, receipt_texts, version_text
from dashboards.screen import Screen
from metrics.reading.report import ReportState
from metrics.sentences import Bilingual


def state_chip(screen: Screen, report: ReportState) -> Component:
    """The state in one word, and beside it whether the report leaves out what was asked."""
    chip = figures.chip(screen.words(f"state.{report.shown_state}"), report.shown_state)
    if not report.missing_item_count:
        return chip
    return html.Span([chip, " ", incomplete_chip(screen, report.missing_item_count, report.missing_items)])


def incomplete_chip(screen: Screen, count: int, items: Bilingual) -> Component:
    """That a report is incomplete, by how many items; their names where the mark is pointed at."""
    return figures.chip(screen.words("reports.incomplete", count=count), "missing", title=screen.name(items))


def receipt_cell(screen: Screen, report: ReportState) -> Component:
    """The same for a cell of a table, one below the other."""
    day, *more = receipt_texts(screen, report)
    lines = [part for text in more for part in (html.Br(), html.Span(figures.mixed(screen, text), className="as-of"))]
    return html.Span([day, *lines])


def open_list(screen: Screen, reports: Sequence[ReportState]) -> Component:
    """Units that still owe a report or a part of it, each a door to its page."""
    if not reports:
        return html.P(screen.words("reports.all_in"), className="empty")
    return html.Ul(
        [
            html.Li(
                [
                    html.Div(
                        [
                            figures.unit_link(screen, report.unit),
                            state_chip(screen, report),
                            html.Span(lateness(screen, report), className="as-of"),
                        ],
                        className="line-figures",
                    ),
                    *_returned(screen, report),
                ]
            )
            for report in reports
        ],
        className="lines",
    )


def _returned(screen: Screen, report: ReportState) -> list[Component]:
    if not report.last_reason:
        return []
    reason = figures.quoted(screen, report.last_reason)
    return [html.P([screen.words("reports.reason_prefix"), reason], className="line-reason")]


def rounds_table(screen: Screen, reports: Sequence[ReportState]) -> Component:
    """One line per round: due, state, version, days late, why it was sent back."""
    words = screen.words
    names = ("round", "due", "state", "submitted_on", "lateness", "version", "reason")
    rows: list[list[Cell]] = [
        [
            screen.period(report.period_id),
            formats.day(report.due_on, screen.language),
            html.Span(
                [
                    state_chip(screen, report),
                    *([figures.chip(words("nil_report"))] if report.is_nil else []),
                    figures.provenance_badge(screen, report.provenance),
                ],
                className="badge-pair",
            ),
            receipt_cell(screen, report),
            lateness(screen, report),
            version_door(screen, report),
            figures.quoted(screen, report.last_reason) if report.last_reason else words("dash"),
        ]
        for report in reports
    ]
    return html.Div(
        table(words("reports.table"), [words(f"column.{name}") for name in names], rows), className="rounds"
    )


def version_door(screen: Screen, report: ReportState) -> Component | str:
    """Which version of how many, as a door to that version."""
    text = version_text(screen, report)
    if report.submission_id is None:
        return text
    return dcc.Link(text, href=screen.address.to(report_path(report.submission_id)))

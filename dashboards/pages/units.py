"""The responsible units of a programme, each with its targets by status and its report of the round."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.address import report_path
from dashboards.components import figures
from dashboards.components.rounds import reports
from dashboards.components.sections import section
from dashboards.components.tables import Cell, table
from dashboards.components.targets import statuses
from dashboards.phrases.reports import lateness
from dashboards.screen import Page, Screen
from metrics.reading.programme import all_programmes, chosen_programme
from metrics.reading.unit import UnitLine, unit_lines
from metrics.warehouse import Snapshot

PATH = "/units"
MENU_PLACE = 20
IS_OF_PROGRAMME = True


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page for the programme and round of the address."""
    programmes = all_programmes(snapshot)
    programme = chosen_programme(programmes, screen.address.programme_id)
    lines = unit_lines(snapshot, programme, screen.address.period_id)
    screen = screen.at(programme, programme.round_of(screen.address.period_id))
    words = screen.words
    content = html.Div(
        [
            html.Div(
                [
                    html.H1(words("units.title"), tabIndex=-1),
                    html.P(_summary(screen, lines), className="lead-sentence"),
                ],
                className="page-head",
            ),
            section(screen.name(programme.name), _table(screen, lines), _note(screen, lines)),
        ]
    )
    return Page(words("units.title"), content, screen, programmes, programme, PATH)


def _summary(screen: Screen, lines: tuple[UnitLine, ...]) -> str:
    leads = sum(1 for line in lines if line.lead_count)
    if not lines:
        return screen.words("units.empty")
    return screen.words("units.summary", count=len(lines), leads=leads)


def _note(screen: Screen, lines: tuple[UnitLine, ...]) -> str:
    has_sample = any(line.target_provenance == "sample" for line in lines)
    return screen.words("units.note") + (screen.words("units.note_sample") if has_sample else "")


def _table(screen: Screen, lines: tuple[UnitLine, ...]) -> Component:
    words = screen.words
    names = ("unit", "kind", "lead_tasks", "support_tasks", "own_targets", "report", "lateness")
    rows: list[list[Cell]] = [
        [
            figures.unit_link(screen, line.unit),
            screen.name(line.kind),
            str(line.lead_count),
            str(line.support_count),
            html.Span(
                [
                    statuses.mini(screen, line.status_counts),
                    figures.within_badge(screen, line.provenance),
                ],
                className="badge-pair",
            ),
            _report(screen, line),
            lateness(screen, line.report) if line.report else words("dash"),
        ]
        for line in lines
    ]
    if not rows:
        return html.P(words("units.empty"), className="empty")
    return table(words("units.title"), [words(f"column.{name}") for name in names], rows)


def _report(screen: Screen, line: UnitLine) -> Component | str:
    if line.report is None:
        return screen.words("dash")
    badge = figures.provenance_badge(screen, line.report.provenance)
    chip = reports.state_chip(screen, line.report)
    if line.report.submission_id is not None:
        chip = dcc.Link(chip, href=screen.address.to(report_path(line.report.submission_id)))
    return html.Span([chip, badge], className="badge-pair")

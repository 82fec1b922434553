"""The responsible units of a programme, each with its targets by status and its report of the round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
            section(screen.name(programme.name), _groups(screen, lines), _note(screen, lines)),
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


def _groups(screen: Screen, lines: tuple[UnitLine, ...]) -> Component:
    """The units by kind, in the office's own words; within a kind each below the unit above it."""
    if not lines:
        return html.P(screen.words("units.empty"), className="empty")
    kinds = list(dict.fromkeys(screen.name(line.kind) for line in lines))
    if len(kinds) == 1:
        return _table(screen, kinds[0], lines)
    parts: list[Component] = []
    for kind in kinds:
        parts += [html.H3(kind), _table(screen, kind, [line for line in lines if screen.name(line.kind) == kind])]
    return html.Div(parts)


def _in_tree(lines: Sequence[UnitLine]) -> Iterator[tuple[int, UnitLine]]:
    """Each unit with its depth, behind the one above it."""
    by_id = {line.unit.unit_id: line for line in lines}

    def below(parent: str | None, depth: int) -> Iterator[tuple[int, UnitLine]]:
        for line in lines:
            above = line.parent_unit_id if line.parent_unit_id in by_id else None
            if above == parent:
                yield depth, line
                yield from below(line.unit.unit_id, depth + 1)

    return below(None, 0)


def _table(screen: Screen, kind: str, lines: Sequence[UnitLine]) -> Component:
    words = screen.words
    is_carried = any(line.carries_out_count for line in lines)
    carried = ("carries_out_tasks",) if is_carried else ()
    names = ("unit", "lead_tasks", *carried, "support_tasks", "own_targets", "report", "lateness")
    rows: list[list[Cell]] = [
        [
            html.Span(figures.unit_link(screen, line.unit), className=f"depth-{min(depth, 3)}"),
            str(line.lead_count),
            *([str(line.carries_out_count)] if is_carried else []),
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
        for depth, line in _in_tree(lines)
    ]
    return table(kind, [words(f"column.{name}") for name in names], rows)


def _report(screen: Screen, line: UnitLine) -> Component | str:
    if line.report is None:
        return screen.words("dash")
    badge = figures.provenance_badge(screen, line.report.provenance)
    chip = reports.state_chip(screen, line.report)
    if line.report.submission_id is not None:
        chip = dcc.Link(chip, href=screen.address.to(report_path(line.report.submission_id)))
    return html.Span([chip, badge], className="badge-pair")

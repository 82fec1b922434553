"""One version of a report, as it came in: every figure leads to its cell and evidence, and back to its target."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.address import unit_path
from dashboards.components import figures
from dashboards.components.figures import provenance_badge
from dashboards.components.quality_tables import findings_list
from dashboards.components.rounds import submission as parts
from dashboards.components.rounds.reports import incomplete_chip
from dashboards.components.sections import crumbs, section
from dashboards.pages import missing
from dashboards.phrases.reports import report_name
from dashboards.screen import Page, Screen
from metrics.reading.programme import all_programmes
from metrics.reading.submission import Submission, submission
from metrics.warehouse import Snapshot

PATH = "/report/<programme_id>/<period_id>/<unit_id>/<version>"


def layout(screen: Screen, snapshot: Snapshot, **place: str) -> Page:
    """The page of one version of a report."""
    report = submission(snapshot, "/".join(place.values()))
    if report is None:
        return missing.layout(screen, snapshot, "missing_page.report")
    screen = settled(screen, snapshot, report)
    title = report_name(screen, report)
    content = html.Div([_head(screen, report, title), *_body(screen, report)])
    return Page(title, content, screen)


def is_there(snapshot: Snapshot, **place: str) -> bool:
    """Whether there is such a version of a report."""
    return bool(snapshot.rows("submission", submission_id="/".join(place.values())))


def settled(screen: Screen, snapshot: Snapshot, report: Submission) -> Screen:
    """The screen in the programme and round of a report, so that every link from it leads into them."""
    programme = next(p for p in all_programmes(snapshot) if p.programme_id == report.programme_id)
    return screen.at(programme, programme.round_of(report.period_id))


def _head(screen: Screen, report: Submission, title: str) -> Component:
    words = screen.words
    here = words("report.crumb", version=report.version)
    way = [
        (screen.reporting, screen.address.to("/round")),
        (screen.name(report.unit.name), screen.address.to(unit_path(report.unit.unit_id))),
    ]
    line = [
        html.Span(words("version_of", version=report.version, versions=len(report.versions))),
        figures.chip(words(f"state.{report.state}"), report.state),
        *([figures.chip(words("nil_report"))] if report.is_nil else []),
        *(
            [incomplete_chip(screen, report.missing_item_count, report.missing_items)]
            if report.missing_item_count
            else []
        ),
        provenance_badge(screen, report.provenance),
    ]
    return html.Div(
        [
            crumbs(screen, way, here),
            html.H1(title, tabIndex=-1),
            html.P(line, className="target-line"),
            html.P(_summary(screen, report), className="lead-sentence"),
        ],
        className="page-head",
    )


def _summary(screen: Screen, report: Submission) -> str:
    counted = "counted" if report.is_counted else "not_counted"
    sentence = screen.words("report.summary", figures=len(report.figures), tasks=len(report.tasks))
    differing = sum(1 for figure in report.figures if figure.verdict == "differs")
    told = screen.words("report.differing", count=differing) if differing else ""
    return f"{sentence}{told}{screen.words(f'report.{counted}')}"


def _body(screen: Screen, report: Submission) -> list[Component]:
    words = screen.words
    content: list[Component] = []
    if report.missing_item_count:
        names = html.P(figures.mixed(screen, screen.name(report.missing_items)))
        content.append(section(words("report.left_out"), names, words("report.left_out_note")))
    if report.figures:
        note = words("report.figures_note")
        content.append(section(words("report.figures"), parts.figures_table(screen, report), note))
    if parts.told_figures(report):
        content.append(section(words("report.figure_texts"), parts.figure_texts(screen, report)))
    file = parts.facts(screen, report)
    content.append(section(words("report.file_title"), file, words("report.file_note")))
    content.append(section(words("report.steps"), parts.steps(screen, report)))
    if report.findings:
        content.append(section(words("quality.findings"), findings_list(screen, report.findings)))
    if report.tasks:
        content.append(section(words("report.tasks"), parts.task_list(screen, report)))
    return content

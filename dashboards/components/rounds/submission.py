"""One version of a report: its file, its figures with their cells, its tasks, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import figure_path, report_path
from dashboards.components import figures
from dashboards.components.tables import Cell, table
from dashboards.components.targets.tasks import state_chip
from dashboards.phrases.reports import NARRATIVES, TEXTS, event_text, given_texts, parts_of_share
from dashboards.screen import Screen
from metrics.digits import amount
from metrics.reading.submission import ReportedFigure, ReportedTask, ReportStep, Submission

# Verdict of a ledger on a figure → the status whose shape and hue it is drawn with.
VERDICT_LOOKS = {"agrees": "on_track", "differs": "behind", "no_evidence": "no_data", "neither": "no_data"}


def facts(screen: Screen, report: Submission) -> Component:
    """The file it came in, and how it stands."""
    words = screen.words
    accepted = report.accepted_by or (words("report.automatic") if report.is_automatic else None)
    shown: list[tuple[str, Cell | list[Component | str]]] = [
        ("file", figures.quoted(screen, report.file_name or report.source_file)),
        *([("kept_as", kept_as(report))] if report.file_name else []),
        ("hash", html.Code(report.sha256 or words("dash"), lang="en", className="hash-whole")),
        ("received_on", formats.day(report.received_on, screen.language)),
        ("submitted_on", formats.day(report.submitted_on, screen.language)),
        ("accepted_by", figures.mixed(screen, accepted) if accepted else words("dash")),
        ("versions", _versions(screen, report)),
    ]
    rows = [html.Div([html.Dt(words(f"report.{name}")), html.Dd(content)]) for name, content in shown]
    return dbc.Card(html.Dl(rows, className="facts"))


def kept_as(report: Submission) -> Component:
    """Where the bytes of a received file lie: under their fingerprint, not under the name they were sent with."""
    return html.Code(report.source_file, lang="zh", className="quoted")


def _versions(screen: Screen, report: Submission) -> Component:
    entries = []
    for version in report.versions:
        day = formats.day(version.received_on, screen.language)
        text = screen.words("report.version", version=version.version, day=day)
        is_here = version.submission_id == report.submission_id
        link = html.Strong(text) if is_here else dcc.Link(text, href=_address(screen, version.submission_id))
        entries.append(html.Li([link, " ", html.Span(screen.words(f"state.{version.state}"), className="as-of")]))
    return html.Ul(entries)


def _address(screen: Screen, submission_id: str) -> str:
    return screen.address.to(report_path(submission_id))


def figures_table(screen: Screen, report: Submission) -> Component:
    """One row per figure: as read, as written, its place in the file, and what the ledger says; each a door."""
    words = screen.words
    names = ("indicator", "actual", "as_written", "place", "evidence", "ledger")
    rows = [_figure(screen, report, figure) for figure in report.figures]
    return table(words("report.figures"), [words(f"column.{name}") for name in names], rows)


def _figure(screen: Screen, report: Submission, figure: ReportedFigure) -> list[Cell]:
    href = screen.address.to(figure_path(report.submission_id, figure.indicator_id))
    value = figures.amount(screen, figure.actual_value, figure.measure_unit)
    return [
        dcc.Link(screen.name(figure.name), href=href),
        html.Span([value, figures.provenance_badge(screen, report.provenance), *_parts(screen, figure)]),
        written(screen, figure),
        place(screen, figure),
        figures.quoted(screen, figure.evidence) if figure.evidence else screen.words("dash"),
        verdict_mark(screen, figure),
    ]


def _parts(screen: Screen, figure: ReportedFigure) -> list[Component]:
    told = parts_of_share(screen, figure)
    return [html.Br(), html.Span(told, className="as-of")] if told else []


def written(screen: Screen, figure: ReportedFigure) -> Component | str:
    """The value as it stands in the file."""
    if not figure.value_text:
        return screen.words("missing")
    text = f"{figure.value_text} {figure.unit_text or ''}".strip()
    return html.Code(text, lang="zh", className="quoted written")


def place(screen: Screen, figure: ReportedFigure) -> Component:
    """Sheet, row and column of a figure."""
    words = screen.words
    parts = [words("quality.row", row=figure.source_row)]
    if figure.value_column:
        parts.append(words("report.column", column=figure.value_column))
    if figure.value_cell:
        parts.append(figure.value_cell)
    if figure.sheet_name:
        parts.insert(0, words("report.sheet", sheet=figure.sheet_name))
    return html.Span(figures.mixed(screen, " · ".join(parts)), className="cell-place")


def verdict_mark(screen: Screen, figure: ReportedFigure) -> Component:
    """What the ledger's count says of the figure, in shape and word."""
    if figure.verdict is None:
        return html.Span(screen.words("dash"))
    look = VERDICT_LOOKS.get(figure.verdict, "no_data")
    word = screen.words(f"ledger.{figure.verdict}")
    mark = html.Span([figures.shape(look), word], className=f"status status-{look}")
    if figure.record_count is None:
        return mark
    return html.Span([mark, " ", html.Span(screen.words("ledger.records", count=figure.record_count))])


def told_figures(report: Submission) -> list[ReportedFigure]:
    """The figures of which the report says more than the number."""
    return [figure for figure in report.figures if given_texts(figure, NARRATIVES)]


def figure_texts(screen: Screen, report: Submission) -> Component:
    """What the report says of each indicator, in its own words."""
    return html.Ul([html.Li(_figure_texts(screen, figure)) for figure in told_figures(report)], className="lines tasks")


def _figure_texts(screen: Screen, figure: ReportedFigure) -> list[Component]:
    row = html.Span(screen.words("quality.row", row=figure.source_row), className="as-of")
    head = html.Div([html.Strong(screen.name(figure.name)), row], className="line-figures")
    return [head, texts(screen, figure, NARRATIVES)]


def texts(screen: Screen, said: ReportedFigure | ReportedTask, names: Sequence[str] = TEXTS) -> Component:
    """Progress, problems, next steps and evidence as they were written, without those that were left empty."""
    rows = [
        html.Div([html.Dt(screen.words(f"task.{name}")), html.Dd(figures.quoted(screen, text))])
        for name, text in given_texts(said, names)
    ]
    return html.Dl(rows, className="task-texts") if rows else html.Span()


def task_list(screen: Screen, report: Submission) -> Component:
    """What the report says of each task, and in which row."""
    return html.Ul([html.Li(_task(screen, task)) for task in report.tasks], className="lines tasks")


def _task(screen: Screen, task: ReportedTask) -> list[Component]:
    words = screen.words
    state = task.task_status or "not_reported"
    row = words("quality.row", row=task.source_row) if task.source_row is not None else ""
    head = html.Div(
        [
            html.Span(figures.quoted(screen, task.task_number), className="task-number"),
            html.Strong(screen.name(task.name)),
            state_chip(screen, state),
            *([html.Span(f"{amount(task.completion_pct)}%")] if task.completion_pct is not None else []),
            html.Span(row, className="as-of"),
        ],
        className="line-figures",
    )
    return [head, texts(screen, task)]


def steps(screen: Screen, report: Submission) -> Component:
    """What happened to this version, the first step first."""
    if not report.steps:
        return html.P(screen.words("report.no_steps"), className="empty")
    return html.Ol([html.Li(_step(screen, step)) for step in report.steps], className="lines steps")


def _step(screen: Screen, step: ReportStep) -> list[Component]:
    moment = formats.moment(step.recorded_at, screen.language)
    actor = screen.words("report.automatic") if step.is_automatic or not step.actor else step.actor
    head: list[Component] = [
        html.Strong(event_text(screen, step)),
        html.Span(figures.mixed(screen, actor)),
        html.Span(moment, className="as-of"),
    ]
    line: list[Component] = [html.Div(head, className="line-figures")]
    return [*line, html.P(figures.quoted(screen, step.reason), className="line-reason")] if step.reason else line

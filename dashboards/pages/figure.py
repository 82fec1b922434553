"""One figure of a report: its cell, the target it speaks to, and the records that a ledger counts for it."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import data_path, report_path, target_path, unit_path
from dashboards.components import figures
from dashboards.components.rounds import submission as parts
from dashboards.components.sections import crumbs, section
from dashboards.components.tables import Cell, pager, table
from dashboards.pages import missing, report
from dashboards.phrases.figures import amount_text
from dashboards.phrases.reports import NARRATIVES, given_texts, parts_of_share, report_name
from dashboards.screen import Page, Screen
from metrics.reading.submission import (
    RECORDS_SHOWN,
    Evidence,
    LedgerRecord,
    ReportedFigure,
    Submission,
    evidence_of,
    submission,
)
from metrics.warehouse import Snapshot

PATH = "/report/<programme_id>/<period_id>/<unit_id>/<version>/<indicator_id>"


def layout(screen: Screen, snapshot: Snapshot, indicator_id: str, **place: str) -> Page:
    """The page of one figure in one version of a report; `rows` turns the pages of its evidence."""
    sent = submission(snapshot, "/".join(place.values()))
    figure = sent.figure(indicator_id) if sent else None
    if sent is None or figure is None:
        return missing.layout(screen, snapshot, "missing_page.figure")
    evidence = evidence_of(snapshot, sent, figure, screen.address.rows)
    screen = report.settled(screen, snapshot, sent)
    content = html.Div([_head(screen, sent, figure), *_body(screen, sent, figure, evidence)])
    return Page(screen.name(figure.name), content, screen)


def is_there(snapshot: Snapshot, indicator_id: str, **place: str) -> bool:
    """Whether such a report says anything of the indicator."""
    rows = snapshot.rows("submission_figures", submission_id="/".join(place.values()))
    return any(row["indicator_id"] == indicator_id for row in rows)


def _head(screen: Screen, sent: Submission, figure: ReportedFigure) -> Component:
    words, address = screen.words, screen.address
    name = screen.name(figure.name)
    way = [
        (screen.reporting, address.to("/round")),
        (screen.name(sent.unit.name), address.to(unit_path(sent.unit.unit_id))),
        (words("report.crumb", version=sent.version), address.to(report_path(sent.submission_id))),
    ]
    sentence = words(
        "cell.summary",
        report=report_name(screen, sent),
        version=sent.version,
        value=amount_text(screen, figure.actual_value, figure.measure_unit),
    )
    head = [
        crumbs(screen, way, name),
        html.H1(name, tabIndex=-1),
        html.P(sentence, className="lead-sentence"),
        # Where there is no ledger to compare with, the section below says so; a dash here would say nothing.
        html.P(
            [
                *([parts.verdict_mark(screen, figure)] if figure.verdict else []),
                figures.provenance_badge(screen, sent.provenance),
            ],
            className="target-line",
        ),
    ]
    return html.Div(head, className="page-head")


def _body(screen: Screen, sent: Submission, figure: ReportedFigure, evidence: Evidence | None) -> list[Component]:
    words = screen.words
    content = [section(words("cell.title"), _cell(screen, sent, figure), words("cell.note"))]
    if figure.target_id:
        content.append(section(words("cell.target"), _target(screen, figure, figure.target_id)))
    shown: Component = html.P(words("cell.no_ledger"), className="empty")
    if evidence is not None:
        shown = _evidence(screen, sent, figure, evidence)
    content.append(section(words("cell.evidence"), shown, words("cell.evidence_note"), "evidence"))
    return content


def _cell(screen: Screen, sent: Submission, figure: ReportedFigure) -> Component:
    words = screen.words
    shown: list[tuple[str, Cell]] = [
        ("report.file", figures.quoted(screen, sent.file_name or sent.source_file)),
        ("cell.place", parts.place(screen, figure)),
        ("cell.written", parts.written(screen, figure)),
        ("cell.read", figures.amount(screen, figure.actual_value, figure.measure_unit)),
        *([("cell.parts", told)] if (told := parts_of_share(screen, figure)) else []),
        *((f"task.{name}", figures.quoted(screen, text)) for name, text in given_texts(figure, NARRATIVES)),
        ("cell.attached", figures.quoted(screen, figure.evidence) if figure.evidence else words("dash")),
        *([("report.kept_as", parts.kept_as(sent))] if sent.file_name else []),
        ("report.hash", html.Code(sent.sha256 or words("dash"), lang="en", className="hash-whole")),
    ]
    rows = [html.Div([html.Dt(words(key)), html.Dd(content)]) for key, content in shown]
    return dbc.Card(html.Dl(rows, className="facts"))


def _target(screen: Screen, figure: ReportedFigure, target_id: str) -> Component:
    words, path = screen.words, target_path(target_id)
    doors = [
        (words("cell.to_target"), ""),
        (words("cell.to_working"), "working"),
        (words("cell.to_clause"), "clause"),
    ]
    return html.Ul(
        [html.Li(dcc.Link(text, href=screen.address.to(path, anchor=anchor))) for text, anchor in doors],
        className="doors",
    )


def _evidence(screen: Screen, sent: Submission, figure: ReportedFigure, evidence: Evidence) -> Component:
    words = screen.words
    unit = evidence.records[0].measure_unit if evidence.records else ""
    sentence = words(
        "cell.counted",
        ledger=screen.name(evidence.ledger),
        count=evidence.record_count,
        total=f"{evidence.evidence_value.normalize():f}",
        unit=unit,
        first=formats.day(evidence.counts_from, screen.language),
        last=formats.day(evidence.counts_until, screen.language),
    )
    heads = [words(f"column.{name}") for name in ("record", "counted_on", "value", "file_and_row")]
    caption = words("cell.evidence")
    return html.Div(
        [
            html.P(figures.mixed(screen, sentence), className="chart-summary"),
            table(caption, heads, [_record(screen, record) for record in evidence.records]),
            pager(screen, "rows", evidence.record_count, RECORDS_SHOWN, "cell.part"),
            dcc.Link(words("cell.as_data"), href=_as_data(screen, sent, figure, evidence), className="more"),
        ]
    )


def _as_data(screen: Screen, sent: Submission, figure: ReportedFigure, evidence: Evidence) -> str:
    # The same records in the explorer: of this unit, within the days that count.
    where = (
        f"indicator_id:is:{figure.indicator_id}",
        f"counted_on:ge:{evidence.counts_from.isoformat()}",
        f"counted_on:le:{evidence.counts_until.isoformat()}",
    )
    return screen.address.to(
        data_path("evidence"), programme_id=None, period_id=None, unit_id=sent.unit.unit_id, where=where
    )


def _record(screen: Screen, record: LedgerRecord) -> list[Cell]:
    label = f"{record.record_id} {record.record_label or ''}".strip()
    return [
        figures.quoted(screen, label),
        formats.day(record.counted_on, screen.language),
        html.Span(
            [
                figures.quoted(screen, f"{record.counted_value.normalize():f} {record.measure_unit}"),
                figures.provenance_badge(screen, record.provenance),
            ]
        ),
        html.Code(f"{record.source_file} · {record.source_row}", lang="zh", className="quoted"),
    ]

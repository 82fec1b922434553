"""One centre: its facts, its life as a picture, verdicts with arithmetic, money against caps, source and confidence."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.as_of import as_of_form
from dashboards.components.centres.annual_reports import annual_reports
from dashboards.components.centres.board import place
from dashboards.components.centres.life import step_list, timeline
from dashboards.components.centres.listing import approved, source
from dashboards.components.centres.marks import clause, term, told, verdict_mark
from dashboards.components.centres.money import category_sums, ledger, limit_list
from dashboards.components.centres.verdicts import verdict_list, verdict_table
from dashboards.components.rounds.actions import dialog
from dashboards.components.sections import section
from dashboards.components.tables import twin
from dashboards.pages import missing
from dashboards.phrases.centres import state_text
from dashboards.screen import Page, Screen
from metrics.reading.annual_report import report_data, report_standings
from metrics.reading.centre import CentreLine, CentreVerdict, CentreView, centre_view
from metrics.reading.feedback import seen_until
from metrics.warehouse import Snapshot

PATH = "/centre/<centre_id>"
EVALUATION_TOPICS = ("consequence", "grades", "evaluated")
SHOWN_FIRST = ("broken", "attention")


def layout(screen: Screen, snapshot: Snapshot, centre_id: str) -> Page:
    """The page of one centre."""
    view = centre_view(snapshot, centre_id)
    if view is None:
        return missing.layout(screen, snapshot, "missing_page.centre")
    standings = report_standings(snapshot, centre_id)
    reports = annual_reports(screen, standings, report_data(snapshot, centre_id))
    content = html.Div([_head(screen, view.line), *_body(screen, view, reports)])
    if standings and screen.address.as_of is None:
        content.children.append(dialog(screen, screen.words("annual.reason"), seen_until(snapshot)))
    return Page(view.line.centre_name, content, screen)


def is_there(snapshot: Snapshot, centre_id: str) -> bool:
    """Whether there is such a centre."""
    return bool(snapshot.rows("centre_lines", centre_id=centre_id))


def _head(screen: Screen, line: CentreLine) -> Component:
    words = screen.words
    eyebrow = words("separator").join(
        text
        for text in (
            place(screen, line.province),
            place(screen, line.city) if line.city and line.city not in (line.province or "") else "",
            words(f"centre.level.{line.level}") if line.level else "",
            words(f"centre.type.{line.centre_type}") if line.centre_type else "",
        )
        if text
    )
    counts = [("broken", line.broken_count), ("attention", line.attention_count)]
    marks: list[Component | str] = [verdict_mark(screen, name, count) for name, count in counts if count]
    return html.Div(
        [
            html.P(eyebrow, className="eyebrow"),
            html.H1(figures.quoted(screen, line.centre_name), tabIndex=-1),
            html.P(
                [
                    figures.chip(state_text(screen, line.state)),
                    *([figures.chip(words("centre.recommended"))] if line.is_recommended else []),
                    figures.provenance_badge(screen, line.provenance),
                    *marks,
                ],
                className="target-line",
            ),
            html.P(told(screen, line.next), className="lead-sentence"),
        ],
        className="page-head",
    )


def _body(screen: Screen, view: CentreView, annual: Component) -> list[Component]:
    words, line = screen.words, view.line
    judged = words("centre.judged_on", day=formats.day(line.judged_on, screen.language))
    parts: list[Component] = [html.Div(as_of_form(screen), className="centre-filters")]
    parts.append(section(words("centre.life_title"), _life(screen, view), words("centre.life_note")))
    parts.append(section(words("centre.verdicts_title"), _verdicts(screen, view.verdicts), judged, "verdicts"))
    parts.append(section(words("centre.money_title"), _money(screen, view), words("centre.money_note")))
    evaluations = [verdict for verdict in view.verdicts if verdict.topic in EVALUATION_TOPICS]
    if evaluations:
        parts.append(
            section(
                words("centre.evaluations_title"), verdict_list(screen, evaluations), words("centre.evaluations_note")
            )
        )
    reports = sorted((v for v in view.verdicts if v.topic == "report"), key=lambda v: v.judged_on)
    judged_reports = html.Details(
        [html.Summary(words("centre.reports_judged", count=len(reports))), verdict_list(screen, reports)],
        className="twin",
    )
    content = html.Div([annual, *([judged_reports] if reports else [])])
    read_only = words("round.read_only") if screen.address.as_of else ""
    note = f"{words('centre.reports_note')} {read_only}".strip()
    parts.append(section(words("centre.reports_title"), content, note, "reports"))
    parts.append(section(words("centre.facts_title"), _facts(screen, view), words("centre.facts_note")))
    return parts


def _life(screen: Screen, view: CentreView) -> Component:
    if not view.steps:
        return html.P(screen.words("centre.no_steps"), className="empty")
    line = view.line
    parts: list[Component] = [
        dbc.Card(timeline(screen, line, view.steps, view.documents)),
        step_list(screen, view.steps),
    ]
    if line.term_title:
        by = clause(screen, line.term_title, line.term_article, line.term_phrase)
        parts.append(html.P([screen.words("centre.term_by"), by], className="line-source"))
    return html.Div(parts)


def _verdicts(screen: Screen, verdicts: tuple[CentreVerdict, ...]) -> Component:
    """What is broken or asks for attention in full; the rest folded, with a table of all."""
    words = screen.words
    first = [verdict for verdict in verdicts if verdict.verdict in SHOWN_FIRST]
    rest = [verdict for verdict in verdicts if verdict.verdict not in SHOWN_FIRST]
    parts: list[Component] = [
        verdict_list(screen, first) if first else html.P(words("centre.nothing_broken"), className="empty")
    ]
    if rest:
        summary = html.Summary(words("centre.rest", count=len(rest)))
        parts.append(html.Details([summary, verdict_list(screen, rest)], className="twin"))
    if verdicts:
        parts.append(twin(screen, verdict_table(screen, verdicts)))
    return html.Div(parts)


def _money(screen: Screen, view: CentreView) -> Component:
    words = screen.words
    if not view.entries:
        return html.P(words("centre.no_ledger"), className="empty")
    limits = [limit_list(screen, view.limits)] if view.limits else [html.P(words("centre.no_caps"), className="empty")]
    books = html.Details([html.Summary(words("centre.ledger")), ledger(screen, view.entries)], className="twin")
    return html.Div([*limits, html.H3(words("centre.by_category")), category_sums(screen, view.entries), books])


def _facts(screen: Screen, view: CentreView) -> Component:
    words, line = screen.words, view.line
    leads = [name for name, role in view.members if role == "lead"] or ([line.lead_unit] if line.lead_unit else [])
    others = [name for name, role in view.members if role == "member"]
    facts: list[tuple[str, Component | str | list[Component | str]]] = [
        ("lead_unit", _names(screen, leads)),
        ("member_units", _names(screen, others)),
        ("field", figures.quoted(screen, line.field) if line.field else words("not_stated")),
        ("legal_form", term(screen, "centre_value", line.legal_form)),
        ("director", _director(screen, line)),
        ("separate_ledger", term(screen, "centre_value", line.separate_ledger)),
        ("board", term(screen, "centre_value", line.board)),
        ("expert_committee", term(screen, "centre_value", line.expert_committee)),
        ("started", figures.day(screen, line.started_on)),
    ]
    if line.operator:
        facts.append(("operator", figures.quoted(screen, line.operator)))
    for fact_id, value, day in view.changes:
        text = words("centre.changed", day=formats.day(day, screen.language))
        fact = term(screen, "centre_fact", fact_id)
        facts.append(("change", [text, fact, " → ", term(screen, "centre_value", value)]))
    if line.source_title:
        facts += [
            ("source", source(screen, line.source_title)),
            ("approved", approved(screen, line.approved_text, line.started_on)),
            ("reading", html.Span(figures.mixed(screen, screen.name(line.reading)))),
            ("confidence", words(f"centre.confidence.{line.confidence}")),
        ]
    rows = [html.Div([html.Dt(words(f"centre.fact.{name}")), html.Dd(content)]) for name, content in facts]
    return html.Div(html.Dl(rows, className="facts"))


def _names(screen: Screen, names: list[str]) -> Component | str:
    return figures.quoted(screen, "、".join(names)) if names else screen.words("not_stated")


def _director(screen: Screen, line: CentreLine) -> Component | str:
    if not line.director_name and not line.director_post:
        return screen.words("not_stated")
    name = figures.quoted(screen, line.director_name) if line.director_name else screen.words("not_stated")
    return html.Span([name, screen.words("separator"), term(screen, "centre_value", line.director_post)])

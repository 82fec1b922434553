"""The reports of any one kind: how each stands, its steps and its template, and the list to take away."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components import figures
from dashboards.components.rounds.acting import clerk_notice
from dashboards.components.rounds.actions import act_button, dialog, said_notice, template_button, why_not
from dashboards.components.sections import page_head
from dashboards.components.tables import Cell, table
from dashboards.document_paths import FORMATS, standings_path
from dashboards.pages import missing
from dashboards.screen import Page, Screen
from metrics.kinds.table import kinds
from metrics.reading.feedback import seen_until
from metrics.reading.standing import SentReport, sent_reports
from metrics.rules.classes import weakest
from metrics.warehouse import Snapshot

PATH = "/standings/<kind_id>"


def layout(screen: Screen, snapshot: Snapshot, kind_id: str) -> Page:
    """The page of one kind."""
    of = next((one for one in kinds() if one.kind_id == kind_id), None)
    if of is None:
        return missing.layout(screen, snapshot)
    words, title = screen.words, screen.name(of.title)
    acts = of.address is None and screen.address.as_of is None
    columns = ("sender", "period", "state", "version", "counts", *(["act"] if acts else []))
    entries = sent_reports(snapshot, of)
    rows = [[*_row(screen, entry), *([_acts(screen, entry)] if acts else [])] for entry in entries]
    listed: Component = html.P(words("standings.none"), className="empty")
    if rows:
        listed = table(title, [words(f"standings.column.{name}") for name in columns], rows)
    within = figures.within_badge(screen, weakest(entry.provenance for entry in entries))
    sentence: list[str | Component] = [words("standings.count", count=len(rows)), within]
    if of.address is not None:
        sentence += [" ", dcc.Link(words("standings.own_page"), href=screen.address.to(of.address))]
    links = [
        html.A(name, href=screen.address.to(standings_path(kind_id, name)), download="", className="button")
        for name in FORMATS
    ]
    parts = [
        page_head(title, sentence),
        said_notice(),
        clerk_notice(screen),
        listed,
        html.P(links, className="take-away"),
    ]
    if acts:
        parts.append(dialog(screen, words("annual.reason"), seen_until(snapshot)))
    return Page(title, html.Div(parts), screen)


def is_there(snapshot: Snapshot, kind_id: str) -> bool:
    """Whether there is such a kind."""
    return any(one.kind_id == kind_id for one in kinds())


def _row(screen: Screen, entry: SentReport) -> list[Cell]:
    words, of = screen.words, entry.kind
    state = html.Span([screen.name(of.in_state(entry.state)), " ", figures.provenance_badge(screen, entry.provenance)])
    return [
        screen.name(entry.sender),
        screen.period(entry.period_id),
        state,
        str(entry.version or words("dash")),
        str(entry.counted_version or words("dash")),
    ]


def _acts(screen: Screen, entry: SentReport) -> Component:
    """The steps and the template."""
    words, of = screen.words, entry.kind
    asked = {"programme_id": entry.programme_id or "-", "period_id": entry.period_id, of.sender: entry.subject_id}
    label = words("act.open_for", unit=screen.name(entry.sender))
    barred = why_not(of, entry.standing, is_sample=entry.provenance == "sample")
    title = f"{screen.name(entry.sender)} {entry.period_id}"
    act = act_button(screen, of, words("act.open"), label, title, {**asked, "version": entry.version}, barred)
    return html.Span(
        [act, template_button(screen, of, asked, label, words("act.template_short"))], className="round-act"
    )

"""The programmes of the office: what each declares, its workbook to take out, and the way in for a workbook."""

from __future__ import annotations

import json
from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import programme_path
from dashboards.components.aria import aria, data, dressed
from dashboards.components.programmes.scheduled import BY_THE_PROGRAM, folded_history, scheduled_list
from dashboards.components.rounds.acting import clerk_notice
from dashboards.components.sections import page_head, section
from dashboards.components.uploading import upload_form, upload_results
from dashboards.screen import Page, Screen
from metrics.reading.changeable import scheduled_target_changes, scheduled_unit_changes
from metrics.reading.programme import Programme, all_programmes, programme_documents
from metrics.reading.publication import ProgrammeEntry, programme_entries, publications
from metrics.warehouse import Snapshot

PATH = "/programmes"
MENU_PLACE = 55


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page: programmes with their publications, then the zone for a workbook."""
    entries = {entry.programme_id: entry for entry in programme_entries(snapshot)}
    listed = [
        _programme(screen, snapshot, programme, entries[programme.programme_id])
        for programme in all_programmes(snapshot)
    ]
    return _page(screen, listed)


def without_snapshot(screen: Screen) -> Page:
    """The page before the first load: the first programme can be entered already."""
    return _page(screen, [])


def _page(screen: Screen, listed: Sequence[Component]) -> Page:
    words = screen.words
    blank = _workbook_button(screen, None, words("programmes.blank"))
    first = [html.Ol([html.Li(words(f"programmes.step_{name}")) for name in ("take", "fill", "send")])]
    content = html.Div(
        [
            page_head(words("programmes.title"), words("programmes.summary")),
            clerk_notice(screen),
            section(
                words("programmes.list"),
                html.Div(html.Ul(listed, className="lines") if listed else html.P(words("programmes.none"))),
            ),
            section(words("programmes.new"), html.Div([*first, html.P(blank, className="take-away")])),
            section(
                words("programmes.file"),
                upload_form(screen, "programmes", multiple=False),
                words("programmes.file_note"),
            ),
            section(words("upload.results"), upload_results(screen, "programme_check"), words("upload.results_note")),
        ]
    )
    return Page(words("programmes.title"), content, screen, is_found=True)


def _programme(screen: Screen, snapshot: Snapshot, programme: Programme, entry: ProgrammeEntry) -> Component:
    words = screen.words
    link = dcc.Link(
        screen.name(programme.name),
        href=screen.address.to("/", programme_id=programme.programme_id, period_id=None),
    )
    documents = [screen.name(one.title) for one in programme_documents(snapshot, programme.programme_id)]
    counts = words(
        "programmes.counts", targets=entry.target_count, tasks=entry.task_count, units=entry.unit_count,
        reporting=words(f"reporting.{programme.reporting_cycle}"),
    )  # fmt: skip
    name = screen.name(programme.short_name)
    label = words("programmes.take_for", programme=name)
    own = dcc.Link(
        words("programmes.open_own"),
        href=screen.address.to(programme_path(programme.programme_id), programme_id=None, period_id=None),
        className="button button-first",
        title=words("programmes.open_own_for", programme=name),
    )
    return html.Li(
        [
            html.Strong(link),
            *[html.P(title, className="note") for title in documents if title != screen.name(programme.name)],
            html.P(counts),
            html.P(_published(screen, entry), className="note"),
            *_scheduled(screen, snapshot, programme.programme_id),
            *_history(screen, snapshot, programme.programme_id),
            html.P([own, _workbook_button(screen, programme.programme_id, words("programmes.take"), label)],
                   className="take-away"),
        ]
    )  # fmt: skip


def _scheduled(screen: Screen, snapshot: Snapshot, programme_id: str) -> list[Component]:
    """What is to change on a later day; nothing where nothing is."""
    targets, units = scheduled_target_changes(snapshot, programme_id), scheduled_unit_changes(snapshot, programme_id)
    if not targets and not units:
        return []
    title = screen.words("programmes.scheduled_for", count=len(targets) + len(units))
    return [html.P(html.Strong(title)), scheduled_list(screen, targets, units)]


def _history(screen: Screen, snapshot: Snapshot, programme_id: str) -> list[Component]:
    entries = publications(snapshot, programme_id)
    return [folded_history(screen, entries)] if entries else []


def _published(screen: Screen, entry: ProgrammeEntry) -> str:
    if entry.published_at is None:
        return screen.words("programmes.unrecorded")
    moment = formats.moment(entry.published_at, screen.language)
    if entry.published_channel in BY_THE_PROGRAM:
        return screen.words(f"programmes.published_{entry.published_channel}", moment=moment)
    return screen.words(
        "programmes.published", by=entry.published_by or "", reason=entry.published_reason or "", moment=moment
    )


def _workbook_button(screen: Screen, programme_id: str | None, text: str, label: str = "") -> Component:
    """Has the clerk make a workbook, blank or as a programme stands, and downloads it."""
    asked = {"programme_id": programme_id, "language": screen.language}
    return dressed(
        dbc.Button(text, type="button"),
        **data(template=json.dumps(asked), kind="programme_template", unreachable=screen.words("act.unreachable")),
        **(aria(label=label) if label else {}),
    )

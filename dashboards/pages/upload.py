"""Handing in a report: drop a file, see what the checks say of each cell, send it again."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.rounds.acting import clerk_notice
from dashboards.components.sections import page_head, section
from dashboards.components.uploading import upload_form, upload_results
from dashboards.screen import Page, Screen
from metrics.reading.centre import has_centres
from metrics.reading.programme import all_programmes
from metrics.warehouse import Snapshot

PATH = "/upload"
MENU_PLACE = 50


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page; programme and round are read from the file, so none is picked here."""
    names = ("units", "round") if all_programmes(snapshot) else ()
    return _page(screen, (*names, "centres") if has_centres(snapshot) else names)


def without_snapshot(screen: Screen) -> Page:
    """The page before the first load: reports can be handed in already."""
    return _page(screen, ("units", "round"))


def _page(screen: Screen, doors: Sequence[str]) -> Page:
    words = screen.words
    content = html.Div(
        [
            page_head(words("upload.title"), words("upload.summary")),
            clerk_notice(screen),
            section(words("upload.file"), html.Div([*_templates(screen, doors), upload_form(screen, "upload")])),
            section(words("upload.results"), upload_results(screen, "upload"), words("upload.results_note")),
        ]
    )
    return Page(words("upload.title"), content, screen, is_found=True)


def _templates(screen: Screen, names: Sequence[str]) -> list[Component]:
    """Where the templates are: the unit's page, the round's, and the centre's, as far as the office has them."""
    words, address = screen.words, screen.address
    if not names:
        return []
    doors = [dcc.Link(words(f"menu.{name}"), href=address.to(f"/{name}")) for name in names]
    between: list[Component | str] = [part for door in doors for part in (door, words("separator"))]
    return [html.P([words("upload.note"), *between[:-1], words("upload.note_end")], className="note")]

"""Handing in a report: drop a file, see what the checks say of each cell, send it again."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.aria import aria, data, dressed
from dashboards.components.requests import WORKING, again_button, upload_card
from dashboards.components.rounds.acting import acting_name, clerk_notice
from dashboards.components.sections import page_head, section
from dashboards.markup import Shape
from dashboards.screen import Page, Screen
from metrics.contract import LARGEST_FILE
from metrics.reading.centre import has_centres
from metrics.reading.programme import all_programmes
from metrics.warehouse import Snapshot

PATH = "/upload"
MENU_PLACE = 50
# Why a file may never have left the browser.
UNSENT = ("too_large", "unreadable", "unreachable")


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
            section(words("upload.file"), html.Div([*_templates(screen, doors), _form(screen)])),
            section(words("upload.results"), _results(screen), words("upload.results_note")),
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


def _form(screen: Screen) -> Component:
    words = screen.words
    chooser = dressed(
        dbc.Input(id="upload-files", type="file", className="upload-files"),
        multiple=True,
        **aria(describedby="upload-limits"),
    )
    zone = html.Div(
        [
            html.P(words("upload.drop"), className="drop-text"),
            dbc.Label(words("upload.choose"), html_for="upload-files", className="drop-label"),
            chooser,
            html.P(words("upload.limits"), id="upload-limits", className="note"),
            html.P(words("upload.nameless"), id="upload-complaint", className="complaint", hidden=True, role="alert"),
        ],
        id="drop-zone",
        className="drop-zone",
    )
    return html.Div([acting_name(screen), zone], className="upload-form")


def _results(screen: Screen) -> Component:
    blanks = Shape("template", [_sending(screen), _unsent(screen)], id="upload-blanks")
    return html.Div(
        [
            html.P(screen.words("upload.none_yet"), className="empty", id="upload-none"),
            html.Ul(id="upload-list", className="lines uploads"),
            blanks,
        ],
        id="upload-desk",
        **data(largest=str(LARGEST_FILE)),
        **aria(live="polite"),
    )


def _sending(screen: Screen) -> Component:
    """A card for a file that is on its way; `requests.js` writes its name and how much has gone."""
    before, after = screen.words.entries["upload.sending"].split("{percent}")
    return upload_card(screen, "", WORKING, [before, html.Span("0", className="percent"), after])


def _unsent(screen: Screen) -> Component:
    """A card for a file that did not get here, with the reasons of which one holds; the server's own is written in."""
    reasons = [html.Span(screen.words(f"upload.{name}"), hidden=True, **data(when=name)) for name in UNSENT]
    reasons.append(html.Span("", hidden=True, **data(when="answered")))
    return upload_card(screen, "", "failed", reasons, [html.P(again_button(screen), className="take-away")])

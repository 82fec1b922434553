"""Where files are dropped, and where the cards of what became of them appear."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards.components.aria import aria, data, dressed
from dashboards.components.requests import WORKING, again_button, upload_card
from dashboards.components.rounds.acting import acting_name
from dashboards.markup import Shape
from dashboards.screen import Screen
from metrics.contract import LARGEST_FILE

# Why a file may never have left the browser.
UNSENT = ("too_large", "unreadable", "unreachable")


def upload_form(screen: Screen, family: str, *, multiple: bool = True) -> Component:
    """Who acts, and the zone that takes files; `family` has the words of its limits."""
    words = screen.words
    chooser = dressed(
        dbc.Input(id="upload-files", type="file", className="upload-files"),
        multiple=multiple,
        **aria(describedby="upload-limits"),
    )
    zone = html.Div(
        [
            html.P(words("upload.drop"), className="drop-text"),
            dbc.Label(words("upload.choose"), html_for="upload-files", className="drop-label"),
            chooser,
            html.P(words(f"{family}.limits"), id="upload-limits", className="note"),
            html.P(words("upload.nameless"), id="upload-complaint", className="complaint", hidden=True, role="alert"),
        ],
        id="drop-zone",
        className="drop-zone",
    )
    return html.Div([acting_name(screen), zone], className="upload-form")


def upload_results(
    screen: Screen, kind: str, place: str = "", none: str = "upload.none_yet", headers: str = "{}"
) -> Component:
    """Where `requests.js` puts the card of each request of a `kind`; with a `place` of its own, those about one thing.

    `none` are the words while there is none, `headers` (JSON) what a file is sent with.
    """
    blanks = Shape("template", [_sending(screen), _unsent(screen)], id="upload-blanks")
    return html.Div(
        [
            html.P(screen.words(none), className="empty", id="upload-none"),
            html.Ul(id="upload-list", className="lines uploads"),
            blanks,
        ],
        id="upload-desk",
        **data(largest=str(LARGEST_FILE), kind=kind, place=place, headers=headers),
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

"""What a reader sees where nothing is: an unknown address, an unknown id, or no snapshot yet."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.screen import Page, Screen
from metrics.reading.programme import all_programmes
from metrics.warehouse import Snapshot


def layout(
    screen: Screen, snapshot: Snapshot, reason: str = "missing_page.address", instead: Component | None = None
) -> Page:
    """A friendly page that says what was not found and where to go, first of all `instead`."""
    words = screen.words
    links = html.Ul(
        [
            *([html.Li(instead)] if instead else []),
            html.Li(dcc.Link(words("menu.overview"), href=screen.address.to("/", programme_id=None))),
            html.Li(dcc.Link(words("menu.units"), href=screen.address.to("/units", programme_id=None))),
        ]
    )
    content = html.Div(
        [
            html.H1(words("missing_page.title"), tabIndex=-1),
            html.P(words(reason), className="lead-sentence"),
            html.P(words("missing_page.next_step")),
            links,
        ],
        className="page-head missing-page",
    )
    return Page(words("missing_page.title"), content, screen, all_programmes(snapshot), None, is_found=False)


def no_snapshot(screen: Screen, *, is_part: bool = False) -> Page:
    """What to do before the first load, or where only the records that a page lists are not there."""
    words = screen.words
    title = words("no_snapshot.part" if is_part else "no_snapshot.title")
    content = html.Div(
        [
            html.H1(title, tabIndex=-1),
            *([html.P(words("no_snapshot.part_text"), className="lead-sentence")] if is_part else []),
            html.P(words("no_snapshot.text"), className=None if is_part else "lead-sentence"),
            html.Pre("duibiao load"),
        ],
        className="page-head missing-page",
    )
    return Page(title, content, screen, is_found=False)

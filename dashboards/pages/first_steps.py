"""What an office sees that has no programme yet: what to do first, in order."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.sections import page_head
from dashboards.screen import Page, Screen
from metrics.reading.office import read_office
from metrics.warehouse import Snapshot


def layout(screen: Screen, snapshot: Snapshot, entry: str) -> Page:
    """The page in place of one that is about a programme; `entry` is where programmes are entered on a page."""
    words = screen.words
    steps = [_enter(screen, entry), _collect(screen), _example(screen)]
    head = page_head(
        words("first_steps.title"), words("first_steps.text", office=screen.name(read_office(snapshot).called))
    )
    content = html.Div([head, html.Ol([html.Li(step) for step in steps], className="first-steps")])
    return Page(words("first_steps.title"), content, screen)


def _enter(screen: Screen, entry: str) -> list[Component | str]:
    words = screen.words
    return [words("first_steps.enter"), dcc.Link(words("first_steps.to_programmes"), href=screen.address.to(entry))]


def _collect(screen: Screen) -> list[Component | str]:
    words = screen.words
    return [words("first_steps.collect"), dcc.Link(words("menu.upload"), href=screen.address.to("/upload"))]


def _example(screen: Screen) -> list[Component | str]:
    return [screen.words("first_steps.example"), html.Code("duibiao init FOLDER --example sichuan")]

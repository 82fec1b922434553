"""Technology innovation centres on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components import figures
from dashboards.components.centres.marks import centre_link
from dashboards.components.tables import table
from dashboards.phrases.remarks import approval, chinese_text
from dashboards.screen import Screen
from metrics.reading.centre import Centre


def centre_list(screen: Screen, centres: Sequence[Centre]) -> Component:
    """One line per centre with where the record comes from."""
    words = screen.words
    heads = [words(f"column.{name}") for name in ("centre", "city", "field", "started", "source")]
    rows = [
        [
            centre_link(screen, centre.centre_id, centre.centre_name),
            _text(screen, centre.city),
            _text(screen, centre.field),
            approved(screen, centre.approved_text, centre.started_on),
            html.Span(
                [figures.provenance_badge(screen, centre.provenance), source(screen, centre.source_title)],
                className="badge-pair",
            ),
        ]
        for centre in centres
    ]
    door = dcc.Link(words("centres.door"), href=screen.address.to("/centres"), className="more")
    return html.Div([html.P(door), table(words("centres.title"), heads, rows)])


def approved(screen: Screen, text: str | None, started_on: date | None) -> Component | str:
    """When the centre was approved as its source says it, else when it was started."""
    if not text:
        return figures.day(screen, started_on)
    if screen.language == "zh":
        return approval(text, screen.words)
    return html.Span(figures.mixed(screen, text))


def source(screen: Screen, title: str | None) -> Component | str:
    """Where the record of a centre comes from."""
    if not title:
        return screen.words("dash")
    return figures.quoted(screen, chinese_text(title) if screen.language == "zh" else title)


def _text(screen: Screen, text: str | None) -> Component | str:
    return figures.quoted(screen, text) if text else screen.words("dash")

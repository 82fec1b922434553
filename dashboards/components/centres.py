"""Technology innovation centres on record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components import figures
from dashboards.components.tables import table
from dashboards.screen import Screen
from metrics.views import Centre

ISO_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
ENGLISH_WORD = re.compile(r"[A-Za-z]{2,}")


def centre_list(screen: Screen, centres: Sequence[Centre]) -> Component:
    """One line per centre with where the record comes from."""
    words = screen.words
    heads = [words(f"column.{name}") for name in ("centre", "city", "field", "started", "source")]
    rows = [
        [
            figures.quoted(screen, centre.centre_name),
            _text(screen, centre.city),
            _text(screen, centre.field),
            _started(screen, centre),
            html.Span(
                [figures.provenance_badge(screen, centre.provenance), _text(screen, centre.source_title)],
                className="badge-pair",
            ),
        ]
        for centre in centres
    ]
    return table(words("centres.title"), heads, rows)


def _started(screen: Screen, centre: Centre) -> Component | str:
    if not centre.approved_text:
        return figures.day(screen, centre.started_on)
    # Compiled with English remarks: Chinese readers get the day, English ones the whole entry.
    day = ISO_DAY.search(centre.approved_text)
    if screen.language == "zh" and day and ENGLISH_WORD.search(centre.approved_text):
        return day[0]
    return html.Span(figures.mixed(screen, centre.approved_text))


def _text(screen: Screen, text: str | None) -> Component | str:
    return figures.quoted(screen, text) if text else screen.words("dash")

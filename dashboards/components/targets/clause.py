"""Where a target stands: document, number, section, phrase, validity, and the baseline if one is stated."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboards.components import figures
from dashboards.components.documents import link_line, validity_chip
from dashboards.screen import Screen
from metrics.reading.target import Clause


def clause_card(screen: Screen, clause: Clause) -> Component:
    """The clause as a list of facts, with the shortest phrase that carries the figure."""
    words, document = screen.words, clause.document
    validity = [validity_chip(screen, document), *figures.mixed(screen, screen.name(document.validity_note))]
    facts: list[tuple[str, Component | str | list[Component | str]]] = [
        ("document", screen.name(document.title)),
        ("number", _stated(screen, document.document_number)),
        ("issuer", screen.name(document.issuer)),
        ("issued_on", figures.day(screen, document.issued_on)),
        ("validity", validity),
        *(("linked", link_line(screen, link)) for link in document.links),
        ("section", _stated(screen, clause.section)),
        ("printed", _stated(screen, clause.value_as_printed)),
    ]
    if screen.name(clause.note):
        facts.append(("note", figures.mixed(screen, screen.name(clause.note))))
    if clause.baseline_source:
        facts.append(("baseline", figures.quoted(screen, clause.baseline_source)))
    rows = [html.Div([html.Dt(words(f"clause.{name}")), html.Dd(content)]) for name, content in facts]
    quote = html.Blockquote(
        [
            html.P(figures.quoted(screen, clause.phrase or words("not_stated"))),
            figures.provenance_badge(screen, "policy"),
        ],
        className="clause-phrase",
    )
    return dbc.Card([quote, html.Dl(rows, className="facts")], className="clause")


def _stated(screen: Screen, text: str | None) -> Component | str:
    return figures.quoted(screen, text) if text else screen.words("not_stated")

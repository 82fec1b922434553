"""Policy documents: number, validity, and what they state besides targets."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.screen import Screen
from metrics.reading.programme import Document, DocumentFact, DocumentLink


def validity_chip(screen: Screen, document: Document) -> Component:
    """Whether the document is in force, with the reason as its title."""
    kind = f"validity-{document.validity}"
    return figures.chip(screen.words(f"validity.{document.validity}"), kind, title=screen.name(document.validity_note))


def document_line(screen: Screen, document: Document) -> Component:
    """Number, day and validity of a document in one line, with the documents that it is linked with."""
    number = document.document_number
    parts: list[Component] = [validity_chip(screen, document)]
    if number:
        parts.append(figures.quoted(screen, number))
    parts.append(html.Span(screen.name(document.title), className="document-title"))
    parts.append(html.Span(_issued(screen, document), className="as-of"))
    # What rests on a document is said at that other one.
    parts += [html.Span(link_line(screen, one), className="as-of") for one in document.links if one.kind != "below"]
    return html.P(parts, className="document-line")


def link_line(screen: Screen, link: DocumentLink) -> list[Component | str]:
    """What another document is to this one, with its number."""
    number: list[Component | str] = [" ", figures.quoted(screen, link.document_number)] if link.document_number else []
    return [
        screen.words(f"document_link.{link.kind}"),
        *figures.mixed(screen, screen.words("document_called", title=screen.name(link.title))),
        *number,
    ]


def _issued(screen: Screen, document: Document) -> str:
    if document.issued_on is None:
        return screen.words("issue_not_stated")
    return formats.day(document.issued_on, screen.language)


def facts_list(screen: Screen, facts: Sequence[DocumentFact]) -> Component:
    """Starting points and building goals: stated by the text, but no target to be measured."""
    return html.Ul(
        [
            html.Li(
                [
                    html.Div(
                        [
                            figures.chip(screen.words(f"fact.{fact.kind}")),
                            html.Strong(figures.mixed(screen, screen.name(fact.text))),
                            figures.provenance_badge(screen, "policy"),
                        ],
                        className="line-figures",
                    ),
                    html.P(
                        [screen.words("phrase_prefix"), figures.quoted(screen, fact.phrase)],
                        className="line-source",
                    ),
                ]
            )
            for fact in facts
        ],
        className="lines",
    )

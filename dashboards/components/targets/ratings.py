"""Delivery confidence beside the figures: who believes what, why, and whether the figures say otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import target_path
from dashboards.components import figures
from dashboards.screen import Screen
from metrics.reading.ratings import Rating


def rating_list(screen: Screen, ratings: Sequence[Rating]) -> Component:
    """One entry per rating, in the order given."""
    return html.Ul([html.Li(_rating(screen, rating)) for rating in ratings], className="lines ratings")


def _rating(screen: Screen, rating: Rating) -> list[Component]:
    words = screen.words
    head: list[Component] = [
        html.Strong(dcc.Link(screen.name(rating.name), href=screen.address.to(target_path(rating.target_id)))),
        *([figures.unit_link(screen, rating.unit)] if rating.unit else []),
        *([figures.status_mark(screen, rating.status)] if rating.status else []),
        figures.provenance_badge(screen, rating.judgement_provenance if rating.status else None),
        figures.chip(words(f"confidence.{rating.rating}"), f"rating-{rating.rating}"),
        figures.provenance_badge(screen, rating.provenance),
    ]
    kind = "independent" if rating.is_independent else "involved"
    who: list[Component | str] = [
        *figures.mixed(screen, rating.rater),
        words(f"confidence.{kind}"),
        html.Span(formats.day(rating.rated_on, screen.language), className="as-of"),
    ]
    lines: list[Component] = [
        html.Div(head, className="line-figures"),
        html.P(figures.mixed(screen, screen.name(rating.sentence)), className="line-reason"),
    ]
    if rating.reason:
        lines.append(html.P(figures.quoted(screen, rating.reason), className="line-reason"))
    return [*lines, html.P(who, className="line-source")]

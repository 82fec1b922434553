"""How many targets stand where, in words: goals, yearly requirements and unit parts apart, the same everywhere."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components import figures
from dashboards.screen import Screen
from metrics.reading.counts import KindCounts


def kind_doors(screen: Screen, counts: KindCounts) -> Component:
    """One kind in a line, each of its statuses a door to exactly what it counts, and of which class they are."""
    words = screen.words
    doors = [
        html.Li(
            dcc.Link(
                [figures.shape(status), f"{words(f'status.{status}')} {count}"],
                href=screen.address.to("/", anchor="targets", status=status, kind=counts.kind),
                className=f"status status-{status}",
            )
        )
        for status, count in counts.present.items()
    ]
    name = html.Span(words(f"target_kind.{counts.kind}.count", count=counts.total), className="kind-name")
    badge = figures.within_badge(screen, counts.provenance)
    return html.Div([name, badge, html.Ul(doors)], className="kind-line")

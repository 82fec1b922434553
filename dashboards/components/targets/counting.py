"""How many targets stand where, in words: goals, yearly requirements and unit parts apart, the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components import figures
from dashboards.screen import Screen
from metrics.rules.target_kinds import TARGET_KINDS
from metrics.views import JudgedTarget, KindCounts


def kinds_text(screen: Screen, judged: Iterable[JudgedTarget]) -> str:
    """How many of each kind there are among some judgements, without the kinds of which there is none."""
    kinds = [target.kind for target in judged]
    present = [kind for kind in TARGET_KINDS if kind in kinds]
    return screen.words("separator").join(
        screen.words(f"target_kind.{kind}.count", count=kinds.count(kind)) for kind in present
    )


def counted_text(screen: Screen, counts: Mapping[str, KindCounts], kinds: Iterable[str] = TARGET_KINDS) -> str:
    """Every kind with its judgements by status, kinds and statuses without any left out."""
    return screen.words("target_kind.separator").join(
        screen.words(
            "target_kind.of",
            kind=screen.words(f"target_kind.{kind}.count", count=counts[kind].total),
            parts=parts_text(screen, counts[kind]),
        )
        for kind in kinds
        if counts[kind].total
    )


def parts_text(screen: Screen, counts: KindCounts) -> str:
    """The judgements of one kind by status."""
    return screen.words("clause_separator").join(
        screen.words(f"overview.part.{status}", count=count) for status, count in counts.present.items()
    )


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

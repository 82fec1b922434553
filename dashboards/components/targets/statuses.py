"""How many targets stand where: tiles, a strip, and the legend that names green, yellow and red."""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.screen import Screen
from metrics.reading.counts import KindCounts
from metrics.reading.programme import Thresholds
from metrics.rules.statuses import STATUSES

ALWAYS_SHOWN = ("achieved", "on_track", "slightly_behind", "behind", "missed", "no_data")


def tiles(screen: Screen, counts: KindCounts) -> Component:
    """One tile per status, each a door to exactly what it counts; rare statuses only when there are any."""
    shown = [status for status in STATUSES if status in ALWAYS_SHOWN or counts.statuses[status]]
    return html.Ul([html.Li(_tile(screen, status, counts)) for status in shown], className="tiles")


def _tile(screen: Screen, status: str, counts: KindCounts) -> Component:
    count = counts.statuses[status]
    light = screen.words(f"light.{status}")
    parts = [
        html.Span(str(count), className="tile-count"),
        html.Span(
            [figures.shape(status), html.Span(screen.words(f"status.{status}"))],
            className=f"tile-word status-{status}",
        ),
        html.Span(light, className="tile-light"),
    ]
    if not count:
        return html.Span(parts, className=f"tile tile-{status} tile-zero")
    href = screen.address.to("/", anchor="targets", status=status, kind=counts.kind)
    return dcc.Link(parts, href=href, className=f"tile tile-{status}")


def strip(screen: Screen, counts: Mapping[str, int], label: str) -> Component:
    """A thin bar of the same counts; the words stand in its label and in the tiles."""
    present = [status for status in STATUSES if counts.get(status)]
    spoken = screen.words("separator").join(
        f"{screen.words(f'status.{status}')} {counts[status]}" for status in present
    )
    parts = [html.Span(className=f"fill-{status}", style={"flexGrow": str(counts[status])}) for status in present]
    return html.Div(parts, className="strip", role="img", **aria(label=f"{label} {spoken}"))


def mini(screen: Screen, counts: Mapping[str, int]) -> Component:
    """The counts in a table cell: shape and number, with the word for readers of text."""
    present = [status for status in STATUSES if counts.get(status)]
    if not present:
        return html.Span(screen.words("none"), className="missing")
    numbers = html.Span(
        [
            html.Span(
                [
                    figures.shape(status),
                    html.Span(screen.words(f"status.{status}"), className="visually-hidden"),
                    str(counts[status]),
                ],
                className=f"mini status-{status}",
                title=screen.words(f"status.{status}"),
            )
            for status in present
        ],
        className="minis",
    )
    bar = html.Span(
        [html.Span(className=f"fill-{status}", style={"flexGrow": str(counts[status])}) for status in present],
        className="strip strip-mini",
        **aria(hidden="true"),
    )
    return html.Div([bar, numbers])


def legend(screen: Screen, thresholds: Thresholds | None) -> Component:
    """What each shape means, in the words green, yellow and red, with the limits in force."""
    words = screen.words
    values = {"on_track": "", "slightly": "", "version": ""}
    if thresholds:
        values = {
            "on_track": formats.percent(thresholds.on_track_ratio * 100),
            "slightly": formats.percent(thresholds.slightly_behind_ratio * 100),
            "version": thresholds.rule_version,
        }
    rows = [
        html.Li([figures.status_mark(screen, status), html.Span(words(f"legend.{status}", **values))])
        for status in STATUSES
    ]
    content: list[Component] = [html.Ul(rows, className="legend")]
    if thresholds:
        content.append(html.P(words("legend.version", **values), className="note"))
    if thresholds and thresholds.source:
        content.append(html.P(words("legend.own_limits", source=screen.name(thresholds.source)), className="note"))
    return html.Details([html.Summary(words("legend.title")), *content], className="twin")

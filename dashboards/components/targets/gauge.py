"""The gauge of a target against its actual: a figure of Plotly's, drawn on the server; the page writes the numbers."""

from __future__ import annotations

import math
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards import formats, theme
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.markup import Shape
from dashboards.phrases.bars import axis_range, bar_text
from dashboards.phrases.targets import from_baseline_text, remarks, standing_text
from dashboards.screen import Screen
from metrics.views import JudgedTarget

WIDTH, HEIGHT = 240, 128
# As Plotly draws a gauge of this size: half a circle whose ring takes a quarter of its radius.
CENTRE_X, CENTRE_Y, RADIUS, RING = 120, 122, 108, 27
BAR_SHARE = 0.56


def gauge_figure(target: JudgedTarget) -> dict[str, Any]:
    """Plotly's indicator: an arc to the actual, a thick line at the target, a tenth more axis than the larger."""
    low, high = target.target_low, target.target_high
    steps = []
    if low is not None and high is not None:
        steps.append({"range": [float(low), float(high)], "color": theme.LINE_STRONG})
    gauge = {
        "axis": {"range": [float(edge) for edge in axis_range(target)], "visible": False},
        "bar": {"color": theme.status_hue(target.status), "thickness": BAR_SHARE},
        "bgcolor": theme.TRACK,
        "borderwidth": 0,
        "steps": steps,
    }
    if target.target_value is not None:
        line = {"color": theme.INK, "width": 5}
        gauge["threshold"] = {"line": line, "thickness": 1.0, "value": float(target.target_value)}
    value = None if target.actual_value is None else float(target.actual_value)
    indicator = {"type": "indicator", "mode": "gauge", "value": value, "gauge": gauge}
    margin = {"l": 12, "r": 12, "t": 12, "b": 4}
    return {"data": [indicator], "layout": {"width": WIDTH, "height": HEIGHT, "margin": margin}}


def gauge_drawing(figure: dict[str, Any]) -> Component:
    """An indicator of Plotly's as a drawing; its colours are those of the house, so that they follow the theme."""
    indicator = figure["data"][0]
    gauge = indicator["gauge"]
    (first, last), middle = gauge["axis"]["range"], RADIUS - RING / 2

    def share(value: float) -> float:
        return float((value - first) / (last - first))

    shapes = [_arc_of(0, 1, middle, RING, gauge["bgcolor"])]
    for step in gauge["steps"]:
        low, high = (share(value) for value in step["range"])
        shapes.append(_arc_of(low, high, middle, RING, step["color"]))
    if indicator["value"] is not None:
        low, high = sorted((share(0), share(indicator["value"])))
        shapes.append(_arc_of(low, high, middle, RING * BAR_SHARE, gauge["bar"]["color"]))
    if "threshold" in gauge:
        line, reached = gauge["threshold"]["line"], share(gauge["threshold"]["value"])
        ends = f"M{_place(reached, RADIUS - RING)}L{_place(reached, RADIUS)}"
        shapes.append(Shape("path", d=ends, style=_stroke(line["color"], line["width"])))
    box = f"0 0 {WIDTH} {HEIGHT}"
    return Shape("svg", shapes, viewBox=box, width=WIDTH, height=HEIGHT, **{"aria-hidden": "true"}, className="gauge")


def _arc_of(start: float, end: float, radius: float, width: float, colour: str) -> Component:
    path = f"M{_place(start, radius)}A{radius} {radius} 0 0 1 {_place(end, radius)}"
    return Shape("path", d=path, style=_stroke(colour, width))


def _stroke(colour: str, width: float) -> dict[str, str]:
    return {"stroke": theme.by_name(colour), "stroke-width": f"{width:g}"}


def _place(share: float, radius: float) -> str:
    """The point of the half circle that a share of the axis reaches, from the left over the top to the right."""
    angle = math.pi * (1 - min(max(share, 0.0), 1.0))
    return f"{CENTRE_X + radius * math.cos(angle):.2f} {CENTRE_Y - radius * math.sin(angle):.2f}"


def gauge_card(screen: Screen, target: JudgedTarget, title: Component | None = None) -> Component:
    """One target with its gauge, figures, badges and status; without a figure, a hatched place says so."""
    if title is None:
        title = html.H3(figures.target_link(screen, target), className="card-title")
    return html.Article(
        [
            title,
            html.P(
                screen.words(
                    "scope_and_due",
                    scope=screen.name(target.scope_name),
                    due=formats.day(target.due_on, screen.language),
                ),
                className="card-scope",
            ),
            *figures.kind_chip(screen, target),
            _arc(screen, target),
            html.P(
                figures.actual(screen, target),
                className="gauge-number",
            ),
            html.P(
                [figures.provenance_badge(screen, target.provenance), *as_of(screen, target)],
                className="gauge-source",
            ),
            html.P(
                [
                    figures.status_mark(screen, target.status),
                    figures.judgement_badge(screen, target),
                    figures.exceeded_mark(screen, target),
                    figures.incomplete_mark(screen, target),
                ],
                className="gauge-status",
            ),
            html.P(
                [
                    screen.words("target_prefix"),
                    figures.aim(screen, target),
                    figures.target_badge(screen, target),
                ],
                className="gauge-aim",
            ),
            *[html.P(text, className="note") for text in from_baseline_text(screen, target)],
            *[html.P(remark, className="gauge-remark") for remark in remarks(screen, target)],
        ],
        className="card gauge-card",
    )


def _arc(screen: Screen, target: JudgedTarget) -> Component:
    label = aria(label=bar_text(screen, target))
    if target.actual_value is None:
        return html.Div(html.Div(className="gauge-hatched"), className="gauge-arc", role="img", **label)
    drawing = gauge_drawing(gauge_figure(target))
    return html.Div([html.Div(drawing, role="img", **label), *_attainment(screen, target)], className="gauge-arc")


def _attainment(screen: Screen, target: JudgedTarget) -> list[Component]:
    # The arc shows actual against target, so the number in it is that share too.
    value, label = target.attainment_pct, "column.attainment"
    if target.counts_from_baseline:
        value, label = target.plain_pct, "column.share_of_target"
    if value is None:
        return []
    share = html.Span(formats.percent(value), className="gauge-share-number")
    badge = figures.judgement_badge(screen, target)
    return [html.P([share, html.Span([screen.words(label), badge])], className="gauge-share")]


def as_of(screen: Screen, target: JudgedTarget) -> list[Component]:
    """The time that the actual speaks of, when it has one."""
    told = standing_text(screen, target)
    return [html.Span(told, className="as-of")] if told else []

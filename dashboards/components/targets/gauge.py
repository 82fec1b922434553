"""The gauge of a target against its actual: a figure of Plotly's; the page writes the numbers.

The server draws that figure as it stands, and on pages with live parts Plotly draws the same one over it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats, theme
from dashboards.components import figures
from dashboards.components.aria import aria, dressed
from dashboards.markup import Pictured, Shape
from dashboards.phrases.bars import axis_range, bar_text
from dashboards.phrases.targets import attainment_number, from_baseline_text, plain_number, remarks, standing_text
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget

SIZE = {"width": 240, "height": 128, "margin": {"l": 12, "r": 12, "t": 12, "b": 4}}
BAR_SHARE = 0.56
# The part of the radius that Plotly gives to the ring of a gauge.
RING_SHARE = 0.25
GRAPH_CONFIG: Any = {"displayModeBar": False, "showTips": False}


def gauge_figure(target: JudgedTarget) -> go.Figure:
    """Plotly's indicator: an arc to the actual, a thick line at the target, a tenth more axis than the larger."""
    low, high, aim, actual = (
        None if value is None else float(value)
        for value in (target.target_low, target.target_high, target.target_value, target.actual_value)
    )
    axis = [float(edge) for edge in axis_range(target)]
    bar: dict[str, Any] = {"color": theme.status_hue(target.status), "thickness": BAR_SHARE}
    steps: list[dict[str, Any]] = []
    if low is not None and high is not None:
        steps.append({"range": [low, high], "color": theme.LINE_STRONG})
    if axis[0] < 0 and actual is not None:
        # Plotly's bar begins where the axis does: below zero the way from zero is a step instead.
        steps.append({"range": sorted((0, actual)), **bar})
        bar = {"thickness": 0}
    gauge = go.indicator.Gauge(
        axis={"range": axis, "visible": False}, bar=bar, steps=steps, bgcolor=theme.TRACK, borderwidth=0
    )
    if aim is not None:
        gauge.threshold = {"line": {"color": theme.INK, "width": 5}, "thickness": 1, "value": aim}
    layout = go.Layout(template=theme.chart_template(), **SIZE)
    return go.Figure(go.Indicator(mode="gauge", value=actual, gauge=gauge), layout)


def gauge_drawing(figure: go.Figure) -> Component:
    """An indicator as Plotly draws it; its colours are those of the house, so that they follow the theme."""
    (indicator,), size = figure.data, figure.layout
    gauge, margin = indicator.gauge, size.margin
    room_x, room_y = size.width - margin.l - margin.r, size.height - margin.t - margin.b
    radius = min(room_x / 2, room_y)
    middle = margin.l + room_x / 2, margin.t + (room_y + radius) / 2
    low, high = gauge.axis.range

    def place(value: float, distance: float) -> str:
        """The point over a value, from the left over the top to the right."""
        angle = math.pi * (1 - min(max((value - low) / (high - low), 0), 1))
        return f"{middle[0] + distance * math.cos(angle):.2f} {middle[1] - distance * math.sin(angle):.2f}"

    def arc(ends: Sequence[float], thickness: float | None, colour: str) -> Component:
        along = radius * (1 - RING_SHARE / 2)
        path = f"M{place(ends[0], along)}A{along} {along} 0 0 1 {place(ends[1], along)}"
        return _line(path, colour, radius * RING_SHARE * (1 if thickness is None else thickness))

    shapes = [arc((low, high), 1, gauge.bgcolor)]
    shapes += [arc(step.range, step.thickness, step.color) for step in gauge.steps]
    if indicator.value is not None and gauge.bar.thickness:
        shapes.append(arc((low, indicator.value), gauge.bar.thickness, gauge.bar.color))
    if (aim := gauge.threshold.value) is not None:
        ends = f"M{place(aim, radius * (1 - RING_SHARE))}L{place(aim, radius)}"
        shapes.append(_line(ends, gauge.threshold.line.color, gauge.threshold.line.width))
    box = {"viewBox": f"0 0 {size.width} {size.height}", "width": size.width, "height": size.height}
    return Shape("svg", shapes, **box, **aria(hidden="true"), className="gauge")


def _line(path: str, colour: str, width: float) -> Component:
    return Shape("path", d=path, style={"stroke": theme.by_name(colour), "stroke-width": f"{width:g}"})


def gauge_card(
    screen: Screen, target: JudgedTarget, title: Component | None = None, is_live: bool = False
) -> Component:
    """One target with its gauge, figures, badges and status; without a figure, a hatched place says so.

    `is_live` has Plotly draw the gauge too, once the page is there.
    """
    if title is None:
        title = html.H3(figures.target_link(screen, target), className="card-title")
    card = dbc.Card(
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
            _arc(screen, target, is_live),
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
        className="gauge-card",
    )
    return dressed(card, role="article")


def _arc(screen: Screen, target: JudgedTarget, is_live: bool) -> Component:
    label = aria(label=bar_text(screen, target))
    if target.actual_value is None:
        return html.Div(html.Div(className="gauge-hatched"), className="gauge-arc", role="img", **label)
    figure = gauge_figure(target)
    drawing = gauge_drawing(figure)
    if is_live:
        drawing = Pictured(dcc.Graph(figure=figure, config=GRAPH_CONFIG), drawing)
    return html.Div([html.Div(drawing, role="img", **label), *_attainment(screen, target)], className="gauge-arc")


def _attainment(screen: Screen, target: JudgedTarget) -> list[Component]:
    # The arc shows actual against target, so the number in it is that share too.
    is_plain = target.counts_from_baseline
    if (target.plain_pct if is_plain else target.attainment_pct) is None:
        return []
    number, label = (plain_number, "column.share_of_target") if is_plain else (attainment_number, "column.attainment")
    share = html.Span(number(screen, target), className="gauge-share-number")
    badge = figures.judgement_badge(screen, target)
    return [html.P([share, html.Span([screen.words(label), badge])], className="gauge-share")]


def as_of(screen: Screen, target: JudgedTarget) -> list[Component]:
    """The time that the actual speaks of, when it has one."""
    told = standing_text(screen, target)
    return [html.Span(told, className="as-of")] if told else []

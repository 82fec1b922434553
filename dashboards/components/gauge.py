"""The gauge of a target against its actual: Plotly draws the arc, the page writes the figures."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats, theme
from dashboards.components import bullet, figures
from dashboards.components.aria import aria
from dashboards.screen import Screen
from metrics.views import JudgedTarget

WIDTH, HEIGHT = 240, 128
GRAPH_CONFIG: Any = {"staticPlot": True, "displayModeBar": False, "responsive": False}


@lru_cache(maxsize=2048)
def gauge_figure(target: JudgedTarget) -> go.Figure:
    """An arc to the actual, a thick line at the target, the axis a tenth beyond the larger of the two."""
    end = float(bullet.axis_end(target))
    low, high = target.target_low, target.target_high
    steps = []
    if low is not None and high is not None:
        steps.append({"range": [float(low), float(high)], "color": theme.LINE_STRONG})
    line = {"color": theme.INK, "width": 5}
    threshold = {"line": line, "thickness": 1.0, "value": float(target.target_value or 0)}
    axis = {"range": [0, end], "visible": False}
    bar = {"color": theme.status_hue(target.status), "thickness": 0.56}
    gauge = {"axis": axis, "bar": bar, "bgcolor": theme.TRACK, "borderwidth": 0, "steps": steps}
    if target.target_value is not None:
        gauge["threshold"] = threshold
    indicator = go.Indicator(mode="gauge", value=float(target.actual_value or 0), gauge=gauge)
    layout = go.Layout(
        template=theme.chart_template(),
        width=WIDTH,
        height=HEIGHT,
        margin={"l": 12, "r": 12, "t": 12, "b": 4},
    )
    return go.Figure(indicator, layout)


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
            _arc(screen, target),
            html.P(
                figures.amount(screen, target.actual_value, target.measure_unit, target.qualifier),
                className="gauge-number",
            ),
            html.P(
                [figures.provenance_badge(screen, target.provenance), *as_of(screen, target)],
                className="gauge-source",
            ),
            html.P(
                [
                    figures.status_mark(screen, target.status),
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
            *[html.P(text, className="note") for text in figures.from_baseline_text(screen, target)],
            *[html.P(remark, className="gauge-remark") for remark in remarks(screen, target)],
        ],
        className="card gauge-card",
    )


def _arc(screen: Screen, target: JudgedTarget) -> Component:
    label = aria(label=bullet.summary(screen, target))
    if target.actual_value is None:
        return html.Div(html.Div(className="gauge-hatched"), className="gauge-arc", role="img", **label)
    graph = dcc.Graph(figure=gauge_figure(target), config=GRAPH_CONFIG, className="gauge-graph")
    return html.Div([html.Div(graph, role="img", **label), *_attainment(screen, target)], className="gauge-arc")


def _attainment(screen: Screen, target: JudgedTarget) -> list[Component]:
    # The arc shows actual against target, so the number in it is that share too.
    value, label = target.attainment_pct, "column.attainment"
    if target.counts_from_baseline:
        value, label = target.plain_pct, "column.share_of_target"
    if value is None:
        return []
    share = html.Span(formats.percent(value), className="gauge-share-number")
    return [html.P([share, html.Span(screen.words(label))], className="gauge-share")]


def as_of(screen: Screen, target: JudgedTarget) -> list[Component]:
    """The time that the actual speaks of, when it has one."""
    if target.actual_value is None or not target.actual_period_label:
        return []
    return [html.Span(formats.label(target.actual_period_label, screen.language), className="as-of")]


def remarks(screen: Screen, target: JudgedTarget) -> list[str]:
    """What must be said beside a figure: met early, or only part of the units in it."""
    if target.actual_value is not None and target.part_missing_count:
        parts = {"missing": target.part_missing_count, "parts": target.part_count}
        return [screen.words("parts_missing", **parts)]
    return met_early(screen, target)


def met_early(screen: Screen, target: JudgedTarget) -> list[str]:
    """The sentence on a target first met years before it fell due, if it was."""
    if target.first_met_on is None or target.years_early < 1:
        return []
    return [screen.words("met_early", year=target.first_met_on.year, count=target.years_early)]

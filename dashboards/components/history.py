"""The history of a target: its figures in time, the line to reach and the day it falls due."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats, theme
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.tables import Cell, table, twin
from dashboards.screen import Screen
from metrics.target_working import Forecast, PaceLine, TargetWorking
from metrics.views import JudgedTarget, SeriesPoint, TargetView

CITING = re.compile(r"[ ,]*\b(?:citing|quoting)\b *")
ENGLISH_WORD = re.compile(r"[A-Za-z]{4,}")
LABELLED_YEARS = 6
CHART_HEIGHT = 320
DAY_MILLISECONDS = 86_400_000
CHART_CONFIG: Any = {"displayModeBar": False, "responsive": True, "staticPlot": True}


def history_figure(
    view: TargetView, words_target: str, words_due: str, language: str, working: TargetWorking | None = None
) -> go.Figure:
    """Bars for yearly flows, a line for counts and stocks; a dashed line at the target, a thin one when due."""
    points = [point for point in view.main_series if point.actual_value is not None]
    figure = go.Figure(_traces(view, points), go.Layout(template=theme.chart_template(), height=CHART_HEIGHT))
    days = [*[point.period_ends_on for point in points], view.target.starts_on, view.target.due_on]
    first, last = f"{min(days).year}-01-01", f"{max(days).year}-12-31"
    # Even years only on a long history, so that the labels stay level on a phone.
    step = "M24" if max(days).year - min(days).year > LABELLED_YEARS else "M12"
    years = {"type": "date", "tickformat": "%Y", "dtick": step, "tick0": "2000-01-01", "tickangle": 0}
    figure.update_xaxes(range=[first, last], ticklabelmode="period", **years)
    figure.update_yaxes(tickformat="d" if language == "zh" else ",d", range=_value_range(points, view.target, working))
    _mark_target(figure, view.target, words_target)
    _mark_due(figure, view.target.due_on.isoformat(), words_due)
    if working:
        _mark_pace(figure, working.pace_line)
        _mark_forecast(figure, view.target, working.forecast)
    return figure


def _mark_pace(figure: go.Figure, line: PaceLine | None) -> None:
    """Even progress, as a thin sloped line from the starting point to the aim."""
    if line is None:
        return
    x, y = [line.starts_on.isoformat(), line.due_on.isoformat()], [line.start_value, line.aim_value]
    figure.add_trace(go.Scatter(x=x, y=y, mode="lines", line={"color": theme.INK_SOFT, "width": 1.5, "dash": "dot"}))


def _mark_forecast(figure: go.Figure, target: JudgedTarget, forecast: Forecast | None) -> None:
    """A hollow diamond on the day of the forecast, with its band."""
    if forecast is None:
        return
    band = None
    if forecast.low is not None and forecast.high is not None:
        up, down = forecast.high - forecast.value, forecast.value - forecast.low
        band = {"type": "data", "symmetric": False, "array": [up], "arrayminus": [down], "color": theme.INK}
    marker = {"symbol": "diamond-open", "size": 13, "color": theme.INK, "line": {"width": 2.5, "color": theme.INK}}
    place = {"x": [_place(target, forecast.on)], "y": [forecast.value]}
    figure.add_trace(go.Scatter(**place, mode="markers", marker=marker, error_y=band, cliponaxis=False))


def _mark_target(figure: go.Figure, target: JudgedTarget, words: str) -> None:
    edges = [value for value in (target.target_low, target.target_high, target.target_value) if value is not None]
    line = {"color": theme.INK, "width": 2, "dash": "dash"}
    for value in map(float, edges):
        figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=value, y1=value, line=line)
    if edges:
        place = {"xref": "paper", "x": 0, "y": float(max(edges)), "xanchor": "left", "yanchor": "bottom"}
        figure.add_annotation(text=words, showarrow=False, bgcolor="rgba(255,255,255,0.8)", **place)


def _mark_due(figure: go.Figure, due: str, words: str) -> None:
    line = {"color": theme.INK_SOFT, "width": 1}
    figure.add_shape(type="line", yref="paper", x0=due, x1=due, y0=0, y1=1, line=line)
    place = {"x": due, "yref": "paper", "y": 1, "xanchor": "right", "yanchor": "bottom"}
    figure.add_annotation(text=words, showarrow=False, font={"size": 12}, **place)


def _value_range(points: list[SeriesPoint], target: JudgedTarget, working: TargetWorking | None) -> list[float]:
    values = [float(point.actual_value) for point in points if point.actual_value is not None]
    if working and working.forecast:
        values.append(working.forecast.high or working.forecast.value)
    return [0, max([*values, float(target.aim or 0)]) * 1.12 or 1]


def _traces(view: TargetView, points: list[SeriesPoint]) -> list[go.Bar | go.Scatter]:
    is_flow = view.target.measure_type == "annual_flow"
    x = [_place(view.target, point.period_ends_on) for point in points]
    y = [float(point.actual_value or 0) for point in points]
    colours = [theme.status_hue("achieved") if point.is_met else theme.LINE_STRONG for point in points]
    if is_flow:
        return [go.Bar(x=x, y=y, marker={"color": colours}, width=230 * DAY_MILLISECONDS), _rest(view)]
    marker = {"color": colours, "size": 11, "line": {"color": theme.INK, "width": 1.5}}
    return [
        go.Scatter(x=x, y=y, mode="lines+markers", line={"color": theme.BRAND}, marker=marker, cliponaxis=False),
        _rest(view),
    ]


def _rest(view: TargetView) -> go.Scatter:
    rest = [point for point in view.same_basis if point not in view.main_series]
    x = [_place(view.target, point.period_ends_on) for point in rest]
    y = [float(point.actual_value) if point.actual_value is not None else None for point in rest]
    line = {"color": theme.INK, "width": 1.5}
    marker = {"symbol": "diamond", "size": 9, "color": theme.PAPER, "line": line}
    return go.Scatter(x=x, y=y, mode="markers", marker=marker)


def _place(target: JudgedTarget, ends_on: date) -> str:
    # A year's flow belongs over the middle of its year; a count stands at the day it was taken.
    return f"{ends_on.year}-07-01" if target.measure_type == "annual_flow" else ends_on.isoformat()


def history(screen: Screen, view: TargetView, working: TargetWorking | None = None) -> Component:
    """The chart with its one-sentence summary and its table twin."""
    words = screen.words
    if not view.same_basis:
        return html.P(words("history.empty"), className="empty")
    due = formats.day(view.target.due_on, screen.language)
    labels = words("history.target", target=axis_aim(screen, view.target)), words("history.due", due=due)
    figure = history_figure(view, *labels, screen.language, working)
    sentence = summary(screen, view)
    return html.Div(
        [
            html.P(sentence, className="chart-summary"),
            html.P(words("history.axis", unit=axis_unit(screen, view)), className="axis-note"),
            *_key(screen, working),
            html.Div(
                dcc.Graph(figure=figure, config=CHART_CONFIG, className="history-graph"),
                role="img",
                **aria(label=sentence),
            ),
            twin(screen, series_table(screen, view.same_basis, words("history.table"))),
        ]
    )


def _key(screen: Screen, working: TargetWorking | None) -> list[Component]:
    """What the dotted line and the diamond are, with the forecast's figure in words."""
    parts = []
    if working and working.pace_line:
        parts.append(screen.words("history.pace"))
    if working and working.forecast:
        forecast = working.forecast
        day, value = formats.day(forecast.on, screen.language), f"{forecast.value:,.4g}"
        if abs(forecast.value) >= 1000:
            value = f"{forecast.value:,.0f}" if screen.language == "en" else f"{forecast.value:.0f}"
        parts.append(screen.words("history.forecast", day=day, value=value, count=forecast.sample_count))
    return [html.P(" ".join(parts), className="axis-note")] if parts else []


def axis_aim(screen: Screen, target: JudgedTarget) -> str:
    """The target in the measure unit of the axis, short enough to stand in the chart on a phone."""
    edges = [value for value in (target.target_low, target.target_high, target.target_value) if value is not None]
    return "–".join(formats.number(value, target.measure_unit, screen.language) for value in edges)


def axis_unit(screen: Screen, view: TargetView) -> Component | str:
    """The measure unit of the axis, in the words of the language."""
    unit = view.target.measure_unit
    return unit.code if screen.language == "zh" else unit.name_en


def summary(screen: Screen, view: TargetView) -> str:
    """What the history says, in one sentence: first met, and the newest figure."""
    words, target = screen.words, view.target
    newest = view.main_series[-1]
    value = figures.amount_text(screen, newest.actual_value, newest.measure_unit, newest.qualifier)
    label = formats.label(newest.period_label, screen.language)
    met, aim = view.first_met, figures.aim_text(screen, target)
    if met is None:
        return words("history.not_met", target=aim, label=label, value=value)
    reached = figures.amount_text(screen, met.actual_value, met.measure_unit, met.qualifier)
    years = max(0, target.due_on.year - met.period_ends_on.year)
    sentence = words("history.met", target=aim, first=formats.label(met.period_label, screen.language), reached=reached)
    early = words("history.early", count=years) if years else words("history.in_time")
    return f"{sentence}{early}{words('history.newest', label=label, value=value)}"


def series_table(screen: Screen, points: tuple[SeriesPoint, ...], caption: str) -> Component:
    """Figures that may be compared with the target, with their sources."""
    words = screen.words
    heads = [words(f"column.{name}") for name in ("as_of", "actual", "met", "source")]
    rows: list[list[Cell]] = [
        [
            formats.label(point.period_label, screen.language),
            html.Span(
                [
                    figures.amount(screen, point.actual_value, point.measure_unit, point.qualifier),
                    figures.provenance_badge(screen, point.provenance),
                ]
            ),
            words({True: "met_yes", False: "met_no", None: "met_open"}[point.is_met]),
            source(screen, point),
        ]
        for point in reversed(points)
    ]
    return table(caption, heads, rows)


def source(screen: Screen, point: SeriesPoint) -> Component:
    """Issuer, title and date of a figure as its publication gives them."""
    parts = [part for part in (_issuer(screen, point), point.source_title) if part]
    names = figures.quoted(screen, " · ".join(parts)) if parts else html.Span(screen.words("reports_total"))
    return html.Span([names, *_source_date(screen, point)])


def _issuer(screen: Screen, point: SeriesPoint) -> str | None:
    # Compiled with English remarks: a Chinese reader gets "citing" in Chinese, and no remark in place of a name.
    if screen.language == "en" or not point.issuer:
        return point.issuer
    named = CITING.sub(screen.words("citing"), point.issuer)
    return None if ENGLISH_WORD.search(named) else named


def _source_date(screen: Screen, point: SeriesPoint) -> list[Component]:
    if point.published_on is not None:
        return [html.Span(formats.day(point.published_on, screen.language), className="as-of")]
    # Undated pages are described in English by the people who read them; Chinese readers get the plain fact.
    if not point.source_date_text:
        return []
    if screen.language == "zh":
        return [html.Span(screen.words("undated"), className="as-of")]
    return [html.Span(figures.mixed(screen, point.source_date_text), className="as-of")]


def other_basis_list(screen: Screen, points: tuple[SeriesPoint, ...]) -> Component:
    """Figures on another basis: shown with the reason, never measured against the target."""
    words = screen.words
    return html.Ul(
        [
            html.Li(
                [
                    html.Div(
                        [
                            html.Span(words("different_basis"), className="chip chip-basis"),
                            html.Span(figures.mixed(screen, screen.name(point.name))),
                            html.Strong(
                                figures.amount(screen, point.actual_value, point.measure_unit, point.qualifier)
                            ),
                            figures.provenance_badge(screen, point.provenance),
                            html.Span(formats.label(point.period_label, screen.language), className="as-of"),
                            html.Span(figures.mixed(screen, screen.name(point.scope_name)), className="as-of"),
                        ],
                        className="line-figures",
                    ),
                    html.P(figures.mixed(screen, screen.name(point.basis_reason)), className="line-reason"),
                    html.P(source(screen, point), className="line-source"),
                ]
            )
            for point in points
        ],
        className="lines",
    )

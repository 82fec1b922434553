"""The chart of a target's history: figures in time, both paces, the line to reach, the forecast with its interval."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboards import theme
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.target import SeriesPoint, TargetView
from metrics.reading.target_changes import RoundAim
from metrics.working.target import Forecast, PaceLine, PacePoint, TargetWorking

LABELLED_YEARS = 6
CHART_HEIGHT = 320
DAY_MILLISECONDS = 86_400_000
HEADROOM = 1.1
# Nothing to drag or zoom: a pointer only brings up the figure under it, which the table twin holds too.
CHART_CONFIG: Any = {"displayModeBar": False, "responsive": True, "doubleClick": False, "showTips": False}
HOVER = {"bgcolor": theme.INK, "bordercolor": theme.INK, "font": {"color": theme.PAPER, "size": 14}}


def history_figure(
    view: TargetView,
    words_target: str,
    words_due: str,
    language: str,
    working: TargetWorking | None = None,
    words_of: Callable[[SeriesPoint], str] = lambda point: point.period_label,
    multiplier: float = 1,
) -> go.Figure:
    """Bars for yearly flows, a line for counts and stocks; a dashed line at the target, a thin one when due.

    `words_of` says a figure in words, for the pointer that rests on it; `multiplier` leads from the unit of the figures
    to that of the axis.
    """
    points = [point for point in view.main_series if point.actual_value is not None]
    figure = go.Figure(layout=go.Layout(template=theme.chart_template(), height=CHART_HEIGHT))
    figure.update_layout(hovermode="closest", hoverlabel=HOVER, dragmode=False)
    is_flow = view.target.measure_type == "annual_flow"
    if working:
        _mark_seasonal(figure, working.seasonal_line, is_flow)
        _mark_pace(figure, working.pace_line, is_flow)
    figure.add_traces(_traces(view, points, words_of))
    days = [*[point.period_ends_on for point in points], view.target.starts_on, view.target.due_on]
    first, last = f"{min(days).year}-01-01", f"{max(days).year}-12-31"
    # Even years only on a long history, so that the labels stay level on a phone.
    step = "M24" if max(days).year - min(days).year > LABELLED_YEARS else "M12"
    years = {"type": "date", "tickformat": "%Y", "dtick": step, "tick0": "2000-01-01", "tickangle": 0}
    figure.update_xaxes(range=[first, last], ticklabelmode="period", **years)
    figure.update_yaxes(
        tickformat="~f" if language == "zh" else ",~f", range=_value_range(points, view.target, working, view.aims)
    )
    _mark_target(figure, view, words_target, first, last)
    _mark_due(figure, view.target.due_on.isoformat(), words_due)
    if working:
        _mark_forecast(figure, view.target, working.forecast)
    if multiplier != 1:
        _rescale(figure, multiplier)
    return figure


def _rescale(figure: go.Figure, multiplier: float) -> None:
    for trace in figure.data:
        trace.y = [None if y is None else y * multiplier for y in trace.y or ()]
        if trace.type == "scatter" and trace.error_y.array is not None:
            trace.error_y.array = [end * multiplier for end in trace.error_y.array]
            trace.error_y.arrayminus = [end * multiplier for end in trace.error_y.arrayminus]
    for line in figure.layout.shapes:
        if line.yref != "paper":
            line.y0, line.y1 = line.y0 * multiplier, line.y1 * multiplier
    for words in figure.layout.annotations:
        if words.yref != "paper":
            words.y *= multiplier
    figure.layout.yaxis.range = [end * multiplier for end in figure.layout.yaxis.range]


def _mark_pace(figure: go.Figure, line: PaceLine | None, is_flow: bool) -> None:
    """Even progress, as a dotted sloped line from the starting point to the aim."""
    if line is not None:
        x, y = [line.starts_on.isoformat(), line.due_on.isoformat()], [line.start_value, line.aim_value]
        _sloped(figure, x, y, {"color": theme.INK, "width": 2, "dash": "dot"}, is_flow)


def _mark_seasonal(figure: go.Figure, points: tuple[PacePoint, ...], is_flow: bool) -> None:
    """Seasonal progress: the same way, bent where the first half of a year usually brings less."""
    if points:
        x, y = [point.on.isoformat() for point in points], [point.value for point in points]
        _sloped(figure, x, y, {"color": theme.FOCUS, "width": 2, "dash": "dashdot"}, is_flow)


def _sloped(figure: go.Figure, x: list[str], y: list[float], line: dict[str, Any], is_over_bars: bool) -> None:
    if is_over_bars:
        # A wider line of paper underneath keeps the pace visible over dark bars, in colour and in grey.
        figure.add_trace(go.Scatter(x=x, y=y, mode="lines", line={"color": theme.PAPER, "width": 5}, hoverinfo="skip"))
    figure.add_trace(go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip"))


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
    figure.add_trace(
        go.Scatter(**place, mode="markers", marker=marker, error_y=band, cliponaxis=False, hoverinfo="skip")
    )


def _mark_target(figure: go.Figure, view: TargetView, words: str, first: str, last: str) -> None:
    target = view.target
    edges = [value for value in (target.target_low, target.target_high, target.target_value) if value is not None]
    line = {"color": theme.INK, "width": 3, "dash": "dash"}
    if view.aims:
        for name in ("target_low", "target_high", "target_value"):
            _step(figure, view.aims, name, (first, last), line)
    for value in () if view.aims else map(float, edges):
        figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=value, y1=value, line=line)
    if edges:
        place = {"xref": "paper", "x": 0, "y": float(max(edges)), "xanchor": "left", "yanchor": "bottom"}
        figure.add_annotation(text=words, showarrow=False, bgcolor="rgba(255,255,255,0.8)", **place)


def _step(
    figure: go.Figure, aims: tuple[RoundAim, ...], name: str, ends: tuple[str, str], line: dict[str, Any]
) -> None:
    """What each round asked for, as a line of steps from one end of the axis to the other."""
    values = [getattr(aim, name) for aim in aims]
    if None in values:
        return
    x = [ends[0], *(aim.starts_on.isoformat() for aim in aims[1:]), ends[1]]
    y = [*map(float, values), float(values[-1])]
    steps = {**line, "shape": "hv"}
    figure.add_trace(go.Scatter(x=x, y=y, mode="lines", line=steps, hoverinfo="skip"))


def _mark_due(figure: go.Figure, due: str, words: str) -> None:
    line = {"color": theme.INK_SOFT, "width": 1}
    figure.add_shape(type="line", yref="paper", x0=due, x1=due, y0=0, y1=1, line=line)
    place = {"x": due, "yref": "paper", "y": 1, "xanchor": "right", "yanchor": "bottom"}
    figure.add_annotation(text=words, showarrow=False, font={"size": 12}, **place)


def _value_range(
    points: list[SeriesPoint], target: JudgedTarget, working: TargetWorking | None, aims: tuple[RoundAim, ...]
) -> list[float]:
    values = [float(point.actual_value) for point in points if point.actual_value is not None]
    if working and working.forecast:
        forecast = working.forecast
        values += [end for end in (forecast.low, forecast.value, forecast.high) if end is not None]
    values += [float(edge) for edge in target.edges]
    values += [float(aim.target_value) for aim in aims if aim.target_value is not None]
    low, high = min([*values, 0.0]) * HEADROOM, max([*values, 0.0]) * HEADROOM
    return [low, high if high > low else 1]


def _traces(
    view: TargetView, points: list[SeriesPoint], words_of: Callable[[SeriesPoint], str]
) -> list[go.Bar | go.Scatter]:
    is_flow = view.target.measure_type == "annual_flow"
    x = [_place(view.target, point.period_ends_on) for point in points]
    y = _heights(points)
    said = {"hovertext": [words_of(point) for point in points], "hoverinfo": "text"}
    colours = [theme.status_hue("achieved") if point.is_met else theme.LINE_STRONG for point in points]
    if is_flow:
        return [
            go.Bar(x=x, y=y, marker={"color": colours}, width=230 * DAY_MILLISECONDS, **said),
            _rest(view, words_of),
        ]
    marker = {"color": colours, "size": 11, "line": {"color": theme.INK, "width": 1.5}}
    return [
        go.Scatter(
            x=x, y=y, mode="lines+markers", line={"color": theme.BRAND}, marker=marker, cliponaxis=False, **said
        ),
        _rest(view, words_of),
    ]


def _heights(points: list[SeriesPoint]) -> list[float | None]:
    # A missing value leaves a gap: it is not zero.
    return [None if point.actual_value is None else float(point.actual_value) for point in points]


def _rest(view: TargetView, words_of: Callable[[SeriesPoint], str]) -> go.Scatter:
    rest = [point for point in view.same_basis if point not in view.main_series and not point.is_year_to_date]
    x = [_place(view.target, point.period_ends_on) for point in rest]
    y = _heights(rest)
    line = {"color": theme.INK, "width": 1.5}
    marker = {"symbol": "diamond", "size": 9, "color": theme.PAPER, "line": line}
    said = {"hovertext": [words_of(point) for point in rest], "hoverinfo": "text"}
    return go.Scatter(x=x, y=y, mode="markers", marker=marker, **said)


def _place(target: JudgedTarget, ends_on: date) -> str:
    # A year's flow belongs over the middle of its year; a count stands at the day it was taken.
    return f"{ends_on.year}-07-01" if target.measure_type == "annual_flow" else ends_on.isoformat()

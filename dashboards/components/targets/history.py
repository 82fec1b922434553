"""The history of a target: its figures in time, the line to reach and the day it falls due."""

from __future__ import annotations

import re
from decimal import Decimal

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import amounts, formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.tables import Cell, table, twin
from dashboards.components.targets.history_chart import CHART_CONFIG, history_figure
from dashboards.phrases.figures import amount_text, band_numbers, computed_text
from dashboards.phrases.targets import aim_text, whole_expected
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.target import SeriesPoint, TargetView
from metrics.rules.classes import weakest
from metrics.working.target import Forecast, TargetWorking

CITING = re.compile(r"[ ,]*\b(?:citing|quoting)\b *")
ENGLISH_WORD = re.compile(r"[A-Za-z]{4,}")


def history(screen: Screen, view: TargetView, working: TargetWorking | None = None) -> Component:
    """The chart with its one-sentence summary and its table twin."""
    words = screen.words
    if not view.same_basis:
        return html.P(words("history.empty"), className="empty")
    due = formats.day(view.target.due_on, screen.language)
    used = axis_scale(screen, view)
    labels = words("history.target", target=axis_aim(screen, view.target, used)), words("history.due", due=due)
    multiplier = float(used.multiplier)
    figure = history_figure(view, *labels, screen.language, working, lambda point: _told(screen, point), multiplier)
    sentence = summary(screen, view)
    return html.Div(
        [
            html.P([sentence, figures.within_badge(screen, _class_of(view))], className="chart-summary"),
            figures.in_unit(screen, used.name),
            html.Div(
                dcc.Graph(figure=figure, config=CHART_CONFIG, className="history-graph"),
                role="img",
                **aria(label=sentence),
            ),
            _key(screen, view, working),
            twin(screen, _tables(screen, view, working)),
        ]
    )


def _told(screen: Screen, point: SeriesPoint) -> str:
    """A figure with its time, its source and its bound, for the pointer that rests on it."""
    value = amount_text(screen, point.actual_value, point.measure_unit, point.qualifier)
    source = screen.words(f"provenance.{point.provenance}.name")
    parts = {"label": screen.label(point.period_label), "value": value, "source": source}
    return screen.words("history.point", **parts)


def _tables(screen: Screen, view: TargetView, working: TargetWorking | None) -> Component:
    """Everything that the chart shows, as tables."""
    tables = [series_table(screen, view.same_basis, screen.words("history.table"))]
    if working and working.pace_rounds:
        tables.append(pace_table(screen, view, working))
    return html.Div(tables)


def _key(screen: Screen, view: TargetView, working: TargetWorking | None) -> Component:
    """What each mark of the chart means, with the figures that only the marks would tell otherwise."""
    words = screen.words
    due = formats.day(view.target.due_on, screen.language)
    entries = [
        ("met", words("history.key.met")),
        ("unmet", words("history.key.unmet")),
        ("aim", words("history.key.aim", target=axis_aim(screen, view.target, axis_scale(screen, view)))),
        ("due", words("history.due", due=due)),
    ]
    if any(point not in view.main_series and not point.is_year_to_date for point in view.same_basis):
        entries.append(("other", words("history.key.second")))
    if working and working.pace_line:
        entries.append(("pace", words("history.key.pace")))
    if working and working.seasonal_line:
        season = {"percent": formats.percent(working.first_half_share * 100)} if working.first_half_share else {}
        entries.append(("seasonal", words(f"history.key.season_{working.season_source}", **season)))
    if working and working.forecast:
        entries.append(("forecast", _forecast_text(screen, working.forecast, view.target)))
    classes = {"forecast": working.forecast.provenance if working and working.forecast else None}
    marks = [
        html.Li(
            [
                html.Span(className=f"chart-mark mark-{name}"),
                text,
                figures.provenance_badge(screen, classes.get(name)),
            ]
        )
        for name, text in entries
    ]
    return html.Ul(marks, className="chart-key")


def _class_of(view: TargetView) -> str | None:
    """The weakest class of the figures that the sentence names: the first that met, and the newest."""
    named = [view.newest, *([view.first_met] if view.first_met else [])]
    return weakest(point.provenance for point in named)


def _forecast_text(screen: Screen, forecast: Forecast, target: JudgedTarget) -> str:
    words, unit = screen.words, target.measure_unit
    values = {
        "day": formats.day(forecast.on, screen.language),
        "value": computed_text(screen, forecast.value, unit, *target.edges),
        "count": forecast.sample_count,
    }
    if forecast.low is None or forecast.high is None:
        return words("history.forecast", **values)
    band = band_numbers(screen, forecast.value, forecast.low, forecast.high, unit)
    return words("history.forecast_band", **values, **band)


def pace_table(screen: Screen, view: TargetView, working: TargetWorking) -> Component:
    """Where even and seasonal progress would stand at the end of each round."""
    words = screen.words
    heads = [words("column.round"), words("figure.linear_expected"), words("figure.seasonal_expected")]
    rows: list[list[Cell]] = [
        [
            screen.period(point.period_id),
            _expected(screen, point.linear_value, view.target),
            _expected(screen, point.seasonal_value, view.target),
        ]
        for point in working.pace_rounds
    ]
    return table(words("history.paces"), heads, rows)


def _expected(screen: Screen, value: float | None, target: JudgedTarget) -> str:
    if value is None:
        return screen.words("dash")
    return computed_text(screen, whole_expected(value, target), target.measure_unit, *target.edges)


def axis_scale(screen: Screen, view: TargetView) -> amounts.Scale:
    """The scale of the axis and of every line in the chart: the one in which the target is read."""
    values = [*view.target.edges, *(point.actual_value for point in view.same_basis if point.actual_value is not None)]
    return amounts.scale(next(iter(values), Decimal(0)), view.target.measure_unit, screen.language)


def axis_aim(screen: Screen, target: JudgedTarget, used: amounts.Scale) -> str:
    """The target in the measure unit of the axis, short enough to stand in the chart on a phone."""
    unit = target.measure_unit
    edges = [(value, amounts.as_stated(value, unit)) for value in target.edges]
    return "–".join(amounts.number(value, stated, screen.language, used) for value, stated in edges)


def summary(screen: Screen, view: TargetView) -> str:
    """What the history says, in one sentence: first met, and the newest figure."""
    words, target = screen.words, view.target
    newest = view.newest
    value = amount_text(screen, newest.actual_value, newest.measure_unit, newest.qualifier)
    label = _label(screen, newest)
    met, aim = view.first_met, aim_text(screen, target)
    if target.comparator == "annual_floor":
        return _floor_summary(screen, view)
    if met is None:
        return words("history.not_met", target=aim, label=label, value=value)
    reached = amount_text(screen, met.actual_value, met.measure_unit, met.qualifier)
    years = max(0, target.due_on.year - met.period_ends_on.year)
    sentence = words("history.met", target=aim, first=screen.label(met.period_label), reached=reached)
    early = words("history.early", count=years) if years else words("history.in_time")
    return f"{sentence}{early}{words('history.newest', label=label, value=value)}"


def _floor_summary(screen: Screen, view: TargetView) -> str:
    """Of a floor for every year: how many of the years known kept it, and those that did not."""
    years = [point for point in view.main_series if point.is_met is not None]
    fallen = [
        screen.words(
            "history.point_short",
            label=screen.label(point.period_label),
            value=amount_text(screen, point.actual_value, point.measure_unit, point.qualifier),
        )
        for point in years
        if not point.is_met
    ]
    facts = {"target": aim_text(screen, view.target), "count": len(years), "kept": len(years) - len(fallen)}
    if not fallen:
        return screen.words("history.floor_kept", **facts)
    return screen.words("history.floor_broken", **facts, years=screen.words("separator").join(fallen))


def series_table(screen: Screen, points: tuple[SeriesPoint, ...], caption: str) -> Component:
    """Figures that may be compared with the target, with their sources."""
    words = screen.words
    heads = [words(f"column.{name}") for name in ("as_of", "actual", "met", "source")]
    rows: list[list[Cell]] = [
        [
            _label(screen, point),
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


def _label(screen: Screen, point: SeriesPoint) -> str:
    label = screen.label(point.period_label)
    return screen.words("year_to_date", label=label) if point.is_year_to_date else label


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
                            figures.chip(words("different_basis"), "basis"),
                            html.Span(figures.mixed(screen, screen.name(point.name))),
                            html.Strong(
                                figures.amount(screen, point.actual_value, point.measure_unit, point.qualifier)
                            ),
                            figures.provenance_badge(screen, point.provenance),
                            html.Span(screen.label(point.period_label), className="as-of"),
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

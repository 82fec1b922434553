"""Methods side by side, the forecast in words, every formula with its numbers, and the rows behind a figure."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.address import figure_path
from dashboards.components import figures
from dashboards.components.tables import Cell, table
from dashboards.screen import Screen
from metrics.digits import amount
from metrics.working.judgements import FigureWorking, SourceRow
from metrics.working.target import TargetWorking

# Class of a method → the status whose shape and hue it is drawn with.
CLASS_LOOKS = {
    "on_track": "on_track",
    "slightly_behind": "slightly_behind",
    "behind": "behind",
    "acceleration_needed": "slightly_behind",
    "limited": "behind",
    "moving_away": "missed",
}


def method_panel(screen: Screen, working: TargetWorking) -> Component:
    """The three methods in one table, whether they disagree, and the forecast in a sentence."""
    words = screen.words
    formulas = {entry.figure: entry for entry in working.figure.workings} if working.figure else {}
    rows: list[list[Cell]] = []
    for method in working.methods:
        entry = formulas.get(method.method)
        formula = (entry.formula or entry.refusal) if entry else None
        rows.append(
            [
                words(f"method.{method.method}"),
                f"{method.value:.2f}" if method.value is not None else words("dash"),
                _class_mark(screen, method.method_class),
                html.Span(
                    [
                        *(figures.mixed(screen, screen.name(formula)) if formula else words("dash")),
                        figures.provenance_badge(screen, entry.provenance if entry and entry.formula else None),
                    ],
                    className="formula",
                ),
            ]
        )
    heads = [words(f"column.{name}") for name in ("method", "ratio", "class_of_pace", "formula")]
    parts: list[Component] = []
    if working.methods_disagree:
        parts.append(html.P(figures.chip(words("method.disagree"), "basis"), className="filter-line"))
    parts.append(table(words("method.title"), heads, rows))
    if working.forecast_sentence:
        sentence = figures.mixed(screen, screen.name(working.forecast_sentence))
        badge = figures.provenance_badge(screen, working.forecast.provenance if working.forecast else None)
        parts.append(html.P([html.Strong(words("method.forecast")), *sentence, badge], className="note"))
    return html.Div(parts)


def _class_mark(screen: Screen, method_class: str | None) -> Component:
    if method_class is None:
        return html.Span(screen.words("dash"))
    look = CLASS_LOOKS.get(method_class, "no_data")
    word = screen.words(f"method.class.{method_class}")
    return html.Span([figures.shape(look), word], className=f"status status-{look}")


def formula_list(screen: Screen, figure: FigureWorking) -> Component:
    """Every figure's formula with its numbers, or why there is none."""
    rows = []
    for entry in figure.workings:
        told = entry.formula or entry.refusal
        if told is None:
            continue
        text = figures.mixed(screen, screen.name(told))
        badge = figures.provenance_badge(screen, entry.provenance if entry.formula else None)
        name = html.Dt([screen.words(f"figure.{entry.figure}", step=screen.name(figure.step)), " ", badge])
        rows.append(html.Div([name, html.Dd(text)], className="formula"))
    return html.Dl(rows, className="facts")


def rows_table(screen: Screen, figure: FigureWorking) -> Component:
    """The rows of files behind the actual and what else the formulas use, in their unit, with file and row."""
    words = screen.words
    rows: list[list[Cell]] = [
        [
            html.Span(figures.mixed(screen, screen.name(row.name))),
            words(f"working.{row.kind}") if row.is_stated else screen.label(row.period_label),
            html.Span(
                [
                    amount(row.value) if row.value is not None else figures.missing(screen),
                    screen.name(row.quotient),
                    figures.provenance_badge(screen, row.provenance),
                ]
            ),
            _place(screen, row),
        ]
        for row in (*figure.rows, *figure.rows_beside)
    ]
    heads = [words(f"column.{name}") for name in ("who", "as_of", "actual", "file_and_row")]
    return table(words("working.rows"), heads, rows)


def _place(screen: Screen, row: SourceRow) -> Component:
    """File and row; where a unit reported it, a door to the cell."""
    text = f"{row.source_file or ''}{f' · {row.source_row}' if row.source_row else ''}"
    code = html.Code(text, lang="zh", className="quoted file-row")
    if row.submission_id is None or row.indicator_id is None:
        return code
    return dcc.Link(code, href=screen.address.to(figure_path(row.submission_id, row.indicator_id)))

"""Tables: in a box that scrolls by itself, with a caption and row heads, so that a phone shows them too."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria, data, dressed
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget

Cell = Component | str | None


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Component:
    """A table whose first cell in each row is the row's head."""
    header = html.Thead(html.Tr([html.Th(head, scope="col") for head in heads]))
    body = html.Tbody([html.Tr([html.Th(row[0], scope="row"), *[html.Td(cell) for cell in row[1:]]]) for row in rows])
    content = dbc.Table([html.Caption(caption, className="visually-hidden"), header, body])
    return _box(content, caption, "table-box")


def stacked_table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Component:
    """A table whose rows become cards on a phone, each cell under its head; for those who listen it stays a table."""
    header = html.Thead(html.Tr([html.Th(head, scope="col") for head in heads]))
    body = [
        html.Tr(
            [html.Td(cell, role="cell", **data(head=head)) for head, cell in zip(heads, row, strict=True)], role="row"
        )
        for row in rows
    ]
    return _box(dressed(dbc.Table([header, html.Tbody(body)]), role="table"), caption, "table-box compact")


def _box(content: Component, caption: str, kind: str) -> Component:
    # Keyboard readers scroll the box, so it takes the focus and has a name.
    return html.Div(content, className=kind, tabIndex=0, role="region", **aria(label=caption))


def twin(screen: Screen, content: Component) -> Component:
    """The table behind a chart, one click away."""
    return html.Details([html.Summary(screen.words("table_twin")), content], className="twin")


def targets_table(screen: Screen, targets: Sequence[JudgedTarget], caption: str = "") -> Component:
    """Targets with every figure as text; a second table on a page needs a caption of its own."""
    words = screen.words
    heads = [words(f"column.{name}") for name in ("target", "aim", "due", "actual", "as_of", "attainment")]
    rows: list[list[Cell]] = [
        [
            figures.target_link(screen, target),
            html.Span([figures.aim(screen, target), figures.target_badge(screen, target)]),
            formats.day(target.due_on, screen.language),
            html.Span(
                [
                    figures.actual(screen, target),
                    figures.provenance_badge(screen, target.provenance),
                ]
            ),
            figures.day(screen, target.actual_ends_on),
            figures.shares(screen, target),
            html.Span([figures.status_mark(screen, target.status), figures.judgement_badge(screen, target)]),
        ]
        for target in targets
    ]
    return table(caption or words("targets_table"), [*heads, words("column.status")], rows)


def pager(screen: Screen, axis: str, count: int, size: int, key: str) -> Component:
    """Doors to the parts of something long, `size` at a time; nothing where one part is all."""
    parts = -(-count // size)
    if parts <= 1:
        return html.Span(hidden=True)
    here = getattr(screen.address, axis)
    entries = []
    for number in range(1, parts + 1):
        text = f"{(number - 1) * size + 1}–{min(number * size, count)}"
        is_here = number == (here if here <= parts else 1)
        link = html.Span(text, className="is-chosen", **aria(current="true"))
        entries.append(html.Li(link if is_here else dcc.Link(text, href=screen.address.here(**{axis: number}))))
    label = screen.words(key, count=count)
    return html.Nav(
        [html.Span(label, className="picker-label"), html.Ul(entries)], className="picker", **aria(label=label)
    )

"""The status matrix: units down, targets across, each cell a door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.address import unit_path
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.tables import pager
from dashboards.phrases.targets import attainment_number
from dashboards.screen import Screen
from metrics.reading.judged_target import JudgedTarget
from metrics.reading.rows import UnitName
from metrics.reading.target_matrix import Cell, TargetMatrix

ROWS, ACROSS = 60, 24


def matrix_table(screen: Screen, matrix: TargetMatrix) -> Component:
    """The part of the matrix that the address asks for: at most 60 units by 24 targets at a time."""
    address = screen.address
    units = _part(matrix.units, address.rows, ROWS)
    targets = _part(matrix.targets, address.across, ACROSS)
    caption = screen.words("matrix.title")
    head = html.Thead(
        [
            html.Tr([html.Th(screen.words("column.unit"), scope="col"), *[_head(screen, t) for t in targets]]),
            html.Tr(
                [html.Th(screen.words("matrix.programme"), scope="row"), *[_whole(screen, t) for t in targets]],
                className="matrix-whole",
            ),
        ]
    )
    # Where all parts are of one class, the line above the matrix says it once.
    is_mixed = len({cell.provenance for cell in matrix.cells.values() if cell.status}) > 1
    rows = [
        html.Tr(
            [
                html.Th(figures.unit_link(screen, unit), scope="row"),
                *[
                    _cell(screen, matrix.cells.get((unit.unit_id, target.target_id)), unit, is_mixed=is_mixed)
                    for target in targets
                ],
            ]
        )
        for unit in units
    ]
    content = dbc.Table([html.Caption(caption, className="visually-hidden"), head, html.Tbody(rows)])
    box = html.Div(content, className="table-box matrix", tabIndex=0, role="region", **aria(label=caption))
    return html.Div(
        [
            pager(screen, "rows", len(matrix.units), ROWS, "matrix.part_rows"),
            box,
            pager(screen, "across", len(matrix.targets), ACROSS, "matrix.part_across"),
        ]
    )


def _part(entries: Sequence[Any], number: int, size: int) -> Sequence[Any]:
    start = (number - 1) * size
    return entries[start : start + size] if start < len(entries) else entries[:size]


def _head(screen: Screen, target: JudgedTarget) -> Component:
    return html.Th([figures.target_link(screen, target), *figures.kind_chip(screen, target)], scope="col")


def _whole(screen: Screen, target: JudgedTarget) -> Component:
    return html.Td(figures.judged_mark(screen, target))


def _cell(screen: Screen, cell: Cell | None, unit: UnitName, *, is_mixed: bool) -> Component:
    if cell is None:
        return html.Td(className="matrix-none")
    if cell.status is None:
        role = "leads" if cell.leads else "serves"
        text = screen.words(f"matrix.{role}")
        return html.Td(html.Span(text, className=f"matrix-{role}"))
    share = attainment_number(screen, cell)
    word = html.Span(screen.words(f"status.{cell.status}"), className="visually-hidden")
    badge = figures.provenance_badge(screen, cell.provenance if cell.attainment_pct is not None else None)
    link = dcc.Link(
        [figures.shape(cell.status), word, share],
        href=screen.address.to(unit_path(unit.unit_id)),
        title=screen.words(f"status.{cell.status}"),
        className=f"status status-{cell.status}",
    )
    return html.Td([link, badge] if is_mixed else link, className=f"matrix-own tint-{cell.status}")

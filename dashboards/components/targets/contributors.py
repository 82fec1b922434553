"""Whose figures are in that of the whole, and which accepted figures are in none."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components import figures
from dashboards.components.tables import Cell, table
from dashboards.screen import Screen
from metrics.reading.contributor import Contributor


def contributor_table(screen: Screen, contributors: Sequence[Contributor]) -> Component:
    """A row for each unit with a figure: what it is for the whole, the figure, and whether it counts."""
    words = screen.words
    heads = [words(f"column.{name}") for name in ("unit", "contribution", "actual", "counted")]
    rows: list[list[Cell]] = [
        [
            figures.unit_link(screen, line.unit),
            contribution(screen, line),
            html.Span(
                [
                    figures.amount(screen, line.actual_value, line.measure_unit),
                    figures.provenance_badge(screen, line.provenance),
                ]
            ),
            counted(screen, line),
        ]
        for line in contributors
    ]
    return table(words("contributors.title"), heads, rows)


def contribution(screen: Screen, line: Contributor) -> str:
    """What the unit's figure is for the whole, and why."""
    if line.role is None:
        return screen.words("contributors.none")
    said = screen.words(f"contributors.role.{line.role}") + screen.words(f"contributors.basis.{line.basis}")
    if line.note is None:
        return said
    return said + screen.words("contributors.note", note=screen.name(line.note))


def counted(screen: Screen, line: Contributor) -> str:
    """Whether the figure is in that of the whole; where it is in none, why and what would change that."""
    if line.reason is not None:
        return screen.name(line.reason)
    if not line.is_counted:
        return screen.words("contributors.not_counted")
    return screen.words("contributors.carried" if line.is_carried else "contributors.counted")

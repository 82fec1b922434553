"""The changes of a target as a table: from when, what, by which document in which words, and why."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import target_path
from dashboards.components import figures
from dashboards.components.tables import Cell, table
from dashboards.phrases.target_changes import change_text
from dashboards.screen import Screen
from metrics.reading.target_changes import TargetChange


def change_table(screen: Screen, changes: tuple[TargetChange, ...], target_id: str) -> Component:
    """A row per change that concerns the target, in the order of their days."""
    words = screen.words
    rows: list[list[Cell]] = [
        [
            formats.day(change.valid_from, screen.language) if change.valid_from else words("target_change.always"),
            _what(screen, change, target_id),
            _by(screen, change),
            screen.name(change.reason),
        ]
        for change in changes
    ]
    heads = [words(f"target_change.column.{name}") for name in ("from", "what", "by", "reason")]
    return table(words("target_change.title"), heads, rows)


def _what(screen: Screen, change: TargetChange, target_id: str) -> Component:
    said: list[Component | str] = [change_text(screen, change, target_id)]
    other = change.merged_into if change.target_id == target_id else change.target_id
    if change.change_kind == "merged" and other:
        said = [dcc.Link(said[0], href=screen.address.to(target_path(other), period_id=None))]
    if change.unit:
        said.insert(0, html.Strong(screen.words("target_change.part", unit=screen.name(change.unit.name))))
    if change.is_lowered_late:
        said.append(html.Span(screen.words("target_change.late"), className="chip chip-basis"))
    return html.Span(said)


def _by(screen: Screen, change: TargetChange) -> Component | str:
    if change.document_title is None:
        return screen.words("target_change.own_slip")
    place = [screen.name(change.document_title), change.document_number, change.section]
    return html.Div(
        [
            html.Span(screen.words("target_change.place_separator").join(filter(None, place))),
            html.Blockquote(figures.quoted(screen, change.phrase)) if change.phrase else "",
        ]
    )

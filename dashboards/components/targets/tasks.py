"""Tasks of a unit with what it reported on them."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components import figures
from dashboards.phrases.reports import TEXTS
from dashboards.screen import Screen
from metrics.digits import amount
from metrics.reading.unit import UnitTask


def task_list(screen: Screen, tasks: Sequence[UnitTask], *, is_collected: bool) -> Component:
    """One entry per task: number, name, state, and the reported words."""
    silence = "not_reported" if is_collected else "not_collected"
    return html.Ul([html.Li(_task(screen, task, silence)) for task in tasks], className="lines tasks")


def _task(screen: Screen, task: UnitTask, silence: str) -> list[Component]:
    words = screen.words
    head: list[Component] = [
        html.Span(figures.quoted(screen, task.task_number), className="task-number"),
        html.Strong(screen.name(task.name)),
        state_chip(screen, task.task_status or silence),
        *([html.Span(f"{amount(task.completion_pct)}%")] if task.completion_pct is not None else []),
        figures.provenance_badge(screen, task.provenance if task.task_status else None),
    ]
    if task.is_ambiguous:
        head.append(figures.chip(words("ambiguous"), "basis", title=screen.name(task.note)))
    given = [(name, getattr(task, name)) for name in TEXTS if getattr(task, name)]
    rows = [html.Div([html.Dt(words(f"task.{name}")), html.Dd(figures.quoted(screen, text))]) for name, text in given]
    ambiguity = html.P(figures.mixed(screen, screen.name(task.note)), className="line-reason")
    line = html.Span(head, className="line-figures")
    if not rows:
        return [html.Div(line), *([ambiguity] if task.is_ambiguous else [])]
    texts: list[Component] = [html.Summary(line), html.Dl(rows, className="task-texts")]
    return [html.Details(texts, className="told"), *([ambiguity] if task.is_ambiguous else [])]


def state_chip(screen: Screen, state: str) -> Component:
    """What a task or a fact of one has come to."""
    return figures.chip(screen.words(f"task_state.{state}"), f"task-{state}")

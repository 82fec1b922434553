"""Tasks by group: units, what was reported round by round, and the milestones back from the final day."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.aria import aria
from dashboards.components.targets.tasks import state_chip
from dashboards.phrases.reports import TEXTS
from dashboards.phrases.tasks import state_word
from dashboards.screen import Screen
from metrics.digits import amount
from metrics.reading.programme import Programme
from metrics.reading.task_board import BoardTask, TaskBoard, TaskSaying


def state_mark(screen: Screen, board: TaskBoard, state: str) -> Component:
    """Shape, word and colour of what was reported of a task."""
    mark = html.Span(className=f"shape task-shape task-{state}", **aria(hidden="true"))
    return html.Span([mark, state_word(screen, board, state)], className=f"status task-state-{state}")


def task_groups(screen: Screen, board: TaskBoard, tasks: tuple[BoardTask, ...]) -> Component:
    """One card per group of the text, one entry per task."""
    groups = []
    for _, members in groupby(tasks, key=lambda task: task.group_code):
        listed = list(members)
        code = figures.quoted(screen, listed[0].group_code)
        title = html.H3(
            [code, " ", screen.name(listed[0].group), html.Span(f" {len(listed)}", className="count")],
            className="group-title",
        )
        entries = [html.Li(_task(screen, board, task), id=task.task_id) for task in listed]
        groups.append(html.Section([title, html.Ul(entries, className="lines board")]))
    return html.Div(groups)


def _task(screen: Screen, board: TaskBoard, task: BoardTask) -> list[Component]:
    words = screen.words
    state = board.round and task.states.get(board.round.period_id)
    head: list[Component] = [
        html.Span(figures.quoted(screen, task.task_number), className="task-number"),
        html.Strong(screen.name(task.name)),
        state_mark(screen, board, task.state_in(board.round)),
        figures.provenance_badge(screen, state.provenance if state else None),
    ]
    for milestone in task.overdue_milestones(board.round)[-1:]:
        text = words("tasks.overdue", milestone=words(f"tasks.milestone.{milestone.kind}"))
        head.append(figures.chip(text, "returned"))
    if task.is_ambiguous:
        head.append(figures.chip(words("ambiguous"), "basis"))
    return [
        html.Div(head, className="line-figures"),
        html.Div([_units(screen, task), _rounds(screen, board, task)], className="board-row"),
        *_timeline(screen, board, task),
        *_sayings(screen, task),
    ]


def _sayings(screen: Screen, task: BoardTask) -> list[Component]:
    """What each unit said of the task in the round, folded: lead units first."""
    if not task.sayings:
        return []
    entries = [html.Li(_saying(screen, said)) for said in task.sayings]
    told = html.Summary(screen.words("tasks.said", count=len(task.sayings)))
    return [html.Details([told, html.Ul(entries, className="lines tasks")], className="folded")]


def _saying(screen: Screen, said: TaskSaying) -> list[Component]:
    words = screen.words
    head = [
        figures.unit_link(screen, said.unit),
        *([figures.chip(words(f"tasks.{said.role}"))] if said.role else []),
        state_chip(screen, said.task_status or "not_reported"),
        *([html.Span(f"{amount(said.completion_pct)}%")] if said.completion_pct is not None else []),
        figures.provenance_badge(screen, said.provenance),
    ]
    rows = [
        html.Div([html.Dt(words(f"task.{name}")), html.Dd(figures.quoted(screen, text))])
        for name in TEXTS
        if (text := getattr(said, name))
    ]
    return [html.Div(head, className="line-figures"), *([html.Dl(rows, className="task-texts")] if rows else [])]


def _units(screen: Screen, task: BoardTask) -> Component:
    words = screen.words
    lead: Component = html.Span(words("attention.nobody"))
    if task.lead_units:
        lead = figures.unit_links(screen, task.lead_units)
    rows = [html.Div([html.Dt(words("tasks.lead")), html.Dd(lead)])]
    if task.support_units:
        rows.append(
            html.Div([html.Dt(words("tasks.support")), html.Dd(figures.unit_links(screen, task.support_units))])
        )
    return html.Dl(rows, className="task-texts")


def _rounds(screen: Screen, board: TaskBoard, task: BoardTask) -> Component:
    entries = []
    for entry in board.programme.rounds:
        state = task.state_in(entry)
        word = state_word(screen, board, state)
        entries.append(
            html.Li(
                [
                    html.Span(screen.period(entry.period_id), className="as-of"),
                    html.Span(className=f"shape task-shape task-{state}", **aria(hidden="true")),
                    html.Span(word, className="round-word"),
                ],
                className="is-round" if board.round and entry.period_id == board.round.period_id else "",
            )
        )
    return html.Ul(entries, className="round-strip", **aria(label=screen.words("tasks.by_round")))


def _timeline(screen: Screen, board: TaskBoard, task: BoardTask) -> list[Component]:
    if not task.milestones or board.programme.starts_on is None or task.due_on is None:
        return []
    words = screen.words
    overdue = task.overdue_milestones(board.round)
    marks: list[Component] = []
    if board.round:
        width = _share(board.programme, task.due_on, board.round.ends_on)
        marks.append(html.Span(className="timeline-gone", style={"width": f"{width:.1f}%"}))
    entries = []
    for milestone in task.milestones:
        kind = "timeline-late" if milestone in overdue else "timeline-mark"
        marks.append(html.Span(className=f"timeline-tick {kind}", style={"left": f"{milestone.share * 100:.1f}%"}))
        entries.append(
            html.Li(
                [
                    html.Span(words(f"tasks.milestone.{milestone.kind}")),
                    html.Span(formats.day(milestone.on, screen.language), className="as-of"),
                ],
                className=kind,
            )
        )
    bar = html.Div(marks, className="timeline", **aria(hidden="true"))
    return [html.Div([bar, html.Ul(entries, className="milestones")], className="schedule")]


def _share(programme: Programme, due: date, day: date) -> float:
    start = programme.starts_on or due
    span = max(1, (due - start).days)
    return min(100.0, max(0.0, (day - start).days / span * 100))

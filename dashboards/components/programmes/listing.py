"""What a programme declares, thing by thing, each with the changes that a form can make of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.address import change_path
from dashboards.components import figures
from dashboards.components.programmes.scheduled import ended_chip
from dashboards.screen import Screen
from metrics.reading.changeable import ChangeableTarget, ChangeableTask, ChangeableUnit
from metrics.single_changes import TARGET, TASK, UNIT, changes_of


def target_list(screen: Screen, programme_id: str, targets: Sequence[ChangeableTarget], *, is_now: bool) -> Component:
    """Each target with what it asks for today."""
    return _list(
        screen,
        [
            html.Li([
                html.P([html.Strong(target_name(screen, one)), *([ended_chip(screen, one.ended_kind)] if one.ended_kind
                                                                 else [])]),
                html.P(target_now(screen, one)),
                *_doors(screen, programme_id, TARGET, one.target_id, target_name(screen, one),
                        is_now=is_now and one.ended_kind is None),
            ])
            for one in targets
        ],
        "no_targets",
    )  # fmt: skip


def unit_list(
    screen: Screen, programme_id: str, units: Sequence[ChangeableUnit], day: date, *, is_now: bool
) -> Component:
    """Each unit of the programme with its kind, and its last day where it has one."""
    lines = []
    for one in units:
        name = screen.name(one.name)
        until = [screen.words("programmes.until", day=formats.day(one.ends_on, screen.language))] if one.ends_on else []
        lines.append(
            html.Li([
                html.P(html.Strong(name)),
                html.P([screen.name(one.kind), *until], className="note"),
                *_doors(screen, programme_id, UNIT, one.unit_id, name, is_now=is_now and one.is_there(day)),
            ])
        )  # fmt: skip
    return _list(screen, lines, "no_units")


def task_list(screen: Screen, programme_id: str, tasks: Sequence[ChangeableTask], *, is_now: bool) -> Component:
    """Each task with the units that answer for it today."""
    lines = []
    for one in tasks:
        name = task_name(screen, one)
        lines.append(
            html.Li([
                html.P(html.Strong(name)),
                html.P(task_now(screen, one), className="note"),
                *_doors(screen, programme_id, TASK, one.task_id, name, is_now=is_now),
            ])
        )  # fmt: skip
    return _list(screen, lines, "no_tasks")


def target_name(screen: Screen, target: ChangeableTarget) -> str:
    """A target by its indicator and the territory it speaks of."""
    return screen.words("programmes.target_of", target=screen.name(target.name), scope=screen.name(target.scope_name))


def target_now(screen: Screen, target: ChangeableTarget) -> Component:
    """What a target asks for on the day, and until when."""
    due = formats.day(target.due_on, screen.language)
    before, after = screen.words("programmes.now", aim="\0", due=due).split("\0")
    return html.Span([before, figures.aim(screen, target), after])


def task_name(screen: Screen, task: ChangeableTask) -> str:
    """A task by its number and name."""
    return " ".join(filter(None, (task.number, screen.name(task.name))))


def task_now(screen: Screen, task: ChangeableTask) -> str:
    """Who answers for a task on the day, role by role."""
    words, roles = screen.words, dict.fromkeys(role for _, role in task.units)
    if not roles:
        return words("programmes.nobody")
    said = [
        words("programmes.in_role", role=words(f"programmes.role.{role}"),
              units=words("programmes.and").join(screen.name(unit.name) for unit, own in task.units if own == role))
        for role in roles
    ]  # fmt: skip
    return words("programmes.next").join(said)


def _doors(
    screen: Screen, programme_id: str, subject: str, subject_id: str, name: str, *, is_now: bool
) -> list[Component]:
    """The changes of one thing, each with a line on when it is the right one; none in a view of an earlier day."""
    if not is_now:
        return []
    words = screen.words
    links = [
        html.Li([
            dcc.Link(words(f"programmes.change.{change.kind}.act"), href=screen.address.to(
                change_path(programme_id, change.kind, subject_id), programme_id=None, period_id=None)),
            html.Span(words(f"programmes.change.{change.kind}.when"), className="note"),
        ])
        for change in changes_of(subject)
    ]  # fmt: skip
    whose = html.Span(words("programmes.change_of", name=name), className="visually-hidden")
    summary = html.Summary([words("programmes.change_this"), whose])
    return [html.Details([summary, html.Ul(links, className="change-doors")], className="twin")]


def _list(screen: Screen, lines: Sequence[Component], without: str) -> Component:
    if not lines:
        return html.P(screen.words(f"programmes.{without}"), className="empty")
    return html.Ul(list(lines), className="lines")

"""The tasks of a programme: groups, lead and supporting units, state by round, milestones to the final day."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.address import data_path
from dashboards.components.figures import within_badge
from dashboards.components.sections import page_head, section
from dashboards.components.targets.task_board import state_mark, task_groups
from dashboards.phrases.tasks import STATES, board_text
from dashboards.screen import Page, Screen
from metrics.reading.programme import all_programmes, chosen_programme
from metrics.reading.task_board import TaskBoard, task_board
from metrics.warehouse import Snapshot

PATH = "/tasks"
MENU_PLACE = 60
IS_OF_PROGRAMME = True


def layout(screen: Screen, snapshot: Snapshot) -> Page:
    """The page for the programme and round of the address; `status` keeps the tasks of one state."""
    programmes = all_programmes(snapshot)
    programme = chosen_programme(programmes, screen.address.programme_id)
    board = task_board(snapshot, programme, screen.address.period_id)
    status = screen.address.status
    screen = screen.at(programme, board.round)
    words = screen.words
    told = [board_text(screen, board), within_badge(screen, board.provenance)] if board.tasks else words("tasks.empty")
    content = html.Div([page_head(words("tasks.title"), told), *_body(screen, board, status)])
    return Page(words("tasks.title"), content, screen, programmes, programme, PATH)


def _body(screen: Screen, board: TaskBoard, status: str | None) -> list[Component]:
    words = screen.words
    if not board.tasks:
        return []
    shown = board.tasks
    if status in STATES:
        shown = tuple(task for task in board.tasks if task.state_in(board.round) == status)
    content = html.Div([_filter(screen, board, status), task_groups(screen, board, shown), _as_data(screen)])
    return [section(screen.name(board.programme.name), content, words("tasks.note"))]


def _as_data(screen: Screen) -> Component:
    href = screen.address.to(data_path("task-reports"), status=None)
    return dcc.Link(screen.words("tasks.as_data"), href=href, className="more")


def _filter(screen: Screen, board: TaskBoard, status: str | None) -> Component:
    entries = [
        html.Li(
            dcc.Link(
                [state_mark(screen, board, state), f" {board.state_counts.get(state, 0)}"],
                href=screen.address.to(PATH, status=state),
                className="is-picked" if state == status else "",
            )
        )
        for state in STATES
    ]
    if status in STATES:
        entries.append(html.Li(dcc.Link(screen.words("targets.show_all"), href=screen.address.to(PATH))))
    return html.Ul(entries, className="state-filter")

"""The bulletin's section on tasks, and its annex: what lead units report of them, problems and next steps included."""

from __future__ import annotations

from dashboards.components.targets import task_board
from dashboards.documents.composition import items
from dashboards.documents.desk import Desk
from dashboards.documents.paper import Annex, Block, Heading, Paragraph, Table
from metrics.digits import amount
from metrics.reading.task_board import BoardTask, TaskBoard, TaskSaying

WIDTHS = (0.24, 0.14, 0.12, 0.25, 0.25)


def task_section(desk: Desk, board: TaskBoard) -> list[Block]:
    """Tasks by state, those past a milestone by name, and where the problems that units name are listed."""
    if not board.tasks:
        return []
    told = desk.set(task_board.summary(desk.screen, board))
    late = [task for task in board.tasks if task.overdue_milestones(board.round)]
    more = []
    if late:
        more.append(desk.say("tasks.late", names=desk.quoted(task.name for task in late)))
    if _led(board):
        more.append(desk.say("tasks.annexed"))
    return [Heading(1, desk.say("heading.task_board")), Paragraph(told), *items(more)]


def task_annexes(desk: Desk, board: TaskBoard) -> list[Annex]:
    """What lead units report of their tasks: state, problems and what they mean to do next, as they wrote it."""
    if not _led(board):
        return []
    words = desk.screen.words
    rows = tuple(_row(desk, task, saying) for task, saying in _led(board))
    names = ("column.unit", "column.status", "task.problems", "task.next_steps")
    heads = (desk.say("column.task"), *map(words, names))
    return [Annex.of(Table(desk.say("table.led_tasks"), heads, WIDTHS, rows))]


def _row(desk: Desk, task: BoardTask, saying: TaskSaying) -> tuple[str, ...]:
    words = desk.screen.words
    done = f"\n{amount(saying.completion_pct)}%" if saying.completion_pct is not None else ""
    state = words(f"task_state.{saying.task_status or 'not_reported'}")
    return (
        f"{desk.task_number(task.task_number)} {desk.screen.name(task.name)}",
        desk.screen.name(saying.unit.name),
        f"{state}{done}{desk.provenance(saying.provenance)}",
        saying.problems or words("dash"),
        saying.next_steps or words("dash"),
    )


def _led(board: TaskBoard) -> list[tuple[BoardTask, TaskSaying]]:
    # In the order of the text.
    return [(task, said) for task in board.tasks for said in task.sayings if said.role == "lead"]

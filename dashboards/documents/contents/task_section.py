"""The bulletin's section on tasks, and its annex: what lead units report of them, problems and next steps included."""

from __future__ import annotations

from dashboards.documents.contents.composition import items
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Annex, Block, Heading, Paragraph, Table
from dashboards.phrases.tasks import board_text
from metrics.digits import amount
from metrics.reading.task_board import BoardTask, TaskBoard, TaskSaying

WIDTHS = (0.24, 0.14, 0.12, 0.25, 0.25)


def task_section(wording: Wording, board: TaskBoard) -> list[Block]:
    """Tasks by state, those past a milestone by name, and where the problems that units name are listed."""
    if not board.tasks:
        return []
    summary = wording.set(board_text(wording.screen, board))
    late = [task for task in board.tasks if task.overdue_milestones(board.round)]
    more = []
    if late:
        more.append(wording.say("tasks.late", names=wording.quoted(task.name for task in late)))
    if _led(board):
        more.append(wording.say("tasks.annexed"))
    return [Heading(1, wording.say("heading.task_board")), Paragraph(summary), *items(more)]


def task_annexes(wording: Wording, board: TaskBoard) -> list[Annex]:
    """What lead units report of their tasks: state, problems and what they mean to do next, as they wrote it."""
    if not _led(board):
        return []
    words = wording.screen.words
    rows = tuple(_row(wording, task, saying) for task, saying in _led(board))
    names = ("column.unit", "column.status", "task.problems", "task.next_steps")
    heads = (wording.say("column.task"), *map(words, names))
    return [Annex.of(Table(wording.say("table.led_tasks"), heads, WIDTHS, rows))]


def _row(wording: Wording, task: BoardTask, saying: TaskSaying) -> tuple[str, ...]:
    words = wording.screen.words
    done = f"\n{amount(saying.completion_pct)}%" if saying.completion_pct is not None else ""
    state = words(f"task_state.{saying.task_status or 'not_reported'}")
    return (
        f"{wording.task_number(task.task_number)} {wording.screen.name(task.name)}",
        wording.screen.name(saying.unit.name),
        f"{state}{done}{wording.provenance(saying.provenance)}",
        saying.problems or words("dash"),
        saying.next_steps or words("dash"),
    )


def _led(board: TaskBoard) -> list[tuple[BoardTask, TaskSaying]]:
    # In the order of the text.
    return [(task, said) for task in board.tasks for said in task.sayings if said.role == "lead"]

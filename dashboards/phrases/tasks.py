"""Tasks in words: what was reported of each, and how many stand where."""

from __future__ import annotations

from dashboards.screen import Screen
from metrics.reading.task_board import TaskBoard

STATES = ("done", "in_progress", "not_started", "not_reported")


def state_word(screen: Screen, board: TaskBoard, state: str) -> str:
    """What was reported, in words; where no report was ever handed in here, nobody is said to have failed to."""
    silence = state == "not_reported" and not board.is_collected
    return screen.words("task_state.not_collected" if silence else f"task_state.{state}")


def board_text(screen: Screen, board: TaskBoard) -> str:
    """The tasks of a programme by state, and how many are past a milestone."""
    words = screen.words
    present = [
        words(f"tasks.part.{state}", count=board.state_counts[state])
        for state in STATES
        if board.state_counts.get(state)
    ]
    if not board.is_collected:
        present = [words("tasks.part.not_collected")]
    groups = len({task.group_code for task in board.tasks})
    sentence = words(
        "tasks.summary", count=len(board.tasks), groups=groups, parts=words("clause_separator").join(present)
    )
    late = sum(1 for task in board.tasks if task.overdue_milestones(board.round))
    return sentence + (words("tasks.late", count=late) if late else "")

"""The words of a report: what units say about the tasks that they lead or support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.catalog.unit_models import Unit
from pipelines.sample.draw import Draw
from pipelines.sample.inputs import Task
from pipelines.sample.scenario import Scenario

STATUS_WORDS = {"not_started": "未启动", "in_progress": "推进中", "done": "已完成"}


@dataclass(frozen=True)
class TaskLine:
    """What one report says about one task; `phase` is finer than the status word that is reported."""

    status: str
    progress: str
    problems: str = ""
    next_steps: str = ""


@dataclass(frozen=True)
class Narrator:
    """Finds the words for one seed. A pattern returns only when all its neighbours have been used."""

    scenario: Scenario
    seed: int

    def line(self, task: Task, unit_name: str, unit: Unit, rounds: Sequence[str], position: int) -> TaskLine:
        """What `unit_name` says about `task` in the round at `position` of `rounds`."""
        # A task that two units lead jointly moves at each side's own speed; supporters follow their lead.
        leader = unit_name if unit_name in task.leads else task.leads[0]
        started, done = self._course(task, leader)
        status = "not_started" if position < started else "in_progress" if position < done else "done"
        if unit_name in task.leads:
            return self._lead_line(task, unit_name, status, rounds[position], position, started, done)
        return self._support_line(task, unit_name, unit, status, position)

    def _course(self, task: Task, leader: str) -> tuple[int, int]:
        draw = Draw(self.seed, "course", task.task_id, leader)
        rounds = self.scenario.rounds
        started = _weighted(dict(enumerate(rounds.task_start_weights)), draw.below(100), default=0)
        never = 1_000
        return started, max(started + 1, _weighted(rounds.task_done_weights, draw.below(100), default=never))

    def _lead_line(
        self, task: Task, unit_name: str, status: str, period: str, position: int, started: int, done: int
    ) -> TaskLine:
        words, phrases = self.scenario.tasks[task.task_id], self.scenario.phrases
        phase = self._phase(status, period, position, started, done)
        key = (task.task_id, unit_name)
        first, second = self._strands(task, key, position)
        progress = self._turn(phrases.lead_progress[phase], position, phase, *key).format(a=first, b=second)
        partners = [name for name in task.leads if name != unit_name]
        if partners and position % 2 == Draw(self.seed, "joint", *key).below(2):
            progress += self._turn(phrases.joint_lines, position, "joint", *key).format(partner=partners[0])
        problems = phrases.lead_problems.get(status, words.problems)
        next_steps = phrases.lead_next_steps.get(status, words.next_steps)
        return TaskLine(
            STATUS_WORDS[status],
            progress,
            self._turn(problems, position, "problems", *key),
            self._turn(next_steps, position, "next", *key),
        )

    def _support_line(self, task: Task, unit_name: str, unit: Unit, status: str, position: int) -> TaskLine:
        phrases, key = self.scenario.phrases, (task.task_id, unit_name)
        first, _ = self._strands(task, key, position)
        # The seats' order numbers the turns, so that one report does not say the same of task after task.
        turn = position + int(task.task_id[-2:])
        pattern = self._turn(phrases.support[unit.kind.code][status], turn, "support", unit_name)
        progress = pattern.format(a=first, lead=task.leads[0], place=unit_name.removesuffix("人民政府"))
        is_open = status != "done" and Draw(self.seed, "open", *key, str(position)).below(3) == 0
        next_steps = self._turn(phrases.support_next_steps, position, "next", *key) if is_open else ""
        return TaskLine(STATUS_WORDS[status], progress, next_steps=next_steps.format(lead=task.leads[0]))

    def _phase(self, status: str, period: str, position: int, started: int, done: int) -> str:
        if status == "done":
            return "done" if position == done else "keep"
        if status == "not_started":
            return status
        if position == started:
            return "launch"
        if period in self.scenario.rounds.pandemic_rounds:
            return "pandemic"
        return "deepen" if position - started >= 3 else "advance"

    def _strands(self, task: Task, key: tuple[str, str], position: int) -> tuple[str, str]:
        strands = self.scenario.tasks[task.task_id].strands
        turn = Draw(self.seed, "strands", *key).below(len(strands)) + position
        return strands[turn % len(strands)], strands[(turn + 1) % len(strands)]

    def _turn(self, patterns: Sequence[str], position: int, *key: str) -> str:
        return patterns[(Draw(self.seed, *key).below(len(patterns)) + position) % len(patterns)]


def _weighted(weights: Mapping[int, int], number: int, default: int) -> int:
    """The key in whose share of 100 `number` falls; `default` beyond all shares."""
    for key, weight in weights.items():
        if number < weight:
            return key
        number -= weight
    return default

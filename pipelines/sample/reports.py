"""Reports as a clerk would send them, the journal of what happened to them, and the breakdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import zip_longest

from metrics.catalog.unit_models import Unit
from metrics.rules.rounds import PlannedRound
from pipelines.sample.draw import Draw
from pipelines.sample.figures import Figure, flawed_figures, part_figures
from pipelines.sample.inputs import Inputs, Target
from pipelines.sample.narrative import STATUS_WORDS, Narrator
from pipelines.sample.scenario import Case, Flaws, ProgrammeCases, Scenario
from pipelines.sample.timeline import Version, report_versions

Row = tuple[str, ...]

BREAKDOWN_HEADER = (
    "target_id", "unit_name", "target_value", "measure_unit", "baseline_value", "note_zh", "note_en",
)  # fmt: skip
REPORT_HEADER = (
    "责任单位", "报告期", "版本", "报送日期", "零报告", "类别", "编码", "名称", "数值", "计量单位",
    "任务状态", "进展情况", "存在问题", "下一步工作", "佐证材料",
)  # fmt: skip
JOURNAL_HEADER = (
    "programme_id", "period_id", "unit_name", "version", "event", "happened_at", "actor", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """One unit's report of one round: how it went, and every version of it; `half` is where the story stands then."""

    programme_id: str
    rounds: tuple[str, ...]
    position: int
    half: int
    unit_name: str
    unit: Unit
    case: Case
    versions: tuple[Version, ...]

    @property
    def period_id(self) -> str:
        """The period reported on."""
        return self.rounds[self.position]


@dataclass(frozen=True)
class Reporter:
    """Writes the reports, the journal and the breakdown for one seed."""

    inputs: Inputs
    scenario: Scenario
    seed: int

    @cached_property
    def _targets(self) -> dict[str, Target]:
        return {target.target_id: target for target in self.inputs.targets}

    @cached_property
    def _figures(self) -> dict[tuple[str, str], dict[str, tuple[Figure, ...]]]:
        """(programme, unit name) → indicator → one figure per half-year, in the order of the targets."""
        figures: dict[tuple[str, str], dict[str, tuple[Figure, ...]]] = {}
        breakdown = self.scenario.breakdown
        for told in breakdown.targets:
            target = self._targets[told.target_id]
            decimals = breakdown.decimals.get(target.measure_unit, self.inputs.decimals[target.measure_unit])
            for part in told.parts:
                draw = Draw(self.seed, "figures", told.target_id, part.unit)
                own = figures.setdefault((target.programme_id, part.unit), {})
                own[target.indicator_id] = part_figures(part, breakdown, decimals, draw)
        return figures

    def true_figures(self, target_id: str, unit_name: str) -> tuple[Figure, ...]:
        """What a unit's part of a target truly comes to, one figure per half-year; a flawed version says otherwise."""
        target = self._targets[target_id]
        return self._figures[target.programme_id, unit_name][target.indicator_id]

    def breakdown_rows(self) -> Iterator[Row]:
        """The illustrative breakdown, a row for each part."""
        note = self.scenario.labels.breakdown_note
        for told in self.scenario.breakdown.targets:
            for part in told.parts:
                baseline = "" if part.baseline is None else str(part.baseline)
                measure_unit = self._targets[told.target_id].measure_unit
                yield (
                    told.target_id, part.unit, str(part.target), measure_unit, baseline,
                    note["zh"], note["en"],
                )  # fmt: skip

    def reports(self) -> Iterator[Report]:
        """Every unit × round of the programmes that are told of, of any cycle; a missing one has no versions."""
        for told in self.scenario.rounds.files:
            rounds = self.inputs.planned(told.programme_id)
            for position in range(len(rounds)):
                for unit_name in self.inputs.unit_names(told.programme_id):
                    yield self._report(told, rounds, position, unit_name)

    def _report(self, told: ProgrammeCases, rounds: tuple[PlannedRound, ...], position: int, unit_name: str) -> Report:
        period_id = rounds[position].period_id
        case = told.case(period_id, unit_name)
        versions = report_versions(
            case,
            self.scenario.rounds,
            rounds[position].planned_due_on,
            position == len(rounds) - 1,
            self.scenario.labels.resubmitted,
            Draw(self.seed, "timeline", told.programme_id, period_id, unit_name),
        )
        unit = self.inputs.unit_by_name[unit_name]
        periods, half = tuple(entry.period_id for entry in rounds), self.inputs.half_of(told.programme_id, position)
        return Report(told.programme_id, periods, position, half, unit_name, unit, case, versions)

    def report_rows(self, report: Report, version: Version) -> Iterator[Row]:
        """The rows of one version: its head repeated, then an indicator or a task."""
        head = (
            report.case.signs_as or report.unit_name,
            report.period_id,
            str(version.number),
            version.submitted_at.date().isoformat(),
        )
        if report.case.nil:
            yield (*head, "是", *[""] * (len(REPORT_HEADER) - 5))
            return
        flaws = report.case.flaws_of(version.number)
        for row in (*self._indicator_rows(report, flaws), *self._task_rows(report, flaws)):
            yield (*head, "否", *row)

    def _indicator_rows(self, report: Report, flaws: Flaws) -> Iterator[Row]:
        own = self._figures.get((report.programme_id, report.unit_name), {})
        # Where the story ends before the rounds do, its last figure stands.
        true = {key: series[min(report.half, len(series) - 1)] for key, series in own.items()}
        figures = flawed_figures(true, flaws)
        for indicator_id, figure in figures.items():
            indicator = self.inputs.indicators[indicator_id]
            value = "" if figure is None else str(figure)
            evidence = self._evidence(report, "indicator", indicator_id) if value else ""
            yield (
                "指标", indicator_id, indicator.name.zh, value, indicator.measure_unit,
                "", "", "", "", "" if flaws.without_evidence else evidence,
            )  # fmt: skip

    def _task_rows(self, report: Report, flaws: Flaws) -> Iterator[Row]:
        narrator = Narrator(self.scenario, self.seed)
        position = max(0, report.position - 1) if flaws.stale_tasks else report.position
        for task in self.inputs.tasks_of(report.programme_id):
            if report.unit_name not in (name for name, _ in task.seats):
                continue
            line = narrator.line(task, report.unit_name, report.unit, report.rounds, position)
            has_evidence = (
                report.unit_name in task.leads
                and line.status != STATUS_WORDS["not_started"]
                and not flaws.without_evidence
            )
            evidence = self._evidence(report, "task", task.task_id) if has_evidence else ""
            yield (
                "任务", task.task_id, task.name, "", "",
                line.status, line.progress, line.problems, line.next_steps, evidence,
            )  # fmt: skip

    def _evidence(self, report: Report, kind: str, code: str) -> str:
        draw = Draw(self.seed, "evidence", report.unit_name, report.period_id, code)
        return draw.pick(self.scenario.labels.evidence[kind]).format(period=report.period_id, code=code)

    def journal_rows(self) -> list[Row]:
        """Every event of every version, in the order of time."""
        events = [event for report in self.reports() for event in self._events(report)]
        # The sort is stable: events of one moment keep the order of programme, round, unit and version.
        return [row for _, row in sorted(events, key=lambda event: event[0])]

    def _events(self, report: Report) -> Iterator[tuple[datetime, Row]]:
        actors = self.scenario.labels.actors
        draw = Draw(self.seed, "actors", report.programme_id, report.unit_name)
        submitter = actors.submitter + draw.pick(actors.marks)
        reviewer = actors.reviewer + draw.pick(actors.marks[:3])
        for version, following in zip_longest(report.versions, report.versions[1:]):
            yield self._event(report, version, "submitted", version.submitted_at, submitter, version.submit_reason)
            if version.decided_at:
                yield self._event(report, version, version.outcome, version.decided_at, reviewer, version.decide_reason)
            if version.locked_at:
                yield self._event(report, version, "locked", version.locked_at, actors.keeper, "")
            if version.locked_at and following and following.submitted_at > version.locked_at:
                reopened_at = following.submitted_at - timedelta(minutes=30)
                yield self._event(report, version, "reopened", reopened_at, actors.keeper, following.submit_reason)

    def _event(
        self, report: Report, version: Version, event: str, moment: datetime, actor: str, reason: str
    ) -> tuple[datetime, Row]:
        row = (
            report.programme_id, report.period_id, report.unit_name, str(version.number),
            event, moment.isoformat(timespec="seconds"), actor, reason,
        )  # fmt: skip
        return moment, row

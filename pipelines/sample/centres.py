"""The annual reports of the sample technology innovation centres, and the way that each went to its filing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.centre_register import KINDS
from pipelines.sample.centre_scenario import CentreCase, CentreSketch
from pipelines.sample.draw import Draw
from pipelines.sample.inputs import Inputs
from pipelines.sample.scenario import Scenario
from pipelines.sample.timeline import working_day
from pipelines.sample.told import Lines

Row = tuple[str, ...]

REPORT_HEADER = (
    "programme_id", "centre_name", "period_id", "version", "submitted_on", "is_nil", "item_kind", "item_id",
    "item_name", "measure_unit", "last_value", "actual_value", "statement", "note",
)  # fmt: skip
STEP_HEADER = ("centre_id", "year", "version", "event", "happened_at", "actor", "reason")


@dataclass(frozen=True)
class AnnualReport:
    """One version of one centre's report on one year."""

    centre: CentreSketch
    year: int
    version: int
    submitted_on: date
    is_nil: bool
    values: Mapping[str, int]
    last: Mapping[str, int]
    texts: Mapping[str, str]


def annual_report_files(scenario: Scenario, inputs: Inputs, seed: int) -> Iterator[tuple[str, list[Row]]]:
    """Every version of every annual report: its path and its rows, in the layout of the template."""
    for report in annual_reports(scenario, inputs, seed):
        path = f"centres/annual_reports/{report.centre.centre_id}/{report.year}.v{report.version}.csv"
        yield path, list(_rows(report, scenario, inputs))


def annual_reports(scenario: Scenario, inputs: Inputs, seed: int) -> Iterator[AnnualReport]:
    """Every version of every report: a report for each year from the start on, without the missing ones."""
    for centre in scenario.centres.centres:
        last: Mapping[str, int] = {}
        for year in dict.fromkeys(entry.period.year for entry in inputs.planned(centre.programme_id)):
            case = scenario.centres.case(centre.centre_id, year)
            if year < centre.started_on.year or case.missing:
                last = {}
                continue
            yield from _versions(centre, year, case, last, scenario, seed)
            last = {} if case.nil else _amounts(centre, year - centre.started_on.year, scenario, seed)


def step_rows(scenario: Scenario, inputs: Inputs, seed: int) -> Iterator[Row]:
    """What happened to each version: handed in, forwarded, filed, or returned with a reason."""
    for report in annual_reports(scenario, inputs, seed):
        case = scenario.centres.case(report.centre.centre_id, report.year)
        draw = Draw(seed, "way", report.centre.centre_id, str(report.year), str(report.version))
        day = report.submitted_on
        for event, reason in _way(case, report, scenario):
            told = scenario.centres.path[report.centre.programme_id]
            yield (report.centre.centre_id, str(report.year), str(report.version), event,
                   f"{day.isoformat()}T10:00:00", told.actors[event], reason)  # fmt: skip
            day = working_day(day + timedelta(days=draw.between(*scenario.centres.step_days)), 1)


def _versions(
    centre: CentreSketch, year: int, case: CentreCase, last: Mapping[str, int], scenario: Scenario, seed: int
) -> Iterator[AnnualReport]:
    age = year - centre.started_on.year
    values = {} if case.nil else _amounts(centre, age, scenario, seed)
    texts = {} if case.nil else _texts(centre, age, scenario, seed)
    day = _submitted_on(centre, year, case, scenario, Draw(seed, "centre", centre.centre_id, str(year)))
    if case.returned:
        wrong = {item: 10 * value for item, value in values.items() if item == case.wrong_item}
        yield AnnualReport(centre, year, 1, day, case.nil, {**values, **wrong}, last, texts)
        day = working_day(day + timedelta(days=scenario.centres.rework_days), 1)
    yield AnnualReport(centre, year, 1 + bool(case.returned), day, case.nil, values, last, texts)


def _way(case: CentreCase, report: AnnualReport, scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield "报送", ""
    steps = scenario.centres.path[report.centre.programme_id].steps
    if case.returned and report.version == 1:
        yield "退回", case.returned
        return
    for step in steps[: case.steps if case.steps is not None else len(steps)]:
        yield step, ""


def _rows(report: AnnualReport, scenario: Scenario, inputs: Inputs) -> Iterator[Row]:
    centre = report.centre
    whole = (centre.programme_id, centre.name + scenario.labels.centre_mark, str(report.year), str(report.version),
             report.submitted_on.isoformat(), "是" if report.is_nil else "否")  # fmt: skip
    for number, item in enumerate(inputs.catalog.centre_items):
        yield (
            *(whole if number == 0 else (*whole[:3], "", "", "")),
            KINDS[item.kind], item.id, item.name.zh, item.measure_unit or "",
            *(str(values[item.id]) if item.id in values else "" for values in (report.last, report.values)),
            report.texts.get(item.id, ""), "",
        )  # fmt: skip


def _texts(centre: CentreSketch, age: int, scenario: Scenario, seed: int) -> dict[str, str]:
    phrases = scenario.phrases.centre
    progress = _turn(phrases.progress if age else phrases.first_year, age, Draw(seed, "progress", centre.centre_id))
    return {
        "progress": progress.format(field=centre.field),
        "problems": _turn(phrases.problems, age, Draw(seed, "problems", centre.centre_id)),
        "next-steps": _turn(phrases.next_steps, age, Draw(seed, "next", centre.centre_id)),
    }


def _turn(patterns: Lines, age: int, draw: Draw) -> str:
    # Year after year the next one, so that no centre says the same twice in a row.
    return patterns[(draw.below(len(patterns)) + age) % len(patterns)]


def _submitted_on(centre: CentreSketch, year: int, case: CentreCase, scenario: Scenario, draw: Draw) -> date:
    due_on = date(year, 12, 31)
    if case.late_days:
        return working_day(due_on + timedelta(days=draw.between(*case.late_days)), 1)
    return working_day(due_on - timedelta(days=draw.between(*scenario.centres.submitted_before_days)), -1)


def _amounts(centre: CentreSketch, age: int, scenario: Scenario, seed: int) -> dict[str, int]:
    """The data of one year, whole numbers: told for the first year or derived from another, then growing."""
    amounts = {
        "rd-spending": centre.rd_spending, "contract-income": centre.contract_income,
        "patents-applied": centre.patents, "firms-served": centre.firms_served,
    }  # fmt: skip
    for item, rule in scenario.centres.derived.items():
        draw = Draw(seed, "derived", centre.centre_id, item)
        amounts[item] = max(1, amounts[rule.of] * draw.between(*rule.permille) // 1000)
    for item in amounts:
        draw = Draw(seed, "growth", centre.centre_id, _GROWTH_KEYS.get(item, item))
        for _ in range(age):
            amounts[item] += amounts[item] * draw.between(*scenario.centres.growth_permille) // 1000
    return amounts


# The names under which growth was first drawn; keeping them keeps the figures.
_GROWTH_KEYS = {"rd-spending": "rd_spending", "contract-income": "contract_income", "patents-applied": "patents",
                "firms-served": "firms_served"}  # fmt: skip

"""The yearly reports of the sample technology innovation centres."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pipelines.sample.draw import Draw
from pipelines.sample.inputs import Inputs
from pipelines.sample.scenario import CentreSketch, Days, Lines, Scenario
from pipelines.sample.timeline import working_day

Row = tuple[str, ...]

CENTRE_REPORT_HEADER = (
    "centre_id", "year", "submitted_on", "rd_spending", "contract_income", "patents", "firms_served",
    "progress", "problems", "next_steps",
)  # fmt: skip


def centre_report_rows(scenario: Scenario, inputs: Inputs, seed: int) -> Iterator[Row]:
    """A row for each centre and reporting year from its start on, without the missing ones."""
    for centre in scenario.centres.centres:
        years = [int(period) for period in inputs.rounds(centre.programme_id)]
        for year in (year for year in years if year >= centre.started_on.year):
            case = scenario.centres.case(centre.centre_id, year)
            if not case.missing:
                yield _report_row(centre, year, case.late_days, scenario, seed)


def _report_row(centre: CentreSketch, year: int, late_days: Days | None, scenario: Scenario, seed: int) -> Row:
    draw = Draw(seed, "centre", centre.centre_id, str(year))
    age = year - centre.started_on.year
    phrases = scenario.phrases.centre
    progress = _turn(phrases.progress if age else phrases.first_year, age, Draw(seed, "progress", centre.centre_id))
    return (
        centre.centre_id,
        str(year),
        _submitted_on(centre, year, late_days, scenario, draw).isoformat(),
        *_amounts(centre, age, scenario, seed),
        progress.format(field=centre.field),
        _turn(phrases.problems, age, Draw(seed, "problems", centre.centre_id)),
        _turn(phrases.next_steps, age, Draw(seed, "next", centre.centre_id)),
    )


def _turn(patterns: Lines, age: int, draw: Draw) -> str:
    # Year after year the next one, so that no centre says the same twice in a row.
    return patterns[(draw.below(len(patterns)) + age) % len(patterns)]


def _submitted_on(centre: CentreSketch, year: int, late_days: Days | None, scenario: Scenario, draw: Draw) -> date:
    due_on = date(year, 12, 31)
    if late_days:
        return working_day(due_on + timedelta(days=draw.between(*late_days)), 1)
    return working_day(due_on - timedelta(days=draw.between(*scenario.centres.submitted_before_days)), -1)


def _amounts(centre: CentreSketch, age: int, scenario: Scenario, seed: int) -> Iterator[str]:
    """R&D spending and contract income (万元), patents and firms served (counts): whole numbers."""
    for name in ("rd_spending", "contract_income", "patents", "firms_served"):
        draw, amount = Draw(seed, "growth", centre.centre_id, name), getattr(centre, name)
        for _ in range(age):
            amount += amount * draw.between(*scenario.centres.growth_permille) // 1000
        yield str(amount)

"""The rounds of every programme on a day: those that follow from their cycles, and what the journal did to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from metrics.catalog import Catalog
from metrics.rules import rounds as rules
from metrics.rules.rounds import Act, PlannedRound
from pipelines.records import Step

Schedule = Mapping[str, tuple[PlannedRound, ...]]


def read_schedule(catalog: Catalog, year_begins: int, today: date, steps: Iterable[Step]) -> Schedule:
    """The rounds that exist on a day, by programme.

    Args:
        catalog: with the programmes.
        year_begins: the month in which the years of the office begin.
        today: the day.
        steps: those of the journal, oldest first.
    """
    acts = acts_of(steps)
    return {
        programme.id: rules.rounds(programme, year_begins, today, acts.get(programme.id, ()))
        for programme in catalog.programmes
    }


def planned_periods(catalog: Catalog, year_begins: int, today: date, steps: Iterable[Step]) -> list[str]:
    """The ids of all periods of which a plan may speak, those that have not begun among them."""
    ahead = read_schedule(catalog, year_begins, today + timedelta(days=366 * rules.YEARS_AHEAD), steps)
    return sorted({entry.period_id for rounds in ahead.values() for entry in rounds})


def acts_of(steps: Iterable[Step]) -> dict[str, list[Act]]:
    """What officers did to the rounds of each programme, oldest first."""
    acts: dict[str, list[Act]] = {}
    for step in steps:
        if step.step in (rules.OPEN, rules.DUE, rules.END) and step.programme_id and step.period_id:
            day = date.fromisoformat(step.due_on) if step.due_on else None
            acts.setdefault(step.programme_id, []).append(Act(step.step, step.period_id, day, step.recorded_at))
    return acts

"""The rounds of a programme: those that follow from its cycle, and what officers have opened, moved and ended.

A round exists from the first day of its period, and takes reports from then on. Its reports are owed once it is open:
by itself, or by the act of an officer, as the programme says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from metrics.catalog.models import Programme
from metrics.periods import Period, running

# So far ahead a plan may name the periods of rounds that roll on.
YEARS_AHEAD = 10
OPEN, DUE, END = "open", "due", "end"


@dataclass(frozen=True)
class Act:
    """What an officer did to the rounds of a programme: `open`, `due` or `end`, about a period; oldest first.

    `day` is the due day that it gives; None where it gives none. An `end` names the last period.
    """

    step: str
    period_id: str
    day: date | None
    recorded_at: str


@dataclass(frozen=True)
class PlannedRound:
    """One round: its period, the day on which its reports fall due, and whether they are owed (`is_open`).

    `planned_due_on` and `is_planned_open` are what held before any act of an officer; `recorded_at` is when one made
    the round, None for one that follows from the cycle.
    """

    period: Period
    due_on: date
    planned_due_on: date
    is_open: bool = True
    is_planned_open: bool = True
    recorded_at: str | None = None

    @property
    def period_id(self) -> str:
        """The id of its period."""
        return self.period.period_id


def first_and_last(programme: Programme, year_begins: int) -> tuple[Period | None, Period | None]:
    """The periods between which the rounds of a cycle lie; the last is None where they roll on."""
    said_first, said_last = programme.first_period, programme.last_period
    days = programme.starts_on, programme.ends_on
    first, last = (
        Period.parse(said, year_begins) if said else Period.of_day(programme.reporting_cycle, day, year_begins) if day
        else None
        for said, day in zip((said_first, said_last), days, strict=True)
    )  # fmt: skip
    return first, last


def rounds(programme: Programme, year_begins: int, today: date, acts: Iterable[Act] = ()) -> tuple[PlannedRound, ...]:
    """The rounds of a programme that exist on a day, in the order of time.

    Args:
        programme: with its cycle, or with each of its rounds.
        year_begins: the month in which the years of the office begin.
        today: the day; no round exists before its period has begun.
        acts: what officers did to its rounds until then, oldest first.
    """
    acts = list(acts)
    last = next((Period.parse(act.period_id, year_begins) for act in reversed(acts) if act.step == END), None)
    made: dict[str, PlannedRound] = {}
    for period in _planned(programme, year_begins, today):
        if last is None or period.starts_on <= last.ends_on:
            made[period.period_id] = _planned_round(programme, period, is_open=programme.opens_by_itself)
    for act in acts:
        if act.step == OPEN and act.period_id not in made:
            period = Period.parse(act.period_id, year_begins)
            made[act.period_id] = _planned_round(programme, period, is_open=True, recorded_at=act.recorded_at)
        if act.step == OPEN:
            made[act.period_id] = replace(made[act.period_id], is_open=True)
        if act.day is not None and act.period_id in made:
            made[act.period_id] = replace(made[act.period_id], due_on=act.day)
    return tuple(sorted(made.values(), key=lambda entry: entry.period))


def _planned_round(
    programme: Programme, period: Period, *, is_open: bool, recorded_at: str | None = None
) -> PlannedRound:
    due_on = period.ends_on + timedelta(days=programme.due_days)
    return PlannedRound(period, due_on, due_on, is_open, is_open and recorded_at is None, recorded_at)


def _planned(programme: Programme, year_begins: int, today: date) -> Iterator[Period]:
    if programme.rounds or programme.reporting_cycle in ("dates", "none"):
        listed = (Period.parse(period_id, year_begins) for period_id in programme.rounds)
        yield from (period for period in listed if period.starts_on <= today)
        return
    first, last = first_and_last(programme, year_begins)
    if first is not None:
        yield from running(programme.reporting_cycle, first, last, today)

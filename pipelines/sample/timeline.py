"""The life of one report: its versions, and what happened to each and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from pipelines.sample.draw import Draw
from pipelines.sample.scenario import Case, Rounds
from pipelines.sample.told import Days

CLOSING_TIME = time(17, 30)


@dataclass(frozen=True)
class Version:
    """One submitted version: when (and, after the first, why) it came, how it was decided, when locked."""

    number: int
    submitted_at: datetime
    submit_reason: str = ""
    outcome: str = ""  # returned, accepted, or empty while undecided
    decided_at: datetime | None = None
    decide_reason: str = ""
    locked_at: datetime | None = None


def report_versions(
    case: Case, rounds: Rounds, due_on: date, is_open: bool, resubmitted: str, draw: Draw
) -> tuple[Version, ...]:
    """The versions of one report in order; none where it is missing.

    Args:
        case: how the report went.
        rounds: the pace of the rounds.
        due_on: the day on which it fell due.
        is_open: whether the round is not closed yet, so that nothing is locked.
        resubmitted: the reason given with a version that follows a return.
        draw: the choices of this unit and round.
    """
    if case.missing:
        return ()
    versions: list[Version] = []
    submitted_at = _first_submission(case, rounds, due_on, draw)
    for reason in case.returned:
        returned_at = _later(submitted_at, rounds.review_days, draw)
        version = Version(len(versions) + 1, submitted_at, resubmitted if versions else "")
        versions.append(replace(version, outcome="returned", decided_at=returned_at, decide_reason=reason))
        submitted_at = _later(returned_at, rounds.rework_days, draw)
    if case.ends != "returned":
        version = Version(len(versions) + 1, submitted_at, resubmitted if versions else "")
        versions.append(version if case.ends == "submitted" else _accepted(version, rounds, draw))
    if case.correction:
        corrected_at = _at(working_day(due_on + _span(case.correction.after_due_days, draw), 1), draw)
        version = Version(len(versions) + 1, corrected_at, case.correction.reason)
        versions.append(_accepted(version, rounds, draw))
    return tuple(versions if is_open else (_locked(version, rounds, due_on) for version in versions))


def working_day(day: date, step: int) -> date:
    """The nearest day on which offices are open: from a weekend or New Year's Day on (1) or back (−1)."""
    while day.weekday() >= 5 or (day.month, day.day) == (1, 1):
        day += timedelta(days=step)
    return day


def _first_submission(case: Case, rounds: Rounds, due_on: date, draw: Draw) -> datetime:
    if case.late_days:
        return _at(working_day(due_on + _span(case.late_days, draw), 1), draw)
    return _at(working_day(due_on - _span(rounds.early_days, draw), -1), draw)


def _accepted(version: Version, rounds: Rounds, draw: Draw) -> Version:
    decided_at = _later(version.submitted_at, rounds.review_days, draw)
    return replace(version, outcome="accepted", decided_at=decided_at)


def _locked(version: Version, rounds: Rounds, due_on: date) -> Version:
    if version.outcome != "accepted" or version.decided_at is None:
        return version
    close_on = working_day(due_on + timedelta(days=rounds.close_after_days), 1)
    # A correction that comes after the close is locked on the day after it was accepted.
    locked_on = max(close_on, working_day(version.decided_at.date() + timedelta(days=1), 1))
    return replace(version, locked_at=datetime.combine(locked_on, CLOSING_TIME))


def _later(moment: datetime, days: Days, draw: Draw) -> datetime:
    return _at(working_day(moment.date() + _span(days, draw), 1), draw)


def _span(days: Days, draw: Draw) -> timedelta:
    return timedelta(days=draw.between(*days))


def _at(day: date, draw: Draw) -> datetime:
    return datetime.combine(day, time(draw.between(9, 16), draw.between(0, 59)))

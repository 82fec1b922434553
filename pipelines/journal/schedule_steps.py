"""Steps on the rounds themselves: opening one, moving its due day, ending a programme with one."""

from __future__ import annotations

import unicodedata
from datetime import date

from metrics.kinds.table import ReportKey
from metrics.periods import FORMS_EN, FORMS_ZH, Period
from metrics.rules.rounds import DUE, END, OPEN, PlannedRound
from metrics.written_periods import written_period
from pipelines.journal.book import Book
from pipelines.kinds.behaviour import Place
from pipelines.lookup import UnknownName
from pipelines.register import Register


def scheduled_place(register: Register, step: str, programme: str, period: str) -> Place:
    """The round that a step on rounds is about; only opening may name one that is not there yet.

    Raises:
        UnknownName: for a programme that there is not, a text that names no period, and a round that there is not.
    """
    programme_id = register.programme_id(programme)
    if programme_id is None:
        known = ", ".join(register.rounds)
        raise UnknownName(repr(programme), f"没有这一方案,有 {known}", f"no such programme: {known}")
    read = written_period(unicodedata.normalize("NFKC", period), register.year_begins)
    if read is None:
        raise UnknownName(repr(period), f"请写成 {FORMS_ZH}", f"write the round as {FORMS_EN}")
    rounds = register.rounds[programme_id]
    if step == DUE and read.period_id not in rounds:
        known = ", ".join(rounds) or "-"
        zh, en = f"该方案没有这一期,报告期有 {known}", f"the programme has no such round: {known}"
        raise UnknownName(repr(period), zh, en)
    return Place(programme_id, read.period_id, None)


def schedule_objection(book: Book, step: str, place: Place, day: date | None, today: date) -> str | None:
    """Why a step on rounds may not be taken, as a code; None where it may.

    Args:
        book: how every report stands.
        step: `open`, `due` or `end`.
        place: the round.
        day: the due day that it gives, if it gives one.
        today: the day on which it is taken.
    """
    period = book.register.period(place.period_id)
    if step == OPEN and period.starts_on > today:
        return "round_not_begun"
    if step == OPEN and day is None and _is_open(book.register, place):
        return "round_open_already"
    if step == DUE and day is None:
        return "due_day_missing"
    if day is not None and day < period.starts_on:
        return "due_day_before_period"
    return "rounds_after_it" if step == END and _has_reports_after(book, place, period) else None


def _is_open(register: Register, place: Place) -> bool:
    planned = planned_round(register, place)
    return planned is not None and planned.is_open


def planned_round(register: Register, place: Place) -> PlannedRound | None:
    """The round of a place, None where there is none."""
    rounds = register.schedule.get(place.programme_id, ())
    return next((entry for entry in rounds if entry.period_id == place.period_id), None)


def _has_reports_after(book: Book, place: Place, last: Period) -> bool:
    """Whether reports have come in on rounds that begin behind a period."""
    keys: list[ReportKey] = [key for key in book.standings if key[1] == place.programme_id]
    return any(book.register.period(key[2]).starts_on > last.ends_on and key not in book.sample_keys for key in keys)

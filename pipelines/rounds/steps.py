"""Taking one step of a round: checked against how the report stands, then in the journal before anybody is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Protocol

from metrics import clock
from metrics.periods import Period
from metrics.rules import rounds as rules
from metrics.sentences import Bilingual, say, say_each
from pipelines.archive import ACCEPTED, Archive, Receipt, Step
from pipelines.register import Register
from pipelines.rounds.book import ROUND, RoundBook, read_book
from pipelines.rounds.overtaken import overtaken_by, overtaking

DONE, REFUSED, TRIED = "done", "refused", "tried"
# Whoever reports on while a round is being closed has it judged again.
MOST_JUDGINGS = 3


@dataclass(frozen=True)
class StepRequest:
    """A step that somebody wants to take; `unit_id` is None for one of the whole round.

    `received_on` is the day that a `receipt_day` gives. `seen_until` is the time of the last record that whoever asks
    had seen: a decision that came after it is not overridden unseen.
    """

    step: str
    programme_id: str
    period_id: str
    unit_id: str | None
    by: str | None
    reason: str | None = None
    version: int | None = None
    request_id: str | None = None
    received_on: date | None = None
    seen_until: datetime | None = None


@dataclass(frozen=True)
class StepOutcome:
    """What became of a step: `done` or `refused`, the sentence that says so, and the journal's line if it was done."""

    state: str
    said: Bilingual
    step: Step | None = None
    code: str | None = None


@dataclass(frozen=True)
class Judged:
    """What a round is judged to be: the record of it, and the fingerprint of all that it was judged from."""

    content: bytes
    inputs_hash: str


class Judge(Protocol):
    """Judges a round for its closing."""

    def judge(self, programme_id: str, period_id: str) -> Judged:
        """The round as it stands now.

        Raises:
            NotJudged: when it cannot be judged.
        """

    def is_current(self, judged: Judged) -> bool:
        """Whether nothing that it was judged from has changed since."""


class NotJudged(ValueError):
    """The data cannot be loaded, so a round cannot be judged; the message names the first fault."""


class UnknownStep(ValueError):
    """A request that names no step, programme, round or unit; the message says what there is."""


def take_step(
    archive: Archive, register: Register, request: StepRequest, with_sample: bool, judge: Judge | None = None
) -> StepOutcome:
    """Takes the step and records it, or says why not. The same `request_id` again changes nothing.

    A closing by a `judge` records what was judged; without one it says later that nothing was recorded.

    Raises:
        UnknownStep: when the request speaks of something that is not there.
        OSError: when the journal cannot be written; then nothing was done.
    """
    look_up(register, request)
    if request.step != rules.CLOSE or judge is None:
        return _take(archive, register, request, with_sample)
    for _ in range(MOST_JUDGINGS):
        outcome = _take(archive, register, request, with_sample, is_trial=True)
        if outcome.state != TRIED:
            return outcome
        try:
            judged = judge.judge(request.programme_id, request.period_id)
        except NotJudged as fault:
            return StepOutcome(REFUSED, say("round.not_judged", fault=str(fault)), code="not_judged")
        with archive.exclusive():
            if judge.is_current(judged):
                return _take_alone(archive, register, request, with_sample, archive.keep_closing(judged.content))
    return StepOutcome(REFUSED, say("round.unsettled"), code="unsettled")


def _take(
    archive: Archive, register: Register, request: StepRequest, with_sample: bool, *, is_trial: bool = False
) -> StepOutcome:
    with archive.exclusive():
        return _take_alone(archive, register, request, with_sample, is_trial=is_trial)


def _take_alone(
    archive: Archive, register: Register, request: StepRequest, with_sample: bool, closing_id: str | None = None, *,
    is_trial: bool = False,
) -> StepOutcome:  # fmt: skip
    """Takes the step while the archive is held; a trial says only whether it may be taken."""
    receipts, steps = archive.receipts(), archive.steps()
    known = [step for step in steps if request.request_id and step.request_id == request.request_id]
    if known:
        return StepOutcome(DONE, _done(register, known[-1], RoundBook(register)), known[-1])
    faster = overtaking(steps, request.step, request.seen_until, partial(_is_about, request))
    if faster is not None:
        return StepOutcome(REFUSED, overtaken_by(faster), code="overtaken")
    book = read_book(archive, receipts, steps, register, with_sample)
    code = _objection(book, request) or _day_objection(book, receipts, request)
    if code is not None:
        return StepOutcome(REFUSED, say(f"round.{code}"), code=code)
    if is_trial:
        return StepOutcome(TRIED, Bilingual("", ""))
    step = replace(_step(book, request, archive.next_moment()), closing_id=closing_id)
    archive.write(step)
    return StepOutcome(DONE, _done(register, step, book), step)


def _is_about(request: StepRequest, step: Step) -> bool:
    """Whether a step is about the same report; one of the whole round and one of a unit are about each other."""
    is_same_round = (step.kind, step.programme_id, step.period_id) == (ROUND, request.programme_id, request.period_id)
    return is_same_round and (None in (step.unit_id, request.unit_id) or step.unit_id == request.unit_id)


def look_up(register: Register, request: StepRequest) -> None:
    """Refuses what no catalog or rule knows.

    Raises:
        UnknownStep: with the names that would do.
    """
    if request.step not in rules.STEPS:
        raise UnknownStep(f"{request.step!r}: 没有这一步 / no such step: {', '.join(rules.STEPS)}")
    if request.programme_id not in register.rounds:
        raise UnknownStep(f"{request.programme_id!r}: 没有这一方案 / no such programme: {', '.join(register.rounds)}")
    if request.period_id not in register.rounds[request.programme_id]:
        known = ", ".join(register.rounds[request.programme_id])
        raise UnknownStep(f"{request.period_id!r}: 该方案没有这一期 / the programme has no such round: {known}")
    if (request.unit_id is None) != (request.step not in rules.UNIT_STEPS):
        raise UnknownStep(
            f"{request.step}: 除办结外,每一步都要指明单位;办结针对整期 / every step but close names a unit, and close "
            "names none"
        )
    if request.unit_id is not None and register.unit_id(request.unit_id) != request.unit_id:
        raise UnknownStep(f"{request.unit_id!r}: 没有这一单位 / no such unit")


def _objection(book: RoundBook, request: StepRequest) -> str | None:
    programme_id, period_id = request.programme_id, request.period_id
    if request.unit_id is None:
        standings = {"/".join(key): standing for key, standing in book.of_round(programme_id, period_id).items()}
        due_on = Period.parse(period_id).ends_on
        return (
            rules.name_objection(request.by)
            or rules.reason_objection(request.reason)
            or rules.close_objection(standings, due_on, clock.today())
        )
    if request.unit_id not in book.register.units_of_programme(programme_id):
        return "not_obliged"
    standing = book.standing((programme_id, period_id, request.unit_id))
    return rules.objection(request.step, standing, by=request.by, reason=request.reason, version=request.version)


def _day_objection(book: RoundBook, receipts: list[Receipt], request: StepRequest) -> str | None:
    if request.step != rules.RECEIPT_DAY:
        return None
    key = (request.programme_id, request.period_id, request.unit_id or "")
    came = None if key in book.sample_keys else first_received_on(receipts, key)
    return rules.receipt_day_objection(request.received_on, came, Period.parse(request.period_id).starts_on)


def first_received_on(receipts: Iterable[Receipt], key: tuple[str, str, str]) -> date | None:
    """The day on which the first version of a report came in; None where none did.

    Args:
        receipts: all of them, oldest first.
        key: programme, period, and the unit or centre that reports.
    """
    came = (receipt for receipt in receipts if receipt.verdict == ACCEPTED and receipt.key == key)
    first = next(came, None)
    return clock.day_of(clock.instant(first.received_at)) if first else None


def _step(book: RoundBook, request: StepRequest, recorded_at: str) -> Step:
    key = (request.programme_id, request.period_id, request.unit_id or "")
    is_decision = request.step in rules.DECISIONS
    return Step(
        recorded_at=recorded_at,
        kind=ROUND,
        step=request.step,
        by=(request.by or "").strip(),
        programme_id=request.programme_id,
        period_id=request.period_id,
        unit_id=request.unit_id,
        version=book.standing(key).version if is_decision else None,
        reason=(request.reason or "").strip() or None,
        is_sample=is_decision and key in book.sample_keys,
        request_id=request.request_id,
        received_on=request.received_on.isoformat() if request.received_on else None,
    )


def _done(register: Register, step: Step, book: RoundBook) -> Bilingual:
    units = {unit.id: Bilingual(unit.name, unit.name_en) for unit in register.catalog.units}
    unit = units.get(step.unit_id or "", Bilingual("", ""))
    facts = {"period": step.period_id, "version": step.version, "by": step.by, "day": step.received_on}
    said = say_each(f"round_done.{step.step}", {"unit": unit}, **facts)
    if step.step != rules.CLOSE or not book.standings:
        return said
    return _with_open_units(said, book, step, units)


def _with_open_units(said: Bilingual, book: RoundBook, step: Step, units: dict[str, Bilingual]) -> Bilingual:
    # Whoever closes a round learns at once whom it leaves without an accepted report.
    for state in (rules.MISSING, rules.DRAFT, rules.RETURNED):
        standings = book.of_round(str(step.programme_id), str(step.period_id))
        owing = [
            units[unit_id]
            for (_, _, unit_id), standing in standings.items()
            if standing.state == state and unit_id in book.register.leads_of_programme(str(step.programme_id))
        ]
        if owing:
            names = Bilingual("、".join(unit.zh for unit in owing), "; ".join(unit.en for unit in owing))
            more = say_each(f"round_open.{state}", {"units": names}, count=len(owing))
            said = Bilingual(said.zh + more.zh, f"{said.en} {more.en}")
    return said

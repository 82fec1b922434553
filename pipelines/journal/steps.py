"""Taking one step on a report: checked against how it stands, and in the journal before anybody is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from metrics import clock
from metrics.kinds.table import Kind, ReportKey, kind
from metrics.periods import Period
from metrics.rules import standing as rules
from metrics.sentences import Bilingual, say, say_each
from pipelines.archive import Archive
from pipelines.journal.book import Book, kind_of_step, read_book, report_key, sender_of
from pipelines.journal.schedule_steps import schedule_objection, scheduled_place
from pipelines.kinds.behaviour import Place
from pipelines.kinds.table import behaviour
from pipelines.lookup import UnknownName
from pipelines.records import ACCEPTED, Receipt, Step
from pipelines.register import Register

DONE, REFUSED, TRIED = "done", "refused", "tried"
# Whoever reports on while a round is being closed has it judged again.
MOST_JUDGINGS = 3


@dataclass(frozen=True)
class StepRequest:
    """A step that somebody wants to take on a report of one kind; `subject` is None for one of the whole round.

    Programme, period and who reports are as somebody wrote them. `received_on` is the day that a `receipt_day`
    gives, `due_on` the day on which a round is to fall due.
    `seen_until` is the time of the last record that whoever asks had seen: a decision that came after it is not
    overridden unseen.
    """

    kind_id: str
    step: str
    programme: str | None
    period: str
    subject: str | None
    by: str | None
    reason: str | None = None
    version: int | None = None
    request_id: str | None = None
    received_on: date | None = None
    due_on: date | None = None
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


@dataclass(frozen=True)
class _Asked:
    """A step that is asked for, and what it is about."""

    request: StepRequest
    kind: Kind
    place: Place

    @property
    def rule(self) -> rules.PathStep:
        return self.kind.path.steps[self.request.step]

    @property
    def key(self) -> ReportKey | None:
        return self.kind.key(*self.place)

    def is_about(self, step: Step) -> bool:
        """Whether another step is about the same report; one of a whole round and one in it are about each other."""
        programme_id, period_id, subject_id = self.place
        is_same_round = (step.kind, step.period_id) == (self.kind.step_kind, period_id) and (
            not self.kind.is_of_programme or step.programme_id == programme_id
        )
        other = sender_of(step)
        return is_same_round and (None in (other, subject_id) or other == subject_id)


def take_step(
    archive: Archive, register: Register, request: StepRequest, with_sample: bool, judge: Judge | None = None
) -> StepOutcome:
    """Takes the step and records it, or says why not. The same `request_id` again changes nothing.

    A closing by a `judge` records what was judged; without one it says later that nothing was recorded.

    Raises:
        UnknownName: when the request speaks of something that is not there.
        OSError: when the journal cannot be written; then nothing was done.
    """
    asked = _asked(register, request)
    if judge is None or not (asked.rule.is_of_round and asked.rule.closes):
        return _take(archive, register, asked, with_sample)
    for _ in range(MOST_JUDGINGS):
        outcome = _take(archive, register, asked, with_sample, is_trial=True)
        if outcome.state != TRIED:
            return outcome
        try:
            judged = judge.judge(asked.place.programme_id, asked.place.period_id)
        except NotJudged as fault:
            return StepOutcome(REFUSED, say("round.not_judged", fault=str(fault)), code="not_judged")
        with archive.exclusive():
            if judge.is_current(judged):
                return _take_alone(archive, register, asked, with_sample, archive.keep_closing(judged.content))
    return StepOutcome(REFUSED, say("round.unsettled"), code="unsettled")


def _asked(register: Register, request: StepRequest) -> _Asked:
    of = kind(request.kind_id)
    rule = of.path.steps.get(request.step)
    if rule is None:
        steps = ", ".join(of.path.steps)
        raise UnknownName(repr(request.step), f"没有这一步,可用 {steps}", f"no such step: {steps}")
    if rule.schedules:
        place = scheduled_place(register, request.step, request.programme or "", request.period)
        return _Asked(request, of, place)
    place = behaviour(of).place(register, request.programme, request.period, request.subject)
    if (place.subject_id is None) != rule.is_of_round:
        zh, en = (
            "针对整期的事项不写单位,其余各项都要指明单位",
            "every other step names a unit, one on the whole round names none",
        )
        raise UnknownName(request.step, zh, en)
    return _Asked(request, of, place)


def _take(
    archive: Archive, register: Register, asked: _Asked, with_sample: bool, *, is_trial: bool = False
) -> StepOutcome:
    with archive.exclusive():
        return _take_alone(archive, register, asked, with_sample, is_trial=is_trial)


def _take_alone(
    archive: Archive, register: Register, asked: _Asked, with_sample: bool, closing_id: str | None = None, *,
    is_trial: bool = False,
) -> StepOutcome:  # fmt: skip
    """Takes the step while the archive is held; a trial says only whether it may be taken."""
    receipts, steps, request = archive.receipts(), archive.steps(), asked.request
    before = [step for step in steps if request.request_id and step.request_id == request.request_id]
    if before:
        return StepOutcome(DONE, _done(register, before[-1], None), before[-1])
    faster = None if asked.rule.is_note else _overtaking(steps, request.seen_until, asked)
    if faster is not None:
        return StepOutcome(REFUSED, _overtaken_by(asked.kind, faster), code="overtaken")
    book = read_book(archive, receipts, steps, register, with_sample)
    code = _objection(book, asked) or _day_objection(book, receipts, asked)
    if code is not None:
        return StepOutcome(REFUSED, asked.kind.why(code), code=code)
    if is_trial:
        return StepOutcome(TRIED, Bilingual("", ""))
    step = replace(_step(book, asked, archive.next_moment()), closing_id=closing_id)
    archive.write(step)
    return StepOutcome(DONE, _done(register, step, book), step)


def _overtaking(steps: Iterable[Step], seen_until: datetime | None, asked: _Asked) -> Step | None:
    """The last decision in the journal that whoever asks cannot have seen; None where there is none.

    Notes say what was done beside the reports and decide nothing: two of them are never in each other's way.
    """
    if seen_until is None:
        return None
    taken = ((step, asked.kind.path.steps[step.step]) for step in steps if asked.is_about(step))
    decisions = (step for step, rule in taken if not rule.is_note and not rule.schedules)
    unseen = (step for step in decisions if clock.instant(step.recorded_at) > seen_until)
    return max(unseen, key=lambda step: clock.instant(step.recorded_at), default=None)


def _overtaken_by(of: Kind, step: Step) -> Bilingual:
    """Who was faster, when, and what was decided."""
    facts = {"by": step.by, "moment": f"{clock.local(clock.instant(step.recorded_at)):%Y-%m-%d %H:%M:%S}"}
    why = say("round.overtaken_why", reason=step.reason) if step.reason else Bilingual("", "")
    return say_each("round.overtaken", {"done": of.step_taken(step.step), "why": why}, **facts)


def _objection(book: Book, asked: _Asked) -> str | None:
    request, place, key = asked.request, asked.place, asked.key
    if asked.rule.schedules:
        return (
            rules.name_objection(request.by)
            or rules.reason_objection(request.reason)
            or ("reason_missing" if asked.rule.needs_reason and not (request.reason or "").strip() else None)
            or schedule_objection(book, request.step, place, request.due_on, clock.today())
        )
    if key is None:
        standings = book.of_round(asked.kind, place.programme_id, place.period_id).values()
        due_on = book.register.due_on(place.programme_id, place.period_id) or date.max
        return (
            rules.name_objection(request.by)
            or rules.reason_objection(request.reason)
            or rules.close_objection(standings, due_on, clock.today())
        )
    if key.subject_id not in book.register.behind(asked.kind).reporters(place.programme_id, place.period_id):
        return "not_obliged"
    return rules.objection(
        request.step, book.standing(key), by=request.by, reason=request.reason, version=request.version,
        conditions=behaviour(asked.kind).conditions(book.register, place),
    )  # fmt: skip


def _day_objection(book: Book, receipts: list[Receipt], asked: _Asked) -> str | None:
    if not asked.rule.gives_day or asked.key is None:
        return None
    came = None if asked.key in book.sample_keys else first_received_on(receipts, asked.key)
    starts_on = book.register.period(asked.place.period_id).starts_on
    return rules.receipt_day_objection(asked.request.received_on, came, starts_on)


def first_received_on(receipts: Iterable[Receipt], key: ReportKey) -> date | None:
    """The day on which the first version of a report came in; None where none did.

    Args:
        receipts: all of them, oldest first.
        key: which report.
    """
    came = (receipt for receipt in receipts if receipt.verdict == ACCEPTED and report_key(receipt) == key)
    first = next(came, None)
    return clock.day_of(clock.instant(first.received_at)) if first else None


def _step(book: Book, asked: _Asked, recorded_at: str) -> Step:
    request, key = asked.request, asked.key
    is_decision = asked.rule.is_decision and key is not None
    return Step(
        recorded_at=recorded_at,
        kind=asked.kind.step_kind,
        step=request.step,
        by=(request.by or "").strip(),
        programme_id=asked.place.programme_id,
        period_id=asked.place.period_id,
        **{asked.kind.sender: asked.place.subject_id},
        version=book.standing(key).version if is_decision and key else None,
        reason=(request.reason or "").strip() or None,
        is_sample=is_decision and key in book.sample_keys,
        request_id=request.request_id,
        received_on=request.received_on.isoformat() if request.received_on else None,
        due_on=request.due_on.isoformat() if request.due_on else None,
    )


def _done(register: Register, step: Step, book: Book | None) -> Bilingual:
    of = kind_of_step(step)
    assert of is not None  # noqa: S101 - it was taken on a report
    sender = sender_of(step)
    words = {"unit": register.behind(of).subject_words(sender) if sender else Bilingual("", "")}
    facts = {
        "period": Period.parse(str(step.period_id), register.behind(of).year_begins),
        "version": step.version,
        "by": step.by,
        "day": step.received_on or step.due_on or "-",
    }
    said = say_each(f"{of.words['done']}.{step.step}", words, **facts)
    round_of = of, str(step.programme_id), str(step.period_id)
    standings = book.of_round(*round_of) if book and of.path.steps[step.step].is_of_round else {}
    more = behaviour(of).after_step(register, step, {key.subject_id: its for key, its in standings.items()})
    return Bilingual(said.zh + more.zh, f"{said.en} {more.en}".strip())

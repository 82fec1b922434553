"""The life of a centre as a state machine: dated steps, each with its clause, and what is due next and when.

intention → argued → building (three years) → evaluated → next_cycle · rectifying (one year) → next_cycle · removed.
A step moves the state when the record says so or a rule in force on its day does; what no rule covers moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from metrics.catalog.centre_rules import Consequence, Period
from metrics.catalog.centre_rules import Step as StepRule
from metrics.centres.coverage import not_covered
from metrics.centres.evaluation import OUTCOMES, STATES, Effect, effects
from metrics.centres.facts import EVENTS, Centre, Event
from metrics.centres.rule_book import RuleBook, governing, in_force
from metrics.periods import last_day_of_years

# Each event with the states that it may follow; None is the state of a centre of which nothing is recorded yet.
FOLLOWS: dict[str, tuple[str | None, ...]] = {
    "intention": (None,),
    "argued": (None, "intention"),
    "started": (None, "intention", "argued"),
    "evaluated": ("building", "next_cycle"),
    "absent": ("building", "next_cycle"),
    "withdrew": ("building", "next_cycle", "evaluated", "rectifying"),
    "rectifying": ("building", "next_cycle", "evaluated"),
    "rectified": ("rectifying",),
    "not_rectified": ("rectifying",),
    "next_cycle": ("building", "evaluated", "rectifying", "next_cycle"),
    "recommended": ("building", "evaluated", "next_cycle"),
    "removed": ("intention", "argued", "building", "evaluated", "rectifying", "next_cycle"),
}
# Events that are the state they lead to; the others leave it to the rules.
MOVES = {
    "intention": "intention",
    "argued": "argued",
    "started": "building",
    "rectifying": "rectifying",
    "next_cycle": "next_cycle",
    "removed": "removed",
}


@dataclass(frozen=True)
class Step:
    """One event with the state after it, the clauses that cover it, and what it led to.

    Without a clause `uncovered` says why: `gap`, `silent`, or `type_unknown`.
    """

    event: Event
    state: str | None
    clauses: tuple[tuple[RuleBook, StepRule | Consequence], ...]
    effects: tuple[Effect, ...]
    is_in_order: bool
    uncovered: str | None = None


@dataclass(frozen=True)
class Term:
    """A cycle or a rectification: its days, and the clause that sets its length."""

    starts_on: date
    ends_on: date
    book: RuleBook
    rule: Period | Consequence


@dataclass(frozen=True)
class Life:
    """Where a centre stands on a day; `next_step` names what is due, `due` its term where a rule gives one."""

    state: str | None
    since: date | None
    steps: tuple[Step, ...]
    is_recommended: bool
    next_step: str | None
    due: Term | None
    is_overdue: bool
    # Why an evaluation or rectification ahead has no day: `start_unknown`, `type_unknown`, `no_document` or `silent`.
    undated: str | None = None


def life(books: Sequence[RuleBook], centre: Centre, day: date) -> Life:
    """The life of a centre as recorded until `day`, under the documents that govern it."""
    books = governing(books, centre)
    state: str | None = None
    since: date | None = None
    term: Term | None = None
    steps: list[Step] = []
    for event in _recorded(centre, day):
        step = _step(books, centre, event, state)
        steps.append(step)
        if step.state != state or (event.event == "next_cycle" and step.is_in_order):
            state, since = step.state, event.happened_on
            term = _term(books, centre, step, day)
    next_step = _NEXT.get(state)
    if state == "evaluated" and term:
        # A cycle that goes on by itself, whatever is decided.
        next_step = "evaluation"
    overdue = term is not None and next_step in ("evaluation", "rectification") and term.ends_on < day
    recommended = any(
        step.is_in_order and (step.event.event == "recommended" or "recommended" in (e.effect for e in step.effects))
        for step in steps
    )
    undated = None
    if term is None and next_step in ("evaluation", "rectification"):
        undated = _undated(books, centre, steps)
    if next_step == "decision" and not any(step.effects for step in steps):
        undated = _undecided(books, centre, steps[-1].event)
    return Life(state, since, tuple(steps), recommended, next_step, term, overdue, undated)


# The kind of period that a state lasts.
_CYCLES = {"building": "build", "next_cycle": "evaluation", "evaluated": "evaluation"}
_NEXT: dict[str | None, str] = {
    "intention": "argument",
    "argued": "start",
    "building": "evaluation",
    "evaluated": "decision",
    "rectifying": "rectification",
    "next_cycle": "evaluation",
}


def _recorded(centre: Centre, day: date) -> list[Event]:
    events = list(centre.events)
    if centre.started_on and not any(event.event == "started" for event in events):
        events.append(Event("started", centre.started_on))
    until = [event for event in events if event.happened_on <= day]
    return sorted(until, key=lambda event: (event.happened_on, EVENTS.index(event.event)))


def _step(books: Sequence[RuleBook], centre: Centre, event: Event, state: str | None) -> Step:
    is_in_order = state in FOLLOWS[event.event]
    led = tuple(effects(books, centre, event)) if is_in_order and event.event in OUTCOMES else ()
    after = state
    if is_in_order:
        after = MOVES.get(event.event) or _state_by(led) or ("evaluated" if event.event == "evaluated" else state)
    clauses = tuple(_clauses(books, centre, event, led))
    uncovered = None if clauses else not_covered(books, centre, event.event, event.happened_on).reason
    return Step(event, after, clauses, led, is_in_order, uncovered)


def _state_by(led: Sequence[Effect]) -> str | None:
    reached = {STATES[effect.effect] for effect in led if effect.effect in STATES}
    return next((state for state in ("removed", "rectifying", "next_cycle", "evaluated") if state in reached), None)


def _clauses(
    books: Sequence[RuleBook], centre: Centre, event: Event, led: Sequence[Effect]
) -> Iterator[tuple[RuleBook, StepRule | Consequence]]:
    """The clauses in force on the day that speak of the step, or leave the decision to somebody."""
    for book in in_force(books, event.happened_on):
        for rule in book.of_kind(StepRule, centre):
            if rule.step == event.event:
                yield book, rule
        for consequence in book.of_kind(Consequence, centre):
            leads = set(consequence.leads_to) & {event.event, "decision"}
            if leads and event.event in ("rectifying", "next_cycle", "removed", "recommended"):
                yield book, consequence
    yield from {(effect.rule.id, effect.book.document_id): (effect.book, effect.rule) for effect in led}.values()


def _undated(books: Sequence[RuleBook], centre: Centre, steps: Sequence[Step]) -> str:
    begun = next(step for step in reversed(steps) if step.is_in_order and step.state == steps[-1].state)
    if begun.event.is_no_later_than:
        return "start_unknown"
    held = in_force(books, begun.event.happened_on)
    kind = "rectification" if begun.state == "rectifying" else _CYCLES.get(begun.state or "")
    if any(rule.of == kind for book in held for rule in book.left_open(Period, centre)):
        return "type_unknown"
    return "silent" if held else "no_document"


def _undecided(books: Sequence[RuleBook], centre: Centre, event: Event) -> str:
    """Why nothing follows from an evaluation."""
    held = in_force(books, event.happened_on)
    if any(True for book in held for _ in book.left_open(Consequence, centre)):
        return "type_unknown"
    return "silent" if held else "no_document"


def _term(books: Sequence[RuleBook], centre: Centre, step: Step, day: date) -> Term | None:
    """The term that begins with a step: a build period, a cycle, or the time to rectify."""
    starts_on = step.event.happened_on
    if step.event.is_no_later_than:
        return None
    if step.state == "rectifying":
        ending = next((effect for effect in step.effects if effect.ends_on), None)
        return Term(starts_on, ending.ends_on, ending.book, ending.rule) if ending and ending.ends_on else None
    kind = _CYCLES.get(step.state or "")
    if kind is None:
        return None
    held = in_force(books, starts_on)
    for book in held or in_force(books, day):
        for rule in book.of_kind(Period, centre):
            ends_on = last_day_of_years(starts_on, rule.years)
            # Begun between two documents: the one in force now sets the term only if it still holds at its end.
            if rule.of == kind and (held or book.is_in_force(ends_on)):
                return Term(starts_on, ends_on, book, rule)
    return None

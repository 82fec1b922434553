"""What an evaluation leads to: the consequences of a grade or outcome under the documents in force on its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from metrics.catalog.centre_rules import Consequence, Grades, Period, Step
from metrics.centres.coverage import not_covered
from metrics.centres.facts import Centre, Event
from metrics.centres.rule_book import RuleBook, in_force
from metrics.centres.verdict import Verdict, term_words, type_unknown, under, words
from metrics.periods import last_day_of_years

OUTCOMES = ("evaluated", "absent", "withdrew", "rectified", "not_rectified")
# What settles a decision left open or a term to rectify.
DECISIONS = ("rectifying", "rectified", "not_rectified", "withdrew", "next_cycle", "recommended", "removed")
# Of several effects, the one that decides where the centre stands.
STATES = {"removed": "removed", "rectifying": "rectifying", "next_cycle": "next_cycle", "decision": "evaluated"}


@dataclass(frozen=True)
class Effect:
    """One thing that a grade or outcome leads to, by which rule of which document; `ends_on` where it has a term."""

    effect: str
    book: RuleBook
    rule: Consequence
    ends_on: date | None = None


def effects(books: Sequence[RuleBook], centre: Centre, event: Event) -> Iterator[Effect]:
    """What an evaluation or its outcome leads to under the documents in force on its day: nothing in a gap.

    Args:
        books: the documents that govern the centre.
        centre: for its type.
        event: an evaluation with its grade, or one of `absent`, `withdrew`, `rectified`, `not_rectified`.
    """
    for book in in_force(books, event.happened_on):
        for rule in book.of_kind(Consequence, centre):
            if _follows(rule, event):
                for name in rule.leads_to:
                    yield Effect(name, book, rule, _term(book, centre, name, event.happened_on))


def _term(book: RuleBook, centre: Centre, effect: str, day: date) -> date | None:
    if effect != "rectifying":
        return None
    years = next((rule.years for rule in book.of_kind(Period, centre) if rule.of == "rectification"), None)
    return last_day_of_years(day, years) if years else None


def evaluation_verdicts(books: Sequence[RuleBook], centre: Centre, day: date) -> Iterator[Verdict]:
    """A verdict on each evaluation and outcome until `day`: whether it was covered, and what it leads to."""
    for event in centre.events:
        if event.event not in OUTCOMES or event.happened_on > day:
            continue
        record = (f"{event.event} {event.happened_on}",)
        yield from (replace(verdict, record_ids=record) for verdict in _judged(books, centre, event, day))


def _judged(books: Sequence[RuleBook], centre: Centre, event: Event, until: date) -> Iterator[Verdict]:
    day, outcome = event.happened_on, term_words("centre_outcome", event.grade or event.event)
    for book in in_force(books, day):
        for grades in book.of_kind(Grades, centre):
            if event.event == "evaluated" and event.grade not in grades.grades:
                yield under(book, grades, "broken", day, "grade_unknown", grade=event.grade or "—")
        if event.event == "evaluated":
            yield from (type_unknown(book, grades, day) for grades in book.left_open(Grades, centre))
    led, left_open = list(effects(books, centre, event)), _left_open(books, centre, event)
    yield from left_open
    resolved = any(
        other.event in DECISIONS and event.happened_on <= other.happened_on <= until
        for other in centre.events
        if other is not event
    )
    for effect in led:
        name = words(f"centre_effect.{effect.effect}")
        if effect.ends_on:
            by = {"day": day, "until": effect.ends_on, "outcome": outcome, "effect": name}
            verdict = "met" if resolved else "attention"
            yield under(effect.book, effect.rule, verdict, day, "leads_to_until", **by)
        else:
            is_open = effect.effect == "removed" or (effect.effect == "decision" and not resolved)
            verdict = "attention" if is_open else "met"
            yield under(effect.book, effect.rule, verdict, day, "leads_to", day=day, outcome=outcome, effect=name)
    if not led and not left_open:
        yield not_covered(books, centre, "consequence", day)


def _left_open(books: Sequence[RuleBook], centre: Centre, event: Event) -> list[Verdict]:
    """The consequences that follow or not by the type of the centre, which is not on record."""
    return [
        type_unknown(book, rule, event.happened_on)
        for book in in_force(books, event.happened_on)
        for rule in book.left_open(Consequence, centre)
        if _follows(rule, event)
    ]


def _follows(rule: Consequence, event: Event) -> bool:
    outcome = event.grade if event.event == "evaluated" else event.event
    return outcome in rule.when or ("any" in rule.when and event.event == "evaluated")


def evaluating(book: RuleBook, centre: Centre) -> Step | None:
    """The document's rule that has centres evaluated, and by whom."""
    return next((rule for rule in book.of_kind(Step, centre) if rule.step == "evaluated"), None)

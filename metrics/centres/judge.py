"""Every verdict on one centre: standing facts, steps, evaluations, reports, money, each under the rule of its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from metrics.catalog.centre_rules import Period
from metrics.centres.coverage import not_covered
from metrics.centres.evaluation import evaluating, evaluation_verdicts
from metrics.centres.facts import Centre
from metrics.centres.life import Life, Term, life
from metrics.centres.money_verdicts import grant_verdicts, matching_verdicts, use_verdicts
from metrics.centres.reporting import report_verdicts
from metrics.centres.rule_book import RuleBook, governing, in_force, spans
from metrics.centres.standing import standing
from metrics.centres.verdict import VERDICTS, Verdict, uncovered, under, words


def judge(books: Sequence[RuleBook], centre: Centre, day: date) -> tuple[Verdict, ...]:
    """Every verdict on a centre as of `day`, the worst first.

    Standing facts are judged on `day` and, looking back, on the last day of every earlier stretch with the same
    documents in force, so that a breach of a document that has lapsed since stays visible under its own name. Money,
    evaluations and reports are judged on their own days.

    Args:
        books: the rules of all documents; those that do not govern the centre are left aside.
        centre: what is known of it; what is dated after `day` is not looked at.
        day: the day of judgement.
    """
    governing_books = governing(books, centre)
    if not governing_books:
        return (uncovered("document", day, "no_document", level=words(f"centre_level.{centre.level or 'unknown'}")),)
    course = life(books, centre, day)
    removed_on = course.since if course.state == "removed" else None
    verdicts = [
        *_standing(governing_books, centre, day, removed_on),
        *_steps(governing_books, centre, course),
        *_due(governing_books, centre, course, day),
        *evaluation_verdicts(governing_books, centre, day),
        *(
            replace(verdict, rests_on="reports")
            for verdict in report_verdicts(governing_books, centre, day, removed_on)
        ),
        *(replace(verdict, rests_on="money") for verdict in _on_money(governing_books, centre, day)),
    ]
    return tuple(sorted(verdicts, key=lambda v: (VERDICTS.index(v.verdict), v.topic, v.judged_on)))


def _on_money(books: Sequence[RuleBook], centre: Centre, day: date) -> Iterator[Verdict]:
    yield from grant_verdicts(books, centre, day)
    yield from use_verdicts(books, centre, day)
    yield from matching_verdicts(books, centre, day)


def _standing(books: Sequence[RuleBook], centre: Centre, day: date, removed_on: date | None) -> Iterator[Verdict]:
    last_on = min(day, removed_on or day)
    first_on = min(centre.first_on or last_on, last_on)
    for span in spans(books, first_on, last_on):
        for verdict in standing(books, centre, span.ends_on):
            yield replace(verdict, starts_on=span.starts_on, ends_on=span.ends_on)


def _steps(books: Sequence[RuleBook], centre: Centre, course: Life) -> Iterator[Verdict]:
    for step in course.steps:
        day, name = step.event.happened_on, words(f"centre_event.{step.event.event}")
        record = (f"{step.event.event} {day}",)
        if not step.is_in_order:
            found = Verdict(
                "step", "broken", day, "out_of_order", words("centre_verdict.out_of_order", day=day, step=name)
            )
            yield replace(found, record_ids=record)
        elif not step.clauses and step.event.event in ("started", "rectifying", "next_cycle", "removed", "recommended"):
            yield replace(not_covered(books, centre, step.event.event, day), record_ids=record)


def _due(books: Sequence[RuleBook], centre: Centre, course: Life, day: date) -> Iterator[Verdict]:
    """Whether an evaluation or a rectification is overdue, under the documents in force when it fell due."""
    term = course.due
    if term is None or course.next_step not in ("evaluation", "rectification"):
        return
    judged_on = min(term.ends_on, day)
    asking = [(book, rule) for book in in_force(books, judged_on) if (rule := evaluating(book, centre))]
    until = {"until": term.ends_on, "set_by": _set_by(term)}
    if course.is_overdue and not asking:
        yield replace(not_covered(books, centre, "evaluated", term.ends_on), topic="evaluated")
    for book, rule in asking:
        if course.is_overdue:
            yield under(book, rule, "attention", term.ends_on, f"{course.next_step}_overdue", **until)
        else:
            yield under(book, rule, "met", judged_on, f"{course.next_step}_ahead", **until)


def _set_by(term: Term) -> object:
    length = term.rule.years if isinstance(term.rule, Period) else 1
    return words("centre_working.term", document=term.book.title, article=term.rule.article, years=length)

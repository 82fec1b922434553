"""Standing facts: the name, and what a centre must, should or is encouraged to have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from metrics.catalog.centre_rules import NamePattern, Requirement
from metrics.centres.coverage import not_covered
from metrics.centres.facts import Centre
from metrics.centres.rule_book import RuleBook, in_force
from metrics.centres.verdict import Verdict, term_words, type_unknown, under
from metrics.sentences import Bilingual

STANDING: tuple[type[NamePattern | Requirement], ...] = (NamePattern, Requirement)


def standing(books: Sequence[RuleBook], centre: Centre, day: date) -> Iterator[Verdict]:
    """A verdict for every standing topic that any governing document has, as facts and rules stood on `day`."""
    topics = dict.fromkeys(
        rule.topic
        for book in books
        for kind in STANDING
        for rule in (*book.of_kind(kind, centre), *book.left_open(kind, centre))
    )
    judged = [verdict for book in in_force(books, day) for verdict in _by(book, centre, day)]
    yield from judged
    covered = {verdict.topic for verdict in judged}
    yield from (not_covered(books, centre, topic, day) for topic in topics if topic not in covered)


def _by(book: RuleBook, centre: Centre, day: date) -> Iterator[Verdict]:
    for pattern in book.of_kind(NamePattern, centre):
        name = centre.fact("name", day) or centre.name
        is_met = re.fullmatch(pattern.pattern, name) is not None
        verdict, reason = ("met", "name_met") if is_met else ("broken", "name_broken")
        yield under(book, pattern, verdict, day, reason, name=name)
    for rule in book.of_kind(Requirement, centre):
        yield _required(book, rule, centre, day)
    for kind in STANDING:
        yield from (type_unknown(book, rule, day) for rule in book.left_open(kind, centre))


def _required(book: RuleBook, rule: Requirement, centre: Centre, day: date) -> Verdict:
    value, fact = centre.fact(rule.fact, day), term_words("centre_fact", rule.fact)
    if value is None:
        return under(book, rule, "unknown", day, "fact_unknown", fact=fact)
    facts = {"fact": fact, "value": _value(value), "accepts": _values(rule.accepts)}
    if value in rule.accepts:
        return under(book, rule, "met", day, "fact_met", **facts)
    if value in rule.meanwhile:
        return _meanwhile(book, rule, centre, day, facts)
    if rule.strength == "must":
        return under(book, rule, "broken", day, "fact_broken", **facts)
    return under(book, rule, "attention", day, f"fact_{rule.strength}", **facts)


def _meanwhile(book: RuleBook, rule: Requirement, centre: Centre, day: date, facts: dict[str, Bilingual]) -> Verdict:
    """What is accepted for the time being: without an end, until the build period ends, or no longer."""
    if rule.meanwhile_until is None:
        return under(book, rule, "attention", day, "fact_meanwhile", **facts)
    until = book.build_period_end(centre)
    if until is None:
        return under(book, rule, "unknown", day, "fact_meanwhile_undated", **facts)
    if day <= until:
        return under(book, rule, "attention", day, "fact_meanwhile_until", until=until, **facts)
    verdict = "broken" if rule.strength == "must" else "attention"
    return under(book, rule, verdict, day, "fact_meanwhile_over", until=until, **facts)


def _values(values: Sequence[str]) -> Bilingual:
    told = [_value(value) for value in values]
    return Bilingual("或".join(one.zh for one in told), " or ".join(one.en for one in told))


def _value(value: str) -> Bilingual:
    return term_words("centre_value", value)

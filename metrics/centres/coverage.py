"""What no document in force covers: said with the reason, and never filled from another document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from metrics.catalog.centre_rules import Consequence
from metrics.centres.facts import Centre
from metrics.centres.rule_book import RuleBook, in_force
from metrics.centres.verdict import Verdict, type_unknown, uncovered, words
from metrics.sentences import Bilingual


def not_covered(books: Sequence[RuleBook], centre: Centre, topic: str, day: date) -> Verdict:
    """That no rule in force on `day` covers `topic`: a day between documents, or one whose document is silent.

    `books` are the documents that govern the centre. Others that speak of the topic are named, so that a reader sees
    what was not borrowed. A document that speaks of it for some types of centre is not silent: of a centre whose type
    is not on record the verdict is that this is unknown.
    """
    held = in_force(books, day)
    for book in held:
        for rule in book.rules:
            speaks = topic == rule.topic or (isinstance(rule, Consequence) and topic in rule.leads_to)
            if speaks and rule.is_open_for(centre.centre_type):
                return type_unknown(book, rule, day)
    silent = ", ".join(book.title.en for book in held)
    elsewhere = [book for book in books if book not in held and any(_speaks(book, centre, topic))]
    other = _elsewhere(elsewhere, day)
    if held:
        silent_titles = Bilingual("、".join(f"《{book.title.zh}》" for book in held), silent)
        return uncovered(topic, day, "silent", day=day, documents=silent_titles, other=other)
    return uncovered(topic, day, "gap", day=day, other=other)


def _speaks(book: RuleBook, centre: Centre, topic: str) -> list[bool]:
    return [True for rule in book.rules if rule.topic == topic and rule.speaks_of(centre.centre_type)]


def _elsewhere(books: Sequence[RuleBook], day: date) -> Bilingual:
    """The documents that speak of the topic on other days."""
    told = []
    for book in books:
        ended = book.expires_on is not None and book.expires_on < day
        code, limit = ("lapsed_one", book.expires_on) if ended else ("later_one", book.first_on)
        told.append(words(f"centre_verdict.{code}", document=book.title, limit=limit))
    return Bilingual("".join(one.zh for one in told), "".join(one.en for one in told))

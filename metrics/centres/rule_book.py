"""The rules of documents, which of them govern a centre, and which are in force on a day.

A rule of one document is never applied under another's name, nor outside the document's days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from metrics.catalog.centre_rules import Clause, Period, Rule
from metrics.catalog.models import Catalog
from metrics.centres.facts import Centre
from metrics.periods import last_day_of_years
from metrics.sentences import Bilingual

R = TypeVar("R", bound=Clause)


@dataclass(frozen=True)
class RuleBook:
    """One document's rules, the centres they govern, and the days on which they hold (both ends included).

    `expires_on` is None where the text states no last day; `is_stated` says whether it states its first.
    """

    document_id: str
    title: Bilingual
    provinces: tuple[str, ...]
    levels: tuple[str, ...]
    first_on: date
    expires_on: date | None
    is_stated: bool
    rules: tuple[Rule, ...]

    def governs(self, centre: Centre) -> bool:
        """Whether the document speaks of centres of this province and level."""
        return centre.province in self.provinces and centre.level in self.levels

    def is_in_force(self, day: date) -> bool:
        """Whether its rules hold on a day."""
        return self.first_on <= day and (self.expires_on is None or day <= self.expires_on)

    def of_kind(self, kind: type[R], centre: Centre) -> Iterator[R]:
        """Its rules of one kind that speak of the centre's type."""
        for rule in self.rules:
            if isinstance(rule, kind) and rule.speaks_of(centre.centre_type):
                yield rule

    def left_open(self, kind: type[R], centre: Centre) -> Iterator[R]:
        """Its rules of one kind of which nobody can say whether they apply: the centre's type is not on record."""
        for rule in self.rules:
            if isinstance(rule, kind) and rule.is_open_for(centre.centre_type):
                yield rule

    def build_period_end(self, centre: Centre) -> date | None:
        """The last day of the centre's build period by this document; None without such a rule or a known start."""
        years = next((rule.years for rule in self.of_kind(Period, centre) if rule.of == "build"), None)
        if years is None or centre.first_on is None:
            return None
        return last_day_of_years(centre.first_on, years)


def rule_books(catalog: Catalog) -> tuple[RuleBook, ...]:
    """The rules of every document of the catalog that has any."""
    return tuple(
        RuleBook(
            document_id=policy.id,
            title=Bilingual(policy.title.zh, policy.title.en),
            provinces=policy.centre_rules.provinces,
            levels=policy.centre_rules.levels,
            first_on=policy.in_force_on or policy.centre_rules.followed_from or date.min,
            expires_on=policy.expires_on,
            is_stated=policy.in_force_on is not None,
            rules=policy.centre_rules.rules,
        )
        for policy in catalog.policies
        if policy.centre_rules
    )


def governing(books: Sequence[RuleBook], centre: Centre) -> tuple[RuleBook, ...]:
    """The documents that speak of such a centre, in force or not, in the order of their first days."""
    return tuple(sorted((book for book in books if book.governs(centre)), key=lambda book: book.first_on))


def in_force(books: Sequence[RuleBook], day: date) -> tuple[RuleBook, ...]:
    """Those of `books` that are in force on a day: none in a gap, two where they overlap."""
    return tuple(book for book in books if book.is_in_force(day))


@dataclass(frozen=True)
class Span:
    """Days (both included) on which the same documents were in force, perhaps none."""

    starts_on: date
    ends_on: date
    books: tuple[RuleBook, ...]


def spans(books: Sequence[RuleBook], starts_on: date, ends_on: date) -> Iterator[Span]:
    """The days from `starts_on` to `ends_on`, cut where a document comes into force or lapses.

    >>> old = RuleBook("a", Bilingual("甲", "A"), (), (), date(2022, 2, 1), date(2024, 1, 31), True, ())
    >>> new = RuleBook("b", Bilingual("乙", "B"), (), (), date(2025, 2, 14), date(2030, 2, 13), True, ())
    >>> for span in spans([old, new], date(2023, 1, 1), date(2026, 1, 1)):
    ...     print(span.starts_on, span.ends_on, [book.document_id for book in span.books])
    2023-01-01 2024-01-31 ['a']
    2024-02-01 2025-02-13 []
    2025-02-14 2026-01-01 ['b']
    """
    day = timedelta(days=1)
    cuts = {book.first_on for book in books} | {book.expires_on + day for book in books if book.expires_on}
    starts = [starts_on, *sorted(cut for cut in cuts if starts_on < cut <= ends_on)]
    for start, following in zip(starts, [*starts[1:], ends_on + day], strict=True):
        if start <= ends_on:
            yield Span(start, following - day, in_force(books, start))

"""Yearly reports: owed where a document in force on the day they fall due asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from metrics.catalog.centre_rules import ReportDue
from metrics.centres.coverage import not_covered
from metrics.centres.facts import Centre, Report
from metrics.centres.rule_book import RuleBook, governing, in_force
from metrics.centres.verdict import Verdict, type_unknown, under, words
from metrics.sentences import Bilingual


class Asking(NamedTuple):
    """A document that asks for a centre's report, with its rule."""

    book: RuleBook
    rule: ReportDue


@dataclass(frozen=True)
class Asked:
    """What the documents in force at the end of a year ask: each that does, and each of which nobody can say."""

    certain: tuple[Asking, ...] = ()
    left_open: tuple[Asking, ...] = ()

    @property
    def decided(self) -> Asking | None:
        """The one that is followed: the youngest; None where none asks."""
        return self.certain[-1] if self.certain else None


def asking(books: Sequence[RuleBook], centre: Centre, year: int) -> Asked:
    """Which documents ask a centre for its report on a year."""
    standing = in_force(governing(books, centre), date(year, 12, 31))
    return Asked(
        tuple(Asking(book, rule) for book in standing for rule in book.of_kind(ReportDue, centre)),
        tuple(Asking(book, rule) for book in standing for rule in book.left_open(ReportDue, centre)),
    )


def report_verdicts(
    books: Sequence[RuleBook], centre: Centre, day: date, removed_on: date | None = None
) -> Iterator[Verdict]:
    """A verdict for each year's report from the start on: due at the end of the year, as no text names a day."""
    first_on = centre.first_on
    if first_on is None:
        return
    last_on = min(day, removed_on or day)
    handed_in = {report.year: report for report in centre.reports if report.received_on <= day}
    for year in range(first_on.year, last_on.year + 1):
        due_on = date(year, 12, 31)
        report = handed_in.get(year)
        is_followed = centre.report_years is None or year in centre.report_years
        if (due_on <= last_on and is_followed) or report:
            for verdict in _of_year(books, centre, due_on, report):
                yield replace(verdict, record_ids=(f"report {year}",), ends_on=due_on)


def _of_year(books: Sequence[RuleBook], centre: Centre, due_on: date, report: Report | None) -> Iterator[Verdict]:
    asked = asking(books, centre, due_on.year)
    yield from (type_unknown(book, rule, due_on) for book, rule in asked.left_open)
    if not asked.certain and not asked.left_open:
        yield _in_a_gap(books, centre, due_on, report)
    for book, rule in asked.certain:
        route = words("centre_working.route", to=Bilingual(rule.to.zh, rule.to.en))
        if rule.through:
            told = {"through": Bilingual(rule.through.zh, rule.through.en), "to": Bilingual(rule.to.zh, rule.to.en)}
            route = words("centre_working.route_through", **told)
        yield replace(_judged(books, centre, book, rule, due_on, report), working=route)


def _judged(
    books: Sequence[RuleBook], centre: Centre, book: RuleBook, rule: ReportDue, due_on: date, report: Report | None
) -> Verdict:
    year, since = due_on.year, centre.reports_since
    is_before = since is not None and due_on < since
    if report is None:
        if not centre.reports_are_collected:
            return under(book, rule, "unknown", due_on, "report_not_collected", year=year)
        if is_before:
            return under(book, rule, "unknown", due_on, "report_before_collection", year=year, since=since)
        return under(book, rule, "broken", due_on, "report_missing", year=year, due=due_on)
    days = (report.received_on - due_on).days
    if days <= 0:
        return under(book, rule, "met", due_on, "report_met", year=year, day=report.received_on)
    if is_before:
        return under(book, rule, "unknown", due_on, "report_came_before_collection", year=year, day=report.received_on)
    reason = "report_late" if in_force(books, report.received_on) else "report_late_in_gap"
    return under(book, rule, "attention", due_on, reason, year=year, day=report.received_on, days=days)


def _in_a_gap(books: Sequence[RuleBook], centre: Centre, due_on: date, report: Report | None) -> Verdict:
    found = not_covered(books, centre, "report", due_on)
    told = (
        words("centre_verdict.report_in_gap", year=due_on.year, day=report.received_on)
        if report
        else words("centre_verdict.report_none_in_gap", year=due_on.year)
    )
    return replace(found, sentence=Bilingual(told.zh + found.sentence.zh, told.en + found.sentence.en))

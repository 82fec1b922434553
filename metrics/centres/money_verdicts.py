"""Verdicts on money: each cap with its arithmetic, forbidden uses, matching support, what no rule in force covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from metrics.catalog.centre_rules import ForbiddenUse, Matching, MoneyClause, ShareCap, YearsCap
from metrics.centres.coverage import not_covered
from metrics.centres.facts import Centre, Entry
from metrics.centres.funding import ZERO, Limit, ceiling, limits
from metrics.centres.rule_book import RuleBook, spans
from metrics.centres.verdict import Verdict, money, term_words, type_unknown, under, words
from metrics.sentences import Bilingual


def grant_verdicts(books: Sequence[RuleBook], centre: Centre, day: date) -> Iterator[Verdict]:
    """A verdict for each cap in each window, then one for the grants of each time that no cap covers."""
    caps = limits(books, centre, day)
    for limit in caps:
        if limit.entries or limit.project:
            yield limit_verdict(limit, centre, day)
    covered = {entry.entry_id for limit in caps for entry in limit.entries}
    covered |= {entry.entry_id for limit in caps for entry in limit.outside if limit.book.is_in_force(entry.booked_on)}
    grants = [e for e in centre.money if e.kind == "grant" and e.booked_on <= day and e.entry_id not in covered]
    for limit in caps:
        yield from _outside(limit)
    yield from _uncovered(books, centre, "grant", grants, day)


def limit_verdict(limit: Limit, centre: Centre, day: date) -> Verdict:
    """The verdict on one cap, with its arithmetic."""
    judged_on = max((entry.booked_on for entry in limit.entries), default=day)
    facts = {"used": money(limit.used), "window": window_words(limit)}
    if limit.cap is None or limit.left is None:
        verdict_on_cap = under(limit.book, limit.rule, "unknown", judged_on, f"cap_{limit.reason}", **facts)
    elif limit.reason == "not_earned":
        verdict_on_cap = under(limit.book, limit.rule, "broken", judged_on, "cap_not_earned", **facts)
    elif isinstance(limit.rule, YearsCap):
        reason, verdict = ("years_over", "broken") if limit.entries else ("years_met", "met")
        verdict_on_cap = under(limit.book, limit.rule, verdict, judged_on, reason, years=limit.rule.years, **facts)
    elif limit.is_exceeded:
        over = {"over": money(-limit.left), "yuan": money(-limit.left * 10_000)}
        verdict_on_cap = under(
            limit.book, limit.rule, "broken", judged_on, "cap_over", cap=money(limit.cap), **over, **facts
        )
    else:
        reason = "cap_reached" if limit.left == 0 else "cap_met"
        left = money(limit.left)
        verdict_on_cap = under(
            limit.book, limit.rule, "met", judged_on, reason, cap=money(limit.cap), left=left, **facts
        )
    return replace(
        verdict_on_cap,
        working=limit_working(limit, centre),
        starts_on=limit.starts_on,
        ends_on=limit.ends_on,
        cap_value=None if isinstance(limit.rule, YearsCap) else limit.cap,
        used_value=limit.used,
        left_value=None if isinstance(limit.rule, YearsCap) else limit.left,
        record_ids=tuple(entry.entry_id for entry in limit.entries),
    )


def window_words(limit: Limit) -> Bilingual:
    """The window of a cap in words."""
    known = {"starts_on": limit.starts_on or "—", "ends_on": limit.ends_on or "—"}
    if limit.window.isdigit():
        return words("centre_window.year", year=limit.window)
    project = (limit.project.name or limit.project.project_id) if limit.project else "—"
    return words(f"centre_window.{limit.window}", project=project, **known)


def limit_working(limit: Limit, centre: Centre) -> Bilingual | None:
    """The arithmetic: every grant, their sum, the cap, what is left, and for a share which of two limits binds."""
    if limit.cap is None:
        return None
    terms = " + ".join(money(entry.amount) for entry in limit.entries) or "0"
    if isinstance(limit.rule, YearsCap):
        first = limit.starts_on.year if limit.starts_on else 0
        last = limit.ends_on.year if limit.ends_on else 0
        return words("centre_working.years", first=first, years=limit.rule.years, last=last, beyond=terms)
    if len(limit.entries) > 1:
        terms += f" = {money(limit.used)}"
    facts = {"terms": terms, "used": money(limit.used), "cap": money(limit.cap), "left": money(limit.cap - limit.used)}
    if isinstance(limit.rule, ShareCap) and limit.project:
        most, binding = ceiling(limit.book, centre, limit.rule, limit.project)
        share = {"share": money(limit.rule.share_pct), "investment": money(limit.project.investment)}
        by = words(f"centre_working.binds_{binding}")
        return words("centre_working.share", most=money(most), by=by, **share, **facts)
    sign = "≤" if limit.used <= limit.cap else ">"
    return _with_outside(limit, words("centre_working.cap", sign=sign, **facts))


def _with_outside(limit: Limit, told: Bilingual) -> Bilingual:
    """What was paid for the same purpose when the document was not in force: named, and not counted."""
    before = [entry for entry in limit.outside if not limit.book.is_in_force(entry.booked_on)]
    if not before:
        return told
    left_out = words("centre_working.outside", amount=money(_total(before)))
    return Bilingual(told.zh + left_out.zh, told.en + left_out.en)


def _outside(limit: Limit) -> Iterator[Verdict]:
    """Grants in the document's days but outside the window that it speaks of, such as after the build period."""
    beyond = [entry for entry in limit.outside if limit.book.is_in_force(entry.booked_on)]
    if beyond:
        facts = {"used": money(_total(beyond)), "window": window_words(limit)}
        found = under(limit.book, limit.rule, "attention", beyond[-1].booked_on, "cap_outside", **facts)
        yield replace(found, used_value=_total(beyond), record_ids=tuple(entry.entry_id for entry in beyond))


def use_verdicts(books: Sequence[RuleBook], centre: Centre, day: date) -> Iterator[Verdict]:
    """One verdict for each forbidden use, one for the rest, and one for the spending of each time without a rule."""
    spent = [entry for entry in centre.money if entry.kind == "spending" and entry.booked_on <= day]
    covered: set[str] = set()
    for book in books:
        for rule in book.of_kind(ForbiddenUse, centre):
            ruled = [e for e in spent if e.funder in rule.funders and book.is_in_force(e.booked_on)]
            covered |= {entry.entry_id for entry in ruled}
            clean = [entry for entry in ruled if entry.category not in rule.categories]
            for entry in (entry for entry in ruled if entry.category in rule.categories):
                facts = {"amount": money(entry.amount), "category": term_words("centre_value", entry.category or "—")}
                found = under(book, rule, "broken", entry.booked_on, "use_forbidden", day=entry.booked_on, **facts)
                yield replace(found, used_value=entry.amount, record_ids=(entry.entry_id,))
            if clean:
                facts = {"amount": money(_total(clean)), "count": str(len(clean))}
                found = under(book, rule, "met", clean[-1].booked_on, "use_met", **facts)
                yield replace(found, used_value=_total(clean), record_ids=tuple(e.entry_id for e in clean))
        for rule in book.left_open(ForbiddenUse, centre):
            ruled = [e for e in spent if e.funder in rule.funders and book.is_in_force(e.booked_on)]
            covered |= {entry.entry_id for entry in ruled}
            yield from _type_unknown(book, rule, ruled)
    speaks_of = {f for book in books for rule in book.of_kind(ForbiddenUse, centre) for f in rule.funders}
    rest = [entry for entry in spent if entry.entry_id not in covered and entry.funder in speaks_of]
    yield from _uncovered(books, centre, "use", rest, day)


def matching_verdicts(books: Sequence[RuleBook], centre: Centre, day: date) -> Iterator[Verdict]:
    """Whether others added support where a document in force asks for it and the centre has been granted money."""
    for book in books:
        held = [entry for entry in centre.money if entry.booked_on <= day and book.is_in_force(entry.booked_on)]
        for rule in book.of_kind(Matching, centre):
            added = [e for e in held if e.kind == "matching" and e.funder in rule.funders]
            granted = [e for e in held if e.kind == "grant"]
            if added:
                last = max(entry.booked_on for entry in added)
                found = under(book, rule, "met", last, "matching_met", amount=money(_total(added)))
                yield replace(found, used_value=_total(added), record_ids=tuple(e.entry_id for e in added))
            elif granted:
                yield under(book, rule, "attention", max(e.booked_on for e in granted), "matching_missing")
        for rule in book.left_open(Matching, centre):
            yield from _type_unknown(book, rule, [e for e in held if e.kind in ("grant", "matching")])


def _type_unknown(book: RuleBook, rule: MoneyClause, entries: Sequence[Entry]) -> Iterator[Verdict]:
    if entries:
        found = type_unknown(book, rule, max(entry.booked_on for entry in entries))
        yield replace(found, used_value=_total(entries), record_ids=tuple(entry.entry_id for entry in entries))


def _uncovered(
    books: Sequence[RuleBook], centre: Centre, topic: str, entries: Sequence[Entry], day: date
) -> Iterator[Verdict]:
    if not entries:
        return
    first = min(entry.booked_on for entry in entries)
    for span in spans(books, first, day):
        mine = [entry for entry in entries if span.starts_on <= entry.booked_on <= span.ends_on]
        if mine:
            found = not_covered(books, centre, topic, max(entry.booked_on for entry in mine))
            ids = tuple(entry.entry_id for entry in mine)
            yield replace(found, used_value=_total(mine), record_ids=ids)


def _total(entries: Sequence[Entry]) -> Decimal:
    return sum((entry.amount for entry in entries), ZERO)

"""Money against caps in exact decimals (万元): so much used, so much left, and which cap or which year binds.

Only grants paid while a document is in force count against its caps; what was paid on other days is listed beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from metrics.catalog.centre_rules import Cap, MoneyClause, ShareCap, YearsCap
from metrics.centres.facts import Centre, Entry, Event, Project
from metrics.centres.rule_book import RuleBook, governing

ZERO = Decimal(0)
CAPS: tuple[type[Cap | ShareCap | YearsCap], ...] = (Cap, ShareCap, YearsCap)


@dataclass(frozen=True)
class Limit:
    """One cap in one window. Without a cap (`cap` None) the reason says what is missing to compute it.

    `entries` count against it; `outside` are grants of the same purpose that the document does not reach. `excess` is
    what went beyond, `left` what may still come, never both.
    """

    book: RuleBook
    rule: Cap | ShareCap | YearsCap
    window: str
    starts_on: date | None
    ends_on: date | None
    cap: Decimal | None
    entries: tuple[Entry, ...]
    outside: tuple[Entry, ...] = ()
    reason: str | None = None
    project: Project | None = None
    is_binding: bool = False

    @property
    def used(self) -> Decimal:
        """What counts against the cap."""
        return sum((entry.amount for entry in self.entries), ZERO)

    @property
    def left(self) -> Decimal | None:
        """Cap − used; negative when exceeded."""
        return None if self.cap is None else self.cap - self.used

    @property
    def is_exceeded(self) -> bool:
        """Whether more was paid than the cap allows, be it by one 分."""
        return self.left is not None and self.left < 0


def limits(books: Sequence[RuleBook], centre: Centre, day: date) -> tuple[Limit, ...]:
    """Every cap of every governing document on the centre's grants until `day`; the binding one is marked.

    Of the caps on the same money, the one with the least left binds. Without any ledger nothing is known of what was
    used, and there is nothing to say.
    """
    caps: list[Limit] = []
    if not centre.money:
        return ()
    for book in governing(books, centre):
        if book.first_on <= day:
            mine = [limit for limit in _of_book(book, centre, day) if _reaches(limit)]
            caps.extend(_marked(mine))
    return tuple(caps)


def _reaches(limit: Limit) -> bool:
    """Whether the window and the document's days meet, or a grant in those days missed the window."""
    book, first, last = limit.book, limit.starts_on or date.min, limit.ends_on or date.max
    meet = first <= (book.expires_on or date.max) and book.first_on <= last
    return meet or any(book.is_in_force(entry.booked_on) for entry in limit.outside)


def _of_book(book: RuleBook, centre: Centre, day: date) -> Iterator[Limit]:
    for cap in book.of_kind(Cap, centre):
        grants = _grants(cap, centre, day)
        if cap.per == "build_period":
            yield _build_limit(book, cap, centre, grants)
        elif cap.per == "year":
            yield from _year_limits(book, cap, grants)
        elif cap.per == "evaluation":
            yield from _evaluation_limits(book, cap, centre, grants, day)
        else:
            inside, outside = _split(book, grants)
            yield Limit(book, cap, "total", book.first_on, book.expires_on, cap.amount_wan, inside, outside)
    for share in book.of_kind(ShareCap, centre):
        yield from _share_limits(book, share, centre, day)
    for years in book.of_kind(YearsCap, centre):
        yield from _years_limits(book, years, centre, day)
    for kind in CAPS:
        for rule in book.left_open(kind, centre):
            inside, outside = _split(book, _grants(rule, centre, day))
            if inside:
                yield Limit(book, rule, "total", None, None, None, inside, outside, "type_unknown")


def _grants(rule: MoneyClause, centre: Centre, day: date) -> list[Entry]:
    return sorted(
        (
            entry
            for entry in centre.money
            if entry.kind == "grant"
            and entry.booked_on <= day
            and entry.funder in rule.funders
            and (not rule.purposes or entry.purpose in rule.purposes)
        ),
        key=lambda entry: (entry.booked_on, entry.entry_id),
    )


def _split(
    book: RuleBook, grants: Sequence[Entry], starts_on: date | None = None, ends_on: date | None = None
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Grants inside the document's days and the window, and the others."""
    first, last = starts_on or date.min, ends_on or date.max
    inside = tuple(g for g in grants if book.is_in_force(g.booked_on) and first <= g.booked_on <= last)
    return inside, tuple(grant for grant in grants if grant not in inside)


def _build_limit(book: RuleBook, cap: Cap, centre: Centre, grants: Sequence[Entry]) -> Limit:
    starts_on, ends_on = centre.first_on, book.build_period_end(centre)
    if starts_on is None or ends_on is None:
        inside, outside = _split(book, grants)
        return Limit(book, cap, "build_period", None, None, None, inside, outside, "start_unknown")
    inside, outside = _split(book, grants, starts_on, ends_on)
    return Limit(book, cap, "build_period", starts_on, ends_on, cap.amount_wan, inside, outside)


def _year_limits(book: RuleBook, cap: Cap, grants: Sequence[Entry]) -> Iterator[Limit]:
    for year in sorted({grant.booked_on.year for grant in grants if book.is_in_force(grant.booked_on)}):
        first, last = date(year, 1, 1), date(year, 12, 31)
        inside, _ = _split(book, grants, first, last)
        yield Limit(book, cap, str(year), first, last, cap.amount_wan, inside)


def _evaluation_limits(book: RuleBook, cap: Cap, centre: Centre, grants: Sequence[Entry], day: date) -> Iterator[Limit]:
    """One window per evaluation of the grade asked for; an award with no such evaluation before it has no cap."""
    graded = sorted(
        (e for e in centre.events if e.event == "evaluated" and e.happened_on <= day),
        key=lambda event: event.happened_on,
    )
    behind: dict[Event | None, list[Entry]] = {}
    for grant in grants:
        before = [event for event in graded if event.happened_on <= grant.booked_on]
        behind.setdefault(before[-1] if before else None, []).append(grant)
    for event, awards in behind.items():
        inside, outside = _split(book, awards)
        earned = event is not None and event.grade == cap.grade
        starts_on = event.happened_on if event else None
        limit = Limit(book, cap, "evaluation", starts_on, None, cap.amount_wan if earned else ZERO, inside, outside)
        yield limit if earned else replace(limit, reason="not_earned")


def _share_limits(book: RuleBook, share: ShareCap, centre: Centre, day: date) -> Iterator[Limit]:
    grants, known = _grants(share, centre, day), {project.project_id: project for project in centre.projects}
    for project_id in dict.fromkeys([*(grant.project_id for grant in grants), *known]):
        mine = [grant for grant in grants if grant.project_id == project_id]
        inside, outside = _split(book, mine)
        project = known.get(project_id or "")
        if project is None:
            yield Limit(book, share, "project", None, None, None, inside, outside, "investment_unknown")
        else:
            cap = project.investment * share.share_pct / 100
            yield Limit(book, share, "project", None, None, cap, inside, outside, None, project)


def _years_limits(book: RuleBook, rule: YearsCap, centre: Centre, day: date) -> Iterator[Limit]:
    """Consecutive years from the first grant of a project; grants beyond the last of them are the excess."""
    grants = [grant for grant in _grants(rule, centre, day) if book.is_in_force(grant.booked_on)]
    for project_id in dict.fromkeys(grant.project_id for grant in grants):
        mine = tuple(grant for grant in grants if grant.project_id == project_id)
        first = mine[0].booked_on.year
        late = tuple(grant for grant in mine if grant.booked_on.year >= first + rule.years)
        starts_on, ends_on = date(first, 1, 1), date(first + rule.years - 1, 12, 31)
        project = next((p for p in centre.projects if p.project_id == project_id), None)
        # What comes after the last year has no room at all.
        yield Limit(book, rule, "years", starts_on, ends_on, ZERO, late, (), "beyond" if late else None, project)


def _marked(found: Sequence[Limit]) -> Iterator[Limit]:
    """The same limits, each pot of money's tightest one marked."""
    pots: dict[tuple[str, ...], list[Decimal]] = {}
    for limit in found:
        if limit.left is not None and not isinstance(limit.rule, YearsCap):
            pots.setdefault((*limit.rule.funders, *limit.rule.purposes), []).append(limit.left)
    for limit in found:
        lefts = pots.get((*limit.rule.funders, *limit.rule.purposes), [])
        binds = limit.left is not None and not isinstance(limit.rule, YearsCap) and limit.left == min(lefts)
        yield replace(limit, is_binding=binds)


def ceiling(book: RuleBook, centre: Centre, share: ShareCap, project: Project) -> tuple[Decimal, str]:
    """The most that a project can ever get, min(share, yearly cap × years), and which of the two binds.

    The yearly cap and the years are those of the same document on the same money; without them the share alone.
    """
    by_share = project.investment * share.share_pct / 100
    yearly = [c.amount_wan for c in book.of_kind(Cap, centre) if c.per == "year" and c.purposes == share.purposes]
    years = [rule.years for rule in book.of_kind(YearsCap, centre) if rule.purposes == share.purposes]
    if not yearly or not years:
        return by_share, "share"
    by_years = min(yearly) * min(years)
    return (by_share, "share") if by_share <= by_years else (by_years, "years")

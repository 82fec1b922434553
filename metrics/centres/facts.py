"""What is known of one centre: facts, changes, steps, money, reports. What is not known is None or not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

EVENTS = (
    "intention",
    "argued",
    "started",
    "evaluated",
    "absent",
    "withdrew",
    "rectifying",
    "rectified",
    "not_rectified",
    "next_cycle",
    "recommended",
    "removed",
)


@dataclass(frozen=True)
class Event:
    """A dated step; an evaluation carries its grade. `is_no_later_than`: the source gives only a latest day."""

    event: str
    happened_on: date
    grade: str | None = None
    decided_by: str | None = None
    is_no_later_than: bool = False


@dataclass(frozen=True)
class Change:
    """A new value of one fact from a day on."""

    fact_id: str
    value: str
    changed_on: date


@dataclass(frozen=True)
class Entry:
    """An entry of the money ledger: a grant, matching funds or spending, in 万元 to the 分 (six decimals)."""

    entry_id: str
    booked_on: date
    kind: str
    funder: str
    amount: Decimal
    purpose: str | None = None
    category: str | None = None
    project_id: str | None = None


@dataclass(frozen=True)
class Project:
    """A project with its total investment in 万元."""

    project_id: str
    investment: Decimal
    name: str | None = None


@dataclass(frozen=True)
class Report:
    """A yearly report and the day on which it came in."""

    year: int
    received_on: date


@dataclass(frozen=True)
class Centre:
    """One centre. `facts` holds legal_form, director_post, separate_ledger, board, expert_committee where known."""

    centre_id: str
    name: str
    province: str | None = None
    level: str | None = "provincial"
    centre_type: str | None = None
    started_on: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()
    money: tuple[Entry, ...] = ()
    projects: tuple[Project, ...] = ()
    reports: tuple[Report, ...] = ()
    # The years whose reports are followed (None: all); whether any of the centre's class is collected here at all, and
    # since when (None: always): a report that is missing before says nothing.
    report_years: frozenset[int] | None = None
    reports_are_collected: bool = True
    reports_since: date | None = None

    def fact(self, fact_id: str, day: date) -> str | None:
        """The value of a fact on a day: the last change until then, else the register's first entry.

        >>> moved = Change("director_post", "全职", date(2024, 5, 6))
        >>> centre = Centre("c", "甲", facts={"director_post": "兼职"}, changes=(moved,))
        >>> centre.fact("director_post", date(2024, 5, 5)), centre.fact("director_post", date(2024, 5, 6))
        ('兼职', '全职')
        """
        until = [change for change in self.changes if change.fact_id == fact_id and change.changed_on <= day]
        if until:
            return max(until, key=lambda change: change.changed_on).value
        return self.name if fact_id == "name" else self.facts.get(fact_id)

    @property
    def first_on(self) -> date | None:
        """The day from which the centre is judged: its start; None where no start is known to the day."""
        exact = [e.happened_on for e in self.events if e.event == "started" and not e.is_no_later_than]
        return self.started_on or min(exact, default=None)

    @property
    def removed_on(self) -> date | None:
        """The day of a recorded removal."""
        return min((e.happened_on for e in self.events if e.event == "removed"), default=None)

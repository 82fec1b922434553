"""The scenario of centres: the register, the books, and what is special about their yearly reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pipelines.sample.told import Days, Lines, Told


class CentreCase(Told):
    """What is special about a yearly report of a centre: missing, late, nil, returned once, or still on its way.

    `returned` is the reason of the return, `wrong_item` what was wrong in the first version; `steps` how far it went.
    """

    centre_id: str
    year: int
    missing: bool = False
    late_days: Days | None = None
    nil: bool = False
    returned: str = ""
    wrong_item: str = ""
    steps: int | None = None


class Derived(Told):
    """A datum of the first year as a share of another one."""

    of: str
    permille: Days


class ReviewPath(Told):
    """The steps that a report takes after it was handed in, and who takes each."""

    steps: tuple[str, ...]
    actors: Mapping[str, str]


class CentreSketch(Told):
    """A made-up centre; amounts are those of its first year (万元, or counts)."""

    centre_id: str
    name: str
    programme_id: str
    centre_type: Literal["综合性", "专业性", ""]
    city: str
    field: str
    started_on: date
    rd_spending: int
    contract_income: int
    patents: int
    firms_served: int


class Centres(Told):
    """The sample register and what is special about its reports."""

    growth_permille: Days
    submitted_before_days: Days
    step_days: Days
    rework_days: int
    derived: Mapping[str, Derived]
    path: Mapping[str, ReviewPath]
    cases: tuple[CentreCase, ...]
    centres: tuple[CentreSketch, ...]

    def case(self, centre_id: str, year: int) -> CentreCase:
        """The case of a centre and year; an ordinary one where none is told."""
        told = (case for case in self.cases if (case.centre_id, case.year) == (centre_id, year))
        return next(told, CentreCase(centre_id=centre_id, year=year))


class ToldEvent(Told):
    """A step in a centre's life."""

    event: str
    happened_on: date
    grade: str = ""


class ToldChange(Told):
    """A fact of a centre that changed."""

    fact: str
    value: str
    changed_on: date
    note: str


class ToldProject(Told):
    """A project with its total investment in 万元."""

    project_id: str
    name: str
    approved_on: date
    total_investment: Decimal


class ToldEntry(Told):
    """An entry of the money ledger in 万元."""

    booked_on: date
    kind: str = "拨款"
    funder: str
    purpose: str = ""
    category: str = ""
    project_id: str = ""
    amount: Decimal


class Book(Told):
    """What the register and the ledger say of one centre; `story` is the judgement that it shows."""

    story: str
    legal_form: str = "独立法人"
    director_post: str = "全职"
    separate_ledger: str = "是"
    no_matching: bool = False
    events: tuple[ToldEvent, ...] = ()
    changes: tuple[ToldChange, ...] = ()
    projects: tuple[ToldProject, ...] = ()
    money: tuple[ToldEntry, ...] = ()


class CentreBooks(Told):
    """The books of the sample centres: what is told of each, and how the rest is drawn."""

    ends_on: date
    members: Lines
    lead_unit: str
    director: str
    intention_before_days: Days
    argued_before_days: Days
    spending_after_days: Days
    spending_share_permille: Days
    spending_categories: Lines
    matching_share_permille: Days
    matching_after_days: Days
    decided_by: Mapping[str, str]
    matching_funder: Mapping[str, str]
    books: Mapping[str, Book]

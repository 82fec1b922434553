"""Who makes up the figure of a whole: one unit that speaks for it, parts that add up to it, or units that may overlap.

Source: `docs/methods.md`, section 1. Nothing is added that could be counted twice: of units on two levels only the
upper one counts, and units of which nobody said that they do not overlap give only the largest single figure, as a
lower bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

# Speaks for the whole; one of the parts that make it up; answers for it, and may count what another counts too.
WHOLE, PART, OVERLAP = "whole", "part", "overlap"
# Why: named as such, by the breakdown to units, as the only lead of its tasks, as one who answers for its tasks.
NAMED, BREAKDOWN, LEAD, RESPONSIBLE = "named", "breakdown", "lead", "responsible"
# What a person may name a unit as, for one target.
REPORTER, CONTRIBUTOR, MAY_OVERLAP = "reports_whole", "contributes", "may_overlap"
ROLES = (REPORTER, CONTRIBUTOR, MAY_OVERLAP)

AGGREGATIONS = ("sum", "lead_reports", "ratio_of_sums", "weighted_mean", "mean", "worst", "none")
# Why the figure of any other unit goes nowhere.
NO_AGGREGATION, ANOTHER_REPORTS, NO_REPORTER = "no_aggregation", "another_reports", "no_reporter"
NOT_IN_BREAKDOWN, NOT_NAMED, NOBODY_NAMED = "not_in_breakdown", "not_named", "nobody_named"
# Of these a figure of some units says something of the whole: of a sum it is a lower bound, of the worst one side.
BOUNDING = ("sum", "worst")


@dataclass(frozen=True)
class Named:
    """A unit that a person named for a target, with its weight in a weighted mean."""

    unit_id: str
    role: str
    weight: Decimal | None = None


@dataclass(frozen=True)
class Contribution:
    """What a unit's figure is for a target.

    `is_complete` says of all contributions of a target alike whether the parts among them are all that there are;
    `rank` of those that speak for the whole who goes first, where more than one has a figure.
    """

    unit_id: str
    role: str
    basis: str
    is_complete: bool = False
    weight: Decimal | None = None
    rank: int = 0


@dataclass(frozen=True)
class Aim:
    """A target as far as it decides who makes up its whole.

    `value` is the target, of a range its lower edge, in the indicator's measure unit; `parts` the breakdown to units
    in the same unit; `leads` and `answering` the units that lead, and that have a part in, the tasks that serve it;
    `parents` the unit above each unit.
    """

    aggregation: str
    value: Decimal | None
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    named: Sequence[Named] = ()
    leads: Sequence[str] = ()
    answering: Sequence[str] = ()
    parents: Mapping[str, str] = field(default_factory=dict)


def contributions(aim: Aim) -> list[Contribution]:
    """Every unit whose figure is, or goes into, that of the whole.

    A name goes before a role in tasks for who speaks for the whole; a breakdown goes before names for its parts.

    >>> by_hand = Aim("sum", Decimal(10), parts={"a": Decimal(6), "b": Decimal(4)})
    >>> [(c.unit_id, c.role, c.is_complete) for c in contributions(by_hand)]
    [('a', 'part', True), ('b', 'part', True)]
    >>> of_one_in_ten = Aim("sum", Decimal("4.24"), parts={"a": Decimal("0.0378")}, answering=["lead", "a"])
    >>> [(c.unit_id, c.role, c.is_complete) for c in contributions(of_one_in_ten)]
    [('a', 'part', False), ('lead', 'overlap', False)]
    >>> two_levels = Aim("sum", Decimal(10), parts={"all": Decimal(10), "a": Decimal(6), "b": Decimal(4)})
    >>> [(c.unit_id, c.role) for c in contributions(two_levels)]
    [('all', 'whole'), ('a', 'part'), ('b', 'part')]
    """
    if aim.aggregation == "none":
        return []
    whole = _whole(aim)
    if aim.aggregation == "lead_reports":
        return whole
    return whole + _parts(aim, {contribution.unit_id for contribution in whole})


def exclusion(aim: Aim) -> str:
    """Why the accepted figure of a unit without a contribution is not in that of the whole.

    >>> exclusion(Aim("lead_reports", Decimal(35), leads=["department"]))
    'another_reports'
    >>> exclusion(Aim("mean", Decimal(35), leads=["department"], answering=["department", "city"]))
    'nobody_named'
    """
    if aim.aggregation == "none":
        return NO_AGGREGATION
    if aim.aggregation == "lead_reports":
        return ANOTHER_REPORTS if _whole(aim) else NO_REPORTER
    if aim.parts:
        return NOT_IN_BREAKDOWN
    return NOT_NAMED if aim.named else NOBODY_NAMED


def _whole(aim: Aim) -> list[Contribution]:
    """Who speaks for the whole, whoever goes first first."""
    candidates = [(unit, NAMED) for unit in _named(aim, REPORTER)[:1]]
    leads = list(dict.fromkeys(aim.leads))
    if aim.aggregation == "lead_reports" and len(leads) == 1:
        candidates.append((leads[0], LEAD))
    candidates = [(unit, basis) for unit, basis in candidates if not _carries_a_part(aim, unit)]
    # Of what adds up, the one part as large as the whole is the whole. A mean or share of one unit is only its own, but
    # where one unit alone was given a part, and that is the target itself, it was given the whole.
    all_of_it = [unit for unit, value in aim.parts.items() if aim.value is not None and value >= aim.value]
    is_upper_level = aim.aggregation == "sum" and len(all_of_it) == 1 < len(aim.parts)
    is_only_part = aim.aggregation == "lead_reports" and list(aim.parts.values()) == [aim.value]
    if is_upper_level or is_only_part:
        candidates.append((all_of_it[0], BREAKDOWN))
    ranked = dict(reversed(candidates))
    return [
        Contribution(unit, WHOLE, ranked[unit], rank=rank)
        for rank, unit in enumerate(dict.fromkeys(u for u, _ in candidates))
    ]


def _carries_a_part(aim: Aim, unit_id: str) -> bool:
    """Whether a unit's report speaks of its own part, smaller than the whole."""
    return unit_id in aim.parts and (aim.value is None or aim.parts[unit_id] < aim.value)


def _parts(aim: Aim, taken: set[str]) -> list[Contribution]:
    if aim.parts:
        basis, units = BREAKDOWN, _one_level([unit for unit in aim.parts if unit not in taken], aim.parents)
        covered = sum((aim.parts[unit] for unit in units), Decimal(0))
        adds_up = aim.aggregation == "sum" and aim.value is not None and covered >= aim.value
        is_complete = adds_up or set(units) == set(_named(aim, CONTRIBUTOR))
    else:
        basis, units = NAMED, _one_level([unit for unit in _named(aim, CONTRIBUTOR) if unit not in taken], aim.parents)
        is_complete = bool(units)
    weights = {named.unit_id: named.weight for named in aim.named}
    parts = [Contribution(unit, PART, basis, is_complete, weights.get(unit)) for unit in units]
    if aim.aggregation not in BOUNDING or (is_complete and aim.parts):
        return parts
    placed = {*taken, *units, *aim.parts}
    named = [unit for unit in _named(aim, MAY_OVERLAP) if unit not in placed]
    others = [unit for unit in dict.fromkeys(aim.answering) if unit not in {*placed, *named}]
    return [
        *parts,
        *(Contribution(unit, OVERLAP, NAMED, is_complete) for unit in named),
        *(Contribution(unit, OVERLAP, RESPONSIBLE, is_complete) for unit in others),
    ]


def _named(aim: Aim, role: str) -> list[str]:
    return [named.unit_id for named in aim.named if named.role == role]


def _one_level(units: Sequence[str], parents: Mapping[str, str]) -> list[str]:
    """The units that stand below none of the others."""
    present = set(units)
    return [unit for unit in dict.fromkeys(units) if not present & _above(unit, parents)]


def _above(unit_id: str, parents: Mapping[str, str]) -> set[str]:
    above: set[str] = set()
    while (parent := parents.get(unit_id)) is not None and parent not in above:
        above.add(parent)
        unit_id = parent
    return above

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

    `is_complete` says of all contributions of a target alike whether the parts among them are all that there are.
    """

    unit_id: str
    role: str
    basis: str
    is_complete: bool = False
    weight: Decimal | None = None


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
    """Every unit whose figure is, or goes into, that of the whole, at most one of them in the role `WHOLE`.

    A breakdown goes before names, and both before the roles in tasks.

    >>> by_hand = Aim("sum", Decimal(10), parts={"a": Decimal(6), "b": Decimal(4)})
    >>> [(c.unit_id, c.role, c.is_complete) for c in contributions(by_hand)]
    [('a', 'part', True), ('b', 'part', True)]
    >>> of_one_in_ten = Aim("sum", Decimal("4.24"), parts={"a": Decimal("0.0378")})
    >>> [(c.unit_id, c.role, c.is_complete) for c in contributions(of_one_in_ten)]
    [('a', 'part', False)]
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


def _whole(aim: Aim) -> list[Contribution]:
    reporters = [named.unit_id for named in aim.named if named.role == REPORTER]
    if len(reporters) == 1 and not _carries_a_part(aim, reporters[0]):
        return [Contribution(reporters[0], WHOLE, NAMED)]
    # Of what adds up, a part as large as the whole is the whole; an equal share or mean of one unit is only its own.
    if aim.aggregation in ("sum", "lead_reports"):
        all_of_it = [unit for unit, value in aim.parts.items() if aim.value is not None and value >= aim.value]
        if len(all_of_it) == 1 and (len(aim.parts) > 1 or aim.aggregation == "lead_reports"):
            return [Contribution(all_of_it[0], WHOLE, BREAKDOWN)]
    leads = list(dict.fromkeys(aim.leads))
    if aim.aggregation == "lead_reports" and len(leads) == 1 and not _carries_a_part(aim, leads[0]):
        return [Contribution(leads[0], WHOLE, LEAD)]
    return []


def _carries_a_part(aim: Aim, unit_id: str) -> bool:
    """Whether a unit's report speaks of its own part, smaller than the whole."""
    return unit_id in aim.parts and (aim.value is None or aim.parts[unit_id] < aim.value)


def _parts(aim: Aim, taken: set[str]) -> list[Contribution]:
    if aim.parts:
        one_level = _one_level([unit for unit in aim.parts if unit not in taken], aim.parents)
        covered = sum((aim.parts[unit] for unit in one_level), Decimal(0))
        adds_up = aim.aggregation == "sum" and aim.value is not None and covered >= aim.value
        return [Contribution(unit, PART, BREAKDOWN, adds_up or _is_named_whole(aim, one_level), _weight(aim, unit))
                for unit in one_level]  # fmt: skip
    named = [named for named in aim.named if named.role == CONTRIBUTOR and named.unit_id not in taken]
    one_level = _one_level([contributor.unit_id for contributor in named], aim.parents)
    parts = [Contribution(unit, PART, NAMED, True, _weight(aim, unit)) for unit in one_level]
    if aim.aggregation not in BOUNDING:
        return parts
    placed = {*taken, *(contribution.unit_id for contribution in parts)}
    overlapping = [other.unit_id for other in aim.named if other.role == MAY_OVERLAP and other.unit_id not in placed]
    others = [unit for unit in dict.fromkeys(aim.answering) if unit not in {*placed, *overlapping}]
    return [
        *parts,
        *(Contribution(unit, OVERLAP, NAMED, bool(parts)) for unit in overlapping),
        *(Contribution(unit, OVERLAP, RESPONSIBLE, bool(parts)) for unit in others),
    ]


def _is_named_whole(aim: Aim, one_level: Sequence[str]) -> bool:
    contributors = {named.unit_id for named in aim.named if named.role == CONTRIBUTOR}
    return bool(contributors) and contributors == set(one_level)


def _weight(aim: Aim, unit_id: str) -> Decimal | None:
    return next((named.weight for named in aim.named if named.unit_id == unit_id), None)


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

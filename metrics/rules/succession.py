"""Whose declared parts make up a unit's part after a merger or a split, and where only the office can say.

Source: `docs/methods.md`, section 1. Parts add up where figures do. Of anything else (a share, a mean, a ceiling) an
equal part holds on; of unequal ones, and of one that is split, nobody can tell the part from the parts.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Carried:
    """A unit's declared part of a target, and who stands for the unit by now: itself, others, or nobody."""

    unit_id: str
    value: Decimal | None
    heirs: Sequence[str]


@dataclass(frozen=True)
class Succession:
    """For each unit those whose declared parts make its own, and the units whose part the office has to state."""

    members: Mapping[str, tuple[str, ...]]
    open_units: tuple[str, ...]


def succession(aggregation: str, carried: Sequence[Carried], newcomers: Container[tuple[str, str]] = ()) -> Succession:
    """Whose parts are whose in one round.

    Args:
        aggregation: of the target's indicator.
        carried: the declared parts of one target.
        newcomers: (gone unit, successor) of successors that only came with the takeover: a part of their own is the
            part after it.

    >>> merged = [Carried("gulou", Decimal(5), ["gulou"]), Carried("taijiang", Decimal(4), ["gulou"])]
    >>> succession("sum", merged)
    Succession(members={'gulou': ('gulou', 'taijiang')}, open_units=())
    >>> succession("mean", merged)
    Succession(members={'gulou': ('gulou',)}, open_units=('gulou',))
    >>> succession("sum", [Carried("old", Decimal(9), ["east", "west"])])
    Succession(members={}, open_units=('east', 'west'))
    """
    declared = {part.unit_id: part for part in carried}
    members: dict[str, tuple[str, ...]] = {}
    open_units: list[str] = []
    for unit_id in dict.fromkeys(heir for part in carried for heir in part.heirs):
        own = declared.get(unit_id)
        taken = [
            part
            for part in carried
            if unit_id in part.heirs and part.unit_id != unit_id and not (own and (part.unit_id, unit_id) in newcomers)
        ]
        added, is_open = _added(taken) if aggregation == "sum" else _held_on(own, taken)
        open_units += [unit_id] if is_open else []
        made = (*([unit_id] if own and unit_id in own.heirs else []), *(part.unit_id for part in added))
        if made:
            members[unit_id] = made
    return Succession(members, tuple(open_units))


def _added(taken: Sequence[Carried]) -> tuple[Sequence[Carried], bool]:
    whole = [part for part in taken if len(part.heirs) == 1]
    return whole, len(whole) < len(taken)


def _held_on(own: Carried | None, taken: Sequence[Carried]) -> tuple[Sequence[Carried], bool]:
    values = {part.value for part in taken}
    if own:
        return [], not values <= {own.value}
    if len(values) == 1 and all(len(part.heirs) == 1 for part in taken):
        return taken[:1], False
    return [], bool(taken)

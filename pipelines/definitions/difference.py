"""What a draft changes: new, changed and ended, field by field, against what others changed in the meantime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from metrics.periods import Period
from pipelines.definitions.things import Fields, Key, Things, programme_of
from pipelines.readers.typed import day_in

NEW, CHANGED, ENDED = "new", "changed", "ended"
MINE, THEIRS = "mine", "theirs"
# What others refer to, and what runs in a time of its own.
USED_BY_OTHERS = ("policy", "unit", "scope", "measure_unit", "indicator")
_IN_TIME = ("target", "unit_target", "interim_value", "weight", "reporter", "target_change", "responsibility")
# The name under which a thing as a whole stands among fields: whether it is there.
WHOLE = ""


@dataclass(frozen=True)
class Change:
    """One thing that is new, changed or ended; of a changed one each field with its value before and after."""

    key: Key
    kind: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True)
class Conflict:
    """A field that draft and others both changed since it was taken out: its value then, theirs, and the draft's."""

    key: Key
    name: str
    before: Any
    theirs: Any
    mine: Any


@dataclass
class Merged:
    """What would hold, what of it is changed by the draft, and what has to be answered first."""

    things: Things
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(base: Things, theirs: Things, mine: Things, answers: Mapping[tuple[Key, str], str] | None = None) -> Merged:
    """`theirs` with what `mine` changed of `base`.

    A field that both changed, to different values, is a conflict; until it is answered (`mine` or `theirs`) theirs
    stands. A thing that one ended and the other changed is a conflict of the whole.

    >>> base = {("unit", "a"): {"name": "甲", "kind": "city"}}
    >>> theirs = {("unit", "a"): {"name": "乙", "kind": "city"}}
    >>> mine = {("unit", "a"): {"name": "甲", "kind": "department"}}
    >>> merge(base, theirs, mine).things
    {('unit', 'a'): {'name': '乙', 'kind': 'department'}}
    """
    given, merged = answers or {}, Merged({})
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        fields = _merged(key, (base.get(key), theirs.get(key), mine.get(key)), given, merged.conflicts)
        if fields is not None:
            merged.things[key] = fields
    merged.changes = changes(theirs, merged.things)
    return merged


def changes(before: Things, after: Things) -> list[Change]:
    """What is new in `after`, changed, or no longer there, in the order of the tables' rows."""
    listed = []
    for key, fields in after.items():
        if key not in before:
            listed.append(Change(key, NEW))
        elif fields != before[key]:
            names = [*before[key], *(name for name in fields if name not in before[key])]
            differ = tuple((name, before[key].get(name), fields.get(name)) for name in names
                           if before[key].get(name) != fields.get(name))  # fmt: skip
            listed.append(Change(key, CHANGED, differ))
    return listed + [Change(key, ENDED) for key in before if key not in after]


def _merged(
    key: Key, three: tuple[Fields | None, Fields | None, Fields | None], answers: Mapping[tuple[Key, str], str],
    conflicts: list[Conflict],
) -> Fields | None:  # fmt: skip
    base, theirs, mine = three
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if mine is None or theirs is None:
        # One of them ended what the other changed.
        conflicts += [] if (key, WHOLE) in answers else [Conflict(key, WHOLE, base, theirs, mine)]
        return mine if answers.get((key, WHOLE)) == MINE else theirs
    names = [*theirs, *(name for name in mine if name not in theirs)]
    fields = {name: _field(key, name, (base or {}, theirs, mine), answers, conflicts) for name in names}
    return {name: value for name, value in fields.items() if value is not None}


def _field(
    key: Key, name: str, three: tuple[Fields, Fields, Fields], answers: Mapping[tuple[Key, str], str],
    conflicts: list[Conflict],
) -> Any:  # fmt: skip
    before, theirs, mine = (fields.get(name) for fields in three)
    if mine in (before, theirs):
        return theirs
    if theirs == before:
        return mine
    if (key, name) not in answers:
        conflicts.append(Conflict(key, name, before, theirs, mine))
    return mine if answers.get((key, name)) == MINE else theirs


def touched_programmes(changed: Iterable[Change], things: Things) -> set[str]:
    """The programmes that a change concerns: its own, or every one that uses what is changed."""
    found: set[str] = set()
    for change in changed:
        own = programme_of(change.key, things)
        found |= {own} if own else set(_users(change.key, things)) if change.kind != NEW else set()
    return found


def _users(key: Key, things: Things) -> Iterable[str]:
    table, names = key[0], {key[1]}
    if table == "unit":
        fields = things.get(key, {})
        names |= {str(fields.get("name"))} | {one["name"] for one in fields.get("aliases", []) if isinstance(one, dict)}
        names |= {str(one.get("name")) for one in fields.get("names", [])}
    used_as = {"unit": ("unit_name",), "indicator": ("indicator_id",), "scope": ("scope_id",),
               "policy": ("document_id",), "measure_unit": ("measure_unit",)}.get(table, ())  # fmt: skip
    for one, fields in things.items():
        if any(str(fields.get(name)) in names for name in used_as) and (own := programme_of(one, things)):
            yield own


def touched_rounds(changed: Iterable[Change], rounds: Iterable[Period], things: Things) -> list[str]:
    """Those of the rounds in whose time a changed target, part or weight runs; all of them for anything else."""
    # What is only there to be used concerns no round by itself.
    spans = [_changed_in(one) or _span(one.key, things) for one in changed
             if one.kind != NEW or one.key[0] not in USED_BY_OTHERS]  # fmt: skip
    return [
        one.period_id
        for one in rounds
        if any(one.ends_on.isoformat() >= first and one.starts_on.isoformat() <= last for first, last in spans)
    ]


def _changed_in(change: Change) -> tuple[str, str] | None:
    """From when to when a unit or a role is another one, where its fields say so themselves."""
    days: list[str] = []
    for name, old, new in change.fields:
        if (change.key[0], name) in (("unit", "ends_on"), ("responsibility", "valid_to")):
            days += [_day_after(str(day)) for day in (old, new) if day]
        elif change.key[0] == "unit" and name in ("names", "successor"):
            before, after = _entries(old), _entries(new)
            other = [one for one in (*before, *after) if one not in before or one not in after]
            days += [str(one.get("from_day", "")) for one in other]
        else:
            return None
    return (min(days), "9999") if days else None


def _entries(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def _day_after(text: str) -> str:
    day = day_in(text)
    return (day + timedelta(days=1)).isoformat() if day else ""


def _span(key: Key, things: Things) -> tuple[str, str]:
    if key[0] == "contact":
        return "9999", ""  # Whom to call changes no figure.
    if key[0] not in _IN_TIME:
        return "", "9999"
    target = things.get(("target", key[1]), {})
    if key[0] in ("target_change", "responsibility"):
        return key[3], str(things.get(key, {}).get("valid_to", "9999"))
    return str(target.get("starts_on", "")), str(target.get("due_on", "9999"))

"""Documents beside one another: which one another replaces, until when it then holds, which links cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.catalog.models import Policy
from metrics.sentences import Bilingual

_, _, BESIDE = LINKS = ("above", "replaces", "beside")


@dataclass(frozen=True)
class Replaced:
    """By which document another one is replaced, and its last day; None where the new one bears no day."""

    by: str
    last_day: date | None


def replaced(policies: Iterable[Policy]) -> dict[str, Replaced]:
    """Every document that another one replaces: it ends the day before the new one is in force, or was issued.

    Of several that replace it the earliest counts.
    """
    found: dict[str, Replaced] = {}
    for policy in policies:
        begins = policy.in_force_on or policy.issued_on
        for old in policy.replaces:
            other = Replaced(policy.id, begins - timedelta(days=1) if begins else None)
            if old not in found or (other.last_day or date.max) < (found[old].last_day or date.max):
                found[old] = other
    return found


def last_day(policy: Policy, ended: Mapping[str, Replaced]) -> date | None:
    """The last day on which a document holds: as it states, or as its successor ends it, whichever is earlier."""
    days = [policy.expires_on, ended[policy.id].last_day if policy.id in ended else None]
    return min((day for day in days if day), default=None)


def link_faults(policies: Iterable[Policy]) -> Iterator[tuple[str, str, str, Bilingual]]:
    """What is wrong with the links: of which document, under which key, what it names, and why."""
    by_id = {policy.id: policy for policy in policies}
    for policy in by_id.values():
        for key in LINKS:
            for other in getattr(policy, key):
                if other not in by_id:
                    known = ", ".join(sorted(by_id))
                    yield policy.id, key, other, Bilingual(f"没有登记,可用 {known}", f"is not declared; use {known}")
                elif key != BESIDE and _leads_back(by_id, key, policy.id, other):
                    yield policy.id, key, other, Bilingual("文件绕回了自己", "leads back to the document itself")


def _leads_back(by_id: Mapping[str, Policy], key: str, start: str, other: str) -> bool:
    waiting, seen = [other], set()
    while waiting:
        at = waiting.pop()
        if at == start:
            return True
        if at in by_id and at not in seen:
            seen.add(at)
            waiting += getattr(by_id[at], key)
    return False

"""How many judgements have which status, each kind of target by itself: the one count of every page and document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.reading.judged_target import JudgedTarget
from metrics.rules.classes import weakest
from metrics.rules.statuses import STATUSES
from metrics.rules.target_kinds import TARGET_KINDS


@dataclass(frozen=True)
class KindCounts:
    """The judgements of one kind by status, in the order of the legend, zero counts included."""

    kind: str
    statuses: dict[str, int]
    # The weakest class of the judgements that are counted; where no figure is judged, that of the targets.
    provenance: str | None = None

    @property
    def total(self) -> int:
        """All judgements of this kind."""
        return sum(self.statuses.values())

    @property
    def present(self) -> dict[str, int]:
        """The statuses that some judgement has."""
        return {status: count for status, count in self.statuses.items() if count}

    def of(self, *statuses: str) -> int:
        """How many have one of these statuses."""
        return sum(self.statuses[status] for status in statuses)


def count_by_kind(judged: Iterable[JudgedTarget]) -> dict[str, KindCounts]:
    """The counts of every kind in the order of `TARGET_KINDS`, those of kinds without a member as well."""
    counts = {kind: dict.fromkeys(STATUSES, 0) for kind in TARGET_KINDS}
    classes: dict[str, list[str | None]] = {kind: [] for kind in TARGET_KINDS}
    for target in judged:
        counts[target.kind][target.status] += 1
        classes[target.kind].append(target.judged_by or target.target_provenance)
    return {kind: KindCounts(kind, statuses, weakest(classes[kind])) for kind, statuses in counts.items()}

"""How many there are, in words: targets by kind and status, centres and judgements with the samples among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboards.screen import Screen
from metrics.reading.counts import KindCounts
from metrics.reading.judged_target import JudgedTarget
from metrics.rules.classes import SAMPLE
from metrics.rules.target_kinds import TARGET_KINDS


def kinds_text(screen: Screen, judged: Iterable[JudgedTarget]) -> str:
    """How many of each kind there are among some judgements, without the kinds of which there is none."""
    kinds = [target.kind for target in judged]
    present = [kind for kind in TARGET_KINDS if kind in kinds]
    return screen.words("separator").join(
        screen.words(f"target_kind.{kind}.count", count=kinds.count(kind)) for kind in present
    )


def counted_text(screen: Screen, counts: Mapping[str, KindCounts], kinds: Iterable[str] = TARGET_KINDS) -> str:
    """Every kind with its judgements by status, kinds and statuses without any left out."""
    return screen.words("target_kind.separator").join(
        screen.words(
            "target_kind.of",
            kind=screen.words(f"target_kind.{kind}.count", count=counts[kind].total),
            parts=parts_text(screen, counts[kind]),
        )
        for kind in kinds
        if counts[kind].total
    )


def parts_text(screen: Screen, counts: KindCounts) -> str:
    """The judgements of one kind by status."""
    return screen.words("clause_separator").join(
        screen.words(f"overview.part.{status}", count=count) for status, count in counts.present.items()
    )


def of_samples(screen: Screen, what: str, counts: Iterable[tuple[int, str | None]]) -> str:
    """A count of `judgements` or `centres` added up from pairs of number and class, and how much of it is samples."""
    found = list(counts)
    count, samples = sum(number for number, _ in found), sum(number for number, one in found if one == SAMPLE)
    kind = "of_samples" if samples else "of_records"
    return screen.words(f"centre.{kind}.{what}", number=count, samples=samples)

"""Which definition of a target holds on a day, after what documents have changed of it; and which held at first.

An adjustment is the issuer's: from its day on both targets are said. A correction mends our own entry: what was entered
wrongly was never the target. `docs/methods.md`, section 14.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

ADJUSTED, POSTPONED, MERGED, WITHDRAWN, CORRECTED = "adjusted", "postponed", "merged", "withdrawn", "corrected"
CHANGE_KINDS = (ADJUSTED, POSTPONED, MERGED, WITHDRAWN, CORRECTED)
# After which two targets are said, and after which there is none of its own any more.
REVISIONS, ENDS = (ADJUSTED, POSTPONED), (MERGED, WITHDRAWN)


@dataclass(frozen=True)
class Aim:
    """What a target, or a unit's part of it, asks for: a value, or the edges of a range, by a day."""

    value: Decimal | None
    due_on: date
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Change:
    """One change; what it leaves as it was is None. Without a day a correction holds from the beginning."""

    kind: str
    valid_from: date | None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    due_on: date | None = None
    merged_into: str | None = None


@dataclass(frozen=True)
class Span:
    """What holds from a day until the next span begins: what is asked for, and what was before any adjustment."""

    valid_from: date | None
    aim: Aim
    original: Aim
    is_revised: bool = False
    ended: Change | None = None


def spans(entered: Aim, changes: Iterable[Change]) -> tuple[Span, ...]:
    """The spans of a target in the order of time, the first from the beginning; of several changes of one day the last.

    A correction of a time before the first adjustment mends the original too, a later one only what was adjusted.

    >>> of = Aim(Decimal(35), date(2025, 12, 31))
    >>> lower = Change(ADJUSTED, date(2025, 4, 1), Decimal(34))
    >>> [(span.valid_from, span.aim.value, span.original.value, span.is_revised) for span in spans(of, [lower])]
    [(None, Decimal('35'), Decimal('35'), False), (datetime.date(2025, 4, 1), Decimal('34'), Decimal('35'), True)]
    >>> slip = Change(CORRECTED, None, Decimal(36))
    >>> [(span.aim.value, span.original.value) for span in spans(of, [lower, slip])]
    [(Decimal('36'), Decimal('36')), (Decimal('34'), Decimal('36'))]
    """
    in_order = sorted(changes, key=lambda change: change.valid_from or date.min)
    span = Span(None, entered, entered)
    found = [span]
    for change in in_order:
        span = _after(span, change)
        if found[-1].valid_from == span.valid_from:
            found.pop()
        found.append(span)
    return tuple(found)


def _after(span: Span, change: Change) -> Span:
    aim = _changed(span.aim, change)
    original = _changed(span.original, change) if change.kind == CORRECTED and not span.is_revised else span.original
    return Span(
        change.valid_from,
        aim,
        original,
        span.is_revised or change.kind in REVISIONS,
        span.ended or (change if change.kind in ENDS else None),
    )


def _changed(aim: Aim, change: Change) -> Aim:
    return Aim(
        aim.value if change.value is None else change.value,
        change.due_on or aim.due_on,
        aim.low if change.low is None else change.low,
        aim.high if change.high is None else change.high,
    )


def of_parts(changes: Sequence[Change]) -> list[Change]:
    """What a change of the whole is for each part of it: its days and its end, but no value.

    >>> whole = [Change(ADJUSTED, date(2025, 4, 1), Decimal(34)), Change(WITHDRAWN, date(2025, 7, 1))]
    >>> [(change.kind, change.value) for change in of_parts(whole)]
    [('withdrawn', None)]
    """
    return [
        replace(change, value=None, low=None, high=None)
        for change in changes
        if change.due_on is not None or change.kind in ENDS
    ]


def span_on(found: Sequence[Span], day: date) -> Span:
    """The span that holds on a day.

    >>> of = spans(Aim(Decimal(35), date(2025, 12, 31)), [Change(ADJUSTED, date(2025, 4, 1), Decimal(34))])
    >>> [span_on(of, date(2025, *day)).aim.value for day in ((3, 31), (4, 1))]
    [Decimal('35'), Decimal('34')]
    """
    return next(span for span in reversed(found) if span.valid_from is None or span.valid_from <= day)

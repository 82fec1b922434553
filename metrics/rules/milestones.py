"""Back-scheduled milestones (倒排工期): from the day a task falls due back to its start.

The texts give one final day and nothing between. These three days are ours, and every screen says so: begun when a
quarter of the time is gone, reviewed at its half, done on the day it falls due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SHARES = (("begun", 0.25), ("reviewed", 0.5), ("done", 1.0))
# What a report must at least say for a milestone to be kept.
NEEDED = {"begun": ("in_progress", "done"), "reviewed": ("in_progress", "done"), "done": ("done",)}


@dataclass(frozen=True)
class Milestone:
    """A day by which a task should have come so far."""

    kind: str
    on: date
    share: float


def milestones(starts_on: date, due_on: date) -> tuple[Milestone, ...]:
    """The milestones of a task, oldest first; none when it falls due before it starts.

    >>> [str(entry.on) for entry in milestones(date(2018, 9, 25), date(2020, 12, 31))]
    ['2019-04-20', '2019-11-13', '2020-12-31']
    >>> milestones(date(2021, 1, 1), date(2020, 12, 31))
    ()
    """
    span = (due_on - starts_on).days
    if span <= 0:
        return ()
    return tuple(Milestone(kind, starts_on + timedelta(round(span * share)), share) for kind, share in SHARES)


def is_kept(milestone: Milestone, task_status: str | None, day: date) -> bool | None:
    """Whether a milestone was kept by `day`; None while it lies ahead, or when nobody has reported.

    >>> done = Milestone("done", date(2020, 12, 31), 1.0)
    >>> is_kept(done, "in_progress", date(2020, 6, 30)), is_kept(done, "in_progress", date(2020, 12, 31))
    (None, False)
    >>> is_kept(done, None, date(2021, 6, 30))
    """
    if milestone.on > day or task_status is None:
        return None
    return task_status in NEEDED[milestone.kind]

"""The one life of a report, whoever sends it: its versions, which of them counts, and which steps may be taken.

Which states there are, what a step leads from and to, who has to say why: that is a path, declared in `metrics/kinds`.
Every version keeps a state of its own; the report's state is that of its latest one, and the version that counts is
the latest whose state does.

>>> path = Path.declared({
...     "received": "submitted", "accepted": "accepted", "counted": ["accepted"], "absent": {"missing": "missing"},
...     "steps": {"return": {"to": "returned", "needs_reason": True, "barred": {"returned": "returned_already"}}},
... })
>>> first = receive(Standing(path), is_automatic=True)
>>> first.state, first.counted_version
('accepted', 1)
>>> returned, changes = take("return", first, by="王芳")
>>> returned.state, returned.counted_version, changes
('returned', None, (Change(version=1, event='returned'),))
>>> objection("return", first, by="王芳", reason=None), objection("return", returned, by="王芳", reason=None)
('reason_missing', 'returned_already')
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

MISSING = "missing"
# The condition of a bar that the standing itself answers: a person took the decision, not the checks.
BY_PERSON = "by_person"
LONGEST_NAME, LONGEST_REASON = 60, 1000


@dataclass(frozen=True)
class Bar:
    """Why a step may not be taken from a state; with `when`, only where that condition holds."""

    why: str
    when: str | None = None


@dataclass(frozen=True)
class PathStep:
    """One step of a path.

    A decision leaves the latest version in state `to`, and may be `barred` in some states. A step that `closes` or
    reopens leads the version that counts on, from the states of `counted`. One of a round is of all its reports.
    One that `schedules` changes the rounds themselves and no report; it may give a due day. What does none of that, and
    gives no day, is a note: nothing but its name and words can be against it.
    """

    name: str
    to: str | None = None
    barred: Mapping[str, Bar] = field(default_factory=dict)
    counted: Mapping[str, str] = field(default_factory=dict)
    closes: bool | None = None
    is_of_round: bool = False
    needs_reason: bool = False
    reason_from: tuple[str, ...] = ()
    gives_day: bool = False
    schedules: bool = False

    @classmethod
    def declared(cls, name: str, raw: Mapping[str, Any]) -> PathStep:
        """The step that a path declares; a bar is written as why, or as `{why, when}`."""
        barred = {
            state: Bar(**bar) if isinstance(bar, dict) else Bar(bar) for state, bar in raw.get("barred", {}).items()
        }
        return cls(name, **{**raw, "barred": barred, "reason_from": tuple(raw.get("reason_from", ()))})

    @property
    def is_decision(self) -> bool:
        """Whether it is about one version."""
        return self.to is not None

    @property
    def is_note(self) -> bool:
        """Whether it says what was done beside the report, and changes nothing."""
        return self.to is None and self.closes is None and not self.gives_day and not self.schedules


@dataclass(frozen=True)
class Path:
    """The way of one kind of report.

    A version that came is `received`, and `accepted` at once where the checks may. `kept_out` is the state of a report
    of which only a file came that the checks kept out. `absent` says why there is nothing to decide, by state.
    """

    received: str
    counted: frozenset[str]
    absent: Mapping[str, str]
    steps: Mapping[str, PathStep]
    accepted: str | None = None
    kept_out: str | None = None

    @classmethod
    def declared(cls, raw: Mapping[str, Any]) -> Path:
        """The path that a kind declares."""
        steps = {name: PathStep.declared(name, step) for name, step in raw["steps"].items()}
        return cls(**{**raw, "counted": frozenset(raw["counted"]), "steps": steps})

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which a report meets them."""
        led = [state for step in self.steps.values() for state in (step.to, *step.counted.values())]
        named = (MISSING, self.kept_out, self.received, self.accepted, *led)
        return tuple(dict.fromkeys(state for state in named if state))

    @cached_property
    def closed_states(self) -> frozenset[str]:
        """The states in which a closing leaves what counts."""
        return frozenset(state for step in self.steps.values() if step.closes for state in step.counted.values())

    def is_sent_back(self, state: str) -> bool:
        """Whether a version in this state neither counts nor waits for a step."""
        return state not in self.counted and state != self.received

    @cached_property
    def own_steps(self) -> tuple[str, ...]:
        """The steps on one report, without those of a whole round."""
        return tuple(name for name, step in self.steps.items() if not step.is_of_round)

    @cached_property
    def closing_steps(self) -> tuple[str, ...]:
        """The steps that close a whole round."""
        return tuple(name for name, step in self.steps.items() if step.is_of_round and step.closes)

    @cached_property
    def schedule_steps(self) -> tuple[str, ...]:
        """The steps on the rounds themselves."""
        return tuple(name for name, step in self.steps.items() if step.schedules)


@dataclass(frozen=True)
class Change:
    """A version that came into another state."""

    version: int
    event: str


@dataclass(frozen=True)
class Standing:
    """How one report stands.

    `versions` holds the state of each version, the first one first. `has_draft` tells that a file came which the
    checks kept out, `closed` whether it was last closed or reopened, None where neither. `decided_by` is who left the
    latest version in its state, None where that was the checks or whoever sent it.
    """

    path: Path
    versions: tuple[str, ...] = ()
    has_draft: bool = False
    closed: bool | None = None
    decided_by: str | None = None

    @classmethod
    def seen(
        cls, path: Path, state: str, version: int | None, is_closed: bool | None = None, decided_by: str | None = None
    ) -> Standing:
        """What a list shows of a standing: enough to say which steps may be taken."""
        versions = ("",) * (version - 1) + (state,) if version else ()
        return cls(path, versions, not version and state == path.kept_out, is_closed, decided_by)

    @property
    def version(self) -> int:
        """The latest version, 0 where none came."""
        return len(self.versions)

    @property
    def state(self) -> str:
        """The state of the report."""
        if self.versions:
            return self.versions[-1]
        return self.path.kept_out if self.has_draft and self.path.kept_out else MISSING

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, and not reopened since."""
        return self.state in self.path.closed_states if self.closed is None else self.closed

    @property
    def is_sent_back(self) -> bool:
        """Whether the latest version neither counts nor waits."""
        return bool(self.versions) and self.path.is_sent_back(self.state)

    @property
    def is_awaiting(self) -> bool:
        """Whether it came and nobody has decided on it."""
        return self.state == self.path.received and not self.is_closed

    @property
    def counted_version(self) -> int | None:
        """The version whose figures count, None where there is none."""
        counted = (n for n in range(self.version, 0, -1) if self.versions[n - 1] in self.path.counted)
        return next(counted, None)


def receive(standing: Standing, *, is_automatic: bool = False) -> Standing:
    """The standing after a report that passed the checks came in, as the next version.

    Args:
        standing: before it came.
        is_automatic: whether the checks accept it, where the path lets them.
    """
    state = standing.path.accepted if is_automatic else None
    return replace(standing, versions=(*standing.versions, state or standing.path.received), decided_by=None)


def refuse(standing: Standing) -> Standing:
    """The standing after a file came that the checks kept out."""
    return replace(standing, has_draft=True)


def take(step: str, standing: Standing, by: str) -> tuple[Standing, tuple[Change, ...]]:
    """The standing after an allowed step, and the versions whose state it changed."""
    rule, counted = standing.path.steps[step], standing.counted_version
    if rule.closes is not None:
        standing = replace(standing, closed=rule.closes)
        led = rule.counted.get(standing.versions[counted - 1]) if counted else None
        changes = (Change(counted, led),) if counted and led else ()
    else:
        changes = (Change(standing.version, rule.to),) if rule.to else ()
    for change in changes:
        standing = after(standing, change, by if rule.to else standing.decided_by)
    return standing, changes


def after(standing: Standing, change: Change, by: str | None) -> Standing:
    """The standing after a change that was recorded; one of a version that did not come yet brings it."""
    missing = ("",) * (change.version - standing.version)
    versions = [*standing.versions, *missing]
    versions[change.version - 1] = change.event
    return replace(standing, versions=tuple(versions), decided_by=by)


def objection(
    step: str, standing: Standing, *, by: str | None, reason: str | None, version: int | None = None,
    conditions: Collection[str] = (),
) -> str | None:  # fmt: skip
    """Why a step on one report may not be taken, as a code; None where it may.

    Args:
        step: one of the path's `own_steps`.
        standing: how the report stands.
        by: who wants to take it.
        reason: why; some steps need one.
        version: the version that was looked at, where it was said: a decision is about the latest one only.
        conditions: those that bars of the path ask for and that hold.
    """
    rule = standing.path.steps[step]
    return (
        name_objection(by)
        or reason_objection(reason)
        or (None if rule.is_note else _not_open(rule, standing, version))
        or _barred(rule, standing, conditions)
        or (_no_reason(rule, standing, reason))
    )


def _not_open(rule: PathStep, standing: Standing, version: int | None) -> str | None:
    if rule.closes is not None:
        return "open_already" if not standing.is_closed else None
    if not standing.versions:
        return standing.path.absent[standing.state]
    if rule.is_decision and version is not None and version != standing.version:
        return "other_version"
    return "locked" if standing.is_closed else None


def _barred(rule: PathStep, standing: Standing, conditions: Collection[str]) -> str | None:
    bar = rule.barred.get(standing.state)
    holding = {*conditions, *([BY_PERSON] if standing.decided_by is not None else [])}
    return bar.why if bar and (bar.when is None or bar.when in holding) else None


def _no_reason(rule: PathStep, standing: Standing, reason: str | None) -> str | None:
    is_needed = rule.needs_reason or standing.state in rule.reason_from
    return "reason_missing" if is_needed and not (reason or "").strip() else None


def name_objection(by: str | None) -> str | None:
    """Why a name cannot stand in the journal.

    >>> name_objection(" "), name_objection("王芳"), name_objection("a" * 61)
    ('name_missing', None, 'name_unfit')
    """
    if by is None or not by.strip():
        return "name_missing"
    return None if len(by) <= LONGEST_NAME and by.isprintable() else "name_unfit"


def reason_objection(reason: str | None) -> str | None:
    """Why a reason cannot stand in the journal."""
    if reason is None or (len(reason) <= LONGEST_REASON and all(c.isprintable() or c == "\n" for c in reason)):
        return None
    return "reason_unfit"


def receipt_day_objection(day: date | None, received_on: date | None, starts_on: date) -> str | None:
    """Why a day cannot stand as the one on which a report came in; None where it can.

    Args:
        day: the day that somebody gives.
        received_on: the day on which its first file came in; None for a sample, which never did.
        starts_on: the first day of the period it speaks of.

    >>> receipt_day_objection(date(2020, 12, 25), date(2021, 1, 8), date(2020, 7, 1))
    >>> receipt_day_objection(date(2021, 1, 9), date(2021, 1, 8), date(2020, 7, 1))
    'day_after_receipt'
    """
    if received_on is None:
        return "no_receipt"
    if day is None:
        return "day_missing"
    if day > received_on:
        return "day_after_receipt"
    return "day_before_period" if day < starts_on else None


def close_objection(standings: Collection[Standing], due_on: date, today: date) -> str | None:
    """Why a round may not be closed yet, or again; None where it may.

    >>> close_objection([], date(2019, 6, 30), date(2019, 6, 29))
    'close_early'
    """
    if today < due_on:
        return "close_early"
    if standings and all(standing.is_closed for standing in standings):
        return "closed_already"
    return "undecided" if any(standing.is_awaiting for standing in standings) else None


def receive_objection(standing: Standing) -> str | None:
    """Why a report may not come in: a closed round takes nothing until it is reopened for whoever reports."""
    return "closed" if standing.is_closed else None

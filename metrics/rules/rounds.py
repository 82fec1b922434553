"""The life of one unit's report in one round: its states, the steps that change them, and why a step is not allowed.

未报 missing → 草稿 draft → 已报 submitted → 退回 returned or 审核通过 accepted → 锁定 locked → 更正 reopened, then
a new version. Every version keeps a state of its own; the report's state is that of its latest one. The version that
counts is the latest that was accepted and not returned since.

>>> first = receive(Standing(), is_automatic=True)
>>> first.state, first.counted_version
('accepted', 1)
>>> returned, changes = take(RETURN, first, by="王芳")
>>> returned.state, returned.counted_version, changes
('returned', None, (Change(version=1, event='returned'),))
>>> objection(RETURN, first, by="王芳", reason=None)
'reason_missing'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

MISSING, DRAFT, SUBMITTED, RETURNED = "missing", "draft", "submitted", "returned"
ACCEPTED, LOCKED, REOPENED = "accepted", "locked", "reopened"
STATES = (MISSING, DRAFT, SUBMITTED, RETURNED, ACCEPTED, LOCKED, REOPENED)
COUNTED_STATES = (ACCEPTED, LOCKED, REOPENED)

ACCEPT, RETURN, CLOSE, REOPEN, CONTACT, REMIND = "accept", "return", "close", "reopen", "contact", "remind"
RECEIPT_DAY = "receipt_day"
STEPS = (ACCEPT, RETURN, CLOSE, REOPEN, CONTACT, REMIND, RECEIPT_DAY)
# A close is of the round, every other step of one unit.
UNIT_STEPS = (ACCEPT, RETURN, REOPEN, CONTACT, REMIND, RECEIPT_DAY)
DECISIONS = (ACCEPT, RETURN)

LONGEST_NAME, LONGEST_REASON = 60, 1000


@dataclass(frozen=True)
class Change:
    """A version that came into another state: submitted, accepted, returned, locked or reopened."""

    version: int
    event: str


@dataclass(frozen=True)
class Standing:
    """How one unit's report in one round stands.

    `versions` holds the state of each version, the first one first. `has_draft` tells that a file came which the
    checks kept out. `accepted_by` is who accepted the latest version, None where the automatic checks did.
    """

    versions: tuple[str, ...] = ()
    has_draft: bool = False
    is_closed: bool = False
    accepted_by: str | None = None

    @classmethod
    def seen(cls, state: str, version: int | None, is_closed: bool, accepted_by: str | None) -> Standing:
        """What a list shows of a standing: enough to say which steps may be taken.

        >>> Standing.seen("returned", 2, False, None).state, Standing.seen("draft", None, False, None).state
        ('returned', 'draft')
        """
        versions = (RETURNED,) * (version - 1) + (state,) if version else ()
        return cls(versions, state == DRAFT, is_closed, accepted_by)

    @property
    def version(self) -> int:
        """The latest version, 0 where none came."""
        return len(self.versions)

    @property
    def state(self) -> str:
        """The state of the report."""
        return self.versions[-1] if self.versions else DRAFT if self.has_draft else MISSING

    @property
    def counted_version(self) -> int | None:
        """The version whose figures count, None where there is none."""
        counted = (n for n in range(self.version, 0, -1) if self.versions[n - 1] in COUNTED_STATES)
        return next(counted, None)


def receive(standing: Standing, *, is_automatic: bool) -> Standing:
    """The standing after a report that passed the checks came in, as the next version.

    Args:
        standing: before it came.
        is_automatic: whether the checks accept it, or it waits for the officer.
    """
    state = ACCEPTED if is_automatic else SUBMITTED
    return replace(standing, versions=(*standing.versions, state), accepted_by=None)


def refuse(standing: Standing) -> Standing:
    """The standing after a file came that the checks kept out.

    >>> refuse(Standing()).state, refuse(receive(Standing(), is_automatic=True)).state
    ('draft', 'accepted')
    """
    return replace(standing, has_draft=True)


def objection(
    step: str, standing: Standing, *, by: str | None, reason: str | None, version: int | None = None
) -> str | None:
    """Why one unit's step may not be taken, as a code of the family `round`; None where it may.

    Args:
        step: one of `UNIT_STEPS`.
        standing: how the report stands.
        by: who wants to take it.
        reason: why; a return, a reopening and a day of receipt need one.
        version: the version that was looked at, where it was said: a decision is about the latest one only.
    """
    return name_objection(by) or reason_objection(reason) or _OBJECTIONS[step](standing, reason, version)


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


def close_objection(standings: Mapping[str, Standing], due_on: date, today: date) -> str | None:
    """Why a round may not be closed yet, or again; None where it may.

    >>> close_objection({"a": Standing()}, date(2019, 6, 30), date(2019, 6, 29))
    'close_early'
    """
    if today < due_on:
        return "close_early"
    if standings and all(standing.is_closed for standing in standings.values()):
        return "closed_already"
    return "undecided" if undecided(standings) else None


def undecided(standings: Mapping[str, Standing]) -> list[str]:
    """The units whose report waits for the officer."""
    return [unit for unit, standing in standings.items() if standing.state == SUBMITTED and not standing.is_closed]


def receive_objection(standing: Standing) -> str | None:
    """Why a report may not come in: a closed round takes nothing until it is reopened for the unit."""
    return "closed" if standing.is_closed else None


def take(step: str, standing: Standing, by: str) -> tuple[Standing, tuple[Change, ...]]:
    """The standing after an allowed step, and the versions whose state it changed."""
    if step == ACCEPT:
        return _changed(standing, standing.version, ACCEPTED, accepted_by=by)
    if step == RETURN:
        return _changed(standing, standing.version, RETURNED, accepted_by=None)
    counted = standing.counted_version
    if step == CLOSE:
        closed = replace(standing, is_closed=True)
        is_locked = counted is None or standing.versions[counted - 1] == LOCKED
        return (closed, ()) if is_locked else _changed(closed, counted, LOCKED)
    if step == REOPEN:
        opened = replace(standing, is_closed=False)
        is_locked = counted is not None and standing.versions[counted - 1] == LOCKED
        return _changed(opened, counted, REOPENED) if is_locked else (opened, ())
    return standing, ()


def _changed(
    standing: Standing, version: int | None, event: str, **facts: str | None
) -> tuple[Standing, tuple[Change, ...]]:
    assert version is not None  # noqa: S101 - an allowed step is about a version that is there
    versions = (*standing.versions[: version - 1], event, *standing.versions[version:])
    return replace(standing, versions=versions, **facts), (Change(version, event),)  # type: ignore[arg-type]


def _no_decision(standing: Standing, version: int | None) -> str | None:
    if not standing.versions:
        return "draft" if standing.has_draft else "missing"
    if version is not None and version != standing.version:
        return "other_version"
    return "locked" if standing.is_closed else None


def _no_accept(standing: Standing, reason: str | None, version: int | None) -> str | None:
    if why := _no_decision(standing, version):
        return why
    if standing.state == ACCEPTED and standing.accepted_by is not None:
        return "accepted_already"
    return "reason_missing" if standing.state == RETURNED and not (reason or "").strip() else None


def _no_return(standing: Standing, reason: str | None, version: int | None) -> str | None:
    if why := _no_decision(standing, version):
        return why
    if standing.state == RETURNED:
        return "returned_already"
    return None if (reason or "").strip() else "reason_missing"


def _no_reopening(standing: Standing, reason: str | None, version: int | None) -> str | None:
    if not standing.is_closed:
        return "open_already"
    return None if (reason or "").strip() else "reason_missing"


def _no_receipt_day(standing: Standing, reason: str | None, version: int | None) -> str | None:
    if why := _no_decision(standing, None):
        return why
    return None if (reason or "").strip() else "reason_missing"


def _nothing_against(standing: Standing, reason: str | None, version: int | None) -> str | None:
    return None


_OBJECTIONS = {
    ACCEPT: _no_accept,
    RETURN: _no_return,
    REOPEN: _no_reopening,
    CONTACT: _nothing_against,
    REMIND: _nothing_against,
    RECEIPT_DAY: _no_receipt_day,
}

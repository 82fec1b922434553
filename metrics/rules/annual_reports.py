"""The review path of a centre's annual report: its states, the steps that change them, and why one is not allowed.

未报 missing → 已报 submitted → 已转报 forwarded → 已备案 filed, or 退回 returned with a reason. Every version goes the
way by itself, and a correction starts anew. What counts is the latest version that was not returned.

>>> first = receive(Standing())
>>> objection(FILE, first, by="王芳", reason=None, needs_forwarding=True)
'not_forwarded'
>>> forwarded = take(FORWARD, first)
>>> forwarded.state, take(FILE, forwarded).state
('forwarded', 'filed')
>>> take(RETURN, receive(forwarded)).counted_version
1
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from metrics.rules.rounds import RECEIPT_DAY, name_objection, reason_objection

MISSING, SUBMITTED, FORWARDED, FILED, RETURNED = "missing", "submitted", "forwarded", "filed", "returned"
STATES = (MISSING, SUBMITTED, FORWARDED, FILED, RETURNED)
FORWARD, FILE, RETURN = "forward", "file", "return"
LEADS_TO = {FORWARD: FORWARDED, FILE: FILED, RETURN: RETURNED}
STEPS = tuple(LEADS_TO)
# With the day on which a report came in, which changes nothing of its state.
ALL_STEPS = (*STEPS, RECEIPT_DAY)


@dataclass(frozen=True)
class Standing:
    """How one centre's report on one year stands: the state of each version, the first one first."""

    versions: tuple[str, ...] = ()

    @classmethod
    def seen(cls, state: str, version: int | None) -> Standing:
        """What a list shows of a standing: enough to say which steps may be taken.

        >>> Standing.seen("forwarded", 2).version, Standing.seen("not_over", None).state
        (2, 'missing')
        """
        return cls((RETURNED,) * (version - 1) + (state,) if version else ())

    @property
    def version(self) -> int:
        """The latest version, 0 where none came."""
        return len(self.versions)

    @property
    def state(self) -> str:
        """The state of the report: that of its latest version."""
        return self.versions[-1] if self.versions else MISSING

    @property
    def counted_version(self) -> int | None:
        """The version whose figures count, None where there is none."""
        return next((n for n in range(self.version, 0, -1) if self.versions[n - 1] != RETURNED), None)


def receive(standing: Standing) -> Standing:
    """The standing after a report that passed the checks came in, as the next version."""
    return replace(standing, versions=(*standing.versions, SUBMITTED))


def take(step: str, standing: Standing) -> Standing:
    """The standing after an allowed step on the latest version."""
    return replace(standing, versions=(*standing.versions[:-1], LEADS_TO[step]))


def objection(
    step: str, standing: Standing, *, by: str | None, reason: str | None, needs_forwarding: bool,
    version: int | None = None,
) -> str | None:  # fmt: skip
    """Why a step may not be taken, as a code of the family `centre_report` or `round`; None where it may.

    Args:
        step: one of `ALL_STEPS`.
        standing: how the report stands.
        by: who wants to take it.
        reason: why; a return and a day of receipt need one.
        needs_forwarding: whether the document in force sends the report through a department or city first.
        version: the version that was looked at, where it was said: a step is about the latest one only.
    """
    if why := name_objection(by) or reason_objection(reason):
        return why
    if standing.state == MISSING:
        return "nothing_came"
    if step == RECEIPT_DAY:
        return None if (reason or "").strip() else "reason_missing"
    if version is not None and version != standing.version:
        return "other_version"
    if standing.state == FILED:
        return "filed_already"
    if standing.state == RETURNED:
        return "awaits_correction"
    if step == RETURN:
        return None if (reason or "").strip() else "reason_missing"
    if step == FORWARD:
        return "forwarded_already" if standing.state == FORWARDED else None
    return "not_forwarded" if needs_forwarding and standing.state == SUBMITTED else None

"""What somebody else has decided since a page was read: whoever decides on what is no longer so is told, and waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from metrics import clock
from metrics.rules.rounds import CONTACT, REMIND
from metrics.sentences import Bilingual, say, say_each
from pipelines.archive import Step

# They say what was done beside the reports and decide nothing: two of them are never in each other's way.
NOTES = (CONTACT, REMIND)


def overtaking(
    steps: Sequence[Step], step: str, seen_until: datetime | None, is_about: Callable[[Step], bool]
) -> Step | None:
    """The last decision in the journal that whoever asks for `step` cannot have seen; None where there is none.

    Args:
        steps: the journal.
        step: what is asked for.
        seen_until: the last record that was seen, None where nothing is said of that.
        is_about: whether a decision is about the same.
    """
    if seen_until is None or step in NOTES:
        return None
    unseen = (s for s in steps if s.step not in NOTES and is_about(s) and clock.instant(s.recorded_at) > seen_until)
    return max(unseen, key=lambda s: clock.instant(s.recorded_at), default=None)


def overtaken_by(step: Step) -> Bilingual:
    """Who was faster, when, and what was decided."""
    facts = {"by": step.by, "moment": f"{clock.local(clock.instant(step.recorded_at)):%Y-%m-%d %H:%M:%S}"}
    why = say("round.overtaken_why", reason=step.reason) if step.reason else Bilingual("", "")
    return say_each("round.overtaken", {"done": say(f"step_taken.{step.step}"), "why": why}, **facts)

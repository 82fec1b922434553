"""One feedback round for the officer who runs it: a row per unit, those to be reminded first."""

from __future__ import annotations

from dataclasses import dataclass

from metrics import scorecard
from metrics.views import Programme, ReportState, Round
from metrics.warehouse import Snapshot

# From "act today" to "nothing to do".
URGENCY = ("overdue_30", "overdue", "due_soon", "not_due", "late", "on_time")


@dataclass(frozen=True)
class RoundLine:
    """A unit's report in the round, and of how many tasks it gives evidence."""

    report: ReportState
    task_count: int
    evidence_count: int

    @property
    def needs_reminder(self) -> bool:
        """Whether the unit owes something now: nothing came though it was owed, or it was sent back."""
        return self.report.state == "returned" or (
            self.report.is_lead and self.report.is_collected and not self.report.is_reported
        )


@dataclass(frozen=True)
class FeedbackRound:
    """One round of a programme with a line per unit."""

    programme: Programme
    round: Round | None
    lines: tuple[RoundLine, ...]

    @property
    def reminders(self) -> tuple[RoundLine, ...]:
        """The lines that call for a reminder."""
        return tuple(line for line in self.lines if line.needs_reminder)


def feedback_round(snapshot: Snapshot, programme: Programme, period_id: str | None) -> FeedbackRound:
    """The round `period_id` of a programme, or its last one."""
    chosen = programme.round_of(period_id)
    if chosen is None:
        return FeedbackRound(programme, None, ())
    named = {"programme_id": programme.programme_id, "period_id": chosen.period_id}
    evidence = {row["unit_id"]: row for row in snapshot.rows("round_evidence", **named)}
    lines = []
    for report in scorecard.report_states(snapshot, programme.programme_id, chosen):
        row = evidence.get(report.unit.unit_id, {"task_count": 0, "evidence_count": 0})
        lines.append(RoundLine(report, row["task_count"], row["evidence_count"]))
    return FeedbackRound(programme, chosen, tuple(sorted(lines, key=_urgency)))


def _urgency(line: RoundLine) -> tuple[bool, bool, int, int]:
    ladder = line.report.ladder
    rank = URGENCY.index(ladder) if ladder in URGENCY else len(URGENCY)
    return not line.needs_reminder, not line.report.is_lead, rank, -(line.report.days_late or 0)

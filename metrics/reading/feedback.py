"""One feedback round for the officer who runs it: a row per unit, those to be reminded first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from metrics.reading.programme import Programme, Round
from metrics.reading.report import ReportState, report_states
from metrics.reading.rows import MeasureUnit, UnitName, values
from metrics.sentences import Bilingual
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
            self.report.is_owed and self.report.is_collected and not self.report.is_reported
        )


@dataclass(frozen=True)
class RoundEvent:
    """One thing that happened in a round; `unit` is None for the whole round, `actor` where nobody's name stands by it.

    `event` is submitted, refused, accepted, returned, closed, reopened, contacted, reminded or receipt_day, which gives
    the day `received_on`; `recorded_at` is UTC.
    """

    unit: UnitName | None
    version: int | None
    event: str
    actor: str | None
    is_automatic: bool
    reason: str | None
    received_on: date | None
    provenance: str
    recorded_at: datetime


@dataclass(frozen=True)
class ClosingRecord:
    """What was recorded when a round was last closed by name; `closing_id` is None where nothing was, or not to show.

    `note` then says why: `no_record` or `with_sample`. `recorded_at` is UTC.
    """

    actor: str
    recorded_at: datetime
    closing_id: str | None
    rule_version: str | None
    definitions_sha256: str | None
    judgement_count: int | None
    note: str | None


@dataclass(frozen=True)
class JudgementDifference:
    """A judgement of a closed round as it was recorded, and as definitions, rules and figures of now would have it."""

    target_id: str
    name: Bilingual
    unit: UnitName | None
    difference_kind: str
    is_new: bool
    is_gone: bool
    frozen_value: Decimal | None
    new_value: Decimal | None
    frozen_target_value: Decimal | None
    new_target_value: Decimal | None
    frozen_status: str | None
    new_status: str | None
    frozen_rule_version: str | None
    new_rule_version: str | None
    measure_unit: MeasureUnit
    provenance: str | None


@dataclass(frozen=True)
class FeedbackRound:
    """One round of a programme with a line per unit, and what happened in it, the newest first."""

    programme: Programme
    round: Round | None
    lines: tuple[RoundLine, ...]
    history: tuple[RoundEvent, ...] = ()
    closing: ClosingRecord | None = None
    differences: tuple[JudgementDifference, ...] = ()

    @property
    def is_collected(self) -> bool:
        """Whether reports of this round are handed in here; if not, nobody can be called overdue."""
        return all(line.report.is_collected for line in self.lines)

    @property
    def collected_since(self) -> date | None:
        """The day from which reports of the programme are collected here; None where nothing says so."""
        return next((line.report.collected_since for line in self.lines), None)

    @property
    def last_close(self) -> RoundEvent | None:
        """When and by whom the round was last closed; it may have been reopened for single units since."""
        return next((event for event in self.history if event.event == "closed"), None)

    @property
    def reminders(self) -> tuple[RoundLine, ...]:
        """The lines that call for a reminder."""
        return tuple(line for line in self.lines if line.needs_reminder)


def feedback_round(snapshot: Snapshot, programme: Programme, period_id: str | None) -> FeedbackRound:
    """The round `period_id` of a programme, or its last one."""
    chosen = programme.round_of(period_id)
    if chosen is None:
        return FeedbackRound(programme, None, ())
    reports = report_states(snapshot, programme.programme_id, chosen)
    lines = sorted((RoundLine(report, report.task_count, report.evidence_count) for report in reports), key=_urgency)
    history = round_history(snapshot, programme.programme_id, chosen.period_id)
    place = {"programme_id": programme.programme_id, "period_id": chosen.period_id}
    closed = values(ClosingRecord, snapshot.rows("round_closing", **place))
    differing = values(JudgementDifference, snapshot.rows("judgement_differences", **place))
    return FeedbackRound(programme, chosen, tuple(lines), history, closed[0] if closed else None, differing)


def seen_until(snapshot: Snapshot) -> str:
    """The time of the last record that the snapshot shows, UTC in ISO form: who looks at it has seen nothing later."""
    head = snapshot.rows("journal_head")[0]["recorded_at"] or datetime.min
    return head.replace(tzinfo=UTC).isoformat(timespec="microseconds")


def round_history(
    snapshot: Snapshot, programme_id: str, period_id: str, unit_id: str | None = None
) -> tuple[RoundEvent, ...]:
    """What happened in one round, of one unit or of all, the newest first."""
    rows = snapshot.rows("round_history", programme_id=programme_id, period_id=period_id, unit_id=unit_id)
    return values(RoundEvent, rows)


def _urgency(line: RoundLine) -> tuple[bool, bool, int, int]:
    ladder = line.report.ladder
    rank = URGENCY.index(ladder) if ladder in URGENCY else len(URGENCY)
    return not line.needs_reminder, not line.report.is_owed, rank, -(line.report.days_late or 0)

"""One version of a report as it came in, and one figure of it: its cell, what a ledger counts, the records counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from metrics.reading.data_quality import Finding
from metrics.reading.rows import MeasureUnit, UnitName, value, values
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot

RECORDS_SHOWN = 25


@dataclass(frozen=True)
class ReportedFigure:
    """A figure of a report: as read, as written in its cell, and what is said of it; the ledger's count if one is kept.

    `numerator_value` and `denominator_value` are both parts of a share, in a unit of the sender's own choosing.
    """

    indicator_id: str
    name: Bilingual
    actual_value: Decimal | None
    measure_unit: MeasureUnit
    value_text: str | None
    unit_text: str | None
    value_column: str | None
    value_cell: str | None
    sheet_name: str | None
    numerator_value: Decimal | None
    denominator_value: Decimal | None
    progress: str | None
    problems: str | None
    next_steps: str | None
    evidence: str | None
    source_file: str
    source_row: int
    target_id: str | None
    evidence_value: Decimal | None
    record_count: int | None
    verdict: str | None


@dataclass(frozen=True)
class ReportedTask:
    """What a report says of a task, and in which row."""

    task_id: str
    task_number: str
    name: Bilingual
    task_status: str | None
    completion_pct: Decimal | None
    progress: str | None
    problems: str | None
    next_steps: str | None
    evidence: str | None
    source_row: int | None


@dataclass(frozen=True)
class ReportStep:
    """Something that happened to this version, or to its whole round."""

    event: str
    actor: str | None
    is_automatic: bool
    reason: str | None
    received_on: date | None
    recorded_at: datetime


@dataclass(frozen=True)
class ReportVersion:
    """One of the versions of the same report."""

    submission_id: str
    version: int
    submitted_on: date
    received_on: date
    state: str


@dataclass(frozen=True)
class Submission:
    """One version of one unit's report for one round."""

    submission_id: str
    programme_id: str
    unit: UnitName
    period_id: str
    version: int
    submitted_on: date
    received_on: date
    is_nil: bool
    provenance: str
    state: str
    is_counted: bool
    accepted_by: str | None
    is_automatic: bool
    source_file: str
    file_name: str | None
    sha256: str | None
    byte_count: int | None
    missing_item_count: int
    missing_items: Bilingual
    figures: tuple[ReportedFigure, ...]
    tasks: tuple[ReportedTask, ...]
    findings: tuple[Finding, ...]
    steps: tuple[ReportStep, ...]
    versions: tuple[ReportVersion, ...]

    def figure(self, indicator_id: str) -> ReportedFigure | None:
        """The figure of one indicator, the first where a report repeats it."""
        return next((entry for entry in self.figures if entry.indicator_id == indicator_id), None)


@dataclass(frozen=True)
class LedgerRecord:
    """One record of a ledger that counts for a figure, and where it stands."""

    record_id: str
    record_label: str | None
    counted_on: date
    counted_value: Decimal
    measure_unit: str
    provenance: str
    source_file: str
    source_row: int


@dataclass(frozen=True)
class Evidence:
    """What a ledger holds for a figure: how many records, their sum, and one screenful of them."""

    ledger: Bilingual
    record_count: int
    evidence_value: Decimal
    counts_from: date
    counts_until: date
    provenance: str
    records: tuple[LedgerRecord, ...]


def submission(snapshot: Snapshot, submission_id: str) -> Submission | None:
    """One version of a report; None where it is not known, or was not on the day looked back to."""
    key = {"submission_id": submission_id}
    row = next(iter(snapshot.rows("submission", **key)), None)
    if row is None:
        return None
    place = {name: row[name] for name in ("programme_id", "period_id", "unit_id")}
    history = reversed(snapshot.rows("round_history", **place))
    return value(
        Submission,
        row,
        figures=values(ReportedFigure, snapshot.rows("submission_figures", **key)),
        tasks=values(ReportedTask, snapshot.rows("submission_tasks", **key)),
        findings=values(Finding, snapshot.rows("submission_findings", **key)),
        steps=values(ReportStep, (entry for entry in history if entry["version"] == row["version"])),
        versions=values(ReportVersion, snapshot.rows("submission_versions", **place)),
    )


def evidence_of(snapshot: Snapshot, report: Submission, figure: ReportedFigure, screenful: int) -> Evidence | None:
    """The records behind a figure, one screenful (counted from 1); None where no ledger counts it."""
    place = {"target_id": figure.target_id, "unit_id": report.unit.unit_id, "period_id": report.period_id}
    total = next(iter(snapshot.rows("evidence_total", **place)), None) if figure.target_id else None
    if total is None:
        return None
    start = (screenful - 1) * RECORDS_SHOWN
    rows = snapshot.rows("evidence_records", row_limit=RECORDS_SHOWN, row_offset=start, **place)
    return value(Evidence, total, records=values(LedgerRecord, rows))

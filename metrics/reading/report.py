"""How a unit's report for one round stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from metrics.kinds.table import Kind, kind
from metrics.reading.programme import Round
from metrics.reading.rows import UnitName, values
from metrics.rules.standing import Standing
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot

NOTHING_SAID = Bilingual("", "")
# Reports of this round were not handed in here, or it is not opened: nobody can be overdue.
NOBODY_OWES = ("not_collected", "not_opened")
REPORTED_STATES = ("submitted", "accepted", "locked", "reopened")


def shown_state(state: str, ladder: str | None, *, is_owed: bool) -> str:
    """The state to name: a unit that owed nothing here and gave nothing is not called missing."""
    if state == "missing" and not is_owed:
        return "not_owed"
    return str(ladder) if state == "missing" and ladder in NOBODY_OWES else state


@dataclass(frozen=True)
class ReportState:
    """How one unit's report for one round stands."""

    kind_id: str
    unit: UnitName
    period_id: str
    is_lead: bool
    is_owed: bool
    due_on: date
    state: str
    is_nil: bool
    version: int | None
    version_count: int
    submitted_on: date | None
    days_late: int | None
    last_reason: str | None
    ladder: str | None
    provenance: str | None
    task_count: int = 0
    evidence_count: int = 0
    counted_version: int | None = None
    returned_count: int = 0
    accepted_by: str | None = None
    is_automatic: bool = False
    is_correction: bool = False
    is_closed: bool = False
    finding_count: int | None = None
    missing_item_count: int | None = None
    missing_items: Bilingual = NOTHING_SAID
    last_contact_at: datetime | None = None
    last_contact_by: str | None = None
    last_contact_kind: str | None = None
    submission_id: str | None = None
    received_on: date | None = None
    receipt_day_by: str | None = None
    receipt_day_reason: str | None = None
    collected_since: date | None = None

    @property
    def kind(self) -> Kind:
        """The kind of report that it is."""
        return kind(self.kind_id)

    @property
    def standing(self) -> Standing:
        """The same for the rules that say which steps may be taken."""
        accepted_by = None if self.is_automatic else self.accepted_by
        return Standing.seen(self.kind.path, self.state, self.version, self.is_closed, accepted_by)

    @property
    def is_incomplete(self) -> bool:
        """Whether the latest version leaves out something that was asked of the unit."""
        return bool(self.missing_item_count)

    @property
    def open_state(self) -> str | None:
        """What is still to come, `missing` or `returned`; a file that the checks kept out is no report yet."""
        if self.is_reported:
            return None
        return "returned" if self.state == "returned" else "missing"

    @property
    def is_collected(self) -> bool:
        """Whether reports of this round are handed in here; if not, nobody can be called overdue."""
        return self.ladder not in NOBODY_OWES

    @property
    def shown_state(self) -> str:
        """The state to name: a unit that owed nothing here and gave nothing is not called missing."""
        return shown_state(self.state, self.ladder, is_owed=self.is_owed)

    @property
    def is_reported(self) -> bool:
        """Whether a report has come in and was not sent back."""
        return self.state in REPORTED_STATES


def report_states(snapshot: Snapshot, programme_id: str, chosen: Round | None) -> tuple[ReportState, ...]:
    """How the report of every unit stands in one round."""
    if chosen is None:
        return ()
    rows = snapshot.rows("report_states", programme_id=programme_id, period_id=chosen.period_id, unit_id=None)
    return values(ReportState, rows)

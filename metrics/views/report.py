"""How a unit's report for one round stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.views.words import Row, UnitName, fields

REPORTED_STATES = ("submitted", "accepted", "locked")


@dataclass(frozen=True)
class ReportState:
    """How one unit's report for one round stands."""

    unit: UnitName
    period_id: str
    is_lead: bool
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

    @property
    def is_collected(self) -> bool:
        """Whether reports of the programme are handed in here; if not, nobody can be called overdue."""
        return self.ladder != "not_collected"

    @property
    def shown_state(self) -> str:
        """The state to name: a unit that owed nothing here and gave nothing is not called missing."""
        if self.state == "missing" and not self.is_lead:
            return "not_owed"
        return self.state if self.is_collected else "not_collected"

    @property
    def is_reported(self) -> bool:
        """Whether a report has come in and was not sent back."""
        return self.state in REPORTED_STATES

    @classmethod
    def from_row(cls, row: Row) -> ReportState:
        """The state of one row."""
        return cls(
            unit=UnitName.from_row(row),
            is_lead=bool(row["is_lead"]),
            is_nil=bool(row["is_nil"]),
            version_count=row["version_count"] or 0,
            **fields(
                row,
                "period_id",
                "due_on",
                "state",
                "version",
                "submitted_on",
                "days_late",
                "last_reason",
                "ladder",
                "provenance",
            ),
        )

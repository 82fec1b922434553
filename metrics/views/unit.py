"""One responsible unit: in the list of its programme, and on its own page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from metrics.sentences import Bilingual
from metrics.views.contributor import Contributor
from metrics.views.judged_target import JudgedTarget
from metrics.views.programme import Programme, Round, Thresholds
from metrics.views.report import ReportState
from metrics.views.words import Row, UnitName, fields


@dataclass(frozen=True)
class UnitLine:
    """One unit in the list of units of a programme."""

    unit: UnitName
    kind: str
    lead_count: int
    support_count: int
    status_counts: dict[str, int]
    target_provenance: str | None
    report: ReportState | None
    # The weakest class of the judgements that are counted.
    provenance: str | None = None


@dataclass(frozen=True)
class UnitTask:
    """A task of one unit, with what the unit last reported on it for the round."""

    task_id: str
    task_number: str
    group: Bilingual
    name: Bilingual
    role: str
    is_ambiguous: bool
    note: Bilingual
    task_status: str | None
    completion_pct: Decimal | None
    progress: str | None
    problems: str | None
    next_steps: str | None
    evidence: str | None
    provenance: str | None

    @classmethod
    def from_row(cls, row: Row) -> UnitTask:
        """The task of one row."""
        return cls(
            group=Bilingual.from_row(row, "group"),
            name=Bilingual.from_row(row, "name"),
            note=Bilingual.from_row(row, "note"),
            is_ambiguous=bool(row["is_ambiguous"]),
            **fields(
                row,
                "task_id",
                "task_number",
                "role",
                "task_status",
                "completion_pct",
                "progress",
                "problems",
                "next_steps",
                "evidence",
                "provenance",
            ),
        )


@dataclass(frozen=True)
class UnitAlias:
    """Another name of a unit, and where it is used."""

    name: str
    note: Bilingual

    @classmethod
    def from_row(cls, row: Row) -> UnitAlias:
        """The alias of one row."""
        return cls(row["alias_name"], Bilingual.from_row(row, "note"))


@dataclass(frozen=True)
class UnitScorecard:
    """One responsible unit in one programme and round."""

    unit: UnitName
    kind: str
    aliases: tuple[UnitAlias, ...]
    programme_ids: tuple[str, ...]
    programme: Programme
    round: Round | None
    own_targets: tuple[JudgedTarget, ...]
    served_targets: tuple[JudgedTarget, ...]
    tasks: tuple[UnitTask, ...]
    reports: tuple[ReportState, ...]
    thresholds: Thresholds | None
    uncounted: tuple[Contributor, ...] = ()

    @property
    def is_collected(self) -> bool:
        """Whether reports of the programme are handed in here at all."""
        return all(report.is_collected for report in self.reports)

    def tasks_as(self, role: str) -> tuple[UnitTask, ...]:
        """The tasks that the unit leads or supports."""
        return tuple(task for task in self.tasks if task.role == role)

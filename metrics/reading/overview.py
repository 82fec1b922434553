"""One programme in one round, for a reader with two minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.reading.centre import Centre
from metrics.reading.contributor import Contributor, uncounted
from metrics.reading.counts import KindCounts, count_by_kind
from metrics.reading.judged_target import (
    ATTENTION_ORDER,
    JudgedTarget,
    StatedTarget,
    StatusChange,
    UnitPart,
    judged_targets,
    stated_targets,
    unit_parts,
)
from metrics.reading.programme import (
    Document,
    DocumentFact,
    Programme,
    Round,
    Thresholds,
    document_facts,
    programme_documents,
    thresholds,
)
from metrics.reading.report import ReportState, report_states
from metrics.reading.rows import values
from metrics.reading.target_changes import LoweredShare, lowered_share
from metrics.rules.classes import weakest
from metrics.rules.target_kinds import GOAL, REQUIREMENT
from metrics.warehouse import Snapshot


@dataclass(frozen=True)
class Overview:
    """One programme in one round, for a reader with two minutes."""

    programme: Programme
    round: Round | None
    documents: tuple[Document, ...]
    document_facts: tuple[DocumentFact, ...]
    targets: tuple[JudgedTarget, ...]
    previous_targets: tuple[JudgedTarget, ...]
    reports: tuple[ReportState, ...]
    centres: tuple[Centre, ...]
    thresholds: Thresholds | None
    parts: tuple[UnitPart, ...] = ()
    uncounted: tuple[Contributor, ...] = ()
    # Where no round has fallen due: what the document states all the same, and when a report on it first does.
    stated: tuple[StatedTarget, ...] = ()
    seen_on: date | None = None
    # None where documents have changed no target.
    lowered: LoweredShare | None = None

    @property
    def issued_on(self) -> date | None:
        """The day of issue, else the first day in force, of the first of its documents; else when it begins."""
        days = [document.issued_on or document.in_force_on for document in self.documents]
        return min((day for day in days if day), default=self.programme.starts_on)

    @property
    def is_issued(self) -> bool:
        """Whether the programme was there on the day viewed."""
        return self.issued_on is None or self.seen_on is None or self.issued_on <= self.seen_on

    @property
    def goals(self) -> tuple[JudgedTarget, ...]:
        """The targets that the document sets for the programme as a whole."""
        return tuple(target for target in self.targets if target.kind == GOAL)

    @property
    def requirements(self) -> tuple[JudgedTarget, ...]:
        """The figures that the document states inside its tasks."""
        return tuple(target for target in self.targets if target.kind == REQUIREMENT)

    @property
    def counts(self) -> dict[str, KindCounts]:
        """Goals, yearly requirements and unit parts by status, each kind by itself."""
        return count_by_kind([*self.targets, *(part.target for part in self.parts)])

    @property
    def headline(self) -> tuple[JudgedTarget, ...]:
        """At most six targets with a whole figure: official ones, then what needs attention, then the others."""
        figured = [target for target in self.targets if target.actual_value is not None and target.status != "no_data"]
        attention = [target.target_id for target in self.needs_attention]

        def rank(target: JudgedTarget) -> tuple[bool, int]:
            place = attention.index(target.target_id) if target.target_id in attention else len(attention)
            return target.provenance != "published", place

        return tuple(sorted(figured, key=rank)[:6])

    @property
    def changes(self) -> tuple[StatusChange, ...]:
        """Targets whose status is another one than in the round before, in the order of the document."""
        before = {target.target_id: target for target in self.previous_targets}
        return tuple(
            StatusChange(target, earlier.status, weakest([earlier.judged_by, target.judged_by]))
            for target in self.targets
            if (earlier := before.get(target.target_id, target)).status != target.status
        )

    @property
    def needs_attention(self) -> tuple[JudgedTarget, ...]:
        """Goals and yearly requirements missed, behind or without data, the worst first."""
        listed = [target for target in self.targets if target.status in ATTENTION_ORDER]
        return tuple(sorted(listed, key=_attention_rank))

    @property
    def parts_needing_attention(self) -> tuple[UnitPart, ...]:
        """The same of what units carry, unit by unit, the worst first."""
        listed = sorted(
            (part for part in self.parts if part.target.status in ATTENTION_ORDER),
            key=lambda part: _attention_rank(part.target),
        )
        units = list(dict.fromkeys(part.unit for part in listed))
        return tuple(sorted(listed, key=lambda part: units.index(part.unit)))

    @property
    def owed_reports(self) -> tuple[ReportState, ...]:
        """The reports that the text obliges lead units to give, where reports are handed in here at all."""
        return tuple(report for report in self.reports if report.is_owed and report.is_collected)

    @property
    def open_reports(self) -> tuple[ReportState, ...]:
        """Owed reports that have not come in, or were returned."""
        return tuple(report for report in self.owed_reports if not report.is_reported)

    @property
    def incomplete_reports(self) -> tuple[ReportState, ...]:
        """Owed reports that came in and leave out something that was asked of their unit."""
        return tuple(report for report in self.owed_reports if report.is_reported and report.is_incomplete)


def _attention_rank(target: JudgedTarget) -> tuple[int, float]:
    return ATTENTION_ORDER.index(target.status), target.pace_ratio or 0.0


def overview(snapshot: Snapshot, programme: Programme, period_id: str | None) -> Overview:
    """One programme in the round `period_id`, or in its last one."""
    chosen, programme_id = programme.round_of(period_id), programme.programme_id
    targets = judged_targets(snapshot, programme_id, chosen)
    return Overview(
        programme=programme,
        round=chosen,
        documents=programme_documents(snapshot, programme_id),
        document_facts=document_facts(snapshot, programme_id),
        targets=targets,
        previous_targets=judged_targets(snapshot, programme_id, programme.round_before(chosen)),
        reports=report_states(snapshot, programme_id, chosen),
        centres=values(Centre, snapshot.rows("programme_centres", programme_id=programme_id)),
        thresholds=thresholds(snapshot, programme_id, chosen),
        parts=unit_parts(snapshot, programme_id, chosen, targets),
        uncounted=uncounted(snapshot, programme_id, chosen),
        stated=() if chosen else stated_targets(snapshot, programme_id),
        seen_on=snapshot.seen_on,
        lowered=lowered_share(snapshot, programme_id, chosen),
    )

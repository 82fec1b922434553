"""One programme in one round, for a reader with two minutes."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.rules.statuses import STATUSES
from metrics.views.centre import Centre
from metrics.views.judged_target import ATTENTION_ORDER, JudgedTarget, StatusChange
from metrics.views.programme import Document, DocumentFact, Programme, Round, Thresholds
from metrics.views.report import ReportState


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

    @property
    def programme_targets(self) -> tuple[JudgedTarget, ...]:
        """The targets that the document sets for the programme as a whole."""
        return tuple(target for target in self.targets if target.level == "programme")

    @property
    def status_counts(self) -> dict[str, int]:
        """Programme targets by status, in the order of the legend, zero counts included."""
        statuses = [target.status for target in self.programme_targets]
        return {status: statuses.count(status) for status in STATUSES}

    @property
    def headline(self) -> tuple[JudgedTarget, ...]:
        """At most six targets with a whole figure: official ones first, then what needs a look."""
        whole = [
            target
            for target in self.programme_targets
            if target.actual_value is not None and target.status != "no_data"
        ]
        return tuple(sorted(whole, key=_headline_rank)[:6])

    @property
    def changes(self) -> tuple[StatusChange, ...]:
        """Targets whose status is another one than in the round before, in the order of the document."""
        before = {target.target_id: target.status for target in self.previous_targets}
        return tuple(
            StatusChange(target, before[target.target_id])
            for target in self.targets
            if before.get(target.target_id, target.status) != target.status
        )

    @property
    def needs_attention(self) -> tuple[JudgedTarget, ...]:
        """Targets missed, behind or without data, the worst first."""
        listed = [target for target in self.targets if target.status in ATTENTION_ORDER]
        return tuple(sorted(listed, key=_attention_rank))

    @property
    def owed_reports(self) -> tuple[ReportState, ...]:
        """The reports that the text obliges lead units to give, where reports are handed in here at all."""
        return tuple(report for report in self.reports if report.is_lead and report.is_collected)

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


def _headline_rank(target: JudgedTarget) -> tuple[bool, int, float]:
    rank = ATTENTION_ORDER.index(target.status) if target.status in ATTENTION_ORDER else len(ATTENTION_ORDER)
    return target.provenance == "sample", rank, -(target.attainment_pct or 0.0)

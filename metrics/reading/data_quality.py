"""What the data went through on their way in: rules, findings, and the files with their fingerprints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from metrics.reading.rows import values
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot

MOST_FINDINGS = 200


@dataclass(frozen=True)
class CheckResult:
    """One rule and how it went."""

    rule_id: str
    table_name: str
    severity: str
    is_success: bool
    checked_count: int | None
    unexpected_count: int | None
    sentence: Bilingual


@dataclass(frozen=True)
class Finding:
    """One place that a rule objects to, and what to do about it."""

    rule_id: str
    severity: str
    file: str | None
    row_number: int | None
    column_name: str | None
    value: str | None
    sentence: Bilingual
    next_step: Bilingual


@dataclass(frozen=True)
class SourceFile:
    """A file that the build was made from."""

    path: str
    sha256: str
    byte_count: int
    provenance: str | None


@dataclass(frozen=True)
class SetAsideImport:
    """An imported statistic that does not count: held because it is far from what it would displace, or withdrawn."""

    file_name: str
    statistic: str | None
    import_state: str
    decided_at: datetime
    decided_by: str | None
    decision_reason: str | None
    indicator: Bilingual


@dataclass(frozen=True)
class DataQuality:
    """The verdicts on one build."""

    checks: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]
    finding_count: int
    files: tuple[SourceFile, ...]
    set_aside: tuple[SetAsideImport, ...] = ()

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The rules that found something."""
        return tuple(check for check in self.checks if not check.is_success)


def data_quality(snapshot: Snapshot) -> DataQuality:
    """The verdicts on the snapshot; at most `MOST_FINDINGS` findings, and how many there are."""
    return DataQuality(
        checks=values(CheckResult, snapshot.rows("check_results")),
        findings=values(Finding, snapshot.rows("findings", most=MOST_FINDINGS)),
        finding_count=snapshot.rows("finding_count")[0]["finding_count"],
        files=values(SourceFile, snapshot.rows("source_files")),
        set_aside=values(SetAsideImport, snapshot.rows("set_aside_imports")),
    )

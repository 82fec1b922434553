"""What the data went through on their way in: rules, findings, and the files with their fingerprints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Finding:
        """The finding of one row."""
        return cls(
            sentence=Bilingual.from_row(row, "sentence"),
            next_step=Bilingual.from_row(row, "next_step"),
            **_rest(row, "sentence", "next_step"),
        )


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
    checks = tuple(
        CheckResult(sentence=Bilingual.from_row(row, "sentence"), **_rest(row, "sentence"))
        for row in snapshot.rows("check_results")
    )
    findings = tuple(map(Finding.from_row, snapshot.rows("findings", most=MOST_FINDINGS)))
    count = snapshot.rows("finding_count")[0]["finding_count"]
    files = tuple(SourceFile(**row) for row in snapshot.rows("source_files"))
    set_aside = tuple(
        SetAsideImport(indicator=Bilingual.from_row(row, "indicator_name"), **_rest(row, "indicator_name"))
        for row in snapshot.rows("set_aside_imports")
    )
    return DataQuality(checks, findings, count, files, set_aside)


def _rest(row: dict[str, Any], *names: str) -> dict[str, Any]:
    words = {f"{name}_{language}" for name in names for language in ("zh", "en")}
    return {key: value for key, value in row.items() if key not in words}

"""What became of one file that came in: the verdict, and everything that is to be said about it once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from expectations.result import Finding
from metrics.sentences import Bilingual
from pipelines.lookup import Item
from pipelines.readers.wording import reading_finding
from pipelines.records import ACCEPTED, REFUSED, Receipt
from pipelines.register import TASK
from pipelines.reports.completeness import LeftOut
from pipelines.reports.report import ReceivedReport
from pipelines.sources.received import report_form

MOST_FINDINGS = 500


@dataclass
class Outcome:
    """What became of one file: its verdict, what was read, what was found; once it is kept, its receipt and words.

    Of more findings than a person reads the first ones are listed, errors before warnings, with a last one that says
    how many more there are (`unlisted`).
    `left_out` is what the report says nothing of though it was asked; None where it was not looked at.
    `other` is the newest other version of the report: whose place a new one takes, or what came after a known one.
    `state` is how its version stood once it was decided, where that was looked at.
    """

    file: str
    verdict: str
    report: ReceivedReport
    findings: list[Finding] = field(default_factory=list)
    receipt: Receipt | None = None
    said: Bilingual | None = None
    left_out: LeftOut | None = None
    unlisted: int = 0
    other: Receipt | None = None
    state: str | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many items of each kind were read; empty where that is not known any more."""
        return self.report.counts if self.report.rows or self.receipt is None else self.receipt.read_counts

    @property
    def is_refused(self) -> bool:
        """Whether any finding keeps it out."""
        return self.verdict == REFUSED


def known_outcome(receipt: Receipt) -> Outcome:
    """What became of a file that was received before, as its receipt has it."""
    findings = [Finding(**facts) for facts in receipt.findings]
    return Outcome(receipt.name, receipt.verdict, ReceivedReport(receipt.name), findings, receipt)


def outcome_facts(outcome: Outcome) -> dict[str, Any]:
    """One outcome for scripts."""
    receipt = outcome.receipt
    key = outcome.report.key or (receipt.key if receipt and None not in receipt.key else None)
    form = report_form(receipt.kind) if receipt else outcome.report.form
    return {
        "file": outcome.file,
        "verdict": outcome.verdict,
        "report": dict(zip(form.key_columns, key, strict=True)) if key else None,
        "said_zh": outcome.said.zh if outcome.said else None,
        "said_en": outcome.said.en if outcome.said else None,
        "version": receipt.version if receipt else None,
        "sha256": receipt.sha256 if receipt else None,
        "received_at": receipt.received_at if receipt else None,
        "row_count": len(outcome.report.rows),
        "is_complete": None if outcome.left_out is None else not outcome.left_out.missing,
        "missing_items": [_item_facts(item) for item in outcome.left_out.missing] if outcome.left_out else [],
        **outcome.counts,
        "reading": outcome.report.facts,
        "conversions": [note.as_dict() for note in outcome.report.notes],
        "unlisted_count": outcome.unlisted,
        "findings": [finding.as_dict() for finding in outcome.findings],
    }


def _item_facts(item: Item) -> dict[str, str]:
    kind = "task" if item.kind == TASK else "indicator"
    return {"item_kind": kind, "item_id": item.item_id, "name_zh": item.name_zh, "name_en": item.name_en}


def outcome_of(report: ReceivedReport, checked: list[Finding], left_out: LeftOut | None = None) -> Outcome:
    """The verdict on one report: what its reader found, and of what the rules found all that is new."""
    findings = [*report.findings, *_new_findings(report, checked)]
    findings.sort(key=lambda f: (f.severity != "error", f.sheet or "", f.row_number or 0))
    is_refused = report.key is None or any(finding.severity == "error" for finding in findings)
    verdict, unlisted = REFUSED if is_refused else ACCEPTED, len(findings) - MOST_FINDINGS
    if unlisted <= 0:
        return Outcome(report.file, verdict, report, findings, left_out=left_out)
    more = reading_finding("findings.more", report.file, count=unlisted)
    more = replace(more, severity=findings[MOST_FINDINGS].severity)
    listed = [*findings[:MOST_FINDINGS], more]
    return Outcome(report.file, verdict, report, listed, left_out=left_out, unlisted=unlisted)


def _new_findings(report: ReceivedReport, checked: list[Finding]) -> list[Finding]:
    # A cell that could not be read is empty to the rules: it is named once, by its reader.
    read = report.findings
    named = {(finding.row_number, finding.column_name) for finding in read}
    columns = {finding.column_name for finding in read if finding.rule_id in {"header.missing", "cell.required"}}
    if any(finding.rule_id == "report.blank" for finding in read):
        return []  # Everything that is missing is missing for one reason.
    nameless = {finding.row_number for finding in read if finding.rule_id == "item.unknown"}
    new = [
        finding
        for finding in checked
        if not (finding.row_number in nameless and finding.rule_id.endswith("item_id.given"))
        and (finding.row_number, finding.column_name) not in named
        and finding.column_name not in columns
    ]
    return list(_of_the_whole_once(report, new))


def _of_the_whole_once(report: ReceivedReport, checked: list[Finding]) -> Iterator[Finding]:
    """What is wrong with the whole report is said once; that no programme follows from it goes without saying."""
    whole = {report.headers.get(column, report.form.title(column)) for column in report.form.report_columns}
    programme = report.headers.get("programme_id", report.form.title("programme_id"))
    named = {finding.column_name for finding in report.findings}
    if any(f.column_name in whole - {programme} for f in [*report.findings, *checked]):
        named.add(programme)
    said = set()
    for finding in checked:
        what = finding.rule_id, finding.column_name, finding.value
        if finding.column_name not in whole or (finding.column_name not in named and what not in said):
            said.add(what)
            yield finding

"""Checks received reports with the suite of their form; each finding points at the clerk's own cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from expectations.result import Finding
from expectations.runner import FILE_COLUMN
from metrics.kinds.table import Kind
from pipelines.kinds.table import behaviour
from pipelines.register import Register
from pipelines.reports.history import History
from pipelines.reports.report import ReceivedReport
from pipelines.sources.received import report_forms

Reports = list[tuple[ReceivedReport, list[History]]]
# A fact that is no column of the form is shown under the column where it is put right.
_SHOWN_UNDER = {
    "missing_items": "item_name",
    "missing_lead_tasks": "item_name",
    "missing_own_indicators": "item_name",
    "missing_support_tasks": "item_name",
    "dropped_items": "item_name",
    "replaced_by_nil": "is_nil",
    "nil_over_takeover": "is_nil",
}


def check_reports(reports: Reports, register: Register, today: date) -> list[list[Finding]]:
    """What the suite of its form finds in each report, at its cell under the header that the file uses.

    All are judged together, and each as if it were alone: they may bear the same name.

    Args:
        reports: each report with what its sender said before.
        register: what codes and names are looked up in.
        today: the day that counts as now.
    """
    found: list[list[Finding]] = [[] for _ in reports]
    for form in report_forms():
        of_form = [number for number, (report, _) in enumerate(reports) if report.form.form_id == form.form_id]
        for number, findings in _findings(form.kind, reports, of_form, register, today).items():
            report = reports[number][0]
            titles = _titles(report)
            found[number] = [
                replace(finding, file=report.file, column_name=_titled(finding.column_name, titles))
                for finding in findings
            ]
    return found


def _findings(
    of: Kind, reports: Reports, numbers: list[int], register: Register, today: date
) -> dict[int, list[Finding]]:
    """By the place of a report among `reports`; those at `numbers` are looked at."""
    does = behaviour(of)
    rows = [
        {**facts, FILE_COLUMN: f"{number}"}
        for number in numbers
        for facts in does.facts(reports[number][0], register, reports[number][1], today)
    ]
    if not rows:
        return {}
    import pandas as pd

    from expectations.apart import findings_by_file
    from expectations.suite import load_suites

    own = of.folder / "suites"
    suites = load_suites(own) if own.is_dir() else load_suites()
    frame = pd.DataFrame(rows, dtype=object).astype(dict.fromkeys(does.numbers, "float64"))
    found = findings_by_file(frame, suites[f"received_{of.kind_id}"], does.references(register))
    return {int(number): findings for number, findings in found.items()}


def _titles(report: ReceivedReport) -> dict[str, str]:
    titles = {column: report.headers.get(column, report.form.title(column)) for column in report.form.columns}
    return titles | {fact: titles[column] for fact, column in _SHOWN_UNDER.items()}


def _titled(columns: str | None, titles: dict[str, str]) -> str | None:
    return columns and ", ".join(titles.get(column, column) for column in columns.split(", "))

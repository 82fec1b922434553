"""Checks received reports with the suite of their form; each finding points at the clerk's own cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from expectations.result import Finding
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


def check_reports(reports: Reports, register: Register, today: date) -> dict[str, list[Finding]]:
    """The findings of each form's suite by file, each at its cell under the header that the file uses.

    Args:
        reports: each report with what its sender said before; their `file` names differ.
        register: what codes and names are looked up in.
        today: the day that counts as now.
    """
    found: dict[str, list[Finding]] = {report.file: [] for report, _ in reports}
    for form in report_forms():
        of_form = [pair for pair in reports if pair[0].form.form_id == form.form_id]
        titles = {report.file: _titles(report) for report, _ in of_form}
        for finding in _findings(form.kind, of_form, register, today):
            column_name = _titled(finding.column_name, titles[finding.file])
            found[finding.file].append(replace(finding, column_name=column_name))
    return found


def _findings(of: Kind, reports: Reports, register: Register, today: date) -> list[Finding]:
    does = behaviour(of)
    rows = [facts for report, past in reports for facts in does.facts(report, register, past, today)]
    if not rows:
        return []
    import pandas as pd

    from expectations.runner import run_suites
    from expectations.suite import load_suites

    name, own = f"received_{of.kind_id}", of.folder / "suites"
    suites = load_suites(own) if own.is_dir() else load_suites()
    frame = pd.DataFrame(rows, dtype=object).astype(dict.fromkeys(does.numbers, "float64"))
    results = run_suites({name: frame}, {name: suites[name]}, does.references(register))
    return [finding for result in results for finding in result.findings]


def _titles(report: ReceivedReport) -> dict[str, str]:
    titles = {column: report.headers.get(column, report.form.title(column)) for column in report.form.columns}
    return titles | {fact: titles[column] for fact, column in _SHOWN_UNDER.items()}


def _titled(columns: str | None, titles: dict[str, str]) -> str | None:
    return columns and ", ".join(titles.get(column, column) for column in columns.split(", "))

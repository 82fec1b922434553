"""Checks received reports with the suite of their form; each finding points at the clerk's own cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from expectations.result import Finding
from pipelines.centre_reports import facts as centre_facts
from pipelines.register import Register
from pipelines.reports.facts import NUMBERS, Facts, report_facts, whole_facts
from pipelines.reports.history import History
from pipelines.reports.report import ReceivedReport
from pipelines.sources.received import CENTRE_REPORT, REPORT, report_forms

Reports = list[tuple[ReceivedReport, list[History]]]
# Form → its suite, and the facts that are numbers to it.
SUITES = {
    REPORT: ("received_report", NUMBERS),
    CENTRE_REPORT: ("received_centre_report", centre_facts.NUMBERS),
}
# A fact that is no column of the form is shown under the column where it is put right.
_SHOWN_UNDER = {
    "missing_items": "item_name",
    "missing_lead_tasks": "item_name",
    "missing_own_indicators": "item_name",
    "missing_support_tasks": "item_name",
    "dropped_items": "item_name",
    "replaced_by_nil": "is_nil",
}


def check_reports(reports: Reports, register: Register, today: date) -> dict[str, list[Finding]]:
    """The findings of each form's suite by file, each at its cell under the header that the file uses.

    Args:
        reports: each report with what its unit or centre said before; their `file` names differ.
        register: what codes and names are looked up in.
        today: the day that counts as now.
    """
    found: dict[str, list[Finding]] = {report.file: [] for report, _ in reports}
    for form in report_forms():
        of_form = [pair for pair in reports if pair[0].form.form_id == form.form_id]
        titles = {report.file: _titles(report) for report, _ in of_form}
        for finding in _findings(form.form_id, of_form, register, today):
            column_name = _titled(finding.column_name, titles[finding.file])
            found[finding.file].append(replace(finding, column_name=column_name))
    return found


def _findings(form_id: str, reports: Reports, register: Register, today: date) -> list[Finding]:
    rows = [facts for report, past in reports for facts in _facts(report, register, past, today)]
    if not rows:
        return []
    import pandas as pd

    from expectations.runner import run_suites
    from expectations.suite import load_suites

    suite, numbers = SUITES[form_id]
    frame = pd.DataFrame(rows, dtype=object).astype(dict.fromkeys(numbers, "float64"))
    results = run_suites({suite: frame}, {suite: load_suites()[suite]}, references(register)[form_id])
    return [finding for result in results for finding in result.findings]


def _facts(report: ReceivedReport, register: Register, past: list[History], today: date) -> list[Facts]:
    if report.form.form_id == CENTRE_REPORT:
        return centre_facts.centre_report_facts(report, register.centres, past, today)
    # What is to be said of the whole report is said once, at its first row.
    whole = whole_facts(report, register, past)
    said = [whole, *[dict.fromkeys(whole)] * (len(report.rows) - 1)]
    return [report_facts(row, register, past, today) | more for row, more in zip(report.rows, said, strict=True)]


def _titles(report: ReceivedReport) -> dict[str, str]:
    titles = {column: report.headers.get(column, report.form.title(column)) for column in report.form.columns}
    return titles | {fact: titles[column] for fact, column in _SHOWN_UNDER.items()}


def references(register: Register) -> dict[str, dict[str, list[str]]]:
    """The accepted values that the suite of each form refers to."""
    measure_units = [unit.code for unit in register.catalog.measure_units]
    return {
        REPORT: {
            "unit_names": sorted(register.unit_ids),
            "programme_ids": list(register.rounds),
            "programme_rounds": [f"{p} {period}" for p, rounds in register.rounds.items() for period in rounds],
            "item_ids": list(register.items),
            "measure_units": measure_units,
        },
        CENTRE_REPORT: {
            "programme_ids": register.centres.programme_ids,
            "item_ids": list(register.centres.items),
            "measure_units": measure_units,
        },
    }


def _titled(columns: str | None, titles: dict[str, str]) -> str | None:
    return columns and ", ".join(titles.get(column, column) for column in columns.split(", "))

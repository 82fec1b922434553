"""Checks received reports with their suite; each finding points at the clerk's own cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from expectations.result import Finding
from pipelines.readers.report import ReceivedReport
from pipelines.register import Register
from pipelines.report_facts import NUMBERS, report_facts
from pipelines.report_history import History
from pipelines.sources.received import report_form

SUITE = "received_report"


def check_reports(
    reports: list[tuple[ReceivedReport, list[History]]], register: Register, today: date
) -> dict[str, list[Finding]]:
    """The findings of the suite `received_report` by file, each at its cell under the header that the file uses.

    Args:
        reports: each report with what its unit said before; their `file` names differ.
        register: what codes and names are looked up in.
        today: the day that counts as now.
    """
    found: dict[str, list[Finding]] = {report.file: [] for report, _ in reports}
    rows = [report_facts(row, register, past, today) for report, past in reports for row in report.rows]
    if not rows:
        return found
    import pandas as pd

    from expectations.runner import run_suites
    from expectations.suite import load_suites

    frame = pd.DataFrame(rows, dtype=object).astype(dict.fromkeys(NUMBERS, "float64"))
    results = run_suites({SUITE: frame}, {SUITE: load_suites()[SUITE]}, references(register))
    form = report_form()
    titles = {
        report.file: {column: report.headers.get(column, form.title(column)) for column in form.columns}
        for report, _ in reports
    }
    for finding in (finding for result in results for finding in result.findings):
        column_name = _titled(finding.column_name, titles[finding.file])
        found[finding.file].append(replace(finding, column_name=column_name))
    return found


def references(register: Register) -> dict[str, list[str]]:
    """The accepted values that the suite refers to."""
    return {
        "unit_names": sorted(register.unit_ids),
        "programme_ids": list(register.rounds),
        "programme_rounds": [f"{p} {period}" for p, rounds in register.rounds.items() for period in rounds],
        "item_ids": list(register.items),
        "measure_units": [unit.code for unit in register.catalog.measure_units],
    }


def _titled(columns: str | None, titles: dict[str, str]) -> str | None:
    return columns and ", ".join(titles.get(column, column) for column in columns.split(", "))

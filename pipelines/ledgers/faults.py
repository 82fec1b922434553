"""The verdicts on ledgers: DuckDB finds the cells that offend, Great Expectations judges them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from expectations.result import CheckResult
from expectations.runner import FILE_COLUMN, ROW_COLUMN, run_suites
from expectations.suite import Suite
from pipelines.ledgers.lines import LISTED_ROWS
from pipelines.ledgers.staging import Ledgers
from pipelines.ledgers.typed import Offence
from pipelines.readers.wording import reading_finding

SUITE_NAME = "ledger"
FAULT_COLUMN = "fault"


def check_ledgers(ledgers: Ledgers, suites: Mapping[str, Suite]) -> list[CheckResult]:
    """The result of every ledger rule over what was found when the files were staged.

    Each fault lists its first hundred rows in a file and then says how many more there are; `unexpected_count` counts
    them all, and `checked_count` all records of all ledgers.
    """
    offences = ledgers.offences
    # An offence knows its own place: the row it is judged under is its position in the list.
    judged = [(offence.fault, offence.file, position) for position, offence in enumerate(offences)]
    frame = pd.DataFrame(judged, columns=[FAULT_COLUMN, FILE_COLUMN, ROW_COLUMN], dtype=object)
    results = run_suites({SUITE_NAME: frame.astype({ROW_COLUMN: "int64"})}, {SUITE_NAME: suites[SUITE_NAME]}, {})
    return [_placed(result, offences, ledgers.record_count) for result in results]


def _placed(result: CheckResult, offences: Sequence[Offence], checked_count: int) -> CheckResult:
    own = [(finding, offences[finding.row_number or 0]) for finding in result.findings]
    findings = [
        replace(finding, row_number=offence.row_number, column_name=offence.shown, value=offence.value)
        for finding, offence in own
    ]
    totals = {(offence.file, offence.shown): offence.total for _, offence in own}
    for (file, shown), total in totals.items():
        if total > LISTED_ROWS:
            more = reading_finding("ledger.more", file, None, shown, count=total - LISTED_ROWS)
            findings.append(replace(more, severity=result.severity))
    return replace(
        result,
        checked_count=checked_count,
        unexpected_count=sum(totals.values()),
        findings=tuple(findings),
    )

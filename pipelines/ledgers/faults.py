"""The checks of ledgers, for millions of rows: DuckDB finds the cells that offend, Great Expectations judges them.

What is looked for follows from the shape; severity and words stand in `expectations/suites/ledger.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb
import pandas as pd
from duckdb import ColumnExpression, ConstantExpression, Expression, FunctionExpression, SQLExpression, StarExpression

from expectations.result import CheckResult
from expectations.runner import FILE_COLUMN, ROW_COLUMN, run_suites
from expectations.suite import Suite
from pipelines.ledgers.lines import LISTED_ROWS
from pipelines.ledgers.reader import text_rows
from pipelines.ledgers.shape import Column, Shape
from pipelines.readers.wording import reading_finding

SUITE_NAME = "ledger"
FAULT_COLUMN = "fault"
DATE_PATTERN = r"^(19|20)\d\d-\d\d-\d\d$"
# A number that starts with 0 may have lost its point, or is a code: it is none here either.
NUMBER_PATTERN = r"^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$"


@dataclass(frozen=True)
class _Fault:
    """Rows that offend in one way: which fault, the column shown with it and its header, and the rows themselves."""

    fault: str
    column_name: str
    shown: str
    rows: duckdb.DuckDBPyRelation


@dataclass(frozen=True)
class _Offence:
    """One cell that offends, with its place, and how many rows of its file do so in the same column."""

    fault: str
    file: str
    row_number: int
    shown: str
    value: str | None
    total: int


def check_ledgers(
    connection: duckdb.DuckDBPyConnection,
    shapes: Sequence[Shape],
    suites: Mapping[str, Suite],
    unit_names: Sequence[str],
    row_counts: Mapping[str, int],
) -> list[CheckResult]:
    """The result of every ledger rule over the rows that `receive` read.

    Each fault lists its first hundred rows in a file and then says how many more there are; `unexpected_count` counts
    them all, and `checked_count` all records of all ledgers.
    """
    offences = [
        offence
        for shape in shapes
        if row_counts.get(shape.ledger_id)
        for fault in _faults(connection, shape, unit_names)
        for offence in _listed(fault)
    ]
    # An offence knows its own place: the row it is judged under is its position in the list.
    judged = [(offence.fault, offence.file, position) for position, offence in enumerate(offences)]
    frame = pd.DataFrame(judged, columns=[FAULT_COLUMN, FILE_COLUMN, ROW_COLUMN], dtype=object)
    results = run_suites({SUITE_NAME: frame.astype({ROW_COLUMN: "int64"})}, {SUITE_NAME: suites[SUITE_NAME]}, {})
    return [_placed(result, offences, sum(row_counts.values())) for result in results]


def _faults(connection: duckdb.DuckDBPyConnection, shape: Shape, unit_names: Sequence[str]) -> Iterator[_Fault]:
    for name, column in shape.columns.items():
        for fault, condition in _column_faults(name, column, unit_names):
            yield _Fault(fault, name, _shown(shape, name), text_rows(connection, shape).filter(condition))
    shown = ", ".join(_shown(shape, name) for name in shape.key)
    yield _Fault("repeated", shape.key[0], shown, _repeated(connection, shape))


def _repeated(connection: duckdb.DuckDBPyConnection, shape: Shape) -> duckdb.DuckDBPyRelation:
    # A key that is not whole has a finding of its own.
    whole = text_rows(connection, shape)
    for name in shape.key:
        whole = whole.filter(ColumnExpression(name).isnotnull())
    key = FunctionExpression("concat_ws", ConstantExpression("\x1f"), *map(ColumnExpression, shape.key)).alias("_key")
    keyed = whole.select(StarExpression(), key)
    times = keyed.aggregate([ColumnExpression("_key"), SQLExpression("count(*)").alias("times")])
    repeated = times.filter(ColumnExpression("times") > ConstantExpression(1)).select(ColumnExpression("_key"))
    return keyed.set_alias("keyed").join(repeated.set_alias("repeated"), "_key", how="semi")


def _column_faults(name: str, column: Column, unit_names: Sequence[str]) -> Iterator[tuple[str, Expression]]:
    cell = ColumnExpression(name)
    if column.required:
        yield "empty", cell.isnull()
    if column.type == "date":
        yield "not_a_date", cell.isnotnull() & ~_is_date(cell)
    if column.type == "number":
        yield "not_a_number", cell.isnotnull() & ~_matches(cell, NUMBER_PATTERN)
    if column.type == "choice":
        yield "not_accepted", ~cell.isin(*map(ConstantExpression, column.values))
    if column.type == "unit":
        yield "unknown_unit", ~cell.isin(*map(ConstantExpression, unit_names))
    if column.minimum is not None:
        # Only what is a number is compared; what is none has its own finding.
        number = SQLExpression(f"try_cast({name} as decimal(24, 6))")
        yield "too_small", number < ConstantExpression(column.minimum)
    if column.not_before is not None:
        # ISO dates stand in the order of their text.
        start = ColumnExpression(column.not_before)
        yield "too_early", (cell < start) & _is_date(cell) & _is_date(start)


def _is_date(cell: Expression) -> Expression:
    parsed = FunctionExpression("try_strptime", cell, ConstantExpression("%Y-%m-%d"))
    return _matches(cell, DATE_PATTERN) & parsed.isnotnull()


def _matches(cell: Expression, pattern: str) -> Expression:
    return FunctionExpression("regexp_matches", cell, ConstantExpression(pattern))


def _shown(shape: Shape, name: str) -> str:
    headers = shape.columns[name].headers
    return headers[0] if headers else name


def _listed(fault: _Fault) -> Iterator[_Offence]:
    """The first offending rows of each file."""
    counted = fault.rows.aggregate([ColumnExpression(FILE_COLUMN), SQLExpression("count(*)")]).fetchall()
    for file, total in sorted(counted):
        here = fault.rows.filter(ColumnExpression(FILE_COLUMN) == ConstantExpression(file))
        cells = here.select(ColumnExpression(ROW_COLUMN), ColumnExpression(fault.column_name))
        for row_number, value in cells.order(ROW_COLUMN).limit(LISTED_ROWS).fetchall():
            yield _Offence(fault.fault, file, row_number, fault.shown, value, total)


def _placed(result: CheckResult, offences: Sequence[_Offence], checked_count: int) -> CheckResult:
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

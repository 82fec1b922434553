"""Cells become values: each row typed, and whether anything in it is at fault.

What is looked for follows from the shape; severity and words stand in `expectations/suites/ledger.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
from duckdb import SQLExpression

from metrics.database import quoted
from metrics.ledger_records import FAULT_MASK
from pipelines.ledgers.lines import LISTED_ROWS
from pipelines.ledgers.reader import NUMBER_PATTERN, Cells
from pipelines.ledgers.shape import SQL_TYPES, Column, Shape

TYPED = ("date", "number")
LISTED = ("not_accepted", "unknown_unit")
# So many ways to offend are asked after in one pass.
_ASKED_AT_ONCE = 40


@dataclass(frozen=True)
class Offence:
    """One cell that offends, with its place, and how many rows of its file do so in the same column."""

    fault: str
    file: str
    row_number: int
    shown: str
    value: str | None
    total: int


@dataclass(frozen=True)
class _Fault:
    """A way to offend: which fault, the column shown with it and its header, and what holds of the rows that do."""

    fault: str
    column_name: str
    shown: str
    condition: str


def typed_rows(cells: Cells, shape: Shape) -> duckdb.DuckDBPyRelation:
    """The rows typed, in order, with `_fault`: 0 of a good record, 1 of one at fault, NULL of a row of empty cells.

    Values that must be of a list are not among the faults: DuckDB joins a list, and rows that are joined lose their
    order. `has_unlisted` asks the typed rows for those.
    """
    at_fault = " or ".join(fault.condition for fault in _faults(shape, ()) if fault.fault not in LISTED) or "false"
    # What is unknown of an empty cell is no fault of it.
    flag = f"cast(case when not ({_filled(shape)}) then null when {at_fault} then 1 else 0 end as utinyint)"
    values = [SQLExpression(_value(name, column)).alias(name) for name, column in shape.columns.items()]
    return _with_values(cells, shape).select(*values, SQLExpression(flag).alias(FAULT_MASK))


def has_unlisted(rows: duckdb.DuckDBPyRelation, shape: Shape, unit_names: Sequence[str]) -> bool:
    """Whether typed rows have a value that is not of the list of its column."""
    return any(
        rows.select(fault.column_name).distinct().filter(fault.condition).limit(1).fetchall()
        for fault in _faults(shape, unit_names)
        if fault.fault in LISTED
    )


def offences_in(cells: Cells, shape: Shape, unit_names: Sequence[str], file: str) -> list[Offence]:
    """What offends in a file, in each way and column the first hundred rows; it is read anew for that.

    `row_number` is the number of the record, from 0: which row of the file it is, the caller knows.
    """
    number = SQLExpression("row_number() over () - 1").alias("_record")
    rows = _with_values(cells, shape).select(SQLExpression("*"), number).filter(_filled(shape))
    faults, offences = list(_faults(shape, unit_names)), []
    for start in range(0, len(faults), _ASKED_AT_ONCE):
        asked = faults[start : start + _ASKED_AT_ONCE]
        (answers,) = rows.aggregate(", ".join(map(_question, asked))).fetchall()
        for position, fault in enumerate(asked):
            total, records, values = answers[3 * position : 3 * position + 3]
            shown = values or [None] * len(records or [])
            offences += [
                Offence(fault.fault, file, record, fault.shown, value, total)
                for record, value in zip(records or [], shown, strict=True)
            ]
    return offences


def shown_name(shape: Shape, name: str) -> str:
    """A column as its file calls it."""
    headers = shape.columns[name].headers
    return headers[0] if headers else name


def _question(fault: _Fault) -> str:
    """How many rows offend in one way, the first of them, and what stands in their cells, if anything can."""
    holds = f"filter (where {fault.condition})"
    return (
        f"count(*) {holds}, min(_record, {LISTED_ROWS}) {holds}, "
        f"arg_min({fault.column_name}, _record, {LISTED_ROWS}) {holds}"
    )


def _with_values(cells: Cells, shape: Shape) -> duckdb.DuckDBPyRelation:
    typed = [
        SQLExpression(_parsed(name, column)).alias(_value(name, column))
        for name, column in shape.columns.items()
        if column.type in TYPED
    ]
    return cells.rows.select(SQLExpression("*"), *typed)


def _value(name: str, column: Column) -> str:
    return f"_{name}" if column.type in TYPED else name


def _filled(shape: Shape) -> str:
    return f"coalesce({', '.join(shape.columns)}) is not null"


def _parsed(name: str, column: Column) -> str:
    sql_type = SQL_TYPES[column.type]
    if column.type == "number":
        return f"case when regexp_full_match({name}, '{NUMBER_PATTERN}') then try_cast({name} as {sql_type}) end"
    # Of ten characters with these two, a date of DuckDB's is written year, month, day.
    century = f"(starts_with({name}, '19') or starts_with({name}, '20'))"
    return f"case when {name} like '____-__-__' and {century} then try_cast({name} as {sql_type}) end"


def _faults(shape: Shape, unit_names: Sequence[str]) -> Iterator[_Fault]:
    for name, column in shape.columns.items():
        for fault, condition in _column_faults(name, column, shape, unit_names):
            yield _Fault(fault, name, shown_name(shape, name), condition)


def _column_faults(name: str, column: Column, shape: Shape, unit_names: Sequence[str]) -> Iterator[tuple[str, str]]:
    if column.required:
        yield "empty", f"{name} is null"
    if column.type == "date":
        yield "not_a_date", f"({name} is not null and _{name} is null)"
    if column.type == "number":
        yield "not_a_number", f"({name} is not null and _{name} is null)"
    if column.type == "choice":
        yield "not_accepted", f"{name} not in ({_listed(column.values)})"
    if column.type == "unit":
        yield "unknown_unit", f"{name} not in ({_listed(unit_names)})" if unit_names else f"{name} is not null"
    # Only what is a number or a date is compared; what is none has its own finding.
    if column.minimum is not None:
        yield "too_small", f"_{name} < {column.minimum}"
    if column.not_before is not None:
        yield "too_early", f"_{name} < _{column.not_before}"


def _listed(values: Sequence[str]) -> str:
    return ", ".join(map(quoted, values))

"""A ledger whose records live in a table elsewhere, counted where they are: by Spark Connect.

The same checks follow from the shape, the same SELECT counts, and what comes home is small: the cube, the rows that
offend, and on demand the records behind a figure. The table has the columns of the shape under their names, typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from expectations.spark import TableRule, judge_table
from metrics.database import quoted
from metrics.ledger_records import evidence_sql
from metrics.sentences import BilingualError
from pipelines.ledgers.counting import UNIT_NAMES, cube_sql
from pipelines.ledgers.lines import LISTED_ROWS
from pipelines.ledgers.shape import Shape

_TYPES = {"text": ("string",), "unit": ("string",), "choice": ("string",), "date": ("date",),
          "number": ("decimal", "tinyint", "smallint", "int", "bigint")}  # fmt: skip
_EMPTY = {"date": "date", "number": "decimal(24, 6)"}
_TABLE_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*){0,3}")


class NotCountable(BilingualError, ValueError):
    """A table that cannot be counted as this ledger; the message names column and next step."""


@dataclass(frozen=True)
class Rule:
    """One rule on the records, in the words of Great Expectations, and what holds of the rows that offend."""

    fault: str
    judged: TableRule
    offends: str


@dataclass(frozen=True)
class Breach:
    """A rule that does not hold: how many rows offend, and the first of them."""

    fault: str
    column: str
    count: int
    rows: pa.Table


class TableElsewhere:
    """A table of a ledger on a Spark session (`SparkSession.builder.remote(…)`), its records shown as views there."""

    def __init__(self, session: Any, shape: Shape, table: str, unit_ids: Mapping[str, str]) -> None:
        """Looks at the columns of `table` and shows its records.

        Raises:
            NotCountable: for a name that is none, a column that is missing or of another type.
        """
        if not _TABLE_NAME.fullmatch(table):
            raise NotCountable(
                f"{table}: 不是表名，应为 目录.库.表", f"{table} is no table name: write CATALOG.SCHEMA.TABLE"
            )
        self._session, self._shape, self._units = session, shape, sorted(unit_ids)
        self._view = f"ledger_{shape.ledger_id}"
        self._names = "dim_unit_alias"
        found = {field.name: field.dataType.simpleString() for field in session.table(table).schema.fields}
        columns = ", ".join(self._column(name, found) for name in shape.columns)
        records = (
            f"select {columns}, 'evidence' as provenance, {quoted(table)} as source_file, "  # noqa: S608 - checked above
            f"cast(null as bigint) as source_row from {table}"
        )
        session.sql(records).createOrReplaceTempView(self._view)
        rows = ", ".join(f"({quoted(name)}, {quoted(unit)})" for name, unit in sorted(unit_ids.items()))
        aliases = f"select * from values {rows} as names(alias_name, unit_id)"  # noqa: S608 - quoted
        session.sql(aliases).createOrReplaceTempView(self._names)

    def breaches(self) -> Iterator[Breach]:
        """Every rule of the ledger that Great Expectations finds broken, with the first rows that offend.

        Raises:
            BrokenCheck: naming a rule that cannot be run there.
        """
        rules = table_rules(self._shape, self._units)
        counts = judge_table(self._session.table(self._view), [rule.judged for rule in rules])
        for rule, count in zip(rules, counts, strict=True):
            if count:
                rows = self._session.sql(self._offending(rule))
                yield Breach(rule.fault, rule.judged.name, count, rows.toArrow())

    def cube(self) -> pa.Table:
        """What the records count to: ledger, indicator, unit, class, table and days; count and sum."""
        table: pa.Table = self._session.sql(cube_sql(self._evidence())).toArrow()
        return table

    def records(self, indicator_id: str, unit_id: str, first: date, last: date, most: int) -> pa.Table:
        """The records behind a figure: those that count from `first` to `last` and have not ended by then."""
        table: pa.Table = self._session.sql(
            f"select * from ({self._evidence()}) as evidence "  # noqa: S608 - quoted, days and a number
            f"where indicator_id = {quoted(indicator_id)} and unit_id = {quoted(unit_id)} "
            f"and counted_on between date '{first}' and date '{last}' "
            f"and (ended_on is null or ended_on > date '{last}') order by counted_on, record_id limit {most}"
        ).toArrow()
        return table

    def _column(self, name: str, found: Mapping[str, str]) -> str:
        column = self._shape.columns[name]
        if name not in found:
            if column.required:
                raise NotCountable(f"{name}: 表中没有此列", f"{name}: the table has no such column")
            return f"cast(null as {_EMPTY.get(column.type, 'string')}) as {name}"
        kind, wanted = found[name].partition("(")[0], _TYPES[column.type]
        if kind not in wanted:
            known = ", ".join(wanted)
            raise NotCountable(
                f"{name}: 类型是 {kind}，应为 {known} 之一，请先在表中转换",
                f"{name} is of type {kind}, and must be one of {known}: convert it in the table",
            )
        if column.type == "number":
            return f"cast({name} as decimal(24, 6)) as {name}"
        return name if column.type == "date" else f"nullif(trim({name}), '') as {name}"

    def _evidence(self) -> str:
        counting = re.sub(rf"\bledger\.{self._shape.ledger_id}\b", self._view, self._shape.counting)
        return evidence_sql(re.sub(rf"\b{re.escape(UNIT_NAMES)}\b", self._names, counting))

    def _offending(self, rule: Rule) -> str:
        shown = ", ".join(self._shape.columns)
        return f"select {shown} from {self._view} where {rule.offends} limit {LISTED_ROWS}".format(view=self._view)  # noqa: S608


def table_rules(shape: Shape, unit_names: Sequence[str]) -> list[Rule]:
    """What must hold of every record of a typed table."""
    rules = [rule for name in shape.columns for rule in _column_rules(shape, name, unit_names)]
    key = ", ".join(shape.key)
    whole = " and ".join(f"{name} is not null" for name in shape.key)
    repeated = f"({key}) in (select {key} from {{view}} where {whole} group by {key} having count(*) > 1)"  # noqa: S608
    check, arguments = "expect_column_values_to_be_unique", dict[str, Any](column=shape.key[0])
    if len(shape.key) > 1:
        check = "expect_compound_columns_to_be_unique"
        arguments = {"column_list": list(shape.key), "ignore_row_if": "any_value_is_missing"}
    return [*rules, Rule("repeated", TableRule(key, check, arguments), repeated)]


def _column_rules(shape: Shape, name: str, unit_names: Sequence[str]) -> Iterator[Rule]:
    column = shape.columns[name]
    if column.required:
        yield _rule("empty", name, "expect_column_values_to_not_be_null", {}, f"{name} is null")
    accepted = column.values if column.type == "choice" else unit_names if column.type == "unit" else ()
    if accepted:
        fault = "not_accepted" if column.type == "choice" else "unknown_unit"
        listed = ", ".join(map(quoted, accepted))
        check = "expect_column_values_to_be_in_set"
        yield _rule(fault, name, check, {"value_set": list(accepted)}, f"{name} not in ({listed})")
    if column.minimum is not None:
        check = "expect_column_values_to_be_between"
        yield _rule("too_small", name, check, {"min_value": column.minimum}, f"{name} < {column.minimum}")
    if column.not_before is not None:
        judged = TableRule(name, "expect_column_pair_values_a_to_be_greater_than_b", {
            "column_A": name, "column_B": column.not_before, "or_equal": True,
            "ignore_row_if": "either_value_is_missing"})  # fmt: skip
        yield Rule("too_early", judged, f"{name} < {column.not_before}")


def _rule(fault: str, name: str, check: str, arguments: Mapping[str, Any], offends: str) -> Rule:
    said = offends.replace("{", "{{").replace("}", "}}")
    return Rule(fault, TableRule(name, check, {"column": name, **arguments}), said)

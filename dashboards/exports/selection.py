"""Which rows and columns of a dataset: the same words in the address, on the command line and in a script.

A filter is written `column:operator:value`, such as `status:is:missed` or `actual_value:ge:100`. It compares what
stands in the file: text as text, numbers as numbers, dates as ISO dates. A missing value is met only by `empty`,
and by `not`, which keeps whatever is something else. DuckDB chooses the rows: values reach it as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards.address import Address
from dashboards.exports.cells import NUMBER_TYPES, plain_expression, quoted_name
from metrics.sentences import Bilingual, BilingualError

ORDERED = {"ge": ">=", "le": "<=", "gt": ">", "lt": "<"}
OPERATORS = ("is", "not", "has", *ORDERED, "empty", "given")
# Parameter of the screens' addresses → the column that it chooses in every dataset that has it.
SHORTHANDS = {"programme": "programme_id", "period": "period_id", "unit": "unit_id"}
# What still fits into DECIMAL(38, 10), the type in which numbers are compared exactly.
EXACT_BELOW = Decimal(10) ** 27


class BadSelection(BilingualError, ValueError):
    """A filter or column that cannot be followed; the message names it and what is accepted."""


@dataclass(frozen=True)
class Filter:
    """One condition on one column."""

    column: str
    operator: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Filter:
        """The condition behind `column:operator:value`.

        >>> Filter.parse("status:is:missed")
        Filter(column='status', operator='is', value='missed')

        Raises:
            BadSelection: when it is not written so.
        """
        column, _, rest = text.partition(":")
        name, _, value = rest.partition(":")
        if not column or name not in OPERATORS:
            raise BadSelection(
                f"{text!r}: 筛选写作 列:算符:值,算符为 {'、'.join(OPERATORS)}",
                f"{text!r}: a filter is written column:operator:value, with one of {', '.join(OPERATORS)}",
            )
        return cls(column, name, value)

    def text(self) -> str:
        """The condition as it is written."""
        return f"{self.column}:{self.operator}:{self.value}"

    def condition(self, kind: str, name: str) -> str:
        r"""The condition in SQL on a column of DuckDB's type `kind`, its value in the parameter `name`.

        >>> Filter("status", "is", "missed").condition("VARCHAR", "f0")
        'nullif("status", \'\') = $f0'
        >>> Filter("actual_value", "ge", "100").condition("DECIMAL(24,6)", "f0")
        '"actual_value"::decimal(38, 10) >= $f0::decimal(38, 10)'
        """
        text = plain_expression(self.column, kind)
        if self.operator in ("empty", "given"):
            return f"{text} is {'not ' * (self.operator == 'given')}null"
        if self.operator == "not":
            return f"{text} is distinct from ${name}"
        if self.operator == "is":
            return f"{text} = ${name}"
        if self.operator == "has":
            return f"contains(lower({text}), lower(${name}))"
        if not kind.startswith(NUMBER_TYPES):
            return f"{text} {ORDERED[self.operator]} ${name}"
        is_exact = kind.startswith("DECIMAL") and abs(Decimal(self.value)) < EXACT_BELOW
        number = "decimal(38, 10)" if is_exact else "double"
        return f"{quoted_name(self.column)}::{number} {ORDERED[self.operator]} ${name}::{number}"


# Python takes １２ and 1e9999999999 for numbers too; DuckDB falls over them.
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
# A day, or the beginning of one: 2019 stands before every day of 2019. A moment may say its time.
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T[\d:+-]*)?)?)?", re.ASCII)


def _misfit(kind: str, text: str) -> Bilingual | None:
    """Why a column of DuckDB's type `kind` cannot be ordered against `text`; None where it can."""
    if kind.startswith(NUMBER_TYPES) and not _NUMBER.fullmatch(text.strip()):
        return Bilingual("不是数字", "is not a number")
    if kind.startswith(("DATE", "TIMESTAMP")) and not _DAY.fullmatch(text.strip()):
        return Bilingual("日期请写作 2019-06-30", "write a day as 2019-06-30")
    return None


@dataclass(frozen=True)
class Selection:
    """Conditions that all must hold, and the columns to keep (all when none is named)."""

    filters: tuple[Filter, ...] = ()
    columns: tuple[str, ...] = ()
    # Conditions that hold only where the dataset has the column: programme and period of the reader's place.
    loose: tuple[Filter, ...] = ()

    @classmethod
    def written(
        cls, where: Iterable[str], columns: Iterable[str] = (), places: dict[str, str | None] | None = None
    ) -> Selection:
        """The selection from filters as written, column names, and programme, period and unit.

        Raises:
            BadSelection: when a filter is not written as one.
        """
        loose = [Filter(SHORTHANDS[name], "is", value) for name, value in (places or {}).items() if value]
        return cls(tuple(map(Filter.parse, where)), tuple(columns), tuple(loose))

    @classmethod
    def of(cls, address: Address) -> Selection:
        """What an address chooses from a dataset.

        Raises:
            BadSelection: when a filter is not written as one.
        """
        places = {"programme": address.programme_id, "period": address.period_id, "unit": address.unit_id}
        return cls.written(address.where, address.columns, places)

    @property
    def chooses(self) -> bool:
        """Whether anything is left out at all."""
        return bool(self.filters or self.columns or self.loose)

    def on(self, header: Sequence[str]) -> tuple[Filter, ...]:
        """The conditions that speak to a dataset with these columns.

        Raises:
            BadSelection: for a column that the dataset does not have.
        """
        unknown = [name for name in (*(f.column for f in self.filters), *self.columns) if name not in header]
        if unknown:
            name, known = repr(unknown[0]), ", ".join(header)
            raise BadSelection(f"{name}: 没有这一列，可用的列有 {known}", f"{name} is no column; there are {known}")
        return (*(entry for entry in self.loose if entry.column in header), *self.filters)

    def check(self, types: Mapping[str, str]) -> None:
        """Refuses, before any row is read, to order a column of numbers or days against what is none.

        Raises:
            BadSelection: naming the value.
        """
        for entry in self.filters:
            misfit = _misfit(types.get(entry.column, ""), entry.value) if entry.operator in ORDERED else None
            if misfit:
                raise BadSelection(*(f"{entry.value!r}: {words} ({entry.column})" for words in misfit))

    def select(self, query: str, types: Mapping[str, str]) -> tuple[str, dict[str, str], dict[str, str]]:
        """The chosen part of `query`, whose columns have these types: its SELECT, parameters, and types.

        Raises:
            BadSelection: for a column that is not there, or a number that is none.
        """
        filters = self.on(list(types))
        self.check(types)
        kept = {name: kind for name, kind in types.items() if not self.columns or name in self.columns}
        if not self.chooses:
            return query, {}, kept
        conditions = [entry.condition(types[entry.column], f"f{number}") for number, entry in enumerate(filters)]
        values = {f"f{number}": entry.value for number, entry in enumerate(filters)
                  if entry.operator not in ("empty", "given")}  # fmt: skip
        where = f" where {' and '.join(conditions)}" if conditions else ""
        # S608: only names of columns and our own SELECT reach it; values are parameters.
        return f"select {', '.join(map(quoted_name, kept))} from ({query}){where}", values, kept  # noqa: S608

"""Which rows and columns of a dataset: the same words in the address, on the command line and in a script.

A filter is written `column:operator:value`, such as `status:is:missed` or `actual_value:ge:100`. It compares what
stands in the file: text as text, numbers as numbers, dates as ISO dates. A missing value is met only by `empty`,
and by `not`, which keeps whatever is something else.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from dashboards.exports.csv_file import plain_cell

ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "ge": operator.ge,
    "le": operator.le,
    "gt": operator.gt,
    "lt": operator.lt,
}
OPERATORS = ("is", "not", "has", *ORDERED, "empty", "given")
# Parameter of the screens' addresses → the column that it chooses in every dataset that has it.
SHORTHANDS = {"programme": "programme_id", "period": "period_id", "unit": "unit_id"}

Row = Sequence[Any]


class BadSelection(ValueError):
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
                f"{text!r}: 筛选写作 列:算符:值,算符为 {'、'.join(OPERATORS)} / a filter is written "
                f"column:operator:value, with one of {', '.join(OPERATORS)}"
            )
        return cls(column, name, value)

    def text(self) -> str:
        """The condition as it is written."""
        return f"{self.column}:{self.operator}:{self.value}"

    def holds(self, cell: Any) -> bool:
        """Whether a value meets the condition.

        >>> Filter("a", "ge", "100").holds(Decimal("143")), Filter("a", "ge", "100").holds(None)
        (True, False)
        >>> Filter("a", "has", "平台").holds("共建协同创新平台"), Filter("a", "not", "x").holds(None)
        (True, True)
        """
        if self.operator in ("empty", "given"):
            return (cell is None) == (self.operator == "empty")
        if self.operator == "not":
            return cell is None or plain_cell(cell) != self.value
        if cell is None:
            return False
        if self.operator == "is":
            return plain_cell(cell) == self.value
        if self.operator == "has":
            return self.value.casefold() in plain_cell(cell).casefold()
        return _is_ordered(cell, self.operator, self.value)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_ordered(cell: Any, name: str, value: str) -> bool:
    if isinstance(cell, int | float | Decimal):
        return ORDERED[name](Decimal(str(cell)), Decimal(value))
    if isinstance(cell, date):
        return ORDERED[name](cell.isoformat(), value)
    return ORDERED[name](plain_cell(cell), value)


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
            raise BadSelection(f"{unknown[0]!r}: 没有这一列 / no such column; 可用的列 / there are {', '.join(header)}")
        return (*(entry for entry in self.loose if entry.column in header), *self.filters)

    def check(self, numbers: Mapping[str, bool]) -> None:
        """Refuses, before any row is read, to compare a column of numbers with what is none.

        Raises:
            BadSelection: naming the value.
        """
        for entry in self.filters:
            if entry.operator in ORDERED and numbers.get(entry.column) and not _is_number(entry.value):
                raise BadSelection(f"{entry.value!r}: 不是数字 / is not a number ({entry.column})")

    def apply(self, header: Sequence[str], rows: Iterable[Row]) -> tuple[list[str], Iterator[Row]]:
        """The chosen columns and the rows that meet every condition, in their order.

        Raises:
            BadSelection: for a column that the dataset does not have.
        """
        conditions = [(list(header).index(entry.column), entry) for entry in self.on(header)]
        kept = [index for index, name in enumerate(header) if not self.columns or name in self.columns]
        return [header[index] for index in kept], _chosen(rows, conditions, kept)


def _chosen(rows: Iterable[Row], conditions: list[tuple[int, Filter]], kept: list[int]) -> Iterator[Row]:
    for row in rows:
        if all(entry.holds(row[index]) for index, entry in conditions):
            yield [row[index] for index in kept]

"""From a row of a query to a frozen value, by the annotations of the value's fields; names and units it may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_type_hints

from metrics.sentences import Bilingual

Row = dict[str, Any]
V = TypeVar("V")


@dataclass(frozen=True)
class MeasureUnit:
    """A unit of measurement as a figure is printed in it: names, decimals, whether money, a count, whole, a rank."""

    code: str
    name_en: str
    decimals: int
    is_currency: bool = False
    is_count: bool = False
    is_whole: bool = False
    name_zh: str | None = None
    is_rank: bool = False

    def __post_init__(self) -> None:
        """Without a Chinese name the code is one."""
        object.__setattr__(self, "name_zh", self.name_zh or self.code)

    @classmethod
    def from_row(cls, row: Row) -> MeasureUnit:
        """The unit of measurement that stands in the columns of a query."""
        code = row["measure_unit"] or ""
        return cls(
            code=code,
            name_en=row["measure_unit_name_en"] or code,
            decimals=row["decimals"] or 0,
            is_currency=bool(row["is_currency"]),
            is_count=bool(row["is_count"]),
            is_whole=bool(row["is_whole"]),
            name_zh=row["measure_unit_name_zh"] or code,
            is_rank=row.get("measure_type") == "rank",
        )


@dataclass(frozen=True)
class UnitName:
    """A responsible unit by id and name."""

    unit_id: str
    name: Bilingual

    @classmethod
    def from_row(cls, row: Row) -> UnitName:
        """The unit that stands in the columns of a query."""
        return cls(row["unit_id"], Bilingual(row["unit_name"], row["unit_name_en"]))


def value(kind: Callable[..., V], row: Row, **given: Any) -> V:
    """A `kind` (a dataclass) with each field read from the row as its annotation says, but for those given.

    `Bilingual` reads `<field>_zh` and `<field>_en`; `UnitName` and `MeasureUnit` read columns of fixed names; of a
    `bool` NULL is False. What may be None is None where its columns are empty.

    Raises:
        KeyError: when the row lacks a column.
        ValueError: when an `int` that may not be None is NULL: a missing number is no nought.
    """
    return kind(**{name: read(row, name) for name, read in _readers(kind).items() if name not in given}, **given)


def values(kind: Callable[..., V], rows: Iterable[Row]) -> tuple[V, ...]:
    """A `kind` of each row."""
    return tuple(value(kind, row) for row in rows)


@cache
def _readers(kind: Any) -> dict[str, Callable[[Row, str], Any]]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclass_fields(kind)}


def _reader(annotation: Any) -> Callable[[Row, str], Any]:
    if isinstance(annotation, UnionType):
        return _MAY_BE_NONE.get(get_args(annotation)[0], dict.__getitem__)
    return _NEVER_NONE.get(annotation, dict.__getitem__)


def _decimal(row: Row, name: str) -> Decimal | None:
    # What comes from a division is a double; six decimals are the precision of the values.
    number = row[name]
    return Decimal(str(round(number, 6))) if isinstance(number, float) else number


def _number(row: Row, name: str) -> int:
    number: int | None = row[name]
    if number is None:
        raise ValueError(f"{name} is NULL, and the field says that it never is")
    return number


_NEVER_NONE: dict[Any, Callable[[Row, str], Any]] = {
    Bilingual: Bilingual.from_row,
    UnitName: lambda row, _: UnitName.from_row(row),
    MeasureUnit: lambda row, _: MeasureUnit.from_row(row),
    bool: lambda row, name: bool(row[name]),
    int: _number,
    Decimal: _decimal,
}
_MAY_BE_NONE: dict[Any, Callable[[Row, str], Any]] = {
    Bilingual: lambda row, name: Bilingual.from_row(row, name) if row[f"{name}_zh"] else None,
    UnitName: lambda row, _: UnitName.from_row(row) if row["unit_id"] else None,
    Decimal: _decimal,
}

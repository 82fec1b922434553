"""The small values that every view is made of: words in two languages, names of units, units of measurement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metrics.sentences import Bilingual

Row = dict[str, Any]


def fields(row: Row, *names: str) -> Row:
    """The named columns of a row, as keyword arguments for a value whose fields have the same names."""
    return {name: row[name] for name in names}


@dataclass(frozen=True)
class MeasureUnit:
    """A unit of measurement; `factor` leads to the base of its dimension (money: 元, count: 1, share: 1)."""

    code: str
    name_en: str
    dimension: str
    decimals: int
    factor: Decimal = Decimal(1)

    @classmethod
    def from_row(cls, row: Row) -> MeasureUnit:
        """The unit of measurement that stands in the columns of a query."""
        code = row["measure_unit"] or ""
        return cls(
            code=code,
            name_en=row["measure_unit_name_en"] or code,
            dimension=row["dimension"] or "count",
            decimals=row["decimals"] or 0,
            factor=row["factor"] or Decimal(1),
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

"""The small values that every view is made of: words in two languages, names of units, units of measurement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from metrics.sentences import Bilingual

Row = dict[str, Any]


def fields(row: Row, *names: str) -> Row:
    """The named columns of a row, as keyword arguments for a value whose fields have the same names."""
    return {name: row[name] for name in names}


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

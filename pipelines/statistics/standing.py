"""The figures that stand: what an import for an indicator would displace, province by province."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from metrics.catalog.measures import Measures
from pipelines.lookup import source_rows
from pipelines.readers.keys import name_key
from pipelines.readers.table import Row
from pipelines.sources import load_sources
from pipelines.statistics.book import Import
from pipelines.statistics.names import SAME

Values = dict[tuple[str, str], dict[str, Decimal]]


@dataclass
class Standing:
    """Values by year of each statistic (by the key of its name) and province, in the unit of one indicator.

    `series` are those of the statistical office, `notices` what others published.
    """

    series: Values = field(default_factory=dict)
    notices: Values = field(default_factory=dict)

    def displaced(self, name: str, province: str) -> dict[str, Decimal]:
        """What a statistic of this name displaces: its own earlier values, else what speaks to the indicator."""
        own = self.series.get((name_key(name), province))
        if own:
            return own
        others: dict[str, Decimal] = {}
        for (_, place), values in self.series.items():
            others |= values if place == province else {}
        return others

    def announced(self, province: str) -> dict[str, Decimal]:
        """What notices say of the indicator there."""
        said: dict[str, Decimal] = {}
        for (_, place), values in self.notices.items():
            said |= values if place == province else {}
        return said


def read_standing(
    raw_folder: Path, indicator_id: str, measure_unit: str, matches: Iterable[Row], counting: Iterable[Import],
    rows_of: Callable[[Import], list[Row]], measures: Measures,
) -> Standing:  # fmt: skip
    """What stands for an indicator in `measure_unit`: the transcribed figures, and over them the imports that count."""
    same = {(name_key(str(row["indicator_zh"])), str(row["scope"])) for row in matches
            if row["indicator_id"] == indicator_id and row["basis_match"] == SAME}  # fmt: skip
    standing, sources = Standing(), load_sources()
    for row in source_rows(raw_folder, sources, "turnover"):
        if (name_key(str(row["indicator_zh"])), str(row["province"])) in same:
            _put(standing.series, row, str(row["province"]), str(row["year"]), measure_unit, measures)
    for row in source_rows(raw_folder, sources, "figure"):
        year = str(row["period"] or "")
        if (
            year.isdigit()
            and row["kind"] == "annual"
            and (name_key(str(row["indicator_zh"])), str(row["scope"])) in same
        ):
            _put(standing.notices, row, str(row["scope"]), year, measure_unit, measures)
    for counted in counting:
        if counted.receipt.indicator_id == indicator_id:
            for row in rows_of(counted):
                _put(standing.series, row, str(row["province"]), str(row["year"]), measure_unit, measures)
    return standing


def _put(values: Values, row: Row, place: str, year: str, measure_unit: str, measures: Measures) -> None:
    factor = measures.conversion(str(row["measure_unit"]), measure_unit)
    try:
        value = Decimal(str(row["value"]))
    except ArithmeticError:
        return  # What the checks of its own table will name.
    if factor is not None:
        values.setdefault((name_key(str(row["indicator_zh"])), place), {})[year] = value * factor

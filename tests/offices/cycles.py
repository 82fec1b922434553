"""A harbour that is followed by any cycle over years that begin in any month; all figures are made up.

Whatever the cycle, the same happens on the same days: goods come late in each year (after a share s of it, s² of the year's
hundred), and two ships a month are fitted out, evenly. So what is judged at one day must not depend on the cycle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from metrics.periods import MONTHS_OF, YEAR, Period
from tests.offices.office import Office

PROGRAMME, UNIT, SILENT = "harbour-plan", "港务局", "海事局"
FIRST_YEAR, YEARS = 2022, 3
DUE_DAYS = 5


@dataclass(frozen=True)
class Cycle:
    """A kind of rounds, and the month in which the office's years begin."""

    kind: str
    year_begins: int

    def __str__(self) -> str:
        """As a test is called by it."""
        return f"{self.kind}-{self.year_begins}"

    @property
    def in_a_year(self) -> int:
        """Rounds a year."""
        return 12 // MONTHS_OF[self.kind]

    @property
    def years(self) -> list[Period]:
        """The years of the plan."""
        return [Period.parse(str(FIRST_YEAR + n), self.year_begins) for n in range(YEARS)]

    @property
    def rounds(self) -> list[Period]:
        """Every round of the plan."""
        return [part for year in self.years for part in year.parts(self.kind)]

    @property
    def last(self) -> Period:
        """The last round that is reported on: at the middle of the third year, or the end of the second."""
        return self.rounds[2 * self.in_a_year + self.in_a_year // 2 - 1]

    @property
    def reported(self) -> list[Period]:
        """The rounds that are reported on."""
        return [period for period in self.rounds if period <= self.last]


CYCLES = (Cycle("half_year", 1), Cycle("month", 4), Cycle("quarter", 4), Cycle("quarter", 1), Cycle("year", 7))


def months_gone(period: Period, since: Period) -> int:
    """Months from the first day of one period to the end of another."""
    end = period.ends_on + timedelta(days=1)
    return (end.year - since.starts_on.year) * 12 + end.month - since.starts_on.month


def values(cycle: Cycle, period: Period) -> dict[str, object]:
    """What the harbour reports on a round."""
    share = months_gone(period, period.whole_year) / 12
    return {"ha-goods": round(100 * share**2, 4), "ha-ships": 2 * months_gone(period, cycle.years[0])}


def harbour(folder: Path, cycle: Cycle) -> Office:
    """The office with its plan written and nothing received."""
    office = Office(folder)
    office.facts["year_begins"] = cycle.year_begins
    office.scope("harbour", "海港", "city")
    office.unit("ha-port", UNIT)
    office.unit("ha-sea", SILENT)
    first, last = str(cycle.years[0].starts_on), str(cycle.years[-1].ends_on)
    since = cycle.rounds[0].period_id
    office.programme(PROGRAMME, first, last, cycle.kind, due_days=DUE_DAYS, collected_since=since)
    office.task("ha-t1", PROGRAMME, last, UNIT)
    office.task("ha-t2", PROGRAMME, last, SILENT)
    office.indicator("ha-goods", "货值", "annual_flow", "亿元", "sum")
    office.indicator("ha-ships", "装备船只", "cumulative", "项", "sum")
    office.target("ha-goods-t", PROGRAMME, "ha-goods", "harbour", ">=", 100, "亿元", first, last, "ha-t1")
    office.target("ha-ships-t", PROGRAMME, "ha-ships", "harbour", ">=", 24 * YEARS, "项", first, last, "ha-t1")
    office.part(PROGRAMME, "ha-goods-t", UNIT, 100, "亿元")
    office.part(PROGRAMME, "ha-ships-t", UNIT, 24 * YEARS, "项")
    office.write()
    return office


def reports(office: Office, cycle: Cycle) -> Iterator[Path]:
    """The harbour's reports, each of which names its round in words."""
    for period in cycle.reported:
        day = str(period.ends_on + timedelta(days=3))
        words = {"报告期": period.name("zh")}
        yield office.written(UNIT, period.period_id, day, values(cycle, period), ("ha-t1",), **words)


def is_whole_year(cycle: Cycle) -> bool:
    """Whether nothing is reported within a year."""
    return cycle.kind == YEAR

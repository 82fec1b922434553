"""The rounds of a programme in its workbook: first and last period and a cycle, or single dates one by one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from metrics import clock
from metrics.office import office_in_force
from metrics.periods import MONTHS_OF, Period, running
from metrics.rules.rounds import YEARS_AHEAD
from pipelines.definitions.things import Fields

if TYPE_CHECKING:
    from pipelines.definitions.entering import Entering
    from pipelines.definitions.reading import SheetRow

DATES = "dates"


def enter_rounds(entering: Entering, row: SheetRow, fields: Fields) -> None:
    """Makes what a workbook says of the rounds whole: they follow from the cycle, and are listed for dates alone.

    A programme whose rounds stand one by one keeps them until its first or last period, or its cycle, changes.
    """
    cycle, before = fields.get("reporting_cycle"), entering.base.get(("programme", entering.programme_id), {})
    if cycle == DATES:
        if not fields.get("rounds"):
            entering.cells.find("cell.required", row, "rounds")
        for name in ("first_period", "last_period"):
            fields.pop(name, None)
        return
    if row.cell("rounds"):
        entering.cells.find("workbook.rounds", row, "rounds", row.text("rounds"))
    if cycle not in MONTHS_OF:
        for name in ("first_period", "last_period", *([] if before.get("rounds") else ["rounds"])):
            fields.pop(name, None)
        return
    said = {name: fields.get(name) for name in ("first_period", "last_period")}
    listed = list(before.get("rounds", []))
    if listed and cycle == before.get("reporting_cycle") and tuple(said.values()) in ((None, None), _edges(listed)):
        fields["rounds"] = listed
        for name in said:
            fields.pop(name, None)
        return
    if fields.pop("rounds", None):
        fields.setdefault("rounds_open", "by_themselves")  # As a list of rounds is.
    _put_edges(fields, str(cycle))


def _put_edges(fields: Fields, cycle: str) -> None:
    # A half-year may be named where quarters are reported: its first or last quarter is meant.
    begins = office_in_force().year_begins
    for name in ("first_period", "last_period"):
        if fields.get(name):
            said = Period.parse(str(fields[name]), begins)
            day = said.starts_on if name == "first_period" else said.ends_on
            fields[name] = Period.of_day(cycle, day, begins).period_id


def listed_edges(fields: Fields) -> tuple[Any, Any]:
    """First and last period as the sheet shows them."""
    if fields.get("rounds") and fields.get("reporting_cycle") != DATES:
        return _edges(fields["rounds"])
    return fields.get("first_period"), fields.get("last_period")


def planned_periods(fields: Fields) -> list[str]:
    """The periods of a programme's rounds as far as they are set: until its last one, or its last day.

    >>> said = {"reporting_cycle": "quarter", "starts_on": "2024-09-01", "ends_on": "2025-06-30"}
    >>> planned_periods(said), planned_periods(said | {"last_period": "2024Q4"}), planned_periods({"rounds": ["2018"]})
    (['2024Q3', '2024Q4', '2025Q1', '2025Q2'], ['2024Q3', '2024Q4'], ['2018'])
    """
    cycle = fields.get("reporting_cycle")
    if fields.get("rounds") or cycle not in MONTHS_OF:
        return [str(one) for one in fields.get("rounds", [])]
    begins = office_in_force().year_begins
    said = (fields.get("first_period"), fields.get("starts_on")), (fields.get("last_period"), fields.get("ends_on"))
    first, last = (
        Period.parse(str(period), begins) if period
        else Period.of_day(str(cycle), date.fromisoformat(str(day)), begins) if day
        else None
        for period, day in said
    )  # fmt: skip
    if first is None:
        return []
    until = last.ends_on if last else clock.today() + timedelta(days=366 * YEARS_AHEAD)
    return [period.period_id for period in running(str(cycle), first, last, until)]


def _edges(listed: list[Any]) -> tuple[Any, Any]:
    return listed[0], listed[-1]

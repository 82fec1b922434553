"""The facts that the rules of a centre's annual report are about: one row with its centre's life and earlier values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from metrics.periods import YEAR, InvalidPeriod, Period
from pipelines.centre_register import DATA, Centre, CentreRegister
from pipelines.kinds.facts import Facts, day_or_none, days_ahead, decimal, whole_or_not, yes
from pipelines.readers.table import Row
from pipelines.reports.history import History
from pipelines.reports.report import ReceivedReport

NUMBERS = ("actual_number", "times_last_year", "restated_difference", "part_excess", "rare_excess", "days_into_year",
           "days_ahead", "years_since_start", "years_since_removal", "years_ahead")  # fmt: skip


def facts_of(report: ReceivedReport, register: CentreRegister, histories: list[History], today: date) -> list[Facts]:
    """Every row of `report` with what the rules need to know beside it; a fact that does not apply is None."""
    values = {str(row["item_id"]): decimal(row["actual_value"]) for row in report.rows if row["item_id"]}
    missing = _missing_items(report, register)
    facts = []
    for number, row in enumerate(report.rows):
        whole = _of_whole(row, register, today) | {"missing_items": missing}
        # What is wrong with the whole report is said once, at its first row.
        said = whole if number == 0 else dict.fromkeys(whole)
        facts.append({**row, **said, **_of_item(row, register, values), **_against_history(row, histories)})
    return facts


def _of_whole(row: Row, register: CentreRegister, today: date) -> Facts:
    name = row["centre_name"]
    centre = register.centres.get(str(row["centre_id"]))
    day = day_or_none(row["submitted_on"])
    facts: Facts = {
        "is_known": None if name is None else yes(centre is not None),
        "nearest_names": "、".join(register.nearest(str(name))) if name is not None and centre is None else None,
        "stated_programme": row["programme_id"],
        "of_programme": yes(centre.programme_id == row["programme_id"]) if centre and row["programme_id"] else None,
        "days_ahead": days_ahead(row, today),
        "has_document": yes(is_any_in_force(register, centre, day)) if centre and day else None,
    }
    return facts | _of_year(row, centre, day, today)


def _of_year(row: Row, centre: Centre | None, day: date | None, today: date) -> Facts:
    facts: Facts = dict.fromkeys(("is_year", "days_into_year", "years_ahead", "years_since_start", "started_on",
                                  "years_since_removal", "removed_on"))  # fmt: skip
    try:
        period = Period.parse(str(row["period_id"]))
    except InvalidPeriod:
        return facts  # A period that could not be read has its own finding.
    facts |= {"is_year": yes(period.kind == YEAR), "years_ahead": period.year - today.year}
    if day is not None:
        facts["days_into_year"] = (day - date(period.year, 1, 1)).days
    if centre is not None and centre.started_on:
        facts |= {"years_since_start": period.year - centre.started_on.year, "started_on": str(centre.started_on)}
    if centre is not None and centre.removed_on:
        facts |= {"years_since_removal": period.year - centre.removed_on.year, "removed_on": str(centre.removed_on)}
    return facts


def _of_item(row: Row, register: CentreRegister, values: Mapping[str, Decimal | None]) -> Facts:
    entry = register.catalog_items.get(str(row["item_id"]))
    value = decimal(row["actual_value"])
    facts: Facts = {
        "actual_number": value,
        "is_whole": whole_or_not(value, register.items.get(str(row["item_id"]))),
        "is_required": yes(entry.is_required) if entry else None,
        "part_excess": None, "whole_value": None, "rare_excess": None, "rare_value": None,
    }  # fmt: skip
    if entry is None or value is None:
        return facts
    for other, excess, beside in ((entry.part_of, "part_excess", "whole_value"),
                                  (entry.rarely_above, "rare_excess", "rare_value")):  # fmt: skip
        limit = values.get(other) if other else None
        if limit is not None:
            facts |= {excess: value - limit, beside: str(limit)}
    return facts


def _against_history(row: Row, histories: list[History]) -> Facts:
    # Held against real reports where there are any, else against the sample ones; never against a mixture.
    facts: Facts = dict.fromkeys(("times_last_year", "restated_difference", "year_before"))
    value, stated = decimal(row["actual_value"]), decimal(row["last_value"])
    history = next((history for history in histories if history.values), None)
    if history is None or row["item_id"] is None or row["period_id"] is None or row["item_kind"] != DATA:
        return facts
    before = history.year_before(str(row["period_id"]), str(row["item_id"]))
    if before is None:
        return facts
    facts["year_before"] = str(before)
    if stated is not None:
        facts["restated_difference"] = stated - before
    if value is not None and before:
        facts["times_last_year"] = value / before
    return facts


def _missing_items(report: ReceivedReport, register: CentreRegister) -> str | None:
    # A required text whose row is there but empty is named in its own row.
    if not report.rows or report.rows[0]["is_nil"] == "是":
        return None
    there = {row["item_id"] for row in report.rows}
    names = [entry.name.zh for entry in register.catalog.centre_items if entry.is_required and entry.id not in there]
    return "、".join(names) or None


def is_any_in_force(register: CentreRegister, centre: Centre, day: date) -> bool:
    """Whether a document of the centre's programme was in force on a day; one that states no days counts as such."""
    return any(
        (policy.in_force_on is None or policy.in_force_on <= day)
        and (policy.expires_on is None or day <= policy.expires_on)
        for policy in register.catalog.policies
        if policy.programme_id == centre.programme_id
    )

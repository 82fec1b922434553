"""The facts that the rules of a report are about: one row with its item, its unit's part and earlier values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from metrics.periods import InvalidPeriod, Period
from pipelines.lookup import Item
from pipelines.readers.table import Row
from pipelines.register import INDICATOR, TASK, Register
from pipelines.reports.history import History

NUMBERS = ("actual_number", "change_since_last", "change_since_sample", "times_last_year", "restated_difference",
           "parts_difference", "completion_number", "days_into_round", "days_ahead")  # fmt: skip

Facts = dict[str, object]


def report_facts(row: Row, register: Register, histories: list[History], today: date) -> Facts:
    """`row` with what the rules need to know beside it; a fact that does not apply is None."""
    item = register.items.get(str(row["item_id"]))
    unit_id, item_id, period_id = (str(row[name]) for name in ("unit_id", "item_id", "period_id"))
    value = _decimal(row["actual_value"])
    is_said = any(row[name] is not None for name in ("actual_value", "task_status", "progress", "problems"))
    facts: Facts = {
        **row,
        "measure_type": item.measure_type if item else None,
        "may_be_negative": _yes(item.may_be_negative) if item else "否",
        "role": register.roles.get((unit_id, item_id)) if row["item_kind"] == TASK else None,
        # Without a known unit or programme nothing follows about the item: the one thing wrong is named, not its echo.
        "may_report": _yes((unit_id, item_id) in register.may_report) if item and is_said and row["unit_id"] else None,
        "of_programme": _yes(row["programme_id"] in item.programme_ids) if item and row["programme_id"] else None,
        "programme_round": f"{row['programme_id']} {period_id}" if row["programme_id"] and row["period_id"] else None,
        "actual_number": value,
        "is_whole": whole_or_not(value, item),
        "completion_number": _decimal(row["completion_pct"]),
        "status_by_completion": _status(_decimal(row["completion_pct"])),
        "days_into_round": _days_into_round(row, today),
        "days_ahead": _days_ahead(row, today),
        "parts_difference": _parts_difference(row, value),
        "counts_nowhere": _counts_nowhere(row, value, item, register),
    }
    return facts | _against_history(row, value, item, histories)


def _counts_nowhere(row: Row, value: Decimal | None, item: Item | None, register: Register) -> str | None:
    if value is None or item is None or item.kind != INDICATOR or None in (row["unit_id"], row["programme_id"]):
        return None
    try:
        period = Period.parse(str(row["period_id"]))
    except InvalidPeriod:
        return None  # A round that could not be read has its own finding.
    return register.counts_nowhere(str(row["unit_id"]), str(row["programme_id"]), period, item.item_id)


def _against_history(row: Row, value: Decimal | None, item: Item | None, histories: list[History]) -> Facts:
    # Held against real reports where there are any, else against the sample ones; never against a mixture.
    facts: Facts = dict.fromkeys(
        (
            "change_since_last",
            "change_since_sample",
            "times_last_year",
            "restated_difference",
            "last_known",
            "year_before",
        )
    )
    if row["period_id"] is None or row["item_id"] is None or row["item_kind"] != INDICATOR:
        return facts
    period_id, item_id, stated = str(row["period_id"]), str(row["item_id"]), _decimal(row["last_value"])
    for history in histories:
        last = history.before(period_id, item_id)
        if last is None:
            continue
        facts["last_known"] = f"{last[0]}: {last[1]}"
        if stated is not None:
            facts["restated_difference"] = stated - last[1]
        year_before = history.year_before(period_id, item_id)
        if value is not None:
            facts["change_since_sample" if history.is_sample else "change_since_last"] = value - last[1]
        if value is not None and year_before and _has_quotient(item, value, year_before):
            facts |= {"times_last_year": value / year_before, "year_before": str(year_before)}
        break
    return facts


def _has_quotient(item: Item | None, value: Decimal, before: Decimal) -> bool:
    # A rate twice as high, a place twice as far, or a figure of another sign is no multiple of the one before.
    return item is not None and item.measure_type not in ("growth_rate", "rank") and value >= 0 and before > 0


def _parts_difference(row: Row, value: Decimal | None) -> Decimal | None:
    above, below = _decimal(row["numerator_value"]), _decimal(row["denominator_value"])
    if value is None or above is None or below is None:
        return None
    # Nothing divided by nothing equals no share at all.
    return value - 100 * above / below if below else Decimal(100)


def _days_into_round(row: Row, today: date) -> int | None:
    # Counted from the round's first day to the day of the report: negative before it began.
    try:
        start = Period.parse(str(row["period_id"])).starts_on
        return (min(date.fromisoformat(str(row["submitted_on"])), today) - start).days
    except (InvalidPeriod, ValueError):
        return None  # Days and rounds that could not be read have their own finding.


def _days_ahead(row: Row, today: date) -> int | None:
    try:
        return (date.fromisoformat(str(row["submitted_on"])) - today).days
    except ValueError:
        return None  # A day that could not be read has its own finding.


def _status(completion: Decimal | None) -> str | None:
    if completion is None:
        return None
    return "未启动" if completion == 0 else "已完成" if completion == 100 else "推进中"


def whole_or_not(value: Decimal | None, item: Item | None) -> str | None:
    """The answer whether a count is one of whole things; None where nothing is counted."""
    is_whole = item.is_whole(value) if item is not None and value is not None else None
    return None if is_whole is None else _yes(is_whole)


def _decimal(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))


def _yes(holds: bool) -> str:
    return "是" if holds else "否"

"""The facts that the rules of a unit's report are about: one row with its item, its unit's part and earlier values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from metrics.periods import InvalidPeriod, Period
from pipelines.duties import Duties
from pipelines.kinds.facts import Facts, days_ahead, decimal, whole_or_not, yes
from pipelines.lookup import Item
from pipelines.readers.quantities import plain
from pipelines.readers.table import Row
from pipelines.register import INDICATOR, TASK, Register
from pipelines.reports.completeness import left_out, names, said_items
from pipelines.reports.history import History
from pipelines.reports.report import ReceivedReport
from pipelines.reports.settlement import YES

NUMBERS = ("actual_number", "change_since_last", "change_since_sample", "times_last_year", "times_last_round",
           "times_target", "share_of_own_part", "restated_difference", "parts_difference", "completion_number",
           "days_into_round", "days_after_round", "days_ahead")  # fmt: skip
WHOLE_FACTS = (
    "missing_lead_tasks",
    "missing_own_indicators",
    "missing_support_tasks",
    "dropped_items",
    "replaced_by_nil",
    "nil_over_takeover",
)
GONE = "unit_gone"
# What is measured at a moment, and does not grow from nothing.
LEVELS = {"stock", "ratio", "mean", "index"}
# A tenth or ten times of these says nothing.
WITHOUT_SCALE = {"rank", "growth_rate"}


def facts_of(report: ReceivedReport, register: Register, past: list[History], today: date) -> list[Facts]:
    """Every row of a report with its facts; what is to be said of the whole is said once, at its first row."""
    whole = whole_facts(report, register, past) | {GONE: _gone(report.rows[0], register)}
    said = [whole, *[dict.fromkeys(whole)] * (len(report.rows) - 1)]
    return [row_facts(row, register, past, today) | more for row, more in zip(report.rows, said, strict=True)]


def whole_facts(report: ReceivedReport, register: Register, histories: list[History]) -> Facts:
    """What the rules need to know of a report as a whole: what it leaves out, and what of the version it replaces."""
    lacking = left_out(report, register)
    if lacking is None:
        return dict.fromkeys(WHOLE_FACTS)
    replaced = next((history.replaced for history in histories if not history.is_sample), ())
    is_nil = report.rows[0]["is_nil"] == YES
    said = set(said_items(report))
    dropped = tuple(
        register.items[item_id] for item_id in replaced if item_id not in said and item_id in register.items
    )
    missing = lacking.lead_tasks, lacking.own_indicators, lacking.support_tasks
    joined = _joined_since(report.rows[0], register, histories) if is_nil else ()
    told = (*map(names, missing), None if is_nil else names(dropped), names(dropped) if is_nil else None, names(joined))
    return dict(zip(WHOLE_FACTS, told, strict=True))


def _joined_since(row: Row, register: Register, histories: list[History]) -> tuple[Item, ...]:
    """The indicators of which the unit took over another's part and has said nothing since: no change, but of what?"""
    duties, unit_id, period_id = _duties(row, register), str(row["unit_id"]), str(row["period_id"])
    real = next((history for history in histories if not history.is_sample), None)
    indicators = {str(target["target_id"]): str(target["indicator_id"]) for target in register.targets}
    items: dict[str, Item] = {}
    for (carrier, target_id), part in (duties.parts if duties else {}).items():
        if carrier != unit_id or not part.taken_over or part.is_illustrative:
            continue
        item_id = indicators[target_id]
        before = real.before(period_id, item_id) if real else None
        # What it stands for since it spoke last is what it stood for then.
        spoken = register.duties(before[0]).parts.get((unit_id, target_id)) if before else None
        if (spoken.taken_over if spoken else ()) != part.taken_over and item_id in register.items:
            items[item_id] = register.items[item_id]
    return tuple(items.values())


def _gone(row: Row, register: Register) -> str | None:
    why = register.why_gone(str(row["unit_id"]), str(row["period_id"])) if row["unit_id"] else None
    return f"{why.zh} · {why.en}" if why else None


def row_facts(row: Row, register: Register, histories: list[History], today: date) -> Facts:
    """`row` with what the rules need to know beside it; a fact that does not apply is None."""
    item = register.items.get(str(row["item_id"]))
    unit_id, item_id, period_id = (str(row[name]) for name in ("unit_id", "item_id", "period_id"))
    value = decimal(row["actual_value"])
    duties = _duties(row, register)
    duty = duties.tasks.get((unit_id, item_id)) if duties else None
    is_there = bool(row["unit_id"]) and register.why_gone(unit_id, period_id) is None
    is_said = any(row[name] is not None for name in ("actual_value", "task_status", "progress", "problems"))
    facts: Facts = {
        **row,
        "measure_type": item.measure_type if item else None,
        "may_be_negative": yes(item.may_be_negative) if item else "否",
        "role": duty.role if row["item_kind"] == TASK and duty else None,
        # Without a known unit or programme nothing follows about the item: what is wrong is named, not its echo.
        "may_report": yes((unit_id, item_id) in duties.may_report)
        if item and is_said and duties and is_there
        else None,
        "of_programme": yes(row["programme_id"] in item.programme_ids) if item and row["programme_id"] else None,
        "programme_round": f"{row['programme_id']} {period_id}" if row["programme_id"] and row["period_id"] else None,
        "actual_number": value,
        "is_whole": whole_or_not(value, item),
        "completion_number": decimal(row["completion_pct"]),
        "status_by_completion": _status(decimal(row["completion_pct"])),
        "days_into_round": _days_into_round(row, register, today),
        "days_ahead": days_ahead(row, today),
        "days_after_round": _days_after_round(row, register),
        "parts_difference": _parts_difference(row, value),
        "has_parts_only": yes(value is None and row["numerator_value"] is not None) if item else None,
        "counts_nowhere": _counts_nowhere(row, value, item, register),
    }
    return facts | _against_target(row, value, register, item) | _against_history(row, value, item, histories)


def _against_target(row: Row, value: Decimal | None, register: Register, item: Item | None) -> Facts:
    # The unit's own part where it has one; what it gives to a whole that others share in may be any part of that.
    facts: Facts = dict.fromkeys(("times_target", "share_of_own_part", "target_known"))
    if value is None or item is None or item.measure_type in WITHOUT_SCALE:
        return facts
    own, of_whole = _aims(row, item, register)
    if own or of_whole:
        facts |= {"times_target": value / max(own or of_whole), "target_known": plain(max(own or of_whole))}
    if own and item.measure_type in LEVELS:
        facts["share_of_own_part"] = value / min(own)
    return facts


def _aims(row: Row, item: Item, register: Register) -> tuple[list[Decimal], list[Decimal]]:
    """What the unit's own parts and what the targets of the whole ask for, in the unit of the item."""
    factors = {unit.code: unit.factor for unit in register.catalog.measure_units}
    own: list[Decimal | None] = []
    of_whole: list[Decimal | None] = []
    period = _period(row, register)
    for entered in register.targets:
        if (entered["programme_id"], entered["indicator_id"]) != (row["programme_id"], item.item_id):
            continue
        # By what holds on the last day of the round; of what has ended by then, by what was entered.
        target = (period and register.revisions.row_on(entered, period.ends_on)) or entered
        factor, into = factors.get(str(target["measure_unit"])), factors.get(str(item.measure_unit))
        if factor is None or into is None:
            continue  # The load names a unit that there is not.
        part = register.part_of(str(row["unit_id"]), str(target["target_id"]), period) if period else None
        # An illustrative part is nobody's aim.
        own += [_aim(part.target_value, factor / into)] if part and not part.is_illustrative else []
        of_whole.append(_aim(target["target_value"] or target["target_high"], factor / into))
    return [aim for aim in own if aim], [aim for aim in of_whole if aim]


def _duties(row: Row, register: Register) -> Duties | None:
    # A round that could not be read has its own finding.
    try:
        return register.duties(str(row["period_id"]))
    except InvalidPeriod:
        return None


def _aim(text: object, factor: Decimal) -> Decimal | None:
    try:
        aim = Decimal(str(text)) * factor
    except InvalidOperation:
        return None  # The load names what is no number, and a target without one is no measure for a figure.
    return aim if aim.is_finite() and aim > 0 else None


def _counts_nowhere(row: Row, value: Decimal | None, item: Item | None, register: Register) -> str | None:
    if value is None or item is None or item.kind != INDICATOR or None in (row["unit_id"], row["programme_id"]):
        return None
    period = _period(row, register)
    if period is None:
        return None
    return register.counts_nowhere(str(row["unit_id"]), str(row["programme_id"]), period, item.item_id)


def _period(row: Row, register: Register) -> Period | None:
    try:
        return register.period(str(row["period_id"]))
    except InvalidPeriod:
        return None  # A round that could not be read has its own finding.


def _against_history(row: Row, value: Decimal | None, item: Item | None, histories: list[History]) -> Facts:
    # Held against real reports where there are any, else against the sample ones; never against a mixture.
    facts: Facts = dict.fromkeys(
        (
            "change_since_last",
            "change_since_sample",
            "times_last_year",
            "times_last_round",
            "restated_difference",
            "last_known",
            "year_before",
        )
    )
    if row["period_id"] is None or row["item_id"] is None or row["item_kind"] != INDICATOR:
        return facts
    period_id, item_id, stated = str(row["period_id"]), str(row["item_id"]), decimal(row["last_value"])
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
        elif value is not None and not history.is_sample and _has_quotient(item, value, last[1]):
            # In its first year a figure has only the last round to be held against.
            facts["times_last_round"] = value / last[1]
        break
    return facts


def _has_quotient(item: Item | None, value: Decimal, before: Decimal) -> bool:
    # A rate twice as high, a place twice as far, or a figure of another sign is no multiple of the one before.
    return item is not None and item.measure_type not in ("growth_rate", "rank") and value >= 0 and before > 0


def _parts_difference(row: Row, value: Decimal | None) -> Decimal | None:
    above, below = decimal(row["numerator_value"]), decimal(row["denominator_value"])
    if value is None or above is None or below is None:
        return None
    # Nothing divided by nothing equals no share at all.
    return value - 100 * above / below if below else Decimal(100)


def _days_into_round(row: Row, register: Register, today: date) -> int | None:
    # Counted from the round's first day to the day of the report: negative before it began.
    try:
        start = register.period(str(row["period_id"])).starts_on
        return (min(date.fromisoformat(str(row["submitted_on"])), today) - start).days
    except (InvalidPeriod, ValueError):
        return None  # Days and rounds that could not be read have their own finding.


def _days_after_round(row: Row, register: Register) -> int | None:
    if row["period_id"] not in register.rounds.get(str(row["programme_id"]), ()):
        return None  # A round that there is not has its own finding.
    try:
        return (date.fromisoformat(str(row["submitted_on"])) - register.period(str(row["period_id"])).ends_on).days
    except (InvalidPeriod, ValueError):
        return None  # Days and rounds that could not be read have their own finding.


def _status(completion: Decimal | None) -> str | None:
    if completion is None:
        return None
    return "未启动" if completion == 0 else "已完成" if completion == 100 else "推进中"

"""The working of a programme's weighted average: every term with its weight, both bounds, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from metrics.digits import amount, percent
from metrics.queries import Answers
from metrics.sentences import Bilingual, say


@dataclass(frozen=True)
class AverageWorking:
    """Both bounds as formulas and in one sentence; None with the refusal where no average may be taken."""

    missing_left_out: Bilingual | None
    missing_as_zero: Bilingual | None
    summary: Bilingual
    missing_ids: tuple[str, ...]
    reason: str | None
    # The weakest class of its terms and of the weights.
    provenance: str | None = None


def programme_average(snapshot: Answers, programme_id: str, period_id: str) -> AverageWorking | None:
    """The working of one programme's average in one round; None when the round is not there."""
    chosen = {"programme_id": programme_id, "period_id": period_id}
    found = snapshot.rows("rollup", group_kind="programme", **chosen)
    return average_working(found[0], snapshot.rows("rollup_members", **chosen)) if found else None


@dataclass(frozen=True)
class UnitRollUp:
    """A unit's own targets in words, and the weakest class of their judgements."""

    said: tuple[Bilingual, ...]
    provenance: str | None


def unit_roll_up(snapshot: Answers, programme_id: str, period_id: str, unit_id: str) -> UnitRollUp | None:
    """How many of a unit's own targets are met, between which bounds, and the average or its refusal."""
    rows = snapshot.rows("rollup", group_kind="unit", programme_id=programme_id, period_id=period_id)
    found = [row for row in rows if row["unit_id"] == unit_id]
    if not found:
        return None
    # Weights are set within a programme, never within a unit: the average of a unit is always its refusal.
    return UnitRollUp((reached_bounds(found[0]), average_working(found[0], ()).summary), found[0]["provenance"])


def reached_bounds(rollup: Mapping[str, Any]) -> Bilingual:
    """How many of a unit's parts are met: at least those known to be, at most those and every missing one.

    >>> none = dict(not_judged_count=0, withdrawn_count=0)
    >>> reached_bounds(dict(none, member_count=5, achieved_count=1, missing_count=1)).en
    'Of 5 unit parts, 1 known to be met; 1 without a full figure, so the number met lies between 1 and 2.'
    >>> reached_bounds(dict(none, member_count=3, not_judged_count=1, achieved_count=2, missing_count=0)).zh
    '2项单位分解中已达成2项，没有缺数。'
    """
    met, missing = rollup["achieved_count"], rollup["missing_count"]
    count = rollup["member_count"] - rollup["not_judged_count"] - rollup["withdrawn_count"]
    if not count:
        return say("rollup.nothing_judged")
    if not missing:
        return say("rollup.met_exactly", count=count, met=met)
    return say("rollup.met_between", count=count, met=met, missing=missing, most=met + missing)


def average_working(rollup: Mapping[str, Any], members: Iterable[Mapping[str, Any]]) -> AverageWorking:
    """The working of one row of `mart.rollup` from its members.

    >>> row = dict(average_reason=None, average_known_pct=83.3333, average_zero_pct=62.5, missing_ids="c")
    >>> members = [dict(member_id="a", status="achieved", attainment_pct=143.0, weight=2.0),
    ...            dict(member_id="b", status="behind", attainment_pct=50.0, weight=1.0),
    ...            dict(member_id="c", status="no_data", attainment_pct=None, weight=1.0)]
    >>> average_working(row, members).missing_left_out.en.split(" = ", 2)[2]
    '(2 × 100 + 1 × 50) ÷ 3 = 83.3%'
    """
    missing = tuple((rollup["missing_ids"] or "").split(";")) if rollup["missing_ids"] else ()
    reason = rollup["average_reason"]
    if reason:
        return AverageWorking(None, None, say(f"rollup.{reason}"), missing, reason)
    counted = [member for member in members if member["attainment_pct"] is not None or member["member_id"] in missing]
    reported = [member for member in counted if member["member_id"] not in missing]
    terms = " + ".join(f"{amount(m['weight'])} × {amount(min(m['attainment_pct'], 100.0))}" for m in reported)
    left_out, as_zero = percent(rollup["average_known_pct"]), percent(rollup["average_zero_pct"])

    def formula(over: list[Mapping[str, Any]], result: str) -> Bilingual:
        weights = amount(float(sum(member["weight"] for member in over)))
        return say("working.average", terms=terms, weights=weights, result=result)

    summary = say("rollup.average", known=left_out, zero=as_zero, missing=len(missing))
    return AverageWorking(
        formula(reported, left_out), formula(counted, as_zero), summary, missing, None, rollup.get("average_provenance")
    )

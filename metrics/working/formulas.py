"""The working of every figure: the formula with its numbers in it, in both languages, or why there is no figure.

Pages, exports and documents show the same `Working`; the words are those of `sentences.yml`. Numbers are written in
plain digits, so that what stands between two equals signs can be computed by anyone who doubts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from metrics.catalog.models import LEVELS
from metrics.digits import amount, chance, exact, percent, ratio
from metrics.periods import MONTHS_OF
from metrics.rules.classes import SAMPLE, weakest
from metrics.sentences import Bilingual, say
from metrics.trends.given import DAYS_A_YEAR, PRIOR_SHAPE

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Working:
    """One figure: its code, its formula with numbers (None where refused), its value, and the reason if refused.

    `provenance` is the weakest class of the figures in the formula.
    """

    figure: str
    formula: Bilingual | None
    value: Decimal | float | None
    reason: str | None
    refusal: Bilingual | None
    provenance: str | None = None


# The columns of `figure_inputs.sql` that say of which classes the numbers of a figure are.
PROVENANCES = {
    "attainment": ("judgement_provenance",),
    "plain_share": ("provenance", "target_provenance"),
    "linear_expected": ("target_provenance", "baseline_provenance"),
    "linear_pace": ("judgement_provenance",),
    "seasonal_expected": ("seasonal_provenance",),
    "seasonal_pace": ("seasonal_provenance",),
    "expected": ("judgement_provenance",),
    "expected_whole": ("judgement_provenance",),
    "growth_rate": ("judgement_provenance",),
    "required_rate": ("required_provenance",),
    "best_multiple": ("run_rate_provenance",),
    "forecast": ("forecast_provenance",),
    "reach_probability": ("reach_provenance",),
}


def workings(row: Row) -> Iterator[Working]:
    """The working of every figure of one target × unit × round.

    Args:
        row: one row of `metrics/sql/queries/figure_inputs.sql`.

    >>> facts = dict.fromkeys(["target_low", "target_high", "linear_reason", "attainment_reason"])
    >>> facts |= dict(measure_type="stock", comparator=">=", actual_value=Decimal("500.000000"),
    ...     target_value=Decimal(700), baseline_value=Decimal(420), attainment_pct=28.5714, plain_pct=71.4286)
    >>> attainment(facts).formula.en
    'Attainment = (actual − baseline) ÷ (target − baseline) = (500 − 420) ÷ (700 − 420) = 28.6%'
    """
    for entry in _all(row):
        yield replace(entry, provenance=weakest(row[name] for name in PROVENANCES[entry.figure]))


def _all(row: Row) -> Iterator[Working]:
    yield attainment(row)
    yield plain_share(row)
    yield from _linear(row)
    yield from _seasonal(row)
    yield from _deciding(row)
    yield _growth(row)
    yield from _run_rate(row)
    yield _forecast(row)
    yield _reach(row)


def attainment(row: Row) -> Working:
    """Attainment (完成率) by the rule of its measure type."""
    if row["attainment_pct"] is None:
        return _refused("attainment", "attainment", row["attainment_reason"])
    value = row["attainment_pct"]
    return _shown("attainment", _attainment_code(row), value, _numbers(row, percent(value)))


def plain_share(row: Row) -> Working:
    """Actual ÷ target, beside an attainment that counts from a baseline."""
    if row["plain_pct"] is None:
        return _refused("plain_share", "attainment", _no_share(row))
    code = "plain_low" if row["comparator"] == "range" else "plain"
    return _shown("plain_share", code, row["plain_pct"], _numbers(row, percent(row["plain_pct"])))


def _no_share(row: Row) -> str:
    aim = row["target_low"] if row["comparator"] == "range" else row["target_value"]
    if row["actual_value"] is None or aim is None:
        return "no_figure"
    return "target_zero" if aim == 0 else "target_negative"


def _attainment_code(row: Row) -> str:
    if row["comparator"] == "range":
        actual = row["actual_value"]
        if row["target_low"] <= actual <= row["target_high"]:
            return "range_inside"
        return "range_below" if actual < row["target_low"] else "range_above"
    if row["comparator"] == "annual_floor":
        return "own_year"
    from_baseline = row["measure_type"] == "reduction" or row["comparator"] == "<="
    if (row["measure_type"] in LEVELS and row["baseline_value"] is not None) or from_baseline:
        return "change"
    return "share"


def _linear(row: Row) -> Iterator[Working]:
    """Where the even line stands, and the pace against it; of a yearly amount in its own year."""
    if row["linear_ratio"] is None:
        reason = row["linear_reason"] or "pace_no_line"
        yield _refused("linear_expected", "method", reason)
        yield _refused("linear_pace", "method", reason)
        return
    in_year = "_in_year" if row["is_year_to_date"] else ""
    passed, whole = (row["year_days"], row["whole_year_days"]) if in_year else (row["elapsed_days"], row["whole_days"])
    facts = _on_the_way(row) | {"days": min(max(passed, 0), whole), "whole": whole, "plan": amount(row["plan_value"])}
    line, pace = row["line_value"], row["linear_ratio"]
    yield _shown("linear_expected", f"linear_expected{in_year}", line, facts | {"result": amount(line)})
    yield _shown("linear_pace", f"linear_pace{in_year}", pace, facts | {"result": ratio(pace)})


def _deciding(row: Row) -> Iterator[Working]:
    """What the status was judged by, where that is not simply the even line."""
    if row["expected_value"] is None:
        return
    facts = {"expected": amount(row["expected_value"]), "whole": amount(row["expected_whole"])}
    if row["expected_basis"] not in (None, "line"):
        yield _shown("expected", f"expected_{row['expected_basis']}", row["expected_value"], facts)
    if row["expected_whole"] is not None and row["expected_whole"] != row["expected_value"]:
        yield _shown("expected_whole", "expected_whole", row["expected_whole"], facts)


def _seasonal(row: Row) -> Iterator[Working]:
    if row["seasonal_ratio"] is None:
        yield _refused("seasonal_expected", "method", row["seasonal_reason"])
        yield _refused("seasonal_pace", "method", row["seasonal_reason"])
        return
    expected = row["seasonal_expected_value"]
    facts = _on_the_way(row) | {"expected": amount(expected), "plan": amount(row["plan_this_value"])}
    if row["is_in_year"]:
        share = {
            "share": exact(row["first_half_ratio"]),
            "last": exact(row["plan_last_value"]),
            "plan": exact(row["plan_this_value"]),
        }
        code = f"seasonal_expected_{row['first_half_source']}"
        yield _shown("seasonal_expected", code, expected, facts | share | {"result": amount(expected)})
    else:
        yield _shown("seasonal_expected", "seasonal_expected_year", expected, facts | {"result": amount(expected)})
    yield _shown(
        "seasonal_pace", "seasonal_pace", row["seasonal_ratio"], facts | {"result": ratio(row["seasonal_ratio"])}
    )


def _growth(row: Row) -> Working:
    if row["growth_ratio"] is None:
        return _refused("growth_rate", "method", row["growth_reason"])
    downwards = row["comparator"] == "<=" or row["measure_type"] == "reduction"
    facts = _numbers(row) | {"days": row["elapsed_days"], "whole": row["whole_days"], "year": DAYS_A_YEAR}
    code = "growth_rate_down" if downwards else "growth_rate"
    return _shown("growth_rate", code, row["growth_ratio"], facts | {"result": ratio(row["growth_ratio"])})


def _run_rate(row: Row) -> Iterator[Working]:
    required, multiple = row["required_value"], row["best_multiple"]
    facts: dict[str, object] = {"remaining": amount(row["remaining_value"]), "steps": amount(row["steps_left"])}
    step = step_words(row["step_months"])
    if required is None:
        yield _refused("required_rate", "run_rate", row["run_rate_reason"], step=step)
    else:
        facts |= {"wanted": amount(row["wanted_value"]), "result": amount(required), "step": step}
        yield _shown("required_rate", f"required_rate{_more_than(row)}", required, facts)
    if multiple is None:
        yield _refused("best_multiple", "run_rate", row["run_rate_reason"], step=step)
    else:
        facts = {
            "required": amount(required),
            "best": amount(row["best_value"]),
            "result": ratio(multiple),
            "step": step,
        }
        yield _shown("best_multiple", "best_multiple", multiple, facts)


def step_words(months: int) -> Bilingual:
    """What a step of so many months is called.

    >>> step_words(3).en
    'quarter'
    """
    return say(f"cycle_step.{next(kind for kind, of in MONTHS_OF.items() if of == months)}")


def _more_than(row: Row) -> str:
    """What "more than" comes to: of whole things one more, of a measured amount anything beyond it."""
    if row["is_to_be_exceeded"]:
        return "_exceeding"
    return "_whole" if row["comparator"] == ">" else ""


def _forecast(row: Row) -> Working:
    if row["forecast_value"] is None:
        return _refused("forecast", "forecast", row["forecast_reason"], sample_count=row["sample_count"])
    points = [amount(value) for value in row["point_values"]]
    classes = row["point_provenances"]
    facts = {
        "points": _joined(_marked(points, classes)),
        "sample_count": row["sample_count"],
        "last": points[-1],
        "steps": amount(row["ahead_steps"]),
        "result": amount(row["forecast_value"]),
    }
    return _shown("forecast", f"forecast_{row['forecast_method']}", row["forecast_value"], facts)


def _marked(numbers: Sequence[str], classes: Sequence[str | None]) -> list[Bilingual]:
    """The numbers as they are written; among others, those that are samples say so."""
    is_mixed = any(one not in (None, SAMPLE) for one in classes)
    return [
        say("working.sample_number", number=number) if is_mixed and one == SAMPLE else Bilingual(number, number)
        for number, one in zip(numbers, classes, strict=True)
    ]


def _joined(numbers: Sequence[Bilingual]) -> Bilingual:
    return Bilingual(*(", ".join(texts) for texts in zip(*numbers, strict=True)))


def _reach(row: Row) -> Working:
    """The chance that a count reaches its target, by the model of counts."""
    probability = row["reach_probability"]
    if probability is None:
        reason = row["forecast_reason"] if row["forecast_value"] is None else "no_count_model"
        return _refused("reach_probability", "forecast", reason, sample_count=row["sample_count"])
    count, wanted = row["point_values"][-1], row["wanted_value"]
    facts = {
        "sample_count": row["sample_count"],
        "short": amount(max(wanted - count, 0)),
        "size": amount(PRIOR_SHAPE + count),
        "elapsed": amount(row["elapsed_years"]),
        "remaining": amount(row["remaining_years"]),
        "result": percent(100) if wanted <= count else chance(probability),
    }
    return _shown("reach_probability", "reach_probability", probability, facts)


def _numbers(row: Row, result: str = "") -> dict[str, object]:
    return {
        "actual": amount(row["actual_value"]),
        "target": amount(row.get("aim_value") if row["target_value"] is None else row["target_value"]),
        "low": amount(row["target_low"]),
        "high": amount(row["target_high"]),
        "baseline": amount(row["baseline_value"] if row["baseline_value"] is not None else row.get("start_value")),
        "result": result,
    }


def _on_the_way(row: Row) -> dict[str, object]:
    # Of a yearly amount a year in progress counts from zero, wherever the years before it began.
    return _numbers(row) | ({"baseline": amount(row["start_value"])} if row["is_year_to_date"] else {})


def _shown(figure: str, code: str, value: Any, numbers: Mapping[str, object]) -> Working:
    return Working(figure, say(f"working.{code}", **numbers), value, None, None)


def _refused(figure: str, family: str, reason: str | None, **numbers: object) -> Working:
    code = reason or "no_figure"
    return Working(figure, None, None, code, say(f"{family}.{code}", **numbers))

"""Required run-rate: what each remaining step of the rounds must bring, beside the best that any has brought so far.

A step is what one round of the programme's cycle covers: a month, a quarter, a half-year or a year.

Source: `docs/methods.md`, section 6.
"""

from __future__ import annotations

import pandas as pd

from metrics.rules.first_match import first_match

INPUTS = (
    "row_id",
    "remaining_value",
    "best_value",
    "has_figure",
    "is_a_sum",
    "is_yearly",
    "step_months",
    "is_to_be_exceeded",
    "period_ends_on",
    "due_on",
)
REASON_NO_FIGURE = "no_figure"
REASON_ALREADY_MET = "run_rate_already_met"
REASON_AT_THE_EDGE = "run_rate_at_the_edge"
REASON_DUE = "run_rate_due"
REASON_NOT_A_SUM = "run_rate_not_a_sum"
REASON_NO_PAST = "run_rate_no_past"
REASON_NO_PROGRESS = "run_rate_no_progress"


def steps_between(
    since: pd.Series[pd.Timestamp], until: pd.Series[pd.Timestamp], step_months: pd.Series
) -> pd.Series[float]:
    """Steps of so many months from one day (datetime64) to another, never below zero, shape (n,).

    >>> day = lambda text: pd.Series(pd.to_datetime([text]))
    >>> steps_between(day("2019-06-30"), day("2020-12-31"), pd.Series([6])).tolist()
    [3.0]
    """
    months = (until.dt.year - since.dt.year) * 12 + (until.dt.month - since.dt.month)
    return (months / step_months).clip(lower=0).astype(float)


def required_rate(remaining: pd.Series, steps: pd.Series) -> pd.Series:
    """What is left ÷ remaining steps, in the measure unit, shape (n,); missing once the target is due.

    >>> required_rate(pd.Series([600.0, 600.0]), pd.Series([3.0, 0.0])).tolist()
    [200.0, nan]
    """
    return remaining.astype(float) / steps.astype(float).where(steps > 0)


def multiple_of_best(required: pd.Series, best: pd.Series) -> pd.Series:
    """Required ÷ the best step so far ("needs 2.4× your best"), shape (n,); missing without progress.

    >>> multiple_of_best(pd.Series([240.0, 240.0]), pd.Series([100.0, 0.0])).tolist()
    [2.4, nan]
    """
    return required.astype(float) / best.astype(float).where(best > 0)


def reason(
    has_figure: pd.Series,
    is_a_sum: pd.Series,
    is_to_be_exceeded: pd.Series,
    remaining: pd.Series,
    steps: pd.Series,
    best: pd.Series,
) -> pd.Series:
    """Why a required rate or its multiple is missing: a reason code, or None, shape (n,).

    `is_to_be_exceeded`: more than a measured amount is asked for, so that nothing may be left and the target still
    not be met. Of whole things "more than 800" is 801, and `remaining` counts up to that.

    >>> s, yes = pd.Series, pd.Series([True])
    >>> reason(yes, yes, ~yes, s([600.0]), s([3.0]), s([0.0])).tolist()
    ['run_rate_no_progress']
    >>> reason(yes, yes, yes, s([0.0]), s([3.0]), s([40.0])).tolist()
    ['run_rate_at_the_edge']
    """
    rules: list[tuple[pd.Series, str | None]] = [
        (~is_a_sum.astype(bool), REASON_NOT_A_SUM),
        (~has_figure.astype(bool), REASON_NO_FIGURE),
        ((remaining < 0) | ((remaining == 0) & ~is_to_be_exceeded.astype(bool)), REASON_ALREADY_MET),
        (~(steps > 0), REASON_DUE),
        (remaining == 0, REASON_AT_THE_EDGE),
        (best.isna(), REASON_NO_PAST),
        (best <= 0, REASON_NO_PROGRESS),
    ]
    return first_match(rules)


def run_rates(frame: pd.DataFrame) -> pd.DataFrame:
    """Required rate, its multiple of the best step, and the reason where one is missing, shape (n, 6).

    Args:
        frame: `row_id`, `remaining_value` and `best_value` in the measure unit, `has_figure`, `is_a_sum`,
            `is_yearly` (no more steps are left than a year has, however far off it is), `step_months`,
            `is_to_be_exceeded`, `period_ends_on`, `due_on`.
    """
    steps = steps_between(frame["period_ends_on"], frame["due_on"], frame["step_months"])
    steps = steps.mask(frame["is_yearly"].astype(bool), steps.clip(upper=12 / frame["step_months"]))
    remaining, best = frame["remaining_value"].astype(float), frame["best_value"].astype(float)
    reasons = reason(frame["has_figure"], frame["is_a_sum"], frame["is_to_be_exceeded"], remaining, steps, best)
    asked = reasons.isna() | reasons.isin([REASON_NO_PAST, REASON_NO_PROGRESS])
    required = required_rate(remaining, steps).where(asked)
    return pd.DataFrame(
        {
            "row_id": frame["row_id"],
            "remaining_value": remaining.where(asked),
            "steps_left": steps.where(asked),
            "required_value": required,
            "best_multiple": multiple_of_best(required, best).where(reasons.isna()),
            "reason": reasons,
        }
    )

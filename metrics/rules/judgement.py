"""One judgement per target × unit × round: every rule applied in its order to a frame of targets and actuals."""

from __future__ import annotations

import pandas as pd

from metrics.rules import attainment, comparators, pace
from metrics.rules.status import Thresholds, judge_status

INPUT_NUMBERS = ("actual_value", "target_value", "target_low", "target_high", "baseline_value")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """The judgement columns for each row of `frame`, shape (n, 10), same index.

    Args:
        frame: the columns of `mart.attainment_input`: numbers as floats (NaN = missing), dates as datetime64,
            `comparator`, `measure_type`, `qualifier`, `part_missing_count` and `is_older`; and, where exact decimals
            were compared, `distance_sign` (−1, 0 or 1: the actual against the value that decides).
        thresholds: the pace limits in force.

    Returns:
        `attainment_ratio`, `attainment_reason` (why there is no share, else None), `plain_ratio`,
        `expected_value`, `elapsed_ratio`, `pace_ratio`, `range_position`, `is_met`, `status`, `status_reason`.
        Shares are 0–1 and may exceed 1; nothing is capped.
    """
    measure_type, comparator = frame["measure_type"], frame["comparator"]
    actual, target, low, high, baseline = (frame[name].astype(float) for name in INPUT_NUMBERS)
    shares = (measure_type, comparator, actual, target, low, high, baseline)
    aim = target.where(comparator != "range", low)
    hold = attainment.holds_a_level(measure_type, comparator, aim, baseline)
    elapsed = pace.elapsed_ratio(_starting_day(frame), frame["due_on"], _measured_on(frame))
    start = pace.start_value(measure_type, baseline)
    has_line = (~comparator.isin(["annual_floor", "<="]) | (measure_type == "reduction")) & ~hold
    result = pd.DataFrame(
        {
            "attainment_ratio": attainment.attainment_ratio(*shares),
            "attainment_reason": attainment.undefined_reason(*shares),
            "plain_ratio": attainment.plain_ratio(actual, aim).mask(measure_type == "rank"),
            "expected_value": pace.expected_value(start, aim, elapsed).where(has_line),
            "elapsed_ratio": elapsed,
            "pace_ratio": pace.pace_ratio(actual, start, aim, elapsed).where(has_line),
            "range_position": comparators.range_position(actual, low, high),
            "is_met": comparators.is_met(
                actual, comparator, target, low, frame["qualifier"], frame.get("distance_sign")
            ),
        },
        index=frame.index,
    )
    known = frame.join(result).assign(is_hold=hold, has_start=start.notna(), has_line=has_line & (start != aim))
    return result.join(judge_status(known, thresholds))


def _starting_day(frame: pd.DataFrame) -> pd.Series:
    return frame["baseline_on"].fillna(frame["starts_on"])


def _measured_on(frame: pd.DataFrame) -> pd.Series:
    # A figure stands for its own day: judging 2018's turnover against June 2019's line would be unfair.
    return frame["actual_ends_on"].fillna(frame["period_ends_on"])

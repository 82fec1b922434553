"""One judgement per target × unit × round: every rule applied in its order to a frame of targets and actuals."""

from __future__ import annotations

import pandas as pd

from metrics.rules import attainment, comparators, pace
from metrics.rules.first_match import first_match
from metrics.rules.status import Thresholds, judge_status

INPUTS = (
    "row_id",
    "measure_type",
    "comparator",
    "qualifier",
    "actual_value",
    "target_value",
    "target_low",
    "target_high",
    "baseline_value",
    "baseline_on",
    "part_missing_count",
    "open_reason",
    "starts_on",
    "due_on",
    "period_ends_on",
    "actual_ends_on",
    "is_older",
    "is_year_to_date",
    "measured_year_ends_on",
    "is_whole",
    "worst_year_value",
    "is_worst_open",
    "interim_value",
    "first_half_sum",
    "year_sum",
    "full_years",
    "borrowed_first_half_ratio",
    "distance_sign",
    "ended_kind",
    "on_track_ratio",
    "slightly_behind_ratio",
)
INPUT_NUMBERS = ("actual_value", "target_value", "target_low", "target_high", "baseline_value")

# What the expected value was taken from, the first that there is.
BASIS_INTERIM, BASIS_OWN_SEASON, BASIS_BORROWED_SEASON, BASIS_LINE = "interim", "own_season", "borrowed_season", "line"


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """The judgement columns for each row of `frame`, shape (n, 15), same index.

    Args:
        frame: the columns of `mart.attainment_input`: numbers as floats (NaN = missing), dates as datetime64, words
            and flags as they stand there; and, where exact decimals were compared, `distance_sign` (−1, 0 or 1: the
            deciding figure against the value that decides).
        thresholds: the pace limits in force.

    Returns:
        `attainment_ratio`, `attainment_reason` (why there is no share, else None), `plain_ratio`, `start_value` and
        `plan_value` (from where to where progress counts: of a year in progress, from zero to what the year is to
        bring), `line_value` (where an even line would stand), `expected_value` (exact: by `expected_basis`),
        `expected_whole` (in whole things, where the measure is one), `elapsed_ratio`, `pace_ratio`, `range_position`,
        `is_met`, `status`, `status_reason`. Shares are 0–1 and may exceed 1; nothing is capped. Elapsed share, expected
        value and status are of the day of the actual; of what a year has brought so far the share is that of the year.
    """
    measure_type, comparator = frame["measure_type"], frame["comparator"]
    actual, target, low, high, baseline = (frame[name].astype(float) for name in INPUT_NUMBERS)
    shares = (measure_type, comparator, actual, target, low, high, baseline)
    aim = target.where(comparator != "range", low)
    in_year = frame["is_year_to_date"].astype(bool)
    hold = attainment.holds_a_level(measure_type, comparator, aim, baseline) & ~in_year
    plan = _plan(frame, aim, baseline)
    elapsed = _elapsed(frame)
    start = pace.start_value(measure_type, baseline).mask(in_year, 0.0)
    has_line = (
        ~comparator.isin(["annual_floor", "<="]) | (measure_type == "reduction") | _is_floor_in_year(frame)
    ) & ~hold
    ratio, basis = _way(frame, elapsed)
    line = pace.expected_value(start, plan, elapsed).where(has_line)
    expected = pace.expected_value(start, plan, ratio).where(has_line)
    falls = attainment.wants_less(measure_type, comparator)
    # A ceiling is kept or broken by itself, whatever the plan thought on the way to it.
    interim = frame["interim_value"].astype(float).where(~falls | (measure_type == "reduction"))
    expected, basis = expected.mask(interim.notna(), interim), basis.mask(interim.notna(), BASIS_INTERIM)
    # Held against the plan's own value, what should grow needs no baseline: it is so much of that value.
    origin = start.mask(interim.notna() & start.isna() & ~falls, 0.0)
    whole_expected = pace.whole_expected(expected, origin, frame["is_whole"].astype(bool))
    decisive, qualifier = _decisive(frame)
    result = pd.DataFrame(
        {
            "attainment_ratio": attainment.attainment_ratio(*shares),
            "attainment_reason": attainment.undefined_reason(*shares),
            "plain_ratio": attainment.plain_ratio(actual, aim).mask(measure_type == "rank"),
            "start_value": start,
            "plan_value": plan,
            "line_value": line,
            "expected_value": expected,
            "expected_whole": whole_expected.where(frame["is_whole"].astype(bool)),
            "expected_basis": basis.where(expected.notna(), None),
            "elapsed_ratio": elapsed,
            "pace_ratio": pace.pace_ratio(actual, origin, expected),
            "range_position": comparators.range_position(actual, low, high),
            "is_met": comparators.is_met(decisive, comparator, target, low, qualifier, frame.get("distance_sign")),
        },
        index=frame.index,
    )
    judged = frame.join(result).assign(
        is_hold=hold,
        has_start=origin.notna() & (plan.notna() | interim.notna()),
        has_line=(has_line & (start != plan)) | interim.notna(),
        # Held against the last whole thing that should be there; the pace itself stays exact.
        deciding_pace=pace.pace_ratio(actual, origin, whole_expected),
        is_nothing_expected=(whole_expected == origin) & (expected != origin),
        is_early=_is_early(frame, elapsed),
        decisive_value=decisive,
    )
    return result.join(judge_status(judged, thresholds))


def _elapsed(frame: pd.DataFrame) -> pd.Series:
    whole_way = pace.elapsed_ratio(_starting_day(frame), frame["due_on"], _measured_on(frame))
    return whole_way.mask(frame["is_year_to_date"].astype(bool), pace.year_share(_measured_on(frame), _year_end(frame)))


def _plan(frame: pd.DataFrame, aim: pd.Series, baseline: pd.Series) -> pd.Series:
    """What is to be reached by the end of the time judged: the target; of a year before the last one, its own step.

    Without a baseline nothing is known of the years before the last one, but of a floor for every year.
    """
    in_year = frame["is_year_to_date"].astype(bool)
    by_year_end = pace.elapsed_ratio(_starting_day(frame), frame["due_on"], _year_end(frame))
    step = pace.expected_value(baseline, aim, by_year_end)
    is_last = (frame["due_on"] <= _year_end(frame)) | (frame["comparator"] == "annual_floor")
    holds = attainment.holds_a_level(frame["measure_type"], frame["comparator"], aim, baseline)
    return aim.mask(in_year & ~is_last & ~holds, step)


def _way(frame: pd.DataFrame, elapsed: pd.Series) -> tuple[pd.Series, pd.Series]:
    """How much of the plan should be done by the day of the actual, as a share, and what says so."""
    own = pace.first_half_ratio(frame["first_half_sum"], frame["year_sum"], frame["full_years"])
    in_year = frame["is_year_to_date"].astype(bool)
    own, borrowed = own.where(in_year), frame["borrowed_first_half_ratio"].astype(float).where(in_year)
    ratio = own.fillna(borrowed).fillna(elapsed)
    basis = first_match([(own.notna(), BASIS_OWN_SEASON), (borrowed.notna(), BASIS_BORROWED_SEASON)], BASIS_LINE)
    return ratio, basis


def _decisive(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The figure that meets or misses the target, and what it is: of a yearly floor the worst whole year so far."""
    is_floor = frame["comparator"] == "annual_floor"
    value = frame["actual_value"].astype(float).mask(is_floor, frame["worst_year_value"].astype(float))
    open_floor = is_floor & frame["is_worst_open"].astype(bool)
    return value, frame["qualifier"].astype(object).mask(is_floor, "exact").mask(open_floor, "le")


def _is_early(frame: pd.DataFrame, elapsed: pd.Series) -> pd.Series:
    """Whether less than a tenth of the time judged has passed: of a yearly amount, of the year."""
    yearly = frame["measure_type"] == "annual_flow"
    return elapsed.mask(yearly, pace.year_share(_measured_on(frame), _year_end(frame))) < pace.LEAST_ELAPSED_RATIO


def _is_floor_in_year(frame: pd.DataFrame) -> pd.Series:
    return (frame["comparator"] == "annual_floor") & frame["is_year_to_date"].astype(bool)


def _starting_day(frame: pd.DataFrame) -> pd.Series:
    return frame["baseline_on"].fillna(frame["starts_on"])


def _measured_on(frame: pd.DataFrame) -> pd.Series:
    # A figure stands for its own day: judging 2018's turnover against June 2019's line would be unfair.
    return frame["actual_ends_on"].fillna(frame["period_ends_on"])


def _year_end(frame: pd.DataFrame) -> pd.Series:
    return frame["measured_year_ends_on"]

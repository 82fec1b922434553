"""The method panel: linear pace, seasonal pace and growth-rate ratio of every judgement, side by side.

Source: `docs/methods.md`, sections 3 to 5. Methods answer different questions and may disagree; each row keeps its
value, its class, and the reason where there is none.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.rules import pace
from metrics.rules.attainment import wants_less
from metrics.rules.first_match import first_match
from metrics.rules.status import REASON_BOUND_LEAVES_OPEN, Thresholds, bounds
from metrics.trends import growth, seasonal

METHODS = ("linear_pace", "seasonal_pace", "growth_rate")
REASON_NO_LINE = "pace_no_line"
REASON_SETTLED = "settled"
REASON_NO_TIME_PASSED = "pace_no_time"
REASON_NO_FIGURE = "no_figure"
INPUTS = (
    "row_id",
    "measure_type",
    "comparator",
    "actual_value",
    "qualifier",
    "aim_value",
    "start_value",
    "line_value",
    "status",
    "start_on",
    "measured_on",
    "period_ends_on",
    "due_on",
    "is_year_to_date",
    "is_in_year",
    "is_part_year",
    "plan_last_value",
    "plan_this_value",
    "first_half_sum",
    "year_sum",
    "full_years",
    "borrowed_first_half_ratio",
    "on_track_ratio",
    "slightly_behind_ratio",
)
# What a bound on the wrong side of the truth still proves.
WORST_CLASSES = ("behind", "moving_away")
# Once a target is kept, missed or not begun, no pace decides anything: the value stays, the class goes.
OPEN_STATUSES = ("on_track", "slightly_behind", "behind")


def panel(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Every method for each row of `frame`, shape (3n, 8).

    Args:
        frame: the columns of `mart.method_input`, numbers as floats (NaN = missing), dates as datetime64.
        thresholds: the limits of the classes.

    Returns:
        `row_id`, `method`, `method_value`, `method_class`, `reason`, `expected_value`, `first_half_ratio`,
        `first_half_source`; the last three only where the method has them.
    """
    return pd.concat(panel_parts(frame, thresholds), ignore_index=True)


def panel_parts(frame: pd.DataFrame, thresholds: Thresholds) -> list[pd.DataFrame]:
    """The same rows as `panel`, a part for each method, which need not be joined to be written."""
    parts = [_linear(frame, thresholds), _seasonal(frame, thresholds), _growth(frame, thresholds)]
    return [_decided(part, frame) for part in parts]


def _linear(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    value = pace.pace_ratio(frame["actual_value"], frame["start_value"], frame["line_value"])
    rules: list[tuple[pd.Series, str | None]] = [
        (frame["actual_value"].isna(), REASON_NO_FIGURE),
        (value.isna() & ~_has_line(frame), REASON_NO_LINE),
        (value.isna(), REASON_NO_TIME_PASSED),
    ]
    reason = first_match(rules)
    classes = pace.pace_class(value, *_limits(frame, thresholds))
    return _part(frame, "linear_pace", value, classes, reason)


def _limits(frame: pd.DataFrame, thresholds: Thresholds) -> tuple[float | pd.Series, float | pd.Series]:
    names = ("on_track_ratio", "slightly_behind_ratio")
    on_track, slightly_behind = (frame.get(name, getattr(thresholds, name)) for name in names)
    return on_track, slightly_behind


def _seasonal(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    own = pace.first_half_ratio(frame["first_half_sum"], frame["year_sum"], frame["full_years"])
    share = own.fillna(frame["borrowed_first_half_ratio"].astype(float))
    expected = seasonal.expected_value(frame["plan_last_value"], frame["plan_this_value"], share, frame["is_in_year"])
    actual, start = _standing(frame), frame["start_value"].astype(float)
    has_season = share.notna() | ~frame["is_in_year"].astype(bool)
    reason = seasonal.refusal(frame["measure_type"], start, actual, expected, frame["is_part_year"], has_season)
    reason = reason.mask(reason.isna() & ~_has_line(frame), seasonal.REASON_NO_LINE)
    reason = reason.mask((reason == seasonal.REASON_NO_FIGURE) & frame["actual_value"].isna(), REASON_NO_FIGURE)
    value = pace.pace_ratio(actual, start, expected).where(reason.isna())
    classes = pace.pace_class(value, *_limits(frame, thresholds))
    bent = reason.isna() & frame["is_in_year"].astype(bool)
    source = own.notna().map({True: seasonal.SOURCE_OWN, False: seasonal.SOURCE_BORROWED}).astype(object)
    return _part(frame, "seasonal_pace", value, classes, reason).assign(
        expected_value=expected.where(reason.isna()).to_numpy(),
        first_half_ratio=share.where(bent).to_numpy(),
        first_half_source=source.where(bent, None).to_numpy(),
    )


def _standing(frame: pd.DataFrame) -> pd.Series:
    # Of a yearly amount only the round's own year counts, not an earlier one that still stands for it.
    stale = (frame["measure_type"] == "annual_flow") & (frame["measured_on"] < frame["period_ends_on"])
    return frame["actual_value"].astype(float).mask(stale, np.nan)


def _growth(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    arguments = (
        frame["actual_value"].astype(float),
        frame["start_value"].astype(float),
        frame["aim_value"].astype(float),
        growth.years_between(frame["start_on"], frame["measured_on"]),
        growth.years_between(frame["start_on"], frame["due_on"]),
        _direction(frame),
    )
    # The worst year against a yearly floor is no growth towards it.
    is_floor, known = frame["comparator"] == "annual_floor", frame["actual_value"].notna()
    is_rate = frame["measure_type"].isin(["growth_rate", "rank"])
    in_year = frame["is_year_to_date"].astype(bool) & known
    value = growth.growth_ratio(*arguments).mask(is_floor | is_rate | in_year)
    reason = growth.refusal(*arguments).mask(is_floor & known, growth.REASON_NO_CHANGE_ASKED)
    reason = reason.mask(is_rate & known, growth.REASON_OF_A_RATE).mask(in_year, growth.REASON_YEAR_TO_DATE)
    classes = growth.growth_class(value, thresholds.growth_on_track_ratio, thresholds.growth_acceleration_ratio)
    return _part(frame, "growth_rate", value, classes, reason)


def _direction(frame: pd.DataFrame) -> pd.Series:
    downwards = wants_less(frame["measure_type"], frame["comparator"])
    return pd.Series(np.where(downwards, -1.0, 1.0), index=frame.index)


def _has_line(frame: pd.DataFrame) -> pd.Series:
    """Whether a line leads from the start to the target: not for yearly floors, ceilings, and levels to hold."""
    aim = frame["aim_value"].astype(float).mask(frame["is_year_to_date"].astype(bool), frame["plan_this_value"])
    return frame["line_value"].notna() & (aim != frame["start_value"].astype(float))


def _part(frame: pd.DataFrame, method: str, value: pd.Series, classes: pd.Series, reason: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row_id": frame["row_id"],
            "method": method,
            "method_value": value,
            "method_class": classes,
            "reason": reason,
            "expected_value": np.nan,
            "first_half_ratio": np.nan,
            "first_half_source": None,
        }
    )


def _decided(part: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Takes the class away where it would decide what it cannot: settled targets, and bounds read as figures."""
    settled = part["method_class"].notna() & ~frame["status"].isin([*OPEN_STATUSES, "no_data", "not_yet_due"])
    is_bound, may_be_worse = bounds(frame["measure_type"], frame["comparator"], frame["qualifier"])
    proven = (part["method_class"] == "on_track").mask(may_be_worse, part["method_class"].isin(WORST_CLASSES))
    undecided = part["method_class"].notna() & is_bound & ~proven
    reason = part["reason"].mask(undecided, REASON_BOUND_LEAVES_OPEN).mask(settled, REASON_SETTLED)
    return part.assign(reason=reason, method_class=part["method_class"].mask(settled | undecided, None))

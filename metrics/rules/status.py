"""The status of a target on a day: one of nine words, each with its reason.

Source: `docs/methods.md`, section 8. The thresholds live in `thresholds.yml` and travel with every figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from metrics.rules.attainment import wants_less
from metrics.rules.comparators import LOWER_BOUNDS, UPPER_BOUNDS
from metrics.rules.first_match import first_match
from metrics.yaml_file import read_yaml

THRESHOLDS_FILE = Path(__file__).with_name("thresholds.yml")

REASON_NO_REPORT = "no_report"
REASON_PARTS_MISSING = "parts_missing"
REASON_BOUND_LEAVES_OPEN = "bound_leaves_open"
REASON_DUE_YEAR_MISSING = "due_year_missing"
REASON_DUE_FIGURE_MISSING = "due_figure_missing"
REASON_NO_BASELINE = "no_baseline"
REASON_NO_TIME_PASSED = "no_time_passed"
REASON_NO_DISTANCE = "no_distance"
REASON_NOT_STARTED = "not_started"
REASON_EXPECTATION = "expectation"
REASON_WITHDRAWN = "withdrawn"
REASON_PACE = "pace"
REASON_MET = "met"
REASON_KEPT = "kept"
REASON_ABOVE_RANGE = "above_range"
REASON_DUE_UNMET = "due_unmet"
REASON_LIMIT_BROKEN = "limit_broken"
REASON_FLOOR_BROKEN = "floor_broken"
REASON_BELOW_START = "below_start"
REASON_FIRST_TENTH = "first_tenth"
REASON_NOTHING_EXPECTED = "nothing_expected"

# Reasons that what is known of the units behind a figure says more exactly.
_OPEN_REASONS = (REASON_NO_REPORT, REASON_PARTS_MISSING, REASON_BOUND_LEAVES_OPEN)


@dataclass(frozen=True)
class Thresholds:
    """The limits in force: pace as shares of the plan, growth as shares of the growth needed."""

    rule_version: str
    valid_from: str
    on_track_ratio: float
    slightly_behind_ratio: float
    growth_on_track_ratio: float
    growth_acceleration_ratio: float

    @classmethod
    def load(cls, path: Path = THRESHOLDS_FILE) -> Thresholds:
        """The thresholds of the one file that holds them."""
        return cls(**read_yaml(path))


def judge_status(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Status and reason code for each row of `frame`, shape (n, 2).

    Args:
        frame: columns `actual_value`, `decisive_value` (float: of a yearly floor the worst whole year, else the
            actual), `is_met` (nullable boolean, of the decisive value), `deciding_pace` (progress against what should
            be there, in whole things where the measure is one), `comparator`, `measure_type`, `qualifier`,
            `range_position`, `target_value`, `part_missing_count`, `open_reason` (why the units behind a figure give
            none, or only a bound), `is_year_to_date` (what a year has brought so far), `is_hold` (the target asks for
            no change), `is_older` (a level of a day before the round that judges), `is_early` (less than a tenth of the
            time judged has passed), `is_nothing_expected` (not one whole thing should be there yet), `has_start` (where
            it counts from is known), `has_line` (and there is a way from there), where
            documents have changed targets `ended_kind`, where programmes have limits of their own `on_track_ratio` and
            `slightly_behind_ratio`, and the dates `starts_on`, `due_on`,
            `period_ends_on`, `actual_ends_on`.
        thresholds: the pace limits.

    Returns:
        A frame with `status` (one of `STATUSES`) and `status_reason`.
    """
    has_figure = frame["actual_value"].notna() | frame["decisive_value"].notna()
    met, unmet = frame["is_met"].fillna(False), (~frame["is_met"]).fillna(False)
    is_due = frame["period_ends_on"] >= frame["due_on"]
    in_year, floor = frame["is_year_to_date"].astype(bool), frame["comparator"] == "annual_floor"
    limit = (floor & ~in_year) | ((frame["comparator"] == "<=") & (frame["measure_type"] != "reduction"))
    holds_until_due = (limit | frame["is_hold"]) & ~is_due
    # A yearly floor is reached for good only when its last year is over.
    reached = met & ~(floor & ~is_due)
    this_year_reached = floor & in_year & ~is_due & (frame["actual_value"] >= frame["target_value"])
    stale = (frame["measure_type"] == "annual_flow") & (frame["actual_ends_on"] < frame["due_on"]) & is_due
    older = frame["is_older"].astype(bool) & is_due
    early = frame["is_early"].astype(bool) & ~is_due & ~(reached & ~holds_until_due)
    too_little = frame["is_nothing_expected"].astype(bool) & ~is_due
    pace, has_start = frame["deciding_pace"], frame["has_start"]
    # A programme may have limits of its own.
    on_track = frame.get("on_track_ratio", thresholds.on_track_ratio)
    slightly_behind = frame.get("slightly_behind_ratio", thresholds.slightly_behind_ratio)
    is_bound, may_be_worse = bounds(frame["measure_type"], frame["comparator"], frame["qualifier"])
    partial = frame["part_missing_count"] > 0
    undecided = frame["is_met"].isna() & ~(floor & in_year)
    # The first matching rule wins, so the order is the meaning.
    rules: list[tuple[pd.Series, str, str]] = [
        (_is_withdrawn(frame), "withdrawn", REASON_WITHDRAWN),
        (frame["period_ends_on"] < frame["starts_on"], "not_yet_due", REASON_NOT_STARTED),
        (~has_figure, "no_data", REASON_NO_REPORT),
        (frame["comparator"] == "expectation", "not_judged", REASON_EXPECTATION),
        (floor & is_due & unmet, "missed", REASON_DUE_UNMET),
        (stale, "no_data", REASON_DUE_YEAR_MISSING),
        (older, "no_data", REASON_DUE_FIGURE_MISSING),
        (floor & ~is_due & unmet, "behind", REASON_FLOOR_BROKEN),
        (early, "not_yet_due", REASON_FIRST_TENTH),
        (holds_until_due & met, "on_track", REASON_KEPT),
        (holds_until_due & unmet & limit, "behind", REASON_LIMIT_BROKEN),
        (holds_until_due & unmet, "behind", REASON_BELOW_START),
        (this_year_reached, "on_track", REASON_KEPT),
        (reached & (frame["range_position"] == "above"), "achieved", REASON_ABOVE_RANGE),
        (reached, "achieved", REASON_MET),
        (is_due & unmet, "missed", REASON_DUE_UNMET),
        (too_little, "not_yet_due", REASON_NOTHING_EXPECTED),
        (~is_due & ~may_be_worse & (pace >= on_track), "on_track", REASON_PACE),
        (~is_due & may_be_worse & (pace < slightly_behind), "behind", REASON_PACE),
        (partial, "no_data", REASON_PARTS_MISSING),
        (undecided, "no_data", REASON_BOUND_LEAVES_OPEN),
        (pace.isna() & ~has_start, "not_yet_due", REASON_NO_BASELINE),
        (pace.isna() & ~frame["has_line"], "not_yet_due", REASON_NO_DISTANCE),
        (pace.isna(), "not_yet_due", REASON_NO_TIME_PASSED),
        (is_bound, "no_data", REASON_BOUND_LEAVES_OPEN),
        (pace >= slightly_behind, "slightly_behind", REASON_PACE),
    ]
    reason = first_match([(rule, reason) for rule, _, reason in rules], REASON_PACE)
    better_known = frame["open_reason"].notna() & reason.isin(_OPEN_REASONS)
    return pd.DataFrame(
        {
            "status": first_match([(rule, status) for rule, status, _ in rules], "behind"),
            "status_reason": reason.mask(better_known, frame["open_reason"].astype(object)),
        },
        index=frame.index,
    )


def _is_withdrawn(frame: pd.DataFrame) -> pd.Series:
    if "ended_kind" not in frame:
        return pd.Series(data=False, index=frame.index)
    return frame["ended_kind"] == "withdrawn"


def bounds(measure_type: pd.Series, comparator: pd.Series, qualifier: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Whether each figure is only a bound, and whether the truth may be worse than it, both of shape (n,).

    A lower bound of what should grow can only be bettered, so it may prove "on track"; an upper bound of it may prove
    "behind". Of what should fall, the reverse.

    >>> s = lambda *x: pd.Series(list(x))
    >>> is_bound, may_be_worse = bounds(s(*["stock"] * 4), s(">=", ">=", "<=", ">="), s("ge", "lt", "ge", "est"))
    >>> is_bound.tolist(), may_be_worse.tolist()
    ([True, True, True, False], [False, True, True, False])
    """
    lower, upper = qualifier.isin(LOWER_BOUNDS), qualifier.isin(UPPER_BOUNDS)
    return lower | upper, upper.mask(wants_less(measure_type, comparator), lower)

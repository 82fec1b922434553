"""The status of a target on a day: one of eight words, each with its reason.

Source: `docs/methods.md`, section 8. The thresholds live in `thresholds.yml` and travel with every figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from metrics.rules.first_match import first_match
from metrics.yaml_file import read_yaml

THRESHOLDS_FILE = Path(__file__).with_name("thresholds.yml")

STATUSES = (
    "achieved",
    "on_track",
    "slightly_behind",
    "behind",
    "missed",
    "no_data",
    "not_yet_due",
    "not_judged",
)

REASON_NO_REPORT = "no_report"
REASON_PARTS_MISSING = "parts_missing"
REASON_BOUND_LEAVES_OPEN = "bound_leaves_open"
REASON_DUE_YEAR_MISSING = "due_year_missing"
REASON_NO_BASELINE = "no_baseline"
REASON_NOT_STARTED = "not_started"
REASON_EXPECTATION = "expectation"
REASON_PACE = "pace"
REASON_MET = "met"
REASON_ABOVE_RANGE = "above_range"
REASON_DUE_UNMET = "due_unmet"
REASON_LIMIT_BROKEN = "limit_broken"
REASON_BELOW_START = "below_start"


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
        frame: columns `actual_value` (float), `is_met` (nullable boolean), `pace_ratio`, `comparator`,
            `measure_type`, `range_position`, `part_missing_count`, `is_hold` (the target asks for no change), and
            the dates `starts_on`, `due_on`, `period_ends_on`, `actual_ends_on`.
        thresholds: the pace limits.

    Returns:
        A frame with `status` (one of `STATUSES`) and `status_reason`.
    """
    has_figure = frame["actual_value"].notna()
    met, unmet = frame["is_met"].fillna(False), (~frame["is_met"]).fillna(False)
    is_due = frame["period_ends_on"] >= frame["due_on"]
    hold = frame["is_hold"]
    limit = (frame["comparator"] == "annual_floor") | (
        (frame["comparator"] == "<=") & (frame["measure_type"] != "reduction")
    )
    holds_until_due = (limit | hold) & ~is_due
    stale = (frame["measure_type"] == "annual_flow") & (frame["actual_ends_on"] < frame["due_on"]) & is_due
    pace = frame["pace_ratio"]
    partial = frame["part_missing_count"].fillna(0) > 0
    # The first matching rule wins, so the order is the meaning.
    rules: list[tuple[pd.Series, str, str]] = [
        (frame["period_ends_on"] < frame["starts_on"], "not_yet_due", REASON_NOT_STARTED),
        (~has_figure, "no_data", REASON_NO_REPORT),
        (frame["comparator"] == "expectation", "not_judged", REASON_EXPECTATION),
        (stale, "no_data", REASON_DUE_YEAR_MISSING),
        (holds_until_due & met, "on_track", REASON_MET),
        (hold & holds_until_due & unmet, "behind", REASON_BELOW_START),
        (holds_until_due & unmet, "behind", REASON_LIMIT_BROKEN),
        (met & (frame["range_position"] == "above"), "achieved", REASON_ABOVE_RANGE),
        (met, "achieved", REASON_MET),
        (is_due & unmet, "missed", REASON_DUE_UNMET),
        (pace >= thresholds.on_track_ratio, "on_track", REASON_PACE),
        (partial, "no_data", REASON_PARTS_MISSING),
        (~unmet, "no_data", REASON_BOUND_LEAVES_OPEN),
        (pace.isna(), "not_yet_due", REASON_NO_BASELINE),
        (pace >= thresholds.slightly_behind_ratio, "slightly_behind", REASON_PACE),
    ]
    return pd.DataFrame(
        {
            "status": first_match([(rule, status) for rule, status, _ in rules], "behind"),
            "status_reason": first_match([(rule, reason) for rule, _, reason in rules], REASON_PACE),
        },
        index=frame.index,
    )

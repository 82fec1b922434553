"""Roll-ups count first, average only with weights, cap each target, and list what is missing."""

import math

import pandas as pd
import pytest

from metrics.rules.confidence import compare
from metrics.rules.rollup import roll_up
from metrics.working.average import average_working

NAN = math.nan


def member(member_id, status, attainment=NAN, weight=NAN, **key):
    return {
        "group_kind": "programme", "programme_id": "p", "unit_id": None, "target_id": None, "period_id": "2019H1",
        "member_id": member_id, "status": status, "attainment_pct": attainment, "weight": weight, **key,
    }  # fmt: skip


def rolled(*members):
    return roll_up(pd.DataFrame(members))


def test_counts_come_first_and_every_status_has_one():
    row = rolled(member("a", "achieved", 143.0), member("b", "missed", 90.0), member("c", "no_data")).iloc[0]
    assert (row["member_count"], row["achieved_count"], row["missed_count"], row["no_data_count"]) == (3, 1, 1, 1)
    assert row["behind_count"] == row["not_judged_count"] == 0
    assert (row["missing_count"], row["missing_ids"]) == (1, "c")


def test_an_average_caps_each_target_and_shows_both_bounds():
    row = rolled(
        member("a", "achieved", 143.0, 2.0), member("b", "behind", 50.0, 1.0), member("c", "no_data", NAN, 1.0)
    ).iloc[0]  # fmt: skip
    assert row["average_known_pct"] == pytest.approx((2 * 100 + 50) / 3)
    assert row["average_zero_pct"] == pytest.approx((2 * 100 + 50) / 4)
    assert (row["average_reason"], row["weight_sum"]) == (None, 4.0)


def test_a_partial_sum_counts_as_missing_not_as_its_floor():
    row = rolled(member("a", "achieved", 100.0, 1.0), member("b", "no_data", 40.0, 1.0)).iloc[0]
    assert (row["average_known_pct"], row["average_zero_pct"]) == (100.0, 50.0)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("a", "achieved", 100.0, NAN)], "no_weights"),
        ([("a", "achieved", 100.0, 1.0), ("b", "behind", 50.0, NAN)], "weights_incomplete"),
        ([("a", "no_data", NAN, 1.0)], "nothing_known"),
        ([("a", "not_judged", 80.0, 1.0)], "nothing_judged"),
    ],
)
def test_without_grounds_there_is_no_average_and_a_reason(members, reason):
    row = rolled(*(member(*entry) for entry in members)).iloc[0]
    assert row["average_reason"] == reason
    assert math.isnan(row["average_known_pct"])
    assert math.isnan(row["average_zero_pct"])
    # No weights at all is not a weight of nothing.
    assert row["weight_sum"] == pytest.approx(NAN if reason in ("no_weights", "nothing_judged") else 1.0, nan_ok=True)


def test_what_nobody_is_held_to_is_left_out_and_named():
    row = rolled(
        member("a", "behind", 50.0, 1.0), member("b", "not_judged", 300.0, 9.0), member("c", "achieved", NAN, 1.0)
    ).iloc[0]  # fmt: skip
    assert (row["average_known_pct"], row["uncounted_ids"]) == (50.0, "b;c")


def test_groups_stay_apart():
    rows = rolled(
        member("a", "achieved", 100.0), member("a", "missed", 10.0, period_id="2019H2"),
        member("a", "behind", 10.0, group_kind="unit", unit_id="u"),
    )  # fmt: skip
    found = rows[["group_kind", "period_id", "achieved_count", "missed_count", "behind_count"]].to_numpy().tolist()
    assert found == [
        ["programme", "2019H1", 1, 0, 0], ["programme", "2019H2", 0, 1, 0], ["unit", "2019H1", 0, 0, 1],
    ]  # fmt: skip


def test_the_working_of_an_average_without_weights_is_its_refusal():
    working = average_working({"average_reason": "no_weights", "missing_ids": None}, [])
    assert working.missing_left_out is None
    assert "No weights are set" in working.summary.en


def test_ratings_that_differ_most_come_first_and_independent_raters_before_others():
    frame = pd.DataFrame(
        {
            "row_id": range(1, 7),
            "status": ["on_track", "behind", "behind", "slightly_behind", "no_data", "achieved"],
            "rating": ["high", "high", "high", "low", "low", "low"],
            "is_independent": [True, False, True, True, True, False],
        }
    )
    found = compare(frame).set_index("row_id").sort_values("sort_order")
    assert found.index.tolist() == [3, 2, 6, 4, 1, 5]
    assert found["disagreement"].tolist() == [
        "hopeful", "hopeful", "doubtful", "slightly_doubtful", "agree", "no_status",
    ]  # fmt: skip

"""What changed: every kind of change on literal rows, and restatements."""

from datetime import datetime
from decimal import Decimal

import duckdb
import pytest

from metrics.marts.weakest import create_weakest
from metrics.queries import MARTS_FOLDER, query_text

# comparator, direction, low, high, round before and after, value before and after → kind
KINDS = [
    (">=", "up", None, None, "2018H2", "2019H1", None, None, "missing"),
    (">=", "up", None, None, "2018H2", "2019H1", None, 5, "new"),
    (">=", "up", None, None, None, "2018H2", None, 0, "new"),
    (">=", "up", None, None, "2018H2", "2019H1", 5, None, "gone"),
    (">=", "up", None, None, "2018H2", "2019H1", 5, 6, "improved"),
    (">=", "up", None, None, "2018H2", "2019H1", 5, 4, "worsened"),
    (">=", "up", None, None, "2018H2", "2019H1", 5, 5, "unchanged"),
    ("<=", "up", None, None, "2018H2", "2019H1", 5, 4, "improved"),
    ("<=", "up", None, None, "2018H2", "2019H1", 5, 6, "worsened"),
    (">=", "down", None, None, "2018H2", "2019H1", 5, 4, "improved"),
    ("range", "up", 3, 5, "2018H2", "2019H1", 1, 2, "improved"),
    ("range", "up", 3, 5, "2018H2", "2019H1", 7, 6, "improved"),
    ("range", "up", 3, 5, "2018H2", "2019H1", 4, 7, "worsened"),
    ("range", "up", 3, 5, "2018H2", "2019H1", 3, 5, "unchanged"),
]


@pytest.mark.parametrize("case", KINDS)
def test_the_kind_of_change(case):
    comparator, direction, low, high, before_period, after_period, before, after, kind = case
    with duckdb.connect() as connection:
        connection.execute("create schema mart")
        create_weakest(connection)
        connection.execute(
            """
            create table mart.change_pair as select
                'p' as programme_id, 't' as target_id, 'i' as indicator_id, 'u' as unit_id, $comparator as comparator,
                cast($low as decimal(24, 6)) as target_low, cast($high as decimal(24, 6)) as target_high,
                $direction as direction, '家' as measure_unit, $before_period as before_period_id,
                $after_period as after_period_id, cast($before as decimal(24, 6)) as before_value,
                cast($after as decimal(24, 6)) as after_value, 50.0 as before_attainment_pct,
                50.0 as after_attainment_pct, 'behind' as before_status, 'behind' as after_status,
                'sample' as before_provenance, 'sample' as after_provenance, 'exact' as before_qualifier,
                'exact' as after_qualifier, 'sample' as judgement_provenance, false as is_restated
            """,
            {"comparator": comparator, "low": low, "high": high, "direction": direction,
             "before_period": before_period, "after_period": after_period, "before": before, "after": after},
        )  # fmt: skip
        found = connection.execute(
            f"select change_kind, change_value from ({query_text('change', MARTS_FOLDER)})"
        ).fetchall()
    change = None if before is None or after is None else Decimal(after - before)
    assert found == [(kind, change)]


SENT, TAKEN = "2019-06-28T10:00", "2019-07-05T09:00"


def test_a_restatement_names_old_new_when_which_version_and_why(world):
    world.report("u", "2019H1", 55, [("submitted", SENT), ("accepted", TAKEN), ("locked", "2019-08-29T17:30")])
    world.report("u", "2019H1", 50, [("submitted", "2019-09-01T10:00", "typing"), ("returned", "2019-09-02T10:00")], 2)
    world.report("u", "2019H1", 48, [("submitted", "2019-09-16T10:00", "counted twice"),
                                     ("accepted", "2019-09-20T10:00")], 3)  # fmt: skip
    # Returned before anything was accepted, then repeated without a change: neither restates anything.
    world.report("v", "2019H1", 27, [("submitted", SENT), ("returned", TAKEN, "no list")])
    world.report("v", "2019H1", 25, [("submitted", "2019-07-20T10:00"), ("accepted", "2019-08-02T10:00")], 2)
    world.report("v", "2019H1", 25, [("submitted", "2019-08-20T10:00"), ("accepted", "2019-08-21T10:00")], 3)
    assert world.view("2019-09-19").select("select * from mart.restatement") == []
    assert world.view("2019-09-20").select("select * from mart.restatement") == [
        {
            "programme_id": "p", "unit_id": "u", "period_id": "2019H1", "indicator_id": "count", "scope_id": None,
            "old_value": Decimal(55), "new_value": Decimal(48), "difference_value": Decimal(-7), "measure_unit": "项",
            "restated_at": datetime(2019, 9, 20, 10), "old_submission_id": "p/2019H1/u/v1",
            "new_submission_id": "p/2019H1/u/v3", "reason": "counted twice", "old_qualifier": "exact",
            "new_qualifier": "exact", "provenance": "sample",
        }
    ]  # fmt: skip


def test_a_figure_first_given_or_taken_back_by_a_correction_is_a_restatement(world):
    world.report("u", "2019H1", None, [("submitted", SENT), ("accepted", TAKEN)])
    world.report("u", "2019H1", 5, [("submitted", "2019-08-01T10:00", "had been left out"),
                                    ("accepted", "2019-08-02T10:00")], 2)  # fmt: skip
    world.report("v", "2019H1", 9, [("submitted", SENT), ("accepted", TAKEN)])
    world.report("v", "2019H1", None, [("submitted", "2019-08-03T10:00", "not ours"),
                                       ("accepted", "2019-08-04T10:00")], 2)  # fmt: skip
    question = "select unit_id, old_value, new_value, reason from mart.restatement order by unit_id"
    assert [tuple(row.values()) for row in world.view("2019-12-31").select(question)] == [
        ("u", None, Decimal(5), "had been left out"),
        ("v", Decimal(9), None, "not ours"),
    ]


def test_rounds_are_compared_within_one_view(world):
    world.report("u", "2018H2", 30, [("submitted", "2018-12-28T10:00"), ("accepted", "2019-01-04T10:00")])
    world.report("u", "2019H1", 55, [("submitted", SENT), ("accepted", TAKEN)])
    world.report("u", "2019H1", 48, [("submitted", "2019-09-16T10:00", "twice"), ("accepted", "2019-09-20T10:00")], 2)
    world.report("u", "2019H2", 60, [("submitted", "2019-12-28T10:00"), ("accepted", "2020-01-04T10:00")])
    view = world.view("2020-01-31")
    question = (
        "select before_period_id, after_period_id, before_value, after_value, change_kind, is_restated "
        "from mart.change where unit_id = 'u' order by after_period_id"
    )
    assert [tuple(row.values()) for row in view.select(question)] == [
        (None, "2018H2", None, Decimal(30), "new", False),
        ("2018H2", "2019H1", Decimal(30), Decimal(48), "improved", False),
        ("2019H1", "2019H2", Decimal(48), Decimal(60), "improved", True),
    ]

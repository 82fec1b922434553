"""Every shipped roll-up computed a second time: counts by status, and the average with both its bounds."""

from collections import defaultdict
from fractions import Fraction

import pytest

from metrics.rules.statuses import STATUSES
from tests.pipelines.test_recomputation import Books, attainment, expected_rows, number, read, status

LEFT_OUT = {"not_judged", "not_yet_due"}


@pytest.fixture(scope="module")
def groups():
    """(kind, programme, unit, target, round) → the judgements in it, as (member, status, share)."""
    found = defaultdict(list)
    for row in expected_rows(Books()):
        target_id, unit_id, period_id = row["key"]
        target = row["target"]
        judged = status(row), attainment(row)
        if unit_id is not None:
            found["unit", target["programme_id"], unit_id, None, period_id].append((target_id, *judged))
            found["target", target["programme_id"], None, target_id, period_id].append((unit_id, *judged))
        elif target["level"] == "programme":
            found["programme", target["programme_id"], None, None, period_id].append((target_id, *judged))
    return found


def test_every_rollup_is_recomputed(groups, snapshot):
    weights = {row["target_id"]: number(row["weight"]) for _, row in read("sample/weights/*.csv")}
    rows = snapshot.select("select * from mart.rollup")
    key = ("group_kind", "programme_id", "unit_id", "target_id", "period_id")
    assert {tuple(row[name] for name in key) for row in rows} == set(groups)
    for row in rows:
        place = tuple(row[name] for name in key)
        members = groups[place]
        for name in STATUSES:
            assert row[f"{name}_count"] == sum(state == name for _, state, _ in members), (place, name)
        missing = {member for member, state, _ in members if state == "no_data"}
        assert set((row["missing_ids"] or "").split(";")) - {""} == missing, place
        assert row["missing_count"] == len(missing)
        counted = [m for m in members if m[1] not in LEFT_OUT and (m[1] == "no_data" or m[2] is not None)]
        known = [m for m in counted if m[0] not in missing]
        has_weights = row["group_kind"] == "programme" and all(m[0] in weights for m in counted)
        if not (has_weights and known):
            assert (row["average_known_pct"], row["average_zero_pct"]) == (None, None), place
            assert row["average_reason"], place
            continue
        gained = sum(weights[member] * min(share, Fraction(1)) for member, _, share in known)
        for name, over in (("average_known_pct", known), ("average_zero_pct", counted)):
            wanted = 100 * gained / sum(weights[member] for member, _, _ in over)
            assert row[name] == pytest.approx(float(wanted), rel=1e-12), (place, name)

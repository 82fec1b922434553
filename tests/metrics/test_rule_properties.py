"""Laws that the rules keep for any numbers: monotone, free of the unit, whole as the sum of its parts."""

import math
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from metrics.marts.chain import build_tables
from metrics.marts.computed_tables import computed_tables
from metrics.marts.office_year import create_office_year
from metrics.marts.weakest import create_weakest
from metrics.queries import MARTS_FOLDER, query_text
from metrics.rules.comparators import COMPARATORS
from metrics.rules.judgement import judge
from metrics.rules.rollup import weighted_average
from metrics.rules.status import Thresholds
from metrics.trends import growth
from tests.metrics.judgement_rows import judgement_frame

pytestmark = pytest.mark.slow

THRESHOLDS = Thresholds.load()
NAN = math.nan
MEASURES = ("annual_flow", "cumulative", "stock", "ratio", "reduction")
amounts = st.integers(-(10**9), 10**9).map(lambda thousandths: thousandths / 1000)
positive = st.integers(1, 10**9).map(lambda thousandths: thousandths / 1000)


def judged(*rows):
    return judge(judgement_frame(*rows), THRESHOLDS)


@given(
    less=amounts, step=positive, target=amounts, width=positive, baseline=st.one_of(st.just(NAN), amounts),
    measure=st.sampled_from(MEASURES), comparator=st.sampled_from(COMPARATORS),
)  # fmt: skip
def test_attainment_never_falls_when_the_actual_gets_better(less, step, target, width, baseline, measure, comparator):
    comparator = "<=" if measure == "reduction" else comparator
    shared = {
        "measure_type": measure, "comparator": comparator, "baseline_value": baseline,
        "target_value": NAN if comparator == "range" else target, "target_low": target, "target_high": target + width,
    }  # fmt: skip
    rows = judged({**shared, "actual_value": less}, {**shared, "actual_value": less + step})
    worse, better = rows["attainment_ratio"] if comparator != "<=" else rows["attainment_ratio"][::-1]
    if not (math.isnan(worse) or math.isnan(better)):
        assert better >= worse
    # Met can be lost by a step for the worse, never by one for the better.
    met = [value is not pd.NA and bool(value) for value in rows["is_met"]]
    assert met == sorted(met, reverse=comparator == "<=")


@given(
    actual=amounts, target=amounts, baseline=st.one_of(st.just(NAN), amounts), measure=st.sampled_from(MEASURES),
    comparator=st.sampled_from([">=", ">", "<="]), factor=st.sampled_from([1e-4, 1e-2, 1e4, 1e8]),
)  # fmt: skip
def test_another_unit_of_measurement_changes_no_share_and_no_status(
    actual, target, baseline, measure, comparator, factor
):
    row = {"measure_type": measure, "comparator": comparator}
    own = {"actual_value": actual, "target_value": target, "baseline_value": baseline}
    # Far from the threshold of met: there a float's last digit may tip, which the exact sign settles in the mart.
    assume(abs(actual - target) > 1e-6 * max(abs(actual), abs(target)))
    assume(abs(baseline - target) > 1e-6 * abs(target) or baseline == target or math.isnan(baseline))
    rows = judged({**row, **own}, {**row, **{name: value * factor for name, value in own.items()}})
    first, second = rows.iloc[0], rows.iloc[1]
    for name in ("attainment_ratio", "plain_ratio", "pace_ratio"):
        assert np.isclose(first[name], second[name], rtol=1e-9, equal_nan=True), name
    assert first["attainment_reason"] == second["attainment_reason"]
    pace = first["pace_ratio"]
    if math.isnan(pace) or min(abs(pace - 0.95), abs(pace - 0.80)) > 1e-9:
        assert (first["status"], first["status_reason"]) == (second["status"], second["status_reason"])


@given(actual=amounts, baseline=amounts, target=amounts, years=st.floats(0.01, 30), passed=st.floats(0, 1))
def test_growth_ratio_is_a_number_or_has_a_reason(actual, baseline, target, years, passed):
    arguments = [pd.Series([v]) for v in (actual, baseline, target, years * passed, years, 1.0)]
    value, reason = growth.growth_ratio(*arguments)[0], growth.refusal(*arguments)[0]
    assert math.isfinite(value) == (reason is None)
    assert math.isnan(value) == (reason is not None)
    if baseline <= 0:
        assert reason is not None


@given(
    parts=st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=8),
)
def test_the_whole_lies_between_its_parts_and_is_their_weighted_mean(parts):
    whole = {"actual_value": float(sum(a for a, _ in parts)), "target_value": float(sum(t for _, t in parts))}
    rows = judged(
        {"measure_type": "cumulative", **whole},
        *({"measure_type": "cumulative", "actual_value": float(a), "target_value": float(t)} for a, t in parts),
    )
    total, ratios = rows["attainment_ratio"].iloc[0], rows["attainment_ratio"].iloc[1:]
    assert ratios.min() - 1e-9 <= total <= ratios.max() + 1e-9
    weights = np.array([t for _, t in parts])
    assert total == np.float64((ratios.to_numpy() * weights).sum() / weights.sum()) or math.isclose(
        total, (ratios.to_numpy() * weights).sum() / weights.sum(), rel_tol=1e-9
    )


@given(
    members=st.lists(st.tuples(st.one_of(st.just(NAN), st.floats(0, 5)), st.floats(0.01, 100)), min_size=1, max_size=10)
)
def test_both_bounds_stand_in_order_and_nothing_exceeds_a_hundred_percent(members):
    ratio, weight = (pd.Series([m[i] for m in members]) for i in (0, 1))
    bounds = weighted_average(ratio, weight, pd.Series(["g"] * len(members))).iloc[0]
    assert 0 <= bounds["missing_as_zero"] <= 1 + 1e-12
    if ratio.notna().any():
        assert bounds["missing_as_zero"] <= bounds["missing_left_out"] + 1e-12 <= 1 + 2e-12
    else:
        assert math.isnan(bounds["missing_left_out"])
    if ratio.notna().all():
        assert math.isclose(bounds["missing_as_zero"], bounds["missing_left_out"], abs_tol=1e-12)


decimals = st.decimals(Decimal("-99999999999999999"), Decimal("99999999999999999"), places=6)


@settings(max_examples=30)
@given(actual=decimals, gap=st.sampled_from([Decimal("0.000001"), Decimal(0), Decimal("-0.000001")]))
def test_exact_decimals_survive_and_decide(actual, gap):
    # Seventeen digits and six decimals: two such floats are the same number, the decimals are not.
    target = actual - gap
    with duckdb.connect() as connection:
        connection.execute("create schema mart; create schema meta; create schema fact; create schema dim")
        create_weakest(connection)
        connection.execute(
            """
            create table meta.threshold as
                select 'v' as rule_version, 0.95::double as on_track_ratio, 0.8::double as slightly_behind_ratio;
            create table dim.indicator as select 'i' as indicator_id, false as is_whole, null::double as
                borrowed_first_half_ratio;
            create table dim.measure_unit as select '项' as measure_unit, 1 as factor;
            create table dim.lamp_limit (programme_id text, on_track_ratio double, slightly_behind_ratio double,
                source_zh text, source_en text);
            create table mart.original_judgement (row_id bigint, original_status text);
            create table fact.target as select 't' as target_id, 'p' as programme_id, 'i' as indicator_id, 's' as scope_id,
                'programme' as level, date '2018-01-01' as starts_on, date '2020-12-31' as due_on, '项' as measure_unit;
            create table fact.unit_target (target_id text, baseline_value decimal(24, 6), provenance text);
            create table fact.interim_value (target_id text, unit_id text, period_id text, interim_value decimal(24, 6));
            create table mart.year_part (target_id text, unit_id text, year integer, part_ends_on date,
                part_value decimal(24, 6), year_value decimal(24, 6), provenance text);
            create table dim.period (year_ends_on date)
            """
        )
        create_office_year(connection)
        connection.execute(
            """
            create table mart.actual as
            select 't' as target_id, null::text as unit_id, '2020' as period_id, date '2020-12-31' as period_ends_on,
                'ratio' as measure_type, '>' as comparator, $target::decimal(24, 6) as target_value,
                'policy' as target_provenance, null::text as baseline_provenance, $actual::decimal(24, 6) as actual_value,
                'exact' as qualifier, 'reported' as provenance, '2020' as actual_period_label,
                date '2020-12-31' as actual_ends_on, null::text as carried_from_label,
                null::decimal(24, 6) as period_value, 0 as part_count, 0 as part_missing_count,
                null::decimal(24, 6) as part_carried_value, null::text as open_reason,
                null::decimal(24, 6) as baseline_value, null::date as baseline_on, date '2018-01-01' as starts_on,
                date '2020-12-31' as due_on, null::decimal(24, 6) as target_low, null::decimal(24, 6) as target_high,
                null::decimal(24, 6) as original_target_value, null::decimal(24, 6) as original_target_low,
                null::decimal(24, 6) as original_target_high, null::date as original_due_on, false as is_revised,
                null::text as ended_kind
            """,
            {"actual": str(actual), "target": str(target)},
        )
        models = {f"mart.{name}": query_text(name, MARTS_FOLDER) for name in ("attainment_input", "judgement")}
        computed = {"mart.judgement_value": computed_tables(THRESHOLDS)["mart.judgement_value"]}
        build_tables(connection, models, computed)
        row = connection.execute("select actual_value, target_value, is_met, status from mart.judgement").fetchone()
    assert row == (actual, target, gap > 0, "achieved" if gap > 0 else "missed")

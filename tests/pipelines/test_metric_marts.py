"""The marts of the rules: refusals on literal rows, and what the shipped data must say."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import duckdb
import pytest

from metrics.marts.weakest import create_weakest
from metrics.reading.unit_counts import counts_of_units
from metrics.sentences import load_sentences
from pipelines.loading.catalog_tables import write_sentences
from tests.published import load
from tests.shipped import RAW

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]
MARTS = PROJECT / "metrics" / "sql" / "marts"


def mart(connection, name, columns, order="all"):
    sql = (MARTS / f"{name}.sql").read_text(encoding="utf-8")
    rows = connection.execute(f"select {columns} from ({sql}) order by {order}").fetchall()
    return [tuple(float(v) if hasattr(v, "as_tuple") else v for v in row) for row in rows]


@pytest.fixture
def sums():
    """`mart.total` over members of each test: (indicator, scope, measure type, unit, comparator, value)."""
    with duckdb.connect() as connection:
        connection.execute("create schema dim; create schema fact; create schema mart; create schema meta")
        create_weakest(connection)
        write_sentences(connection)
        connection.execute("""
            create table dim.scope as select * from (values
                ('zone', '示范区', 'Zone'), ('province', '全省', 'Province'))
                as t(scope_id, name_zh, name_en);
            create table dim.indicator as select * from (values
                ('a', '甲', 'A', 'cumulative', 'sum'), ('b', '乙', 'B', 'stock', 'sum'),
                ('r', '比重', 'Share', 'ratio', 'ratio_of_sums'))
                as t(indicator_id, name_zh, name_en, measure_type, aggregation);
            create table fact.target as select 't' as target_id, 'p' as programme_id, 'a' as indicator_id,
                '>=' as comparator;
            create table mart.series (target_id text, period_label text, scope_name text, measure_unit text,
                actual_value decimal(24, 6), basis_match text, basis_reason_zh text, basis_reason_en text,
                qualifier text, provenance text);
            create table mart.rollup_member (group_kind text, programme_id text, unit_id text, target_id text,
                period_id text, indicator_id text, scope_id text, measure_type text, measure_unit text,
                comparator text, actual_value decimal(24, 6), qualifier text, provenance text);
        """)

        def total(*members, series=(), qualifiers=()):
            for number, member in enumerate(members):
                qualifier = qualifiers[number] if qualifiers else "exact"
                connection.execute(
                    "insert into mart.rollup_member values ('target', 'p', null, 't', 'h', ?, ?, ?, ?, ?, ?, ?, 'sample')",
                    [*member, qualifier],
                )
            for scope, value, basis in series:
                connection.execute(
                    "insert into mart.series values ('t', '2019', ?, '项', ?, ?, '只含一市。', 'One city.', 'exact', 'published')",
                    [scope, value, basis],
                )
            return mart(connection, "total", "is_addable, total_value, qualifier, reasons, sentence_zh, sentence_en")

        yield total


A = ("a", "zone", "cumulative", "项", ">=", 10)


def test_parts_of_one_target_are_added(sums):
    assert sums(A, A) == [(True, 20.0, "exact", None, None, None)]


def test_a_missing_part_makes_the_sum_a_floor(sums):
    assert sums(A, (*A[:5], None)) == [(True, 10.0, "ge", None, None, None)]


def test_scopes_are_never_added_and_are_named(sums):
    assert sums(A, ("a", "province", *A[2:])) == [
        (False, None, None, "different_scopes", "范围不同（全省、示范区），不能相加。",
         "Different scopes (Province, Zone): not added.")
    ]  # fmt: skip


def test_measures_are_never_added_and_are_named(sums):
    ((addable, value, _, reasons, zh, en),) = sums(A, ("b", "zone", "stock", "家", ">=", 5))
    assert (addable, value, reasons) == (False, None, "different_measures")
    assert zh == "2个不同的指标（如乙、甲），不能相加。"
    assert en == "2 different measures (such as A, B): not added."


def test_shares_and_worst_years_are_never_added(sums):
    share = ("r", "zone", "ratio", "%", ">=", 30)
    assert sums(share, share)[0][3] == "ratios"


def test_worst_years_of_units_are_never_added(sums):
    floor = (*A[:4], "annual_floor", 9)
    assert sums(floor, floor)[0][3] == "worst_years"


def test_bases_are_never_added_nor_one_figure_published_twice(sums):
    (row,) = sums(series=[("全省", 5, "same"), ("全省", 6, "different")])
    assert row[3:] == (
        "different_bases", "口径不同（只含一市），不能相加。", "Different bases (One city): not added."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("qualifiers", "expected"),
    [
        (("exact", "exact"), "exact"),
        (("exact", "ge"), "ge"),
        (("exact", "lt"), "lt"),
        (("exact", "est"), "est"),
        (("est", "ge"), "est_ge"),
        (("est_ge", "exact"), "est_ge"),
    ],
)
def test_a_sum_is_as_certain_as_its_least_certain_part(sums, qualifiers, expected):
    assert sums(A, A, qualifiers=qualifiers)[0][:3] == (True, 20.0, expected)


def test_an_upper_and_a_lower_bound_are_not_added(sums):
    assert sums(A, A, qualifiers=("ge", "lt"))[0][3] == "opposite_bounds"


def test_an_upper_bound_and_a_missing_part_are_not_added(sums):
    assert sums(A, (*A[:5], None), qualifiers=("lt", "exact"))[0][3] == "opposite_bounds"


def test_one_figure_published_twice_is_not_two(sums):
    assert sums(series=[("全省", 5, "same"), ("全省", 6, "same")])[0][3] == "same_figure_twice"


# --- the shipped data


def test_parts_and_whole_agree(snapshot):
    rows = snapshot.select("""
        select total.target_id, total.period_id, total.total_value, attainment.actual_value
        from mart.total as total
        inner join mart.attainment as attainment
            on total.target_id = attainment.target_id and total.period_id = attainment.period_id
        where total.group_kind = 'target' and attainment.unit_id is null and attainment.part_count > 0
            and total.qualifier = 'exact'
    """)
    assert len(rows) > 70
    assert all(row["total_value"] == row["actual_value"] for row in rows)


def test_no_programme_is_added_up_and_each_says_why(snapshot):
    rows = snapshot.select("select * from mart.total where group_kind = 'programme'")
    assert rows
    for row in rows:
        assert (row["is_addable"], row["total_value"]) == (False, None)
        assert row["sentence_zh"] and row["sentence_en"]


def test_every_judgement_has_its_methods_run_rate_and_forecast(snapshot):
    count = snapshot.select("select count(*) as n from mart.attainment")[0]["n"]
    for table, per_judgement in (("method", 3), ("run_rate", 1), ("forecast_summary", 1), ("method_panel", 1)):
        assert snapshot.select(f"select count(*) as n from mart.{table}")[0]["n"] == count * per_judgement, table


@pytest.mark.parametrize("table", ["method", "run_rate", "forecast", "rollup", "confidence", "attainment", "total"])
def test_no_number_is_nan_or_infinite(snapshot, table):
    columns = snapshot.select(
        "select column_name from duckdb_columns() where schema_name = 'mart' and table_name = $table "
        "and data_type = 'DOUBLE'",
        table=table,
    )
    assert columns or table in ("confidence", "total")
    for name in (column["column_name"] for column in columns):
        assert snapshot.select(f"select count(*) as n from mart.{table} where not isfinite({name})") == [{"n": 0}], name


def test_every_missing_value_has_a_reason_with_words(snapshot):
    sentences = set(load_sentences())
    for sql, family in (
        ("select distinct reason from mart.method where method_value is null", "method"),
        ("select distinct reason from mart.run_rate where best_multiple is null", "run_rate"),
        ("select distinct reason from mart.forecast", "forecast"),
        ("select distinct attainment_reason as reason from mart.attainment where attainment_pct is null", "attainment"),
        ("select distinct status_reason as reason from mart.attainment", "status"),
    ):
        reasons = [row["reason"] for row in snapshot.select(sql)]
        assert reasons
        assert {f"{family}.{reason}" for reason in reasons} <= sentences


def test_methods_disagree_somewhere_and_only_where_one_is_on_track_and_one_is_not(snapshot):
    panels = snapshot.select("select * from mart.method_panel")
    rows = snapshot.select("select target_id, unit_id, period_id, method_class from mart.method")
    classes = defaultdict(set)
    for row in rows:
        if row["method_class"]:
            classes[row["target_id"], row["unit_id"], row["period_id"]].add(row["method_class"] == "on_track")
    disagreeing = [p for p in panels if p["methods_disagree"]]
    assert disagreeing
    for panel in panels:
        key = (panel["target_id"], panel["unit_id"], panel["period_id"])
        assert panel["methods_disagree"] == (len(classes[key]) == 2)


def test_disagreeing_ratings_come_first(snapshot):
    rows = snapshot.select("select * from mart.confidence order by sort_order")
    with (RAW / "sample" / "confidence" / "ratings.csv").open(encoding="utf-8") as stream:
        assert len(rows) == len(list(csv.DictReader(stream)))
    gaps = [-1 if row["gap"] is None else abs(row["gap"]) for row in rows]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] == 2
    assert {row["provenance"] for row in rows} == {"sample"}
    assert all(row["rater"] and row["rated_on"] and row["reason"] and row["sentence_zh"] for row in rows)


def test_targets_of_a_scorecard_are_those_of_its_tasks(snapshot):
    with (RAW / "definitions" / "targets" / "cdm-zone-2018.csv").open(encoding="utf-8") as stream:
        served = {row["target_id"]: set(row["task_ids"].split(";")) for row in csv.DictReader(stream)}
    roles = defaultdict(dict)
    with (RAW / "definitions" / "responsibilities" / "cdm-zone-2018.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            roles[row["unit_name"]][row["task_id"]] = row["role"]
    for card in counts_of_units(snapshot, "cdm-zone-2018", "2020H1"):
        own = roles[card.unit.name.zh]
        found = Counter()
        for tasks in served.values():
            held = {own[task] for task in tasks if task in own}
            found["lead" if "lead" in held else "support" if held else "none"] += 1
        assert (card.targets_as("lead").total, card.targets_as("support").total) == (found["lead"], found["support"])
        assert sum(card.targets_as("lead").counts.values()) == found["lead"]


def test_without_samples_no_sample_is_rated_weighted_or_forecast(real_only):
    snapshot = real_only
    assert snapshot.select("select count(*) as n from mart.confidence") == [{"n": 0}]
    reasons = snapshot.select("select distinct average_reason as reason from mart.rollup")
    assert {row["reason"] for row in reasons} <= {"no_weights", "nothing_judged"}
    assert snapshot.select("select count(*) as n from mart.forecast where sample_count > 0")[0]["n"] > 0
    classes = snapshot.select("select distinct provenance from mart.figure_row")
    assert classes == [{"provenance": "published"}]


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("rating", "绿", "sample_confidence.rating.known"),
        ("rater", "", "sample_confidence.rater.given"),
        ("reason", "", "sample_confidence.reason.given"),
        ("rated_on", "2020-13-01", "sample_confidence.rated_on.date"),
        ("unit_name", "无此单位", "sample_confidence.unit_name.known"),
        ("period_id", "2024H1", "confidence_without_judgement.none"),
    ],
)
def test_a_rating_that_nobody_can_answer_for_is_kept_out(data_copy, column, value, rule):
    path = data_copy / "raw" / "sample" / "confidence" / "ratings.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    outcome = load(data_copy, with_sample=True)
    assert outcome.state == "refused"
    assert rule in {finding.rule_id for finding in outcome.findings}

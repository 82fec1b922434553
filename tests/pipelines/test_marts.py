"""Marts on a few literal rows, whole result sets compared."""

from pathlib import Path

import duckdb
import pytest

from metrics.marts.office_year import create_office_year
from metrics.marts.weakest import create_weakest

PROJECT = Path(__file__).parents[2]
MARTS = PROJECT / "metrics" / "sql" / "marts"
VIEWS = PROJECT / "metrics" / "sql" / "views"

DIMENSIONS = """
create schema dim; create schema fact; create schema mart; create schema meta;
create table meta.as_of as select date '2021-01-01' as today;
create table dim.period as select *, make_date(year, 12, 31) as year_ends_on from (values
    ('2018H2', date '2018-07-01', date '2018-12-31', 2018, 2),
    ('2019H1', date '2019-01-01', date '2019-06-30', 2019, 1),
    ('2019H2', date '2019-07-01', date '2019-12-31', 2019, 2)) as t(period_id, starts_on, ends_on, year, half);
create table dim.round as
    select 'p' as programme_id, period_id, row_number() over () as sort_order, ends_on as due_on from dim.period;
create table dim.measure_unit as select 'n' as measure_unit, 1 as factor;
create table dim.indicator as select *, 'n' as measure_unit, 'up' as direction, false as may_be_negative from (values
    ('count', 'cumulative', 'sum'), ('level', 'stock', 'sum'), ('flow', 'annual_flow', 'sum'), ('share', 'ratio', 'mean'))
    as t(indicator_id, measure_type, aggregation);
create table fact.target as select * from (values
    ('t-count', 'p', 'count', 's', '>=', date '2018-09-25', date '2019-12-31'),
    ('t-flow', 'p', 'flow', 's', '>', date '2018-09-25', date '2019-12-31'),
    ('t-early', 'p', 'level', 's', '>=', date '2018-09-25', date '2018-12-31'),
    ('t-late', 'p', 'level', 's', '>=', date '2019-07-01', date '2019-11-30'))
    as t(target_id, programme_id, indicator_id, scope_id, comparator, starts_on, due_on);
alter table fact.target add column target_value decimal(24, 6) default 100;
alter table fact.target add column target_low decimal(24, 6);
alter table fact.target add column target_high decimal(24, 6);
create table fact.later_target (target_id text, set_on date);
create table fact.target_span (target_id text, unit_id text, valid_from date, valid_to date, target_value decimal(24, 6),
    target_low decimal(24, 6), target_high decimal(24, 6), due_on date, original_target_value decimal(24, 6),
    original_target_low decimal(24, 6), original_target_high decimal(24, 6), original_due_on date, is_revised boolean,
    ended_kind text);
"""


@pytest.fixture
def house():
    with duckdb.connect() as connection:
        connection.execute(DIMENSIONS)
        create_weakest(connection)
        create_office_year(connection)
        yield connection


def mart(connection, name):
    folder = MARTS if (MARTS / f"{name}.sql").exists() else VIEWS
    return (folder / f"{name}.sql").read_text(encoding="utf-8")


def make(connection, *names):
    for name in names:
        connection.execute(f"create or replace view mart.{name} as {mart(connection, name)}")


def rows(connection, name, columns, order):
    sql = f"select {columns} from ({mart(connection, name)}) order by {order}"
    return [tuple(float(v) if hasattr(v, "as_tuple") else v for v in row) for row in connection.execute(sql).fetchall()]


def test_a_target_lives_in_the_rounds_that_its_own_dates_touch_and_in_no_other(house):
    assert rows(house, "target_round", "target_id, period_id", "all") == [
        ("t-count", "2018H2"),
        ("t-count", "2019H1"),
        ("t-count", "2019H2"),
        ("t-early", "2018H2"),
        ("t-flow", "2018H2"),
        ("t-flow", "2019H1"),
        ("t-flow", "2019H2"),
        # It is due within the half-year, whose report is the first that can tell.
        ("t-late", "2019H2"),
    ]


@pytest.fixture
def parts(house):
    """A cumulative count and a flow of one unit; reports set by each test as (period, is_nil, count, flow)."""

    def said(*reports):
        house.execute("""
            create table fact.unit_target as select * from (values ('t-count', 'u'), ('t-flow', 'u'))
                as t(target_id, unit_id);
            create table fact.contribution as from fact.unit_target;
            create table dim.unit_heir as
                select 'u' as unit_id, period_id, 'u' as heir_unit_id from (select distinct period_id from dim.round);
            create table mart.accepted_report (submission_id text, programme_id text, period_id text, unit_id text,
                is_nil boolean, provenance text default 'sample');
            create table fact.observation (submission_id text, indicator_id text, actual_value decimal(24, 6),
                observation_id text);
        """)
        make(house, "target_round")
        for period_id, is_nil, count, flow in reports:
            report = [period_id, period_id, is_nil]
            house.execute("insert into mart.accepted_report values (?, 'p', ?, 'u', ?, 'sample')", report)
            for indicator_id, value in (("count", count), ("flow", flow)):
                if value is not None:
                    house.execute("insert into fact.observation values (?, ?, ?, ?)",
                                  [period_id, indicator_id, value, f"{indicator_id} {period_id}"])  # fmt: skip
        columns = "target_id, period_id, actual_value, floor_value, actual_period_label, carried_from_label"
        return rows(house, "part_actual", columns, "target_id, ends_on")

    return said


def test_nil_carries_the_last_value_and_says_since_when_and_missing_carries_nothing(parts):
    assert parts(("2018H2", False, 10, None), ("2019H1", True, None, None))[:3] == [
        ("t-count", "2018H2", 10.0, None, "2018H2", None),
        ("t-count", "2019H1", 10.0, None, "2019H1", "2018H2"),
        ("t-count", "2019H2", None, 10.0, "2019H2", None),
    ]


def test_in_june_a_yearly_amount_is_what_the_year_has_brought_so_far(parts):
    told = parts(("2018H2", False, None, 400), ("2019H1", False, None, 150), ("2019H2", False, None, 500))
    assert [row[1:5] for row in told[3:]] == [
        ("2018H2", 400.0, None, "2018"),
        ("2019H1", 150.0, None, "2019H1"),
        ("2019H2", 500.0, None, "2019"),
    ]


def test_no_change_in_a_yearly_amount_speaks_of_its_own_year_only(parts):
    # A nil June says nothing of a year that had just begun, and neither does the December after it.
    told = parts(("2018H2", False, None, 400), ("2019H1", True, None, None), ("2019H2", True, None, None))
    assert [row[2] for row in told[3:]] == [400.0, None, None]


def test_no_change_since_june_makes_the_year_what_june_had(parts):
    told = parts(("2018H2", False, None, 400), ("2019H1", False, None, 150), ("2019H2", True, None, None))
    assert told[5][1:] == ("2019H2", 150.0, None, "2019", "2019H1")


@pytest.fixture
def published(house):
    make(house, "target_round")
    house.execute("""
        create table fact.observation (observation_id text, indicator_id text, scope_id text, provenance text,
            basis_match text, period_label text, period_starts_on date, period_ends_on date,
            actual_value decimal(24, 6), qualifier text, confidence text, recorded_at timestamp)
    """)

    def say(*figures):
        for number, figure in enumerate(figures):
            row = {
                "indicator_id": "flow", "scope_id": "s", "provenance": "published", "basis_match": "same",
                "period_label": "2018", "period_starts_on": "2018-01-01", "period_ends_on": "2018-12-31",
                "actual_value": 1, "qualifier": "exact", "confidence": "high", "recorded_at": "2020-01-01", **figure,
            }  # fmt: skip
            house.execute("insert into fact.observation values (?,?,?,?,?,?,?,?,?,?,?,?)", [str(number), *row.values()])
        columns = "target_id, period_id, actual_value, period_label"
        return rows(house, "published_actual", columns, "target_id, period_id")

    return say


def test_the_official_series_goes_before_a_notice_and_a_number_before_a_bound(published):
    figures = published(
        {"actual_value": 1004.18},
        {"actual_value": 996.7, "confidence": "official"},
        {"actual_value": 1900, "qualifier": "ge"},
    )
    assert figures == [("t-flow", period, 996.7, "2018") for period in ("2018H2", "2019H1", "2019H2")]


def test_a_published_half_year_stands_in_its_own_round_and_in_no_later_one(published):
    half = {"period_label": "2019-01/2019-06", "period_starts_on": "2019-01-01", "period_ends_on": "2019-06-30"}
    assert published({"actual_value": 996.7}, {"actual_value": 512.3} | half) == [
        ("t-flow", "2018H2", 996.7, "2018"),
        ("t-flow", "2019H1", 512.3, "2019-01/2019-06"),
        ("t-flow", "2019H2", 996.7, "2018"),
    ]


def test_of_two_alike_the_later_one_stands_whatever_its_bytes_hash_to(published):
    figures = published(
        {"actual_value": 2, "recorded_at": "2021-03-02"},
        {"actual_value": 1, "recorded_at": "2021-03-01"},
    )
    assert {value for _, _, value, _ in figures} == {2.0}


@pytest.mark.parametrize(
    "unfit",
    [
        {"basis_match": "different"},
        {"scope_id": "another"},
        {"provenance": "sample"},
        {"period_label": "2018-01/2018-11", "period_ends_on": "2018-11-30"},
        {"period_label": "2017", "period_starts_on": "2017-01-01", "period_ends_on": "2017-12-31"},
        {"period_label": "2020", "period_starts_on": "2020-01-01", "period_ends_on": "2020-12-31"},
    ],
)
def test_a_figure_of_another_basis_scope_class_or_time_is_not_compared(published, unfit):
    assert published(unfit) == []


@pytest.fixture
def known(house):
    """What stands as the programme's own actual when this is published, and the whole that units reported so."""

    def stands(published, reported):
        house.execute("""
            create table mart.published_actual (target_id text, period_id text, actual_value decimal(24, 6),
                qualifier text, period_label text, period_ends_on date);
            create table mart.register_count (indicator_id text, period_id text, actual_value bigint, provenance text);
            create table mart.whole_actual (target_id text, period_id text, actual_value decimal(24, 6), qualifier text,
                provenance text default 'reported', actual_period_label text default '2019H2', carried_from_label text,
                part_count int default 2, part_missing_count int default 0, part_carried_value decimal(24, 6),
                open_reason text, is_by_reporter boolean default false);
        """)
        make(house, "target_round")
        for period_id in ("2018H2", "2019H1", "2019H2"):
            if published:
                house.execute("insert into mart.published_actual values ('t-count', ?, ?, ?, ?, ?)",
                              [period_id, *published])  # fmt: skip
        if reported:
            house.execute("insert into mart.whole_actual (target_id, period_id, actual_value, qualifier) values "
                          "('t-count', '2019H2', ?, ?)", list(reported))  # fmt: skip
        columns = "actual_value, qualifier, provenance, actual_period_label, carried_from_label, period_value"
        found = rows(house, "programme_actual", f"target_id, period_id, {columns}", "all")
        return next(row[2:] for row in found if row[:2] == ("t-count", "2019H2"))

    return stands


OLD = (90, "exact", "2018", "2018-12-31")
NEW = (90, "exact", "2019", "2019-12-31")


@pytest.mark.parametrize(
    ("published", "reported", "expected"),
    [
        # For the same day the published figure goes before the units' own.
        (NEW, (110, "exact"), (90.0, "exact", "published", "2019", None, None)),
        # An older one gives way to whole reports that are newer, and stands in for gappy ones: as a floor, carried.
        (OLD, (110, "exact"), (110.0, "exact", "reported", "2019H2", None, None)),
        (OLD, (50, "ge"), (90.0, "ge", "published", "2018", "2018", 50.0)),
        (OLD, None, (90.0, "ge", "published", "2018", "2018", None)),
        # Fewer than 90 a year ago says nothing of today; fewer than 90 today does.
        ((90, "lt", "2018", "2018-12-31"), None, (None, "exact", None, None, None, None)),
        ((90, "lt", "2018", "2018-12-31"), (50, "ge"), (50.0, "ge", "reported", "2019H2", None, None)),
        ((90, "lt", "2019", "2019-12-31"), None, (90.0, "lt", "published", "2019", None, None)),
        (None, (110, "exact"), (110.0, "exact", "reported", "2019H2", None, None)),
    ],
)
def test_the_newest_figure_stands_and_an_older_count_is_only_a_floor_that_says_so(known, published, reported, expected):
    assert known(published, reported) == expected


@pytest.fixture
def made_up(house):
    """The whole in 2019H2 of units that contribute so and report so: [(unit, role, is_complete, value, more)]."""

    def whole(aggregation, *units, direction="up"):
        house.execute(f"""
            create table mart.part_actual (target_id text, unit_id text, period_id text, actual_value decimal(24, 6),
                floor_value decimal(24, 6), actual_period_label text default '2019H2', carried_from_label text,
                observation_id text, provenance text default 'reported');
            create table mart.round_contribution (target_id text, unit_id text, role text, is_complete boolean,
                weight decimal(24, 6), rank integer default 0, period_id text default '2019H2');
            create table fact.observation (observation_id text, submission_id text, indicator_id text);
            create table fact.indicator_report (submission_id text, indicator_id text,
                numerator_value decimal(24, 6), denominator_value decimal(24, 6));
            update dim.indicator set aggregation = '{aggregation}', direction = '{direction}'
                where indicator_id = 'level';
        """)
        make(house, "target_round")
        for unit, role, is_complete, value, *more in units:
            facts = more[0] if more else {}
            house.execute("insert into mart.round_contribution values ('t-late', ?, ?, ?, ?, 0, '2019H2')",
                          [unit, role, is_complete, facts.get("weight")])  # fmt: skip
            house.execute("insert into mart.part_actual (target_id, unit_id, period_id, actual_value, floor_value, "
                          "observation_id) values ('t-late', ?, '2019H2', ?, ?, ?)",
                          [unit, value, facts.get("floor"), unit])  # fmt: skip
            house.execute("insert into fact.observation values (?, ?, 'level')", [unit, unit])
            if "share" in facts:
                house.execute("insert into fact.indicator_report values (?, 'level', ?, ?)", [unit, *facts["share"]])
        columns = "actual_value, qualifier, open_reason, part_count, part_missing_count, part_carried_value"
        ((*told,),) = rows(house, "whole_actual", columns, "all")
        return tuple(told)

    return whole


U, V = ("u", "part", True), ("v", "part", True)
SOME_U, SOME_V = ("u", "part", False), ("v", "part", False)


@pytest.mark.parametrize(
    ("aggregation", "units", "expected"),
    [
        ("sum", [(*U, 10), (*V, 5)], (15.0, "exact", None, 2, 0, None)),
        # A count that did not come in stands at what it was: the sum is then a floor, and says what was carried.
        ("sum", [(*U, 20), (*V, None, {"floor": 5})], (25.0, "ge", "parts_missing", 2, 1, 5.0)),
        # Parts that are not all there is add up to a bound, however many came in.
        ("sum", [(*SOME_U, 10), (*SOME_V, 5)], (15.0, "ge", "parts_not_whole", 2, 0, None)),
        # Whoever speaks for the whole is not added to those that make it up.
        ("sum", [("all", "whole", True, 15), (*U, 10), (*V, 5)], (15.0, "exact", None, 0, 0, None)),
        ("sum", [("all", "whole", True, None), (*U, 10), (*V, 5)], (15.0, "exact", None, 2, 0, None)),
        # Units that may count the same things give their largest figure, as a bound.
        ("sum", [("u", "overlap", False, 10), ("v", "overlap", False, 7)], (10.0, "ge", "parts_overlap", 0, 0, None)),
        ("lead_reports", [("all", "whole", False, 34.1)], (34.1, "exact", None, 0, 0, None)),
        ("lead_reports", [("all", "whole", False, None)], (None, "exact", "reporter_silent", 0, 0, None)),
        ("mean", [(*U, 43.9), (*V, 25)], (34.45, "exact", None, 2, 0, None)),
        ("mean", [(*SOME_U, 43.9), (*SOME_V, 25)], (None, "exact", "parts_not_whole", 2, 0, None)),
        ("mean", [(*U, 43.9), (*V, None)], (None, "exact", "parts_missing", 2, 1, None)),
        ("weighted_mean", [(*U, 40, {"weight": 3}), (*V, 20, {"weight": 1})], (35.0, "exact", None, 2, 0, None)),
        ("weighted_mean", [(*U, 40, {"weight": 3}), (*V, 20)], (None, "exact", "weights_missing", 2, 0, None)),
        # 30 of 100 and 5 of 10 are 35 of 110, and not the 40 % that lies between them.
        ("ratio_of_sums", [(*U, 0.3, {"share": (30, 100)}), (*V, 0.5, {"share": (5, 10)})],
         (0.318182, "exact", None, 2, 0, None)),
        ("ratio_of_sums", [(*U, 0.3, {"share": (30, 100)}), (*V, 0.5)], (None, "exact", "share_parts_missing", 2, 0, None)),
        ("worst", [(*U, 95), (*V, 88)], (88.0, "exact", None, 2, 0, None)),
        ("worst", [(*U, 95), (*V, None)], (95.0, "le", "parts_missing", 2, 1, None)),
    ],
)  # fmt: skip
def test_how_parts_make_a_whole_is_declared_and_what_is_not_the_whole_is_never_exact(
    made_up, aggregation, units, expected
):
    assert made_up(aggregation, *units) == expected


def test_the_worst_of_what_should_be_low_is_the_highest_and_at_least_that(made_up):
    assert made_up("worst", (*U, 41), (*V, None), direction="down")[:2] == (41.0, "ge")


def test_of_what_may_be_negative_some_parts_give_no_bound(made_up, house):
    house.execute("update dim.indicator set may_be_negative = true")
    assert made_up("sum", (*U, 10), (*V, None)) == (None, "ge", "parts_missing", 2, 1, None)

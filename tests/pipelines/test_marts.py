"""Marts on a few literal rows, whole result sets compared."""

from pathlib import Path

import duckdb
import pytest

from metrics.marts.weakest import create_weakest

PROJECT = Path(__file__).parents[2]
MARTS = PROJECT / "metrics" / "sql" / "marts"
VIEWS = PROJECT / "metrics" / "sql" / "views"

DIMENSIONS = """
create schema dim; create schema fact; create schema mart; create schema meta;
create table meta.as_of as select cast(null as date) as as_of;
create table dim.period as select * from (values
    ('2018H2', date '2018-07-01', date '2018-12-31', 2018, 2),
    ('2019H1', date '2019-01-01', date '2019-06-30', 2019, 1),
    ('2019H2', date '2019-07-01', date '2019-12-31', 2019, 2)) as t(period_id, starts_on, ends_on, year, half);
create table dim.round as
    select 'p' as programme_id, period_id, row_number() over () as sort_order, ends_on as due_on from dim.period;
create table dim.indicator as select * from (values
    ('count', 'cumulative'), ('level', 'stock'), ('flow', 'annual_flow'), ('share', 'ratio'))
    as t(indicator_id, measure_type);
create table fact.target as select * from (values
    ('t-count', 'p', 'count', 's', '>=', date '2018-09-25', date '2019-12-31'),
    ('t-flow', 'p', 'flow', 's', '>', date '2018-09-25', date '2019-12-31'),
    ('t-early', 'p', 'level', 's', '>=', date '2018-09-25', date '2018-12-31'))
    as t(target_id, programme_id, indicator_id, scope_id, comparator, starts_on, due_on);
"""


@pytest.fixture
def house():
    with duckdb.connect() as connection:
        connection.execute(DIMENSIONS)
        create_weakest(connection)
        yield connection


def mart(connection, name):
    folder = MARTS if (MARTS / f"{name}.sql").exists() else VIEWS
    return (folder / f"{name}.sql").read_text(encoding="utf-8")


def rows(connection, name, columns, order):
    sql = f"select {columns} from ({mart(connection, name)}) order by {order}"
    return [tuple(float(v) if hasattr(v, "as_tuple") else v for v in row) for row in connection.execute(sql).fetchall()]


def test_a_target_past_its_due_date_is_judged_by_the_last_round_before_it(house):
    assert rows(house, "judged_round", "target_id, period_id, judged_period_id", "all") == [
        ("t-count", "2018H2", "2018H2"),
        ("t-count", "2019H1", "2019H1"),
        ("t-count", "2019H2", "2019H2"),
        ("t-early", "2018H2", "2018H2"),
        ("t-early", "2019H1", "2018H2"),
        ("t-early", "2019H2", "2018H2"),
        ("t-flow", "2018H2", "2018H2"),
        ("t-flow", "2019H1", "2019H1"),
        ("t-flow", "2019H2", "2019H2"),
    ]


@pytest.fixture
def parts(house):
    """A cumulative count and a flow of one unit; reports set by each test as (period, is_nil, count, flow)."""

    def said(*reports):
        house.execute("""
            create table fact.unit_target as select * from (values ('t-count', 'u'), ('t-flow', 'u'))
                as t(target_id, unit_id);
            create table mart.accepted_report (submission_id text, programme_id text, period_id text, unit_id text,
                is_nil boolean, provenance text default 'sample');
            create table fact.observation (submission_id text, indicator_id text, actual_value decimal(24, 6));
        """)
        for period_id, is_nil, count, flow in reports:
            report = [period_id, period_id, is_nil]
            house.execute("insert into mart.accepted_report values (?, 'p', ?, 'u', ?, 'sample')", report)
            for indicator_id, value in (("count", count), ("flow", flow)):
                if value is not None:
                    house.execute("insert into fact.observation values (?, ?, ?)", [period_id, indicator_id, value])
        return rows(house, "part_actual", "target_id, period_id, actual_value, floor_value", "target_id, ends_on")

    return said


def test_nil_carries_the_last_value_and_missing_carries_nothing(parts):
    assert parts(("2018H2", False, 10, None), ("2019H1", True, None, None))[:3] == [
        ("t-count", "2018H2", 10.0, 10.0),
        ("t-count", "2019H1", 10.0, 10.0),
        ("t-count", "2019H2", None, 10.0),
    ]


def test_in_june_a_flow_is_the_last_whole_year(parts):
    assert parts(("2018H2", False, None, 400), ("2019H1", False, None, 150), ("2019H2", False, None, 500))[3:] == [
        ("t-flow", "2018H2", 400.0, None),
        ("t-flow", "2019H1", 400.0, None),
        ("t-flow", "2019H2", 500.0, None),
    ]


def test_no_change_in_a_yearly_amount_speaks_of_its_own_year_only(parts):
    # December's nil keeps June's amount; a nil June says nothing of a year that had just begun.
    told = parts(("2018H2", False, None, 400), ("2019H1", True, None, None), ("2019H2", True, None, None))
    assert told[3:] == [("t-flow", "2018H2", 400.0, None), ("t-flow", "2019H1", 400.0, None),
                        ("t-flow", "2019H2", None, None)]  # fmt: skip


def test_no_change_since_june_makes_the_year_what_june_had(parts):
    told = parts(("2018H2", False, None, 400), ("2019H1", False, None, 150), ("2019H2", True, None, None))
    assert told[3:] == [("t-flow", "2018H2", 400.0, None), ("t-flow", "2019H1", 400.0, None),
                        ("t-flow", "2019H2", 150.0, None)]  # fmt: skip


@pytest.fixture
def published(house):
    house.execute("""
        create table fact.observation (observation_id text, indicator_id text, scope_id text, provenance text,
            basis_match text, period_label text, period_starts_on date, period_ends_on date,
            actual_value decimal(24, 6), qualifier text, confidence text)
    """)

    def say(*figures):
        for number, figure in enumerate(figures):
            row = {
                "indicator_id": "flow", "scope_id": "s", "provenance": "published", "basis_match": "same",
                "period_label": "2018", "period_starts_on": "2018-01-01", "period_ends_on": "2018-12-31",
                "actual_value": 1, "qualifier": "exact", "confidence": "high", **figure,
            }  # fmt: skip
            house.execute("insert into fact.observation values (?,?,?,?,?,?,?,?,?,?,?)", [str(number), *row.values()])
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
    """What stands as the programme's own actual when this is published, and the units u and v reported so."""

    def stands(published, *reported):
        house.execute("""
            create table mart.published_actual (target_id text, period_id text, actual_value decimal(24, 6),
                qualifier text, period_label text, period_ends_on date);
            create table mart.register_count (indicator_id text, period_id text, actual_value bigint, provenance text);
            create table mart.part_actual (target_id text, measure_type text, unit_id text, period_id text,
                actual_ends_on date, actual_value decimal(24, 6), floor_value decimal(24, 6), provenance text);
        """)
        for period_id in ("2018H2", "2019H1", "2019H2"):
            if published:
                house.execute("insert into mart.published_actual values ('t-count', ?, ?, ?, ?, ?)",
                              [period_id, *published])  # fmt: skip
        for unit_id, value in reported:
            house.execute("insert into mart.part_actual values ('t-count', 'cumulative', ?, '2019H2', '2019-12-31', ?, null, 'reported')",
                          [unit_id, value])  # fmt: skip
        columns = "actual_value, qualifier, provenance, cast(actual_ends_on as varchar)"
        found = rows(house, "programme_actual", f"target_id, period_id, {columns}", "all")
        return next(row[2:] for row in found if row[:2] == ("t-count", "2019H2"))

    return stands


OLD = (90, "exact", "2018", "2018-12-31")
NEW = (90, "exact", "2019", "2019-12-31")


@pytest.mark.parametrize(
    ("published", "reported", "expected"),
    [
        # For the same day the published figure goes before the units' own.
        (NEW, [("u", 50), ("v", 60)], (90.0, "exact", "published", "2019-12-31")),
        # An older one gives way to whole reports that are newer, and stands in for gappy ones: as a floor.
        (OLD, [("u", 50), ("v", 60)], (110.0, "exact", "reported", "2019-12-31")),
        (OLD, [("u", 50), ("v", None)], (90.0, "ge", "published", "2018-12-31")),
        (OLD, [], (90.0, "ge", "published", "2018-12-31")),
        # Fewer than 90 a year ago says nothing of today; fewer than 90 today does.
        ((90, "lt", "2018", "2018-12-31"), [], (None, "exact", None, None)),
        ((90, "lt", "2018", "2018-12-31"), [("u", 50), ("v", None)], (50.0, "ge", "reported", "2019-12-31")),
        ((90, "lt", "2019", "2019-12-31"), [], (90.0, "lt", "published", "2019-12-31")),
        (None, [("u", 50), ("v", 60)], (110.0, "exact", "reported", "2019-12-31")),
    ],
)
def test_the_newest_figure_stands_and_an_older_count_is_only_a_floor(known, published, reported, expected):
    assert known(published, *reported) == expected


def test_a_sum_with_a_missing_part_is_a_floor_and_shares_are_never_summed(house):
    house.execute("""
        create table mart.published_actual (target_id text, period_id text, actual_value decimal(24, 6),
            qualifier text, period_label text, period_ends_on date);
        create table mart.register_count (indicator_id text, period_id text, actual_value bigint, provenance text);
        insert into fact.target values ('t-share', 'p', 'share', 's', '>', date '2018-09-25', date '2019-12-31');
        create table mart.part_actual as select
            target_id, measure_type, unit_id, period_id, actual_ends_on,
            cast(actual_value as decimal(24, 6)) as actual_value, cast(floor_value as decimal(24, 6)) as floor_value,
            'sample' as provenance
        from (values
            ('t-count', 'cumulative', 'u', '2018H2', date '2018-12-31', 10, 10),
            ('t-count', 'cumulative', 'v', '2018H2', date '2018-12-31', 5, 5),
            ('t-count', 'cumulative', 'u', '2019H1', date '2019-06-30', 20, 20),
            ('t-count', 'cumulative', 'v', '2019H1', date '2019-06-30', null, 5),
            ('t-share', 'ratio', 'u', '2018H2', date '2018-12-31', 30, null),
            ('t-share', 'ratio', 'v', '2018H2', date '2018-12-31', 40, null))
            as t(target_id, measure_type, unit_id, period_id, actual_ends_on, actual_value, floor_value)
    """)
    columns = "target_id, period_id, actual_value, qualifier, part_count, part_missing_count"
    found = rows(house, "programme_actual", columns, "target_id, period_id")
    assert [row for row in found if row[4]] == [
        ("t-count", "2018H2", 15.0, "exact", 2, 0),
        ("t-count", "2019H1", 25.0, "ge", 2, 1),
        ("t-share", "2018H2", None, "exact", 2, 0),
    ]

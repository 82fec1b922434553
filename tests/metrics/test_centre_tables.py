"""The marts of centres on a few literal rows, judged as of a chosen day."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.centres import rule_books
from metrics.centres.records import read_books, rule_rows
from metrics.database import connect
from metrics.marts.centre_tables import centre_tables
from metrics.marts.weakest import create_weakest
from tests.shipped import shipped_catalog

TABLES = """
create schema dim; create schema fact; create schema mart; create schema meta;
create table meta.as_of (today date);
create table dim.document (document_id text, title_zh text, title_en text);
create table dim.centre_rule (document_id text, sort_order integer, rule_id text, topic text, kind text,
    article text, phrase text, centre_types text, provinces text, levels text, first_on date, expires_on date,
    is_stated boolean, parameters text);
create table dim.round (programme_id text, period_id text, sort_order integer, due_on date);
create table fact.centre (centre_id text, judged_name text, programme_id text, province text, level text,
    centre_type text, started_on date, legal_form text, director_post text, separate_ledger text, board text,
    expert_committee text, provenance text);
create table fact.centre_change (centre_id text, fact_id text, fact_value text, changed_on date,
    provenance text);
create table fact.centre_event (centre_id text, event text, happened_on date, grade text, decided_by text,
    is_no_later_than boolean, provenance text);
create table fact.centre_money (centre_id text, entry_id text, booked_on date, kind text, funder text,
    amount_value decimal(24, 6), purpose text, category text, project_id text,
    provenance text);
create table fact.centre_project (centre_id text, project_id text, project_name text,
    investment_value decimal(24, 6), provenance text);
create table mart.centre_receipt (centre_id text, year integer, received_on date, provenance text);
create table mart.centre_collection (programme_id text, provenance text, since_on date);
insert into dim.round values ('sc', '2023', 1, date '2023-12-31'), ('sc', '2024', 2, date '2024-12-31');
insert into fact.centre values
    ('a', '甲中心', 'sc', '四川省', 'provincial', null, date '2023-03-01', '独立法人', '全职', null, '是', '是', 'sample'),
    ('n', '国家中心', null, '四川省', 'national', null, null, null, null, null, null, null, 'published');
insert into fact.centre_event values ('a', 'evaluated', date '2023-06-20', '不合格', '厅', false, 'sample');
insert into fact.centre_money values
    ('a', 'm1', date '2025-03-01', 'grant', '省级财政', 500.000001, '建设支持', null, null, 'sample');
insert into mart.centre_receipt values ('a', 2023, date '2024-01-05', 'sample');
insert into mart.centre_collection values ('sc', 'sample', date '2023-01-01');
"""


@pytest.fixture
def built():
    """Builds every mart of centres as of a day, over the shipped rules."""

    def build(day):
        connection = connect()
        connection.execute(TABLES)
        create_weakest(connection)
        connection.execute("insert into meta.as_of values ($day)", {"day": day})
        for row in rule_rows(shipped_catalog()):
            connection.execute(f"insert into dim.centre_rule values ({', '.join('?' * len(row))})", list(row))
        for policy in shipped_catalog().policies:
            names = [policy.id, policy.title.zh, policy.title.en]
            connection.execute("insert into dim.document values (?, ?, ?)", names)
        for _, create in centre_tables().values():
            create(connection)
        return connection

    return build


def test_the_rules_in_a_snapshot_are_those_of_the_catalog(built):
    def by_id(book):
        return book.document_id

    assert sorted(read_books(built(date(2025, 1, 1))), key=by_id) == sorted(rule_books(shipped_catalog()), key=by_id)


def test_a_status_row_says_where_a_centre_stands_and_what_is_due(built):
    columns = "state, since_on, next_step, due_on, is_overdue, term_article"
    query = f"select {columns} from mart.centre_status where centre_id = 'a'"
    assert built(date(2023, 12, 31)).execute(query).fetchall() == [
        ("rectifying", date(2023, 6, 20), "rectification", date(2024, 6, 19), False, "第二十三条")
    ]
    assert built(date(2025, 4, 1)).execute(query).fetchall()[0][4] is True


def test_money_stands_exact_and_says_which_cap_binds(built):
    rows = built(date(2025, 4, 1)).execute(
        "select rule_id, cap_value, used_value, left_value, is_exceeded, is_binding from mart.centre_money"
    )
    assert rows.fetchall() == [
        ("build-cap", Decimal("500.000000"), Decimal("500.000001"), Decimal("-0.000001"), True, True)
    ]


def test_verdicts_as_of_a_day_hold_nothing_later(built):
    early = built(date(2023, 7, 1)).execute(
        "select topic, verdict, document_id, article from mart.centre_verdict"
        " where centre_id = 'a' and verdict <> 'met' order by topic"
    )
    assert early.fetchall() == [
        ("consequence", "attention", "sichuan-centres-2022", "第二十三条"),
        ("name", "broken", "sichuan-centres-2022", "第二十五条"),
        ("separate_ledger", "not_covered", None, None),
    ]


def test_a_national_centre_has_one_verdict_and_no_step(built):
    connection = built(date(2025, 4, 1))
    assert connection.execute("select verdict, reason from mart.centre_verdict where centre_id = 'n'").fetchall() == [
        ("not_covered", "no_document")
    ]
    assert connection.execute("select * from mart.centre_step where centre_id = 'n'").fetchall() == []


def test_each_step_stands_with_its_clauses_and_what_it_leads_to(built):
    rows = built(date(2023, 12, 31)).execute(
        "select event, state, document_id, article, effects_zh from mart.centre_step where centre_id = 'a'"
        " order by sort_order"
    )
    assert rows.fetchall() == [
        ("started", "building", "sichuan-centres-2022", "第五条第2项", None),
        ("evaluated", "rectifying", "sichuan-centres-2022", "第二十一条、第二十三条", "限期整改"),
    ]

"""How reports stand, on a few literal versions, steps and arrivals: state, lateness, what counts, what was done."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from metrics.marts.standing_tables import standing_tables
from metrics.marts.weakest import create_weakest

SQL = Path(__file__).parents[2] / "metrics" / "sql"
TABLES = """
create schema dim; create schema fact; create schema mart; create schema meta;
create table meta.as_of as select date '2021-01-01' as today;
create table dim.unit as select * from (values ('u', '甲厅', 'U', 1), ('v', '乙局', 'V', 2))
    as t(unit_id, unit_name, unit_name_en, sort_order);
create table dim.round as select * from (values
    ('p', '2018H2', 1, date '2018-12-31'), ('p', '2019H1', 2, date '2019-06-30'), ('p', '2019H2', 3, date '2019-12-31'))
    as t(programme_id, period_id, sort_order, due_on);
alter table dim.round add column is_open boolean default true;
create table dim.period as select * from (values
    ('2018H2', date '2018-07-01'), ('2019H1', date '2019-01-01'), ('2019H2', date '2019-07-01'))
    as t(period_id, starts_on);
create table dim.programme as select 'p' as programme_id, cast(null as date) as collected_since, 0 as grace_days;
create table dim.unit_heir as select unit_id, period_id, unit_id as heir_unit_id
    from dim.unit cross join (select period_id from dim.round);
create table mart.round_responsibility as select t.*, period_id from (values ('p', 'u', 'lead', true), ('p', 'v', 'support', false))
    as t(programme_id, unit_id, role, owes_report) cross join (select period_id from dim.round);
create table mart.answering_unit (programme_id text, period_id text, target_id text, unit_id text, role text,
    is_named boolean);
create table fact.asked_item (programme_id text, period_id text, unit_id text, item_kind text, item_id text,
    is_sample boolean);
create table fact.submission (submission_id text, programme_id text, unit_id text, period_id text, version integer,
    submitted_on date, is_nil boolean, provenance text,
    received_on date default null, recorded_at timestamp default null);
create table fact.report_event (kind_id text, programme_id text, period_id text, subject_id text, version integer,
    event text, actor text, reason text, sort_order integer, recorded_at timestamp, provenance text default 'reported');
create table fact.arrival (programme_id text, period_id text, unit_id text, version integer, verdict text,
    file_name text, sent_by text, error_count integer, warning_count integer, sort_order integer,
    recorded_at timestamp);
create table fact.round_step (programme_id text, period_id text, unit_id text, version integer, step text, actor text,
    reason text, provenance text, sort_order integer, recorded_at timestamp, received_on date default null, due_on date default null);
create table mart.task_progress (programme_id text, period_id text, unit_id text, evidence text);
create table mart.left_out_item (submission_id text, item_kind text, item_id text, name_zh text, name_en text,
    sort_order integer);
"""


class Book:
    """A small world of reports."""

    def __init__(self, connection):
        self.connection, self.count = connection, 0
        connection.execute(TABLES)
        create_weakest(connection)

    def version(self, unit, period, version, submitted, *events, nil=False, provenance="reported"):
        """A version with its steps as (event, time, actor, reason)."""
        key = f"{period}/{unit}/v{version}"
        self.connection.execute("insert into fact.submission values (?, 'p', ?, ?, ?, ?, ?, ?, ?, ?)",
                                [key, unit, period, version, submitted, nil, provenance,
                                 None if provenance == "sample" else submitted, submitted])  # fmt: skip
        for event, moment, actor, reason in events:
            self.count += 1
            self.connection.execute("insert into fact.report_event values ('report', 'p', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                    [period, unit, version, event, actor, reason, self.count, moment, provenance])  # fmt: skip

    def step(self, unit, period, step, moment, actor="王芳", reason=None, provenance="reported", day=None, due=None):
        self.count += 1
        self.connection.execute("insert into fact.round_step values ('p', ?, ?, null, ?, ?, ?, ?, ?, ?, ?, ?)",
                                [period, unit, step, actor, reason, provenance, self.count, moment, day, due])  # fmt: skip

    def arrival(self, unit, period, verdict, errors, warnings, moment):
        self.count += 1
        self.connection.execute("insert into fact.arrival values ('p', ?, ?, null, ?, 'a.xlsx', null, ?, ?, ?, ?)",
                                [period, unit, verdict, errors, warnings, self.count, moment])  # fmt: skip

    def rows(self, name, columns, order):
        """A mart's rows, after those that it reads."""
        for table in ("report_standing", "version_standing"):
            self.connection.execute(f"drop table if exists mart.{table}")
        obliged = (SQL / "marts" / "obliged_unit.sql").read_text(encoding="utf-8")
        self.connection.execute(f"create or replace view mart.obliged_unit as {obliged}")
        changes = (SQL / "marts" / "report_change.sql").read_text(encoding="utf-8")
        self.connection.execute(f"create or replace view mart.report_change as {changes}")
        for _, create in standing_tables().values():
            create(self.connection)
        for kind, mart in (("marts", "report_version"), ("marts", "accepted_report"), ("marts", "collection"), ("marts", "round"),
                           ("views", "report_round"), ("views", "round_history")):  # fmt: skip
            text = (SQL / kind / f"{mart}.sql").read_text(encoding="utf-8")
            self.connection.execute(f"create or replace temp view {mart} as {text}")
            if mart in ("report_version", "collection", "round"):
                self.connection.execute(f"create or replace view mart.{mart} as {text}")
        return self.connection.execute(f"select {columns} from {name} order by {order}").fetchall()


@pytest.fixture
def book():
    with duckdb.connect() as connection:
        yield Book(connection)


def test_the_latest_accepted_version_counts_and_a_pending_one_does_not(book):
    book.version("u", "2018H2", 1, "2018-12-20", ("submitted", "2018-12-20", None, None),
                 ("accepted", "2018-12-21", "甲", None), ("locked", "2019-02-01", "甲", None))  # fmt: skip
    book.version("u", "2018H2", 2, "2019-02-10", ("submitted", "2019-02-10", None, None),
                 ("accepted", "2019-02-11", None, None))  # fmt: skip
    book.version("u", "2018H2", 3, "2019-02-20", ("submitted", "2019-02-20", None, None))
    book.version("v", "2019H1", 1, "2019-06-20", ("returned", "2019-06-21", "甲", "错"))
    assert book.rows("accepted_report", "submission_id, is_automatic, accepted_by", "all") == [
        ("2018H2/u/v2", True, None)
    ]


def test_lateness_stays_visible_and_missing_is_not_nil(book):
    book.version("u", "2018H2", 1, "2019-01-09", ("locked", "2019-02-01", "甲", None))
    book.version("u", "2019H1", 1, "2019-06-28", ("locked", "2019-08-01", "甲", None), nil=True)
    book.version("v", "2018H2", 1, "2018-12-30", ("returned", "2019-01-02", "甲", "缺少佐证"))
    book.version("v", "2018H2", 2, "2019-01-12", ("accepted", "2019-01-13", None, None))
    columns = "unit_id, period_id, is_lead, state, is_nil, version, days_late, ladder, returned_count"
    assert book.rows("report_round", columns, "unit_id, period_id") == [
        ("u", "2018H2", True, "locked", False, 1, 9, "late", 0),
        ("u", "2019H1", True, "locked", True, 1, 0, "on_time", 0),
        ("u", "2019H2", True, "missing", None, None, None, "overdue_30", 0),
        ("v", "2018H2", False, "accepted", False, 2, 0, "on_time", 1),
        ("v", "2019H1", False, "missing", None, None, None, "overdue_30", 0),
        ("v", "2019H2", False, "missing", None, None, None, "overdue_30", 0),
    ]
    # Seen from the days around the end of 2019, the round that is open then is not yet late.
    for day, ladder in (("2019-12-20", "not_due"), ("2019-12-24", "due_soon"), ("2020-01-05", "overdue")):
        book.connection.execute("update meta.as_of set today = $day", {"day": day})
        assert ("u", "2019H2", ladder) in book.rows("report_round", "unit_id, period_id, ladder", "all")


def test_of_a_returned_version_nobody_is_said_to_have_accepted_it(book):
    book.version("u", "2018H2", 1, "2018-12-20", ("accepted", "2018-12-21", None, None),
                 ("returned", "2018-12-22", "王芳", "口径有误"))  # fmt: skip
    book.version("v", "2018H2", 1, "2018-12-20", ("accepted", "2018-12-21", "王芳", None),
                 ("returned", "2018-12-22", "李雷", "口径有误"))  # fmt: skip
    columns = "unit_id, state, accepted_by, is_automatic, counted_version, last_reason"
    assert book.rows("report_round", columns, "period_id, unit_id")[:2] == [
        ("u", "returned", None, False, None, "口径有误"),
        ("v", "returned", None, False, None, "口径有误"),
    ]


def test_the_note_of_an_acceptance_is_never_a_reason_of_return(book):
    book.version("u", "2018H2", 1, "2018-12-20", ("accepted", "2018-12-21", "王芳", "已电话核实，同意"))
    book.version("v", "2018H2", 1, "2018-12-20", ("returned", "2018-12-22", "李雷", "口径有误"),
                 ("accepted", "2018-12-24", "王芳", "已电话核实，同意"), ("locked", "2019-02-01", "王芳", "按期办结"),
                 ("reopened", "2019-02-02", "王芳", "另有来文"))  # fmt: skip
    found = book.rows("report_round", "unit_id, returned_count, last_reason", "period_id, unit_id")[:2]
    assert found == [("u", 0, None), ("v", 1, "口径有误")]


def test_where_nothing_is_collected_nobody_is_called_overdue(book):
    assert {row[0] for row in book.rows("report_round", "ladder", "period_id")} == {"not_collected"}


def test_a_file_that_the_checks_kept_out_is_a_draft_and_no_report(book):
    book.version("v", "2018H2", 1, "2018-12-30", ("accepted", "2019-01-13", None, None))
    book.arrival("u", "2018H2", "refused", 3, 1, "2018-12-28")
    book.arrival("v", "2018H2", "accepted", 0, 2, "2018-12-30")
    columns = "unit_id, state, version, finding_count, ladder"
    found = [row for row in book.rows("report_round", f"period_id, {columns}", "unit_id") if row[0] == "2018H2"]
    assert [row[1:] for row in found] == [("u", "draft", None, 4, "overdue_30"), ("v", "accepted", 1, 2, "on_time")]


def test_a_round_is_closed_for_all_and_reopened_for_one(book):
    book.version("u", "2018H2", 1, "2018-12-20", ("accepted", "2018-12-21", None, None),
                 ("locked", "2019-02-01", "王芳", None), ("reopened", "2019-03-01", "王芳", "更正"))  # fmt: skip
    book.step(None, "2018H2", "close", "2019-02-01")
    book.step("u", "2018H2", "reopen", "2019-03-01", reason="更正")
    columns = "unit_id, state, is_closed, counted_version, is_correction"
    first = [("u", "reopened", False, 1, False), ("v", "missing", True, None, False)]
    assert book.rows("report_round", columns, "period_id, unit_id")[:2] == first
    book.version("u", "2018H2", 2, "2019-03-05", ("accepted", "2019-03-05", None, None))
    assert book.rows("report_round", columns, "period_id, unit_id")[0] == ("u", "accepted", False, 2, True)
    book.step(None, "2018H2", "close", "2019-03-06")
    assert book.rows("report_round", columns, "period_id, unit_id")[0] == ("u", "accepted", True, 2, True)


def test_a_closed_sample_round_closes_nothing_for_a_real_report(book):
    book.version("u", "2018H2", 1, "2018-12-20", ("accepted", "2026-11-25", None, None))
    book.version("v", "2018H2", 1, "2018-12-20", ("locked", "2019-02-01", "样例管理员", None), provenance="sample")
    book.step(None, "2018H2", "close", "2019-02-01", provenance="sample")
    book.step("v", "2019H1", "contact", "2019-06-01", actor="李雷")
    book.step("v", "2019H1", "remind", "2019-07-01")
    columns = "unit_id, is_closed, last_contact_at, last_contact_by, last_contact_kind"
    assert book.rows("report_round", columns, "period_id, unit_id")[:4] == [
        ("u", False, None, None, None),
        ("v", True, None, None, None),
        ("u", False, None, None, None),
        ("v", False, dt.datetime(2019, 7, 1), "王芳", "remind"),
    ]


def test_the_history_tells_everything_once_and_who_did_it(book):
    book.arrival("u", "2018H2", "refused", 1, 0, "2018-12-19")
    book.version("u", "2018H2", 1, "2018-12-20", ("submitted", "2018-12-20", "韩梅", None),
                 ("accepted", "2018-12-20", None, None), ("returned", "2018-12-21", "王芳", "口径有误"),
                 ("locked", "2019-02-01", "王芳", None))  # fmt: skip
    book.step("u", "2018H2", "contact", "2018-12-22", reason="电话")
    book.step(None, "2018H2", "close", "2019-02-01")
    columns = "unit_id, version, event, actor, is_automatic, reason"
    assert book.rows("round_history", columns, "recorded_at, sort_order") == [
        ("u", None, "refused", None, True, None),
        ("u", 1, "submitted", "韩梅", False, None),
        ("u", 1, "accepted", None, True, None),
        ("u", 1, "returned", "王芳", False, "口径有误"),
        ("u", None, "contacted", "王芳", False, "电话"),
        (None, None, "closed", "王芳", False, None),
    ]


def test_a_report_within_its_grace_is_in_time_and_one_after_it_is_late_by_all_its_days(book):
    book.connection.execute("update dim.programme set grace_days = 5")
    book.version("u", "2018H2", 1, "2019-01-05", ("accepted", "2019-01-06", "甲", None))
    book.version("v", "2018H2", 1, "2019-01-06", ("accepted", "2019-01-07", "甲", None))
    assert book.rows("report_round", "period_id, unit_id, days_late, ladder", "all")[:2] == [
        ("2018H2", "u", 0, "on_time"),
        ("2018H2", "v", 6, "late"),
    ]


def test_a_round_is_owed_from_its_opening_and_by_the_last_day_that_was_given(book):
    book.connection.execute("update dim.round set is_open = false")
    book.version("v", "2018H2", 1, "2019-01-02", ("accepted", "2019-01-03", "甲", None))
    book.version("v", "2019H1", 1, "2019-06-20", ("accepted", "2019-06-21", "甲", None))
    told = "period_id, unit_id, due_on, days_late, ladder"
    assert {row[4] for row in book.rows("report_round", told, "all")} == {"not_opened"}
    book.step(None, "2019H1", "open", "2019-06-01", due="2019-06-10")
    book.step(None, "2019H1", "due", "2019-06-02", due="2019-06-15")
    rows = [row for row in book.rows("report_round", told, "all") if row[0] == "2019H1"]
    assert [(row[1], str(row[2]), *row[3:]) for row in rows] == [
        ("u", "2019-06-15", None, "overdue_30"),
        ("v", "2019-06-15", 5, "late"),
    ]

"""A build that was made on an earlier day is judged by the date of today, and stays the build it is."""

import shutil
from datetime import date, datetime, timedelta

import pytest

from metrics import clock
from metrics.database import connect
from metrics.warehouse import Snapshot, Warehouse, current_build_path

MADE_ON = date(2019, 12, 20)


def at_noon(monkeypatch, day):
    moment = datetime(day.year, day.month, day.day, 4, tzinfo=clock.UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(scope="module")
def old(shipped, tmp_path_factory):
    """The shipped data in a build that says it was made on 20 December 2019, its centres judged as on that day."""
    folder = tmp_path_factory.mktemp("old")
    (folder / "warehouse").mkdir()
    path = folder / "warehouse" / "duibiao-old.duckdb"
    shutil.copyfile(current_build_path(shipped / "warehouse"), path)
    with connect(path) as build:
        build.execute("update meta.build set built_at = '2019-12-20 08:00:00+08'")
        build.execute("update meta.as_of set today = date '2019-12-20'")
        build.execute("update mart.centre_status set judged_on = date '2019-12-20'")
    (folder / "warehouse" / "CURRENT").write_text(path.name, encoding="utf-8")
    return folder


def judged_on(snapshot):
    return {row["day"] for row in snapshot.select("select judged_on as day from mart.centre_status")}


def test_on_the_day_of_its_load_a_build_is_shown_as_it_was_made(old, monkeypatch):
    at_noon(monkeypatch, MADE_ON)
    assert judged_on(Warehouse(old).snapshot()) == {MADE_ON}


def test_on_a_later_day_its_centres_are_judged_by_that_day(old, monkeypatch):
    at_noon(monkeypatch, date(2020, 1, 1))
    snapshot = Warehouse(old).snapshot()
    assert (snapshot.as_of_on, judged_on(snapshot)) == (None, {date(2020, 1, 1)})
    states = "select state, count(*) as n from mart.centre_report_state where year = 2019 group by 1 order by 1"
    assert [row["state"] for row in snapshot.select(states)] != ["not_over"]
    assert "not_over" not in {row["state"] for row in snapshot.select(states)}
    at_noon(monkeypatch, MADE_ON)
    assert "not_over" in {row["state"] for row in Snapshot(snapshot.path, MADE_ON).select(states)}


def test_at_midnight_the_next_day_is_asked_for_without_a_restart(old, monkeypatch):
    warehouse = Warehouse(old)
    at_noon(monkeypatch, date(2020, 1, 1))
    first = warehouse.snapshot()
    assert warehouse.snapshot() is first
    at_noon(monkeypatch, date(2020, 1, 2))
    assert judged_on(warehouse.snapshot()) == {date(2020, 1, 2)}
    assert judged_on(first) == {date(2020, 1, 1)}, "a reader that still holds the view of yesterday goes on"


@pytest.mark.slow
def test_what_no_day_changes_is_what_the_build_holds(old, shipped):
    fresh = Snapshot(current_build_path(shipped / "warehouse"))
    later = Warehouse(old).snapshot()
    assert fresh.seen_on == later.seen_on == clock.today() > MADE_ON + timedelta(days=1)
    tables = fresh.select("""
        select table_schema || '.' || table_name as name from information_schema.tables
        where table_schema in ('dim', 'fact', 'past', 'mart', 'quality') order by 1
    """)
    assert len(tables) > 40
    for table in (row["name"] for row in tables):
        question = f"select * from {table} order by all"
        assert later.select(question) == fresh.select(question), table
    kept = later.select("""
        select count(*) filter (where sql like '%recorded.mart.%') as kept, count(*) as every
        from duckdb_views() where database_name = 'memory' and schema_name = 'mart'
    """)
    assert kept[0]["kept"] > 20

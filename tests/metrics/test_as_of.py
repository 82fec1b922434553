"""As of a day: only what had been recorded by its end, judged by the same marts."""

import csv
import re
import shutil
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics import clock
from metrics.warehouse import DayAhead, Snapshot, Warehouse
from tests.published import load
from tests.shipped import RAW, shipped_catalog

pytestmark = pytest.mark.slow

ACCEPTED = [("submitted", "2019-06-28T10:00"), ("accepted", "2019-07-05T09:00"), ("locked", "2019-08-29T17:30")]


# --- literal rows


@pytest.fixture
def told(world):
    """u: 30 at the end of 2018, then 55, corrected to 48 in September; v: 10, then returned and back with 25."""
    world.report("u", "2018H2", 30, [("submitted", "2018-12-28T10:00"), ("accepted", "2019-01-04T10:00")])
    world.report("v", "2018H2", 10, [("submitted", "2019-01-09T10:00"), ("accepted", "2019-01-15T10:00")])
    world.report("u", "2019H1", 55, ACCEPTED)
    world.report("v", "2019H1", 27, [("submitted", "2019-06-27T10:00"), ("returned", "2019-07-03T10:00", "no list")])
    world.report("v", "2019H1", 25, [("submitted", "2019-07-20T10:00"), ("accepted", "2019-08-02T10:00")], 2)
    world.report("u", "2019H1", 48, [("submitted", "2019-09-16T10:00", "counted twice"),
                                     ("accepted", "2019-09-20T10:00")], 2)  # fmt: skip
    return world


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018-12-30", []),
        ("2018-12-31", [(None, "2018H2", None), ("u", "2018H2", None), ("v", "2018H2", None)]),
        ("2019-01-04", [(None, "2018H2", 30), ("u", "2018H2", 30), ("v", "2018H2", None)]),
        ("2019-01-15", [(None, "2018H2", 40), ("u", "2018H2", 30), ("v", "2018H2", 10)]),
        # v's first report had been returned: what stands in its place is the last value, as a floor of the sum.
        ("2019-07-31", [(None, "2018H2", 40), (None, "2019H1", 65), ("u", "2018H2", 30), ("u", "2019H1", 55),
                        ("v", "2018H2", 10), ("v", "2019H1", None)]),
        ("2019-08-02", [(None, "2018H2", 40), (None, "2019H1", 80), ("u", "2018H2", 30), ("u", "2019H1", 55),
                        ("v", "2018H2", 10), ("v", "2019H1", 25)]),
        ("2019-09-19", [(None, "2018H2", 40), (None, "2019H1", 80), ("u", "2018H2", 30), ("u", "2019H1", 55),
                        ("v", "2018H2", 10), ("v", "2019H1", 25)]),
        ("2019-09-20", [(None, "2018H2", 40), (None, "2019H1", 73), ("u", "2018H2", 30), ("u", "2019H1", 48),
                        ("v", "2018H2", 10), ("v", "2019H1", 25)]),
    ],
)  # fmt: skip
def test_a_figure_counts_from_the_day_its_version_was_accepted(told, day, expected):
    assert told.judged(day, "unit_id, period_id, actual_value") == expected


@pytest.mark.parametrize(
    ("day", "u", "v"),
    [
        ("2019-07-02", ("submitted", 1), ("submitted", 1)),
        ("2019-07-03", ("submitted", 1), ("returned", 1)),
        ("2019-07-31", ("accepted", 1), ("submitted", 2)),
        ("2019-09-17", ("submitted", 2), ("accepted", 2)),
        ("2019-09-20", ("accepted", 2), ("accepted", 2)),
    ],
)
def test_the_state_of_a_report_is_the_one_it_had_that_day(told, day, u, v):
    rows = told.view(day).select(
        "select state, version_count from mart.report_round where period_id = '2019H1' order by unit_id"
    )
    assert [tuple(row.values()) for row in rows] == [u, v]


@pytest.mark.parametrize(
    ("day", "ladder"),
    [("2018-12-31", "due_soon"), ("2019-01-05", "overdue"), ("2019-01-08", "overdue"), ("2019-01-09", "late")],
)
def test_a_report_is_as_late_as_it_was_that_day(told, day, ladder):
    question = "select ladder from mart.report_round where unit_id = 'v' and period_id = '2018H2'"
    assert told.view(day).select(question) == [{"ladder": ladder}]


def test_a_year_that_was_not_over_that_day_is_owed_by_no_centre(july):
    rows = july.select("select year, state, count(*) as n from mart.centre_report_state group by all order by year")
    assert {row["state"] for row in rows if row["year"] == 2019} == {"not_over"}
    assert max(row["year"] for row in rows) == 2019


DAYS = st.dates(date(2018, 12, 20), date(2020, 3, 1))
EVENTS = st.lists(st.sampled_from(["returned", "accepted", "locked"]), max_size=2)


@given(day=DAYS, later=st.integers(1, 400), unit_id=st.sampled_from("uv"),
       period_id=st.sampled_from(["2018H2", "2019H1", "2019H2"]), value=st.none() | st.integers(0, 500), events=EVENTS,
       version=st.integers(1, 9))  # fmt: skip
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_adding_a_later_report_never_changes_an_earlier_view(
    told, day, later, unit_id, period_id, value, events, version
):
    before = everything(told.view(day.isoformat()))
    submitted = datetime.combine(day, datetime.min.time()) + timedelta(days=later)
    steps = ["submitted", *events]
    moments = [(submitted + timedelta(days=number)).isoformat() for number in range(len(steps))]
    added = told.report(unit_id, period_id, value, list(zip(steps, moments, strict=True)), version + 2)
    try:
        after = everything(told.view(day.isoformat()))
    finally:
        for table in ("submission", "observation"):
            told.connection.execute(f"delete from fact.{table} where submission_id = $id", {"id": added})
        told.connection.execute(
            "delete from fact.report_event where (period_id, subject_id, version) = ($period, $unit, $version)",
            {"period": period_id, "unit": unit_id, "version": version + 2},
        )
    assert after == before


def everything(view):
    marts = ("attainment", "report_version", "report_round", "restatement", "change")
    return {mart: repr(view.select(f"select * from mart.{mart} order by all")) for mart in marts}


# --- the shipped sample


MEASURE_TYPES = {indicator.id: indicator.measure_type for indicator in shipped_catalog().indicators}


@pytest.fixture(scope="module")
def july(snapshot):
    return snapshot.as_of(date(2019, 7, 31))


def recorded_by(moment):
    """(unit id, indicator id, period) → the accepted figure by then, read from the raw files alone."""
    unit_ids = shipped_catalog().unit_ids_by_name()
    states = defaultdict(dict)
    with (RAW / "sample" / "journal.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["happened_at"] <= moment:
                key = row["programme_id"], row["period_id"], unit_ids[row["unit_name"]]
                states[key][int(row["version"])] = row["event"]
    figures = {}
    for (programme_id, period_id, unit_id), versions in states.items():
        accepted = [version for version, state in versions.items() if state in ("accepted", "locked")]
        if not accepted:
            continue
        path = RAW / "sample" / "reports" / programme_id / period_id / f"{unit_id}.v{max(accepted)}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["类别"] == "指标" and row["数值"]:
                    figures[unit_id, row["编码"], period_id] = Decimal(row["数值"])
    return figures


@pytest.mark.parametrize("day", ["2019-01-10", "2019-07-31", "2020-02-01", "2021-01-05"])
def test_every_unit_figure_of_a_view_is_the_one_the_raw_files_had_by_then(snapshot, day):
    expected = {
        key: value
        for key, value in recorded_by(f"{day}T23:59:59").items()
        if MEASURE_TYPES[key[1]] != "annual_flow" and period_end(key[2]) <= day
    }
    rows = snapshot.as_of(date.fromisoformat(day)).select(
        "select unit_id, indicator_id, period_id, actual_value from mart.attainment "
        "where unit_id is not null and actual_value is not null and comparator <> 'annual_floor' "
        "and measure_type <> 'annual_flow' and programme_id = 'cdm-zone-2018'"
    )
    assert len(rows) > 20
    assert {(r["unit_id"], r["indicator_id"], r["period_id"]): r["actual_value"] for r in rows} == expected


def period_end(period_id):
    return f"{period_id[:4]}-06-30" if period_id.endswith("H1") else f"{period_id[:4]}-12-31"


def test_as_of_today_equals_the_latest_view_row_for_row(snapshot):
    rebuilt = Snapshot(snapshot.path, snapshot.seen_on)
    tables = snapshot.select(
        "select table_schema || '.' || table_name as name from information_schema.tables "
        "where table_schema in ('dim', 'fact', 'mart', 'quality') order by 1"
    )
    assert len(tables) > 30
    for table in (row["name"] for row in tables):
        question = f"select * from {table} order by all"
        assert rebuilt.select(question) == snapshot.select(question), table


@pytest.mark.parametrize(
    ("accepted_at", "shown_on"), [("2019-07-05T15:59", "2019-07-05"), ("2019-07-05T16:00", "2019-07-06")]
)
def test_a_day_ends_at_midnight_in_beijing_not_in_greenwich(world, accepted_at, shown_on):
    world.report("u", "2019H1", 55, [("submitted", "2019-06-28T10:00"), ("accepted", accepted_at)])
    figure = (None, "2019H1", 55)
    eve = str(date.fromisoformat(shown_on) - timedelta(days=1))
    assert figure not in world.judged(eve, "unit_id, period_id, actual_value")
    assert figure in world.judged(shown_on, "unit_id, period_id, actual_value")


# --- asking for a view


def test_a_view_is_made_once_and_today_is_the_latest_view(shipped):
    warehouse = Warehouse(shipped)
    latest = warehouse.snapshot()
    assert warehouse.snapshot(clock.today()) is latest
    view = warehouse.snapshot(date(2019, 7, 31))
    assert warehouse.snapshot(date(2019, 7, 31)) is view
    for day in range(1, 6):
        warehouse.snapshot(date(2020, 1, day))
    assert warehouse.snapshot(date(2019, 7, 31)) is not view
    assert view.rows("build"), "a reader that still holds the old view goes on"


def test_a_view_makes_the_marts_that_are_asked_for_and_those_they_read(snapshot):
    view = snapshot.as_of(date(2019, 5, 5))
    made = "select table_name from information_schema.tables where table_catalog = 'memory' and table_schema = 'mart' order by 1"
    assert view.select(made) == []
    assert view.select("select count(*) as n from mart.restatement") == [{"n": 0}]
    assert [row["table_name"] for row in view.select(made)] == ["restatement"]
    page = view.rows("evidence_records", target_id="cdm-civil-military-transfers", unit_id="sc-chengdu",
                     period_id="2018H2", row_limit=5, row_offset=60)  # fmt: skip
    assert len(page) == 2
    assert [row["table_name"] for row in view.select(made)] == ["evidence_count", "restatement"]
    with view.cursor() as cursor:
        assert cursor.execute("select count(*) from mart.report_round").fetchall()[0][0] > 0
    assert len(view.select(made)) > 15


def test_many_threads_ask_one_view_at_once(snapshot):
    view = snapshot.as_of(date(2019, 5, 6))
    questions = [f"select count(*) as n from mart.{mart}" for mart in ("attainment", "change", "report_round")] * 6
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(view.select, questions))
    assert answers == [view.select(question) for question in questions[:3]] * 6
    assert answers[0][0]["n"] > 0


def test_a_day_that_has_not_come_is_refused(shipped):
    with pytest.raises(DayAhead, match="has not come"):
        Warehouse(shipped).snapshot(clock.today() + timedelta(days=1))


def test_a_report_laid_in_later_leaves_the_earlier_views_of_a_new_load_alone(data_copy, july):
    folder = data_copy / "raw" / "sample" / "reports" / "cdm-zone-2018" / "2018H2"
    first, second = folder / "sc-chengdu.v1.csv", folder / "sc-chengdu.v2.csv"
    shutil.copy(first, second)
    text = second.read_text(encoding="utf-8").replace(",2018H2,1,", ",2018H2,2,")
    second.write_text(re.sub(r"(civil-military-transfers,[^,]*),\d+", r"\1,7", text), encoding="utf-8")
    with (data_copy / "raw" / "sample" / "journal.csv").open("a", encoding="utf-8") as journal:
        for event, moment in (("submitted", "2021-06-01T10:00:00"), ("accepted", "2021-06-02T10:00:00")):
            journal.write(f"cdm-zone-2018,2018H2,成都市人民政府,2,{event},{moment},样例,更正\n")
    outcome = load(data_copy, with_sample=True)
    assert outcome.state == "published", [finding.text() for finding in outcome.findings]
    latest = Warehouse(data_copy).snapshot()
    corrected = (
        "select actual_value from mart.attainment where target_id = 'cdm-civil-military-transfers' "
        "and unit_id = 'sc-chengdu' and period_id = '2018H2'"
    )
    assert latest.select(corrected) == [{"actual_value": Decimal("7.000000")}] != july.select(corrected)
    for mart in ("attainment", "report_round", "change", "restatement"):
        question = f"select * from mart.{mart} order by all"
        assert latest.as_of(july.as_of_on).select(question) == july.select(question), mart

"""Late is what came in late here, and nobody is late for the time before an office began to collect."""

import csv
import io
from datetime import timedelta

import pytest

from metrics import clock
from metrics.catalog import load_catalog
from metrics.catalog.loader import CatalogError
from pipelines.definitions.files import read_files
from tests.offices.office import Office

pytestmark = pytest.mark.slow

PROGRAMME = "lake-care"
ROUNDS = ["2024H2", "2025H1", "2025H2", "2026H1"]


def lake(folder, **more):
    """Three bureaus that each lead a task of a plan followed by half-years."""
    office = Office(folder)
    office.scope("lake", "东湖区", "city")
    for name in ("水务局", "林业局", "城管局"):
        office.unit(f"lk-{len(office.lists['units'])}", name)
    office.programme(PROGRAMME, "2024-07-01", "2026-12-31", "half_year", ROUNDS, **more)
    office.indicator("ponds", "清淤水塘数", "cumulative", "项", "sum")
    for number, unit in enumerate(("水务局", "林业局", "城管局")):
        office.task(f"lk-t{number}", PROGRAMME, "2026-12-31", unit)
    office.target("lk-ponds", PROGRAMME, "ponds", "lake", ">=", 90, "项", "2024-07-01", "2026-12-31", "lk-t0")
    office.part(PROGRAMME, "lk-ponds", "水务局", 90, "项")
    office.write()
    return office


def standings(office, column, *options):
    """A column of the reports export, by round and unit."""
    return {(row["period_id"], row["unit_id"]): row[column] for row in office.export("reports", *options)}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """An office that says nothing of when it began, with one report, whose clerk typed a day before the due day."""
    office = lake(tmp_path_factory.mktemp("lake"))
    office.report("水务局", "2025H1", "2025-06-28", {"ponds": 20}, ("lk-t0",))
    office.load()
    return office


def test_a_report_is_as_late_as_it_came_in_whatever_day_its_clerk_typed(begun):
    (row,) = [row for row in begun.export("reports") if row["version"]]
    due = clock.today() - timedelta(days=int(row["days_late"]))
    assert (due.isoformat(), row["ladder"]) == ("2025-06-30", "late")
    assert (row["submitted_on"], row["received_on"]) == ("2025-06-28", clock.today().isoformat())
    assert row["receipt_day_by"] == ""


def test_the_first_report_makes_nobody_overdue_for_the_rounds_before_its_own(begun):
    ladders = standings(begun, "ladder")
    assert {ladders["2024H2", unit] for unit in ("lk-0", "lk-1", "lk-2")} == {"not_collected"}
    assert {ladders["2025H1", unit] for unit in ("lk-1", "lk-2")} == {"overdue_30"}
    rounds = {row["period_id"]: row for row in begun.export("rounds")}
    assert [rounds[period]["is_collected"] for period in ROUNDS] == ["false", "true", "true", "true"]
    assert (rounds["2024H2"]["missing_count"], rounds["2025H1"]["missing_count"]) == ("0", "2")
    missing = {row["unit_id"]: row["rounds_missing_count"] for row in begun.export("scorecards", "--period", "2025H2")}
    assert (missing["lk-1"], missing["lk-0"]) == ("2", "1")


def test_nobody_is_reminded_of_a_round_before_collecting_began(begun, tmp_path):
    assert "nobody needs a reminder" in begun.run("remind", PROGRAMME, "2024H2", "--out", tmp_path / "before")
    begun.run("remind", PROGRAMME, "2025H1", "--out", tmp_path / "in")
    assert len(list((tmp_path / "in").glob("*.eml"))) == 2


def test_a_report_on_an_earlier_round_is_not_late_and_makes_nobody_else_overdue(begun):
    begun.report("林业局", "2024H2", "2024-12-30", {}, ("lk-t1",))
    begun.load()
    ladders, days = standings(begun, "ladder"), standings(begun, "days_late")
    assert {ladders["2024H2", unit] for unit in ("lk-0", "lk-1", "lk-2")} == {"not_collected"}
    assert days["2024H2", "lk-1"] == ""


def test_a_day_or_a_round_may_say_since_when_reports_are_collected(tmp_path):
    for number, since in enumerate(("2025-08-01", "2025H2", "2025-12-31")):
        (tmp_path / str(number)).mkdir()
        office = lake(tmp_path / str(number), collected_since=since)
        office.report("水务局", "2025H1", "2025-06-28", {"ponds": 20}, ("lk-t0",))
        office.load()
        ladders = standings(office, "ladder")
        assert {ladders[period, unit] for period in ROUNDS[:2] for unit in ("lk-0", "lk-1")} == {"not_collected"}
        assert ladders["2025H2", "lk-0"] == "overdue_30"
        assert standings(office, "days_late")["2025H1", "lk-0"] == ""


def test_before_the_day_from_which_it_collects_an_office_reminds_nobody(tmp_path):
    office = lake(tmp_path, collected_since="2999-01-01")
    office.load()
    assert set(standings(office, "ladder").values()) == {"not_collected"}


def test_a_start_of_collecting_that_is_neither_day_nor_round_is_named(tmp_path):
    office = lake(tmp_path, collected_since="since spring")
    with pytest.raises(CatalogError, match=r"collected_since.*2019H1, 2019Q3, 2019M07 or 2019-06-30"):
        load_catalog(read_files(office.catalog))


# --- the day that an officer gives


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    """An office whose officer gives the day on which paper came, for one report of two."""
    office = lake(tmp_path_factory.mktemp("dated"), collected_since="2025-01-01")
    for unit, task in (("水务局", "lk-t0"), ("林业局", "lk-t1")):
        office.report(unit, "2025H1", "2025-06-28", {}, (task,))
    office.load()
    office.step("receipt-day", PROGRAMME, "2025H1", "水务局", on="2025-07-02", reason="纸质件7月2日收讫,有收文登记")
    office.load()
    return office


def test_an_officer_gives_the_day_on_which_paper_came_and_it_is_shown_as_his(dated):
    row = next(row for row in dated.export("reports", "--period", "2025H1") if row["unit_id"] == "lk-0")
    assert (row["received_on"], row["days_late"], row["ladder"]) == ("2025-07-02", "2", "late")
    assert (row["receipt_day_by"], row["receipt_day_reason"]) == ("李四", "纸质件7月2日收讫,有收文登记")
    other = next(row for row in dated.export("reports", "--period", "2025H1") if row["unit_id"] == "lk-1")
    assert (other["received_on"], other["receipt_day_by"]) == (clock.today().isoformat(), "")
    shown = dated.run("round", "show", PROGRAMME, "2025H1", "--history")
    assert "收文登记" in shown and "2025-07-02" in shown


def test_a_later_word_of_the_officer_counts_and_both_stay_in_the_journal(dated):
    dated.step("receipt-day", PROGRAMME, "2025H1", "水务局", on="2025-06-29", reason="更正:登记簿为6月29日")
    dated.load()
    assert standings(dated, "ladder")["2025H1", "lk-0"] == "on_time"
    days = [row["received_on"] for row in dated.export("round-steps") if row["event"] == "receipt_day"]
    assert days == ["2025-07-02", "2025-06-29"]


@pytest.mark.parametrize(
    ("unit", "facts", "said"),
    [
        ("水务局", {"on": "2025-06-29"}, "原因"),
        ("水务局", {"reason": "纸质件先到"}, "日期"),
        ("水务局", {"on": "2024-12-31", "reason": "纸质件先到"}, "早于本期开始"),
        ("水务局", {"on": "2999-01-01", "reason": "纸质件先到"}, "晚于本系统收到文件"),
        ("城管局", {"on": "2025-06-29", "reason": "纸质件先到"}, "尚未报送"),
        ("水务局", {"on": "6月29日", "reason": "纸质件先到"}, "6月29日"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(dated, unit, facts, said):
    options = [f"--{key}={value}" for key, value in ({"by": "李四"} | facts).items()]
    assert said in dated.run("round", "receipt-day", PROGRAMME, "2025H1", unit, *options, "--no-load", fails=True)


def test_a_closed_round_takes_no_other_day_until_it_is_reopened(dated):
    dated.step("close", PROGRAMME, "2025H1")
    day = ("--on=2025-06-30", "--by=李四", "--reason=另有登记", "--no-load")
    assert "锁定" in dated.run("round", "receipt-day", PROGRAMME, "2025H1", "林业局", *day, fails=True)
    dated.step("reopen", PROGRAMME, "2025H1", "林业局", reason="补登收件日")
    dated.run("round", "receipt-day", PROGRAMME, "2025H1", "林业局", *day)


def test_as_of_a_day_before_anything_came_the_round_is_not_called_overdue(dated):
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    text = dated.run("export", "reports", "--as-of", yesterday)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["ladder"] for row in rows if row["period_id"] == "2024H2"} == {"not_collected"}
    assert {row["version"] for row in rows} == {""}

"""The Environment Agency's scorecard from an empty folder to its second year, by commands alone; every figure by hand."""

import re

import pytest

from tests.offices import typed
from tests.offices.crawl import handed_out, templates
from tests.offices.england import AREAS, EWB, FCRM
from tests.offices.journey import Journey, asked

pytestmark = [pytest.mark.slow, pytest.mark.journey]

NAME = "EA scorecard 2024–25"
YORKSHIRE, WESSEX = AREAS.values()
RENAMED = "Wessex and South Coast Area"
PROPERTIES, ASSETS, INNOVATION = (
    "Properties better protected",
    "Assets at target condition",
    "Innovation actions under way",
)
CAPITAL, CARBON, AID = "Capital spend", "Carbon emissions", "Aid programme spend"
FLOOD_TASKS, CARBON_TASK = ["Protect homes and businesses", "Look after assets"], ["Cut our own carbon"]


def accepted(office, period, *units):
    for unit in units:
        office.step("accept", NAME, period, unit, reason="checked")
    office.load()


def closed_rows(office):
    return [row for row in office.export("attainment") if row["is_frozen"] == "true"]


@pytest.fixture(scope="module")
def third_quarter(tmp_path_factory):
    """From nothing to the third quarter of 2024–25, closed."""
    office = Journey(
        tmp_path_factory.mktemp("england"), "2024-10-01T09:00", "en", "--name", "Environment Agency", "--time-zone",
        "Europe/London", "--currency", "GBP", "--year-begins", "4", "--letter", "plain",
    )  # fmt: skip
    office.enter(typed.write(office.folder / "w.xlsx", typed.scorecard("2024Q1", "2024Q2", "2024Q3")), "first entry")
    office.load()
    office.round("open", NAME, "2024Q3")
    office.moment, day = "2025-01-08T09:00", "2025-01-08"
    office.send(FCRM, "2024Q3", day, {ASSETS: "92.2%", INNOVATION: 88, CAPITAL: "£610m"}, FLOOD_TASKS)
    office.send(YORKSHIRE, "2024Q3", day, {PROPERTIES: "50,000"})
    office.send(WESSEX, "2024Q3", day, {PROPERTIES: 44902})
    office.send(EWB, "2024Q3", day, {CARBON: 25400, AID: 9.5}, CARBON_TASK)
    accepted(office, "2024Q3", FCRM, EWB, YORKSHIRE, WESSEX)
    office.moment = "2025-01-20T09:00"
    office.round("close", NAME, "2024Q3")
    return office


def test_the_forms_ask_each_unit_for_what_counts_and_for_its_tasks(third_quarter):
    assert asked(third_quarter.template(FCRM, "2024Q3")).keys() == {ASSETS, INNOVATION, CAPITAL, *FLOOD_TASKS}
    assert asked(third_quarter.template(WESSEX, "2024Q3")).keys() == {PROPERTIES, FLOOD_TASKS[0]}


def test_a_quarter_is_judged_by_figures_worked_out_by_hand(third_quarter):
    assert third_quarter.figures("2024Q3") == {
        PROPERTIES: (94902.0, "exact", "on_track"),  # 50,000 + 44,902; 98.6 % of the plan's own 96,272
        ASSETS: (92.2, "exact", "behind"),  # below the 92.6 it began with
        INNOVATION: (88.0, "exact", "achieved"),
        CAPITAL: (610.0, "exact", "on_track"),  # 95.3 % of 850 · 275/365 = 640.4
        CARBON: (25400.0, "exact", "behind"),  # 14,600 tonnes saved of 20,000 · 2,467/2,557 = 19,296: 75.7 %
        AID: (9.5, "exact", "on_track"),  # more than 12 · 275/365 = 9.04
    }
    assert third_quarter.figures("2024Q3", YORKSHIRE) == {PROPERTIES: (50000.0, "exact", "slightly_behind")}  # 84.2 %
    assert third_quarter.figures("2024Q3", WESSEX) == {PROPERTIES: (44902.0, "exact", "on_track")}  # 95.7 %


def test_the_pace_so_far_is_that_of_fifteen_quarters(third_quarter):
    (row,) = third_quarter.export("run-rates", "--programme", NAME, "--period", "2024Q3", "--where",
                                  f"target_id:is:{third_quarter.target(PROPERTIES)}", "--where", "unit_id:empty:")  # fmt: skip
    # 94,902 from 1 April 2021 to 31 December 2024; 18,370 are left for the one quarter to come.
    assert (float(row["best_value"]), float(row["required_value"])) == (pytest.approx(94902 / 15, abs=1e-3), 18370)


def test_bulletin_and_overview_say_the_quarter_in_its_own_money_and_words(third_quarter):
    bulletin = third_quarter.bulletin(NAME, "2024–25 Q3")
    for words in (
        "2024–25 Q3 (to 31 December). 6 goals: 1 achieved, 3 on track, 2 behind; 2 unit parts: 1 on track, 1 slightly behind.",
        "Units that owed a report: 4; reports in: 4.",
        "Actual GBP 610.0 million; even progress would stand at GBP 640.4 million.",
        "Actual 25,400 tonnes CO2e; even progress would stand at 20,704 tonnes CO2e.",
        "the interim value of the round is 96,272 properties",
        "Actual USD 9.5 million",
        "Yorkshire Area: Properties better protected, slightly behind",
    ):
        assert words in bulletin
    page = third_quarter.page("/?period=2024Q3")
    assert all(words in page for words in ("94,902 properties", "GBP 610.0 million", "USD 9.5 million", "92.20%"))


@pytest.fixture(scope="module")
def year_end(third_quarter, tmp_path_factory):
    """After a revision from 15 January 2025 and a new name from 1 January, the last quarter, closed."""
    office = third_quarter.copied(tmp_path_factory.mktemp("year-end"))
    office.before = closed_rows(office)
    office.moment = "2025-01-22T09:00"
    book, note = office.taken_out(NAME), "Scorecard revision note"
    book.add(
        "Programme and documents",
        **{"Document": note, "Issuer": "Environment Agency", "Issued on": "2025-01-15", "Validity": "In force"},
    )
    made = {
        "Target": PROPERTIES,
        "Change": "Adjusted",
        "From": "2025-01-15",
        "Document": note,
        "Place": "page 1",
        "Reason": "delayed schemes",
    }
    book.add("Changes", **made, **{"New value": 105000, "Phrase": "105,000 properties"})
    book.add("Changes", **made, **{"Unit": YORKSHIRE, "New value": 55000, "Phrase": "55,000 in Yorkshire"})
    book.set(
        "Units", WESSEX, **{"Renamed to": RENAMED, "Renamed on": "2025-01-01", "Source of the change": "area order"}
    )
    office.send_back(book, "revision and a new name")
    office.load()
    office.moment, day = "2025-04-10T09:00", "2025-04-10"
    office.load()
    office.round("open", NAME, "2024Q4")
    office.send(FCRM, "2024Q4", day, {ASSETS: "94.6%", INNOVATION: 90, CAPITAL: "£860m"}, FLOOD_TASKS)
    office.send(YORKSHIRE, "2024Q4", day, {PROPERTIES: "56,000"})
    office.send(WESSEX, "2024Q4", day, {PROPERTIES: 52000})
    office.send(EWB, "2024Q4", day, {CARBON: 19000, AID: 12.4}, CARBON_TASK)
    accepted(office, "2024Q4", FCRM, EWB, YORKSHIRE, RENAMED)
    office.moment = "2025-04-20T09:00"
    office.round("close", NAME, "2024Q4")
    return office


def test_a_revision_and_a_new_name_leave_the_closed_quarter_as_it_was(year_end):
    assert [row for row in closed_rows(year_end) if row["period_id"] == "2024Q3"] == year_end.before
    assert not [row for row in year_end.export("restatements") if row["target_id"]]
    names = {
        (row["period_id"], row["unit_name"]) for row in year_end.export("reports") if row["unit_id"] == "wessex-area"
    }
    assert {("2024Q3", WESSEX), ("2024Q4", RENAMED)} <= names


def test_a_target_that_was_lowered_is_missed_by_the_original_and_met_by_the_adjusted(year_end):
    # 56,000 + 52,000 = 108,000: more than 105,000, less than 113,272.
    assert year_end.figures("2024Q4")[PROPERTIES] == (108000.0, "exact", "achieved")
    assert year_end.figures("2024Q4", YORKSHIRE)[PROPERTIES] == (56000.0, "exact", "achieved")
    both = (
        "By the original target (at least 113,272 properties, due 31 March 2025): missed; "
        "by the adjusted one (at least 105,000 properties, due 31 March 2025): met."
    )
    bulletin = year_end.bulletin(NAME, "2024Q4")
    assert both in bulletin and "6 goals: 6 achieved" in bulletin
    page = year_end.page(f"/target/{year_end.target(PROPERTIES)}?period=2024Q4")
    assert "missed; by the adjusted one" in page and "Scorecard revision note" in page


@pytest.fixture(scope="module")
def second_year(year_end, tmp_path_factory):
    """Two areas become one on 1 April 2025, and 2025–26 begins with targets of its own: its first quarter, closed."""
    office = year_end.copied(tmp_path_factory.mktemp("second-year"))
    office.before = closed_rows(office)
    office.moment = "2025-05-02T09:00"
    book, plan, end = office.taken_out(NAME), "Corporate scorecard 2025–26", "31 March 2026"
    book.answer("Programme and documents", "Last day", end)
    book.answer("Programme and documents", "Last period", "2025Q4")
    book.set(
        "Units",
        YORKSHIRE,
        **{"Taken over by": RENAMED, "Taken over on": "2025-04-01", "Source of the change": "area order"},
    )
    book.add(
        "Programme and documents",
        **{"Document": plan, "Issuer": "Environment Agency", "Issued on": "2025-04-01", "Validity": "In force"},
    )
    said = {"Comparison": "At least", "Counted from": "2025-04-01", "Due": end, "Document": plan, "Place": "page 1"}
    book.add("Targets", **said, **{
        "Indicator": PROPERTIES, "Target value": 120000, "Served by tasks": "1", "Phrase": "120,000 properties",
        "Baseline": 108000, "Baseline day": "2025-03-31", "Source of the baseline": "scorecard",
    })  # fmt: skip
    book.add(
        "Targets", **said, **{"Indicator": AID, "Target value": 13, "Served by tasks": "3", "Phrase": "USD 13 million"}
    )
    book.add("Breakdown", **{"Target": f"{PROPERTIES} ({end})", WESSEX: 120000})
    office.send_back(book, "second year")
    office.moment, day = "2025-07-10T09:00", "2025-07-10"
    office.load()
    office.round("open", NAME, "2025Q1")
    office.send(RENAMED, "2025Q1", day, {PROPERTIES: 111500}, [])
    office.send(EWB, "2025Q1", day, {AID: 3.5}, CARBON_TASK)
    accepted(office, "2025Q1", RENAMED, EWB)
    office.moment = "2025-07-20T09:00"
    office.round("close", NAME, "2025Q1")
    return office


def test_a_second_year_and_a_merger_leave_the_closed_quarters_as_they_were(second_year):
    assert [row for row in closed_rows(second_year) if row["period_id"] < "2025"] == second_year.before
    assert not [row for row in second_year.export("restatements") if row["target_id"]]


def test_the_second_year_is_judged_by_its_own_targets(second_year):
    assert second_year.figures("2025Q1") == {
        PROPERTIES: (111500.0, "exact", "on_track"),  # 3,500 of 12,000 · 91/365 = 2,991.8
        AID: (3.5, "exact", "on_track"),  # of 13 · 91/365 = 3.24
    }
    assert "2 goals: 2 on track" in second_year.bulletin(NAME, "2025Q1")


def test_an_area_that_was_merged_is_asked_for_nothing_and_its_successor_for_everything(second_year, tmp_path):
    told = second_year.run("template", YORKSHIRE, "2025Q1", fails=True)
    assert f"It was taken over by {RENAMED} from 2025-04-01" in told
    # Its task went over too; whichever of its names it is called by.
    for name in (RENAMED, WESSEX):
        assert asked(second_year.template(name, "2025Q1")).keys() == {PROPERTIES, FLOOD_TASKS[0]}
    second_year.run("remind", NAME, "2025Q1", "--out", tmp_path / "letters")
    letters = {path.name for path in (tmp_path / "letters").iterdir()}
    assert letters and not any("yorkshire" in name for name in letters)
    rows = {row["unit_name"]: row["is_owed"] for row in second_year.export("reports") if row["period_id"] == "2025Q1"}
    assert rows.get(YORKSHIRE) in (None, "false") and rows[RENAMED] == "true"


def test_what_came_under_a_name_that_is_gone_is_read_under_it_still(second_year):
    reports = {
        (row["period_id"], row["unit_name"]) for row in second_year.export("reports") if row["state"] == "locked"
    }
    assert {
        ("2024Q3", YORKSHIRE),
        ("2024Q3", WESSEX),
        ("2024Q4", YORKSHIRE),
        ("2024Q4", RENAMED),
        ("2025Q1", RENAMED),
    } <= reports
    page = second_year.page("/unit/yorkshire-area?period=2024Q4")
    assert YORKSHIRE in page and "56,000" in page


# Of other offices, in any of which a word or a money may be written.
FOREIGN = re.compile(r"科技厅|示范区|四川|半年|RMB|[\u3400-\u9fff\uff01-\uff60]|half[- ]year", re.IGNORECASE)


def test_nothing_that_a_finished_round_hands_out_speaks_of_another_office(second_year):
    with second_year.clock():
        handed = handed_out(second_year, "/?period=2024Q4")
        handed |= templates(second_year, (FCRM, "2025Q1"), (RENAMED, "2025Q1"))
    assert {"/", "/round", "/programmes", "/units", "/matrix"} <= set(handed) and len(handed) > 200
    # What a column means is the same in every office, those that are asked by half-years among them.
    told = {place: FOREIGN.search(text) for place, text in handed.items() if "run-rates" not in place}
    assert not {place: match[0] for place, match in told.items() if match}

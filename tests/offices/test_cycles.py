"""Every cycle over any year passes the same: what is judged on a day does not depend on how often is reported."""

import re
import zipfile
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from metrics.periods import MONTHS_OF
from tests.offices.cycles import CYCLES, DUE_DAYS, PROGRAMME, SILENT, UNIT, harbour, is_whole_year, reports

pytestmark = pytest.mark.slow

REPORTING = {"month": "月度报送", "quarter": "季度报送", "half_year": "半年报送", "year": "年度报送"}
STEPS = {"month": "month", "quarter": "quarter", "half_year": "half-year", "year": "year"}


# Half-years from January and months from April stand for all; the others are tried with the journeys.
ALL = [pytest.param(one, id=str(one), marks=[pytest.mark.journey] if n > 1 else []) for n, one in enumerate(CYCLES)]


@pytest.fixture(scope="module", params=ALL)
def played(request, tmp_path_factory):
    cycle = request.param
    office = harbour(tmp_path_factory.mktemp(str(cycle)), cycle)
    office.run("receive", *reports(office, cycle), "--by", "张三")
    office.load()
    return office, cycle


def test_rounds_follow_from_the_cycle_and_fall_due_days_after_the_end(played):
    office, cycle = played
    rows = office.export("rounds")
    assert [row["period_id"] for row in rows] == [period.period_id for period in cycle.rounds]
    due = [str(period.ends_on + timedelta(days=DUE_DAYS)) for period in cycle.rounds]
    assert [row["due_on"] for row in rows] == due


def test_a_figure_within_its_year_is_held_against_its_own_season_in_every_cycle(played):
    office, cycle = played
    row = office.judged("ha-goods-t", cycle.last.period_id)
    if is_whole_year(cycle):
        assert (float(row["actual_value"]), row["actual_period_label"]) == (100.0, str(cycle.last.year))
        return
    # At the middle of its third year, after two whole ones that brought a quarter by then.
    assert (float(row["actual_value"]), row["actual_period_label"]) == (25.0, cycle.last.period_id)
    assert (float(row["expected_value"]), row["expected_basis"]) == (25.0, "own_season")


def test_an_even_count_is_on_its_line_in_every_cycle(played):
    office, cycle = played
    for period in (cycle.reported[cycle.in_a_year - 1], cycle.last):
        row = office.judged("ha-ships-t", period.period_id)
        assert float(row["pace_ratio"]) == pytest.approx(1.0, abs=0.02)


def test_each_remaining_step_must_bring_what_the_best_brought(played):
    office, cycle = played
    rows = office.export("run-rates", "--where", "target_id:is:ha-ships-t")
    (row,) = [row for row in rows if (row["period_id"], row["unit_id"]) == (cycle.last.period_id, "")]
    assert float(row["required_value"]) == pytest.approx(2 * MONTHS_OF[cycle.kind])
    assert float(row["best_multiple"]) == pytest.approx(1.0)
    words = office.page(f"/target/ha-ships-t?period={cycle.last.period_id}&lang=en")
    assert f"Needed per {STEPS[cycle.kind]}" in words
    assert not any(f"per {step}" in words for step in STEPS.values() if step != STEPS[cycle.kind])


def test_a_forecast_reaches_the_end_of_an_even_count_whatever_the_step(played):
    office, cycle = played
    rows = office.export("forecasts", "--where", "target_id:is:ha-ships-t")
    (row,) = [
        row
        for row in rows
        if (row["period_id"], row["unit_id"], row["is_headline"]) == (cycle.last.period_id, "", "true")
    ]
    assert float(row["forecast_value"]) == pytest.approx(72.0, abs=0.5)


def test_pages_call_reporting_and_rounds_by_the_cycle(played):
    office, cycle = played
    text = office.page(f"/round?programme={PROGRAMME}&period={cycle.last.period_id}")
    assert REPORTING[cycle.kind] in text and cycle.last.name("zh") in text
    assert cycle.last.name("en") in office.page(f"/round?period={cycle.last.period_id}&lang=en")
    for path in ("/", "/round", "/tasks", "/units", "/upload", "/target/ha-goods-t", "/unit/ha-port"):
        assert ("半年" in office.page(path)) is (cycle.kind == "half_year"), path


def test_documents_name_the_round_and_the_dates_of_the_calendar_follow_it(played, tmp_path):
    office, cycle = played
    name = cycle.last.name("zh")
    office.run("bulletin", PROGRAMME, cycle.last.period_id, "--out", tmp_path / "bulletin.docx")
    with zipfile.ZipFile(tmp_path / "bulletin.docx") as paper:
        body = "".join(re.sub(r"<[^>]+>", "", paper.read("word/document.xml").decode()).split())
    assert name in body and ("半年" in body) is (cycle.kind == "half_year")
    office.run("calendar", PROGRAMME, "--out", tmp_path / "due.ics")
    events = (tmp_path / "due.ics").read_text(encoding="utf-8")
    assert events.count("BEGIN:VEVENT") == len(cycle.rounds)
    assert f"{cycle.last.ends_on + timedelta(days=DUE_DAYS):%Y%m%d}" in events
    office.run("remind", PROGRAMME, cycle.last.period_id, "--out", tmp_path / "mails")
    (mail,) = (tmp_path / "mails").glob("*.eml")
    assert "ha-sea" in mail.name


def test_a_template_asks_for_the_round_by_its_name_and_comes_back(played, tmp_path):
    office, cycle = played
    after = cycle.rounds[len(cycle.reported)]
    office.run("template", UNIT, after.name("zh"), "--out", tmp_path / "form.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "form.xlsx").get_sheet_by_index(0).to_python()
    words = [str(cell) for row in rows for cell in row]
    assert any(after.name("zh") in text for text in words)
    assert ("半年" in "".join(words)) is (cycle.kind == "half_year")


def test_a_period_that_no_round_is_for_is_said_to_be_none(played):
    office, cycle = played
    other = "2019H1" if cycle.kind != "half_year" else "2019Q1"
    assert other in office.run("template", SILENT, other, fails=True)
    assert "2019" in office.run("round", "show", PROGRAMME, other, fails=True)

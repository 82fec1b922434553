"""What an officer does to rounds: opening one, an extra one too, moving a due day, ending a programme."""

import pytest

from tests.offices.england import FCRM, PROGRAMME, england

pytestmark = pytest.mark.slow

SAID = {"by": "李四", "reason": "as agreed"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = england(tmp_path_factory.mktemp("england"))
    office.load()
    return office


def ladders(office, period_id):
    rows = office.export("reports", "--where", f"period_id:is:{period_id}")
    return {row["unit_id"]: (row["ladder"], row["due_on"], row["days_late"]) for row in rows}


def test_a_round_that_nobody_opened_takes_reports_and_makes_nobody_late(office, tmp_path):
    office = office.copied(tmp_path)
    assert "received" in office.report(FCRM, "2024Q2", "2024-10-02", {"ea-innovation": 85}, ("ea-1", "ea-2"))
    office.load()
    assert {state for state, *_ in ladders(office, "2024Q2").values()} == {"not_opened"}
    assert ladders(office, "2024Q2")["ea-fcrm"][2] == ""
    assert "not opened" in office.page("/round?period=2024Q2&lang=en")
    assert "nobody needs a reminder" in office.run("remind", PROGRAMME, "2024Q2", "--out", tmp_path / "mails")


def test_an_opened_round_is_owed_by_the_day_that_was_given_and_its_day_can_be_moved(office, tmp_path):
    office = office.copied(tmp_path)
    assert "2024-10-10" in office.step("open", PROGRAMME, "2024Q2", due="2024-10-10")
    office.report(FCRM, "2024Q2", "2024-10-02", {"ea-innovation": 85}, ("ea-1", "ea-2"))
    office.load()
    # The officer collects this round, and the day of receipt is today: years after the due day.
    reported = ladders(office, "2024Q2")
    assert reported["ea-fcrm"][:2] == ("late", "2024-10-10")
    assert reported["ea-ewb"][:2] == ("overdue_30", "2024-10-10")
    assert "2024–25 Q2" in office.step("due", PROGRAMME, "2024–25 Q2", due="2999-01-31", **SAID)
    office.load()
    moved = ladders(office, "2024Q2")
    assert (moved["ea-fcrm"], moved["ea-ewb"][0]) == (("on_time", "2999-01-31", "0"), "not_due")
    page = office.page("/round?period=2024Q2&lang=en")
    assert "due day moved to 31 January 2999" in page and "round opened" in page


def test_an_ended_programme_has_no_round_behind_its_last_one_but_may_have_an_extra_one(office, tmp_path):
    office = office.copied(tmp_path)
    office.step("end", PROGRAMME, "2024Q3", **SAID)
    office.step("open", PROGRAMME, "2026Q1")
    office.load()
    assert [row["period_id"] for row in office.export("rounds")] == ["2024Q1", "2024Q2", "2024Q3", "2026Q1"]
    office.report(FCRM, "2026Q1", "2026-06-30", {"ea-innovation": 85}, ("ea-1", "ea-2"))
    assert "later rounds" in office.refused("end", PROGRAMME, "2024Q4", **SAID)


@pytest.mark.parametrize(
    ("step", "period", "facts", "said"),
    [
        ("open", "2098Q1", {}, "has not begun"),
        ("open", "spring", {}, "2019Q3"),
        ("due", "2025Q4", {"due": "2026-04-30", "reason": "late"}, "no such round"),
        ("due", "2024Q2", {"reason": "late"}, "No due day"),
        ("due", "2024Q2", {"due": "2024-06-30", "reason": "late"}, "before the period begins"),
        ("due", "2024Q2", {"due": "2024-10-31"}, "reason"),
        ("end", "2024Q2", {}, "reason"),
    ],
)
def test_what_cannot_be_done_to_a_round_is_said(office, step, period, facts, said):
    assert said in office.refused(step, PROGRAMME, period, **facts)


def test_a_page_asked_for_a_round_that_is_not_there_says_so_and_offers_to_open_it(office):
    text = office.page(f"/round?programme={PROGRAMME}&period=2026Q1&lang=en")
    assert "The programme has no round 2026–27 Q1; this is 2024–25 Q4." in text and "Open 2026–27 Q1" in text
    assert "no round 2019–20 Q1" in office.page(f"/units?programme={PROGRAMME}&period=2019Q1")
    assert "“nonsense”" in office.page(f"/?programme={PROGRAMME}&period=nonsense")

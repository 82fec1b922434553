"""An office asked for more than its figures: whole things need one more, amounts have no smallest enough."""

import re

import pytest

from dashboards.address import Address
from dashboards.markup import markup
from dashboards.web.screens import page_and_build
from metrics.warehouse import Warehouse
from tests.offices.office import Office

pytestmark = pytest.mark.slow

PROGRAMME, ROUNDS = "gd-parks", ["2022H1", "2022H2", "2023H1", "2023H2"]
REPORTED = {
    "2022H1": {"gd-firms": 20, "gd-funds": 10, "gd-units": 3, "gd-many": (1.5, "万家"), "gd-young": 4},
    "2022H2": {"gd-firms": 45, "gd-funds": 22, "gd-units": 9, "gd-many": (2.4, "万家")},
    "2023H1": {"gd-firms": 70, "gd-funds": 31, "gd-units": 12, "gd-many": (2.9, "万家")},
    "2023H2": {"gd-firms": 90, "gd-funds": 40, "gd-units": 15, "gd-many": (3, "万家")},
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Five targets of two years, all reported by one unit: three counts, an amount, and one reported but once."""
    office = Office(tmp_path_factory.mktemp("parks"))
    office.scope("guangdong", "广东省")
    office.unit("gd-kjt", "科技局")
    office.programme(PROGRAMME, "2022-01-01", "2023-12-31", "half_year", ROUNDS)
    office.task("gd-t1", PROGRAMME, "2023-12-31", "科技局")
    for name, comparator, value, unit, measure_type in (
        ("firms", ">", 90, "家", "cumulative"), ("funds", ">", 40, "亿元", "cumulative"),
        ("units", ">=", 14.5, "个", "cumulative"), ("many", ">", "3.0", "万家", "stock"),
        ("young", ">=", 30, "个", "cumulative"),
    ):  # fmt: skip
        office.indicator(f"gd-{name}", name, measure_type, unit, "lead_reports")
        office.target(f"gd-{name}", PROGRAMME, f"gd-{name}", "guangdong", comparator, value, unit, "2022-01-01",
                      "2023-12-31", "gd-t1")  # fmt: skip
        office.part(PROGRAMME, f"gd-{name}", "科技局", value, unit, 0 if measure_type == "stock" else "")
    office.write()
    office.load()
    for period_id, values in REPORTED.items():
        day = f"{period_id[:4]}-{'06-28' if period_id.endswith('1') else '12-28'}"
        office.report("科技局", period_id, day, values, ("gd-t1",))
    office.load()
    return office


def the(rows, target_id, period_id, **others):
    wanted = {"target_id": target_id, "period_id": period_id, "unit_id": "", **others}
    (found,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return found


@pytest.mark.parametrize(
    ("target_id", "remaining", "is_to_be_exceeded"),
    [
        ("gd-firms", 91 - 70, "false"),  # more than 90 of whole things: 91
        ("gd-units", 15 - 12, "false"),  # at least 14.5: 15
        ("gd-many", 3.0001 - 2.9, "false"),  # more than 3万家: 30 001 of them
        ("gd-funds", 40 - 31, "true"),  # more than 40亿元: nothing is the smallest enough
    ],
)
def test_what_is_still_required_leads_to_what_meets_the_target(office, target_id, remaining, is_to_be_exceeded):
    row = the(office.export("run-rates"), target_id, "2023H1")
    assert float(row["remaining_value"]) == pytest.approx(remaining)
    assert float(row["required_value"]) == pytest.approx(remaining)  # one half-year is left
    assert row["is_to_be_exceeded"] == is_to_be_exceeded


def test_reaching_just_the_figure_is_missed_and_bringing_what_was_required_would_not_have_been(office):
    assert office.judged("gd-firms", "2023H2")["status"] == "missed"
    assert office.judged("gd-funds", "2023H2")["status"] == "missed"
    assert office.judged("gd-many", "2023H2")["status"] == "missed"
    assert office.judged("gd-units", "2023H2")["status"] == "achieved"


def test_the_words_of_the_rate_say_what_more_than_comes_to(office):
    lines = office.export("workings")
    firms = the(lines, "gd-firms", "2023H1", figure="required_rate")
    assert "21 ÷ 1 = 21（要求是超过，须达到91）" in firms["words_zh"] and "91 must be reached" in firms["words_en"]
    funds = the(lines, "gd-funds", "2023H1", figure="required_rate")
    assert "须多于" in funds["words_zh"] and "恰好达到不算" in funds["words_zh"] and "more than" in funds["words_en"]
    units = the(lines, "gd-units", "2023H1", figure="required_rate")
    assert units["words_zh"].endswith("3 ÷ 1 = 3")


def test_one_point_or_the_first_quarter_gives_no_forecast_and_no_chance_anywhere(office):
    rows, lines = office.export("forecasts"), office.export("workings")
    for target_id, period_id in (("gd-firms", "2022H1"), ("gd-young", "2023H1"), ("gd-firms", "2023H2")):
        row = the(rows, target_id, period_id)
        assert (row["method"], row["forecast_value"], row["reach_probability"]) == ("", "", "")
        assert row["reason"] in ("one_point", "too_early", "due")
        for figure in ("forecast", "reach_probability"):
            assert the(lines, target_id, period_id, figure=figure)["figure_value"] == ""


def test_there_is_one_answer_to_what_the_chance_is(office):
    rows, lines = office.export("forecasts"), office.export("workings")
    for target_id in ("gd-firms", "gd-funds", "gd-many", "gd-units"):
        told = {row["reach_probability"] for row in rows
                if (row["target_id"], row["period_id"], row["unit_id"]) == (target_id, "2023H1", "")}  # fmt: skip
        line = the(lines, target_id, "2023H1", figure="reach_probability")
        assert told - {""} == ({line["figure_value"]} - {""})
        page, _ = page_and_build(
            Warehouse(office.data).snapshot(), Address.parse(f"/target/{target_id}", "?period=2023H1")
        )
        text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", markup(page.content)[0]))
        assert line["words_zh"] in text
    assert the(lines, "gd-firms", "2023H1", figure="reach_probability")["figure_value"]


def test_a_day_that_has_passed_is_forecast_on_no_page(office):
    def text(search):
        address = Address.parse("/", search)
        page, _ = page_and_build(Warehouse(office.data).snapshot(address.as_of), address)
        return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", markup(page.content)[0]))

    assert "到期预测" not in text(f"?programme={PROGRAMME}&period=2023H1")


def test_a_page_of_an_earlier_round_tells_nothing_that_was_yet_to_come(office):
    for period_id, newest in (("2022H2", "45 家"), ("2023H1", "70 家"), ("2023H2", "90 家")):
        page, _ = page_and_build(
            Warehouse(office.data).snapshot(), Address.parse("/target/gd-units", f"?period={period_id}")
        )
        text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", markup(page.content)[0]))
        assert ("最早于2023年下半年达成" in text) == (period_id == "2023H2")
        page, _ = page_and_build(
            Warehouse(office.data).snapshot(), Address.parse("/target/gd-firms", f"?period={period_id}")
        )
        assert f"最新为{period_id[:4]}年{'上' if period_id.endswith('1') else '下'}半年 {newest}" in re.sub(
            r"\s+", " ", re.sub("<[^>]+>", "", markup(page.content)[0])
        )

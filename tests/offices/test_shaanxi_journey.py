"""Shaanxi's clean air by quarters from an empty folder to its second year, by commands alone; every figure by hand."""

import pytest

from tests.offices import typed
from tests.offices.journey import Journey, asked

pytestmark = [pytest.mark.slow, pytest.mark.journey]

NAME = "陕西蓝天"
PM25, HEAVY, GOOD, NOX, VOC, NON_FOSSIL, ELECTRICITY = typed.AIR
LEAD, REFORM, INDUSTRY, HOUSING, TRANSPORT = typed.AIR_UNITS
XIAN, YANAN, *SILENT = typed.AIR_CITIES
AIR_TASK, ENERGY_TASK, TRAFFIC_TASK = "降低主要污染物浓度", "优化能源结构", "优化交通结构"
RENAMED = "省住房和城乡建设厅"


def frozen(office):
    return [row for row in office.export("attainment") if row["is_frozen"] == "true"]


@pytest.fixture(scope="module")
def second_quarter(tmp_path_factory):
    """From nothing to the second quarter of 2025, closed. The checks accept, so no round needs to be opened."""
    office = Journey(
        tmp_path_factory.mktemp("shaanxi"), "2025-06-20T01:00", "zh", "--name", "陕西省大气办", "--acceptance", "checks",
        "--letter", "gbt9704",
    )  # fmt: skip
    office.enter(typed.write(office.folder / "登记表.xlsx", typed.air()), "首次登记")
    office.load()
    office.moment = "2025-07-03T02:00"
    office.send(XIAN, "2025Q2", "2025-07-03", {PM25: 43.9, GOOD: "120天", NOX: (5000, "吨")})
    office.send(YANAN, "2025Q2", "2025-07-03", {PM25: 25, GOOD: 170, NOX: (300, "吨"), VOC: 0.02})
    office.moment = "2025-07-05T02:00"
    told = {PM25: 34.1, HEAVY: 1.8, GOOD: 150, NOX: 3.1, VOC: 1.6, ELECTRICITY: "26.1%"}
    office.send(LEAD, "2025Q2", "2025-07-05", told, [AIR_TASK])
    office.send(REFORM, "2025Q2", "2025-07-05", {NON_FOSSIL: 15.2}, [ENERGY_TASK, TRAFFIC_TASK])
    office.moment = "2025-07-11T02:00"
    office.round("close", NAME, "2025Q2")
    return office


def test_a_quarter_is_judged_by_figures_worked_out_by_hand(second_quarter):
    assert second_quarter.figures("2025Q2") == {
        PM25: (34.1, "exact", "on_track"),  # at most 35; no sum of Xi'an's 43.9 and Yan'an's 25
        HEAVY: (1.8, "exact", "on_track"),  # at most 2.2
        GOOD: (150.0, "exact", "on_track"),  # of 303 · 181/365 = 150.25 days: 150 whole ones
        NOX: (3.1, "ge", "no_data"),  # units may overlap: the largest is a bound, below 4.24 · 1,641/1,825 = 3.81
        VOC: (1.6, "ge", "on_track"),  # a bound that is above 2.22 · 280/464 = 1.34 all the same
        NON_FOSSIL: (15.2, "exact", "not_yet_due"),  # no baseline, so no line
        ELECTRICITY: (26.1, "exact", "not_yet_due"),
    }
    # 120 of 263 · 181/365 = 130.4 days are 92.0 %.
    assert second_quarter.figures("2025Q2", XIAN) == {
        PM25: (43.9, "exact", "behind"),
        GOOD: (120.0, "exact", "slightly_behind"),
    }
    assert second_quarter.figures("2025Q2", YANAN) == {
        PM25: (25.0, "exact", "on_track"),
        GOOD: (170.0, "exact", "on_track"),  # of 344 · 181/365 = 170.6 days
        NOX: (0.03, "exact", "slightly_behind"),  # of 0.0378 · 1,641/1,825 = 0.034: 88.3 %
        VOC: (0.02, "exact", "on_track"),  # of 0.0229 · 280/464 = 0.0138
    }


def test_bulletin_and_overview_speak_of_quarters_and_of_bounds(second_quarter):
    bulletin = second_quarter.bulletin(NAME, "2025年第二季度")
    for words in (
        "2025年第二季度（截至6月30日），7项方案目标：正常推进4项，暂无数据1项，尚不判定2项；6项单位分解：正常推进3项，略有滞后2项，滞后1项。",
        "应报送的单位4个，已报送4个。",
        "各单位的数可能重复，不相加；其中最大的为不少于3.10万吨，只是下限，不足以判定（目标不低于4.24万吨）。",
        "西安市：PM2.5平均浓度，滞后（实际43.9微克/立方米（上报），应为不超过41微克/立方米）",
    ):
        assert words in bulletin
    assert "半年" not in bulletin
    page = second_quarter.page("/?period=2025Q2")
    assert "34.1 微克/立方米" in page and "2025年第二季度" in page and "半年" not in page


@pytest.fixture(scope="module")
def year_end(second_quarter, tmp_path_factory):
    """After a revision from October, a new name from August, the last quarter of 2025, closed."""
    office = second_quarter.copied(tmp_path_factory.mktemp("year-end"))
    office.before = frozen(office)
    office.moment = "2025-10-08T02:00"
    book, note = office.taken_out(NAME), "关于调整空气质量目标的通知"
    book.add(
        "方案和文件",
        文件标题=note,
        文号="陕政发〔2025〕12号",
        发文机关="陕西省人民政府",
        印发日期="2025-09-28",
        效力="有效",
    )
    book.add(
        "变更",
        目标=GOOD,
        变更方式="调整",
        生效日期="2025-10-01",
        新目标值="295天",
        依据文件=note,
        位置="一",
        原文="295天",
        原因="气象条件不利",
    )
    book.set("单位", HOUSING, 更名为=RENAMED, 更名日期="2025-08-01", 变动依据="机构改革")
    office.send_back(book, "调整和更名")
    office.moment, day = "2026-01-06T02:00", "2026-01-06"
    told = {PM25: 34.6, HEAVY: 2, GOOD: 297, NOX: 4.3, VOC: 2.3, ELECTRICITY: 27.2}
    office.send(LEAD, "2025Q4", day, told, [AIR_TASK])
    office.send(REFORM, "2025Q4", day, {NON_FOSSIL: 16.1}, [ENERGY_TASK, TRAFFIC_TASK])
    office.send(XIAN, "2025Q4", day, {PM25: 40.5, GOOD: 264})
    office.send(YANAN, "2025Q4", day, {PM25: 26, GOOD: 340, NOX: 0.04, VOC: 0.03})
    office.moment = "2026-01-12T02:00"
    office.round("close", NAME, "2025Q4")
    return office


def test_a_target_lowered_in_october_is_missed_by_the_original_and_met_by_the_adjusted(year_end):
    assert [row for row in frozen(year_end) if row["period_id"] == "2025Q2"] == year_end.before
    assert year_end.figures("2025Q4") == {
        PM25: (34.6, "exact", "achieved"),
        HEAVY: (2.0, "exact", "achieved"),
        GOOD: (297.0, "exact", "achieved"),  # of 295; of 303 it is missed
        NOX: (4.3, "ge", "achieved"),  # a bound above 4.24
        VOC: (2.3, "ge", "achieved"),
        NON_FOSSIL: (16.1, "exact", "achieved"),
        ELECTRICITY: (27.2, "exact", "achieved"),
    }
    assert year_end.figures("2025Q4", YANAN)[GOOD] == (340.0, "exact", "missed")  # of 344: its part was not changed
    both = "按原目标（不低于303天，2025年12月31日前）未达成，按调整后目标（不低于295天，2025年12月31日前）达成。"
    assert both in year_end.bulletin(NAME, "2025Q4")


@pytest.fixture(scope="module")
def second_year(year_end, tmp_path_factory):
    """2026: two departments become one, targets of its own; the first quarter, closed."""
    office = year_end.copied(tmp_path_factory.mktemp("second-year"))
    office.before = frozen(office)
    office.moment = "2026-03-02T02:00"
    book, plan = office.taken_out(NAME), "2026年空气质量工作要点"
    book.answer("方案和文件", "结束日期", "2026年")
    book.add("方案和文件", 文件标题=plan, 发文机关="陕西省人民政府", 印发日期="2026-01-20", 效力="有效")
    book.set("单位", REFORM, 并入单位=INDUSTRY, 并入日期="2026-01-01", 变动依据="机构改革")
    said = {"起始日期": "2026年", "完成期限": "2026年", "文件": plan, "位置": "一"}
    book.add("目标", 指标=GOOD, 比较方式="不低于", 目标值="305天", 对应任务=1, 原文="305天", **said)
    book.add("目标", 指标=NON_FOSSIL, 比较方式="不低于", 目标值="17%", 对应任务=2, 原文="17%", **said)
    book.add("分解", **{"目标": f"{GOOD}（2026年）", XIAN: 265})
    office.send_back(book, "第二年")
    office.moment, day = "2026-04-07T02:00", "2026-04-07"
    office.send(LEAD, "2026Q1", day, {GOOD: 76}, [AIR_TASK])
    office.send(XIAN, "2026Q1", day, {GOOD: 60})
    office.send(INDUSTRY, "2026Q1", day, {NON_FOSSIL: 16.3}, [ENERGY_TASK, TRAFFIC_TASK])
    office.moment = "2026-04-11T02:00"
    office.round("close", NAME, "2026Q1")
    return office


def test_the_second_year_goes_by_its_own_targets_and_leaves_the_first_as_it_was(second_year):
    assert [row for row in frozen(second_year) if row["period_id"] < "2026"] == second_year.before
    assert second_year.figures("2026Q1") == {
        GOOD: (76.0, "exact", "on_track"),  # of 305 · 90/365 = 75.2 days
        NON_FOSSIL: (16.3, "exact", "not_yet_due"),
    }
    assert second_year.figures("2026Q1", XIAN) == {GOOD: (60.0, "exact", "slightly_behind")}  # of 65.3 days: 92.3 %
    assert "2026年第一季度（截至3月31日），2项方案目标" in second_year.bulletin(NAME, "2026Q1")


def test_tasks_and_targets_of_a_merged_department_are_its_successors(second_year):
    assert f"自2026-01-01起由{INDUSTRY}承接" in second_year.run("template", REFORM, "2026Q1", fails=True)
    wanted = {NON_FOSSIL, AIR_TASK, ENERGY_TASK, TRAFFIC_TASK}
    assert asked(second_year.template(INDUSTRY, "2026Q1")).keys() == wanted
    reports = {
        (row["period_id"], row["unit_name"]) for row in second_year.export("reports") if row["state"] == "locked"
    }
    assert {("2025Q2", REFORM), ("2025Q4", REFORM), ("2026Q1", INDUSTRY)} <= reports
    assert ("2026Q1", REFORM) not in reports

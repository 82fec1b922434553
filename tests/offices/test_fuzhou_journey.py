"""Fuzhou's employment from an empty folder to its second year, by commands alone; every figure by hand."""

import pytest

from tests.offices import typed
from tests.offices.journey import Journey, asked

pytestmark = pytest.mark.slow

NAME, TASK = "fuzhou-jobs", "任务 fz-t1"
BUREAU, GULOU, TAIJIANG, CANGSHAN = "市人社局", "鼓楼区", "台江区", "仓山区"
RENAMED = "鼓楼新区"
NEW, AGAIN, HARD, RURAL = (f"就业指标{name}" for name in ("new", "re", "hard", "rural"))
RATE, GRADUATES, STARTUPS = "就业比重rate", "就业比重grad", "就业指标startup"


def accepted(office, period, *units):
    for unit in units:
        office.step("accept", NAME, period, unit, reason="已核实")
    office.load()


@pytest.fixture(scope="module")
def first_year(tmp_path_factory):
    """From nothing to the year 2018, closed."""
    office = Journey(tmp_path_factory.mktemp("fuzhou"), "2018-12-20T01:00", "zh,en", "--name", "福州市就业办")
    office.enter(typed.write(office.folder / "登记表.xlsx", typed.jobs()), "首次登记")
    office.load()
    office.round("open", NAME, "2018", due="2019-01-10")
    office.moment, day = "2018-12-30T01:00", "2018-12-30"
    office.send(BUREAU, "2018", day, {RATE: 2.6, GRADUATES: "93.1%"}, [TASK])
    office.send(GULOU, "2018", day, {NEW: 5.6, AGAIN: (3100, "人"), HARD: 0.16, RURAL: 1.1}, [TASK])
    office.send(TAIJIANG, "2018", day, {NEW: 4.4, AGAIN: 0.31, HARD: 0.14, RURAL: 1.5}, [TASK])
    office.send(CANGSHAN, "2018", day, {NEW: 2.9, AGAIN: 0.26, HARD: 0.11, RURAL: 1.4}, [TASK])
    accepted(office, "2018", BUREAU, GULOU, TAIJIANG, CANGSHAN)
    office.moment = "2019-01-11T01:00"
    office.round("close", NAME, "2018")
    return office


def test_a_year_is_what_bureau_and_districts_reported(first_year):
    assert first_year.figures("2018") == {
        NEW: (12.9, "exact", "achieved"),  # 5.6 + 4.4 + 2.9 of 12.2
        AGAIN: (0.88, "exact", "achieved"),  # 3100 人 are 0.31, with 0.31 and 0.26 of 0.85
        HARD: (0.41, "exact", "achieved"),  # 0.16 + 0.14 + 0.11 of 0.38
        RURAL: (4.0, "exact", "achieved"),  # 1.1 + 1.5 + 1.4 of 3.8
        RATE: (2.6, "exact", "achieved"),  # at most 3.5
        GRADUATES: (93.1, "exact", "achieved"),  # at least 92.4
    }
    assert first_year.figures("2018", CANGSHAN)[NEW] == (2.9, "exact", "missed")  # of 3.2


def test_bulletin_and_overview_name_the_district_that_missed_its_part(first_year):
    bulletin = first_year.bulletin(NAME, "2018")
    for words in (
        "6项方案目标：已达成6项；14项单位分解：已达成13项，未达成1项。",
        "应报送的单位4个，已报送4个。",
        "仓山区：就业指标new，未达成（实际2.9万人（上报），应为不低于3.2万人）",
    ):
        assert words in bulletin
    page = first_year.page("/?period=2018")
    assert "12.9 万人" in page and "6 项方案目标" in page


@pytest.fixture(scope="module")
def second_year(first_year, tmp_path_factory):
    """2019: a district renamed, one merged into it, targets of its own, one of them lowered from July; closed."""
    office = first_year.copied(tmp_path_factory.mktemp("second"))
    office.before = [row for row in office.export("attainment") if row["period_id"] == "2018"]
    office.moment = "2019-07-15T01:00"
    book, plan, note = office.taken_out(NAME), "2019年就业目标", "关于调整创业目标的通知"
    book.set("单位", GULOU, 更名为=RENAMED, 更名日期="2019-01-01", 变动依据="区划调整")
    book.set("单位", TAIJIANG, 并入单位=GULOU, 并入日期="2019-01-01", 变动依据="区划调整")
    for title, day in ((plan, "2019-01-01"), (note, "2019-06-20")):
        book.add("方案和文件", 文件标题=title, 发文机关="福州市人民政府办公厅", 印发日期=day, 效力="有效")
    book.add(
        "指标", 指标名称=STARTUPS, 指标类型="当年发生数", 计量单位="家", 方向="越高越好", 汇总方式="由一个单位报总数"
    )
    said = {"起始日期": "2019年", "完成期限": "2019年", "对应任务": 1, "文件": plan, "位置": "一"}
    book.add("目标", 指标=NEW, 比较方式="不低于", 目标值=12.5, 原文="12.5万人", **said)
    book.add("目标", 指标=RATE, 比较方式="不高于", 目标值="3.4%", 原文="3.4%", 报总数的单位=BUREAU, **said)
    book.add("目标", 指标=STARTUPS, 比较方式="不低于", 目标值="5000家", 原文="5000家", **said)
    book.add("分解", **{"目标": f"{NEW}（2019年）", GULOU: 9.3, CANGSHAN: 3.2})
    book.add("分解", **{"目标": STARTUPS, BUREAU: 5000})
    book.add(
        "变更",
        目标=STARTUPS,
        变更方式="调整",
        生效日期="2019-07-01",
        新目标值="4500家",
        依据文件=note,
        位置="一",
        原文="4500家",
        原因="市场低迷",
    )
    office.send_back(book, "第二年")
    office.load()
    office.moment, day = "2019-12-30T01:00", "2019-12-30"
    office.load()
    office.round("open", NAME, "2019", due="2020-01-10")
    office.send(BUREAU, "2019", day, {RATE: 3.3, STARTUPS: 4800}, [TASK])
    office.send(GULOU, "2019", day, {NEW: 9.9}, [TASK])
    office.send(CANGSHAN, "2019", day, {NEW: 3.0}, [TASK])
    accepted(office, "2019", BUREAU, RENAMED, CANGSHAN)
    office.moment = "2020-01-11T01:00"
    office.round("close", NAME, "2019")
    return office


@pytest.mark.journey
def test_the_first_year_stays_as_it_was_closed(second_year):
    assert [row for row in second_year.export("attainment") if row["period_id"] == "2018"] == second_year.before
    assert not [row for row in second_year.export("restatements") if row["target_id"]]
    page = second_year.page("/?period=2018")
    assert "6 项方案目标" in page and GULOU in second_year.page("/units?period=2018")


@pytest.mark.journey
def test_the_second_year_is_judged_by_its_own_targets_and_says_both_of_the_lowered_one(second_year):
    assert second_year.figures("2019") == {
        NEW: (12.9, "exact", "achieved"),  # 9.9 + 3.0 of 12.5
        RATE: (3.3, "exact", "achieved"),
        STARTUPS: (4800.0, "exact", "achieved"),  # of 4,500; of 5,000 it is missed
    }
    assert second_year.figures("2019", RENAMED) == {NEW: (9.9, "exact", "achieved")}  # of 9.3
    assert second_year.figures("2019", CANGSHAN) == {NEW: (3.0, "exact", "missed")}  # of 3.2
    both = "按原目标（不低于5000家，2019年12月31日前）未达成，按调整后目标（不低于4500家，2019年12月31日前）达成。"
    assert both in second_year.bulletin(NAME, "2019")


@pytest.mark.journey
def test_the_merged_district_is_asked_for_nothing_and_its_successor_under_both_names(second_year, tmp_path):
    assert f"自2019-01-01起由{RENAMED}承接" in second_year.run("template", TAIJIANG, "2019", fails=True)
    for name in (GULOU, RENAMED):
        assert asked(second_year.template(name, "2019")).keys() == {NEW, TASK}
    rows = {row["unit_name"]: row["state"] for row in second_year.export("reports") if row["period_id"] == "2019"}
    assert rows == {BUREAU: "locked", RENAMED: "locked", CANGSHAN: "locked"}
    old = {row["unit_name"]: row["state"] for row in second_year.export("reports") if row["period_id"] == "2018"}
    assert old == dict.fromkeys((BUREAU, GULOU, TAIJIANG, CANGSHAN), "locked")

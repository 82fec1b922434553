"""Checks of received reports: every rule found by a report that breaks it, at the clerk's own cell, all at once."""

from datetime import date
from decimal import Decimal

import pytest

from expectations.suite import load_suites
from pipelines.receiving.checks import check_reports
from pipelines.reports.history import History
from pipelines.reports.report import read_report
from tests.pipelines.conftest import COUNT, HEADER, SHARE, TASK, TURNOVER, report_text

pytestmark = pytest.mark.slow

SUITE = "received_report"

WIDE = [*HEADER, "方案", "分子", "分母", "完成百分比", "上期数值"]
CUMULATIVE = {"类别": "指标", "编码": "civil-military-transfers", "名称": "军民科技成果双向转移转化", "计量单位": "项"}
DONE = TASK | {"任务状态": "已完成", "佐证材料": "办法.pdf"}
SUPPORTED = TASK | {"编码": "cdm-t01", "名称": "建立军民融合科技成果转移转化机制"}

# rule → the items that break it, what holds for the whole report, and the row, column and value named.
BREAKS = {
    "unit_name.known": ([COUNT | {"数值": "5"}], {"责任单位": "省科工局"}, (2, "责任单位", "省科工局")),
    "programme_id.known": ([COUNT | {"数值": "5"}], {"方案": "cdm-zone-2019"}, (2, "方案", "cdm-zone-2019")),
    "programme_id.given": ([COUNT | {"数值": "5"}], {"责任单位": "省科工局"}, None),
    "period_id.round": ([COUNT | {"数值": "5"}], {"报告期": "2017H1", "方案": "cdm-zone-2018"}, (2, "报告期",
    "2017H1")),
    "submitted_on.in_time": ([COUNT | {"数值": "5"}], {"报送日期": "2018-12-31"}, (2, "报送日期", "2018-12-31")),
    "submitted_on.come": ([COUNT | {"数值": "5"}], {"报送日期": "2026-01-03"}, (2, "报送日期", "2026-01-03")),
    "item_id.known": ([COUNT | {"数值": "5", "编码": "brokers"}], {}, (2, "编码", "brokers")),
    "item_id.given": ([COUNT | {"数值": "5", "编码": "", "名称": "经纪人"}], {}, (2, "编码", None)),
    "item_id.of_programme": ([COUNT | {"数值": "5"}, TASK | {"编码": "chuanyu-t01", "名称": ""}],
                             {"方案": "cdm-zone-2018"}, (3, "编码", "chuanyu-t01")),
    "item_id.of_unit": ([CUMULATIVE | {"数值": "5"}], {"责任单位": "省统计局"}, (2, "编码",
    "civil-military-transfers")),
    "item_id.unique": ([COUNT | {"数值": "5"}, COUNT | {"数值": "6"}], {}, (3, "编码", "technology-brokers")),
    "item_name.given": ([COUNT | {"数值": "5", "名称": ""}], {}, (2, "名称", None)),
    "actual_value.not_negative": ([COUNT | {"数值": "-5"}], {}, (2, "数值", "-5")),
    "actual_value.whole": ([COUNT | {"数值": "5.5"}], {}, (2, "数值", "5.5")),
    "actual_value.share": ([SHARE | {"数值": "130"}], {}, (2, "数值", "130")),
    "completion_pct.below_one": ([TASK | {"完成百分比": "0.35"}], {}, (2, "完成百分比", "0.35")),
    "actual_value.share_below_one": ([SHARE | {"数值": "0.352"}], {}, (2, "数值", "0.352")),
    "actual_value.of_indicator": ([TASK | {"数值": "5", "计量单位": "家"}], {}, (2, "数值", "5")),
    "measure_unit.known": ([TASK | {"计量单位": "斗"}], {}, (2, "计量单位", "斗")),
    "task_status.of_lead": ([TASK | {"任务状态": ""}], {}, (2, "任务状态", None)),
    "progress.of_lead": ([TASK | {"进展情况": ""}], {}, (2, "进展情况", None)),
    "progress.of_support": ([SUPPORTED | {"进展情况": ""}], {}, (2, "进展情况", None)),
    "problems.of_lead": ([TASK | {"存在问题": ""}], {}, (2, "存在问题", None)),
    "next_steps.of_lead": ([TASK | {"下一步工作": ""}], {}, (2, "下一步工作", None)),
    "evidence.of_done": ([DONE | {"佐证材料": ""}], {}, (2, "佐证材料", None)),
    "evidence.of_done_support": ([SUPPORTED | {"任务状态": "已完成"}], {}, (2, "佐证材料", None)),
    "completion_pct.range": ([TASK | {"完成百分比": "120"}], {}, (2, "完成百分比", "120")),
    "completion_pct.agrees": ([TASK | {"完成百分比": "100"}], {}, (2, "完成百分比", "100 / 推进中")),
    "actual_value.beside_parts": ([SHARE | {"分子": "35", "分母": "90"}], {}, (2, "数值", None)),
    "numerator_value.of_indicator": ([TASK | {"分子": "35"}], {}, (2, "分子", "35")),
    "denominator_value.of_indicator": ([TASK | {"分母": "35"}], {}, (2, "分母", "35")),
    "period_id.recent": ([COUNT | {"数值": "5"}], {"报送日期": "2019-09-29"}, (2, "报告期", "2019H1")),
    "actual_value.far_above_target": ([TURNOVER | {"数值": "7000"}], {}, (2, "数值", "7000 / 700")),
    "missing_lead_tasks.none": ([COUNT | {"数值": "5"}], {"责任单位": "省知识产权局"},
                                (2, "名称", "强化知识产权创造、保护和运用")),
    "missing_support_tasks.none": ([TASK], {}, None),
    "actual_value.parts": ([SHARE | {"数值": "35.2", "分子": "35", "分母": "90"}], {}, (2, "数值", "35.2")),
}  # fmt: skip
UNTOUCHED = {  # Kept from a report by its reader already; the rules stand for whoever builds rows otherwise.
    "unit_name.given", "period_id.given", "submitted_on.given", "actual_value.number", "task_status.known",
}  # fmt: skip
HISTORY = {
    "actual_value.never_falls",
    "actual_value.never_falls_sample",
    "actual_value.jump",
    "actual_value.jump_cumulative",
    "last_value.restated",
    "actual_value.far_from_last",
    "dropped_items.none",
    "replaced_by_nil.none",
}
# Held by small programmes of their own in test_completeness.py.
# Of units that are gone, and of those that took over: tests/offices/test_units.py.
SUCCESSION = {"unit_name.there", "nil_over_takeover.none"}
OWN_PARTS = {"missing_own_indicators.none", "actual_value.far_below_part"}
# Whose figure goes into no target: one reason each, for the offices under tests/offices.
NOWHERE = {
    f"actual_value.{reason}"
    for reason in ("no_target", "no_aggregation", "another_reports", "no_reporter", "not_in_breakdown", "not_named",
                   "nobody_named")
}  # fmt: skip
# What a report of two rows leaves out; every rule has a report of its own.
LEFT_OUT = {"missing_lead_tasks.none", "missing_own_indicators.none", "missing_support_tasks.none"}  # fmt: skip


TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def register(shipped_register):
    return shipped_register


def check(read, register, items, histories=(), **whole):
    report = read(report_text(*items, header=WIDE, **whole))
    (found,) = check_reports([(report, list(histories))], register, TODAY)
    found = places(found)
    return {rule: place for rule, place in found.items() if rule not in LEFT_OUT}


@pytest.fixture(scope="module")
def broken(tmp_path_factory, register, workbooks):
    """What is found in the reports of BREAKS, by rule: files of one pass, as of one inbox."""
    folder, reports = tmp_path_factory.mktemp("broken"), {}
    for rule, (items, whole, _) in BREAKS.items():
        path = folder / f"{rule}.csv"
        path.write_text(report_text(*items, header=WIDE, **whole), encoding="utf-8")
        reports[rule] = read_report(path, path.name, register, workbooks)
    found = check_reports([(report, []) for report in reports.values()], register, TODAY)
    return dict(zip(reports, map(places, found), strict=True))


def places(found):
    return {f.rule_id.removeprefix(f"{SUITE}."): (f.row_number, f.column_name, f.value) for f in found}


def test_every_rule_has_a_report_that_breaks_it():
    rules = {rule.rule_id.removeprefix(f"{SUITE}.") for rule in load_suites()[SUITE].rules}
    assert rules == {*BREAKS, *UNTOUCHED, *HISTORY, *OWN_PARTS, *NOWHERE, *SUCCESSION}


@pytest.mark.parametrize("rule", BREAKS)
def test_a_rule_names_the_cell(broken, rule):
    found, place = broken[rule], BREAKS[rule][-1]
    assert rule in found, found
    assert place is None or found[rule] == place


def test_a_whole_report_breaks_none(read, register):
    items = [COUNT | {"数值": "512"}, TURNOVER | {"数值": "1004.18"}, TASK, DONE | {"编码": "cdm-t23",
    "名称": "", "完成百分比": "100"},
             SHARE | {"数值": "35.2", "分子": "35.2", "分母": "100"}]  # fmt: skip
    items[3]["名称"] = "建立多层次技术市场人才培训体系"
    assert check(read, register, items) == {}


def past(*values, item="civil-military-transfers", is_sample=False):
    return History({(period, item): Decimal(value) for period, value in values}, is_sample)


def test_a_cumulative_figure_never_falls(read, register):
    items = [CUMULATIVE | {"数值": "5"}]
    real, sample = past(("2018H2", "9")), past(("2018H2", "7"), is_sample=True)
    assert check(read, register, items, [real, sample]) == {"actual_value.never_falls": (2, "数值", "5 / 2018H2: 9")}
    assert check(read, register, items, [History(), sample]) == {
        "actual_value.never_falls_sample": (2, "数值", "5 / 2018H2: 7")
    }
    assert check(read, register, items, [past(("2018H2", "5"), ("2019H2", "90"))]) == {}


def test_a_jump_against_the_same_half_of_last_year_is_shown(read, register):
    flow = past(("2018H1", "100"), item="technology-contract-turnover")
    for value, is_jump in (("301", True), ("300", False), ("33", True), ("34", False)):
        found = check(read, register, [TURNOVER | {"数值": value}], [flow])
        assert ("actual_value.jump" in found) is is_jump, value
    assert "actual_value.jump_cumulative" in check(
        read, register, [CUMULATIVE | {"数值": "101"}], [past(("2018H1", "10"))]
    )


def test_a_restated_past_value_is_shown(read, register):
    items = [CUMULATIVE | {"数值": "9", "上期数值": "6"}]
    assert check(read, register, items, [past(("2018H2", "7"))]) == {
        "last_value.restated": (2, "上期数值", "6 / 2018H2: 7")
    }
    assert check(read, register, items, [past(("2018H2", "6"))]) == {}


def test_findings_of_several_files_stay_apart(read, register):
    reports = [read(report_text(COUNT | {"数值": value}), f"{value}.csv") for value in ("5", "-5")]
    five, minus_five = check_reports([(report, []) for report in reports], register, TODAY)
    assert [f.severity for f in five] == ["warn"] * len(LEFT_OUT)
    assert {f.file for f in minus_five} == {"-5.csv"}
    assert "error" in {f.severity for f in minus_five}

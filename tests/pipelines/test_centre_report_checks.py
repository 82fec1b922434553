"""Checks of annual reports: every rule found by a report that breaks it, at its cell; sample reports pass them all."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from expectations.suite import load_suites
from pipelines.definitions.files import definitions_in_force
from pipelines.receiving.checks import check_reports
from pipelines.register import read_register
from pipelines.reports.history import History
from pipelines.reports.report import read_report
from tests.shipped import RAW

pytestmark = pytest.mark.slow

SUITE = "received_centre_report"
CENTRE = "四川省竹基新材料技术创新中心（样例）"
HEADER = [
    "方案",
    "中心名称",
    "年度",
    "报送日期",
    "零报告",
    "类别",
    "编码",
    "名称",
    "计量单位",
    "上年数值",
    "本年数值",
    "内容",
    "备注",
]
WHOLE = {"方案": "sichuan-centres", "中心名称": CENTRE, "年度": "2025", "报送日期": "2025-12-20", "零报告": "否"}
SPENDING = {"类别": "数据", "编码": "rd-spending", "名称": "研发投入", "计量单位": "万元", "本年数值": "2400"}
STAFF = {"类别": "数据", "编码": "staff", "名称": "人员总数", "计量单位": "人", "本年数值": "30"}
SENIOR = STAFF | {"编码": "senior-staff", "名称": "其中高层次人才", "本年数值": "4"}
APPLIED = {"类别": "数据", "编码": "patents-applied", "名称": "专利申请", "计量单位": "件", "本年数值": "9"}
GRANTED = APPLIED | {"编码": "patents-granted", "名称": "专利授权", "本年数值": "4"}
TEXTS = [
    {"类别": "文字", "编码": code, "名称": name, "内容": "按计划推进。"}
    for code, name in (("progress", "建设任务实施进展"), ("problems", "存在的问题"), ("next-steps", "下一步工作考虑"))
]
TODAY = date(2026, 1, 10)

# rule → the rows that break it beside the three texts, what holds for the whole report, the place and value named.
BREAKS = {
    "centre_name.known": ([SPENDING], {"中心名称": "四川省竹材技术创新中心"}, None),
    "programme_id.known": ([SPENDING], {"方案": "cdm-zone-2018"}, (2, "方案", "cdm-zone-2018")),
    "programme_id.of_centre": ([SPENDING], {"方案": "tianjin-centres-2018"}, (2, "方案", "tianjin-centres-2018")),
    "period_id.year": ([SPENDING], {"年度": "2025H2"}, (2, "年度", "2025H2")),
    "period_id.after_start": ([SPENDING], {"年度": "2021"}, (2, "年度", "2021 / 2022-09-06")),
    "period_id.begun": ([SPENDING], {"年度": "2027"}, (2, "年度", "2027")),
    "submitted_on.in_time": ([SPENDING], {"报送日期": "2024-12-31"}, (2, "报送日期", "2024-12-31")),
    "submitted_on.come": ([SPENDING], {"报送日期": "2026-01-12"}, (2, "报送日期", "2026-01-12")),
    "submitted_on.document": ([SPENDING], {"年度": "2024", "报送日期": "2024-12-20"}, (2, "报送日期", "2024-12-20")),
    "item_id.known": ([SPENDING | {"编码": "spending"}], {}, (2, "编码", "spending")),
    "item_id.given": ([SPENDING | {"编码": "", "名称": "投入"}], {}, (2, "编码", None)),
    "item_id.unique": ([SPENDING, SPENDING], {}, (3, "编码", "rd-spending")),
    "item_name.given": ([SPENDING | {"名称": ""}], {}, (2, "名称", None)),
    "statement.of_narrative": ([SPENDING | {"内容": "较上年增加"}], {}, (2, "内容", "较上年增加")),
    "actual_value.of_data": ([TEXTS[0] | {"本年数值": "5", "计量单位": "项"}], {}, (2, "本年数值", "5")),
    "actual_value.given": ([SPENDING | {"本年数值": ""}], {}, (2, "本年数值", None)),
    "actual_value.not_negative": ([SPENDING | {"本年数值": "-5"}], {}, (2, "本年数值", "-5")),
    "actual_value.whole": ([STAFF | {"本年数值": "30.5"}], {}, (2, "本年数值", "30.5")),
    "actual_value.part": ([STAFF, SENIOR | {"本年数值": "31"}], {}, (3, "本年数值", "31 / 30")),
    "actual_value.rare": ([APPLIED, GRANTED | {"本年数值": "10"}], {}, (3, "本年数值", "10 / 9")),
    "measure_unit.known": ([TEXTS[0] | {"计量单位": "斗"}], {}, (2, "计量单位", "斗")),
}  # fmt: skip
# Kept from a report by its reader already; the rules stand for whoever builds rows otherwise.
UNTOUCHED = {"centre_name.given", "period_id.given", "submitted_on.given", "actual_value.number"}
ALONE = {
    "statement.required",
    "missing_items.none",
    "actual_value.jump",
    "last_value.restated",
    "period_id.before_removal",
}


@pytest.fixture(scope="module")
def with_sample():
    return read_register(RAW, definitions_in_force(RAW), with_sample=True)


def report_text(rows, **whole):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows({**WHOLE, **whole, **row} for row in rows)
    return text.getvalue()


@pytest.fixture
def found(tmp_path, with_sample, workbooks):
    """The rules that a report breaks, with row, column and value."""

    def run(rows, history=None, **whole):
        path = tmp_path / "r.csv"
        path.write_text(report_text(rows, **whole), encoding="utf-8")
        report = read_report(path, "r.csv", with_sample, workbooks)
        assert report.form.form_id == "centre_report"
        (checked,) = check_reports([(report, [history] if history else [])], with_sample, TODAY)
        assert len({(f.rule_id, f.row_number) for f in checked}) == len(checked)
        return {f.rule_id.removeprefix(f"{SUITE}."): (f.row_number, f.column_name, f.value) for f in checked}

    return run


def test_every_rule_has_a_report_that_breaks_it():
    rules = {rule.rule_id.removeprefix(f"{SUITE}.") for rule in load_suites()[SUITE].rules}
    assert rules == {*BREAKS, *UNTOUCHED, *ALONE}


@pytest.mark.parametrize("rule", BREAKS)
def test_a_rule_names_its_cell(found, rule):
    rows, whole, place = BREAKS[rule]
    given = {row["编码"] for row in rows}
    result = found([*rows, *(row for row in TEXTS if row["编码"] not in given)], **whole)
    assert rule in result
    assert place is None or result[rule] == place


def test_a_good_report_breaks_none(found):
    assert found([SPENDING, STAFF, SENIOR, APPLIED, GRANTED, *TEXTS]) == {}


def test_an_unknown_centre_is_told_the_nearest_names(found):
    assert "sample-sc-02" in found([SPENDING, *TEXTS], 中心名称="四川省竹材技术创新中心")["centre_name.known"][2]


def test_a_text_that_is_empty_and_one_that_is_not_there_are_both_named(found):
    result = found([SPENDING, TEXTS[0] | {"内容": ""}, TEXTS[1]])
    assert result["statement.required"] == (3, "内容", None)
    assert result["missing_items.none"] == (2, "名称", "下一步工作考虑")


def test_last_years_report_is_what_this_one_is_held_against(found):
    past = History({("2024", "rd-spending"): Decimal(500)})
    result = found([SPENDING | {"上年数值": "600"}, *TEXTS], past)
    assert result["actual_value.jump"] == (2, "本年数值", "2400 / 500")
    assert result["last_value.restated"] == (2, "上年数值", "600 / 500")
    older = History({("2023", "rd-spending"): Decimal(500)})  # The year between is missing: nothing to compare.
    assert found([SPENDING | {"上年数值": "600"}, *TEXTS], older) == {}


def test_a_centre_that_was_removed_reports_no_later_year(found, with_sample, monkeypatch):
    from dataclasses import replace

    gone = replace(with_sample.centres.centres["sample-sc-02"], removed_on=date(2024, 5, 1))
    monkeypatch.setitem(with_sample.centres.centres, "sample-sc-02", gone)
    assert found([SPENDING, *TEXTS])["period_id.before_removal"] == (2, "年度", "2025 / 2024-05-01")


def test_every_sample_report_passes_through_the_same_form(with_sample, workbooks):
    paths = sorted(RAW.glob("sample/centres/annual_reports/*/*.csv"))
    reports = [read_report(path, path.relative_to(RAW).as_posix(), with_sample, workbooks) for path in paths]
    assert len(reports) > 35
    assert not [finding for report in reports for finding in report.findings]
    assert all(report.key[2] == path.parent.name for path, report in zip(paths, reports, strict=True))
    checked = check_reports([(report, []) for report in reports], with_sample, date(2026, 11, 25))
    assert not [f for findings in checked for f in findings if f.severity == "error"]

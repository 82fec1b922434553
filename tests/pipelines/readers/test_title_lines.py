"""Usual forms of Chinese tables: what stands above the header takes part in finding it, and names are read as seen."""

import pytest

from tests.pipelines.readers.test_one_table import TITLE, found
from tests.pipelines.readers.test_workbook import altered, workbook


def first(report):
    row = report.rows[0]
    return row["unit_id"], row["period_id"], row["submitted_on"], row["item_id"], row["actual_value"]


EXPECTED = ("sc-kjt", "2019H1", "2019-06-27", "technology-contract-turnover", "35.5")
PAIRS = "填报单位,科技厅,报告期,2019年上半年,报送日期,2019年6月27日"


@pytest.mark.parametrize(
    "text",
    [
        # A serial number merged over both lines of the header.
        TITLE + "序号,指标名称,完成情况,,进展情况\n,,数值,计量单位,\n1,技术合同交易额,35.5,亿元,有\n",
        TITLE + "序号,指标名称,完成情况,,进展情况\n,,本期,,\n,,数值,计量单位,\n1,技术合同交易额,35.5,亿元,有\n",
        # Pairs of a label and its value side by side, straight above the header.
        PAIRS + "\n序号,指标名称,数值,计量单位,上期数值,进展情况\n1,技术合同交易额,35.5,亿元,,有\n",
        PAIRS + "\n\n序号,指标名称,数值,计量单位,上期数值,进展情况\n1,技术合同交易额,35.5,亿元,,有\n",
        "填报单位,科技厅\n报告期,2019年上半年\n报送日期,2019年6月27日\n序号,指标名称,数值,计量单位\n1,技术合同交易额,35.5,亿元\n",
        # A narrow table, all else said above it.
        TITLE + "单位：万元\n序号,指标名称,数值,上期数值\n1,技术合同交易额,355000,\n",
        TITLE + "计量单位：万元\n指标,完成值\n技术合同交易额,355000\n",
    ],
)
def test_usual_forms_of_tables_are_read(read, text):
    report = read(text)
    assert (found(report), first(report)) == ([], EXPECTED)


def test_a_column_of_another_form_does_not_make_the_report_one_of_that_form(read):
    report = read(TITLE + "序号,名称,数值,计量单位,情况说明\n1,技术合同交易额,35.5,亿元,按计划\n")
    assert [(f.rule_id, f.column_name) for f in report.findings] == [("header.unknown", "情况说明")]
    assert report.form.form_id == "report"


def test_a_header_merged_over_two_rows_of_a_workbook_is_one(read):
    def header(book, sheet):
        for at in range(14):
            sheet.write_blank(0, at, None)
            sheet.write_blank(1, at, None)
        sheet.write_row(0, 0, ["填报单位：科技厅", "报告期：2019年上半年", "报送日期：2019-06-27"])
        sheet.merge_range(1, 0, 2, 0, "序号")
        sheet.merge_range(1, 1, 2, 1, "指标名称")
        sheet.merge_range(1, 2, 1, 3, "完成情况")
        sheet.write_row(2, 2, ["数值", "计量单位"])
        sheet.write_row(3, 0, [1, "技术合同交易额", 35.5, "亿元"])

    report = read(
        workbook({"责任单位": None, "报告期": None, "报送日期": None, "零报告": None}, change=header), "a.xlsx"
    )
    assert (found(report), first(report)) == ([], EXPECTED)


@pytest.mark.parametrize("header", ["编码,数值,计量单位,进展情况", "名称,任务状态,进展情况,存在问题"])
def test_only_what_is_asked_for_must_have_a_column(read, header):
    row = {"编码": "technology-brokers,5,人,有", "名称": "建立线上线下技术交易网络系统,推进中,有,无"}[header[:2]]
    assert found(read(f"{TITLE}{header}\n{row}\n")) == []


@pytest.mark.parametrize(
    ("item", "unit", "office"),
    [("技术合同\n交易额", "亿元", "科技厅"), ("技 术 合 同 交 易 额", "亿 元", "科 技 厅"), ("技术合同交易额（亿元）", "", "科技厅"),
     ("技术合同　交易额", "亿\u00a0元", "科技\n厅")],
)  # fmt: skip
def test_white_space_within_names_and_units_is_looked_past(read, item, unit, office):
    text = f'责任单位,报告期,报送日期,名称,数值,计量单位\n"{office}",2019H1,2019-06-27,"{item}",35.5,"{unit}"\n'
    report = read(text)
    assert (found(report), first(report)) == ([], EXPECTED)


def test_a_name_that_is_not_known_is_said_to_be_unknown(read):
    report = read(f"{TITLE}名称,数值,计量单位\n技术合同交易客,35.5,亿元\n")
    assert [(f.rule_id, f.column_name) for f in report.findings] == [("item.unknown", "名称")]


def test_a_code_that_is_not_known_is_shown_as_it_was_written(read):
    report = read(f"{TITLE}编码,名称,数值,计量单位\nQX-17,某事,5,家\n")
    assert report.rows[0]["item_id"] == "QX-17"
    known = read(f"{TITLE}编码,名称,数值,计量单位\nTECHNOLOGY-BROKERS,,5,人\n")
    assert known.rows[0]["item_id"] == "technology-brokers"


def test_what_is_dropped_without_being_read_is_listed_among_the_conversions(read):
    head, row = "名称,数值,计量单位,进展情况,", "技术合同交易额,35.5,亿元,有,"
    report = read(
        f"{TITLE}{head}\n{row}\n{head}\n{row.replace('技术合同交易额', '职业化技术经纪人').replace('35.5,亿元', '5,人')}\n"
    )
    assert (found(report), len(report.rows)) == ([], 2)
    said = {(note.row_number, note.column_name) for note in report.notes}
    assert {(4, "E"), (6, None)} <= said


def test_a_total_spaced_apart_is_a_total(read):
    assert found(read(f"{TITLE}名称,数值,计量单位\n技术合同交易额,35.5,亿元\n合 计,35.5,亿元\n")) == [("row.total", 6)]


@pytest.mark.parametrize("written", ["2019-07-05 09:30", "2019年7月5日 9:30", "2019/7/5 09:30:00"])
def test_a_day_with_a_time_is_that_day(read, written):
    text = f"责任单位,报告期,报送日期,名称,数值,计量单位\n科技厅,2019H1,{written},技术合同交易额,35.5,亿元\n"
    assert (found(read(text)), read(text).rows[0]["submitted_on"]) == ([], "2019-07-05")


def test_a_jump_within_the_workbook_is_no_link(read):
    inside = altered(workbook(), "xl/worksheets/sheet1.xml", b"</sheetData>",
                     b'</sheetData><hyperlinks><hyperlink ref="N2" location="A1"/></hyperlinks>')  # fmt: skip
    assert found(read(inside, "a.xlsx")) == []


TITLED = "示范区{} 科技厅反馈表 · Zone report\n填报单位,科技厅,报告期,{},报送日期,2019年6月27日\n名称,数值,计量单位,进展情况\n技术合同交易额,35.5,亿元,有\n"


@pytest.mark.parametrize(
    ("title", "written", "rules"),
    [
        ("2019年下半年", "2019H1", ["title.round"]),
        ("2018H1", "2019年上半年", ["title.round"]),
        ("二〇一八年上半年", "2019H1", ["title.round"]),
        ("2019年上半年", "2019H1", []),
        ("2019年上半年（与2018年上半年对照）", "2019H1", []),
        ("2018年方案", "2019H1", []),
        ("", "2019H1", []),
    ],
)
def test_the_round_typed_into_the_form_of_another_round_is_asked_back(read, title, written, rules):
    report = read(TITLED.format(title, written))
    assert [rule for rule, _ in found(report)] == rules
    assert all("2019H1" in f.sentence_zh and "2019H1" in f.sentence_en for f in report.findings)

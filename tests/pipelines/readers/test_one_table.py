"""One report is one table: a second one is named, and what stands around the table is neither lost nor misread."""

import pytest

from tests.pipelines.conftest import COUNT, HEADER, TASK, TURNOVER, WHOLE, report_text
from tests.pipelines.readers.test_workbook import workbook

TITLE = "责任单位:科技厅\n报告期:2019H1\n报送日期:2019-06-27\n"
NUMBERS = "名称,数值,计量单位,进展情况\n技术合同交易额,684,亿元,说明\n职业化技术经纪人,520,人,说明\n"
TASKS = "名称,数值,任务状态,进展情况,存在问题,下一步工作\n建立线上线下技术交易网络系统,,推进中,已开展,无,继续\n"


def found(report):
    return [(f.rule_id, f.row_number) for f in report.findings]


def rules(report):
    return {f.rule_id for f in report.findings}


@pytest.mark.parametrize("tables", [(NUMBERS, TASKS), (TASKS, NUMBERS)])
@pytest.mark.parametrize("between", ["", "\n", "二、另一部分\n", "第二部分 其他\n\n"])
def test_two_tables_in_one_file_are_both_read_or_refused(read, tables, between):
    first, second = tables
    report = read(TITLE + "一、第一部分\n" + first + between + second)
    read_items = {row["item_id"] for row in report.rows}
    assert "table.second" in rules(report) or len(read_items) == 3


@pytest.mark.parametrize(
    "above",
    ["名称,数值,计量单位\n技术合同交易额,684,亿元\n", "指标名称,完成值\n技术合同交易额,684\n",
     "技术合同交易额,684,亿元\n", "technology-brokers,520\n"],
)  # fmt: skip
def test_a_figure_above_the_header_is_named(read, above):
    assert rules(read(TITLE + above + TASKS)) & {"table.second", "table.above"}


def test_a_second_sheet_with_figures_of_the_report_is_named_and_an_annex_left_out(read):
    def beside(name, value):
        def change(book, sheet):
            book.add_worksheet("附表").write_row(0, 0, ["序号", "名称", "单位", "数值", "状态"])
            book.worksheets()[1].write_row(1, 0, [1, name, "亿元", value, "已完成"])

        return change

    lost = read(workbook(COUNT | {"数值": 5}, change=beside("技术合同交易额", 684)), "a.xlsx")
    assert [(f.rule_id, f.sheet, f.row_number) for f in lost.findings] == [("table.elsewhere", "附表", 2)]
    annex = read(workbook(COUNT | {"数值": 5}, change=beside("某项目", 3)), "a.xlsx")
    assert (found(annex), "附表" in annex.facts["left_out"]) == ([], True)


def test_what_was_read_is_counted_by_kind(read):
    report = read(report_text(COUNT | {"数值": "5"}, TURNOVER | {"数值": ""}, TASK))
    assert report.counts == {"indicator_count": 1, "task_count": 1}


@pytest.mark.parametrize(
    "below",
    ["注：1.截至6月底。\n2.金额为初步统计数。\n3、其余见附件\n", "（加盖公章）\n", "*为初步统计数\n①含部分重点企业。\n",
     "——以下空白——\n", "制表单位：科技厅\n分管领导（签字）：\n", "报送单位（盖章）：科技厅\n", "制表人：李四,审核：王五\n"],
)  # fmt: skip
def test_notes_and_seals_below_the_table_are_passed_over_and_said(read, below):
    report = read(report_text(COUNT | {"数值": "5"}) + below)
    assert (found(report), [row["actual_value"] for row in report.rows]) == ([], ["5"])
    assert {note.row_number for note in report.notes} >= {3}


def test_a_note_between_the_rows_is_passed_over(read):
    head, one, two = report_text(COUNT | {"数值": "5"}, TURNOVER | {"数值": "7"}).splitlines()
    report = read("\n".join([head, one, "其中金额为快报数", two]))
    assert (found(report), len(report.rows)) == ([], 2)


def test_a_heading_within_the_table_is_one_finding_at_its_row(read):
    head, *rows = report_text(COUNT | {"数值": "5"}, TURNOVER | {"数值": "7"}).splitlines()
    assert found(read("\n".join([head, "一、指标", *rows]))) == [("row.heading", 2)]


def test_a_number_alone_below_the_table_is_no_note(read):
    assert found(read(report_text(COUNT | {"数值": "5"}) + ",,,,,,,684,,,,,,\n")) == [("row.stray", 3)]


@pytest.mark.parametrize("written", ["报送日期：2019年6月27日\n", "2019年6月27日\n", "报送日期,2019-06-27\n"])
def test_the_day_under_the_table_is_the_day_of_the_report(read, written):
    header = [name for name in HEADER if name != "报送日期"]
    report = read(report_text(COUNT | {"数值": "5"}, header=header) + written)
    assert (found(report), report.rows[0]["submitted_on"]) == ([], "2019-06-27")


def test_one_cell_typed_over_the_second_header_line_is_one_finding(read):
    english = {"责任单位": "Unit", "报告期": "Round", "报送日期": "Date", "零报告": "Nil", "类别": "Kind", "编码": "Code",
               "名称": "Name", "数值": "Value", "计量单位": "Measure unit", "任务状态": "Status", "进展情况": "Progress",
               "存在问题": "Problems", "下一步工作": "Next steps", "佐证材料": "Evidence"}  # fmt: skip
    head, *rows = report_text(COUNT | {"数值": "5"}, TURNOVER | {"数值": "7"}).splitlines()
    second = ",".join("2019-07-05" if name == "报送日期" else english[name] for name in HEADER)
    report = read("\n".join([head, second, *rows]))
    assert [(f.rule_id, f.row_number, f.column_name) for f in report.findings] == [
        ("header.overwritten", 2, "报送日期")
    ]


def test_a_hidden_row_in_which_nothing_was_filled_in_is_looked_past(read):
    def hide(book, sheet):
        sheet.set_row(2, None, None, {"hidden": True})

    report = read(workbook(COUNT | {"数值": 5}, TURNOVER, change=hide), "a.xlsx")
    assert (found(report), [row["item_id"] for row in report.rows]) == ([], ["technology-brokers"])


def test_a_hidden_title_line_is_named(read):
    def title(book, sheet):
        sheet.write_row(0, 0, ["单位：万元"])
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.write_row(1, 0, HEADER)
        for at, name in enumerate(HEADER):
            sheet.write(2, at, (WHOLE | TURNOVER | {"数值": 5, "计量单位": "万元"}).get(name, ""))

    assert ("row.hidden", 1) in found(read(workbook(TURNOVER, change=title), "a.xlsx"))

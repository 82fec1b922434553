"""Letters that are set to say something else than they spell, and zeros that no sheet shows, in every workbook."""

import io

import pytest
import xlsxwriter

from tests.pipelines.conftest import COUNT, HEADER, TASK, TURNOVER
from tests.pipelines.readers.test_workbook import FIXTURES, altered, found, workbook

AT = {name: HEADER.index(name) for name in HEADER}


def rich(column, *parts, row=1):
    """A cell in which some letters are set apart: text, or (how, text)."""

    def change(book, sheet):
        pieces = []
        for part in parts:
            pieces += [book.add_format(part[0]), part[1]] if isinstance(part, tuple) else [part]
        sheet.write_rich_string(row, AT[column], *pieces)

    return change


def shown(value, column="数值", **how):
    """A whole cell in one look."""
    return lambda book, sheet: sheet.write(1, AT[column], value, book.add_format(how))


RAISED, STRUCK, WHITE = {"font_script": 1}, {"font_strikeout": True}, {"font_color": "#FFFFFF"}


@pytest.mark.parametrize(
    ("change", "rule", "column"),
    [
        (rich("数值", "51", (RAISED, "2")), "cell.raised", "数值"),
        (rich("数值", "51", ({"font_script": 2}, "2")), "cell.raised", "数值"),
        (rich("数值", (STRUCK, "51"), "20"), "cell.struck", "数值"),
        (rich("数值", "51", (WHITE, "2")), "cell.unseen", "数值"),
        (rich("数值", "51", ({"font_size": 1}, "2")), "cell.unseen", "数值"),
        (rich("报送日期", "2019-06-30", (RAISED, "1")), "cell.raised", "报送日期"),
        (rich("报告期", "2019H1", (STRUCK, "2019H2")), "cell.struck", "报告期"),
        (rich("编码", "technology-", (STRUCK, "x"), "brokers"), "cell.struck", "编码"),
        (shown(512, font_strikeout=True), "cell.struck", "数值"),
        (shown(512, font_color="#FFFFFF"), "cell.unseen", "数值"),
        (shown(512, font_color="#FDFDFD"), "cell.unseen", "数值"),
        (shown(512, font_color="#92D050", bg_color="#92D050"), "cell.unseen", "数值"),
        (shown("进展很大", "进展情况", font_strikeout=True), "cell.struck", "进展情况"),
    ],
)
def test_marked_letters_refuse_their_cell_and_become_no_digit(read, change, rule, column):
    report = read(workbook(COUNT | {"数值": 512, "进展情况": "有"}, change=change), "a.xlsx")
    assert (rule, "报告", 2, column) in found(report)
    assert [row["actual_value"] for row in report.rows] in ([None], ["512"], [])


def test_a_marked_header_is_named(read):
    report = read(workbook(change=rich("数值", (STRUCK, "上期"), "数值", row=0)), "a.xlsx")
    assert ("cell.struck", "报告", 1) in {finding[:3] for finding in found(report)}


def test_letters_that_only_look_otherwise_are_read(read):
    dark = shown(512, font_color="#FFFFFF", bg_color="#1F4E79")
    assert found(read(workbook(COUNT, change=dark), "a.xlsx")) == []
    coloured = rich("数值", "5", ({"font_color": "#FF0000"}, "12"))
    report = read(workbook(COUNT, change=coloured), "a.xlsx")
    assert (found(report), report.rows[0]["actual_value"]) == ([], "512")
    cubed = rich("进展情况", "每日处理900m", (RAISED, "3"), "。")
    assert found(read(workbook(TASK, change=cubed), "a.xlsx")) == []


@pytest.mark.parametrize(
    "code",
    ["0.00;-0.00;;@", "#,##0;-#,##0;", "#", "#.#", "General;-General;", "0_ ;[Red]-0_ ;", '#,##0.0;-#,##0.0;""',
     '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', '[=0]"";General', "[<>0]0", '0;-0;"无"'],
)  # fmt: skip
def test_a_zero_that_the_sheet_does_not_show_is_no_zero(read, code):
    assert found(read(workbook(COUNT, change=shown(0, num_format=code)), "a.xlsx")) == [
        ("number.format", "报告", 2, "数值")
    ]
    if code not in ("#.#",):
        report = read(workbook(COUNT, change=shown(35, num_format=code)), "a.xlsx")
        assert (found(report), report.rows[0]["actual_value"]) == ([], "35")


@pytest.mark.parametrize("code", ["0", "0.00", "General", "#,##0", "#.0", "0;-0;0", "0%;-0%"])
def test_a_zero_that_the_sheet_shows_is_one(read, code):
    item = COUNT if "%" not in code else COUNT | {"编码": "high-tech-output-share", "名称": "", "计量单位": "%"}
    report = read(workbook(item, change=shown(0, num_format=code)), "a.xlsx")
    assert (found(report), report.rows[0]["actual_value"]) == ([], "0")


def test_a_view_that_hides_zeros_hides_those_and_no_other_number(read):
    blind = workbook(COUNT | {"数值": 0}, TURNOVER | {"数值": 35.5}, change=lambda book, sheet: sheet.hide_zero())
    assert found(read(blind, "a.xlsx")) == [("number.format", "报告", 2, "数值")]


@pytest.mark.parametrize(
    ("code", "value"),
    [("0;0", None), ("0;[Red]0", None), ("0;(0)", "-5"), ("0;-0", "-5"), ("0", "-5"), (r"0_);[Red]\(0\)", "-5")],
)
def test_a_negative_number_is_taken_with_the_sign_that_is_shown(read, code, value):
    report = read(workbook(COUNT, change=shown(-5, num_format=code)), "a.xlsx")
    got = report.rows[0]["actual_value"] if not report.findings else None
    assert got == value


@pytest.mark.parametrize(
    ("code", "rule"),
    [('0.0"+"', "number.approximate"), ('"-"0.0', "number.format"), ("-0.0", "number.format"),
     ('"¥"0.0', "number.money"), ('0.0"朵"', "number.beside")],
)  # fmt: skip
def test_marks_that_a_format_writes_beside_a_number_are_read_as_written(read, code, rule):
    assert found(read(workbook(TURNOVER, change=shown(35.5, num_format=code)), "a.xlsx")) == [(rule, "报告", 2, "数值")]


@pytest.mark.parametrize("name", ["set_letters.xls", "set_letters.ods"])
def test_every_kind_of_workbook_shows_its_letters_and_zeros(workbooks, name):
    (grid,) = workbooks.read(FIXTURES / name)
    looks = {line.cell(3).text: (line.cell(5).kind, line.cell(5).mark) for line in grid.lines[1:]}
    assert looks == {
        "rich-sup": ("text", "raised"), "rich-strike": ("text", "struck"), "rich-white": ("text", "unseen"),
        "cell-strike": ("number", "struck"), "cell-white": ("number", "unseen"), "white-on-dark": ("number", ""),
        "zero-sections": ("unclear", ""), "zero-hash": ("unclear", ""), "neg-no-sign": ("unclear", ""),
        "neg-brackets": ("number", ""), "plus": ("text", ""), "zero-plain": ("number", ""),
        "acct-zero": ("unclear", ""), "text-m3": ("text", ""), "date-sup": ("text", ""),
    }  # fmt: skip
    assert grid.lines[-1].cell(2).mark == "raised"


def test_text_that_lies_in_the_cell_itself_shows_its_letters_too(read):
    runs = b'<is><r><t>51</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r></is>'
    content = altered(workbook(), "xl/worksheets/sheet1.xml", b'<c r="H2"><v>512</v></c>',
                      b'<c r="H2" t="inlineStr">' + runs + b"</c>")  # fmt: skip
    assert found(read(content, "a.xlsx")) == [("cell.raised", "报告", 2, "数值")]


def test_a_share_pasted_as_a_value_is_taken_as_it_is_shown(read):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("报告")
        sheet.write_row(0, 0, [*HEADER[:9]])
        sheet.write_row(1, 0, ["科技厅", "2019H1", "2019-06-27", "否", "指标", "high-tech-output-share", ""])
        sheet.write_number(1, 7, 2 / 3, book.add_format({"num_format": "0.00%"}))
        sheet.write(1, 8, "%")
    report = read(target.getvalue(), "a.xlsx")
    assert (found(report), report.rows[0]["actual_value"]) == ([], "66.67")
    assert any("as" in note.how_en or "decimals" in note.how_en for note in report.notes)

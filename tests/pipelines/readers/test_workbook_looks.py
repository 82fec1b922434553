"""Workbooks are read as they show themselves: formats, error values, what is hidden, cells and parts in their places."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from pipelines.readers.number_formats import look_of
from tests.pipelines.conftest import COUNT, HEADER, SHARE, TURNOVER
from tests.pipelines.readers.test_workbook import FIXTURES, ODS_NUMBER, altered, found, open_document, workbook

VALUE = HEADER.index("数值")
SHEET = "xl/worksheets/sheet1.xml"
CELL = b'<c r="H2"><v>512</v></c>'


def shown(number, code):
    def change(book, sheet):
        sheet.write_number(1, VALUE, number, book.add_format({"num_format": code}))

    return change


def only(report):
    """The value of the one row, or what was found."""
    return report.rows[0]["actual_value"] if not report.findings else found(report)


@pytest.mark.parametrize(
    ("item", "number", "code", "value"),
    [
        (TURNOVER, 500.25, '0.00"亿元"', "500.25"),
        (TURNOVER, 5002500, '#,##0"万元"', "500.25"),
        (TURNOVER, 500.25, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "500.25"),
        (TURNOVER, 500.25, "[$-804]0.00", "500.25"),
        (TURNOVER, 500.25, "[Red]0.00;[Blue]-0.00", "500.25"),
        (TURNOVER, 1004.1800000000001, "General", "1004.18"),
        (TURNOVER, 0.1 + 0.2, "0.0", "0.3"),
        (SHARE, 0.295, "0.0%", "29.5"),
        (COUNT, 512, '0"人"', "512"),
        (COUNT, 512, "00000", "512"),
        (COUNT, 512, "0.00E+00", "512"),
        (COUNT, 512, "@", "512"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(read, item, number, code, value):
    assert only(read(workbook(item, change=shown(number, code)), "a.xlsx")) == value


@pytest.mark.parametrize(
    ("number", "code", "rule"),
    [
        (512_000, "0,", "number.format"),
        (5_120_000, '0!.0,"万"', "number.format"),
        (512, ";;;", "number.format"),
        (512, '"无"', "number.format"),
        (512, '[>100]0"万";0', "number.format"),
        (512, "¥#,##0.00", "number.unit"),
        (512, '0"家"', "number.unit"),
        (5.12, "0%", "number.unit"),
    ],
)
def test_a_number_that_its_format_shows_as_another_is_named(read, number, code, rule):
    assert only(read(workbook(COUNT, change=shown(number, code)), "a.xlsx")) == [(rule, "报告", 2, "数值")]


@pytest.mark.parametrize(
    ("code", "look"),
    [("General", ("plain", "", "")), ('"约"0', ("plain", "约", "")), ("0.0%", ("percent", "", "")),
     ("0%%", ("unclear", "", "")), ('0"%"', ("plain", "", "%")), ('G/通用格式"人"', ("plain", "", "人")),
     ("0.00,", ("unclear", "", "")), ("#,##0,.0", ("unclear", "", "")), ("", ("unclear", "", "")),
     ("[DBNum1][$-804]General", ("plain", "", "")), ("[$¥-804]0", ("plain", "¥", ""))],
)  # fmt: skip
def test_formats_are_told_apart(code, look):
    found_look = look_of(code, Decimal(512))
    assert (found_look.kind, found_look.before, found_look.after) == look


def test_days_count_from_1904_where_the_workbook_says_so(read):
    for content, name in (
        (workbook(COUNT | {"数值": 512, "报送日期": date(2019, 6, 27)}, options={"date_1904": True}), "a.xlsx"),
        ((FIXTURES / "days_from_1904.xls").read_bytes(), "a.xls"),
    ):
        report = read(content, name)
        assert (found(report), report.rows[0]["submitted_on"]) == ([], "2019-06-27")


@pytest.mark.parametrize(
    "cell",
    [b'<c r="H2" t="e"><v>#DIV/0!</v></c>', b'<c r="H2" t="b"><v>1</v></c>', b'<c r="H2"><v>NaN</v></c>',
     b'<c r="H2"><v>1e400</v></c>'],
)  # fmt: skip
def test_what_is_no_number_is_never_taken_for_an_empty_cell(read, cell):
    assert only(read(altered(workbook(), SHEET, CELL, cell), "a.xlsx")) == [("number.other", "报告", 2, "数值")]


def test_an_old_workbook_is_read_as_it_shows_itself(read):
    def rules(name):
        return [(f.rule_id, f.row_number) for f in read((FIXTURES / name).read_bytes(), "a.xls").findings]

    assert rules("error_value.xls") == [("number.other", 6)]
    assert rules("hidden_row.xls") == [("row.hidden", 3)]
    assert rules("scaled_format.xls") == [("number.format", 2)]
    words = read((FIXTURES / "words_in_format.xls").read_bytes(), "a.xls")
    assert words.rows[1]["actual_value"] == "500.25"


def test_hidden_rows_columns_and_sheets_are_named_and_not_counted(read):
    def hide_row(book, sheet):
        sheet.set_row(1, None, None, {"hidden": True})

    def hide_column(book, sheet):
        sheet.set_column(VALUE, VALUE, None, None, {"hidden": True})

    def narrow(book, sheet):
        sheet.set_column(VALUE, VALUE, 0)

    def hide_sheet(book, sheet):
        book.add_worksheet("说明").activate()
        sheet.hide()

    two = (COUNT | {"数值": 512}, TURNOVER | {"数值": 1})
    assert found(read(workbook(*two, change=hide_row), "a.xlsx")) == [("row.hidden", "报告", 2, None)]
    assert found(read(workbook(change=hide_column), "a.xlsx")) == [("column.hidden", "报告", 1, "数值")]
    assert found(read(workbook(change=narrow), "a.xlsx")) == [("column.hidden", "报告", 1, "数值")]
    assert found(read(workbook(change=hide_sheet), "a.xlsx")) == [("sheet.hidden", "报告", None, None)]


def test_beside_a_hidden_copy_the_sheet_that_is_seen_is_the_report(read):
    def copy(book, sheet):
        other = book.add_worksheet("上期")
        other.write_row(0, 0, HEADER)
        other.hide()

    report = read(workbook(change=copy), "a.xlsx")
    assert (only(report), "hidden sheets left out" in report.facts["hidden"]) == ("512", True)


def test_an_open_document_shows_its_formats_and_hidden_rows(read):
    money = ODS_NUMBER.replace("float", "currency").format("512")
    assert found(read(open_document(money, COUNT), "a.ods")) == [("number.format", "报告", 2, "数值")]


def test_cells_without_an_address_stand_where_they_come(read):
    content = workbook(SHARE | {"报送日期": "2019-06-27"}, header=["责任单位", "报告期", "报送日期", "编码", "名称",
                       "数值", "计量单位"], change=shown_at(5, 0.295, "0.0%"))  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read(SHEET)
    assert only(read(altered(content, SHEET, sheet, re.sub(rb'<c r="[A-Z]+\d+"', b"<c", sheet)), "a.xlsx")) == "29.5"


def shown_at(index, number, code):
    return lambda book, sheet: sheet.write_number(1, index, number, book.add_format({"num_format": code}))


@pytest.mark.parametrize(
    ("old", "new"),
    [(CELL, CELL + CELL.replace(b"512", b"999")), (b'<c r="H2">', b'<c r="H3">'), (b'<row r="2"', b'<row r="1"')],
)
def test_cells_out_of_their_places_are_refused(read, old, new):
    assert [rule for rule, *_ in found(read(altered(workbook(), SHEET, old, new), "a.xlsx"))] == ["file.broken"]


def test_a_formula_in_any_namespace_is_seen(read):
    formula = b'<c r="H2"><x:f xmlns:x="urn:x">1+1</x:f><v>512</v></c>'
    assert [rule for rule, *_ in found(read(altered(workbook(), SHEET, CELL, formula), "a.xlsx"))] == ["file.formula"]


def moved(content, old, new, target):
    """The workbook with one part under another name, as its relations say."""
    renamed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(renamed, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                data = data.replace(old.removeprefix("xl/").encode(), target.encode())
            after.writestr(new if name == old else name, data)
    return renamed.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "target", "expected"),
    [
        (SHEET, "xl/sheets/one.xml", "/xl/sheets/one.xml", "29.5"),
        (SHEET, "xl/one.xml", "worksheets/../one.xml", [("file.broken", None, None, None)]),
        ("xl/styles.xml", "xl/Styles.xml", "Styles.xml", "29.5"),
        ("xl/styles.xml", "xl/styles2.xml", "styles2.xml", [("file.broken", None, None, None)]),
        ("xl/sharedStrings.xml", "xl/words.xml", "words.xml", [("file.broken", None, None, None)]),
    ],
)
def test_a_part_in_another_place_is_found_or_refused(read, old, new, target, expected):
    content = workbook(SHARE, change=shown(0.295, "0.0%"))
    assert only(read(moved(content, old, new, target), "a.xlsx")) == expected


def test_a_workbook_under_another_extension_is_told_by_its_content(read):
    assert only(read(workbook(), "a.xls")) == only(read(workbook(), "a.csv")) == "512"

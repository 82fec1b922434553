"""Workbooks: typed cells read exactly; what a report has no use for is refused in time, and the loader lives on."""

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.readers.workbook import WorkbookReader
from pipelines.reports.report import read_report
from tests.pipelines.conftest import COUNT, HEADER, SHARE, TASK, TURNOVER, WHOLE


def workbook(*items, change=None, options=None, header=HEADER):
    """An .xlsx report as bytes; `change` may add to its first sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **(options or {})}) as book:
        sheet = book.add_worksheet("报告")
        sheet.write_row(0, 0, header)
        for number, item in enumerate(items or [COUNT | {"数值": 512}], start=1):
            for index, name in enumerate(header):
                value = (WHOLE | item).get(name)
                if isinstance(value, date):
                    sheet.write_datetime(number, index, value, book.add_format({"num_format": "yyyy/m/d"}))
                elif value is not None:
                    sheet.write(number, index, value)
        if change:
            change(book, sheet)
    return target.getvalue()


def with_part(content, name, data, replace=None):
    """The workbook with one more or another part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, replace(part, old.read(part)) if replace else old.read(part))
        if data is not None:
            new.writestr(name, data)
    return target.getvalue()


def altered(content, part, old, new):
    """The workbook with `old` replaced by `new` in one part."""

    def replace(name, data):
        if name == part:
            assert old in data
            return data.replace(old, new)
        return data

    return with_part(content, None, None, replace)


def found(report):
    return [(f.rule_id, f.sheet, f.row_number, f.column_name) for f in report.findings]


SHEET = "xl/worksheets/sheet1.xml"


def test_typed_cells_are_read_exactly(read):
    report = read(
        workbook(
            TURNOVER | {"数值": 1004.18, "报送日期": date(2019, 6, 27)}, COUNT | {"数值": 512, "报送日期": None}, TASK
        ),
        "a.xlsx",
    )
    assert found(report) == []
    assert [row["actual_value"] for row in report.rows] == ["1004.18", "512", None]
    assert {row["submitted_on"] for row in report.rows} == {"2019-06-27"}
    assert report.facts["sheet"] == "报告"


def test_a_percentage_format_is_seen(read):
    def percent(book, sheet):
        sheet.write_number(1, HEADER.index("数值"), 0.352, book.add_format({"num_format": "0.0%"}))
        sheet.write_number(2, HEADER.index("数值"), 12.5, book.add_format({"num_format": '0.0"%"'}))

    report = read(workbook(SHARE, SHARE, change=percent), "a.xlsx")
    # A quoted % is only written beside the number.
    assert [row["actual_value"] for row in report.rows] == ["35.2", "12.5"]


def test_a_date_where_a_number_belongs_is_named(read):
    report = read(workbook(COUNT | {"数值": date(2019, 1, 2)}), "a.xlsx")
    assert found(report) == [("number.date", "报告", 2, "数值")]


def test_an_error_or_truth_value_is_named(read):
    def error(book, sheet):
        sheet.write_boolean(1, HEADER.index("数值"), True)
        sheet.write_string(1, HEADER.index("进展情况"), "#N/A")

    assert set(found(read(workbook(COUNT, change=error), "a.xlsx"))) >= {
        ("number.other", "报告", 2, "数值"), ("cell.error", "报告", 2, "进展情况"),
    }  # fmt: skip


def test_a_merged_unit_holds_for_its_rows_and_a_merged_figure_for_none(read):
    def merge(book, sheet):
        sheet.merge_range(1, 0, 2, 0, "科技厅")

    items = (COUNT | {"数值": 512}, TASK | {"责任单位": None})
    assert found(read(workbook(*items, change=merge), "a.xlsx")) == []
    figure = HEADER.index("数值")
    merged = workbook(COUNT, SHARE, change=lambda book, sheet: sheet.merge_range(1, figure, 2, figure, 5))
    assert ("cell.merged", "报告", 3, "数值") in found(read(merged, "a.xlsx"))


def test_two_sheets_with_reports_are_one_too_many(read):
    def copy(book, sheet):
        book.add_worksheet("副本").write_row(0, 0, HEADER)

    assert [rule for rule, *_ in found(read(workbook(change=copy), "a.xlsx"))] == ["table.several"]


def test_a_cell_outside_the_table_is_named(read):
    stray = workbook(COUNT | {"数值": 5}, change=lambda book, sheet: sheet.write(1, 20, "x"))
    assert found(read(stray, "a.xlsx"))[0] == ("cell.outside", "报告", 2, "U")


def bomb():
    return with_part(workbook(), "xl/media/zeros.xml", b"<a>" + b" " * 90_000_000 + b"</a>")


def many_parts():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        for number in range(3000):
            parts.writestr(f"xl/{number}.xml", "")
    return target.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><sst>&a;</sst>'
HOSTILE = {
    "formula": (lambda: workbook(change=lambda b, s: s.write_formula(1, 7, "=1+1", None, 2)), "file.formula"),
    "macro": (lambda: with_part(workbook(), "xl/vbaProject.bin", b"x"), "file.macros"),
    "macro type": (lambda: altered(workbook(), "[Content_Types].xml", b"spreadsheetml.sheet.main",
                                   b"macroEnabled.main"), "file.macros"),
    "external link": (lambda: with_part(workbook(), "xl/externalLinks/externalLink1.xml", b"<a/>"), "file.links"),
    "embedded object": (lambda: with_part(workbook(), "xl/embeddings/oleObject1.bin", b"x"), "file.links"),
    "connection": (lambda: with_part(workbook(), "xl/connections.xml", b"<a/>"), "file.links"),
    "entities": (lambda: with_part(workbook(), "xl/sharedStrings.xml", ENTITY), "file.entities"),
    "utf-16 xml": (lambda: with_part(workbook(), "xl/x.xml", "<a/>".encode("utf-16")), "file.entities"),
    "bomb": (bomb, "file.bomb"),
    "many parts": (many_parts, "file.bomb"),
    "far cell": (lambda: altered(workbook(), SHEET, b'r="N1"', b'r="XFD1048576"'), "file.dimension"),
    "cut off": (lambda: workbook()[:-300], "file.broken"),
    "not a workbook": (lambda: with_part(with_part(workbook(), "xl/workbook.xml", None), "word/document.xml", b"<a/>"),
                       "file.kind"),
    "broken xml": (lambda: with_part(workbook(), SHEET, b"<worksheet><sheetData><row>"), "file.broken"),
    "nothing in it": (lambda: b"PK\x05\x06" + bytes(18), "file.kind"),
    "encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
                  "file.protected"),
    "old macro": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "_VBA_PROJECT".encode("utf-16-le"),
                  "file.macros"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_is_refused_in_time_and_the_next_one_is_read(read, kind):
    make, rule = HOSTILE[kind]
    started = time.monotonic()
    report = read(make(), "a.xlsx")
    assert [f.rule_id for f in report.findings] == [rule]
    assert time.monotonic() - started < 15  # Ten seconds are the child's; the machine may be busy.
    assert found(read(workbook(), "b.xlsx")) == []


def test_merged_ranges_stated_again_and_again_keep_nobody_busy(read):
    once = b'<mergeCell ref="J9:DE108"/>'
    merged = workbook(change=lambda book, sheet: sheet.merge_range(8, 9, 107, 108, ""))
    assert found(read(merged, "a.xlsx")) == []
    often = altered(merged, "xl/worksheets/sheet1.xml", once, once * 30_000)
    assert found(read(often, "b.xlsx")) == [("file.dimension", "报告", None, None)]


def test_a_formula_is_named_with_sheet_row_and_column(read):
    formula = workbook(change=lambda book, sheet: sheet.write_formula(1, 7, "=1+1", None, 2))
    assert found(read(formula, "a.xlsx")) == [("file.formula", "报告", 2, "数值")]


@pytest.mark.parametrize(
    ("program", "rule"),
    [
        ("import os; os.abort()", "file.reader.crash"),
        ("import sys; sys.exit(3)", "file.reader.crash"),
        ("import time; time.sleep(60)", "file.reader.time"),
        ("resource.setrlimit(resource.RLIMIT_CPU, (1, 9))\nwhile True: pass", "file.reader.time"),
        ("x = []\nwhile True: x.append(bytearray(10_000_000))", "file.reader.crash"),
    ],
)
def test_a_reader_that_crashes_or_hangs_is_a_finding(tmp_path, register, monkeypatch, program, rule):
    import subprocess
    import sys

    from pipelines.readers import workbook as module

    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, (500 << 20, 500 << 20)); exec({program!r})"
    start = subprocess.Popen
    # Only what hangs may meet the clock: on a busy machine even a crash takes its time.
    monkeypatch.setattr(module, "SECONDS", 2 if "sleep" in program else 60)
    monkeypatch.setattr(module.subprocess, "Popen", lambda _, **rest: start([sys.executable, "-c", limited], **rest))
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    with WorkbookReader() as reader:
        assert [f.rule_id for f in read_report(path, "a.xlsx", register, reader).findings] == [rule]


def test_the_child_is_held_to_its_memory():
    import subprocess
    import sys

    program = (
        "import resource\nfrom pipelines.readers import workbook_reader as w\n"
        "import io, sys\nsys.stdin = io.StringIO('')\nw.main()\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0] <= 500 * 1024 * 1024)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True", done.stderr


def test_every_cut_of_a_workbook_is_a_finding_or_the_whole(read):
    whole = workbook()
    for length in range(4, len(whole), 997):
        assert read(whole[:length], "a.xlsx").findings
    for at in range(0, len(whole), 499):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        report = read(bytes(broken), "a.xlsx")
        assert report.findings or [row["actual_value"] for row in report.rows] == ["512"]


FIXTURES = Path(__file__).parent / "fixtures"
ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="报告">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
ODS_NUMBER = '<table:table-cell office:value-type="float" office:value="{}"><text:p>x</text:p></table:table-cell>'


def open_document(cell, *items):
    """An .ods report as bytes, in which `cell` is the XML of the first item's number."""
    lines = [HEADER, *([(WHOLE | item).get(name) for name in HEADER] for item in items)]
    rows = ""
    for number, line in enumerate(lines):
        cells = [f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' if v
                 else "<table:table-cell/>" for v in line]  # fmt: skip
        if number == 1:
            cells[HEADER.index("数值")] = cell
        rows += "<table:table-row>" + "".join(cells) + "</table:table-row>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("content.xml", ODS.format(rows=rows))
    return target.getvalue()


def test_an_open_document_is_read_exactly(read):
    report = read(open_document(ODS_NUMBER.format("1004.18"), TURNOVER, TASK), "a.ods")
    assert found(report) == []
    assert [row["actual_value"] for row in report.rows] == ["1004.18", None]
    percent = ODS_NUMBER.replace("float", "percentage").format("0.352")
    assert read(open_document(percent, SHARE), "a.ods").rows[0]["actual_value"] == "35.2"


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ('<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>', "file.formula"),
        ('<table:table-cell office:value-type="string"><text:p>1</text:p><draw:image xmlns:draw="urn:draw" '
         'xlink:href="http://x/"/></table:table-cell>', "file.links"),
        ('<table:table-cell table:number-columns-repeated="90000000" office:value-type="float" office:value="2"/>',
         "file.dimension"),
    ],
)  # fmt: skip
def test_an_open_document_with_more_than_cells_is_refused(read, cell, rule):
    assert [r for r, *_ in found(read(open_document(cell, COUNT), "a.ods"))] == [rule]


def test_an_old_workbook_is_read_exactly(read):
    report = read((FIXTURES / "report.xls").read_bytes(), "a.xls")
    assert found(report) == []
    assert [row["actual_value"] for row in report.rows] == ["1004.18", "512", None]
    assert {row["submitted_on"] for row in report.rows} == {"2019-06-27"}


def test_an_old_workbook_with_a_formula_is_refused_and_a_percentage_is_read(read):
    assert found(read((FIXTURES / "formula.xls").read_bytes(), "a.xls")) == [("file.formula", "报告", 2, "数值")]
    report = read((FIXTURES / "percent.xls").read_bytes(), "a.xls")
    assert (found(report), report.rows[0]["actual_value"]) == ([], "35.2")


def test_an_old_workbook_with_flipped_bytes_never_stops_the_reading(read):
    whole = (FIXTURES / "report.xls").read_bytes()
    for at in range(0, len(whole), len(whole) // 60):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        report = read(bytes(broken), "a.xls")
        assert report.findings or report.rows

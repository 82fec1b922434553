"""The marked copy: the cells as they were, findings at their place, nothing that a spreadsheet would execute."""

import io
import re
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.result import Finding
from pipelines.clerk.marked import marked_copy
from pipelines.office import Office
from pipelines.readers.grid import Cell, Grid, Line
from pipelines.receiving.desk import Desk
from pipelines.reports.report import ReceivedReport, read_report
from pipelines.template.contents import make_template
from pipelines.template.workbook import workbook_bytes
from tests.pipelines.conftest import COUNT, SHARE, TASK, report_text

PROJECT_RAW = "raw"


def finding(row=None, column=None, severity="error", sheet=None, value=None):
    return Finding("r", severity, "a.csv", row, column, value, "有误", "is wrong", "请改正", "Correct it", sheet)


@pytest.fixture
def reread(tmp_path, workbooks):
    """The grids of a marked copy, read by the house's own reader."""

    def run(content):
        path = tmp_path / "marked.xlsx"
        path.write_bytes(content)
        return workbooks.read(path)

    return run


def notes(content):
    """The cells that carry a note, with their text."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/comments")]
        text = "".join(parts.read(name).decode() for name in names)
    return re.findall(r'<comment ref="([A-Z]+\d+)"', text)


def test_findings_are_marked_in_their_cells_and_listed(read, reread):
    report = read(report_text(COUNT | {"数值": "约512"}, SHARE | {"数值": "1,23"}, TASK))
    content = marked_copy(report, report.findings)
    assert notes(content) == ["H2", "H3"]
    sheet, listed = reread(content)
    assert [cell.text for cell in sheet.lines[1].cells][:8] == [
        "科技厅", "2019H1", "2019-06-27", "否", "指标", "technology-brokers", "职业化技术经纪人", "约512",
    ]  # fmt: skip
    assert listed.sheet == "核验意见 Findings"
    assert [line.cells[3].text for line in listed.lines[1:]] == ["H2", "H3"]


def test_a_finding_about_a_column_or_a_row_has_a_place_and_one_about_the_file_is_listed(read, reread):
    report = read(report_text())
    content = marked_copy(report, [finding(column="数值"), finding(row=2), finding(), finding(row=9, column="数值")])
    assert notes(content) == ["H1", "A2", "H9"]
    assert [line.cells[3].text for line in reread(content)[1].lines[1:]] == ["H1", "A2", "", "H9"]


def test_a_file_of_which_nothing_could_be_read_gives_the_list_alone(read, reread):
    report = read(b"%PDF-1.7 nothing")
    assert report.findings
    (listed,) = reread(marked_copy(report, report.findings))
    assert listed.sheet == "核验意见 Findings"


def test_the_sheets_of_a_workbook_stand_under_their_names(tmp_path, register, workbooks, reread):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("填报")
        sheet.merge_range(0, 0, 0, 5, "责任单位：科技厅 报告期：2019H1")
        for row, line in enumerate(report_text(COUNT | {"数值": "约5"}).splitlines(), start=1):
            for column, text in enumerate(line.split(",")):
                sheet.write(row, column, text)
        sheet.write_number(3, 7, 0.3)
        book.add_worksheet("核验意见 findings").write(0, 0, "旁注")
    report = read_report(path, "a.xlsx", register, workbooks)
    content = marked_copy(report, report.findings)
    assert "H3" in notes(content)
    grids = reread(content)
    assert [grid.sheet for grid in grids[:2]] == ["填报", "核验意见 findings 2"]
    assert grids[0].merged == [((0, 0), (0, 5))]
    assert grids[0].lines[3].cells[7] == Cell("0.3", "number")


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("-5.00", "number", Cell("-5", "number")),
        ("0.352", "percent", Cell("0.352", "percent")),
        ("2019-06-30", "date", Cell("2019-06-30", "date")),
        ("0.30000000000000004", "number", Cell("0.30000000000000004", "text")),
        ("123456789012345678", "number", Cell("123456789012345678", "text")),
        ("#N/A", "other", Cell("#N/A", "other")),
        ("TRUE", "other", Cell("TRUE", "text")),
    ],
)
def test_a_cell_keeps_its_kind_and_never_loses_a_digit(reread, text, kind, shown):
    grid = Grid("a", [Line(1, [Cell(text, kind)])])
    assert reread(marked_copy(ReceivedReport("x", grids=[grid]), [finding()]))[0].lines[0].cells == [shown]


def test_ranges_that_overlap_and_names_that_no_workbook_allows_do_not_break_it(reread):
    grid = Grid("a/b:c*?[x]'", [Line(1, [Cell("甲"), Cell("乙")])],
                merged=[((0, 0), (2, 2)), ((1, 1), (3, 3)), ((5, 5), (5, 5)), ((9, 9), (8, 8))])  # fmt: skip
    other = Grid("History", [Line(1, [Cell("丙")])])
    content = marked_copy(ReceivedReport("x", grids=[grid, other]), [finding()])
    first, second, _ = reread(content)
    assert first.merged == [((0, 0), (2, 2))]
    assert second.sheet == "History 2"


@pytest.mark.parametrize(
    ("name", "shown"), [("a" * 30 + "'" + "b" * 9, "a" * 30), ("' '", "报告 Report"), ("'a'", "a")]
)
def test_a_name_that_is_cut_ends_as_a_workbook_allows(reread, name, shown):
    grid = Grid(name, [Line(1, [Cell("甲")])])
    assert reread(marked_copy(ReceivedReport("x", grids=[grid]), [finding()]))[0].sheet == shown


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.text(max_size=12),
                st.sampled_from(["=1+1", "+1", "-5.00", "@SUM(A1)", "\t=1", "{=1}", "http://example.org", "０１"]),
            ),
            max_size=4,
        ),
        max_size=4,
    )
)
def test_text_stays_the_text_that_it_was(rows):
    grid = Grid(None, [Line(n, [Cell(text) for text in row]) for n, row in enumerate(rows, start=1)])
    content = marked_copy(ReceivedReport("x", grids=[grid]), [finding(row=1, value="=cmd|' /C calc'!A0")])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in sheet or "<hyperlink" in sheet or "<v>1</v></c><f" in sheet for sheet in sheets)


@pytest.mark.slow
def test_corrected_in_its_cells_the_marked_copy_of_a_template_comes_in(bare_data, tmp_path, workbooks):
    template = make_template(Office(bare_data / "raw", with_sample=False), "科技厅", "2019H1", None)
    path = tmp_path / "填报.xlsx"
    path.write_bytes(workbook_bytes(template))
    with Desk(bare_data / "raw", with_sample=False) as desk:
        outcome = desk.receive(path)
        assert outcome.is_refused
        marked = tmp_path / "marked.xlsx"
        marked.write_bytes(marked_copy(desk.seen(outcome), outcome.findings))
        again = desk.check({"marked.xlsx": marked})[0]
        assert {f.rule_id for f in again.findings} == {f.rule_id for f in outcome.findings}
        assert len(again.report.rows) == len(outcome.report.rows)

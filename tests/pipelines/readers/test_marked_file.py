"""A file that came in is marked itself: every other part of it byte for byte, its styles kept, earlier marks taken off."""

import io
import zipfile

import pytest
import xlsxwriter

from expectations.result import Finding
from pipelines.readers.marked_file import CellMark, mark_file
from pipelines.readers.marked_grids import Mark
from pipelines.readers.marking import marked
from pipelines.readers.workbook import WorkbookReader
from pipelines.readers.workbook_package import NotMarked

TITLE, LIST = "核验意见", [["序号", "意见"], ["1", "数不对"]]


@pytest.fixture
def form():
    """A sheet with bold, bordered and dated cells, a picture of a drop-down, a comment of the office's own, and another."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, other = book.add_worksheet("目标"), book.add_worksheet("别的")
        sheet.write(0, 0, "指标", book.add_format({"bold": True, "border": 1}))
        sheet.write(1, 0, "粮食", book.add_format({"font_color": "red", "num_format": "0.0"}))
        sheet.write(1, 2, 3.5, book.add_format({"num_format": "0.00"}))
        sheet.write_comment(1, 2, "县里的批注")
        sheet.data_validation(1, 0, 5, 0, {"validate": "list", "source": ["粮食", "棉花"]})
        other.write(0, 0, 1)
    return target.getvalue()


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


MARKS = [
    CellMark("目标", 1, 0, "error", "数不对"),
    CellMark("目标", 1, 2, "warn", "请核对"),
    CellMark("目标", 7, 27, "error", "缺"),
]


def test_only_what_must_change_changes(form):
    before, after = parts(form), parts(mark_file(form, MARKS, TITLE, LIST))
    same = [name for name in before if after[name] == before[name]]
    assert {"xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "docProps/core.xml", "xl/theme/theme1.xml"} <= set(same)
    sheet = after["xl/worksheets/sheet1.xml"].decode()
    assert "dataValidation" in sheet and 'r="AB8"' in sheet
    notes = "".join(content.decode() for name, content in after.items() if "comments" in name)
    assert "县里的批注" in notes and "请核对" in notes and notes.count("<comment ") == 3


def test_a_tinted_cell_keeps_its_number_format_and_letters(form, tmp_path):
    styles = parts(mark_file(form, MARKS, TITLE, LIST))["xl/styles.xml"].decode()
    looks = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    tinted = [look for look in looks.split("<xf ") if 'applyFill="1"' in look]
    assert len(tinted) == 3
    assert sum('numFmtId="0"' not in look for look in tinted) == 2
    (tmp_path / "m.xlsx").write_bytes(mark_file(form, MARKS, TITLE, LIST))
    with WorkbookReader() as workbooks:
        grids = {grid.sheet: grid for grid in workbooks.read(tmp_path / "m.xlsx")}
    assert [cell.text for _, cell in grids["目标"].lines[1].filled()] == ["粮食", "3.5"]
    assert grids[TITLE].lines[1].cell(1).text == "数不对"


def test_marked_again_the_earlier_marks_are_gone(form):
    first = mark_file(form, MARKS, TITLE, LIST)
    again = parts(mark_file(first, MARKS[:1], TITLE, LIST[:1]))
    notes = "".join(content.decode() for name, content in again.items() if "comments" in name)
    assert notes.count("<comment ") == 2 and "县里的批注" in notes
    sheet, untouched = again["xl/worksheets/sheet1.xml"].decode(), parts(form)["xl/worksheets/sheet1.xml"].decode()

    def style(text, reference):
        return text.partition(f'r="{reference}"')[2].partition(">")[0].partition('s="')[2].partition('"')[0]

    assert style(sheet, "C2") == style(untouched, "C2")
    assert style(sheet, "A2") != style(untouched, "A2")
    assert sum("findings" in name for name in again) == 1


def test_what_is_no_such_file_is_marked_in_a_copy_of_its_cells(form, tmp_path):
    with pytest.raises(NotMarked):
        mark_file(form, [CellMark("没有", 0, 0, "error", "x")], TITLE, LIST)
    found = Finding("rule", "error", "f", 2, "指标", "粮食", "数不对", "wrong", "请改", "correct it", sheet="目标")
    (tmp_path / "f.xlsx").write_bytes(form)
    with WorkbookReader() as workbooks:
        grids = workbooks.read(tmp_path / "f.xlsx")
        own = marked(form, workbooks, grids, [Mark(found, (0, 1, 0))])
        copied = marked(b"a,b", workbooks, grids, [Mark(found, (0, 1, 0))])
    assert "xl/worksheets/findings1.xml" in parts(own) and "xl/worksheets/findings1.xml" not in parts(copied)
    assert "数不对" in "".join(content.decode() for name, content in parts(copied).items() if "comments" in name)

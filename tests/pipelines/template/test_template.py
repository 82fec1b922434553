"""Templates: prefilled, typed, locked and explained; what goes out comes back in without retyping, exactly."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lookup import UnknownName
from pipelines.office import Office
from pipelines.register import INDICATOR, TASK
from pipelines.reports.report import read_report
from pipelines.template.contents import make_template
from pipelines.template.csv_file import csv_bytes, written
from pipelines.template.workbook import workbook_bytes
from tests.pipelines.readers.test_workbook import altered
from tests.shipped import RAW

WRITERS = {"xlsx": workbook_bytes, "csv": csv_bytes}


@pytest.fixture(scope="module")
def register(shipped_register):
    return shipped_register


@pytest.fixture(scope="module")
def template():
    return make_template(Office(RAW, with_sample=True), "省科技厅", "2019年下半年", None)


def test_it_holds_the_units_items_with_target_and_last_value(template):
    assert (template.subject_id, template.period.period_id, template.programme.id) == (
        "sc-kjt",
        "2019H2",
        "cdm-zone-2018",
    )
    with (RAW / "definitions" / "responsibilities" / "cdm-zone-2018.csv").open(encoding="utf-8", newline="") as file:
        seats = {row["task_id"] for row in csv.DictReader(file) if row["unit_name"] == "科技厅"}
    assert {row.item.item_id for row in template.rows if row.item.kind == TASK} == seats
    for row in template.rows:
        assert row.values["item_name"]
        assert row.item.kind == TASK or (row.values["target_value"] and row.values["measure_unit"])
    assert any(row.values["last_value"] is not None for row in template.rows)
    assert template.is_last_from_sample


def test_without_samples_nothing_comes_from_them():
    bare = make_template(Office(RAW, with_sample=False), "科技厅", "2019H2", None)
    assert not bare.is_last_from_sample
    assert all(row.values["last_value"] is None for row in bare.rows)
    assert not any("示意" in str(row.values["target_value"]) for row in bare.rows)


@pytest.mark.parametrize(
    ("unit", "period", "programme", "said"),
    [("某厅", "2019H1", None, "no such unit"), ("科技厅", "2019Q1", None, "2019H1"), ("科技厅", "2017H1", None, "2018H2"),
     ("科技厅", "2019H1", "chuanyu-institutes-2023", "no such round")],
)  # fmt: skip
def test_what_has_no_template_is_said_with_what_has(unit, period, programme, said):
    with pytest.raises(UnknownName, match=said):
        make_template(Office(RAW, with_sample=False), unit, period, programme)


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode("utf-8", "replace") for name in book.namelist()}


def test_the_workbook_is_locked_typed_and_explained(template):
    book = parts(workbook_bytes(template))
    sheet, words = book["xl/worksheets/sheet1.xml"], book["xl/sharedStrings.xml"]
    assert "<sheetProtection" in sheet and "<sheetProtection" in book["xl/worksheets/sheet2.xml"]
    rules = re.findall(r"<dataValidation ([^>]*)>(.*?)</dataValidation>", sheet)
    kinds = {re.search(r'type="(\w+)"', head)[1] if 'type="' in head else "any" for head, _ in rules}
    assert {"list", "date", "decimal", "whole"} <= kinds
    assert '"未启动,推进中,已完成"' in sheet.replace("&quot;", '"')
    assert all("prompt=" in head for head, _ in re.findall(r"<dataValidation ([^>]*)(/?)>", sheet))
    open_cells = sum(len(row.open_columns) for row in template.rows)
    assert len(re.findall(r"<dataValidation ", sheet)) == open_cells
    assert "locked" in book["xl/styles.xml"]
    for word in ("填表说明", "Fill in the white cells only", "一、只填白色格", "样例数据"):
        assert word in words + book["xl/workbook.xml"]
    assert "<f>" not in sheet


def test_a_printed_template_is_a4_across_on_two_pages_that_name_every_row(template):
    book = parts(workbook_bytes(template))
    sheet, names = book["xl/worksheets/sheet1.xml"], book["xl/workbook.xml"]
    page = re.search(r"<pageSetup ([^>]*)/>", sheet)[1]
    assert 'paperSize="9"' in page and 'orientation="landscape"' in page
    assert 'fitToWidth="2"' in page and 'fitToHeight="0"' in page
    header = template.form.columns.index("version")
    assert f"$D$3:$U${len(template.rows) + 4}" in names and header == 3
    assert "$I:$I" in names and "$3:$4" in names
    assert template.title in re.search(r"<oddHeader>(.*?)</oddHeader>", sheet)[1]


def test_the_same_template_gives_the_same_bytes(template):
    for write in WRITERS.values():
        assert write(template) == write(template)


def read_back(content, suffix, register, workbooks, folder):
    path = folder / f"t.{suffix}"
    path.write_bytes(content)
    return read_report(path, path.name, register, workbooks)


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_empty_template_says_that_nothing_is_filled_in(template, register, workbooks, tmp_path, suffix):
    report = read_back(WRITERS[suffix](template), suffix, register, workbooks, tmp_path)
    assert {finding.rule_id for finding in report.findings} == {"cell.required", "report.blank"}


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_nil_template_comes_back_as_one_nil_row(template, register, workbooks, tmp_path, suffix):
    first = template.rows[0].item.item_id
    nil = replace(template, answers={(first, "submitted_on"): date(2019, 12, 27), (first, "is_nil"): "是"})
    report = read_back(WRITERS[suffix](nil), suffix, register, workbooks, tmp_path)
    assert report.findings == []
    assert [(row["is_nil"], row["item_id"], row["submitted_on"]) for row in report.rows] == [("是", None, "2019-12-27")]


WORDS = st.text(
    "按计划推进建设技术市场体系，完成第一批任务。；（）、：“”0123456789abcXYZ-=+@'\"\n,;%", min_size=1, max_size=60
).map(lambda text: text.strip())
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=6)
COUNTS = st.integers(min_value=0, max_value=10**12).map(Decimal)


@st.composite
def answers(draw, rows):
    filled = {(rows[0].item.item_id, "submitted_on"): draw(st.dates(date(2019, 7, 1), date(2030, 1, 1)))}
    for row in rows:
        for column in row.open_columns:
            if column in ("submitted_on", "is_nil") or draw(st.booleans()):
                continue
            if column == "task_status":
                value = draw(st.sampled_from(["未启动", "推进中", "已完成"]))
            elif column == "completion_pct":
                value = draw(st.decimals(min_value=0, max_value=100, places=2))
            elif column in ("actual_value", "numerator_value", "denominator_value"):
                value = draw(st.one_of(COUNTS, AMOUNTS))
            else:
                value = draw(WORDS) or None
            filled[row.item.item_id, column] = value
    return filled


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_filled_template_reads_back_equal(suffix, data):
    template, register, workbooks, folder = (_shared[name] for name in ("template", "register", "workbooks", "folder"))
    given_answers = data.draw(answers(template.rows))
    made = replace(template, answers=given_answers)
    report = read_back(WRITERS[suffix](made), suffix, register, workbooks, folder)
    if not any(value for (_, column), value in given_answers.items() if column != "submitted_on"):
        assert "report.blank" in {finding.rule_id for finding in report.findings}
        return
    assert report.findings == []
    assert len(report.rows) == len(template.rows)
    for row, back in zip(made.rows, report.rows, strict=True):
        assert (back["item_id"], back["unit_id"], back["period_id"]) == (row.item.item_id, "sc-kjt", "2019H2")
        for column in set(row.open_columns) - {"is_nil", "submitted_on"}:
            sent = written(given_answers.get((row.item.item_id, column)))
            assert (back[column] or "") == sent, column
        if row.item.kind == INDICATOR:
            assert back["last_value"] == (
                None if row.values["last_value"] is None else written(row.values["last_value"])
            )


_shared = {}


@pytest.fixture(autouse=True)
def _share(template, register, workbooks, tmp_path_factory):
    # Hypothesis runs one test many times: what it needs is made once for all of them.
    if not _shared:
        _shared.update(template=template, register=register, workbooks=workbooks, folder=tmp_path_factory.mktemp("t"))


def test_another_round_typed_into_every_row_of_the_form_is_asked_back(template, register, workbooks, tmp_path):
    content = altered(workbook_bytes(template), "xl/sharedStrings.xml", b"<t>2019H2</t>", b"<t>2019H1</t>")
    for sent, expected in ((content, True), (workbook_bytes(template), False)):
        (tmp_path / "a.xlsx").write_bytes(sent)
        report = read_report(tmp_path / "a.xlsx", "a.xlsx", register, workbooks)
        assert ("title.round" in [finding.rule_id for finding in report.findings]) is expected

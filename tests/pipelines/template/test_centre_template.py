"""Templates of annual reports: prefilled with facts and last year, locked, and read back exactly as they were filled."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.centre_register import DATA
from pipelines.definitions.files import definitions_in_force
from pipelines.lookup import UnknownName
from pipelines.office import Office
from pipelines.readers.workbook import WorkbookReader
from pipelines.register import read_register
from pipelines.reports.report import read_report
from pipelines.template.contents import make_template
from pipelines.template.csv_file import csv_bytes, written
from pipelines.template.workbook import workbook_bytes
from tests.pipelines.template.test_template import WORDS
from tests.shipped import RAW

pytestmark = pytest.mark.slow

WRITERS = {"xlsx": workbook_bytes, "csv": csv_bytes}
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)
COUNTS = st.integers(min_value=0, max_value=10**6).map(Decimal)


@pytest.fixture(scope="module")
def template():
    return make_template(Office(RAW, with_sample=True), "四川省竹基新材料技术创新中心", "2026", kind_id="centre_report")


@pytest.fixture(scope="module")
def reading():
    with WorkbookReader() as workbooks:
        yield read_register(RAW, definitions_in_force(RAW), with_sample=True), workbooks


def test_it_holds_every_item_with_last_years_value_and_the_facts(template):
    rows = {row.item.item_id: row for row in template.rows}
    assert len(rows) == 13
    assert rows["rd-spending"].values["last_value"] == Decimal(2384)
    assert (rows["rd-spending"].values["measure_unit"], template.is_last_from_sample) == ("万元", True)
    assert "研究开发" in rows["rd-spending"].meaning
    assert any("样例竹基新材料企业" in fact for fact in template.facts)


@pytest.mark.parametrize(
    "name", ["sample-sc-02", " 四川省竹基新材料技术创新中心(样例) ", "四川省竹基新材料技术创新中心"]
)
def test_a_centre_is_found_by_id_and_by_any_of_its_names(name):
    assert (
        make_template(Office(RAW, with_sample=True), name, "2025年", kind_id="centre_report").subject_id
        == "sample-sc-02"
    )


@pytest.mark.parametrize(
    ("centre", "year", "said"),
    [("竹基中心", "2025", "sample-sc-02"), ("sample-sc-02", "2025H1", "2025"), ("sample-sc-02", "2021", "2022-09-06")],
)
def test_what_has_no_template_is_said_with_what_has(centre, year, said):
    with pytest.raises(UnknownName, match=said):
        make_template(Office(RAW, with_sample=True), centre, year, kind_id="centre_report")


def test_without_samples_there_is_no_sample_centre():
    with pytest.raises(UnknownName, match="nearest"):
        make_template(Office(RAW, with_sample=False), "sample-sc-02", "2025", kind_id="centre_report")


def test_the_workbook_is_locked_typed_and_explained(template):
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(template))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<sheetProtection" in sheet
    assert "<f>" not in sheet
    assert sheet.count("<dataValidation ") == sum(len(row.open_columns) for row in template.rows)
    assert 'type="whole"' in sheet
    for word in ("中心名称", "上年数值", "Fill in the white cells only", "均为必填", "样例数据"):
        assert word in words


@st.composite
def answers(draw, rows):
    filled = {(rows[0].item.item_id, "submitted_on"): draw(st.dates(date(2026, 1, 1), date(2030, 1, 1)))}
    for row in rows:
        counts = row.item.measure_unit in {"项", "家", "个", "人", "名", "件", "份", "台/套"}
        for column in row.open_columns:
            if column in ("submitted_on", "is_nil") or draw(st.booleans()):
                continue
            is_number = column == "actual_value" and row.item.kind == DATA
            value = draw(COUNTS if counts else AMOUNTS) if is_number else draw(WORDS) or None
            filled[row.item.item_id, column] = value
    return filled


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_filled_template_reads_back_equal(suffix, data):
    template, folder = _shared["template"], _shared["folder"]
    given_answers = data.draw(answers(template.rows))
    made = replace(template, answers=given_answers)
    path = folder / f"t.{suffix}"
    path.write_bytes(WRITERS[suffix](made))
    report = read_report(path, path.name, *_shared["reading"])
    if not any(value for (_, column), value in given_answers.items() if column != "submitted_on"):
        assert "report.blank" in {finding.rule_id for finding in report.findings}
        return
    assert report.findings == []
    assert report.key == ("sichuan-centres", "2026", "sample-sc-02")
    for row, back in zip(made.rows, report.rows, strict=True):
        assert back["item_id"] == row.item.item_id
        for column in ("actual_value", "statement", "note"):
            value = given_answers.get((row.item.item_id, column))
            assert back[column] == (written(value) or None), column


_shared = {}


@pytest.fixture(autouse=True, scope="module")
def _share(template, reading, tmp_path_factory):
    # Hypothesis calls a test many times with one fixture: what stays the same is made once.
    _shared.update(template=template, reading=reading, folder=tmp_path_factory.mktemp("templates"))

"""Whatever a unit writes into an open cell of its template is kept, shown and can be taken out again."""

import csv
import dataclasses
import io
from datetime import date
from decimal import Decimal

import pyarrow.parquet
import pytest
import python_calamine

from dashboards.documents.orders import Order, papers
from dashboards.exports.files import ENDINGS, write_dataset
from dashboards.exports.package import write_package
from metrics.digits import amount
from metrics.warehouse import Snapshot, Warehouse, current_build_path
from metrics.working.judgements import figure_workings
from pipelines.office import Office
from pipelines.receiving.desk import Desk
from pipelines.register import TASK
from pipelines.template.contents import make_template
from pipelines.template.csv_file import csv_bytes
from pipelines.template.workbook import workbook_bytes
from tests.published import load, published
from tests.shipped import shipped_office

pytestmark = pytest.mark.slow

# Two programmes, two forms of file: unit, round, day, how it is written.
SENT = {
    "zone": ("省知识产权局", "2019H2", date(2019, 12, 23), workbook_bytes),
    "twin": ("重庆市科技局", "2024H1", date(2024, 6, 25), csv_bytes),
}
SHARE, SHARE_TARGET = "high-tech-output-share", "cdm-high-tech-output-share"
ANNEX = (
    "target_id,unit_name,target_value,measure_unit,baseline_value,document_title,section,phrase,note_zh,note_en\n"
    f"{SHARE_TARGET},省知识产权局,35,%,,附件,附件,35%,,\n"
)
TEXTS = ("progress", "problems", "next_steps", "evidence")
WORDS = {"progress": "进展", "problems": "难处", "next_steps": "打算", "evidence": "附件"}


def answers(template, day):
    """Something of its own in every open cell: distinct texts, numbers that no other row has."""
    given = {}
    for number, row in enumerate(template.rows, start=1):
        item = row.item
        whole = Decimal(20_000 + 13 * number)
        part = Decimal(7_000 + 31 * number)
        of_row = {
            "submitted_on": day,
            "is_nil": "否",
            "actual_value": round(100 * part / whole, 2) if item.measure_type == "ratio" else Decimal(900 + number),
            "numerator_value": part,
            "denominator_value": whole,
            "task_status": "推进中",
            "completion_pct": Decimal("10.25") + number,
            **{column: f"{item.name_zh}的{word}之{number}“甲，乙”" for column, word in WORDS.items()},
        }
        given |= {(item.item_id, column): of_row[column] for column in row.open_columns}
    return dataclasses.replace(template, answers=given)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A data folder in which both filled reports were received and loaded, and what was filled in."""
    folder = tmp_path_factory.mktemp("kept")
    shipped_office(folder, "sample")
    annex = folder / "raw" / "definitions" / "unit_targets" / "cdm-zone-2018.csv"
    annex.parent.mkdir(exist_ok=True)
    annex.write_text(ANNEX, encoding="utf-8")
    # The unit that reports the share speaks for the whole of it.
    named = folder / "raw" / "definitions" / "reporters" / "cdm-zone-2018.csv"
    rows = named.read_text("utf-8").splitlines(keepends=True)
    speaks = [row.replace(",科技厅,", ",省知识产权局,") if row.startswith(f"{SHARE_TARGET},") else row for row in rows]
    named.write_text("".join(speaks), encoding="utf-8")
    published(folder)
    filled = {}
    with Desk(folder / "raw", with_sample=False) as desk:
        for name, (unit, period, day, as_bytes) in SENT.items():
            filled[name] = answers(make_template(Office(folder / "raw", with_sample=False), unit, period, None), day)
            path = folder / f"{name}.{'xlsx' if as_bytes is workbook_bytes else 'csv'}"
            path.write_bytes(as_bytes(filled[name]))
            outcome = desk.receive(path)
            assert not outcome.is_refused, [finding.text() for finding in outcome.findings]
    assert load(folder, with_sample=False).state == "published"
    return folder, filled


@pytest.fixture(scope="module")
def snapshot_of_kept(kept):
    return Snapshot(current_build_path(kept[0] / "warehouse"))


def words_given(template):
    """Every text that was written into an open cell."""
    return {text for (_, column), text in template.answers.items() if column in TEXTS}


def cells(path):
    """All cells of an exported file as text."""
    if path.suffix == ".parquet":
        rows = pyarrow.parquet.read_table(path).to_pylist()
        return {str(value) for row in rows for value in row.values()}
    if path.suffix == ".xlsx":
        book = python_calamine.CalamineWorkbook.from_path(path)
        return {str(value) for row in book.get_sheet_by_name("data").to_python() for value in row}
    return {value for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")) for value in row}


@pytest.mark.parametrize("file_format", ENDINGS)
def test_every_text_of_a_report_stands_in_the_exports(kept, snapshot_of_kept, tmp_path, file_format):
    found = set()
    for dataset in ("task-reports", "indicator-reports"):
        path = tmp_path / f"{dataset}{ENDINGS[file_format]}"
        write_dataset(snapshot_of_kept, dataset, file_format, path)
        found |= cells(path)
    for template in kept[1].values():
        assert len(words_given(template)) > 40
        assert words_given(template) <= found


def test_every_text_of_a_report_stands_in_the_package(kept, snapshot_of_kept, tmp_path):
    write_package(snapshot_of_kept, tmp_path / "package")
    found = set().union(*(cells(path) for path in (tmp_path / "package" / "data").glob("*.csv")))
    for template in kept[1].values():
        assert words_given(template) <= found


def rows_of(snapshot, dataset, folder):
    path = folder / f"{dataset}.csv"
    write_dataset(snapshot, dataset, "csv", path)
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def test_every_number_of_a_report_comes_out_beside_its_item(kept, snapshot_of_kept, tmp_path):
    tasks, figures = (
        {(row["unit_name"], row["period_id"], row[key]): row for row in rows_of(snapshot_of_kept, dataset, tmp_path)}
        for dataset, key in (("task-reports", "task_id"), ("indicator-reports", "indicator_id"))
    )
    shares = 0
    for template in kept[1].values():
        for row in template.rows:
            key = (template.subject_name, template.period.period_id, row.item.item_id)
            given = {column: template.answers[row.item.item_id, column] for column in row.open_columns}
            out = (tasks if row.item.kind == TASK else figures)[key]
            if row.item.kind == TASK:
                assert (out["task_status"], Decimal(out["completion_pct"])) == ("in_progress", given["completion_pct"])
            else:
                assert Decimal(out["actual_value"]) == given["actual_value"]
            if "numerator_value" in given:
                shares += 1
                parts = (Decimal(out["numerator_value"]), Decimal(out["denominator_value"]))
                assert parts == (given["numerator_value"], given["denominator_value"])
            assert [out[column] for column in TEXTS] == [given[column] for column in TEXTS]
            assert (out["provenance"], out["version"], out["is_counted"]) == ("reported", "1", "true")
            assert int(out["source_row"]) > 1
            assert out["source_file"].startswith("archive/")
    assert shares > 0


def test_a_report_without_a_text_comes_out_empty_and_not_as_nothing(kept, snapshot_of_kept, tmp_path):
    roles = {row["task_id"]: row["role"] for row in rows_of(snapshot_of_kept, "task-reports", tmp_path)}
    assert {"lead", "support"} == set(roles.values())
    shares = [row for row in rows_of(snapshot_of_kept, "indicator-reports", tmp_path) if not row["numerator_value"]]
    assert shares
    assert {row["denominator_value"] for row in shares} == {""}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SENT)
def test_every_open_cell_is_shown_on_the_page_of_the_report(kept, snapshot_of_kept, page_of, text_of, name, language):
    folder, filled = kept
    template = filled[name]
    path = f"/report/{template.programme.id}/{template.period.period_id}/{template.subject_id}/v1"
    text = text_of(page_of(path, f"?lang={language}", source=Warehouse(folder)))
    assert {words for words in words_given(template) if words not in text} == set()
    for row in template.rows:
        for column in {"completion_pct", "numerator_value", "denominator_value"} & set(row.open_columns):
            assert amount(template.answers[row.item.item_id, column]) in text, (row.item.item_id, column)


def test_the_working_of_a_share_shows_the_two_amounts_it_was_reported_with(kept, snapshot_of_kept, page_of, text_of):
    template = kept[1]["zone"]
    given = [template.answers[SHARE, column] for column in ("numerator_value", "denominator_value")]
    (entry,) = figure_workings(snapshot_of_kept, SHARE_TARGET, template.subject_id, template.period.period_id)
    assert [row.parts for row in entry.rows] == [tuple(given)]
    told = f"（分子 {amount(given[0])} ÷ 分母 {amount(given[1])}）"
    search = f"?programme={template.programme.id}&period={template.period.period_id}"
    assert told in text_of(page_of(f"/target/{SHARE_TARGET}", search, source=Warehouse(kept[0])))


@pytest.mark.parametrize("name", SENT)
def test_the_list_of_tasks_shows_what_every_unit_says_of_them(kept, page_of, text_of, name):
    template = kept[1][name]
    search = f"?programme={template.programme.id}&period={template.period.period_id}"
    text = text_of(page_of("/tasks", search, source=Warehouse(kept[0])))
    of_tasks = {row.item.item_id for row in template.rows if row.item.kind == TASK}
    said = {text for (item, column), text in template.answers.items() if column in TEXTS and item in of_tasks}
    assert {words for words in said if words not in text} == set()


def all_words(paper):
    """Every text of a document before it is drawn."""
    if isinstance(paper, str):
        return paper
    if isinstance(paper, tuple | list):
        return "\n".join(map(all_words, paper))
    if dataclasses.is_dataclass(paper):
        return "\n".join(all_words(getattr(paper, field.name)) for field in dataclasses.fields(paper))
    return ""


@pytest.mark.parametrize("name", SENT)
def test_the_letter_repeats_what_the_unit_wrote_and_the_bulletin_its_problems(kept, snapshot_of_kept, name):
    template = kept[1][name]
    order = Order(template.programme.id, template.period.period_id, "zh", "docx", unit_id=template.subject_id)
    ((_, letter),) = papers(snapshot_of_kept, order)
    told = all_words(letter)
    assert {words for words in words_given(template) if words not in told} == set()
    ((_, bulletin), *_) = papers(snapshot_of_kept, dataclasses.replace(order, unit_id=None))
    told = all_words(bulletin)
    led = led_tasks(snapshot_of_kept, template)
    assert led
    for task_id in led:
        assert template.answers[task_id, "problems"] in told
        assert template.answers[task_id, "next_steps"] in told


def led_tasks(snapshot, template):
    """The tasks that the unit of a template leads."""
    rows = snapshot.select("select unit_id, task_id from fact.responsibility where role = 'lead'")
    asked = {row.item.item_id for row in template.rows}
    return {row["task_id"] for row in rows if row["unit_id"] == template.subject_id} & asked

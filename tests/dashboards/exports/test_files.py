"""Exports opened by others: DuckDB and pyarrow, an Excel reader, the Frictionless validator."""

import hashlib
import json
import subprocess
import sys
import zipfile
from decimal import Decimal

import duckdb
import pyarrow.parquet
import pytest
from python_calamine import CalamineWorkbook

from dashboards.exports import datasets, workbook
from dashboards.exports.datasets import DATASETS, ExportRefused, column_types, open_dataset
from dashboards.exports.files import write_dataset
from dashboards.exports.package import write_package
from dashboards.exports.selection import Selection

pytestmark = pytest.mark.slow


@pytest.fixture
def table(monkeypatch):
    """Lets every dataset be one SELECT."""
    return lambda query: monkeypatch.setattr(datasets, "query_text", lambda *_: query)


def test_parquet_keeps_decimals_exact(snapshot, tmp_path):
    write_dataset(snapshot, "attainment", "parquet", tmp_path / "a.parquet")
    read = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    header, rows = open_dataset(snapshot, "attainment")
    assert read.column_names == header
    kind = column_types(snapshot, "attainment")["actual_value"].removeprefix("DECIMAL(").removesuffix(")")
    assert str(read.schema.field("actual_value").type) == f"decimal128({kind.replace(',', ', ')})"
    position = header.index("actual_value")
    assert read["actual_value"].to_pylist() == [row[position] for row in rows]
    assert read.schema.metadata[b"duibiao_build"].decode() == snapshot.build.build_id


def test_a_workbook_holds_the_rows_with_their_types(snapshot, tmp_path):
    write_dataset(snapshot, "attainment", "xlsx", tmp_path / "a.xlsx")
    sheets = read_sheets(tmp_path / "a.xlsx")
    assert list(sheets) == ["data", "README", "dictionary", "checks"]
    header, rows = open_dataset(snapshot, "attainment")
    read_header, *read = sheets["data"]
    assert read_header == header
    for row, cells in zip(rows, read, strict=True):
        for value, cell in zip(row, cells, strict=True):
            if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
                assert cell == pytest.approx(float(value))
            else:
                assert cell == ("" if value is None else value)
    said = {name.split(" · ")[1]: value for name, value in (line[:2] for line in sheets["README"])}
    assert said["build"] == snapshot.build.build_id
    assert said["filters"].startswith("无")
    assert [line[0] for line in sheets["dictionary"][1:]] == header
    content = zipfile.ZipFile(tmp_path / "a.xlsx")
    sheet = content.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet


def test_in_a_workbook_text_stays_text_and_numbers_stay_numbers(snapshot, table, tmp_path):
    table("select '=1+1' as name_zh, '-5.00' as name_en, 'http://a.b' as note_zh, (-5)::decimal(4,2) as actual_value")
    write_dataset(snapshot, "tasks", "xlsx", tmp_path / "t.xlsx")
    assert read_sheets(tmp_path / "t.xlsx")["data"][1] == ["=1+1", "-5.00", "http://a.b", -5.0]
    sheet = zipfile.ZipFile(tmp_path / "t.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_workbook_keeps_odd_text_as_it_is(snapshot, table, tmp_path):
    texts = ["<a> & \"b\" 'c'", "  x  ", "a\r\nb\tc", "\x01\x1f", "_x0041_", "对标🙂", "]]>"]
    values = ", ".join("(" + " || ".join(f"chr({ord(letter)})" for letter in text) + ")" for text in texts)
    table(f"select * from (values {values}) as t (note_zh)")
    write_dataset(snapshot, "tasks", "xlsx", tmp_path / "t.xlsx")
    assert [row[0] for row in read_sheets(tmp_path / "t.xlsx")["data"][1:]] == texts


def test_a_program_that_reads_the_first_sheet_of_a_workbook_gets_the_rows(snapshot, tmp_path):
    import pandas

    write_dataset(snapshot, "attainment", "xlsx", tmp_path / "a.xlsx")
    frame = pandas.read_excel(tmp_path / "a.xlsx", engine="calamine")
    header, rows = open_dataset(snapshot, "attainment")
    assert (list(frame.columns), len(frame)) == (header, len(list(rows)))


def test_a_workbook_opens_in_libreoffice_with_its_types(snapshot, table, tmp_path):
    table(
        "select '=1+1' as name_zh, (-5)::decimal(4,2) as actual_value, date '2020-12-31' as due_on, true as is_nil, "
        "'2026-01-01 08:30:00+08'::timestamptz as recorded_at, 0.25::double as pace_ratio, null as note_zh"
    )
    write_dataset(snapshot, "tasks", "xlsx", tmp_path / "t.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to",
               'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1', "--outdir",
               str(tmp_path), str(tmp_path / "t.xlsx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    written = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8").splitlines()
    assert written[1] == "=1+1,-5,2020-12-31,TRUE,2026-01-01 08:30:00,0.25,"


def test_rows_beyond_a_sheet_go_on_in_the_next(snapshot, table, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "SHEET_ROWS", 3)
    table("select i as sort_order from range(5) r(i) order by i")
    write_dataset(snapshot, "tasks", "xlsx", tmp_path / "t.xlsx")
    sheets = read_sheets(tmp_path / "t.xlsx")
    assert [sheets[name] for name in ("data", "data 2", "data 3")] == [
        [["sort_order"], [0], [1]],
        [["sort_order"], [2], [3]],
        [["sort_order"], [4]],
    ]


def test_text_longer_than_a_cell_is_refused_by_name_and_leaves_no_file(snapshot, table, tmp_path):
    table("select repeat('长', 40000) as note_zh")
    with pytest.raises(ExportRefused, match="note_zh"):
        write_dataset(snapshot, "tasks", "xlsx", tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def package(snapshot, tmp_path_factory):
    """The folder of the whole package, for reading."""
    folder = tmp_path_factory.mktemp("whole") / "package"
    write_package(snapshot, folder)
    return folder


def test_the_package_is_valid_and_its_hashes_hold(snapshot, package):
    described = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in described["resources"]] == list(DATASETS)
    for resource in described["resources"]:
        path = package / resource["path"]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert resource["hash"] == f"sha256:{digest}"
        assert path.with_name(f"{path.name}.sha256").read_text() == f"{digest}  {path.name}\n"
        assert resource["schema"]["missingValues"] == [""]
    with pytest.raises(ExportRefused, match="package"):
        write_package(snapshot, package)


def test_the_frictionless_validator_accepts_the_package(package):
    program = (
        "import sys; from frictionless import Package\n"
        "report = Package(sys.argv[1]).validate()\n"
        "print(report.valid, report.stats['tasks'], report.flatten(['type', 'fieldName', 'note']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(package / "datapackage.json")],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.strip() == f"True {len(DATASETS)} []", done.stderr


def test_a_csv_reads_in_pandas_and_duckdb(snapshot, tmp_path):
    import pandas

    path = tmp_path / "attainment.csv"
    write_dataset(snapshot, "attainment", "csv", path)
    frame = pandas.read_csv(path, dtype={"actual_value": str})
    header, rows = open_dataset(snapshot, "attainment")
    values = [row[header.index("actual_value")] for row in rows]
    assert list(frame.columns) == header
    assert [None if pandas.isna(v) else Decimal(v) for v in frame["actual_value"]] == values
    query = f"select count(*), sum(actual_value::decimal(24,6)) from read_csv('{path}', all_varchar = true)"
    assert duckdb.sql(query).fetchall() == [(len(values), sum(v for v in values if v is not None))]


def read_sheets(path):
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_a_workbook_names_the_newest_figure_of_its_own_rows_not_of_the_whole_build(snapshot):
    for period_id, last in (("2018H2", "2018-12-31"), ("2020H1", "2020-06-30")):
        chosen = Selection.written([f"period_id:is:{period_id}"], ["target_id", "status"])
        assert (
            dict(workbook.facts(snapshot, "attainment", chosen))["数据最晚所属日期 · newest figure speaks of"] == last
        )
    assert dict(workbook.facts(snapshot, "thresholds"))["数据最晚所属日期 · newest figure speaks of"] == ""

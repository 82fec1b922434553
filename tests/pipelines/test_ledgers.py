"""Ledgers: declared shapes, files read exactly, every fault with its place, and whatever cannot be read said so."""

import re
from pathlib import Path

import pandas as pd
import pytest

from expectations.suite import load_suites
from metrics.database import connect
from metrics.warehouse import Snapshot, current_build_path
from pipelines.definitions.files import definitions_in_force, read_files
from pipelines.ledgers.faults import check_ledgers
from pipelines.ledgers.fitting import check_shapes
from pipelines.ledgers.lines import LISTED_ROWS
from pipelines.ledgers.reader import LedgerFile, list_ledger_files
from pipelines.ledgers.shape import InvalidShape, load_shapes
from pipelines.sample.ledgers import LEDGER_IDS
from tests.published import load
from tests.shipped import RAW, shipped_catalog
from tests.staged import staged

pytestmark = pytest.mark.slow

HEADER = "合同编号,合同名称,责任单位,卖方类别,合同类别,合同金额(万元),登记日期,注销日期"
GOOD = "{},样例合同,四川省科技厅,科研机构,技术开发,12.50,2024-03-01,"
SHAPES = load_shapes(definitions_in_force(RAW))
CONTRACTS = next(shape for shape in SHAPES if shape.ledger_id == "contracts")


@pytest.fixture
def connection():
    with connect() as opened:
        yield opened


@pytest.fixture
def ledger(tmp_path, connection):
    """Reads contracts written as lines or bytes; returns what was received."""

    def read(*lines, name="a.csv", content=None, end="\n"):
        path = tmp_path / name
        path.write_bytes(content if content is not None else (end.join(lines) + end).encode())
        return staged(tmp_path, [LedgerFile(CONTRACTS, path, name, "evidence")], connection)

    return read


@pytest.fixture
def faults():
    """The findings of all ledger checks as (rule, file, row, column, value)."""

    def found(received):
        results = check_ledgers(received, load_suites())
        return results, [(f.rule_id, f.file, f.row_number, f.column_name, f.value) for r in results for f in r.findings]

    return found


def rows(connection, columns="contract_id, source_row"):
    return connection.execute(f"select {columns} from ledger.contracts order by source_row").fetchall()


def places(received):
    return [(f.rule_id, f.severity, f.row_number, f.column_name) for f in received.findings]


# --- shapes


def test_the_shipped_shapes_fit_the_catalog_and_count_six_indicators():
    check_shapes(SHAPES, shipped_catalog())
    assert {shape.ledger_id for shape in SHAPES} == {"contracts", "transfers", "enterprises", "platforms"}
    assert sum(len(shape.counts) for shape in SHAPES) == 6


SHAPE = """
name: {{zh: 甲, en: A}}
columns:
  id: {{type: text, required: true}}
  day: {{type: date{date}}}
  kind: {{type: choice{choice}}}
key: [{key}]
counts:
  - {{indicator_id: {indicator}, measure_unit: {unit}, tolerance_ratio: {ratio}, tolerance_value: 0,
     note: {{zh: 甲, en: A}}}}
"""
COUNTING = """
select '{0}' as ledger_id, 'incubators' as indicator_id, 'u' as unit_id, id as record_id, kind as record_label,
    day as counted_on, cast(null as date) as ended_on, 1 as counted_value, day as recorded_on,
    provenance, source_file, source_row
from ledger.{0} as record
"""
FINE = {"date": "", "choice": ", values: [a]", "key": "id", "indicator": "incubators", "unit": "家", "ratio": "0.1"}


def ledgers_of(folder):
    place = folder / "ledgers"
    place.mkdir(exist_ok=True)
    for name in ("a", "b", "things"):
        (place / f"{name}.sql").write_text(COUNTING.format(name), encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"key": "nothing"}, "no column is called nothing"),
        ({"date": ", not_before: never"}, "no column is called never"),
        ({"date": ", minimum: 0"}, "minimum belongs to a number"),
        ({"choice": ""}, "values belong to a choice"),
        ({"choice": ", values: [a], colour: red"}, "colour"),
        ({"ratio": "1.5"}, "tolerance_ratio"),
    ],
)
def test_a_shape_that_says_something_unknown_is_refused(tmp_path, change, said):
    (ledgers_of(tmp_path) / "things.yml").write_text(SHAPE.format(**FINE), encoding="utf-8")
    assert load_shapes(read_files(tmp_path))[0].ledger_id == "things"
    (ledgers_of(tmp_path) / "things.yml").write_text(SHAPE.format(**FINE | change), encoding="utf-8")
    with pytest.raises(InvalidShape, match=said) as refused:
        load_shapes(read_files(tmp_path))
    assert "things.yml" in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"indicator": "no-such"}, "no indicator of the definitions"),
        ({"indicator": "high-tech-output-share", "unit": "'%'"}, "a ratio cannot be counted"),
        ({"unit": "亿元"}, "亿元 does not convert into 家"),
    ],
)
def test_a_count_that_the_catalog_does_not_bear_is_refused(tmp_path, change, said):
    (ledgers_of(tmp_path) / "things.yml").write_text(SHAPE.format(**FINE | change), encoding="utf-8")
    with pytest.raises(InvalidShape, match=said):
        check_shapes(load_shapes(read_files(tmp_path)), shipped_catalog())


def test_an_indicator_is_counted_by_one_ledger(tmp_path):
    for name in ("a", "b"):
        (ledgers_of(tmp_path) / f"{name}.yml").write_text(SHAPE.format(**FINE), encoding="utf-8")
    with pytest.raises(InvalidShape, match="two ledgers count it"):
        load_shapes(read_files(tmp_path))


def test_a_ledger_of_an_office_has_its_select_beside_it(tmp_path):
    place = ledgers_of(tmp_path)
    (place / "things.yml").write_text(SHAPE.format(**FINE), encoding="utf-8")
    assert load_shapes(read_files(tmp_path))[0].counting == COUNTING.format("things")
    check_shapes(load_shapes(read_files(tmp_path)), shipped_catalog())
    (place / "things.sql").unlink()
    with pytest.raises(InvalidShape, match=r"ledgers/things\.sql.*no \.sql file"):
        load_shapes(read_files(tmp_path))


def test_what_was_published_before_selects_were_is_counted_as_it_was(tmp_path):
    place = ledgers_of(tmp_path)
    for name in LEDGER_IDS:
        (place / f"{name}.yml").write_bytes((RAW / "definitions" / "ledgers" / f"{name}.yml").read_bytes())
    shapes = load_shapes(read_files(tmp_path))
    assert [shape.ledger_id for shape in shapes] == sorted(LEDGER_IDS)
    check_shapes(shapes, shipped_catalog())


@pytest.mark.parametrize(
    ("counting", "said"),
    [
        ("selec 1", "not one SELECT"),
        ("select 1; select 2", "not one SELECT"),
        ("drop table ledger.things", "not one SELECT"),
        (COUNTING.format("contracts"), "not ledger.contracts"),
        (COUNTING.format("things").replace("'u'", "(select any_value(a) from read_csv('/etc/passwd') t(a))"),
         "nothing but ledger.things"),
        (COUNTING.format("things").replace("'u'", "(select max(path) from meta.source_file)"), "not meta.source_file"),
        (COUNTING.format("things").replace("'u'", "(select max(table_name) from duckdb_tables())"), "nothing but"),
        (COUNTING.format("things").replace("day as recorded_on", "current_date as recorded_on"), "current_date()"),
        (COUNTING.format("things").replace("1 as counted", "random() as counted"), "random()"),
        (COUNTING.format("things").replace("id as record_id", "number as record_id"), "cannot be run"),
        (COUNTING.format("things").replace("day as recorded_on,", ""), "cannot be run"),
    ],
)  # fmt: skip
def test_a_select_that_reads_more_or_cannot_be_run_is_refused(tmp_path, counting, said):
    place = ledgers_of(tmp_path)
    (place / "things.yml").write_text(SHAPE.format(**FINE), encoding="utf-8")
    (place / "things.sql").write_text(counting, encoding="utf-8")
    with pytest.raises(InvalidShape, match=re.escape(said)) as refused:
        check_shapes(load_shapes(read_files(tmp_path)), shipped_catalog())
    assert "ledgers/things.sql" in str(refused.value)


def test_a_count_for_no_indicator_of_the_ledger_is_named_at_its_row(ledger, tmp_path):
    other = CONTRACTS.counting.replace("'registered-contract-value'", "contract.contract_kind")
    shape = CONTRACTS.model_copy(update={"counting": other})
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{GOOD.format(1)}\n", encoding="utf-8")
    received = staged(tmp_path, [LedgerFile(shape, tmp_path / "a.csv", "a.csv", "evidence")])
    assert [(f.rule_id, f.severity, f.row_number) for f in received.findings] == [("ledger.counting", "error", 2)]
    assert received.files == ()


# --- reading


def test_cells_are_typed_exactly_and_empty_is_missing(ledger, connection):
    received = ledger(
        HEADER,
        "1,,四川省科技厅,科研机构,技术开发,0.000001,2024-03-01, ",
        '2," 甲,乙 ",科技厅,企业,技术服务,123456789012345.654321,2024-02-29,2024-12-31',
    )
    assert not received.findings
    columns = "contract_name, cast(amount as varchar), cast(registered_on as varchar), cancelled_on, provenance"
    assert rows(connection, columns)[0] == (None, "0.000001", "2024-03-01", None, "evidence")
    assert rows(connection, columns)[1][:3] == ("甲,乙", "123456789012345.654321", "2024-02-29")


def test_a_row_is_named_by_the_line_it_starts_on(ledger, connection):
    two_lines = '2,"样例\n合同",四川省科技厅,科研机构,技术开发,1,2024-03-01,'
    received = ledger(HEADER, GOOD.format(1), "", two_lines, "", "", GOOD.format(3), ",,,,,,,", GOOD.format(4))
    assert not received.findings
    assert rows(connection) == [("1", 2), ("2", 4), ("3", 8), ("4", 10)]


def test_in_a_large_file_every_row_keeps_its_number(ledger, connection):
    count = 300_000
    ledger(content="\n".join([HEADER, *(GOOD.format(n) for n in range(2, count + 2))]).encode())
    assert connection.execute(
        "select count(*), count(*) filter (where cast(contract_id as bigint) <> source_row) from ledger.contracts"
    ).fetchall() == [(count, 0)]


def test_empty_cells_behind_the_last_column_lose_nothing(ledger, connection):
    assert not ledger(HEADER, GOOD.format(1) + ",,", GOOD.format(2)).findings
    assert rows(connection) == [("1", 2), ("2", 3)]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_byte_order_marks_and_line_ends_do_not_matter(ledger, connection, mark, end):
    received = ledger(content=mark + end.join([HEADER, GOOD.format(1), GOOD.format(2), ""]).encode())
    assert not received.findings
    assert rows(connection) == [("1", 2), ("2", 3)]


def test_columns_may_come_in_any_order_and_under_their_own_names(ledger, connection):
    received = ledger(
        "registered_on,unit_name,seller_kind,contract_kind,合同金额(万元),contract_id",
        "2024-03-01,四川省科技厅,科研机构,技术开发,7,x",
    )
    assert not received.findings
    assert rows(connection, "contract_id, cast(amount as integer), contract_name") == [("x", 7, None)]


def test_parquet_gives_the_same_records(ledger, connection, tmp_path):
    ledger(HEADER, GOOD.format(1), GOOD.format(2))
    from_csv = rows(connection, "contract_id, amount, registered_on, cancelled_on")
    path = tmp_path / "a.parquet"
    with connect() as other:
        other.read_csv(str(tmp_path / "a.csv"), header=True).write_parquet(str(path))
    received = staged(tmp_path, [LedgerFile(CONTRACTS, path, "a.parquet", "evidence")], connection)
    assert not received.findings
    assert rows(connection, "contract_id, amount, registered_on, cancelled_on") == from_csv
    assert rows(connection, "source_row") == [(1,), (2,)]


def frame(**columns):
    names = {"contract_id": ["1", "2"], "unit_name": ["科技厅"] * 2, "seller_kind": ["企业"] * 2,
             "contract_kind": ["技术服务"] * 2, "amount": [1, 2], "registered_on": ["2024-03-01"] * 2}  # fmt: skip
    return pd.DataFrame(names | columns)


def test_parquet_as_pandas_writes_it_gives_days_and_plain_digits(ledger, connection, faults, tmp_path):
    days = pd.to_datetime(["2024-03-01", "2024-02-29"])
    frame(amount=[12.5, 1e-6], registered_on=days, cancelled_on=[pd.NaT, days[0]]).to_parquet(tmp_path / "x.parquet")
    received = ledger(content=(tmp_path / "x.parquet").read_bytes(), name="a.parquet")
    assert faults(received)[1] == []
    columns = "cast(amount as varchar), cast(registered_on as varchar), cast(cancelled_on as varchar)"
    assert rows(connection, columns) == [
        ("12.500000", "2024-03-01", None), ("0.000001", "2024-02-29", "2024-03-01"),
    ]  # fmt: skip


def test_a_time_of_day_and_a_sum_that_lost_its_digits_are_named_in_parquet_too(ledger, faults, tmp_path):
    hours = pd.to_datetime(["2024-03-01 08:30", "2024-03-02 00:00"])
    frame(amount=[0.1 + 0.2, 1e20], registered_on=hours).to_parquet(tmp_path / "x.parquet")
    found = faults(ledger(content=(tmp_path / "x.parquet").read_bytes(), name="a.parquet"))[1]
    assert [(rule, row, value) for rule, _, row, _, value in found] == [
        ("ledger.not_a_date", 1, "2024-03-01 08:30:00"),
        ("ledger.not_a_number", 1, "0.30000000000000004"),
        ("ledger.not_a_number", 2, "1e+20"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([HEADER.replace(",登记日期", "")], [("file.header.missing", "error", 1, "登记日期")]),
        ([HEADER + ",合同编号"], [("file.header.repeated", "error", 1, "合同编号")]),
        ([HEADER, GOOD.format(1), "2,短", GOOD.format(3), GOOD.format(4) + ",,", GOOD.format(5) + ",x"],
         [("file.row.width", "error", 3, None), ("file.row.width", "error", 6, None)]),
        ([HEADER, GOOD.format(1), '2,"没有结束'], [("file.csv", "error", 3, None)]),
        ([""], [("file.header.missing", "error", 1, column) for column in
                ("合同编号", "责任单位", "卖方类别", "合同类别", "合同金额(万元)", "登记日期")]),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_for_certain_gives_its_places_and_no_rows(ledger, connection, lines, expected):
    assert places(ledger(*lines)) == expected
    assert rows(connection) == []


def test_a_file_that_is_not_utf8_names_the_line(ledger, connection):
    content = "\n".join([HEADER, GOOD.format(1)]).encode() + "\n2,甲".encode("gb18030")
    assert places(ledger(content=content)) == [("file.encoding", "error", 3, None)]


@pytest.mark.parametrize("content", [
    HEADER.replace("登记日期", "登记时间").encode("gb18030"),
    (HEADER + "\n").encode("gb18030") + b"1,\xff\xff",
    (HEADER + "\n" + GOOD.format(1)).encode("big5", "replace"),
])  # fmt: skip
def test_a_file_whose_header_does_not_prove_it_to_be_gbk_is_not_guessed_at(ledger, connection, content):
    assert [rule for rule, *_ in places(ledger(content=content))] == ["file.encoding"]
    assert rows(connection) == []


def test_a_ledger_as_chinese_excel_saves_it_is_read(ledger, connection, faults):
    lines = [
        HEADER,
        '1,样例,四川省科技厅,科研机构,技术开发,"1,234.50",2024/3/1,2024/12/31 0:00',
        '2,样例,四川省科技厅,科研机构,技术开发,"1,234,567",2024年3月1日,2024-9-5',
    ]
    received = ledger(content="\r\n".join(lines).encode("gb18030"))
    assert (received.findings, faults(received)[1]) == ((), [])
    assert rows(connection, "contract_name, cast(amount as varchar), cast(registered_on as varchar), "
                            "cast(cancelled_on as varchar), source_row") == [
        ("样例", "1234.500000", "2024-03-01", "2024-12-31", 2), ("样例", "1234567.000000", "2024-03-01", "2024-09-05", 3)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "day", "rules"),
    [("0100", "2024-03-01", ["ledger.not_a_number"]), ('"1,23"', "2024-03-01", ["ledger.not_a_number"]),
     ('"0,123"', "2024-03-01", ["ledger.not_a_number"]), ("1", "2024/3/1 9:30", ["ledger.not_a_date"]),
     ("1", "2024/13/1", ["ledger.not_a_date"]), ("1", "24/3/1", ["ledger.not_a_date"]), ("0.5", "2024/2/29", [])],
)  # fmt: skip
def test_an_uncertain_cell_of_a_ledger_is_named_as_in_a_report(ledger, faults, amount, day, rules):
    received = ledger(HEADER, f"1,样例,四川省科技厅,科研机构,技术开发,{amount},{day},")
    assert [rule for rule, *_ in faults(received)[1]] == rules


def test_something_that_is_no_parquet_file_says_so(ledger):
    assert places(ledger(content=b"not parquet", name="a.parquet")) == [("file.csv", "error", None, None)]


def test_a_name_that_stands_for_several_files_is_not_opened(ledger, connection):
    assert places(ledger(HEADER, GOOD.format(1), name="a[1].csv")) == [("ledger.file_name", "error", None, None)]
    assert rows(connection) == []


def test_a_column_that_is_not_the_ledgers_is_left_out_and_said(ledger, connection):
    received = ledger(HEADER + ",备注", GOOD.format(1) + ",x")
    assert places(received) == [("ledger.column.unknown", "warn", 1, "备注")]
    assert rows(connection) == [("1", 2)]


def test_the_class_of_a_record_is_the_folder_it_lies_in(tmp_path):
    for folder in ("evidence/contracts", "sample/evidence/contracts", "evidence/unknown"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.csv").touch()
    assert [(f.name, f.provenance) for f in list_ledger_files(tmp_path, SHAPES, with_sample=True)] == [
        ("evidence/contracts/a.csv", "evidence"),
        ("sample/evidence/contracts/a.csv", "sample"),
    ]
    assert [f.name for f in list_ledger_files(tmp_path, SHAPES, with_sample=False)] == ["evidence/contracts/a.csv"]


# --- checks


def test_every_fault_is_found_with_row_column_and_value(ledger, faults):
    received = ledger(
        HEADER,
        ",样例,四川省科技厅,科研机构,技术开发,1,2024-03-01,",
        "3,样例,四川省科技局,科研机构,技术开发,1,2024-03-01,",
        "4,样例,四川省科技厅,研究所,技术开发,1,2024-03-01,",
        "5,样例,四川省科技厅,科研机构,技术开发,1e3,2024-03-01,",
        "6,样例,四川省科技厅,科研机构,技术开发,-5,2024-03-01,",
        "7,样例,四川省科技厅,科研机构,技术开发,1,2024-02-30,",
        "8,样例,四川省科技厅,科研机构,技术开发,1,2024-03-01,2024-02-28",
        "9,样例,四川省科技厅,科研机构,技术开发,1,2024.3.1,2024-02-28",
        GOOD.format(10),
        GOOD.format(10),
        GOOD.format(12),
    )
    results, found = faults(received)
    assert sorted(found, key=lambda place: place[2]) == [
        ("ledger.empty", "a.csv", 2, "合同编号", None),
        ("ledger.unknown_unit", "a.csv", 3, "责任单位", "四川省科技局"),
        ("ledger.not_accepted", "a.csv", 4, "卖方类别", "研究所"),
        ("ledger.not_a_number", "a.csv", 5, "合同金额(万元)", "1e3"),
        ("ledger.too_small", "a.csv", 6, "合同金额(万元)", "-5"),
        ("ledger.not_a_date", "a.csv", 7, "登记日期", "2024-02-30"),
        ("ledger.too_early", "a.csv", 8, "注销日期", "2024-02-28"),
        ("ledger.not_a_date", "a.csv", 9, "登记日期", "2024.3.1"),
        ("ledger.repeated", "a.csv", 10, "合同编号", "10"),
        ("ledger.repeated", "a.csv", 11, "合同编号", "10"),
    ]
    assert {(result.rule_id, result.checked_count) for result in results} >= {("ledger.empty", 11)}
    assert all(f.sentence_zh and f.sentence_en and f.next_step_zh for r in results for f in r.findings)


def test_a_good_ledger_passes_every_rule(ledger, faults):
    results, found = faults(ledger(HEADER, GOOD.format(1), GOOD.format(2)))
    assert found == []
    assert len(results) == 8
    assert all(result.is_success and result.checked_count == 2 for result in results)


def test_the_same_record_in_two_files_is_found_in_both(tmp_path, faults):
    files = []
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(f"{HEADER}\n{GOOD.format(7)}\n", encoding="utf-8")
        files.append(LedgerFile(CONTRACTS, tmp_path / name, name, "evidence"))
    _, found = faults(staged(tmp_path, files))
    assert found == [
        ("ledger.repeated", "a.csv", 2, "合同编号", "7"),
        ("ledger.repeated", "b.csv", 2, "合同编号", "7"),
    ]


def test_a_large_ledger_laid_in_twice_is_found_out(tmp_path, faults):
    content = "\n".join([HEADER, *(GOOD.format(n) for n in range(200_000))])
    files = []
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        files.append(LedgerFile(CONTRACTS, tmp_path / name, name, "evidence"))
    results, found = faults(staged(tmp_path, files))
    assert len(found) == 2 * (LISTED_ROWS + 1)
    (result,) = [result for result in results if not result.is_success]
    assert (result.rule_id, result.unexpected_count) == ("ledger.repeated", 400_000)


def test_a_file_with_every_row_too_wide_lists_a_hundred_and_says_how_many_more(ledger):
    received = ledger(HEADER, *(GOOD.format(n) + ",,x" for n in range(130)))
    assert [f.rule_id for f in received.findings] == ["file.row.width"] * LISTED_ROWS + ["ledger.more"]
    assert "30" in received.findings[-1].sentence_en


def test_a_file_that_is_wrong_throughout_lists_a_hundred_rows_and_says_how_many_more(ledger, faults):
    wrong = GOOD.replace("12.50", "很多")
    results, found = faults(ledger(HEADER, *(wrong.format(n) for n in range(250))))
    assert len(found) == LISTED_ROWS + 1
    assert found[:2] == [("ledger.not_a_number", "a.csv", row, "合同金额(万元)", "很多") for row in (2, 3)]
    (result,) = [result for result in results if not result.is_success]
    assert (result.checked_count, result.unexpected_count) == (250, 250)
    assert "150" in result.findings[-1].sentence_zh
    assert "150" in result.findings[-1].sentence_en
    assert result.findings[-1].severity == "error"


# --- as part of a load


def lay(folder, *lines, name="a.csv"):
    path = folder / "raw" / "evidence" / "contracts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_bad_ledger_keeps_the_load_out_and_names_the_place(data_copy):
    lay(data_copy, HEADER, GOOD.format(1).replace("2024-03-01", "去年"))
    outcome = load(data_copy, with_sample=False)
    assert outcome.state == "refused"
    assert [(f.rule_id, f.file, f.row_number, f.column_name, f.value) for f in outcome.findings] == [
        ("ledger.not_a_date", "evidence/contracts/a.csv", 2, "登记日期", "去年")
    ]
    assert sorted(path.name for path in (data_copy / "warehouse").iterdir()) == [".lock", "checks", "ledgers"]


def test_a_ledger_is_published_with_what_was_left_out_of_it(data_copy):
    lay(data_copy, HEADER + ",备注", GOOD.format(1) + ",x", GOOD.format(2).replace("科研机构", "企业") + ",y")
    outcome = load(data_copy, with_sample=False)
    assert outcome.state == "published"
    snapshot = Snapshot(current_build_path(data_copy / "warehouse"))
    assert snapshot.select("select rule_id, file, column_name from quality.finding") == [
        {"rule_id": "ledger.column.unknown", "file": "evidence/contracts/a.csv", "column_name": "备注"}
    ]
    assert snapshot.select("select record_id, provenance, source_file, source_row from made.evidence") == [
        {"record_id": "1", "provenance": "evidence", "source_file": "evidence/contracts/a.csv", "source_row": 2}
    ]
    assert snapshot.select("select path, provenance from meta.source_file where provenance = 'evidence'") == [
        {"path": "evidence/contracts/a.csv", "provenance": "evidence"}
    ]
    assert load(data_copy, with_sample=False).state == "unchanged"
    lay(data_copy, HEADER, GOOD.format(1))
    assert load(data_copy, with_sample=False).state == "published"


def test_a_record_dated_ahead_is_published_with_a_warning_at_its_row(data_copy):
    lay(data_copy, HEADER, GOOD.format(1), GOOD.format(2).replace("2024-03-01", "2099-03-01"))
    outcome = load(data_copy, with_sample=False)
    assert outcome.state == "published"
    assert [(f.rule_id, f.severity, f.file, f.row_number, f.value) for f in outcome.findings] == [
        ("recorded_in_future.none", "warn", "evidence/contracts/a.csv", 3, "2099-03-01")
    ]


# --- the documentation


def test_the_documentation_names_every_column_value_indicator_and_tolerance():
    text = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
    for shape in SHAPES:
        assert f"**{shape.ledger_id}** {shape.name.zh}" in text
        for name, column in shape.columns.items():
            shown = f"| {name}{' ●' if column.required else ''} | {column.headers[0]} |"
            assert shown in text, (shape.ledger_id, name)
            assert ", ".join(column.values) in text
        for count in shape.counts:
            (line,) = [line for line in text.splitlines() if line.startswith(f"| {count.indicator_id} |")]
            assert f"| {shape.ledger_id} |" in line
            if count.tolerance_value:
                assert (
                    f"{(100 * count.tolerance_ratio).normalize():f} % and {count.tolerance_value.normalize():f}" in line
                )
            else:
                assert line.endswith("| none |")

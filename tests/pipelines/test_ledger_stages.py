"""Ledgers as they are staged: once for each file, safely, and counting what counting every record gives."""

import json
import shutil
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.suite import load_suites
from metrics.catalog.units import current_names
from metrics.database import connect
from metrics.warehouse import Snapshot, current_build_path
from pipelines.definitions.files import definitions_in_force
from pipelines.ledgers import staging
from pipelines.ledgers.faults import check_ledgers
from pipelines.ledgers.file_hashes import FileHashes
from pipelines.ledgers.reader import LedgerFile
from pipelines.ledgers.shape import load_shapes
from pipelines.ledgers.stages import CUBE_FILE, remove_unused
from pipelines.ledgers.staging import stage_ledgers
from tests.published import load
from tests.shipped import RAW, shipped_catalog
from tests.staged import staged

pytestmark = pytest.mark.slow

SHAPES = load_shapes(definitions_in_force(RAW))
CONTRACTS = next(shape for shape in SHAPES if shape.ledger_id == "contracts")
HEADER = "合同编号,合同名称,责任单位,卖方类别,合同类别,合同金额(万元),登记日期,注销日期,入账日期"
GOOD = "{},样例合同,四川省科技厅,科研机构,技术开发,12.50,2024-03-01,,"
UNITS = current_names(shipped_catalog().units)


def laid(folder, name, *lines, provenance="evidence"):
    path = folder / name
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return LedgerFile(CONTRACTS, path, name, provenance)


@pytest.fixture
def read_files(monkeypatch):
    """The names of the files that are read from now on."""
    read = []
    reading = staging.read_ledger
    monkeypatch.setattr(staging, "read_ledger", lambda *given: read.append(given[1].name) or reading(*given))
    return read


def repeated(ledgers):
    results = check_ledgers(ledgers, load_suites())
    return [(f.rule_id, f.file, f.row_number, f.value) for result in results for f in result.findings]


def test_a_file_is_read_once_and_a_second_one_does_not_have_it_read_again(tmp_path, read_files):
    a, b = laid(tmp_path, "a.csv", GOOD.format(1)), laid(tmp_path, "b.csv", GOOD.format(2))
    assert staged(tmp_path, [a]).record_count == 1
    assert staged(tmp_path, [a]).record_count == 1
    assert read_files == ["a.csv"]
    assert staged(tmp_path, [a, b]).record_count == 2
    assert read_files == ["a.csv", "b.csv"]


@pytest.mark.parametrize("change", [
    lambda file, units: (laid(file.path.parent, "a.csv", GOOD.format(5)), units),
    lambda file, units: (LedgerFile(file.shape.model_copy(update={"key": ("contract_name",)}), file.path, file.name, "evidence"), units),
    lambda file, units: (LedgerFile(file.shape, file.path, file.name, "sample"), units),
    lambda file, units: (file, units | {"某厅": "sc-kjt"}),
])  # fmt: skip
def test_what_says_what_a_row_is_makes_another_stage(tmp_path, read_files, change):
    file = laid(tmp_path, "a.csv", GOOD.format(1))
    stage_ledgers(tmp_path / "warehouse", [file], UNITS)
    other, units = change(file, UNITS)
    stage_ledgers(tmp_path / "warehouse", [other], units)
    assert read_files == ["a.csv", "a.csv"]


def test_a_key_of_a_file_added_later_is_held_against_those_before(tmp_path):
    a, b = laid(tmp_path, "a.csv", GOOD.format(1), GOOD.format(2)), laid(tmp_path, "b.csv", GOOD.format(3))
    c = laid(tmp_path, "c.csv", GOOD.format(4), GOOD.format(2))
    assert repeated(staged(tmp_path, [a, b])) == []
    assert repeated(staged(tmp_path, [a, b, c])) == [
        ("ledger.repeated", "a.csv", 3, "2"), ("ledger.repeated", "c.csv", 3, "2"),
    ]  # fmt: skip
    assert repeated(staged(tmp_path, [b, c])) == []


def test_what_is_wrong_with_a_file_is_kept_with_it(tmp_path, read_files):
    file = laid(tmp_path, "a.csv", GOOD.format(1), "2,乙,四川省科技厅,研究所,技术开发,很多,2024-03-01,,")
    first, again = staged(tmp_path, [file]), staged(tmp_path, [file])
    assert first == again
    assert {offence.fault for offence in again.offences} == {"not_accepted", "not_a_number"}
    assert read_files == ["a.csv"]


def test_one_that_is_killed_while_it_stages_leaves_nothing_that_holds(tmp_path, monkeypatch):
    file = laid(tmp_path, "a.csv", GOOD.format(1))

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(staging, "write_keys", die)
        with pytest.raises(KeyboardInterrupt):
            staged(tmp_path, [file])
    folder = tmp_path / "warehouse" / "ledgers"
    # As a process leaves it that gets no chance to clean up.
    half = folder / "0123.staged"
    half.mkdir()
    (half / "records.parquet").write_bytes(b"half")
    ledgers = staged(tmp_path, [file])
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == sorted([*ledgers.stages, "together"])


def test_a_stage_that_lost_a_file_or_the_end_of_one_is_made_again(tmp_path, read_files):
    file = laid(tmp_path, "a.csv", GOOD.format(1))
    for harm in (lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-9])):
        ledgers = staged(tmp_path, [file])
        harm(ledgers.folder / ledgers.stages[0] / CUBE_FILE)
    with connect() as connection:
        staged(tmp_path, [file], connection)
        assert connection.execute("select contract_id, source_row from ledger.contracts").fetchall() == [("1", 2)]
    assert read_files == ["a.csv"] * 3


def test_a_hash_is_kept_until_the_file_is_touched(tmp_path, monkeypatch):
    path, kept = tmp_path / "a", tmp_path / "kept.json"
    path.write_bytes(b"one")
    # Too fresh to be sure of: the next write may bear the same time.
    first = FileHashes(kept).sha256(path)
    assert not kept.exists()
    monkeypatch.setattr("pipelines.ledgers.file_hashes._SURE_AFTER_NS", -1)
    assert FileHashes(kept).sha256(path) == first
    monkeypatch.setattr("hashlib.file_digest", lambda *_: pytest.fail("hashed again"))
    assert FileHashes(kept).sha256(path) == first
    monkeypatch.undo()
    path.write_bytes(b"two")
    assert FileHashes(kept).sha256(path) != first


# --- counting


DAYS = st.dates(date(2023, 12, 30), date(2025, 1, 2))
RECORDS = st.lists(
    st.tuples(
        st.sampled_from(sorted(UNITS)[:4]),
        st.sampled_from(["科研机构", "企业"]),
        st.decimals(0, 10**9, places=6, allow_nan=False),
        DAYS,
        st.none() | st.integers(0, 200),
        st.none() | DAYS,
    ),
    max_size=30,
)


def record_line(number, record):
    unit, seller, amount, registered, lasted, entered = record
    ended = "" if lasted is None else registered + timedelta(days=lasted)
    return f"{number},甲,{unit},{seller},技术开发,{amount:f},{registered},{ended},{entered or ''}"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files=st.lists(RECORDS, min_size=1, max_size=3))
def test_cubes_of_any_ledger_hold_what_counting_each_record_gives(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("ledger")
    laid_files, counts, sums = [], Counter(), defaultdict(Decimal)
    for position, records in enumerate(files):
        lines = [record_line(f"{position}-{number}", record) for number, record in enumerate(records)]
        laid_files.append(laid(folder, f"{position}.csv", *lines))
        for unit, seller, amount, registered, lasted, entered in records:
            if seller == "科研机构":
                ended = None if lasted is None else registered + timedelta(days=lasted)
                key = f"{position}.csv", UNITS[unit], registered, ended, entered or registered
                counts[key] += 1
                sums[key] += amount
    ledgers = staged(folder, laid_files)
    assert not ledgers.findings
    assert not ledgers.offences
    with connect() as connection:
        cubes = connection.read_parquet([str(ledgers.folder / stage / CUBE_FILE) for stage in ledgers.stages])
        found = {
            tuple(key): (count, value)
            for *key, count, value in cubes.select(
                "source_file, unit_id, counted_on, ended_on, recorded_on, record_count, counted_value"
            ).fetchall()
        }
    assert found == {key: (counts[key], sums[key]) for key in counts}


# --- as part of a load


def test_a_load_with_nothing_new_in_a_ledger_touches_none_of_its_rows(data_copy, read_files):
    folder = data_copy / "raw" / "evidence" / "contracts"
    folder.mkdir(parents=True)
    laid(folder, "a.csv", GOOD.format(1))
    assert load(data_copy, with_sample=False).state == "published"
    assert read_files == ["evidence/contracts/a.csv"]
    (data_copy / "raw" / "evidence" / "transfers").mkdir()
    (data_copy / "raw" / "evidence" / "transfers" / "t.csv").write_text(
        "转化编号,责任单位,转化方向,转化日期\n", encoding="utf-8"
    )
    assert load(data_copy, with_sample=False).state == "published"
    assert read_files == ["evidence/contracts/a.csv", "evidence/transfers/t.csv"]
    # Whoever cleared the folder gets it back by the command that the page of records names.
    shutil.rmtree(data_copy / "warehouse" / "ledgers")
    assert [load(data_copy, with_sample=False).state for _ in range(2)] == ["published", "unchanged"]
    records = Snapshot(current_build_path(data_copy / "warehouse")).select("select record_id from made.evidence")
    assert records == [{"record_id": "1"}] and len(read_files) == 4


def test_a_stage_stays_while_a_kept_build_names_it(data_copy):
    folder = data_copy / "raw" / "evidence" / "contracts"
    folder.mkdir(parents=True)
    warehouse = data_copy / "warehouse"
    laid(folder, "a.csv", GOOD.format(1))
    load(data_copy, with_sample=False)
    first = current_build_path(warehouse)
    (old,) = Snapshot(first).select("select stage from meta.ledger_file")
    laid(folder, "a.csv", GOOD.format(2))
    load(data_copy, with_sample=False)
    records = "select record_id from made.evidence"
    assert Snapshot(first).select(records) == [{"record_id": "1"}]
    second = current_build_path(warehouse)
    assert Snapshot(second).select(records) == [{"record_id": "2"}]
    (new,) = Snapshot(second).select("select stage from meta.ledger_file")
    remove_unused(warehouse, [new["stage"]], [second])
    assert not (warehouse / "ledgers" / old["stage"]).exists()
    assert json.loads(next((warehouse / "ledgers" / "together").iterdir()).read_text("utf-8"))["stages"] == [
        new["stage"]
    ]


def test_a_view_of_an_earlier_day_lists_the_records_that_had_come_by_then(data_copy):
    folder = data_copy / "raw" / "evidence" / "contracts"
    folder.mkdir(parents=True)
    late = "2,样例合同,四川省科技厅,科研机构,技术开发,1,2024-03-01,,2024-08-01"
    laid(folder, "a.csv", GOOD.format(1), late)
    load(data_copy, with_sample=False)
    snapshot = Snapshot(current_build_path(data_copy / "warehouse"))
    for day, ids in ((date(2024, 2, 29), []), (date(2024, 7, 31), ["1"]), (date(2024, 8, 1), ["1", "2"])):
        view = snapshot.as_of(day)
        assert [row["record_id"] for row in view.select("select record_id from made.evidence order by 1")] == ids
        count = view.select("select coalesce(sum(record_count), 0) as n from fact.evidence_cube")
        assert count == [{"n": len(ids)}]

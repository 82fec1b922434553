"""Evidence: records counted by measure type, held against reports, and the records behind every count."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import main
from expectations.suite import load_suites
from metrics.database import connect
from metrics.marts.office_year import create_office_year
from metrics.marts.weakest import create_weakest
from metrics.periods import Period
from pipelines.definitions.files import definitions_in_force
from pipelines.ledgers.faults import check_ledgers
from pipelines.ledgers.reader import LedgerFile
from pipelines.ledgers.shape import load_shapes
from pipelines.ledgers.stages import CUBE_FILE
from pipelines.sample.ledgers import LEDGER_IDS, write_ledger
from tests.shipped import RAW, shipped_catalog
from tests.staged import staged

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]
MARTS = PROJECT / "metrics" / "sql" / "marts"
SAMPLE = RAW / "sample" / "evidence"
SHAPES = load_shapes(definitions_in_force(RAW))

HOUSE = """
create schema dim; create schema fact; create schema mart;
create table dim.period as select *, make_date(year, 12, 31) as year_ends_on from (values
    ('2018H2', date '2018-07-01', date '2018-12-31', 2018),
    ('2019H1', date '2019-01-01', date '2019-06-30', 2019),
    ('2019H2', date '2019-07-01', date '2019-12-31', 2019)) as t(period_id, starts_on, ends_on, year);
create table dim.round as select 'p' as programme_id, period_id from dim.period;
create table dim.indicator as select * from (values
    ('count', 'cumulative', '项'), ('level', 'stock', '家'), ('flow', 'annual_flow', '亿元'))
    as t(indicator_id, measure_type, measure_unit);
create table dim.conversion as
    select from_unit, measure_unit, cast(ratio as decimal(38, 12)) as ratio
    from (values ('项', '项', 1), ('家', '家', 1), ('亿元', '亿元', 1), ('万元', '万元', 1), ('万元', '亿元', 0.0001))
    as t(from_unit, measure_unit, ratio);
create table dim.ledger_indicator as select ledger_id, indicator_id, measure_unit,
    cast(ratio as decimal(9, 6)) as tolerance_ratio, cast(tolerance as decimal(24, 6)) as tolerance_value
    from (values ('l', 'count', '项', 0.1, 2), ('l', 'level', '家', 0, 0), ('l', 'flow', '万元', 0, 0))
    as t(ledger_id, indicator_id, measure_unit, ratio, tolerance);
create table fact.target as select 't-' || indicator_id as target_id, 'p' as programme_id, indicator_id,
    date '2018-09-25' as starts_on from dim.indicator;
create table fact.unit_target (target_id text, unit_id text);
create table fact.evidence_cube (ledger_id text, indicator_id text, unit_id text, provenance text, source_file text,
    counted_on date, ended_on date, record_count bigint, counted_value decimal(38, 6));
create table fact.observation (submission_id text, indicator_id text, actual_value decimal(24, 6));
create table mart.accepted_report (submission_id text, programme_id text, period_id text, unit_id text,
    is_nil boolean, provenance text);
"""


@pytest.fixture
def house():
    with connect() as connection:
        connection.execute(HOUSE)
        create_weakest(connection)
        create_office_year(connection)
        yield connection


def build(connection, name):
    connection.execute(f"create or replace table mart.{name} as {(MARTS / f'{name}.sql').read_text(encoding='utf-8')}")


@pytest.fixture
def counted(house):
    """The counts of records given as (indicator, day, last day or None, value, …)."""

    def count(*records):
        for indicator_id, counted_on, ended_on, value, *rest in records:
            unit_id, provenance, file = [*rest, "u", "evidence", "f.csv"][:3] if not rest else [*rest, "f.csv"][:3]
            house.execute(
                "insert into fact.evidence_cube values ('l', ?, ?, ?, ?, ?, ?, 1, ?)",
                [indicator_id, unit_id, provenance, file, counted_on, ended_on, Decimal(value)],
            )
        build(house, "evidence_count")
        return house.execute(
            "select indicator_id, unit_id, period_id, record_count, cast(evidence_value as varchar) "
            "from mart.evidence_count order by 1, 2, 3"
        ).fetchall()

    return count


def values(rows):
    return [(period_id, float(value)) for _, _, period_id, _, value in rows]


def test_a_cumulative_count_begins_with_the_programme(counted):
    rows = counted(
        ("count", "2018-09-24", None, 1), ("count", "2018-09-25", None, 1), ("count", "2019-06-30", None, 1),
        ("count", "2019-07-01", None, 1),
    )  # fmt: skip
    assert values(rows) == [("2018H2", 1), ("2019H1", 2), ("2019H2", 3)]


def test_a_stock_is_who_is_there_at_the_end_whenever_they_came(counted):
    rows = counted(
        ("level", "1999-01-01", None, 1), ("level", "2018-12-31", "2019-06-30", 1),
        ("level", "2019-01-01", "2019-12-30", 1), ("level", "2019-02-01", "2019-03-01", 1),
    )  # fmt: skip
    assert values(rows) == [("2018H2", 2), ("2019H1", 2), ("2019H2", 1)]


def test_a_flow_is_the_year_to_date_in_the_indicators_own_unit_and_exact(counted):
    rows = counted(
        ("flow", "2018-01-01", None, "12345.67"), ("flow", "2018-12-31", None, "0.03"),
        ("flow", "2019-03-01", None, "0.01"), ("flow", "2019-09-01", None, "7000000"),
        ("flow", "2019-10-01", "2019-11-01", "99"),
    )  # fmt: skip
    assert [row[2:] for row in rows] == [
        ("2018H2", 2, "1.234570"), ("2019H1", 1, "0.000001"), ("2019H2", 2, "700.000001"),
    ]  # fmt: skip


def test_a_ledger_says_nothing_about_rounds_after_its_newest_record_nor_about_units_it_does_not_hold(counted):
    rows = counted(
        ("count", "2018-10-01", None, 1, "u", "evidence", "one.csv"),
        ("count", "2019-02-01", None, 1, "v", "evidence", "two.csv"),
        ("count", "2018-11-01", None, 1, "w", "evidence", "two.csv"),
    )
    assert [(unit_id, period_id, n) for _, unit_id, period_id, n, _ in rows] == [
        ("u", "2018H2", 1),
        # File two reaches into 2019H1, so that it covers w there too, and v's 2018H2 is a true zero.
        ("v", "2018H2", 0), ("v", "2019H1", 1),
        ("w", "2018H2", 1), ("w", "2019H1", 1),
    ]  # fmt: skip


def test_samples_never_complete_a_real_ledger(counted):
    rows = counted(
        ("count", "2018-10-01", None, 1, "u", "evidence"), ("count", "2019-10-01", None, 1, "u", "sample", "s.csv"),
        ("count", "2018-10-01", None, 1, "v", "sample", "s.csv"),
    )  # fmt: skip
    assert [row[1:4] for row in rows] == [
        ("u", "2018H2", 1), ("v", "2018H2", 1), ("v", "2019H1", 1), ("v", "2019H2", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reported", "evidence", "expected"),
    [
        (10, 10, (0, 0.0, 2, "agrees")),
        (12, 10, (2, 20.0, 2, "agrees")),
        (13, 10, (3, 30.0, 2, "differs")),
        (7, 10, (-3, -30.0, 2, "differs")),
        (110, 100, (10, 10.0, 10, "agrees")),
        (111, 100, (11, 11.0, 10, "differs")),
        (90, 100, (-10, -10.0, 10, "agrees")),
        (89, 100, (-11, -11.0, 10, "differs")),
        (8, 10, (-2, -20.0, 2, "agrees")),
        (2, 0, (2, None, 2, "agrees")),
        (3, 0, (3, None, 2, "differs")),
        (0, 0, (0, None, 2, "agrees")),
        (None, 10, (None, None, None, "no_report")),
        (10, None, (None, None, None, "no_evidence")),
        (None, None, (None, None, None, "neither")),
    ],
)
def test_the_verdict(house, reported, evidence, expected):
    house.execute("insert into fact.unit_target values ('t-count', 'u')")
    house.execute("""
        create table mart.evidence_count (target_id text, unit_id text, period_id text, evidence_value decimal(24, 6),
            record_count bigint, provenance text)
    """)
    if evidence is not None:
        house.execute("insert into mart.evidence_count values ('t-count', 'u', '2018H2', ?, 1, 'evidence')", [evidence])
    if reported is not None:
        house.execute("insert into mart.accepted_report values ('s', 'p', '2018H2', 'u', false, 'sample')")
        house.execute("insert into fact.observation values ('s', 'count', ?)", [reported])
    build(house, "reconciliation")
    columns = "difference_value, difference_pct, allowed_value, verdict"
    ((difference, share, allowed, verdict),) = house.execute(
        f"select {columns} from mart.reconciliation where period_id = '2018H2'"
    ).fetchall()
    numbers = [None if value is None else int(value) for value in (difference, allowed)]
    assert (numbers[0], share, numbers[1], verdict) == expected


def test_a_nil_report_holds_its_last_value_against_the_ledger(house, counted):
    counted(("count", "2018-10-01", None, 5), ("count", "2019-03-01", None, 5))
    for period_id, is_nil in (("2018H2", False), ("2019H1", True)):
        house.execute(
            "insert into mart.accepted_report values (?, 'p', ?, 'u', ?, 'sample')", [period_id, period_id, is_nil]
        )
    house.execute("insert into fact.observation values ('2018H2', 'count', 5)")
    build(house, "reconciliation")
    assert house.execute(
        "select period_id, cast(reported_value as integer), cast(evidence_value as integer), verdict "
        "from mart.reconciliation where target_id = 't-count' order by 1"
    ).fetchall() == [("2018H2", 5, 5, "agrees"), ("2019H1", 5, 10, "differs"), ("2019H2", None, None, "neither")]


def test_a_nil_june_is_not_held_against_the_ledger_with_last_years_amount(house, counted):
    counted(("flow", "2018-10-01", None, "7000000"), ("flow", "2019-03-01", None, "1000000"))
    for period_id, is_nil in (("2018H2", False), ("2019H1", True)):
        house.execute(
            "insert into mart.accepted_report values (?, 'p', ?, 'u', ?, 'sample')", [period_id, period_id, is_nil]
        )
    house.execute("insert into fact.observation values ('2018H2', 'flow', 700)")
    build(house, "reconciliation")
    assert house.execute(
        "select period_id, cast(reported_value as integer), cast(evidence_value as integer), verdict "
        "from mart.reconciliation where target_id = 't-flow' order by 1"
    ).fetchall() == [
        ("2018H2", 700, 700, "agrees"),
        ("2019H1", None, 100, "no_report"),
        ("2019H2", None, None, "neither"),
    ]


# --- the shipped sample


def records(ledger_id):
    with (SAMPLE / ledger_id / "sample.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted_by_hand():
    """(indicator, unit id, period) → the value, by rules written out anew from the raw files."""
    units = shipped_catalog().unit_ids_by_name()
    zone, joint = ["2018H2", "2019H1", "2019H2", "2020H1", "2020H2"], ["2023H2", "2024H1", "2024H2", "2025H1", "2025H2"]
    found = defaultdict(Decimal)
    covered = set()

    def add(indicator_id, row, period_id, value, holds):
        key = indicator_id, units[row["责任单位"]], period_id
        covered.add(key)
        found[key] += value if holds else 0

    for period_id in zone:
        end = Period.parse(period_id).ends_on.isoformat()
        for row in records("transfers"):
            add("civil-military-transfers", row, period_id, 1, "2018-09-25" <= row["转化日期"] <= end)
        for row in records("enterprises"):
            if row["企业类别"] == "生物医药":
                there = row["入库日期"] <= end and (not row["退出日期"] or row["退出日期"] > end)
                add("biomedical-firms", row, period_id, 1, there)
            else:
                add("civil-military-smes", row, period_id, 1, "2018-09-25" <= row["入库日期"] <= end)
    for period_id in joint:
        end = Period.parse(period_id).ends_on.isoformat()
        for row in records("platforms"):
            kind = "co-built-platforms" if row["平台类别"] == "协同创新平台" else "new-rd-institutions"
            add(kind, row, period_id, 1, "2023-12-04" <= row["建成日期"] <= end)
        for row in records("contracts"):
            if row["卖方类别"] == "科研机构":
                this_year = f"{end[:4]}-01-01" <= row["登记日期"] <= end
                holds = this_year and (not row["注销日期"] or row["注销日期"] > end)
                add("registered-contract-value", row, period_id, Decimal(row["合同金额(万元)"]) / 10_000, holds)
    return {key: found[key] for key in covered}


def test_every_shipped_count_comes_out_the_same_by_hand(snapshot):
    rows = snapshot.select("select indicator_id, unit_id, period_id, evidence_value from mart.evidence_count")
    assert rows
    assert {tuple(row.values())[:3]: row["evidence_value"] for row in rows} == counted_by_hand()


def test_behind_every_count_stand_exactly_its_records_with_file_and_row(snapshot):
    lines = {
        f"sample/evidence/{ledger_id}/sample.csv": (SAMPLE / ledger_id / "sample.csv").read_text("utf-8").splitlines()
        for ledger_id in LEDGER_IDS
    }
    counts = snapshot.select("select target_id, unit_id, period_id, record_count from mart.evidence_count")
    for count in counts:
        expected = count.pop("record_count")
        behind = snapshot.rows("evidence_records", **count, row_limit=None, row_offset=0)
        assert len(behind) == expected, count
        for record in behind:
            assert lines[record["source_file"]][record["source_row"] - 1].startswith(f"{record['record_id']},")
    first = {"target_id": "cdm-civil-military-transfers", "unit_id": "sc-chengdu", "period_id": "2020H2"}
    pages = [snapshot.rows("evidence_records", **first, row_limit=100, row_offset=n) for n in (0, 100, 500)]
    assert [len(page) for page in pages] == [100, 100, 88]
    assert pages[0][0]["source_row"] < pages[1][0]["source_row"]


def test_the_sample_ledgers_stay_small_and_say_that_they_are_samples():
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*.csv")) < 300_000
    for ledger_id in LEDGER_IDS:
        for row in records(ledger_id):
            number, name = list(row.values())[:2]
            assert number.startswith("样例") and name.startswith("样例")


# --- made-up ledgers of any size


def evidence_of(path, ledger_id):
    """What one ledger file counts for, by its cube, without its place in the file."""
    shape = next(shape for shape in SHAPES if shape.ledger_id == ledger_id)
    ledgers = staged(path.parent, [LedgerFile(shape, path, "a", "evidence")])
    assert not ledgers.findings
    assert not ledgers.offences
    with connect() as connection:
        cube = connection.read_parquet(str(ledgers.folder / ledgers.stages[0] / CUBE_FILE))
        return cube.query("cube", "select * exclude (first_row) from cube order by all").fetchall()


@pytest.mark.parametrize("ledger_id", LEDGER_IDS)
def test_the_same_records_count_the_same_from_csv_and_parquet(tmp_path, ledger_id):
    write_ledger(ledger_id, 400, 7, tmp_path / "a.csv")
    write_ledger(ledger_id, 400, 7, tmp_path / "a.parquet")
    from_csv = evidence_of(tmp_path / "a.csv", ledger_id)
    assert len(from_csv) > 50
    assert evidence_of(tmp_path / "a.parquet", ledger_id) == from_csv


@pytest.mark.parametrize("ledger_id", LEDGER_IDS)
def test_a_made_up_ledger_passes_its_checks_and_is_the_same_for_the_same_seed(tmp_path, ledger_id):
    shape = next(shape for shape in SHAPES if shape.ledger_id == ledger_id)
    for name, seed, count in (("a", 1, 500), ("b", 1, 500), ("c", 1, 900), ("d", 2, 500)):
        write_ledger(ledger_id, count, seed, tmp_path / f"{name}.csv")
    write_ledger(ledger_id, 500, 1, tmp_path / "a.parquet")
    a, b, c, d = ((tmp_path / f"{name}.csv").read_bytes() for name in "abcd")
    assert a == b
    assert c.startswith(a)
    assert d != a
    held = []
    for suffix in (".csv", ".parquet"):
        with connect() as connection:
            ledgers = staged(tmp_path, [LedgerFile(shape, tmp_path / f"a{suffix}", "a", "sample")], connection)
            checks = check_ledgers(ledgers, load_suites())
            assert all(check.is_success and check.checked_count == 500 for check in checks)
            held.append(
                connection.execute(f"select * exclude (source_row) from ledger.{ledger_id} order by 1").fetchall()
            )
    assert held[0] == held[1]


def test_ledger_sample_refuses_a_place_or_form_it_cannot_write(tmp_path):
    for out, code, word in ((tmp_path / "no" / "a.csv", 1, "a.csv"), (tmp_path / "a.xlsx", 2, ".parquet")):
        done = CliRunner().invoke(main, ["ledger-sample", "contracts", "--rows", "3", "--out", str(out)])
        assert (done.exit_code, word in done.output) == (code, True)
        assert done.exception is None or isinstance(done.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []

"""A ledger counted where its table is: on a cheap engine and on a real cluster the same as here."""

import os
import threading
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("pyspark.sql.connect", reason="make test-spark brings Spark's client")

from pyspark.sql import SparkSession

from expectations.result import BrokenCheck
from expectations.spark import TableRule, judge_table
from metrics.catalog.units import current_names
from metrics.database import connect
from pipelines.definitions.files import draft
from pipelines.ledgers.elsewhere import NotCountable, TableElsewhere
from pipelines.ledgers.reader import LedgerFile
from pipelines.ledgers.shape import load_shapes
from pipelines.ledgers.stages import CUBE_FILE
from pipelines.sample.ledgers import LEDGER_IDS, write_ledger
from tests.shipped import RAW, shipped_catalog
from tests.spark.cluster import Cluster, free_port
from tests.staged import staged

pytestmark = pytest.mark.spark

SHAPES = {shape.ledger_id: shape for shape in load_shapes(draft(RAW))}
UNITS = current_names(shipped_catalog().units)
SERVER = os.environ.get("DUIBIAO_SPARK_HOME")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    if not SERVER:
        pytest.skip("DUIBIAO_SPARK_HOME names no Spark: make test-spark brings one")
    running = Cluster(Path(SERVER), tmp_path_factory.mktemp("cluster"))
    yield running
    running.stop()


@pytest.fixture(scope="module", params=["sail", "cluster"])
def session(request):
    if request.param == "cluster":
        port, server = request.getfixturevalue("cluster").port, None
    else:
        from pysail.spark import SparkConnectServer

        port = free_port()
        server = SparkConnectServer(ip="127.0.0.1", port=port)
        server.start(background=True)
    opened = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create()
    yield opened
    opened.stop()
    if server:
        server.stop()


class Here:
    """A made-up ledger staged here, and the same typed records as a Parquet file for an engine elsewhere."""

    def __init__(self, folder, ledger_id, count):
        write_ledger(ledger_id, count, 5, folder / "a.parquet")
        self.shape = SHAPES[ledger_id]
        ledgers = staged(folder, [LedgerFile(self.shape, folder / "a.parquet", "t", "evidence")])
        assert not ledgers.offences
        stage = ledgers.folder / ledgers.stages[0]
        self.records = folder / "records.parquet"
        with connect() as connection:
            good = connection.read_parquet(str(stage / "records.parquet")).select(", ".join(self.shape.columns))
            good.write_parquet(str(self.records))
            self.cube = connection.execute(
                f"select * exclude (first_row) from '{stage / CUBE_FILE}' order by 1, 2, 3, 4, 5, 6, 7, 8"
            ).fetchall()

    def elsewhere(self, session, **changed):
        frame = session.read.parquet(str(self.records))
        for name, column in changed.items():
            frame = frame.withColumn(name, column)
        frame.createOrReplaceTempView("t")
        return TableElsewhere(session, self.shape, "t", UNITS)


@pytest.fixture(scope="module")
def contracts(tmp_path_factory):
    return Here(tmp_path_factory.mktemp("contracts"), "contracts", 3000)


def told(table):
    # Spark has no order of its own for what is unknown.
    return sorted((tuple(row.values()) for row in table.to_pylist()), key=repr)


@pytest.mark.parametrize("ledger_id", LEDGER_IDS)
def test_the_cube_is_the_same_there_as_here(session, tmp_path, ledger_id):
    here = Here(tmp_path, ledger_id, 2000)
    there = here.elsewhere(session)
    assert list(there.breaches()) == []
    assert told(there.cube()) == sorted(here.cube, key=repr)


def test_what_offends_there_is_found_by_every_rule_and_brought_home(session, contracts):
    from pyspark.sql import functions as f

    number = f.expr("cast(substr(contract_id, 4) as int)")
    there = contracts.elsewhere(
        session,
        contract_name=f.col("contract_name"),
        unit_name=f.when(number == 1, "无此单位").otherwise(f.col("unit_name")),
        seller_kind=f.when(number == 2, "研究所").otherwise(f.col("seller_kind")),
        amount=f.when(number == 3, f.expr("cast(-1 as decimal(24, 6))")).otherwise(f.col("amount")),
        cancelled_on=f.when(number == 4, f.expr("date '1999-01-01'")).otherwise(f.col("cancelled_on")),
        registered_on=f.when(number == 5, f.expr("cast(null as date)")).otherwise(f.col("registered_on")),
        contract_id=f.when(number == 7, "样例-000000006").otherwise(f.col("contract_id")),
    )
    found = {(b.fault, b.column): (b.count, b.rows.column("contract_id").to_pylist()) for b in there.breaches()}
    assert found == {
        ("unknown_unit", "unit_name"): (1, ["样例-000000001"]),
        ("not_accepted", "seller_kind"): (1, ["样例-000000002"]),
        ("too_small", "amount"): (1, ["样例-000000003"]),
        ("too_early", "cancelled_on"): (1, ["样例-000000004"]),
        ("empty", "registered_on"): (1, ["样例-000000005"]),
        ("repeated", "contract_id"): (2, ["样例-000000006"] * 2),
    }


def test_the_records_behind_a_figure_come_home_on_demand(session, contracts):
    there = contracts.elsewhere(session)
    unit = "sc-kjt"
    first, last = date(2024, 1, 1), date(2024, 6, 30)
    records = there.records("registered-contract-value", unit, first, last, 10_000)
    counted = [row for row in contracts.cube
               if row[2] == unit and first <= row[5] <= last and (row[6] is None or row[6] > last)]  # fmt: skip
    assert records.num_rows == sum(row[8] for row in counted) > 0
    assert sum(records.column("counted_value").to_pylist()) == sum(row[9] for row in counted)


def test_a_column_of_a_type_that_is_not_exact_is_refused_by_name(session, contracts):
    from pyspark.sql import functions as f

    with pytest.raises(NotCountable, match="amount is of type double"):
        contracts.elsewhere(session, amount=f.col("amount").cast("double"))
    with pytest.raises(NotCountable, match="registered_on is of type string"):
        contracts.elsewhere(session, registered_on=f.col("registered_on").cast("string"))


def test_a_rule_that_cannot_be_run_there_is_refused_by_name_and_never_dropped(session, contracts):
    contracts.elsewhere(session)
    with pytest.raises(BrokenCheck, match="the odd one"):
        judge_table(
            session.table("t"), [TableRule("the odd one", "expect_column_values_to_be_unique", {"column": "no"})]
        )


def test_a_worker_killed_in_the_middle_changes_nothing(cluster, tmp_path):
    here = Here(tmp_path, "contracts", 400_000)
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{cluster.port}").create()
    there = here.elsewhere(session)
    assert there.cube().num_rows == len(here.cube)
    found = []
    counting = threading.Thread(target=lambda: found.extend([there.cube(), there.cube(), there.cube()]))
    counting.start()
    time.sleep(0.2)
    assert counting.is_alive()
    cluster.kill_worker()
    counting.join()
    assert cluster.workers[0].wait() != 0
    assert len(found) == 3
    assert all(told(cube) == sorted(here.cube, key=repr) for cube in found)


def test_the_command_writes_cube_and_records(cluster, contracts, tmp_path, monkeypatch):
    from click.testing import CliRunner

    from app import main

    session = SparkSession.builder.remote(f"sc://127.0.0.1:{cluster.port}").create()
    session.read.parquet(str(contracts.records)).write.saveAsTable("contracts_table", mode="overwrite")
    monkeypatch.setattr("pipelines.commands.ledger._declared", lambda ledger: (SHAPES[ledger], UNITS))
    done = CliRunner().invoke(main, [
        "ledger", "count", "contracts", "--engine", f"sc://127.0.0.1:{cluster.port}", "--table",
        "spark_catalog.default.contracts_table", "--out", str(tmp_path), "--records", "registered-contract-value",
        "sc-kjt", "2024-01-01", "2024-06-30",
    ])  # fmt: skip
    assert done.exit_code == 0, done.output
    cube = pq.read_table(tmp_path / "cube.parquet")
    assert isinstance(cube, pa.Table)
    assert cube.num_rows == len(contracts.cube)
    assert pq.read_table(tmp_path / "records.parquet").num_rows > 0


def test_what_cannot_be_asked_or_is_not_there_is_said_in_a_sentence(cluster, tmp_path, monkeypatch):
    from click.testing import CliRunner

    from app import main

    monkeypatch.setattr("pipelines.commands.ledger._declared", lambda ledger: (SHAPES[ledger], UNITS))
    for port, table, said in ((free_port(), "a.b", "cannot be asked"), (cluster.port, "default.nothing", "refused"),
                              (cluster.port, "a;drop", "no table name")):  # fmt: skip
        done = CliRunner().invoke(main, ["ledger", "count", "contracts", "--engine", f"sc://127.0.0.1:{port}",
                                         "--table", table, "--out", str(tmp_path)])  # fmt: skip
        assert (done.exit_code, said in done.output) == (1, True), done.output
        assert isinstance(done.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []

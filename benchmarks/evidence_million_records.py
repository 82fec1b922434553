"""A ledger of a million contracts: received, checked, counted and reconciled, against a bare `read_csv` of it.

Run from the project: `.venv/bin/python benchmarks/evidence_million_records.py [rows]`. Nothing here is asserted by a
test: a shared machine's seconds say little, their ratio says more.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from expectations.suite import load_suites
from metrics import clock
from metrics.catalog import load_catalog
from metrics.database import connect
from metrics.marts.build import build_marts
from metrics.rules.status import Thresholds
from pipelines.definitions.files import definitions_in_force
from pipelines.ledgers.faults import check_ledgers
from pipelines.ledgers.reader import LedgerFile, receive
from pipelines.ledgers.shape import load_shapes
from pipelines.loading.build import Inputs, build_facts, stage_sources
from pipelines.loading.intake import read_intake
from pipelines.loading.received import read_received
from pipelines.loading.references import reference_sets
from pipelines.sample.ledgers import write_ledger

PROJECT = Path(__file__).resolve().parent.parent
ROUNDS = 3


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long `work` took, and what it gave."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def bare(path: Path) -> float:
    """Seconds to read the file into a table with DuckDB alone, types sniffed, nothing checked."""
    with connect() as connection:
        return seconds(lambda: connection.read_csv(str(path)).create("bare"))[0]


def ours(path: Path, folder: Path, number: int) -> dict[str, float]:
    """Seconds for each step of a load of that ledger, beside the shipped data."""
    raw = PROJECT / "data" / "raw"
    definitions = definitions_in_force(raw)
    catalog, shapes, suites = load_catalog(definitions), load_shapes(definitions), load_suites()
    intake = read_intake(raw, definitions, with_sample=True)
    units = reference_sets(catalog, intake.frames, [])["unit_names"]
    shape = next(entry for entry in shapes if entry.ledger_id == "contracts")
    files = [LedgerFile(shape, path, "evidence/contracts/million" + path.suffix, "evidence")]
    archived = read_received(PROJECT / "data" / "raw", folder, catalog, with_sample=True)
    steps: dict[str, float] = {}
    database = folder / f"build-{number}.duckdb"
    with connect(database) as connection:
        steps["receive"], received = seconds(lambda: receive(connection, shapes, files))
        steps["check"], checks = seconds(lambda: check_ledgers(connection, shapes, suites, units, received.row_counts))
        if not all(check.is_success for check in checks):
            raise SystemExit("the made-up ledger does not pass its own checks")
        inputs = Inputs(catalog, intake, archived, shapes, files, clock.today())
        steps["stage, fact.evidence"], _ = seconds(lambda: stage_sources(connection, inputs, Thresholds.load()))
        build_facts(connection, archived)
        steps["all marts"], _ = seconds(lambda: build_marts(connection, Thresholds.load()))
        rows = connection.execute(
            "select period_id, sum(record_count), sum(evidence_value) from mart.reconciliation "
            "where target_id = 'chuanyu-registered-contract-value' group by 1 order by 1"
        ).fetchall()
    for period_id, record_count, value in rows:
        print(f"    {period_id}: {record_count} records, {value} 亿元")
    print(f"    build file: {database.stat().st_size / 1e6:.0f} MB")
    return steps


def main(row_count: int) -> None:
    """Prints the seconds of each step and the ratio to the bare read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix in (".csv", ".parquet"):
            path = folder / f"million{suffix}"
            made, _ = seconds(lambda path=path: write_ledger("contracts", row_count, 1, path))
            print(f"{path.name}: {row_count} records, {path.stat().st_size / 1e6:.0f} MB, made in {made:.1f} s")
            runs = [ours(path, folder, number if suffix == ".csv" else number + ROUNDS) for number in range(ROUNDS)]
            steps = {step: median(run[step] for run in runs) for step in runs[0]}
            for step, taken in steps.items():
                print(f"  {step:20} {taken:6.2f} s")
            total = sum(steps.values())
            print(f"  {'together':20} {total:6.2f} s")
            if suffix == ".csv":
                base = median(bare(path) for _ in range(ROUNDS))
                print(f"  {'bare read_csv':20} {base:6.2f} s; ratio {total / base:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

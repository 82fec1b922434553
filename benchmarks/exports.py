"""Many rows as CSV, Parquet and Excel, as a file and over HTTP: time and memory, CSV held against DuckDB's own COPY.

    .venv/bin/python benchmarks/exports.py [ROWS] [WAYS]

Each way runs in a process of its own, three times in turn; the best run counts. `copy` is DuckDB's COPY of the same
rows in the same order with all the memory it wants, `copy-level` with the memory that our readers have. The goal: CSV
with guard and exact numbers at no less than 0.7 of the speed of COPY, and memory that does not grow with the rows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

PROJECT = Path(__file__).parents[1]
WAYS = ("copy", "copy-level", "csv", "parquet", "http-csv", "http-parquet", "xlsx")
SLOW_WAYS = ("xlsx",)


def make_snapshot(folder: Path, rows: int) -> Path:
    """A build of its own whose dataset `attainment` is `rows` rows with the columns of the shipped one."""
    from metrics.warehouse import Warehouse

    shipped, path = Warehouse().snapshot().path, folder / "warehouse" / "duibiao-benchmark.duckdb"
    path.parent.mkdir(parents=True)
    path.write_bytes(shipped.read_bytes())
    (path.parent / "CURRENT").write_text(path.name, encoding="utf-8")
    with duckdb.connect(str(path)) as connection:
        count = connection.execute("select count(*) from mart.attainment").fetchall()[0][0]
        copies = -(-rows // count)
        connection.execute(
            "create or replace table mart.attainment as "
            f"select a.* from mart.attainment as a, range({copies}) limit {rows}"
        )
    return path


def measure(way: str, path: Path, out: Path) -> dict[str, float]:
    """Seconds and megabytes of one way, in this process."""
    import resource

    write = prepared(way, path, out)
    started, worked = time.perf_counter(), time.process_time()
    write()
    return {
        "seconds": time.perf_counter() - started,
        "processor": time.process_time() - worked,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "file": out.stat().st_size,
    }


def prepared(way: str, path: Path, out: Path) -> Callable[[], object]:
    """What writes the file in one way."""
    from dashboards.exports.datasets import dataset_query
    from dashboards.exports.files import ENDINGS, write_dataset
    from metrics.database import quoted
    from metrics.warehouse import READING_MEMORY, Snapshot, Warehouse

    if way.startswith("copy"):
        connection = duckdb.connect(str(path), read_only=True)
        if way == "copy-level":
            connection.execute(f"set memory_limit = '{READING_MEMORY}'")
            connection.execute(f"set temp_directory = {quoted(out.parent / 'spill')}")
        statement = f"copy ({dataset_query('attainment')}) to {quoted(out)} (format csv, header)"
        return lambda: connection.execute(statement)
    if way.startswith("http-"):
        from dashboards.web.shell import create_dash

        client = create_dash(Warehouse(path.parents[1])).server.test_client()
        address = f"/export/attainment{ENDINGS[way.removeprefix('http-')]}"

        def fetch() -> None:
            with out.open("wb") as file, client.get(address, buffered=False) as answer:
                file.writelines(answer.iter_encoded())

        return fetch
    snapshot = Snapshot(path)
    return lambda: write_dataset(snapshot, "attainment", way, out)


def main() -> None:
    """Runs every way and prints a table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    ways = sys.argv[2].split(",") if len(sys.argv) > 2 else WAYS
    best: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        path = make_snapshot(Path(name), rows)
        for _ in range(3):
            for way in ways:
                if way in SLOW_WAYS and way in best:
                    continue
                command = [sys.executable, __file__, "--one", way, str(path), str(Path(name) / f"out.{way}")]
                done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT)
                result = json.loads(done.stdout)
                if way not in best or result["processor"] < best[way]["processor"]:
                    best[way] = result
    print(f"{rows} rows of attainment, load average {os.getloadavg()}\n")
    print("| way | seconds | processor | of COPY's speed | peak memory, MB | file, MB |\n|---|---|---|---|---|---|")
    for way, result in best.items():
        share = best[ways[0]]["processor"] / result["processor"]
        times = f"{result['seconds']:.1f} | {result['processor']:.2f}"
        print(f"| {way} | {times} | {share:.2f} | {result['megabytes']:.0f} | {result['file'] / 1e6:.0f} |", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
    else:
        main()

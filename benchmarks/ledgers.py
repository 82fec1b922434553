"""A ledger of millions of contracts: staged, checked and counted, against reading it into a bare DuckDB table.

Run from the project: `.venv/bin/python -m benchmarks.ledgers [ROWS] [--folder FOLDER] [--without-bare]`. Each way runs
in a process of its own, so that its memory is its own; the ledger is made in FOLDER where it is not there. Nothing here
is asserted by a test: a shared machine's seconds say little, their ratio says more.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipelines.sample.ledgers import write_ledger

PROJECT = Path(__file__).resolve().parent.parent


def bare(path: Path, _: Path) -> str:
    """DuckDB alone: the file into a table in memory, types sniffed, nothing checked."""
    import duckdb

    with duckdb.connect() as connection:
        connection.read_csv(str(path)).create("bare")
        return f"{connection.execute('select count(*) from bare').fetchall()[0][0]} rows"


def bare_file(path: Path, folder: Path) -> str:
    """The same into a database on disk, as a build is."""
    import duckdb

    database = folder / "bare.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(database) as connection:
        connection.read_csv(str(path)).create("bare")
        connection.execute("checkpoint")
    return f"{database.stat().st_size / 1e6:.0f} MB"


def staged(path: Path, folder: Path) -> str:
    """Staged without the verdict of Great Expectations: typed, every cell and key looked at, counted."""
    return _stage(path, folder, with_verdict=False)


def checked(path: Path, folder: Path) -> str:
    """Staged and judged by every rule of Great Expectations; its import is not counted."""
    return _stage(path, folder, with_verdict=True)


def again(path: Path, folder: Path) -> str:
    """Staged before: what a load costs with nothing new."""
    return _stage(path, folder, with_verdict=True)


WAYS: dict[str, Callable[[Path, Path], str]] = {
    "bare": bare,
    "bare-file": bare_file,
    "staged": staged,
    "checked": checked,
    "again": again,
}


def _stage(path: Path, folder: Path, with_verdict: bool) -> str:
    from expectations.suite import load_suites
    from metrics.catalog.units import current_names
    from pipelines.definitions.files import catalog_of, draft
    from pipelines.ledgers.faults import check_ledgers
    from pipelines.ledgers.reader import LedgerFile
    from pipelines.ledgers.shape import load_shapes
    from pipelines.ledgers.staging import stage_ledgers

    raw = PROJECT / "data" / "raw"
    definitions = draft(raw)
    shape = next(entry for entry in load_shapes(definitions) if entry.ledger_id == "contracts")
    units = current_names(catalog_of(definitions, raw).units)
    global _BEGUN
    _BEGUN = time.perf_counter(), sum(os.times()[:2])
    ledgers = stage_ledgers(
        folder / "warehouse", [LedgerFile(shape, path, f"evidence/contracts/{path.name}", "evidence")], units
    )
    if with_verdict and not all(check.is_success for check in check_ledgers(ledgers, load_suites())):
        raise SystemExit("the made-up ledger does not pass its own checks")
    size = sum(entry.stat().st_size for entry in ledgers.folder.rglob("*.parquet"))
    return f"{ledgers.record_count} records, {size / 1e6:.0f} MB staged"


_BEGUN = 0.0, 0.0


def run(way: str, path: Path, folder: Path) -> None:
    """One way in this process; prints clock, processor and peak memory."""
    global _BEGUN
    if way in ("staged", "checked"):
        shutil.rmtree(folder / "warehouse", ignore_errors=True)
    if way in ("checked", "again"):
        import great_expectations  # noqa: F401 - seconds that have nothing to do with the ledger
    _BEGUN = time.perf_counter(), sum(os.times()[:2])
    said = WAYS[way](path, folder)
    clock, processor = time.perf_counter() - _BEGUN[0], sum(os.times()[:2]) - _BEGUN[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{clock:.3f} {processor:.3f} {peak} {said}")


def main() -> None:
    """Makes the ledger, runs each way, prints a table with ratios to the bare one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/duibiao-ledgers"))
    parser.add_argument("--without-bare", action="store_true", help="where a table in memory would not fit")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    path = given.folder / f"contracts-{given.rows}.csv"
    if given.way:
        run(given.way, path, given.folder)
        return
    if not path.exists():
        write_ledger("contracts", given.rows, 1, path)
    print(f"{given.rows} contracts, CSV of {path.stat().st_size / 1e6:.0f} MB; load {os.getloadavg()[0]:.1f}")
    print("| way | clock s | ÷ bare | processor s | ÷ bare | peak MB | |\n|---|---|---|---|---|---|---|")
    base: list[float] = []
    for way in WAYS:
        if given.without_bare and way.startswith("bare"):
            continue
        asked = [f"{given.rows}", "--folder", f"{given.folder}", "--way", way]
        command = [sys.executable, "-m", "benchmarks.ledgers", *asked]
        output = subprocess.run(command, check=True, capture_output=True, text=True, cwd=PROJECT).stdout
        *figures, peak, said = output.strip().splitlines()[-1].split(" ", 3)
        spent = list(map(float, figures))
        base = base or spent
        ratios = ["" if given.without_bare else f"{one / of:.2f}" for one, of in zip(spent, base, strict=True)]
        told = [f"{one:.2f} | {ratio}" for one, ratio in zip(spent, ratios, strict=True)]
        print(f"| {way} | {' | '.join(told)} | {peak} | {said} |", flush=True)


if __name__ == "__main__":
    main()

"""What one more report costs with an empty archive and with many thousands in it.

    python benchmarks/archive_cost.py [--reports 10000] [--rounds 3]

Prints seconds, by the clock and of processor time, for `duibiao receive` of one file and for the `duibiao load` after
it, both in fresh processes, and the ratio of their sums. On a machine with other work go by the processor time.
The archive is filled with altered copies of the sample reports, each a further version.
"""

import argparse
import hashlib
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from pipelines.archive import Archive  # noqa: E402
from pipelines.readers.workbook import WorkbookReader  # noqa: E402
from pipelines.receiving.desk import Desk  # noqa: E402
from pipelines.records import ACCEPTED, REPORT, Receipt, line_of  # noqa: E402
from pipelines.reports.report import read_report  # noqa: E402


def fill_archive(raw: Path, count: int) -> None:
    """Writes `count` accepted reports straight into the archive, without judging them one by one."""
    archive = Archive(raw)
    archive.folder.mkdir(parents=True)
    versions: dict[tuple, int] = {}
    with Desk(raw, with_sample=False) as desk, WorkbookReader() as workbooks:
        samples = sorted((PROJECT / "data/raw/sample/reports").rglob("*.csv"))
        read = [(path.read_bytes(), read_report(path, path.name, desk.register, workbooks)) for path in samples]
    lines = []
    for number in range(count):
        content, report = read[number % len(read)]
        key = report.key
        content = content.replace("。".encode(), f"(第{number}次)。".encode(), 1)
        content = content + b"\n" * (number // len(read))
        sha256 = hashlib.sha256(content).hexdigest()
        path = archive.path(sha256)
        path.parent.mkdir(exist_ok=True)
        if path.exists():
            continue
        path.write_bytes(content)
        versions[key] = versions.get(key, 0) + 1
        receipt = Receipt(
            "2026-01-01T00:00:00+00:00",
            f"{number}.csv",
            sha256,
            len(content),
            ACCEPTED,
            REPORT,
            *key,
            version=versions[key],
        )
        lines.append(line_of(archive.with_rows_beside(receipt, report.rows)))
    archive.journal.begin(lines)


def run(data: Path, *arguments: str) -> tuple[float, float]:
    """Seconds of one `duibiao` command, by the clock and of processor time."""
    environment = {**os.environ, "DUIBIAO_DATA": str(data), "DUIBIAO_SAMPLE": "off", "PYTHONPATH": str(PROJECT)}
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "app", *arguments],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(count: int, rounds: int) -> list[float]:
    """Median seconds of receiving and loading one more report with `count` archived, by the clock and of processor."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        shutil.copytree(PROJECT / "data/raw", data / "raw", ignore=shutil.ignore_patterns("sample", "archive"))
        if count:
            fill_archive(data / "raw", count)
        run(data, "load")
        sample = PROJECT / "data/raw/sample/reports/cdm-zone-2018/2019H1/sc-kjt.v1.csv"
        taken = []
        for number in range(rounds):
            path = data / f"new{number}.csv"
            path.write_bytes(sample.read_bytes() + b"\n" * (number + 500))
            taken.append((*run(data, "receive", str(path)), *run(data, "load")))
        return [statistics.median(column) for column in zip(*taken, strict=True)]


def main() -> None:
    """Measures both and prints them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    results = {}
    for count in (0, options.reports):
        receive, receive_cpu, load, load_cpu = measure(count, options.rounds)
        results[count] = receive + load, receive_cpu + load_cpu
        print(
            f"{count:>6} archived: receive {receive:.2f} s (processor {receive_cpu:.2f}), "
            f"load {load:.2f} s (processor {load_cpu:.2f})"
        )
    clock, processor = (many / none for many, none in zip(results[options.reports], results[0], strict=True))
    print(f"ratio {clock:.2f} by the clock, {processor:.2f} of processor time")


if __name__ == "__main__":
    main()

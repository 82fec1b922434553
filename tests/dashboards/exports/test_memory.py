"""A file of a million rows takes no more memory than one of a few hundred thousand."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from metrics.warehouse import current_build_path

PROJECT = Path(__file__).parents[3]

WRITE = """
import sys
from pathlib import Path
from dashboards.exports.files import write_dataset
from metrics.warehouse import Snapshot
write_dataset(Snapshot(Path(sys.argv[1])), "attainment", sys.argv[2], Path(sys.argv[3]))
# The peak of this program alone: what getrusage tells begins with that of the one that started it.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.journey
def test_memory_stays_level_however_many_rows_there_are(shipped, tmp_path):
    taken = {}
    for rows in (300_000, 1_000_000):
        build = tmp_path / f"duibiao-{rows}.duckdb"
        build.write_bytes(current_build_path(shipped / "warehouse").read_bytes())
        with duckdb.connect(str(build)) as connection:
            connection.execute(
                "create or replace table mart.attainment as select a.* from mart.attainment as a, range(10000) "
                f"limit {rows}"
            )
        for name in ("csv", "parquet"):
            out = tmp_path / name
            command = [sys.executable, "-c", WRITE, str(build), name, str(out)]
            done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
            taken[name, rows] = int(done.stdout)
    for name in ("csv", "parquet"):
        # What is read is cached up to a limit of its own, so some growth is none; sorted in memory, the larger would
        # take a gigabyte more.
        assert taken[name, 1_000_000] - taken[name, 300_000] < 400, taken

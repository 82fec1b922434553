"""What a view as of a day costs: the marts of the build in force, built again over what had been recorded by then.

Run from the project after `duibiao load`: `.venv/bin/python benchmarks/as_of_view.py`.
"""

from __future__ import annotations

import time
from datetime import date, timedelta
from statistics import median

from metrics.changes import changes_between
from metrics.warehouse import Warehouse

VIEWS = 20


def main() -> None:
    """Prints the seconds of the first view, which imports pandas, and of the others; then of a comparison."""
    snapshot = Warehouse().snapshot()
    taken = []
    for number in range(VIEWS):
        started = time.perf_counter()
        snapshot.as_of(date(2020, 12, 31) - timedelta(days=30 * number))
        taken.append(time.perf_counter() - started)
    print(f"first view {taken[0]:.2f} s; then {median(taken[1:]):.2f} s, at most {max(taken[1:]):.2f} s")
    earlier, later = snapshot.as_of(date(2019, 7, 31)), snapshot.as_of(date(2020, 3, 1))
    started = time.perf_counter()
    rows = changes_between(earlier, later)
    print(f"what changed between two views, {len(rows)} rows: {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()

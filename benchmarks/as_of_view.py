"""What a view as of a day costs: the marts of the build in force, built over what had been recorded by then.

A view makes a mart when it is first asked for: measured are one question to `mart.attainment`, and every mart.

Run from the project after `duibiao load`: `.venv/bin/python benchmarks/as_of_view.py`.
"""

from __future__ import annotations

import time
from datetime import date, timedelta
from statistics import median

from metrics.warehouse import Warehouse

VIEWS = 20


def main() -> None:
    """Prints the seconds of the first view, which imports pandas, and of the others."""
    snapshot = Warehouse().snapshot()
    judged, whole = [], []
    for number in range(VIEWS):
        started = time.perf_counter()
        view = snapshot.as_of(date(2020, 12, 31) - timedelta(days=30 * number))
        view.select("select status, count(*) as n from mart.attainment group by status")
        judged.append(time.perf_counter() - started)
        view.cursor().close()  # A cursor may be asked for anything, so every mart is made.
        whole.append(time.perf_counter() - started)
    for name, taken in (("mart.attainment", judged), ("every mart", whole)):
        print(f"{name}: first {taken[0]:.2f} s; then {median(taken[1:]):.2f} s, at most {max(taken[1:]):.2f} s")


if __name__ == "__main__":
    main()

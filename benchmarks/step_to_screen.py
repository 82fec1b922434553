"""From the click of an officer to the screen of everybody else: steps on reports of a served office.

    python -m benchmarks.step_to_screen [--steps 16]

A copy of the data in force is served by `duibiao serve`. Each step is sent as its page sends it; then another client
asks for the overview until it shows the build that holds the step, and for a unit's page, the round and the CSV of all
judgements, which must be of that build too. The clock stops when the last of them is there. Beside it, in the same run
and a warm process, the same office is loaded out of nothing, as every step cost before builds were renewed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.pages import free_port, started
from metrics.warehouse import open_build
from pipelines.definitions.files import draft
from pipelines.loading.build import load
from pipelines.loading.publish import current_build

PROJECT = Path(__file__).parents[1]
PAGES = ("/unit/{unit}", "/round?programme={programme}&period={period}", "/export/attainment.csv")
OPEN = """
select programme_id, period_id, subject_id, version
from mart.report_standing
where kind_id = 'report' and state = 'accepted' and not is_closed
order by all
"""


def got(address: str) -> tuple[str, str | None]:
    """The body of an address as a client without a cache gets it, and the build that a file says it is of."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read().decode("utf-8", "replace"), answer.headers.get("X-Duibiao-Build")


def sent(address: str, step: str, place: tuple[str, str, str, int]) -> str:
    programme, period, unit, version = place
    facts = {"programme_id": programme, "period_id": period, "unit_id": unit, "step": step, "by": "张三",
             "reason": "请补充佐证", "version": version, "report_kind": "report"}  # fmt: skip
    headers = {"Content-Type": "application/json", "X-Duibiao-Request": "1", "Accept": "application/json"}
    request = urllib.request.Request(f"{address}/requests/step", json.dumps(facts).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["request_id"]


def seconds_to_screen(address: str, step: str, place: tuple[str, str, str, int], before: str) -> tuple[float, str]:
    """Seconds from the click until every page of another client shows it, and the build that does.

    Raises:
        SystemExit: when the step was refused.
    """
    begun = time.perf_counter()
    request_id = sent(address, step, place)
    while before in got(f"{address}/")[0]:
        time.sleep(0.05)
        if time.perf_counter() - begun > 60:
            raise SystemExit(f"{step} {place}: {got(f'{address}/requests/{request_id}')[0]}")
    programme, period, unit, _ = place
    builds = [got(address + page.format(unit=unit, programme=programme, period=period)) for page in PAGES]
    took = time.perf_counter() - begun
    build = builds[-1][1]
    assert build and all(build in body or build == of for body, of in builds), builds[-1][1]
    return took, build


def served_copy(folder: Path) -> Path:
    data = Path(os.environ.get("DUIBIAO_DATA") or PROJECT / "data").resolve()
    shutil.copytree(data, folder / "data", ignore=shutil.ignore_patterns("inbox"))
    return folder / "data"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=16)
    steps = parser.parse_args().steps
    with tempfile.TemporaryDirectory(prefix="duibiao-step-") as temporary:
        data = served_copy(Path(temporary))
        os.environ["DUIBIAO_DATA"] = str(data)
        load(data, with_sample=True)
        build = current_build(data / "warehouse")
        assert build is not None and draft(data / "raw")
        places = [tuple(row.values()) for row in open_build(build).select(OPEN)][: steps // 2 + 1]
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        server = started([sys.executable, "-m", "app", "serve", "--port", str(port)], address)
        try:
            shown, took = open_build(build).build.build_id, []
            for place in places:
                for step in ("return", "accept"):
                    seconds, shown = seconds_to_screen(address, step, place, shown)
                    took.append(seconds)
        finally:
            server.terminate()
            server.wait()
        warm = took[2:]  # The first two begin the worker.
        median, late = statistics.median(warm), sorted(warm)[int(0.95 * len(warm))]
        print(f"{len(warm)} steps: median {median:.2f} s, p95 {late:.2f} s")
        print("each", " ".join(f"{seconds:.2f}" for seconds in took))
        anew = []
        for _ in range(2):
            for old in (data / "warehouse").glob("*.duckdb"):
                old.unlink()
            (data / "warehouse" / "CURRENT").unlink()
            begun = time.perf_counter()
            load(data, with_sample=True)
            anew.append(time.perf_counter() - begun)
        print(f"everything made anew, warm: {anew[-1]:.2f} s, {anew[-1] / median:.1f} times a step")


if __name__ == "__main__":
    main()

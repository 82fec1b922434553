"""Pages as a reader feels them: first gauge beside Streamlit, page changes, server time, fifty people at once.

    .venv/bin/python benchmarks/pages.py [--streamlit /path/to/venv/bin/streamlit] [--rounds 10]

Serves a copy of the data in force, its half-years doubled to ten, on loopback with `duibiao serve`; Streamlit, where
given, serves the same gauges from a file made for the run. Chromium is the system's; the two sides take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import duckdb
from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).parents[1]
GAUGES = {"duibiao": "svg.gauge path", "streamlit": "svg.main-svg path"}
STREAMLIT_PAGE = """
import json
import plotly.graph_objects as go
import streamlit as st
st.title("Gauges")
columns = st.columns(3)
for number, figure in enumerate(json.load(open({path!r}))):
    with columns[number % 3]:
        st.plotly_chart(go.Figure(figure), key=str(number))
"""
CHANGES = [".menu li:nth-child(2) a", ".menu li:nth-child(3) a", ".menu li:nth-child(4) a", ".menu li:nth-child(5) a"]
PATHS = ("/", "/units", "/unit/sc-kjt", "/unit/sc-chengdu", "/target/cdm-incubators", "/matrix", "/round", "/tasks",
         "/quality")  # fmt: skip
LIVE = {"/target/cdm-incubators": "", "/data/attainment": "programme=cdm-zone-2018"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(command: list[str], address: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2)
            return process
        except OSError:
            time.sleep(0.2)
    process.terminate()
    raise SystemExit(f"{address} did not answer: {' '.join(command)}")


def first_gauge(browser, address: str, gauge: str) -> tuple[float, int]:
    """Seconds from the address to the first gauge on the screen with an empty cache, and bytes on the wire."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page, received = context.new_page(), []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(gauge, timeout=60_000)
    # Visible, and a frame later drawn.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    took = time.perf_counter() - begun
    page.wait_for_load_state("networkidle")
    context.close()
    return took, int(sum(received))


def page_changes(browser, address: str, rounds: int) -> list[float]:
    """Milliseconds from a press on a menu entry until the next page is painted, in a browser that has been here."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page, took = context.new_page(), []
    page.goto(address)
    for _ in range(rounds):
        for entry in CHANGES:
            before = page.evaluate("performance.timeOrigin + performance.now()")
            page.locator(entry).click()
            page.wait_for_load_state("load")
            painted = page.evaluate(
                "() => new Promise(done => new PerformanceObserver(list => done(performance.timeOrigin"
                " + list.getEntriesByName('first-contentful-paint')[0].startTime))"
                ".observe({type: 'paint', buffered: true}))"
            )
            took.append(painted - before)
    context.close()
    return took


def asked(address: str, body: bytes | None = None) -> float:
    """Milliseconds of one request over HTTP on loopback.

    Raises:
        AssertionError: for an answer other than 200.
    """
    request = urllib.request.Request(address, body, {"Content-Type": "application/json", "Accept-Encoding": "gzip"})
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
        assert answer.status == 200
    return (time.perf_counter() - begun) * 1000


def processor_seconds() -> float:
    """Processor time of every process below this one: the server's, as this one only waits."""
    parents, spent = {}, {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # A process may end while we look.
            fields = entry.read_text().rpartition(")")[2].split()
            pid = int(entry.parent.name)
            parents[pid], spent[pid] = int(fields[1]), int(fields[11]) + int(fields[12])
    ours, found = set(), {os.getpid()}
    while found:
        ours |= found
        found = {pid for pid, parent in parents.items() if parent in ours} - ours
    return sum(spent[pid] for pid in ours - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def live_parts(address: str, path: str, search: str) -> float:
    """Milliseconds of the callback that draws the live parts of a page."""
    inputs = [{"id": "address", "property": name, "value": value}
              for name, value in (("pathname", path), ("search", f"?{search}"))]  # fmt: skip
    output = {"output": "places.children", "outputs": {"id": "places", "property": "children"}}
    body = {**output, "inputs": inputs, "changedPropIds": ["address.pathname"]}
    return asked(f"{address}_dash-update-component", json.dumps(body).encode())


def server_time(address: str, rounds: list[str]) -> None:
    """Every page in every round and both languages: asked for the first time, then again."""
    searches = [
        f"programme=cdm-zone-2018&period={period}&lang={language}" for period in rounds for language in ("zh", "en")
    ]
    first: list[float] = []
    before = processor_seconds()
    for path in PATHS:
        times = [asked(f"{address}{path[1:]}?{search}") for search in searches]
        report(f"server, first drawing {path}", times, "ms")
        first += times
    report("server, first drawing of any page", first, "ms")
    spent = (processor_seconds() - before) / len(first) * 1000
    print(f"server, first drawing of any page: {spent:.1f} ms of processor time each, sending included", flush=True)
    again = [asked(f"{address}{path[1:]}?{search}") for path in PATHS for search in searches[-8:]]
    report("server, drawn before", again, "ms")
    for path, search in LIVE.items():
        times = [live_parts(address, path, f"{search or searches[0]}&lang={language}") for language in ("zh", "en")]
        times += [live_parts(address, path, f"{search}&period={period}") for period in rounds]
        report(f"callback, live parts of {path}", times, "ms")


def crowd(address: str, people: int, clicks: int) -> tuple[list[float], int, float]:
    """Fifty people who click at once: milliseconds of every click, errors, and clicks per second."""
    paths, took, errors, lock = ["", "units", "matrix", "round", "tasks", "unit/sc-kjt"], [], 0, threading.Lock()

    def person(number: int) -> None:
        nonlocal errors
        for click in range(clicks):
            try:
                spent = asked(f"{address}{paths[(number + click) % len(paths)]}")
            except (OSError, AssertionError):
                with lock:
                    errors += 1
                continue
            with lock:
                took.append(spent)

    begun = time.perf_counter()
    with ThreadPoolExecutor(people) as pool:
        list(pool.map(person, range(people)))
    return took, errors, len(took) / (time.perf_counter() - begun)


def ten_rounds(folder: Path) -> list[str]:
    """A copy of the build in force whose longest programme has ten half-years; gives their names.

    Each table that knows periods gets its rows of the five half-years once more, under those that follow.
    """
    from metrics.warehouse import Warehouse

    shipped = Warehouse().snapshot().path
    (folder / "warehouse").mkdir(parents=True)
    path = folder / "warehouse" / shipped.name
    shutil.copyfile(shipped, path)
    (folder / "warehouse" / "CURRENT").write_text(shipped.name, encoding="utf-8")
    with duckdb.connect(str(path)) as connection:
        old = [row[0] for row in connection.execute(
            "select period_id from dim.round where programme_id = 'cdm-zone-2018' order by 1").fetchall()]  # fmt: skip
        new = [f"{int(name[:4]) + 3 - (name[4:] == 'H1')}{'H1' if name[4:] == 'H2' else 'H2'}" for name in old]
        connection.execute("create temp table after (old varchar, new varchar)")
        connection.executemany("insert into after values (?, ?)", list(zip(old, new, strict=True)))
        tables = connection.execute(
            "select table_schema, table_name from information_schema.columns join information_schema.tables "
            "using (table_catalog, table_schema, table_name) "
            "where column_name = 'period_id' and table_type = 'BASE TABLE'"
        ).fetchall()
        for schema, name in tables:
            others = (
                "and period_id not in (select period_id from dim.period)" if (schema, name) == ("dim", "period") else ""
            )
            connection.execute(
                f"insert into {schema}.{name} select t.* replace (after.new as period_id) from {schema}.{name} as t "
                f"join after on t.period_id = after.old where true {others}"
            )
    return old + new


def gauges_file(folder: Path) -> Path:
    """The same figures that our overview draws, for the other side."""
    from dashboards.components.targets.gauge import gauge_figure
    from metrics.reading.overview import overview
    from metrics.reading.programme import all_programmes
    from metrics.warehouse import Warehouse

    snapshot = Warehouse().snapshot()
    programme = all_programmes(snapshot)[0]
    view = overview(snapshot, programme, None)
    path = folder / "gauges.json"
    path.write_text(json.dumps([gauge_figure(target) for target in view.headline]))
    return path


def report(name: str, values: list[float], unit: str) -> None:
    ordered = sorted(values)
    ninth = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name}: median {statistics.median(values):.2f} {unit}, 95th {ninth:.2f} {unit}, {len(values)} runs",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streamlit", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print("load average before:", os.getloadavg(), flush=True)
    with tempfile.TemporaryDirectory() as name:
        rounds = ten_rounds(Path(name) / "data")
        os.environ["DUIBIAO_DATA"] = str(Path(name) / "data")
        with served(["-m", "app", "serve", "--workers", "1"]) as alone:
            server_time(alone, rounds)
        with served(["-m", "app", "serve"]) as ours:
            in_browser(ours, options.streamlit, options.rounds, Path(name))
            took, errors, rate = crowd(ours, 50, 4)
            report("50 people at once", took, "ms")
            print(f"50 people at once: {errors} errors, {rate:.0f} clicks/s")
    print("load average after:", os.getloadavg())


@contextmanager
def served(command: list[str], program: str = sys.executable, flag: str = "--port") -> Iterator[str]:
    """The address of a server that runs for a while."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    process = started([program, *command, flag, str(port)], address)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def in_browser(ours: str, streamlit: Path | None, rounds: int, folder: Path) -> None:
    """First gauge beside Streamlit's, and changes of page."""
    sides: dict[str, list[tuple[float, int]]] = {}
    with ExitStack() as stack:
        addresses = {"duibiao": ours}
        if streamlit:
            page = folder / "page.py"
            page.write_text(STREAMLIT_PAGE.format(path=str(gauges_file(folder))))
            settings = [
                "--server.address",
                "127.0.0.1",
                "--server.headless",
                "true",
                "--browser.gatherUsageStats",
                "false",
            ]
            command = ["run", str(page), *settings]
            addresses["streamlit"] = stack.enter_context(served(command, str(streamlit), "--server.port"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        # The first of each warms the server.
        for _ in range(rounds + 1):
            for side, address in addresses.items():
                sides.setdefault(side, []).append(first_gauge(browser, address, GAUGES[side]))
        for side, runs in sides.items():
            report(f"{side}: first gauge, empty cache", [took for took, _ in runs[1:]], "s")
            print(f"{side}: {statistics.median(size for _, size in runs[1:]) / 1e6:.3f} MB", flush=True)
        report("page change", page_changes(browser, ours, rounds), "ms")
        browser.close()


if __name__ == "__main__":
    main()

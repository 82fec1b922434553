"""Pages as a reader feels them: first gauge beside Streamlit, page changes, callback time, fifty people at once.

    .venv/bin/python benchmarks/pages.py [--streamlit /path/to/venv/bin/streamlit] [--rounds 10]

Serves the data in force on loopback with `duibiao serve`; Streamlit, where given, serves the same gauges from a file
made for the run. Chromium is the system's; every figure is the median of the runs, the two sides taking turns.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).parents[1]
GAUGE = "svg.main-svg path"
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


def first_gauge(browser, address: str) -> tuple[float, int]:
    """Seconds from the address to the first drawn gauge with an empty cache, and bytes on the wire."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page, received = context.new_page(), []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(GAUGE, state="attached", timeout=60_000)
    took = time.perf_counter() - begun
    page.wait_for_load_state("networkidle")
    context.close()
    return took, int(sum(received))


def page_changes(browser, address: str, rounds: int) -> list[float]:
    """Milliseconds from the press on a menu entry to the new heading, in a page already open."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page, took = context.new_page(), []
    page.goto(address)
    page.wait_for_selector(GAUGE, state="attached")
    for _ in range(rounds):
        for entry in CHANGES:
            before = page.locator("h1").inner_text()
            took.append(page.evaluate(
                """([entry, before]) => new Promise(done => {
                    const begun = performance.now();
                    const watch = new MutationObserver(() => {
                        const heading = document.querySelector('h1');
                        if (heading && heading.innerText !== before) {
                            watch.disconnect(); requestAnimationFrame(() => done(performance.now() - begun)); }
                    });
                    watch.observe(document.body, {childList: true, subtree: true, characterData: true});
                    document.querySelector(entry).click();
                })""", [entry, before]))  # fmt: skip
    context.close()
    return took


def callback_body(path: str, search: str) -> bytes:
    return json.dumps({
        "output": "..body.children...head-facts.data..",
        "outputs": [{"id": "body", "property": "children"}, {"id": "head-facts", "property": "data"}],
        "inputs": [{"id": "address", "property": "pathname", "value": path},
                   {"id": "address", "property": "search", "value": search}],
        "changedPropIds": ["address.pathname"],
    }).encode()  # fmt: skip


def callback(address: str, path: str, search: str = "") -> float:
    """Milliseconds of one routing callback over HTTP on loopback.

    Raises:
        AssertionError: for an answer other than 200.
    """
    request = urllib.request.Request(
        f"{address}_dash-update-component", callback_body(path, search), {"Content-Type": "application/json"}
    )
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
        assert answer.status == 200
    return (time.perf_counter() - begun) * 1000


def crowd(address: str, people: int, clicks: int) -> tuple[list[float], int, float]:
    """Fifty people who click at once: milliseconds of every click, errors, and clicks per second."""
    paths, took, errors, lock = ["/", "/units", "/matrix", "/round", "/tasks", "/unit/sc-kjt"], [], 0, threading.Lock()

    def person(number: int) -> None:
        nonlocal errors
        for click in range(clicks):
            try:
                spent = callback(address, paths[(number + click) % len(paths)])
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


def gauges_file(folder: Path) -> Path:
    """The same figures that our overview draws, for the other side."""
    from dashboards.components.gauge import gauge_figure
    from metrics import scorecard
    from metrics.warehouse import Warehouse

    snapshot = Warehouse().snapshot()
    programme = scorecard.programmes(snapshot)[0]
    view = scorecard.overview(snapshot, programme, None)
    path = folder / "gauges.json"
    path.write_text(json.dumps([json.loads(gauge_figure(target).to_json()) for target in view.headline]))
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
    port, other = free_port(), free_port()
    ours, theirs = f"http://127.0.0.1:{port}/", f"http://127.0.0.1:{other}/"
    processes = [started([sys.executable, "-m", "app", "serve", "--port", str(port)], f"{ours}healthz")]
    print("load average before:", os.getloadavg(), flush=True)
    try:
        with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
            if options.streamlit:
                page = Path(name) / "page.py"
                page.write_text(STREAMLIT_PAGE.format(path=str(gauges_file(Path(name)))))
                processes.append(started([str(options.streamlit), "run", str(page), "--server.port", str(other),
                                          "--server.address", "127.0.0.1", "--server.headless", "true",
                                          "--browser.gatherUsageStats", "false"], theirs))  # fmt: skip
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
            )
            sides: dict[str, list[tuple[float, int]]] = {"duibiao": [], "streamlit": []}
            for _ in range(options.rounds + 1):
                sides["duibiao"].append(first_gauge(browser, ours))
                if options.streamlit:
                    sides["streamlit"].append(first_gauge(browser, theirs))
            for side, runs in sides.items():
                if runs:
                    # The first of each warms the server.
                    report(f"{side}: first gauge, empty cache", [took for took, _ in runs[1:]], "s")
                    print(f"{side}: {statistics.median(size for _, size in runs[1:]) / 1e6:.2f} MB", flush=True)
            report("page change", page_changes(browser, ours, options.rounds), "ms")
            browser.close()
        for path in ("/", "/unit/sc-kjt", "/target/cdm-technology-contract-turnover", "/matrix", "/tasks", "/round"):
            report(f"callback {path}", [callback(ours, path) for _ in range(30)], "ms")
        took, errors, rate = crowd(ours, 50, 4)
        report("50 people at once", took, "ms")
        print(f"50 people at once: {errors} errors, {rate:.0f} clicks/s")
        print("load average after:", os.getloadavg())
    finally:
        for process in processes:
            process.terminate()
            process.wait(timeout=30)


if __name__ == "__main__":
    main()

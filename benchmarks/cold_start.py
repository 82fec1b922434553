"""From starting `duibiao serve`, with nothing new to load, to the first page, beside a bare Dash application.

    .venv/bin/python benchmarks/cold_start.py [--runs 7] [--port 8065]

Both are started as processes of their own, the two taking turns; the clock runs until `/` has been read to its end.
The bare application is one Dash page with a heading, under gunicorn as ours is: two workers, loaded before the fork.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from benchmarks.receiving import own_office, run  # noqa: E402

BARE = """
from dash import Dash, html
app = Dash(__name__)
app.layout = html.Main(html.H1("bare"))
server = app.server
"""


def first_page(command: list[str], port: int, environment: dict[str, str], folder: Path) -> float:
    """Seconds until a started server has answered, which is then ended."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                    answer.read()
                    return time.perf_counter() - began
            except urllib.error.HTTPError:
                raise
            except OSError:
                time.sleep(0.005)
        raise SystemExit(f"{command[1:4]} ended with {process.returncode}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def main() -> None:
    """Measures both and prints them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--port", type=int, default=8065)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, bare = own_office(Path(folder) / "office"), Path(folder) / "bare"
        run(data, "load")
        bare.mkdir()
        (bare / "bare.py").write_text(BARE, encoding="utf-8")
        ours = [sys.executable, "-m", "app", "serve", "--port", str(options.port)]
        plain = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{options.port}", "--workers", "2",
                 "--threads", "4", "--preload", "bare:server"]  # fmt: skip
        environment = {**os.environ, "DUIBIAO_DATA": str(data)}
        taken: dict[str, list[float]] = {"duibiao serve": [], "bare Dash": []}
        for _ in range(options.runs):
            taken["duibiao serve"].append(first_page(ours, options.port, environment, PROJECT))
            taken["bare Dash"].append(first_page(plain, options.port, environment, bare))
    for name, seconds in taken.items():
        print(f"{name}: median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s of {len(seconds)}")
    medians = [statistics.median(seconds) for seconds in taken.values()]
    print(f"ratio {medians[0] / medians[1]:.2f}")


if __name__ == "__main__":
    main()

"""The bulletin and all 24 feedback documents of a round, as Word and as PDF: within ten seconds each.

    .venv/bin/python benchmarks/documents.py

The command is run as a process of its own, start included, three times; every run is printed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Runs the command and prints a table."""
    print("| format | documents | seconds, three runs |\n|---|---|---|")
    for file_format in ("docx", "pdf"):
        runs = []
        for _ in range(3):
            with tempfile.TemporaryDirectory() as folder:
                command = [sys.executable, "-m", "app", "bulletin", "cdm-zone-2018", "2019H2", "--all-units"]
                started = time.perf_counter()
                subprocess.run(
                    [*command, "--format", file_format, "--out", folder], check=True, cwd=PROJECT, capture_output=True
                )
                runs.append(time.perf_counter() - started)
                count = len(list(Path(folder).iterdir()))
        print(f"| {file_format} | {count} | {', '.join(f'{run:.1f}' for run in runs)} |")


if __name__ == "__main__":
    main()

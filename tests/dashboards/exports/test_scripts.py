"""The example for scripts in the documentation, run as it stands there."""

import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from dashboards.exports.files import ENDINGS

PROJECT = Path(__file__).parents[3]

TEXT = (PROJECT / "docs" / "exports.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_example_in_python_runs_and_counts_what_the_file_holds(address):
    example = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1]
    assert len(example.strip().splitlines()) <= 10
    program = example.replace("http://127.0.0.1:8050", address)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    query = "programme=cdm-zone-2018&period=2020H2&where=status:is:missed"
    with urllib.request.urlopen(f"{address}/export/attainment.csv?{query}", timeout=60) as answer:
        rows = len(answer.read().split(b"\r\n")) - 2
    assert done.stdout.startswith(f"{rows} missed, ")
    assert rows > 0


def test_the_address_scheme_names_every_format_and_parameter():
    scheme = TEXT.split("## Python")[0]
    for ending in ENDINGS.values():
        assert f"`{ending}`" in scheme
    for name in ("programme", "period", "unit", "where", "columns", "as_of"):
        assert f"`{name}=" in scheme
    for language in ("r", "python"):
        assert f"```{language}\n" in TEXT

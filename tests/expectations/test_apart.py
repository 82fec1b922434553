"""Many files judged in one run: each gets the verdict that it would get alone, whatever a rule asks."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations import apart
from expectations.apart import findings_by_file, is_of_one_file
from expectations.runner import run_suites
from expectations.suite import load_suites
from metrics.kinds.table import kinds

PROJECT = Path(__file__).parents[2]
# One rule of every sort: of a cell, of a row, of a file's rows among themselves, of a file as a whole.
RULES = {
    "given": "expect_column_values_to_not_be_null {column: name}",
    "spoken": 'expect_column_values_to_match_regex {column: name, regex: "^[a-c]$"}',
    "known": "expect_column_values_to_be_in_set {column: name, value_set: $names}",
    "small": "expect_column_values_to_be_between {column: number, max_value: 2}",
    "of_a": "expect_column_values_to_be_between {column: number, max_value: 1, row_condition: 'name == \"a\"'}",
    "own": 'expect_compound_columns_to_be_unique {column_list: [_file, name], row_condition: "name == name"}',
    "once": "expect_column_values_to_be_unique {column: number}",
    "rising": "expect_column_values_to_be_increasing {column: number}",
    "mostly": "expect_column_values_to_be_in_set {column: name, value_set: [a], mostly: 0.5}",
    "rows": "expect_table_row_count_to_be_between {max_value: 2}",
}


@pytest.fixture(scope="module")
def suite(tmp_path_factory):
    folder = tmp_path_factory.mktemp("suites")
    text = ""
    for rule_id, rule in RULES.items():
        check, _, arguments = rule.partition(" ")
        text += f"- id: thing.{rule_id}\n  severity: error\n  check: {check}\n  arguments: {arguments}\n"
        text += "  zh: 不对\n  en: is wrong\n  next_zh: 请改\n  next_en: Change it\n"
    (folder / "thing.yml").write_text(text, encoding="utf-8")
    return load_suites(folder)["thing"]


rows = st.lists(st.tuples(st.sampled_from(["a", "b", "d", None]), st.sampled_from([1.0, 2.0, 3.0, None])), max_size=3)


@pytest.mark.slow
@settings(max_examples=15)
@given(st.lists(rows, min_size=1, max_size=4))
def test_together_each_file_gets_what_it_gets_alone(suite, files):
    frame = pd.DataFrame(
        [
            {"name": name, "number": number, "_file": f"{place}", "_row": line}
            for place, of_file in enumerate(files)
            for line, (name, number) in enumerate(of_file, start=2)
        ],
        columns=["name", "number", "_file", "_row"],
    ).astype({"name": object, "number": float, "_file": object})
    references = {"names": ["a", "b"]}
    alone = {
        file: [finding for result in run_suites({"thing": own.reset_index(drop=True)}, {"thing": suite}, references)
               for finding in result.findings]
        for file, own in frame.groupby("_file", sort=False)
    }  # fmt: skip
    together = findings_by_file(frame, suite, references)
    assert together == {file: findings for file, findings in alone.items() if findings}


def test_a_rule_that_other_files_have_a_say_in_is_told_apart(suite):
    told = {rule.rule_id.removeprefix("thing."): is_of_one_file(rule) for rule in suite.rules}
    assert [rule_id for rule_id, apart in told.items() if not apart] == ["once", "rising", "mostly", "rows"]


def test_every_rule_of_the_shipped_kinds_is_asked_once_for_all_files():
    suites = [load_suites()[f"received_{one.kind_id}"] for one in kinds()]
    assert [rule.rule_id for suite in suites for rule in suite.rules if not is_of_one_file(rule)] == []


def test_many_files_cost_one_run(suite, monkeypatch):
    of_one = [rule for rule in suite.rules if is_of_one_file(rule)]
    runs = []
    monkeypatch.setattr(apart, "run_suites", lambda *given: runs.append(given) or run_suites(*given))
    frame = pd.DataFrame(
        {"name": ["x"] * 50, "number": [1.0] * 50, "_file": list(map(str, range(50))), "_row": [2] * 50}
    )
    found = findings_by_file(
        frame.astype({"name": object, "_file": object}), type(suite)("thing", tuple(of_one)), {"names": []}
    )
    assert len(runs) == 1
    assert len(found) == 50


@pytest.mark.slow
def test_what_only_divergences_and_pictures_need_is_imported_when_somebody_does():
    program = (
        "import sys\n"
        "from expectations.library import great_expectations\n"
        "gx = great_expectations()\n"
        "print(sorted({'altair', 'scipy.stats'} & sys.modules.keys()))\n"
        "from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as needs\n"
        "print(float(needs.stats.entropy([1, 1], [1, 1])), needs.alt.Chart.__name__)\n"
        "import scipy.stats\n"
        "print(scipy.stats.entropy is needs.stats.entropy)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["[]", "0.0 Chart", "True"], done.stderr

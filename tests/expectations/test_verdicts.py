"""Verdicts that are kept by content: the same table is judged once, by whichever process comes first."""

import pandas as pd
import pytest

from expectations import runner
from expectations.runner import run_suites
from expectations.suite import Rule, Suite
from expectations.verdicts import MOST_OF_A_TABLE, Verdicts, content_of

RULE = Rule("trees.known", "error", "expect_column_values_to_be_in_set", {"column": "name", "value_set": "$names"},
            "“{value}”不是树名。", "{value} is no tree", "请改。", "Change it.")  # fmt: skip
SUITE = Suite("trees", (RULE,))
NAMES = {"names": ["柏", "杉"]}


def table(*names):
    return pd.DataFrame({"name": list(names), "_file": "a.csv", "_row": range(2, 2 + len(names))}).astype(
        {"name": object, "_file": object, "_row": "int64"}
    )


@pytest.fixture
def asked(monkeypatch):
    """The tables that were judged, not looked up."""
    judged, judge = [], runner._verdict
    monkeypatch.setattr(runner, "_verdict", lambda *given: judged.append(given[1].table_name) or list(judge(*given)))
    return judged


def judged_by(verdicts, frame, names=NAMES):
    return run_suites({"trees": frame}, {"trees": SUITE}, names, verdicts)


def test_another_process_takes_the_verdict_with_its_findings_over(tmp_path, asked):
    first = judged_by(Verdicts(tmp_path / "checks", "a"), table("柏", "松"))
    second = judged_by(Verdicts(tmp_path / "checks", "a"), table("柏", "松"))
    assert first == second and len(asked) == 1
    assert [(finding.row_number, finding.value) for finding in second[0].findings] == [(3, "松")]


@pytest.mark.parametrize("change", ["cell", "accepted", "rule", "code"])
def test_what_a_verdict_depends_on_makes_it_be_asked_anew(tmp_path, asked, change):
    judged_by(Verdicts(tmp_path / "checks", "a"), table("柏"))
    frame = table("松") if change == "cell" else table("柏")
    names = {"names": ["柏"]} if change == "accepted" else NAMES
    suite = Suite("trees", (RULE, Rule(**vars(RULE) | {"rule_id": "trees.two"}))) if change == "rule" else SUITE
    run_suites(
        {"trees": frame}, {"trees": suite}, names, Verdicts(tmp_path / "checks", "b" if change == "code" else "a")
    )
    assert len(asked) == 2


def test_few_are_kept_of_a_table_and_none_of_other_code(tmp_path):
    for number in range(MOST_OF_A_TABLE + 3):
        judged_by(Verdicts(tmp_path / "checks", "a"), table("柏", str(number)))
    assert len(list((tmp_path / "checks" / "a").glob("trees-*.json"))) == MOST_OF_A_TABLE
    judged_by(Verdicts(tmp_path / "checks", "b"), table("柏"))
    assert [path.name for path in (tmp_path / "checks").iterdir()] == ["b"]


@pytest.mark.parametrize("harm", [b"", b"{", b"[1]", b'[{"rule_id": "x"}]'])
def test_a_damaged_one_is_judged_again(tmp_path, asked, harm):
    before = judged_by(Verdicts(tmp_path / "checks", "a"), table("松"))
    (path,) = (tmp_path / "checks" / "a").glob("*.json")
    path.write_bytes(harm)
    assert judged_by(Verdicts(tmp_path / "checks", "a"), table("松")) == before and len(asked) == 2


def test_a_folder_that_cannot_be_written_keeps_nobody_from_judging(tmp_path):
    (tmp_path / "checks").write_text("no folder")
    assert len(judged_by(Verdicts(tmp_path / "checks" / "in", "a"), table("松"))[0].findings) == 1


def test_a_missing_cell_is_not_the_word_none():
    assert content_of(SUITE, table(None), []) != content_of(SUITE, table("None"), [])

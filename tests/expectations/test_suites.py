"""Suites: well-formed, runnable, and each finding with its place."""

import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from expectations import runner
from expectations.result import BrokenCheck
from expectations.runner import run_suites
from expectations.suite import PATTERNS, InvalidSuite, load_suites
from expectations.verdicts import Verdicts
from pipelines.definitions.files import definitions_in_force
from pipelines.loading.intake import read_intake
from pipelines.loading.references import reference_sets
from tests.shipped import RAW, shipped_catalog

PROJECT = Path(__file__).parents[2]

RULE = """
- id: thing.{star}.rule
  severity: {severity}
  check: {check}
  arguments: {arguments}
  zh: 不对
  en: is wrong
  next_zh: 请改
  next_en: Change it
"""


@pytest.fixture(autouse=True)
def judged_anew(monkeypatch):
    """Here Great Expectations itself is asked, whatever was judged before."""
    for name, as_it_was in runner._judge.as_it_was.items():
        monkeypatch.setattr(runner, name, as_it_was)
    monkeypatch.setattr(runner, "_OWN", Verdicts())


def suite(folder, *, check="expect_column_values_to_not_be_null", arguments="{column: name}", **words):
    text = RULE.format(**{"check": check, "arguments": arguments, "severity": "error", "star": "x", **words})
    (folder / "thing.yml").write_text(text, encoding="utf-8")
    return load_suites(folder)


FRAME = pd.DataFrame(
    {"name": ["甲", None, "丙"], "value": ["1", "x", None], "_file": ["f.csv"] * 3, "_row": [2, 3, 4]}
).astype({"name": object, "value": object, "_file": object})


def run(suites, **references):
    return run_suites({"thing": FRAME}, suites, references)


def test_every_shipped_suite_loads_and_has_rules():
    suites = load_suites()
    assert len(suites) >= 18
    assert all(suite.rules for suite in suites.values())


def test_a_finding_has_place_value_and_words(tmp_path):
    (result,) = run(suite(tmp_path, check="expect_column_values_to_match_regex",
                          arguments="{column: value, regex: '^[0-9]+$'}"))  # fmt: skip
    assert (result.is_success, result.checked_count, result.unexpected_count) == (False, 3, 1)
    (finding,) = result.findings
    assert (finding.file, finding.row_number, finding.column_name, finding.value) == ("f.csv", 3, "value", "x")
    assert finding.text() == (
        "[error] f.csv 第 3 行 value 列:“x”不对。请改。\n    f.csv, row 3, column value: 'x' is wrong. Change it."
    )


def test_one_entry_for_several_columns_is_one_rule_each(tmp_path):
    results = run(suite(tmp_path, star="*", arguments="{columns: [name, value]}"))
    assert [(r.rule_id, r.findings[0].row_number) for r in results] == [("thing.name.rule", 3), ("thing.value.rule", 4)]


def test_reference_sets_fill_in(tmp_path):
    suites = suite(tmp_path, check="expect_column_values_to_be_in_set", arguments='{column: name, value_set: "$names"}')
    (result,) = run(suites, names=["甲"])
    assert [finding.value for finding in result.findings] == ["丙"]
    with pytest.raises(BrokenCheck, match=r"\$names"):
        run(suites)


def test_a_check_that_cannot_run_is_no_verdict_on_the_data(tmp_path):
    with pytest.raises(BrokenCheck, match=r"thing\.x\.rule"):
        run(suite(tmp_path, arguments="{column: no_such_column}"))


@pytest.mark.slow
def test_of_an_empty_table_only_what_holds_of_the_table_is_asked_and_the_answers_are_the_same(monkeypatch, tmp_path):
    intake = read_intake(RAW, definitions_in_force(RAW), with_sample=True)
    # Of the shipped suites none asks for rows: an office that has just been made is valid.
    suites = load_suites() | suite(tmp_path, check="expect_table_row_count_to_be_between", arguments="{min_value: 1}")
    references = reference_sets(shipped_catalog(), intake.frames, [])
    frames = {name: frame.iloc[:0] for name, frame in (intake.frames | {"thing": FRAME}).items()}
    short = run_suites(frames, suites, references)
    monkeypatch.setattr("expectations.runner._OWN", Verdicts())
    monkeypatch.setattr("expectations.runner._asked", lambda suite, frame: [(frame, list(suite.rules))])
    whole = run_suites(frames, suites, references)
    assert sorted(map(repr, short)) == sorted(map(repr, whole))
    assert [result.rule_id for result in short if not result.is_success] == ["thing.x.rule"]


def test_only_what_is_not_as_it_was_is_judged_again(tmp_path, monkeypatch):
    judged = []
    judge = runner._judge
    monkeypatch.setattr(runner, "_judge", lambda *given: judged.append(given) or judge(*given))
    asked = suite(tmp_path, check="expect_column_values_to_be_in_set", arguments='{column: name, value_set: "$names"}')

    def values(frame=FRAME, suites=asked, names=("甲",)):
        (result,) = run_suites({"thing": frame.copy()}, suites, {"names": list(names), "others": [str(len(judged))]})
        return len(judged), result.sentence_zh, [finding.value for finding in result.findings]

    assert values() == values() == (1, "不对", ["丙"])
    assert values(names=["丙"]) == (2, "不对", ["甲"])
    other = FRAME.assign(name=["甲", "乙", "丙"])
    assert values(other, names=["丙"]) == (3, "不对", ["甲", "乙"])
    renamed = {"thing": replace(asked["thing"], rules=(replace(asked["thing"].rules[0], sentence_zh="错了"),))}
    assert values(other, renamed, ["丙"]) == (4, "错了", ["甲", "乙"])
    assert values(other, renamed, ["丙"]) == (4, "错了", ["甲", "乙"])
    # What was asked a moment ago is known still; of what was asked long ago nothing is kept.
    assert values() == (4, "不对", ["丙"])
    for number in range(4):
        values(FRAME.assign(name=[f"{number}", "甲", "甲"]))
    assert values() == (9, "不对", ["丙"])


@pytest.mark.parametrize(
    ("arguments", "said"), [("{column: no_such_column}", "no_such_column"), ('{column: name, value_set: "$x"}', r"\$x")]
)
def test_a_check_that_could_not_run_is_named_on_an_empty_table_too(tmp_path, arguments, said):
    suites = suite(tmp_path, check="expect_column_values_to_be_in_set", arguments=arguments)
    with pytest.raises(BrokenCheck, match=rf"thing\.x\.rule: .*{said}"):
        run_suites({"thing": FRAME.iloc[:0]}, suites, {})


@pytest.mark.parametrize("words", [{"severity": "fatal"}, {"severity": "error\n  colour: red"}])
def test_a_suite_that_says_something_unknown_is_refused(tmp_path, words):
    with pytest.raises(InvalidSuite, match=r"thing\.yml: thing\.x\.rule"):
        suite(tmp_path, **words)


def test_an_id_used_twice_is_refused(tmp_path):
    suite(tmp_path)
    twice = tmp_path / "twice"
    twice.mkdir()
    for name in ("thing.yml", "thing2.yml"):
        shutil.copyfile(tmp_path / "thing.yml", twice / name)
    with pytest.raises(InvalidSuite, match="stands twice"):
        load_suites(twice)


def test_a_day_is_one_that_there_is_and_is_written_in_one_way():
    pattern = re.compile(PATTERNS["$iso_day"])
    first, last = dt.date(1900, 1, 1), dt.date(2099, 12, 31)
    days = {str(first + dt.timedelta(days=n)) for n in range((last - first).days + 1)}
    written = (f"{y}-{m:02}-{d:02}" for y in range(1895, 2105) for m in range(14) for d in range(33))
    assert {text for text in written if pattern.match(text)} == days
    for odd in ("2019-1-1", "20190101", "２０１９-01-01", "2019-01-0१", "2019-01-01 ", "9999-12-31"):
        assert not pattern.match(odd)
    moment = re.compile(PATTERNS["$iso_moment"])
    assert moment.match("2019-06-30T23:59") and moment.match("2019-06-30T23:59:59")
    assert not any(map(moment.match, ("2019-06-31T10:00", "2019-06-30T24:00", "2019-06-30T10:60", "2019-06-30")))


def test_a_number_is_written_in_ascii_digits():
    # Python takes １２ for digits too, DuckDB does not: it would fall over what the checks let in.
    patterns = [
        rule.arguments["regex"]
        for suite in load_suites().values()
        for rule in suite.rules
        if str(rule.arguments.get("regex")).startswith("^")
    ]
    assert len(patterns) > 30
    assert not [pattern for pattern in patterns if r"\d" in pattern]


@pytest.mark.parametrize(
    "text", ["../../etc/x", "a/b", "a\\b", ".", "..", ".hidden", "a\nb", 'a"b', "a b", "<b>", "", "x" * 81]
)
def test_what_would_lead_out_of_a_folder_or_a_header_is_no_id(text):
    assert not re.search(PATTERNS["$id"], text)


@pytest.mark.parametrize("text", ["sample-sc-01", "SC01", "川创-01", "a.b", "0"])
def test_an_office_may_call_its_centres_as_it_likes(text):
    assert re.search(PATTERNS["$id"], text)

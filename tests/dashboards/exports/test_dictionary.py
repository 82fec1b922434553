"""A column's meaning stands beside its SELECT; what several datasets mean alike is said once."""

import re
from collections import defaultdict

import pytest
from click.testing import CliRunner

from app import main
from dashboards.exports import workbook
from dashboards.exports.datasets import DATASETS, column_types
from dashboards.exports.dictionary import Column, columns, own_columns, schema_type, shared_columns
from metrics.queries import EXPORTS_FOLDER
from metrics.rules import status


@pytest.fixture(scope="module")
def types(snapshot):
    return {name: column_types(snapshot, name) for name in DATASETS}


def test_every_column_of_every_dataset_has_its_meaning(types):
    for name in DATASETS:
        for column, kind in types[name].items():
            assert columns(name)[column].zh and columns(name)[column].en, (name, column)
            assert schema_type(kind) in workbook.WIDTHS


def test_a_meaning_is_of_a_column_that_is_there(types):
    names = {name.replace("-", "_") for name in DATASETS}
    assert {path.stem for path in EXPORTS_FOLDER.glob("*.yml")} - {"shared"} <= names
    for name in DATASETS:
        assert set(own_columns(name)) <= set(types[name]), name


def test_what_several_datasets_mean_alike_is_said_once_and_what_one_means_is_its_own(types):
    users, own = defaultdict(set), defaultdict(set)
    for name in DATASETS:
        for column in types[name]:
            words = own_columns(name).get(column, column)
            if isinstance(words, str):
                users[words].add(name)
            else:
                own[Column(**words)].add(name)
    assert {key: len(names) for key, names in users.items() if len(names) < 2} == {}
    assert set(users) == set(shared_columns())
    assert {words.en: names for words, names in own.items() if len(names) > 1} == {}
    assert not own.keys() & set(shared_columns().values())


def test_no_meaning_speaks_of_another_dataset(types):
    named = re.compile("|".join(f"in `?{name}`|`{name}` 中" for name in DATASETS))
    for name in DATASETS:
        for column in types[name]:
            assert not any(named.search(text) for text in (columns(name)[column].zh, columns(name)[column].en)), column


def test_a_dataset_is_described_by_the_command_that_exports_it(shipped, monkeypatch, tmp_path):
    monkeypatch.setenv("DUIBIAO_DATA", str(shipped))
    asked = CliRunner().invoke(main, ["export", "rounds", "--describe", "--columns", "period_id,owed_count"])
    assert asked.exit_code == 0, asked.output
    assert asked.stdout.splitlines()[-2:] == [
        "| period_id | string | 报告期：如 `2019H1`、`2024Q3`、`2024M07`，或年份、日期 | round: `2019H1`, `2024Q3`, `2024M07`, a year or a day |  |",
        "| owed_count | integer | 应报单位数 | units that owe a report |  |",
    ]
    out = tmp_path / "rounds.md"
    assert CliRunner().invoke(main, ["export", "rounds", "--describe", "--out", str(out)]).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("# rounds · 各期报送汇总\n\none row per programme × round")


def test_every_code_of_a_reason_is_explained_in_both_languages():
    meaning = columns("attainment")["status_reason"]
    codes = {value for name, value in vars(status).items() if name.startswith("REASON_")}
    for language, quoted in (
        ("zh", "`no_report` 没有数据：未报不等于零"),
        ("en", "`no_report` No data: a missing report"),
    ):
        told = meaning.in_language(language)
        assert quoted in told
        assert {code for code in codes if f"`{code}` " not in told} == set()

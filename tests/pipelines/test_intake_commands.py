"""The intake commands: exit codes, JSON, both languages, nothing stored by a check."""

import json
import os

import pytest

from pipelines.archive import Archive
from tests.pipelines.conftest import COUNT, TURNOVER, report_text

pytestmark = pytest.mark.slow


@pytest.fixture
def files(tmp_path):
    good, bad = tmp_path / "好.csv", tmp_path / "坏.csv"
    good.write_bytes(report_text(TURNOVER | {"数值": "10041800", "计量单位": "万元"}).encode("gbk"))
    bad.write_text(report_text(COUNT | {"数值": "约5"}, {"名称": "合计", "数值": "5"}), encoding="utf-8")
    return good, bad


def test_check_prints_everything_at_once_and_stores_nothing(run_duibiao, bare_data, files):
    before = sorted(path.name for path in (bare_data / "raw").iterdir())
    done = run_duibiao("check", *files, data=bare_data, sample="off")
    assert done.returncode == 1
    for said in (
        "GB18030",
        "1004.18 亿元",
        "约5",
        "第 2 行",
        "row 2",
        "合计",
        "第 3 行",
        "退回 · refused",
        "通过 · accepted",
    ):
        assert said in done.stdout, said
    assert sorted(path.name for path in (bare_data / "raw").iterdir()) == before
    assert not (bare_data / "warehouse").exists()


def test_check_as_json_is_data(run_duibiao, bare_data, files):
    good, bad = json.loads(run_duibiao("check", "--json", *files, data=bare_data, sample="off").stdout)
    assert (good["verdict"], good["reading"]["encoding"]) == ("accepted", "GB18030")
    # One figure, and neither of the two tasks that the unit leads: incomplete, and nothing else.
    assert {finding["severity"] for finding in good["findings"]} == {"warn"}
    assert (good["is_complete"], len(good["missing_items"]), bad["is_complete"]) == (False, 2, None)
    assert good["conversions"][0]["read"] == "1004.18 亿元"
    assert good["report"] == {"programme_id": "cdm-zone-2018", "period_id": "2019H1", "unit_id": "sc-kjt"}
    finding = bad["findings"][0]
    assert {"rule_id", "severity", "file", "sheet", "row_number", "column_name", "value", "sentence_zh", "sentence_en",
            "next_step_zh", "next_step_en"} == set(finding)  # fmt: skip
    assert {(f["rule_id"], f["row_number"]) for f in bad["findings"]} == {("number.approximate", 2), ("row.total", 3)}


def test_receive_says_the_version_and_what_was_kept(run_duibiao, bare_data, files):
    done = run_duibiao("receive", *files, data=bare_data, sample="off")
    assert done.returncode == 1
    assert "version 1" in done.stdout
    again = json.loads(run_duibiao("receive", "--json", files[0], data=bare_data, sample="off").stdout)
    assert (again[0]["verdict"], again[0]["version"]) == ("already_received", 1)


def test_a_file_name_in_another_encoding_is_read_and_kept_as_what_it_says(run_duibiao, bare_data, tmp_path):
    path = tmp_path / os.fsdecode("报告.csv".encode("gbk"))
    path.write_text(report_text(COUNT | {"数值": "512"}), encoding="utf-8")
    told = json.loads(run_duibiao("check", "--json", path, data=bare_data, sample="off").stdout)
    assert told[0]["file"].endswith("/报告.csv")
    inbox = bare_data / "raw" / "inbox"
    inbox.mkdir()
    path.rename(inbox / path.name)
    done = run_duibiao("load", data=bare_data, sample="off")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert [receipt.name for receipt in Archive(bare_data / "raw").receipts()] == ["报告.csv"]


def test_what_a_hostile_cell_says_does_not_steer_the_terminal(run_duibiao, bare_data, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(report_text(COUNT | {"数值": "\x1b]0;owned\x07" + "9" * 5000}), encoding="utf-8")
    done = run_duibiao("check", path, data=bare_data, sample="off")
    assert "\x1b" not in done.stdout
    assert "\\x1b]0;owned" in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 500


def test_a_file_that_is_not_there_is_a_sentence(run_duibiao, bare_data, tmp_path):
    for command in ("check", "receive"):
        done = run_duibiao(command, tmp_path / "没有.csv", data=bare_data)
        assert done.returncode == 1
        assert "没有.csv" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_a_template_is_written_once_and_never_over_a_filled_one(run_duibiao, bare_data, tmp_path):
    out = tmp_path / "t.xlsx"
    assert run_duibiao("template", "科技厅", "2019H1", "--out", out, data=bare_data).returncode == 0
    before = out.read_bytes()
    again = run_duibiao("template", "科技厅", "2019H1", "--out", out, data=bare_data)
    assert (again.returncode, out.read_bytes()) == (1, before)
    unknown = run_duibiao("template", "某厅", "2019H1", data=bare_data)
    assert unknown.returncode == 1
    assert "科技厅" in unknown.stderr
    assert "Traceback" not in again.stderr + unknown.stderr

"""Whatever lies where data should lie, and whatever a setting says: a sentence with the place, never a traceback."""

import shutil

import pytest
from click.testing import CliRunner

from app import main
from tests.shipped import RAW

ROUND = ("cdm-zone-2018", "2019H1")
READ = (["status"], ["export", "targets"], ["export-package", "--out", "new"], ["round", "show", *ROUND],
        ["calendar", ROUND[0], "--out", "new.ics"])  # fmt: skip
WRITE = (["check", "报告.csv"], ["receive", "报告.csv"], ["template", "sc-kjt", "2019H1"],
         ["round", "contact", *ROUND, "sc-kjt", "--by", "王芳", "--no-load"],
         ["centre-report", "file", "sample-sc-01", "2025", "--by", "王芳", "--no-load"],
         ["import-statistics", "报告.csv", "--indicator", "technology-contract-turnover"])  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command on a data folder in this process; what it says."""
    (tmp_path / "报告.csv").write_text("单位,报告期\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(command, data):
        monkeypatch.setenv("DUIBIAO_DATA", str(data))
        answer = CliRunner().invoke(main, command)
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        assert answer.exit_code == 1, answer.output
        return answer.output

    return run


@pytest.mark.parametrize("command", READ, ids=lambda command: command[0])
def test_a_file_in_place_of_the_warehouse(run, tmp_path, command):
    shutil.copytree(RAW / "targets", tmp_path / "data" / "raw" / "targets")
    (tmp_path / "data" / "warehouse").write_text("a file")
    assert str(tmp_path / "data" / "warehouse") in run(command, tmp_path / "data")


@pytest.mark.parametrize("command", WRITE, ids=lambda command: command[0])
def test_a_file_in_place_of_the_archive(run, tmp_path, command):
    shutil.copytree(RAW, tmp_path / "data" / "raw")
    (tmp_path / "data" / "raw" / "archive").write_text("a file")
    run(command, tmp_path / "data")


@pytest.mark.parametrize("command", [*WRITE[:4], ["load"]], ids=lambda command: command[0])
def test_a_folder_in_place_of_a_table(run, tmp_path, command):
    shutil.copytree(RAW, tmp_path / "data" / "raw", ignore=shutil.ignore_patterns("sample"))
    (tmp_path / "data" / "raw" / "targets" / "odd.csv").mkdir()
    assert "odd.csv" in run(command, tmp_path / "data")


@pytest.mark.parametrize(
    ("setting", "command"),
    [*(("DUIBIAO_SAMPLE", command) for command in (*WRITE[:5], ["load"])),
     *(("DUIBIAO_TIMEZONE", command) for command in (*WRITE[:2], ["round", "close", *ROUND, "--by", "王芳"], ["load"]))],
    ids=lambda given: given if isinstance(given, str) else given[0],
)  # fmt: skip
def test_a_setting_that_is_none(run, monkeypatch, tmp_path, setting, command):
    shutil.copytree(RAW, tmp_path / "data" / "raw")
    monkeypatch.setenv(setting, "Beijing")
    assert setting in run(command, tmp_path / "data")

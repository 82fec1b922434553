"""Whatever lies where data should lie, and whatever a setting says: a sentence with the place, never a traceback."""

import pytest
from click.testing import CliRunner

from app import main
from tests.shipped import set_office, shipped_office

ROUND = ("cdm-zone-2018", "2019H1")
READ = (["status"], ["export", "targets"], ["export-package", "--out", "new"], ["round", "show", *ROUND],
        ["calendar", ROUND[0], "--out", "new.ics"])  # fmt: skip
WRITE = (["check", "报告.csv"], ["receive", "报告.csv"], ["template", "sc-kjt", "2019H1"],
         ["round", "contact", *ROUND, "sc-kjt", "--by", "王芳", "--no-load"],
         ["centre-report", "file", "sample-sc-01", "2025", "--by", "王芳", "--no-load"],
         ["import-statistics", "报告.csv", "--indicator", "technology-contract-turnover"])  # fmt: skip
# What looks at the draft of the definitions; everything else goes on by what was published.
DRAFT = (["load"], ["programme", "publish", "--files", "--by", "王芳", "--reason", "试验", "--no-load"])


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
    shipped_office(tmp_path / "data", "sample")
    (tmp_path / "data" / "warehouse").write_text("a file")
    assert str(tmp_path / "data" / "warehouse") in run(command, tmp_path / "data")


@pytest.mark.parametrize("command", WRITE, ids=lambda command: command[0])
def test_a_file_in_place_of_the_archive(run, tmp_path, command):
    shipped_office(tmp_path / "data", "archive")
    (tmp_path / "data" / "raw" / "archive").write_text("a file")
    assert str(tmp_path / "data" / "raw" / "archive") in run(command, tmp_path / "data")


@pytest.mark.parametrize("command", DRAFT, ids=lambda command: command[0])
def test_a_folder_in_place_of_a_table(run, tmp_path, command):
    shipped_office(tmp_path / "data", "sample")
    (tmp_path / "data" / "raw" / "definitions" / "targets" / "odd.csv").mkdir()
    assert "odd.csv" in run(command, tmp_path / "data")


@pytest.mark.parametrize("command", [*WRITE[:5], ["load"]], ids=lambda command: command[0])
def test_a_setting_that_is_none(run, monkeypatch, tmp_path, command):
    shipped_office(tmp_path / "data")
    monkeypatch.setenv("DUIBIAO_SAMPLE", "Beijing")
    assert "DUIBIAO_SAMPLE" in run(command, tmp_path / "data")


@pytest.mark.parametrize("command", [*READ[1:], *WRITE, ["load"]], ids=lambda command: " ".join(command[:2]))
def test_an_office_that_names_no_time_zone_or_has_no_file(run, tmp_path, command):
    shipped_office(tmp_path / "data", "sample")
    set_office(tmp_path / "data", time_zone="Beijing")
    assert "office.yml: time_zone: “Beijing”" in run(command, tmp_path / "data")
    (tmp_path / "data" / "office.yml").unlink()
    assert "duibiao upgrade" in run(command, tmp_path / "data")

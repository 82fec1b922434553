"""The command line, as a process where that matters: help, exit codes, clear sentences, never a traceback."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import COMMANDS
from tests.published import published
from tests.shipped import RAW

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_every_command_starts_as_a_process_and_explains_itself_in_both_languages(run_process, command):
    done = run_process(*command, "--help")
    assert done.returncode == 0, done.stderr
    assert " · " in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["no-such-command"], ["export"], ["export", "nonsense"], ["export", "targets", "--format", "x"], ["bulletin"]],
)
def test_wrong_usage_exits_with_2(run_duibiao, arguments):
    done = run_duibiao(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", [["status"], ["export", "targets"], ["bulletin", "a", "b", "--out", "x.docx"], ["serve"]]
)
def test_before_the_first_load_the_next_step_is_named(run_duibiao, tmp_path, command):
    shutil.copyfile(RAW.parent / "office.yml", tmp_path / "office.yml")
    done = run_duibiao(*command, data=tmp_path)
    assert done.returncode == 1
    assert "duibiao load" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_data_folder_is_refused(run_duibiao, tmp_path):
    done = run_duibiao("load", data=tmp_path)
    assert done.returncode == 1
    assert "DUIBIAO_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_is_neither_on_nor_off_is_refused(run_duibiao, shipped):
    for command in ("load", "status", "export"):
        done = run_duibiao(command, *(["targets"] if command == "export" else []), data=shipped, sample="of")
        assert "Traceback" not in done.stderr
        assert done.returncode == (0 if command == "status" else 1)


def test_refused_data_exits_with_1_and_names_the_place(run_duibiao, data_copy):
    path = data_copy / "raw" / "definitions" / "targets" / "tianjin-centres-2018.csv"
    text = path.read_text(encoding="utf-8")
    row = next(number for number, line in enumerate(text.splitlines(), start=1) if ",range," in line)
    path.write_text(text.replace(",range,", ",between,", 1), encoding="utf-8")
    published(data_copy)
    done = run_duibiao("load", "--json", data=data_copy, sample="off")
    assert done.returncode == 1
    outcome = json.loads(done.stdout)
    assert outcome["state"] == "refused"
    places = {(f["file"], f["row_number"], f["column_name"], f["value"]) for f in outcome["findings"]}
    assert ("definitions/targets/tianjin-centres-2018.csv", row, "comparator", "between") in places


def test_status_tells_the_build_for_people_and_scripts(run_duibiao, shipped):
    facts = json.loads(run_duibiao("status", "--json", data=shipped).stdout)
    assert facts["has_sample"] is True
    assert facts["kept"] == [f"duibiao-{facts['build_id']}.duckdb"]
    assert facts["build_id"] in run_duibiao("status", data=shipped).stdout


def test_export_writes_a_file_of_the_same_rows_whole(run_duibiao, shipped, tmp_path):
    printed = run_duibiao("export", "tasks", data=shipped)
    done = run_duibiao("export", "tasks", "--out", tmp_path / "tasks.csv", data=shipped)
    assert done.returncode == 0
    content = (tmp_path / "tasks.csv").read_bytes()
    assert content.decode("utf-8").replace("\r\n", "\n") == printed.stdout
    assert b"\r\n" in content
    assert not content.startswith("﻿".encode())
    run_duibiao("export", "tasks", "--format", "excel-csv", "--out", tmp_path / "tasks.excel.csv", data=shipped)
    assert (tmp_path / "tasks.excel.csv").read_bytes() == "﻿".encode() + content
    assert {path.name for path in tmp_path.iterdir()} == {"tasks.csv", "tasks.excel.csv"}


def test_export_to_a_place_that_cannot_be_written_says_so(run_duibiao, shipped, tmp_path):
    done = run_duibiao("export", "tasks", "--out", tmp_path / "no-folder" / "tasks.csv", data=shipped)
    assert done.returncode == 1
    assert "no-folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_with_samples_off_a_build_with_samples_is_not_shown(run_duibiao, shipped):
    done = run_duibiao("export", "observations", data=shipped, sample="off")
    assert done.returncode == 1
    assert "DUIBIAO_SAMPLE" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("day", "code"), [("2999-01-01", 1), ("31.7.2019", 2), ("2019-02-30", 2)])
def test_export_as_of_a_day_that_is_none_or_has_not_come_says_so(run_duibiao, shipped, day, code):
    done = run_duibiao("export", "tasks", "--as-of", day, data=shipped)
    assert (done.returncode, done.stdout) == (code, "")
    assert day in done.stderr
    assert "Traceback" not in done.stderr


FULL = [["status"], ["status", "--json"], ["--help"], ["load", "--help"], ["export", "observations"], ["--version"],
        ["round", "show", "cdm-zone-2018", "2019H1"]]  # fmt: skip


@pytest.mark.parametrize("command", FULL, ids=lambda command: " ".join(command[:2]))
def test_a_full_disk_behind_the_output_is_told_in_a_sentence_and_ends_with_1(shipped, command):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "app", *command], stdout=full, stderr=subprocess.PIPE, text=True,
                              env=os.environ | {"DUIBIAO_DATA": str(shipped)}, check=False)  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("Error:") == 1 and "No space left" in done.stderr and "Traceback" not in done.stderr


def test_what_python_keeps_back_until_it_ends_is_told_too():
    # Written, and not yet sent on its way when the command is over.
    program = (
        "import sys, app, click\n"
        "app.main.params.clear()\n"
        "app.main.invoke = lambda context: sys.stdout.write('kept back')\n"
        "app.main(['status'])"
    )
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, text=True,
                              check=False)  # fmt: skip
    assert (done.returncode, done.stderr.count("Error:"), "Traceback" in done.stderr) == (1, 1, False)


def test_whoever_reads_only_the_first_line_is_told_of_no_fault(shipped):
    with subprocess.Popen([sys.executable, "-m", "app", "export", "observations"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=os.environ | {"DUIBIAO_DATA": str(shipped)}) as process:  # fmt: skip
        assert process.stdout.readline().startswith(b"observation_id,")
        process.stdout.close()
        assert process.stderr.read() == b""

"""Faults: killed at any moment, a full disk, two at once. What was received stays, what was published opens."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from metrics.warehouse import Snapshot, current_build_path
from pipelines.archive import Archive
from tests.pipelines.conftest import COUNT, report_text

pytestmark = [pytest.mark.slow, pytest.mark.longest]

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("receipts", "loads"), [(8, 3), pytest.param(160, 40, marks=pytest.mark.journey)], ids=["some", "many"]
)
def test_killed_at_any_moment_nothing_is_lost(bare_data, receipts, loads):
    program = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("faults_program.py")), str(bare_data)]
    done = subprocess.run(
        [*program, str(receipts), str(loads), "20261122"], capture_output=True, text=True, check=False, timeout=600, cwd=PROJECT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["problems"] == []
    assert told["killed"] == receipts + loads


@pytest.fixture
def small_disk(tmp_path):
    """A folder that holds three megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk of its own can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder, spare=0):
    """Leaves `spare` bytes of room on the small disk; returns the file that takes the rest."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            file.truncate(max(0, file.tell() - spare))
            return ballast


def test_on_a_full_disk_nothing_is_called_received_and_later_it_works(run_process, small_disk, bare_data, tmp_path):
    data = small_disk / "data"
    shutil.copytree(bare_data / "raw", data / "raw")
    shutil.copy(bare_data / "office.yml", data)
    path = tmp_path / "报告.csv"
    path.write_text(report_text(COUNT | {"数值": "512"}), encoding="utf-8")
    ballast = fill(small_disk)
    done = run_process("receive", path, data=data, sample="off")
    assert done.returncode == 1
    assert "not received" in done.stderr
    assert "Traceback" not in done.stderr
    ballast.unlink()
    assert Archive(data / "raw").receipts() == []
    assert not list((data / "raw").rglob(".incoming-*"))
    assert run_process("receive", path, data=data, sample="off").returncode == 0
    assert [receipt.verdict for receipt in Archive(data / "raw").receipts()] == ["accepted"]


@pytest.mark.parametrize("spare", [0, 400_000])
def test_a_load_on_a_full_disk_keeps_the_old_figures(run_process, small_disk, loaded_data, tmp_path, spare):
    bare_data = loaded_data
    warehouse = small_disk / "warehouse"
    shutil.copytree(bare_data / "warehouse", warehouse, ignore=shutil.ignore_patterns("*.duckdb"))
    build = current_build_path(bare_data / "warehouse")
    data = tmp_path / "half"
    data.mkdir()
    shutil.copytree(bare_data / "raw", data / "raw")
    shutil.copy(bare_data / "office.yml", data)
    (warehouse / build.name).symlink_to(build)
    (data / "warehouse").symlink_to(warehouse)
    before = Snapshot(current_build_path(warehouse)).build
    inbox = data / "raw" / "inbox"
    inbox.mkdir()
    (inbox / "a.csv").write_text(report_text(COUNT | {"数值": "512"}), encoding="utf-8")
    fill(small_disk, spare)
    done = run_process("load", data=data, sample="off")
    assert done.returncode == 1
    assert "the old figures stay" in done.stderr
    assert "Traceback" not in done.stderr
    assert Snapshot(current_build_path(warehouse)).build == before
    assert [receipt.verdict for receipt in Archive(data / "raw").receipts()] == ["accepted"]
    (small_disk / "ballast").unlink()


def test_two_loads_at_once_give_one_build_and_one_sentence(bare_data):
    command = [sys.executable, "-W", "ignore", "-m", "app", "load"]
    environment = {**os.environ, "DUIBIAO_DATA": str(bare_data), "DUIBIAO_SAMPLE": "off"}
    both = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [process.communicate(timeout=120) for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    loser = next(err for process, (_, err) in zip(both, told, strict=True) if process.returncode)
    assert "another `duibiao load` is running" in loser
    assert "Traceback" not in loser
    assert Snapshot(current_build_path(bare_data / "warehouse")).build.row_count


def test_two_receipts_at_once_wait_for_each_other(bare_data, tmp_path):
    paths = []
    for value in ("512", "513"):
        paths.append(tmp_path / f"{value}.csv")
        paths[-1].write_text(report_text(COUNT | {"数值": value}), encoding="utf-8")
    environment = {**os.environ, "DUIBIAO_DATA": str(bare_data), "DUIBIAO_SAMPLE": "off"}
    both = [
        subprocess.Popen([sys.executable, "-W", "ignore", "-m", "app", "receive", str(path)], env=environment,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for path in paths
    ]  # fmt: skip
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert sorted(receipt.version for receipt in Archive(bare_data / "raw").receipts()) == [1, 2]

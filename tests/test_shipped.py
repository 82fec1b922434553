"""Tests read the data that the project ships, whatever an office has laid into the checkout in which they run."""

import re
import shutil
import subprocess

import pytest

from tests.shipped import PROJECT, RAW, copy_shipped

SHIPPED = {"targets/zone.csv": "target_id\n目标\n", "sample/reports/单位.v1.csv": "unit\n", "inbox/.gitkeep": ""}
LAID = ("inbox/requests/0123/request.json", "inbox/报告.xlsx", "archive/journal.jsonl", "quarantine/ab/abcd")


def write(raw, files):
    for name, text in files.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, encoding="utf-8")


@pytest.fixture
def checkout(tmp_path):
    """A checkout of another project in which an office has been at work."""
    raw = tmp_path / "checkout" / "data" / "raw"
    write(raw, SHIPPED)
    git(tmp_path / "checkout", "init", "--quiet")
    shutil.copy(PROJECT / ".gitignore", tmp_path / "checkout")
    git(tmp_path / "checkout", "add", "--all")
    write(raw, dict.fromkeys(LAID, "of the office"))
    return tmp_path / "checkout"


def git(folder, *arguments):
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def contents(raw):
    return {path.relative_to(raw).as_posix(): path.read_text("utf-8") for path in raw.rglob("*") if path.is_file()}


def test_what_a_running_office_has_laid_in_is_in_no_test(checkout, tmp_path):
    write(checkout / "data" / "raw", {"unit_targets/zone.csv": "of the office"})
    assert contents(copy_shipped(checkout, tmp_path / "raw")) == SHIPPED


def test_nothing_that_an_office_has_received_is_offered_to_git(checkout):
    git(checkout, "add", "--all")
    assert not [name for name in git(checkout, "ls-files").splitlines() if name.endswith(LAID)]


def test_a_change_to_a_shipped_file_is_tested_before_it_is_committed(checkout, tmp_path):
    write(checkout / "data" / "raw", {"targets/zone.csv": "changed"})
    (checkout / "data" / "raw" / "sample" / "reports" / "单位.v1.csv").unlink()
    assert contents(copy_shipped(checkout, tmp_path / "raw")) == {"targets/zone.csv": "changed", "inbox/.gitkeep": ""}


def test_without_git_the_folders_of_an_office_stay_out(checkout, tmp_path):
    shutil.rmtree(checkout / ".git")
    assert contents(copy_shipped(checkout, tmp_path / "raw")) == {
        name: text for name, text in SHIPPED.items() if not name.startswith("inbox/")
    }


def test_no_test_reads_the_data_folder_of_the_checkout():
    assert PROJECT not in RAW.parents
    own = {PROJECT / "tests" / name for name in ("shipped.py", "test_shipped.py")}
    names_it = re.compile(r'(PROJECT|parents\[\d\]\)?|CHECKOUT) ?/ ?"data|data_folder\(\)')
    found = [path for path in (PROJECT / "tests").rglob("*.py") if names_it.search(path.read_text(encoding="utf-8"))]
    assert set(found) <= own

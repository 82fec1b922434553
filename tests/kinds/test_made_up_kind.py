"""A kind that was made up in this folder goes all the way, with no other file changed: it is a row of the table."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.offices.office import Office

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent
PROJECT = FOLDER.parents[1]
WRITTEN = "走访县人社局两次，岗位台账齐全。"
PAGES = """
import sys, app
client = app.create_app().test_client()
answer = client.get(sys.argv[1], headers={"Host": "127.0.0.1"})
sys.stdout.buffer.write(str(answer.status_code).encode() + b" " + answer.data)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("visits"))
    office.scope("whole", "全市")
    office.unit("hr", "人社局")
    office.unit("edu", "教育局")
    office.programme("jobs", "2018-01-01", "2020-12-31", "year", ["2018", "2019", "2020"])
    office.indicator("jobs-new", "新增就业", "cumulative", "人", "sum")
    office.target("jobs-1", "jobs", "jobs-new", "whole", ">=", 100, "人", "2018-01-01", "2020-12-31", "jobs-t1")
    office.task("jobs-t1", "jobs", "2020-12-31", "人社局", "教育局")
    office.write()
    return office


def run(office, *arguments, code=0):
    """One command, or program, in a process that knows the kind from its folder alone."""
    known = {"DUIBIAO_KINDS": str(FOLDER)} | office.environment
    started = ["-c", *arguments] if arguments[0] == PAGES else ["-m", "app", *map(str, arguments)]
    done = subprocess.run(
        [sys.executable, *started], check=False, capture_output=True, cwd=PROJECT, env=os.environ | known
    )
    told = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == code, told
    return told


@pytest.fixture(scope="module")
def noted(office):
    """The office with a note that was taken from its template, refused, put right, and confirmed."""
    path = office.folder / "走访.csv"
    run(office, "template", "人社局", "2018", "--visit", "--format", "csv", "--out", path)
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    said = []
    for statement, code in (("无", 1), (WRITTEN, 0)):
        path.unlink()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row | {"记录日期": "2018-12-20", "走访情况": statement})
        said.append(run(office, "receive", path, "--by", "张三", code=code))
    office.steps = [
        run(
            office,
            "visit-note",
            "strike",
            "jobs",
            "2018",
            "教育局",
            "--by",
            "李四",
            "--reason",
            "误记",
            "--no-load",
            code=1,
        ),
        run(office, "visit-note", "confirm", "jobs", "2018", "人社局", "--by", "李四", "--no-load"),
        run(office, "visit-note", "confirm", "jobs", "2018", "人社局", "--by", "李四", "--no-load", code=1),
    ]
    run(office, "load")
    return office, said


def test_the_template_asks_its_own_items_and_the_suite_of_the_kind_keeps_out_what_breaks_it(noted):
    _, (refused, taken) = noted
    assert "走访情况过短" in refused and "says too little" in refused
    assert "走访记录第1版，待确认" in taken and "it waits to be confirmed" in taken and "visits 1" in taken


def test_its_steps_are_those_of_its_path_in_its_own_words(noted):
    nothing, confirmed, again = noted[0].steps
    assert "No visit has been noted." in nothing
    assert "人社局2018年走访记录第1版已由李四确认" in confirmed
    assert "This note has been confirmed." in again


def test_it_stands_in_the_export_beside_every_other_kind(noted):
    text = run(noted[0], "export", "report-standings")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    shown = [
        row[name] for name in ("report_kind", "sender_id", "report_state", "version", "counted_version", "provenance")
    ]
    assert shown == ["visit_note", "hr", "confirmed", "1", "1", "reported"]


def test_it_has_a_page_with_its_steps_and_a_document(noted):
    page = run(noted[0], PAGES, "/standings/visit_note?lang=en")
    assert page.startswith("200 ") and "Visit notes" in page and "confirmed" in page
    assert "struck out" not in page.partition("data-act")[0]
    assert "This note has been confirmed." in page.partition("data-act")[2]  # why its step is not open
    assert run(noted[0], PAGES, "/standings/unheard_of").startswith("404 ")
    assert run(noted[0], PAGES, "/standings-lists/visit_note.docx").startswith("200 PK")

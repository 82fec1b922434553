"""The clerk as a process: does what is asked, says what went wrong, ends with its parent, and survives being killed."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app import main
from metrics import clock as house_clock
from metrics.contract import LOCK_FILE
from metrics.warehouse import Snapshot, current_build_path
from pipelines.archive import Archive
from pipelines.centre_register import DATA
from pipelines.clerk.requests import RequestInbox
from pipelines.clerk.worker import MOST_ATTEMPTS, take_up
from pipelines.loading import publish
from pipelines.office import Office
from pipelines.records import Step
from pipelines.template.contents import make_template
from pipelines.template.workbook import workbook_bytes
from tests.offices.village import PROGRAMME
from tests.pipelines.clerk.conftest import Pages
from tests.pipelines.conftest import COUNT, report_text

pytestmark = pytest.mark.longest

PROJECT = Path(__file__).parents[3]
CENTRE = "pub-sc-carbon-neutrality"


class Broken:
    """Errands that cannot be run."""

    def __init__(self, error):
        self.error = error

    def run(self, request, reply):
        raise self.error


@pytest.fixture
def carry_out(bare_data, pages):
    """Carries one request out in this process; gives its answer."""
    from pipelines.clerk.errands import Errands

    def run(folder, errands=None):
        with RequestInbox(bare_data / "raw").open(folder.name) as request:
            take_up(request, errands or Errands(bare_data, with_sample=False))
        return pages.answer(folder)

    return run


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": "dance"}, "kind"),
        ({"kind": "step", "step": "dance"}, "没有这一步"),
        ({"kind": "step", "step": "close", "programme_id": "x", "period_id": "2019H1"}, "没有这一方案"),
        ({"kind": "step", "step": "close", "programme_id": "cdm-zone-2018", "period_id": "2019"}, "没有这一期"),
        ({"kind": "step", "step": "accept", "programme_id": "cdm-zone-2018", "period_id": "2019H1"}, "指明单位"),
        ({"kind": "step", "step": "close", "programme_id": "cdm-zone-2018", "period_id": "2019H1",
          "unit_id": "sc-kjt"}, "整期"),
        ({"kind": "step", "step": "accept", "programme_id": "cdm-zone-2018", "period_id": "2019H1",
          "unit_id": "no-such"}, "没有这一单位"),
        ({"kind": "step", "step": "accept", "programme_id": "cdm-zone-2018", "period_id": "2019H1",
          "unit_id": "tj-kw", "by": "王芳"}, "没有任务"),
        ({"kind": "step", "step": ["accept"]}, "应为文字"),
        ({"kind": "step", "version": "1"}, "整数"),
        ({"kind": "template", "unit_id": "sc-kjt", "period_id": "2019", "programme_id": "cdm-zone-2018"}, "报告期"),
        ({"kind": "upload", "file_name": "a.csv"}, "姓名"),
        ({"kind": "upload", "by": "韩梅", "file_name": "a.csv"}, "content"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_both_languages(carry_out, pages, bare_data, facts, said):
    answer = carry_out(pages.lay(**facts))
    assert answer["state"] == "refused"
    assert said in answer["said_zh"]
    assert answer["said_en"] and answer["said_en"].isprintable()
    archive = Archive(bare_data / "raw")
    assert (archive.receipts(), archive.steps()) == ([], [])


def test_an_answered_upload_is_not_kept_twice(carry_out, pages, bare_data):
    folder = pages.upload("单位,报告期\n")
    answer = carry_out(folder)
    assert answer["state"] == "refused" and answer["outcome"]["sha256"]
    assert not (folder / "content").exists()
    assert Archive(bare_data / "raw").place(Archive(bare_data / "raw").receipts()[0]).is_file()


@pytest.mark.parametrize("stored", [b"as it came", b"altered"])
def test_bytes_that_are_no_longer_those_that_arrived_are_not_received(carry_out, pages, bare_data, stored):
    folder = pages.upload(stored, sha256=hashlib.sha256(b"as it came").hexdigest())
    journal = bare_data / "raw" / "archive" / "journal.jsonl"
    before = journal.read_bytes()
    answer = carry_out(folder)
    assert answer["state"] == "refused"
    assert ("送达时不同" in answer["said_zh"]) is (stored == b"altered")
    assert (journal.read_bytes() != before) is (stored == b"as it came")


@pytest.mark.parametrize("kind", ["upload", "step"])
def test_while_the_clock_cannot_be_right_pages_are_told_and_nothing_is_recorded(
    carry_out, pages, bare_data, monkeypatch, kind
):
    right = house_clock.now()
    first = Step(
        right.isoformat(timespec="microseconds"), "round", "contact", "王芳", "cdm-zone-2018", "2019H1", "sc-kjt"
    )
    archive = Archive(bare_data / "raw")
    with archive.exclusive():
        archive.write(first)
    monkeypatch.setattr(house_clock, "now", lambda: right - timedelta(days=731))
    laid = pages.upload(report_text(COUNT | {"数值": "512"})) if kind == "upload" else pages.step("contact", "sc-kjt")
    answer = carry_out(laid)
    assert answer["state"] == "refused"
    assert "服务器时间" in answer["said_zh"] and "the server's clock" in answer["said_en"]
    assert (archive.steps(), archive.receipts()) == ([first], [])


def test_a_fault_is_told_and_not_hidden(carry_out, pages, capsys):
    folder = pages.upload(b"a")
    answer = carry_out(folder, Broken(RuntimeError("没有空间")))
    assert (folder / "content").exists(), "it was not received: here alone it can be looked into"
    assert answer["state"] == "failed"
    assert "没有空间" in answer["said_zh"]
    assert "RuntimeError" in capsys.readouterr().err


def test_whatever_keeps_a_recorded_step_from_loading_it_is_said_to_be_recorded(
    carry_out, pages, bare_data, monkeypatch
):
    def broken(*_, **__):
        raise ValueError("第 7 行不是办理记录")

    monkeypatch.setattr("pipelines.clerk.errands.load", broken)
    answer = carry_out(pages.step("contact", "sc-kjt"))
    assert (answer["state"], answer["outcome"]["load"]) == ("done", "failed")
    assert "第 7 行不是办理记录" in answer["said_zh"] and "数据未能更新" in answer["said_zh"]
    assert [step.step for step in Archive(bare_data / "raw").steps()] == ["contact"]


def test_a_setting_that_is_none_is_told_at_the_start(monkeypatch):
    from click.testing import CliRunner

    monkeypatch.setenv("DUIBIAO_SAMPLE", "of")
    answer = CliRunner().invoke(main, ["clerk", "--parent", "1"])
    assert answer.exit_code == 1
    assert "DUIBIAO_SAMPLE" in answer.output


def test_a_request_that_keeps_killing_the_clerk_is_given_up(carry_out, pages):
    folder = pages.upload(b"a")
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            carry_out(folder, Broken(KeyboardInterrupt()))  # As it looks to the next one: taken up, never ended.
        assert pages.answer(folder)["state"] == "working"
    answer = carry_out(folder, Broken(KeyboardInterrupt()))
    assert answer["state"] == "failed"
    assert str(MOST_ATTEMPTS) in answer["said_zh"]


def test_a_name_of_a_file_is_a_label_and_never_a_path(carry_out, pages, bare_data):
    answer = carry_out(pages.upload(report_text(COUNT | {"数值": "约5"}), "../../etc\\报\n告.csv"))
    assert answer["outcome"]["file"] == "报告.csv"
    assert Archive(bare_data / "raw").receipts()[0].name == "报告.csv"


def test_a_template_is_made_on_request(carry_out, pages, bare_data):
    folder = pages.lay(kind="template", by="", unit_id="sc-kjt", period_id="2019H1", programme_id="cdm-zone-2018")
    answer = carry_out(folder)
    assert (answer["state"], answer["outcome"]["file"]) == ("done", "template.xlsx")
    made = make_template(Office(bare_data / "raw", with_sample=False), "sc-kjt", "2019H1", "cdm-zone-2018")
    assert (folder / "template.xlsx").read_bytes() == workbook_bytes(made)


def test_the_template_of_a_centre_is_made_on_request(carry_out, pages, bare_data):
    folder = pages.lay(kind="template", by="", centre_id=CENTRE, period_id="2025", programme_id="sichuan-centres")
    answer = carry_out(folder)
    assert (answer["state"], answer["outcome"]["centre_id"]) == ("done", CENTRE)
    made = make_template(Office(bare_data / "raw", with_sample=False), CENTRE, "2025", kind_id="centre_report")
    assert (folder / "template.xlsx").read_bytes() == workbook_bytes(made)


def test_a_refused_annual_report_comes_back_marked_in_its_cell(carry_out, pages, bare_data):
    template = make_template(Office(bare_data / "raw", with_sample=False), CENTRE, "2025", kind_id="centre_report")
    answers = {(row.item.item_id, "actual_value" if row.item.kind == DATA else "statement"): "3"
               for row in template.rows}  # fmt: skip
    answers |= {(template.rows[0].item.item_id, "submitted_on"): date(2026, 1, 20)}
    answers[template.rows[1].item.item_id, "actual_value"] = "约十二"
    folder = pages.upload(workbook_bytes(replace(template, answers=answers)), "年度报告.xlsx")
    answer = carry_out(folder)
    assert (answer["state"], answer["marked"]) == ("refused", "marked.xlsx")
    assert [finding["value"] for finding in answer["findings"] if finding["severity"] == "error"] == ["约十二"]
    assert answer["outcome"]["report"]["centre_id"] == CENTRE
    with zipfile.ZipFile(folder / "marked.xlsx") as parts:
        notes = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/comments")]
    assert re.findall(r'<comment ref="([A-Z]+\d+)"', "".join(notes)) == ["L7"]


@pytest.mark.parametrize(("step", "said"), [("forward", "还没有报送年度报告"), ("accept", "没有这一步")])
def test_a_step_on_no_report_of_a_centre_is_refused(carry_out, pages, bare_data, step, said):
    answer = carry_out(pages.step(step, by="王芳", centre_id=CENTRE, period_id="2025"))
    assert (answer["state"], said in answer["said_zh"]) == ("refused", True)
    assert Archive(bare_data / "raw").steps() == []


def test_the_watch_loads_nothing_heavy():
    program = (
        "import sys; import pipelines.clerk.watch, pipelines.commands.clerk\n"
        "print(sorted({'pandas', 'pyarrow', 'great_expectations', 'plotly', 'dash'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def clerk(bare_data):
    """Starts `duibiao clerk` under a process that stands for the server; gives both."""
    started = []

    def start(data=bare_data):
        program = (
            "import subprocess, sys, os, time\n"
            "child = subprocess.Popen([sys.executable, '-W', 'ignore', '-m', 'app', 'clerk', '--parent',"
            " str(os.getpid())])\n"
            "print(child.pid, flush=True)\n"
            "sys.stdin.read()"
        )
        environment = {**os.environ, "DUIBIAO_DATA": str(data), "DUIBIAO_SAMPLE": "off"}
        server = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True, env=environment, cwd=PROJECT)  # fmt: skip
        started.append((server, int(server.stdout.readline())))
        return started[-1]

    yield start
    for server, pid in started:
        server.kill()
        server.communicate()
        wait_until(lambda pid=pid: not is_alive(pid))


def is_alive(pid):
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def wait_until(holds, seconds=60):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_attended(folder):
    with (folder / LOCK_FILE).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


@pytest.mark.slow
def test_it_receives_loads_answers_and_ends_with_its_parent(clerk, pages, bare_data):
    refused = pages.upload(report_text(COUNT | {"数值": "约512"}))
    server, pid = clerk()
    answer = pages.wait(refused)
    assert answer["state"] == "refused"
    assert [(f["row_number"], f["column_name"], f["value"]) for f in answer["findings"]] == [(2, "数值", "约512")]
    assert (refused / answer["marked"]).read_bytes().startswith(b"PK")
    assert is_attended(pages.folder)
    accepted = pages.wait(pages.upload(report_text(COUNT | {"数值": "512"})))
    assert (accepted["state"], accepted["outcome"]["version"]) == ("done", 1)
    # One row of all that the unit leads: taken, and what is left out is marked.
    assert {finding["severity"] for finding in accepted["findings"]} == {"warn"}
    snapshot = Snapshot(current_build_path(bare_data / "warehouse"))
    assert snapshot.build.build_id == accepted["build_id"]
    query = "select state, is_complete from mart.report_round where unit_id = 'sc-kjt' and period_id = '2019H1'"
    assert snapshot.select(query) == [{"state": "accepted", "is_complete": False}]
    server.kill()
    wait_until(lambda: not is_alive(pid))
    wait_until(lambda: not is_attended(pages.folder))


@pytest.mark.slow
def test_what_writes_nothing_is_answered_while_a_load_goes_on(clerk, village, tmp_path):
    data = shutil.copytree(village, tmp_path / "village")
    pages, archive = Pages(data), Archive(data / "raw")
    round_of = {"programme_id": PROGRAMME, "period_id": "2019H1", "unit_id": "v-committee"}
    with publish.exclusive(data / "warehouse"):
        step = pages.step("contact", by="王芳", **round_of)
        server, _ = clerk(data)
        wait_until(archive.steps)  # It is recorded, and waits for the end of another load.
        template = pages.lay(kind="template", by="", **round_of)
        workbook = pages.lay(kind="programme_template", by="", programme_id=PROGRAMME, language="zh")
        assert [pages.wait(one)["state"] for one in (template, workbook)] == ["done", "done"]
        assert pages.answer(step)["state"] == "working"
        publish_now = pages.lay(kind="programme_publish", by="王芳", reason="改", check="none")
    assert pages.wait(step)["state"] == "done"
    assert pages.wait(publish_now)["state"] == "refused"
    server.kill()
    wait_until(lambda: not is_attended(pages.folder))  # Both workers end with it.


@pytest.mark.slow
def test_a_second_clerk_takes_over_when_the_first_is_killed(clerk, pages, bare_data):
    _, first = clerk()
    pages.folder.mkdir(parents=True, exist_ok=True)
    wait_until(lambda: is_attended(pages.folder))
    clerk()
    folder = pages.step("contact", "sc-kjt", reason="电话")
    wait_until(lambda: pages.answer(folder))
    os.kill(first, signal.SIGKILL)
    assert pages.wait(folder)["state"] == "done"
    assert [step.step for step in Archive(bare_data / "raw").steps()] == ["contact"]


@pytest.mark.slow
@pytest.mark.parametrize("kills", [12, pytest.param(40, marks=pytest.mark.journey)], ids=["some", "many"])
def test_killed_at_any_moment_a_request_is_carried_out_once(bare_data, kills):
    program = Path(__file__).with_name("kill_program.py")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(program), str(bare_data), str(kills), "20261125"],
        capture_output=True, text=True, check=False, timeout=600, cwd=PROJECT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["problems"] == []
    assert told["killed"] >= kills

"""Receiving: kept for ever before it is said, versions counted, nothing stored twice, rebuilt to the same rows."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from metrics.warehouse import Snapshot, current_build_path
from pipelines.archive import Archive
from pipelines.journals import BrokenJournal
from pipelines.readers.workbook import WorkbookReader
from pipelines.receiving.checks import check_reports
from pipelines.receiving.desk import Desk
from pipelines.receiving.inbox import receive_inbox
from pipelines.receiving.outcome import MOST_FINDINGS, outcome_facts
from pipelines.reports import again
from tests.pipelines.conftest import COUNT, TASK, TURNOVER, report_text
from tests.published import load, published

pytestmark = pytest.mark.slow


@pytest.fixture
def send(bare_data, tmp_path):
    """Receives a text as a file and returns the outcome."""

    def run(text, name="报告.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with Desk(bare_data / "raw", with_sample=False) as desk:
            return desk.receive(path)

    return run


def snapshot(folder):
    return Snapshot(current_build_path(folder / "warehouse"))


def dump(folder):
    """Every row of every table that does not tell when the build was made."""
    with Snapshot(current_build_path(folder / "warehouse")).cursor() as connection:
        names = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables where table_name <> 'build'"
        ).fetchall()
        return {name: sorted(map(repr, connection.table(name).fetchall())) for (name,) in names}


def test_an_accepted_report_is_kept_byte_for_byte(send, bare_data):
    content = report_text(COUNT | {"数值": "512"}, TASK).encode("gb18030")
    outcome = send(content)
    sha256 = hashlib.sha256(content).hexdigest()
    assert (outcome.verdict, outcome.receipt.version, outcome.receipt.sha256) == ("accepted", 1, sha256)
    assert (bare_data / "raw" / "archive" / sha256[:2] / sha256).read_bytes() == content
    (receipt,) = Archive(bare_data / "raw").receipts()
    assert receipt == outcome.receipt
    assert receipt.key == ("cdm-zone-2018", "2019H1", "sc-kjt")
    assert receipt.name == "报告.csv"


def test_a_refused_file_is_kept_in_quarantine_with_its_findings(send, bare_data):
    content = report_text(COUNT | {"数值": "约500"}).encode()
    outcome = send(content)
    sha256 = hashlib.sha256(content).hexdigest()
    kept = bare_data / "raw" / "quarantine" / sha256[:2] / sha256
    assert outcome.is_refused
    assert kept.read_bytes() == content
    (beside,) = kept.parent.glob(f"{sha256}.*.findings.json")
    found = json.loads(beside.read_text(encoding="utf-8"))
    assert [(f["rule_id"], f["row_number"], f["column_name"], f["value"]) for f in found] == [
        ("number.approximate", 2, "数值", "约500")
    ]
    assert "约500" not in Archive(bare_data / "raw").journal.path.read_text(encoding="utf-8")
    assert not (bare_data / "raw" / "archive" / sha256[:2]).exists()


def test_a_corrected_file_is_held_against_what_was_accepted_and_not_against_what_was_refused(send):
    assert send(report_text(COUNT | {"数值": "约500"})).is_refused
    assert send(report_text(COUNT | {"数值": "512"})).verdict == "accepted"
    without = send(report_text(TURNOVER | {"数值": "7"}))
    assert any("职业化技术经纪人" in f"{found.value} {found.sentence_zh}" for found in without.findings)


def test_the_same_bytes_again_change_nothing(send, bare_data):
    text = report_text(COUNT | {"数值": "512"})
    send(text)
    before = (bare_data / "raw" / "archive" / "journal.jsonl").read_bytes()
    again = send(text, "另一个名字.csv")
    assert (again.verdict, again.receipt.version) == ("already_received", 1)
    assert (bare_data / "raw" / "archive" / "journal.jsonl").read_bytes() == before
    bad = report_text(COUNT | {"数值": "x"})
    send(bad)
    before = (bare_data / "raw" / "archive" / "journal.jsonl").read_bytes()
    assert send(bad).is_refused
    assert (bare_data / "raw" / "archive" / "journal.jsonl").read_bytes() == before


def test_a_correction_is_the_next_version_and_every_one_stays(send, bare_data):
    for value in ("512", "513", "514"):
        send(report_text(COUNT | {"数值": value}, 责任单位={"512": "科技厅"}.get(value, "四川省科学技术厅")))
    assert load(bare_data, with_sample=False).state == "published"
    rows = snapshot(bare_data).select("""
        select v.version, v.provenance, v.state, cast(o.actual_value as integer) as value, v.unit_id, v.period_id,
            r.submission_id is not null as is_latest
        from mart.report_version as v
        inner join fact.observation as o on v.submission_id = o.submission_id
        left join mart.accepted_report as r on v.submission_id = r.submission_id
        order by v.version
    """)
    assert [(r["version"], r["provenance"], r["state"], r["value"], r["is_latest"]) for r in rows] == [
        (1, "reported", "accepted", 512, False),
        (2, "reported", "accepted", 513, False),
        (3, "reported", "accepted", 514, True),
    ]
    assert {(r["unit_id"], r["period_id"]) for r in rows} == {("sc-kjt", "2019H1")}


def test_where_the_programme_says_so_a_report_waits_for_the_officer(send, bare_data):
    path = bare_data / "raw" / "definitions" / "programmes.yml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))

    def say(acceptance):
        said = [entry | {"acceptance": acceptance} for entry in entries]
        path.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
        published(bare_data)

    say("officer")
    outcome = send(report_text(COUNT | {"数值": "512"}))
    assert (outcome.verdict, outcome.receipt.acceptance) == ("accepted", "officer")
    say("automatic")
    # What was decided by the rule of that day stays, though the catalog says something else now.
    loaded = load(bare_data, with_sample=False)
    assert loaded.state == "published", [finding.text() for finding in loaded.findings]
    shown = snapshot(bare_data).select("""
        select r.state, r.counted_version, a.submission_id
        from mart.report_round as r
        left join mart.accepted_report as a using (programme_id, period_id, unit_id)
        where unit_id = 'sc-kjt' and period_id = '2019H1'
    """)
    assert shown == [{"state": "submitted", "counted_version": None, "submission_id": None}]


def test_nil_is_not_missing(send, bare_data):
    send(report_text({}, 零报告="是"))
    load(bare_data, with_sample=False)
    states = snapshot(bare_data).select(
        "select unit_id, state, is_nil from mart.report_round where period_id = '2019H1'"
    )
    by_unit = {row["unit_id"]: (row["state"], row["is_nil"]) for row in states}
    assert by_unit["sc-kjt"] == ("accepted", True)
    assert by_unit["sc-gfkgb"] == ("missing", None)


def test_a_deleted_warehouse_is_rebuilt_to_the_same_rows(send, bare_data, tmp_path):
    texts = (
        report_text(COUNT | {"数值": "512"}, TASK),
        report_text(COUNT | {"数值": "600"}),
        report_text(TURNOVER | {"数值": "1004.18"}, 报告期="2018H2", 报送日期="2018-12-25"),
    )
    for number, text in enumerate(texts):
        send(text, f"{number}.csv")
        assert load(bare_data, with_sample=False).state == "published"
    before = dump(bare_data)
    shutil.rmtree(bare_data / "warehouse")
    assert load(bare_data, with_sample=False).state == "published"
    assert dump(bare_data) == before
    assert len(before["fact.submission"]) == 3


def test_parsed_rows_are_read_once_and_may_be_deleted_or_damaged(send, bare_data, monkeypatch):
    send(report_text(COUNT | {"数值": "512"}))
    load(bare_data, with_sample=False)
    before = dump(bare_data)
    (segment,) = (bare_data / "warehouse" / "parsed").rglob("report-*/*.parquet")
    segment.write_bytes(b"not parquet")
    (bare_data / "warehouse" / "CURRENT").unlink()
    assert load(bare_data, with_sample=False).state == "published"
    assert dump(bare_data) == before
    (bare_data / "warehouse" / "CURRENT").unlink()
    monkeypatch.setattr(WorkbookReader, "__init__", lambda *_: pytest.fail("an archived report was read again"))
    monkeypatch.setattr(again, "read_report", lambda *_: pytest.fail("an archived report was read again"))
    shutil.rmtree(bare_data / "warehouse")
    assert load(bare_data, with_sample=False).state == "published"


@pytest.mark.parametrize("harm", ["gone", "longer", "same size"])
def test_an_archived_file_that_is_not_whole_stops_the_load_by_name(send, loaded_data, bare_data, harm):
    first = snapshot(loaded_data).build
    outcome = send(report_text(COUNT | {"数值": "512"}))
    path = Archive(bare_data / "raw").path(outcome.receipt.sha256)
    if harm == "gone":
        path.unlink()
    elif harm == "longer":
        path.write_bytes(path.read_bytes() + b"x")
    else:
        path.write_bytes(b"x" + path.read_bytes()[1:])
    refused = load(bare_data, with_sample=False)
    assert refused.state == "refused"
    (lost,) = [finding for finding in refused.findings if finding.severity == "error"]
    assert lost.file == f"archive/{path.parent.name}/{path.name}"
    assert "报告.csv" in lost.sentence_zh
    assert snapshot(bare_data).build == first


# Root reads everything, unless it lays down the capability to.
PLAIN_USER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


@pytest.mark.skipif(bool(PLAIN_USER) and not shutil.which("setpriv"), reason="root reads everything, without setpriv")
def test_an_archived_file_without_read_permission_is_named(send, bare_data):
    outcome = send(report_text(COUNT | {"数值": "512"}))
    path = Archive(bare_data / "raw").path(outcome.receipt.sha256)
    path.chmod(0)
    done = subprocess.run(
        [*PLAIN_USER, sys.executable, "-W", "ignore", "-m", "app", "load", "--json"],
        env={**os.environ, "DUIBIAO_DATA": str(bare_data), "DUIBIAO_SAMPLE": "off"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    found = [(f["rule_id"], f["file"]) for f in json.loads(done.stdout)["findings"] if f["severity"] == "error"]
    assert found == [("archive.lost", f"archive/{path.parent.name}/{path.name}")]


def test_a_line_cut_off_in_the_journal_was_never_said_and_is_dropped(send, bare_data):
    send(report_text(COUNT | {"数值": "512"}))
    journal = bare_data / "raw" / "archive" / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"received_at": "2026-')
    assert len(Archive(bare_data / "raw").receipts()) == 1
    send(report_text(COUNT | {"数值": "513"}))
    assert journal.read_bytes().startswith(whole)
    assert [receipt.version for receipt in Archive(bare_data / "raw").receipts()] == [1, 2]


def test_a_broken_line_within_the_journal_is_named(send, bare_data):
    send(report_text(COUNT | {"数值": "512"}))
    journal = bare_data / "raw" / "archive" / "journal.jsonl"
    journal.write_bytes(b"nonsense\n" + journal.read_bytes())
    with pytest.raises(BrokenJournal, match="line 1"):
        Archive(bare_data / "raw").receipts()


def test_what_windows_lays_into_a_folder_is_no_report(bare_data):
    inbox = bare_data / "raw" / "inbox"
    inbox.mkdir()
    for name in ("desktop.ini", "Desktop.ini", "Thumbs.db", "~$报告.xlsx", ".DS_Store"):
        (inbox / name).write_bytes(b"[.ShellClassInfo]")
    assert receive_inbox(bare_data / "raw", with_sample=False) == []


def test_a_receipt_says_how_many_indicators_and_tasks_were_read(bare_data, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(report_text(COUNT | {"数值": "512"}, TURNOVER | {"数值": "7"}, TASK), encoding="utf-8")
    with Desk(bare_data / "raw", with_sample=False) as desk:
        first, again = desk.receive(path), desk.receive(path)
        said = [desk.said(outcome) for outcome in (first, again)]
    assert [outcome_facts(outcome)["indicator_count"] for outcome in (first, again)] == [2, 2]
    assert [outcome_facts(outcome)["task_count"] for outcome in (first, again)] == [1, 1]
    for sentence in said:
        assert "指标2项、任务1项" in sentence.zh
        assert "indicators 2, tasks 1" in sentence.en


def test_a_long_list_of_findings_is_cut_short_and_says_so(bare_data, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(report_text(*[COUNT | {"编码": f"x{n}", "数值": "约5"} for n in range(700)]), encoding="utf-8")
    with Desk(bare_data / "raw", with_sample=False) as desk:
        outcome = desk.receive(path)
        said = desk.said(outcome)
    assert len(outcome.findings) == MOST_FINDINGS + 1
    last = outcome.findings[-1]
    assert (last.rule_id, last.severity, str(outcome.unlisted) in last.sentence_zh) == ("findings.more", "error", True)
    assert str(MOST_FINDINGS + outcome.unlisted) in said.zh


def test_the_inbox_is_received_before_a_load_and_left_empty(bare_data):
    inbox = bare_data / "raw" / "inbox"
    inbox.mkdir()
    (inbox / "好.csv").write_text(report_text(COUNT | {"数值": "512"}), encoding="utf-8")
    (inbox / "坏.csv").write_text(report_text(COUNT | {"数值": "5l2"}), encoding="utf-8")
    outcome = load(bare_data, with_sample=False)
    assert outcome.state == "published"
    assert [(f.file, f.rule_id, f.value) for f in outcome.findings if f.severity == "error"] == [
        ("坏.csv", "number.letters", "5l2")
    ]
    assert not list(inbox.iterdir())
    assert [r.verdict for r in Archive(bare_data / "raw").receipts()] == ["refused", "accepted"]


@pytest.fixture
def lay(bare_data):
    """Lays files into the inbox: name → the values of one unit's report in one round."""
    inbox = bare_data / "raw" / "inbox"
    inbox.mkdir()

    def run(**texts):
        for name, text in texts.items():
            (inbox / f"{name}.csv").write_text(text, encoding="utf-8")
        return inbox

    return run


def told(outcomes):
    return [(o.file, o.verdict, o.receipt.version, [f.as_dict() for f in o.findings]) for o in outcomes]


def test_an_inbox_of_many_reporters_is_checked_in_one_pass_and_each_is_told_the_same(
    lay, bare_data, tmp_path, monkeypatch
):
    units = ["科技厅", "财政厅", "发展改革委", "教育厅", "经济和信息化厅"]
    values = ["512", "约5", "", "-3", "513"]
    texts = {
        f"{number}": report_text(COUNT | {"数值": value}, 责任单位=unit)
        for number, (unit, value) in enumerate(zip(units, values, strict=True))
    }
    inbox = lay(**texts)
    shutil.copytree(bare_data, tmp_path / "alone")
    with Desk(tmp_path / "alone" / "raw", with_sample=False) as desk:
        alone = [desk.receive(path) for path in sorted((tmp_path / "alone" / "raw" / "inbox").iterdir())]
    passes = []
    monkeypatch.setattr(
        "pipelines.receiving.turns.check_reports", lambda *given: passes.append(given) or check_reports(*given)
    )
    together = receive_inbox(bare_data / "raw", with_sample=False)
    assert len(passes) == 1
    assert told(together) == told(alone)
    assert {outcome.verdict for outcome in together} == {"accepted", "refused"}
    assert [r.name for r in Archive(bare_data / "raw").receipts()] == [f"{number}.csv" for number in range(5)]
    assert not list(inbox.iterdir())
    assert not list((bare_data / "raw" / "archive").glob(".incoming-*"))


TRANSFERS = {"类别": "指标", "编码": "civil-military-transfers", "名称": "军民科技成果双向转移转化", "计量单位": "项"}
LATER = {"报告期": "2019H2", "报送日期": "2020-01-06"}


def test_files_of_one_reporter_in_the_inbox_follow_one_another(lay, bare_data):
    first, second = report_text(TRANSFERS | {"数值": "512"}), report_text(TRANSFERS | {"数值": "600"})
    lay(a=first, b=second, c=first, d="没有表", e="没有表", f=report_text(TRANSFERS | {"数值": "550"}, **LATER))
    outcomes = receive_inbox(bare_data / "raw", with_sample=False)
    assert [(o.file, o.verdict, o.receipt.version) for o in outcomes] == [
        ("a.csv", "accepted", 1), ("b.csv", "accepted", 2), ("c.csv", "already_received", 1),
        ("d.csv", "refused", None), ("e.csv", "refused", None), ("f.csv", "refused", None),
    ]  # fmt: skip
    # The next round is held against the version of the one before that was received a moment ago.
    assert [(f.rule_id, f.value) for f in outcomes[-1].findings if f.severity == "error"] == [
        ("received_report.actual_value.never_falls", "550 / 2019H1: 600")
    ]
    assert sorted(r.name for r in Archive(bare_data / "raw").receipts()) == [f"{name}.csv" for name in "abdef"]


def test_where_one_file_of_the_inbox_cannot_be_read_those_before_it_are_received(lay, bare_data):
    inbox = lay(a=report_text(COUNT | {"数值": "512"}), c=report_text(COUNT | {"数值": "5"}, 责任单位="财政厅"))
    (inbox / "b.csv").symlink_to("/proc/self/mem")
    with pytest.raises(OSError):
        receive_inbox(bare_data / "raw", with_sample=False)
    assert [r.name for r in Archive(bare_data / "raw").receipts()] == ["a.csv"]
    assert sorted(path.name for path in inbox.iterdir()) == ["b.csv", "c.csv"]
    assert not list((bare_data / "raw" / "archive").glob(".incoming-*"))


def test_the_first_real_report_of_a_programme_displaces_every_sample_one_of_it(data_copy, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(report_text(COUNT | {"数值": "777"}), encoding="utf-8")
    with Desk(data_copy / "raw", with_sample=True) as desk:
        assert not desk.receive(path).is_refused
    assert load(data_copy, with_sample=True).state == "published"
    rows = snapshot(data_copy).select(
        "select unit_id, period_id, provenance from fact.submission where programme_id = 'cdm-zone-2018'"
    )
    assert rows == [{"unit_id": "sc-kjt", "period_id": "2019H1", "provenance": "reported"}]
    others = snapshot(data_copy).select(
        "select distinct provenance from fact.submission where programme_id <> 'cdm-zone-2018'"
    )
    assert others == [{"provenance": "sample"}]
    judged = snapshot(data_copy).select(
        "select cast(actual_value as integer) as v, provenance from mart.attainment where unit_id = 'sc-kjt' "
        "and target_id = 'cdm-technology-brokers' and period_id = '2019H1'"
    )
    assert judged == [{"v": 777, "provenance": "reported"}]
    whole = snapshot(data_copy).select(
        "select provenance from mart.attainment where unit_id is null and target_id = 'cdm-technology-brokers' "
        "and period_id = '2019H1'"
    )
    assert whole == [{"provenance": "reported"}]  # No part of the sum is made up any more.


@pytest.mark.parametrize(
    ("whole", "finding"),
    [
        ({"报送日期": "43643"}, ("date.unreadable", 2, "报送日期")),
        ({"报告期": "2019Q5"}, ("period.unreadable", 2, "报告期")),
        ({"责任单位": "某某厅"}, ("received_report.unit_name.known", 2, "责任单位")),
    ],
)
def test_what_is_wrong_with_the_whole_report_is_said_once_and_without_its_echoes(send, whole, finding):
    outcome = send(report_text(COUNT | {"数值": "512"}, TURNOVER | {"数值": "1"}, TASK, **whole))
    assert outcome.is_refused
    assert [(f.rule_id, f.row_number, f.column_name) for f in outcome.findings] == [finding]


def test_a_device_that_never_ends_is_not_received(bare_data):
    with Desk(bare_data / "raw", with_sample=False) as desk, pytest.raises(OSError, match="not a regular file"):
        desk.receive(Path("/dev/zero"))
    assert Archive(bare_data / "raw").receipts() == []


def test_the_second_of_two_who_send_at_once_is_told_whose_version_is_replaced(bare_data, tmp_path):
    def sent(desk, value, by):
        path = tmp_path / f"{by}{value}.csv"
        path.write_text(report_text(COUNT | {"数值": value}), encoding="utf-8")
        outcome = desk.receive(path, by)
        return outcome, desk.said(outcome)

    with Desk(bare_data / "raw", with_sample=False) as desk:
        (first, told_first), (second, told_second) = sent(desk, "512", "张三"), sent(desk, "513", "李四")
        again, told_again = sent(desk, "512", "张三")
        (other, told_other) = sent(desk, "513", "李四")
        refused, told_refused = sent(desk, "-1", "王五")
    assert "取代" not in told_first.zh
    assert "取代同一报告的第1版（张三，" in told_second.zh
    assert "takes the place of version 1 of the same report (张三, received 20" in told_second.en
    assert (again.verdict, "此后又收到同一报告的第2版（李四，" in told_again.zh) == ("already_received", True)
    assert (other.verdict, "第2版（" in told_other.zh) == ("already_received", False)
    assert (refused.is_refused, "取代" in told_refused.zh) == (True, False)
    assert (first.receipt.version, second.receipt.version) == (1, 2)

"""Many files in one pass: each is told what it would be told if they came one after another."""

import shutil
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.archive import Archive
from pipelines.receiving import turns
from pipelines.receiving.checks import check_reports
from pipelines.receiving.desk import Desk
from pipelines.receiving.inbox import receive_inbox
from tests.pipelines.conftest import COUNT, report_text

pytestmark = pytest.mark.slow

TRANSFERS = {"类别": "指标", "编码": "civil-military-transfers", "名称": "军民科技成果双向转移转化", "计量单位": "项"}
DAYS = {"2018H2": "2019-01-08", "2019H1": "2019-06-27", "2019H2": "2020-01-06"}


def told(outcomes):
    return [
        (o.file, o.verdict, o.said, o.state, o.receipt.version, o.other and o.other.version,
         [f.as_dict() for f in o.findings])
        for o in outcomes
    ]  # fmt: skip


def journal(folder):
    return [(r.name, r.verdict, r.version, r.key, r.sha256, r.rows_sha256) for r in Archive(folder / "raw").receipts()]


def received(folder, paths, *, together):
    """What became of files that come one after another, each for itself or all in one pass."""
    outcomes = []
    with Desk(folder / "raw", with_sample=False) as desk:
        for path, outcome in desk.receive_all(paths) if together else ((path, desk.receive(path)) for path in paths):
            outcome.said = desk.said(outcome)
            outcomes.append((path, outcome))
    assert [path for path, _ in outcomes] == list(paths)
    return [outcome for _, outcome in outcomes]


def same(told_before, told_now):
    """Whether the same was said, but for the moment at which another version came."""
    return [one[:2] + one[3:] for one in told_before] == [one[:2] + one[3:] for one in told_now]


def written(folder, texts):
    folder.mkdir(exist_ok=True)
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"{number:02}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


# A cumulative figure may not fall below that of the round before: what a file is told hangs on those before it.
files = st.lists(
    st.builds(
        lambda unit, period, value: report_text(
            TRANSFERS | {"数值": value}, 责任单位=unit, 报告期=period, 报送日期=DAYS[period]
        ),
        st.sampled_from(["科技厅", "财政厅"]),
        st.sampled_from(sorted(DAYS)),
        st.sampled_from(["5", "6", "7", "-1", "约5"]),
    ),
    min_size=2,
    max_size=7,
)


@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files)
def test_in_one_pass_each_is_told_the_same_as_one_after_another(bare_data, tmp_path_factory, texts):
    place = tmp_path_factory.mktemp("pass")
    paths = written(place / "files", texts)
    for way in ("alone", "together"):
        shutil.copytree(bare_data, place / way)
    alone = received(place / "alone", paths, together=False)
    together = received(place / "together", paths, together=True)
    assert same(told(alone), told(together))
    assert journal(place / "alone") == journal(place / "together")


def test_forty_files_of_one_unit_are_judged_in_one_run_and_a_refused_one_takes_one_more(
    bare_data, tmp_path, monkeypatch
):
    runs = []
    monkeypatch.setattr(turns, "check_reports", lambda *given: runs.append(len(given[0])) or check_reports(*given))
    texts = [report_text(TRANSFERS | {"数值": f"{500 + number}"}) for number in range(40)]
    outcomes = received(bare_data, written(tmp_path / "files", texts), together=True)
    assert [outcome.receipt.version for outcome in outcomes] == list(range(1, 41))
    assert runs == [40]
    texts = [report_text(TRANSFERS | {"数值": value}, **{"报告期": "2019H2", "报送日期": "2020-01-06"})
             for value in ("600", "-1", "601")]  # fmt: skip
    outcomes = received(bare_data, written(tmp_path / "later", texts), together=True)
    assert [outcome.verdict for outcome in outcomes] == ["accepted", "refused", "accepted"]
    # What replaces the one that was taken for accepted is judged against the one before it.
    assert runs[1:] in ([3], [3, 1])


def test_files_of_one_name_from_several_folders_are_received_each(bare_data, tmp_path):
    paths = []
    for unit in ("科技厅", "财政厅", "教育厅"):
        (tmp_path / unit).mkdir()
        paths.append(tmp_path / unit / "报告.csv")
        paths[-1].write_text(
            report_text(COUNT | {"数值": "约5" if unit == "财政厅" else "5"}, 责任单位=unit), encoding="utf-8"
        )
    outcomes = received(bare_data, paths, together=True)
    assert [(o.file, o.verdict, len([f for f in o.findings if f.severity == "error"])) for o in outcomes] == [
        ("报告.csv", "accepted", 0), ("报告.csv", "refused", 1), ("报告.csv", "accepted", 0)
    ]  # fmt: skip


# Stands for the reader of workbooks: dies of one file, and of every other says that it is broken.
READER = """
import json, os, sys
for line in sys.stdin:
    if b"bad" in open(json.loads(line)["path"], "rb").read():
        os.abort()
    print(json.dumps({"refusal": {"rule_id": "file.broken", "facts": {"detail": "-"}}}), flush=True)
"""


def test_a_file_that_ends_its_reader_takes_only_itself(bare_data, tmp_path, monkeypatch):
    inbox = bare_data / "raw" / "inbox"
    inbox.mkdir()
    for number, unit in enumerate(["科技厅", "财政厅", "教育厅"]):
        (inbox / f"{number}.csv").write_text(report_text(COUNT | {"数值": "5"}, 责任单位=unit), encoding="utf-8")
        (inbox / f"{number}.xlsx").write_bytes(b"PK\x03\x04" + (b"bad" if number == 1 else b"good%d" % number))
    program = tmp_path / "reader.py"
    program.write_text(READER, encoding="utf-8")
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **more: popen([sys.executable, str(program)], **more))
    outcomes = {outcome.file: outcome for outcome in receive_inbox(bare_data / "raw", with_sample=False)}
    assert {file: [f.rule_id for f in o.findings if f.severity == "error"] for file, o in outcomes.items()} == {
        "0.csv": [], "0.xlsx": ["file.broken"], "1.csv": [], "1.xlsx": ["file.reader.crash"], "2.csv": [],
        "2.xlsx": ["file.broken"],
    }  # fmt: skip

"""A whole round, from template to bulletin: by commands alone and by requests of the pages alone, to the same result."""

import csv
import io
import zipfile
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from app import main
from metrics import clock
from metrics.reading.feedback import feedback_round
from metrics.reading.programme import all_programmes
from metrics.warehouse import Snapshot, current_build_path
from pipelines.archive import Archive
from pipelines.clerk import errands as errands_module
from pipelines.clerk.errands import Errands
from pipelines.clerk.requests import RequestInbox
from pipelines.clerk.worker import take_up
from pipelines.loading.build import LoadOutcome
from tests.offices.zone import zone
from tests.pipelines.clerk.conftest import Pages

pytestmark = [pytest.mark.slow, pytest.mark.journey]

CDM, PERIOD = "cdm-zone-2018", "2019H1"
FINANCE, DEFENCE, PATENT = "省金融工作局", "省国防科工办", "省知识产权局"
UNIT_IDS = {FINANCE: "sc-jrj", DEFENCE: "sc-gfkgb", PATENT: "sc-zscqj"}


class Commands:
    """Plays by the command line, in this process so that nothing is imported twice."""

    def __init__(self, folder, sample, monkeypatch):
        self.folder, self.sample = folder, sample

    def run(self, *arguments):
        return CliRunner(env={"DUIBIAO_DATA": str(self.folder), "DUIBIAO_SAMPLE": self.sample}).invoke(
            main, list(map(str, arguments))
        )

    def send(self, path, by):
        done = self.run("receive", path, "--by", by)
        return done.exit_code == 0, done.output

    def step(self, step, unit=None, by="王芳", **facts):
        name = {"remind": "contact"}.get(step, step)
        options = [f"--{key}={value}" for key, value in facts.items()] + (["--reminder"] if step == "remind" else [])
        done = self.run("round", name, CDM, PERIOD, *([unit] if unit else []), "--by", by, *options, "--no-load")
        return done.exit_code == 0, done.output

    def finish(self):
        assert self.run("load").exit_code == 0


class Requests:
    """Plays by requests; the loads in between are left out, the last one is real."""

    def __init__(self, folder, sample, monkeypatch):
        self.folder, self.sample = folder, sample == "on"
        self.pages, self.inbox = Pages(folder), RequestInbox(folder / "raw")
        self.errands = Errands(folder, self.sample)
        self.real_load = errands_module.load
        monkeypatch.setattr(errands_module, "load", lambda *_, **__: LoadOutcome("unchanged", None, ()))

    def _answer(self, folder):
        with self.inbox.open(folder.name) as request:
            take_up(request, self.errands)
        answer = self.pages.answer(folder)
        assert answer["state"] in ("done", "refused"), answer
        return answer["state"] == "done", f"{answer['said_zh']}\n{answer['said_en']}\n{answer['findings']}"

    def send(self, path, by):
        return self._answer(self.pages.upload(path.read_bytes(), path.name, by))

    def step(self, step, unit=None, by="王芳", **facts):
        return self._answer(self.pages.step(step, UNIT_IDS.get(unit), by, **facts))

    def finish(self):
        assert self.real_load(self.folder, self.sample).state == "published"


def fill(folder, player, unit, name, value=None, status="推进中"):
    """A unit's template for the round, filled in as its clerk would; returns the file."""
    path = folder / name
    commands = Commands(player.folder, player.sample if isinstance(player.sample, str) else "off", None)
    path.unlink(missing_ok=True)
    made = commands.run("template", unit, PERIOD, "--format", "csv", "--out", path)
    assert made.exit_code == 0, made.output
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    for number, row in enumerate(rows):
        cells = dict(zip(header, row, strict=True))
        if number == 0:
            cells["报送日期"] = "2019-06-27"
        if cells["类别"] == "任务":
            cells |= {"任务状态": status, "进展情况": "按计划推进。", "存在问题": "无", "下一步工作": "继续推进。"}
            cells["完成百分比"] = "50" if "完成百分比" in cells else ""
        elif value is not None:
            cells["数值"] = value
        rows[number] = [cells[column] for column in header]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def play(player, folder):
    """The round; every sentence that must be said is looked for on the way."""
    good = fill(folder, player, FINANCE, "金融.csv")
    bad = fill(folder, player, FINANCE, "金融-坏.csv", status="完了")
    done, said = player.send(bad, "韩梅")
    assert not done and "完了" in said
    assert player.send(good, "韩梅")[0]
    assert player.send(fill(folder, player, DEFENCE, "国防.csv"), "陈强")[0]
    done, said = player.step("return", FINANCE)
    assert not done and "原因" in said and "reason" in said
    assert player.step("return", FINANCE, reason="进展过于笼统")[0]
    done, said = player.step("accept", PATENT)
    assert not done and "尚未报送" in said
    assert player.step("contact", PATENT, reason="电话,答应周五报")[0]
    assert player.step("remind", PATENT)[0]
    second = fill(folder, player, FINANCE, "金融二.csv", value=None)
    second.write_text(second.read_text(encoding="utf-8").replace("按计划推进。", "已完成第一批。"), encoding="utf-8")
    assert player.send(second, "韩梅")[0]
    assert player.step("accept", FINANCE, by="李雷")[0]
    done, said = player.step("close")
    assert done and PATENT in said and FINANCE not in said.replace("王芳", "")
    late = fill(folder, player, PATENT, "知识产权.csv")
    done, said = player.send(late, "赵敏")
    assert not done and "重新开放" in said and "reopen" in said
    done, said = player.step("return", FINANCE, reason="晚了")
    assert not done and "锁定" in said
    third = second.with_name("金融三.csv")
    third.write_text(second.read_text(encoding="utf-8").replace("第一批", "第二批"), encoding="utf-8")
    assert not player.send(third, "韩梅")[0]
    assert player.step("reopen", FINANCE, reason="数据更正")[0]
    assert player.send(third, "韩梅")[0]
    assert player.step("close", by="李雷")[0]
    done, said = player.step("close")
    assert not done and "已办结" in said
    player.finish()


def table_dump(folder):
    """Every fact and how reports stand, without the moments at which they were recorded and what is hashed of them."""
    with Snapshot(current_build_path(folder / "warehouse")).cursor() as connection:
        columns = connection.execute("""
            select table_schema || '.' || table_name, list(column_name order by column_name)
            from information_schema.columns
            where table_schema in ('fact', 'mart') and data_type not like 'TIMESTAMP%' and column_name <> 'closing_id'
            group by all
        """).fetchall()
        return {
            name: sorted(map(repr, connection.execute(f"select {', '.join(names)} from {name}").fetchall()))
            for name, names in columns
        }


def exported(folder, dataset):
    """A dataset as rows, without moments."""
    done = Commands(folder, "off", None).run("export", dataset)
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    return [{key: value for key, value in row.items() if not key.endswith("_at")} for row in rows]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The round played twice, on two copies of the zone, in which three units lead a task each."""
    office, folders = zone(tmp_path_factory.mktemp("zone")), {}
    for number, unit in enumerate(UNIT_IDS):
        office.task(f"cdm-t3{number}", CDM, "2020-12-31", unit)
    office.write()
    for kind in (Commands, Requests):
        folder = office.copied(tmp_path_factory.mktemp(kind.__name__)).data
        with pytest.MonkeyPatch.context() as patch:
            play(kind(folder, "off", patch), folder)
        folders[kind.__name__] = folder
    return SimpleNamespace(**folders)


def test_commands_and_pages_give_the_same_facts_and_marts(played):
    by_commands, by_pages = table_dump(played.Commands), table_dump(played.Requests)
    assert by_commands.keys() == by_pages.keys()
    for name, rows in by_commands.items():
        assert by_pages[name] == rows, name
    assert len(by_commands["fact.report_event"]) > 8


@pytest.mark.parametrize("dataset", ["reports", "rounds", "round-steps", "attainment", "observations"])
def test_commands_and_pages_give_the_same_exports(played, dataset):
    assert exported(played.Commands, dataset) == exported(played.Requests, dataset)


def test_the_round_stands_as_it_was_played(played):
    snapshot = Snapshot(current_build_path(played.Commands / "warehouse"))
    programme = next(entry for entry in all_programmes(snapshot) if entry.programme_id == CDM)
    view = feedback_round(snapshot, programme, PERIOD)
    lines = {line.report.unit.unit_id: line.report for line in view.lines}
    finance, defence, patent = (lines[UNIT_IDS[name]] for name in (FINANCE, DEFENCE, PATENT))
    assert (finance.state, finance.version, finance.returned_count, finance.is_correction) == ("locked", 3, 1, True)
    assert (finance.is_automatic, finance.is_closed) == (True, True)
    # Its clerk wrote a day of June 2019; it came in today.
    assert finance.days_late == (clock.today() - finance.due_on).days
    assert (defence.state, defence.version, defence.is_automatic) == ("locked", 1, True)
    assert (patent.state, patent.version, patent.last_contact_by) == ("draft", None, "王芳")
    assert patent.last_contact_kind == "remind" and patent.is_closed
    assert view.last_close.actor == "李雷"
    assert [event.event for event in view.history if event.unit and event.unit.unit_id == "sc-jrj"][::-1] == [
        "refused", "submitted", "accepted", "returned", "submitted", "accepted", "accepted", "refused", "reopened",
        "submitted", "accepted",
    ]  # fmt: skip


def test_what_the_closed_round_refused_is_in_quarantine(played):
    archive = Archive(played.Commands / "raw")
    refused = [receipt for receipt in archive.receipts() if receipt.verdict == "refused"]
    closed = [receipt for receipt in refused if {f["rule_id"] for f in receipt.findings} == {"round.closed"}]
    assert [receipt.unit_id for receipt in closed] == ["sc-zscqj", "sc-jrj"]
    assert all(archive.place(receipt).is_file() for receipt in refused)
    assert [receipt.by for receipt in closed] == ["赵敏", "韩梅"]


def test_the_bulletin_of_the_round_names_who_is_missing(played, tmp_path):
    commands = Commands(played.Commands, "off", None)
    target = tmp_path / "通报.docx"
    done = commands.run("bulletin", CDM, PERIOD, "--out", target)
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(target) as parts:
        text = parts.read("word/document.xml").decode("utf-8")
    assert PATENT in text and FINANCE in text


def test_the_round_is_listed_for_people_and_scripts(played):
    commands = Commands(played.Commands, "off", None)
    shown = commands.run("round", "show", CDM, PERIOD, "--history")
    assert shown.exit_code == 0
    for words in ("已锁定 locked", "未通过核验 kept out by the checks", "退回 returned", "进展过于笼统", "已办结"):
        assert words in shown.output
    facts = commands.run("round", "show", CDM, "2019年上半年", "--json").output
    assert '"closed_by": "李雷"' in facts


def test_with_samples_beside_it_the_round_is_played_the_same(data_copy, monkeypatch):
    player = Commands(data_copy, "on", monkeypatch)
    play_with_samples(player, data_copy)


def play_with_samples(player, folder):
    """The sample round is closed: it is decided on like any other, until the first real report ends every sample."""
    path = fill(folder, player, FINANCE, "金融.csv")
    done, said = player.step("return", DEFENCE, reason="试一试")
    assert not done and "锁定" in said
    assert player.step("reopen", DEFENCE, reason="试一试")[0]
    assert player.step("return", DEFENCE, reason="试一试")[0]
    player.finish()
    assert states_of(player, "sc-gfkgb") == ("returned", "sample")
    assert player.send(path, "韩梅")[0]
    for sample in ("on", "off"):
        player.sample = sample
        player.finish()
        assert states_of(player, "sc-jrj") == ("accepted", "reported")
        assert states_of(player, "sc-gfkgb") == ("missing", "")


def states_of(player, unit_id):
    (row,) = [
        row for row in exported_with(player, "reports") if (row["unit_id"], row["period_id"]) == (unit_id, PERIOD)
    ]
    return row["state"], row["provenance"]


def exported_with(player, dataset):
    done = player.run("export", dataset)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))

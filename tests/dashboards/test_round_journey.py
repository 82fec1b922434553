"""A whole round played by the pages alone in a real browser, and the same by commands: the results are equal."""

import csv
import io
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from app import main
from pipelines.sources.received import report_form
from tests.offices.village import PROGRAMME, village
from tests.shipped import shipped_office

from .officer import PATIENCE, Officer, fill_in, marks, rows_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.longest, pytest.mark.journey]

FIRST_ROW = 5


@dataclass(frozen=True)
class Round:
    """Whose report goes through which round, and the settings under which pages and commands do."""

    settings: dict[str, str]
    programme: str
    period: str
    unit: str
    unit_name: str


def village_round(folder):
    """Of an office as small as one can be; the unit leads one task and nothing else is asked of it."""
    office = village(folder)
    office.unit("v-clinic", "村卫生室")
    office.task("v-2", PROGRAMME, "2019-12-31", "村卫生室")
    office.write()
    office.load()
    return Round(office.environment, PROGRAMME, "2019H1", "v-clinic", "村卫生室")


def shipped_round(folder, first_day):
    """Of the shipped data without samples."""
    shipped_office(folder, "sample")
    shutil.copytree(first_day / "warehouse", folder / "warehouse")
    settings = {"DUIBIAO_DATA": str(folder), "DUIBIAO_SAMPLE": "off"}
    return Round(settings, "cdm-zone-2018", "2019H1", "sc-jrj", "省金融工作局")


@pytest.fixture(scope="module", params=["village", "shipped"])
def played(request, tmp_path_factory):
    """The round that the pages play, and the same once more, for the commands."""
    folder = tmp_path_factory.mktemp("pages")
    if request.param == "village":
        by_pages = village_round(folder)
    else:
        by_pages = shipped_round(folder, request.getfixturevalue("first_day"))
    by_commands = tmp_path_factory.mktemp("commands")
    pages_folder = Path(by_pages.settings["DUIBIAO_DATA"])
    shutil.copytree(pages_folder / "raw", by_commands / "raw")
    shutil.copy(pages_folder / "office.yml", by_commands)
    return by_pages, replace(by_pages, settings=by_pages.settings | {"DUIBIAO_DATA": str(by_commands)})


@pytest.fixture(scope="module")
def house(served, played):
    """Where the pages are served, with their clerk."""
    settings = played[0].settings
    with served(settings["DUIBIAO_DATA"], **settings) as (address, _):
        yield address


def filled(template, path, status="推进中", progress="按计划推进。"):
    """The template as its clerk fills it in: the cells of the very file that was downloaded."""
    answers = {(FIRST_ROW, "submitted_on"): "2019-06-27"}
    for row in rows_of(template, FIRST_ROW):
        answers |= {(row, "task_status"): status, (row, "progress"): progress, (row, "problems"): "无",
                    (row, "next_steps"): "继续推进。", (row, "completion_pct"): "50"}  # fmt: skip
    return fill_in(template, path, report_form().columns, answers)


class RoundOfficer(Officer):
    """Somebody who runs the round of the unit."""

    def __init__(self, page, address, name, of_round):
        self.of_round = of_round
        super().__init__(page, address, name, f"programme={of_round.programme}&period={of_round.period}&lang=zh")

    def template(self, path):
        self.open(f"/unit/{self.of_round.unit}")
        return self.download(lambda: self.page.click("button[data-template]"), path)

    def decide(self, step, by, reason=""):
        return self.act("/round", f"办理{self.of_round.unit_name}的报告", step, by, reason)

    def close(self, by):
        self.open("/round")
        self.page.get_by_role("button", name="办结本期").click()
        return self.submit("close", by, "")

    def row(self):
        self.open("/round")
        return self.page.locator("tr", has_text=self.of_round.unit_name).first.inner_text()


@pytest.fixture
def officer(browser, house, played):
    complaints = []
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    yield RoundOfficer(page, house, "韩梅", played[0])
    context.close()
    assert not complaints


def play_by_pages(officer, folder):
    """From template to bulletin; the files that were sent, in order, for the commands."""
    template = officer.template(folder / "模板.xlsx")
    bad = filled(template, folder / "坏.xlsx", status="完了")
    state, card = officer.upload(bad, "韩梅")
    assert state == "未收件"
    assert "完了" in card.inner_text()
    assert "工作表" in card.inner_text()
    marked = officer.download(lambda: card.get_by_role("link", name="下载带标注的副本").click(), folder / "标注.xlsx")
    assert marks(marked) > 0
    first = filled(template, folder / "一.xlsx")
    state, card = officer.upload(first, "韩梅")
    assert state == "已收件"
    assert f"已登记：{officer.of_round.unit_name}，" in card.inner_text() and "2019年上半年，第1版" in card.inner_text()
    assert "请写明原因" in officer.decide("return", "王芳")
    assert "退回" in officer.decide("return", "王芳", "进展过于笼统")
    assert "退回" in officer.row() and "进展过于笼统" in officer.row()
    second = filled(template, folder / "二.xlsx", progress="已完成第一批授信。")
    assert officer.upload(second, "韩梅")[0] == "已收件"
    assert "审核通过" in officer.decide("accept", "李雷")
    assert "李雷" in officer.row()
    assert "办结" in officer.close("李雷")
    assert "已锁定" in officer.row()
    state, card = officer.upload(filled(template, folder / "三.xlsx", progress="晚了。"), "韩梅")
    assert (state, "重新开放" in card.inner_text()) == ("未收件", True)
    officer.open("/round")
    officer.download(
        lambda: officer.page.get_by_role("link", name="通报（Word）", exact=True).click(), folder / "a.docx"
    )


def play_by_commands(of_round, folder):
    def run(*arguments):
        done = CliRunner(env=of_round.settings).invoke(main, list(map(str, arguments)))
        return done.exit_code, done.output

    place = of_round.programme, of_round.period
    for name, code in (("坏", 1), ("一", 0)):
        assert run("receive", folder / f"{name}.xlsx", "--by", "韩梅")[0] == code
    assert run("round", "return", *place, of_round.unit, "--by", "王芳", "--no-load")[0] == 1
    reason = ("--reason", "进展过于笼统", "--no-load")
    assert run("round", "return", *place, of_round.unit, "--by", "王芳", *reason)[0] == 0
    assert run("receive", folder / "二.xlsx", "--by", "韩梅")[0] == 0
    assert run("round", "accept", *place, of_round.unit, "--by", "李雷", "--no-load")[0] == 0
    assert run("round", "close", *place, "--by", "李雷", "--no-load")[0] == 0
    assert run("receive", folder / "三.xlsx", "--by", "韩梅")[0] == 1
    assert run("load")[0] == 0
    assert run("bulletin", *place, "--out", folder / "b.docx")[0] == 0


def exported(of_round, dataset):
    """A dataset without the moments at which things were recorded."""
    done = CliRunner(env=of_round.settings).invoke(main, ["export", dataset])
    assert done.exit_code == 0, done.output
    rows = csv.DictReader(io.StringIO(done.stdout))
    return [{key: value for key, value in row.items() if not key.endswith("_at")} for row in rows]


def words_of(path):
    """Every paragraph and cell of a Word file; the foot, which names the build, is not among them."""
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts = [*(paragraph.text for paragraph in document.paragraphs), *cells]
    return [text for text in texts if "数据生成于" not in text]


def test_a_round_by_the_pages_alone_ends_as_the_same_by_commands(officer, played, tmp_path):
    by_pages, by_commands = played
    play_by_pages(officer, tmp_path)
    play_by_commands(by_commands, tmp_path)
    for dataset in ("reports", "rounds", "round-steps", "attainment", "observations", "tasks"):
        assert exported(by_pages, dataset) == exported(by_commands, dataset), dataset
    assert words_of(tmp_path / "a.docx") == words_of(tmp_path / "b.docx")
    assert any(by_pages.unit_name in text for text in words_of(tmp_path / "a.docx"))


def test_hostile_names_and_findings_are_shown_as_text(officer, tmp_path):
    hostile = "<img src=x onerror=document.title='hit'>"
    path = tmp_path / f"{hostile}.csv"
    lines = f"方案,责任单位,报告期,编码,数值\n{officer.of_round.programme},{hostile},2019H1,{hostile},约100\n"
    path.write_bytes(lines.encode("gb18030"))
    state, card = officer.upload(path, hostile)
    assert state == "未收件"
    assert hostile in card.inner_text()
    assert "约100" in card.inner_text()
    assert card.locator("img").count() == 0
    assert "hit" not in officer.page.title()
    officer.open("/upload", "lang=en")
    english = officer.page.locator("li.upload", has_text="onerror").first
    english.get_by_text("not received", exact=True).wait_for()
    assert "What is wrong" in english.inner_text()


def test_a_dropped_file_is_taken_and_a_name_is_asked_for_first(officer):
    officer.name("")
    drop = """() => {
        const carried = new DataTransfer();
        carried.items.add(new File(["a,b\\n1,2\\n"], "拖来.csv", {type: "text/csv"}));
        document.getElementById("drop-zone").dispatchEvent(
            new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
    }"""
    officer.page.evaluate(drop)
    assert officer.page.inner_text("#upload-complaint") == "请先填写经办人姓名。"
    assert officer.page.locator("li.upload").count() == 0
    officer.name("韩梅")
    officer.page.evaluate(drop)
    officer.page.locator("li.upload-refused", has_text="拖来.csv").wait_for(timeout=PATIENCE)

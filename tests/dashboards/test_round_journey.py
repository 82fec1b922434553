"""A whole round played by the pages alone in a real browser, and the same by commands: the results are equal."""

import csv
import io
import re
import shutil
import zipfile
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from docx import Document

from app import main
from pipelines.build import load
from pipelines.sources.received import report_form

from .conftest import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

CDM, PERIOD, UNIT, UNIT_NAME = "cdm-zone-2018", "2019H1", "sc-jrj", "省金融工作局"
FIRST_ROW = 5
PLACE = f"programme={CDM}&period={PERIOD}"
PATIENCE = 120_000


@pytest.fixture(scope="module")
def raw_folder(tmp_path_factory):
    """The shipped raw data without samples."""
    folder = tmp_path_factory.mktemp("raw") / "raw"
    shutil.copytree(PROJECT / "data" / "raw", folder, ignore=shutil.ignore_patterns("sample", "archive", "inbox"))
    return folder


@pytest.fixture(scope="module")
def data_folder(raw_folder, tmp_path_factory):
    """The folder that the pages work on; the round is played first, by the first test."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(raw_folder, folder / "raw")
    assert load(folder, with_sample=False).state == "published"
    return folder


@pytest.fixture(scope="module")
def house(served, data_folder):
    """Where the pages are served, with their clerk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIBIAO_SAMPLE", "off")
        with served(data_folder) as (address, _):
            yield address


def letters(index):
    return letters(index // 26 - 1) + chr(65 + index % 26) if index >= 26 else chr(65 + index)


def filled(template, path, status="推进中", progress="按计划推进。"):
    """The template as its clerk fills it in: the cells of the very file that was downloaded."""
    with zipfile.ZipFile(template) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    text = parts[sheet].decode("utf-8")
    rows = [int(number) for number in re.findall(r'<row r="(\d+)"', text) if int(number) >= FIRST_ROW]
    answers = {(FIRST_ROW, "submitted_on"): "2019-06-27"}
    for row in rows:
        answers |= {(row, "task_status"): status, (row, "progress"): progress, (row, "problems"): "无",
                    (row, "next_steps"): "继续推进。", (row, "completion_pct"): "50"}  # fmt: skip
    for (row, column), answer in answers.items():
        cell = f"{letters(report_form().columns.index(column))}{row}"
        blank = re.compile(rf'<c r="{cell}"( s="\d+")?/>')
        assert blank.search(text), cell
        text = blank.sub(rf'<c r="{cell}"\1 t="inlineStr"><is><t>{escape(answer)}</t></is></c>', text)
    parts[sheet] = text.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


class Officer:
    """Somebody at the pages, who touches nothing else."""

    def __init__(self, page, address, name):
        self.page, self.address = page, address
        self.open("/upload")
        self.name(name)

    def open(self, path, query=f"{PLACE}&lang=zh"):
        self.page.goto(f"{self.address}{path}?{query}")
        self.page.wait_for_selector("main h1")

    def name(self, name):
        self.page.fill("#acting-name", name)

    def download(self, click, path):
        with self.page.expect_download(timeout=PATIENCE) as download:
            click()
        download.value.save_as(path)
        return path

    def template(self, path):
        self.open(f"/unit/{UNIT}")
        return self.download(lambda: self.page.click("button[data-template]"), path)

    def upload(self, path, by):
        """What the page says of an upload: its state, and all that stands on its card."""
        self.open("/upload")
        self.name(by)
        self.page.set_input_files("#upload-files", path)
        card = self.page.locator("li.upload", has_text=path.name).first
        card.locator(".chip").filter(has_not_text="处理中").wait_for(timeout=PATIENCE)
        return card.locator(".chip").inner_text(), card

    def act(self, step, by, reason=""):
        """Takes a step of the unit by the keyboard alone; what the page says when it is drawn anew."""
        self.open("/round")
        button = self.page.get_by_role("button", name=f"办理{UNIT_NAME}的报告")
        button.focus()
        self.page.keyboard.press("Enter")
        return self._submit(step, by, reason)

    def close(self, by):
        self.open("/round")
        self.page.get_by_role("button", name="办结本期").click()
        return self._submit("close", by, "")

    def _submit(self, step, by, reason):
        self.page.locator(f"#act input[value={step}]").check()
        self.page.fill("#act-reason", reason)
        self.name(by)
        self.page.locator("#act-submit").focus()
        self.page.keyboard.press("Enter")
        said = self.page.locator("#act-complaint:not([hidden]), #act-said:not([hidden])")
        said.wait_for(timeout=PATIENCE)
        return said.inner_text()

    def row(self):
        self.open("/round")
        return self.page.locator("tr", has_text=UNIT_NAME).first.inner_text()


@pytest.fixture
def officer(browser, house):
    complaints = []
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    yield Officer(page, house, "韩梅")
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
    assert f"已登记：{UNIT_NAME}，成德绵示范区2019年上半年，第1版" in card.inner_text()
    assert "请写明原因" in officer.act("return", "王芳")
    assert "退回" in officer.act("return", "王芳", "进展过于笼统")
    assert "退回" in officer.row() and "进展过于笼统" in officer.row()
    second = filled(template, folder / "二.xlsx", progress="已完成第一批授信。")
    assert officer.upload(second, "韩梅")[0] == "已收件"
    assert "审核通过" in officer.act("accept", "李雷")
    assert "李雷" in officer.row()
    assert "办结" in officer.close("李雷")
    assert "已锁定" in officer.row()
    state, card = officer.upload(filled(template, folder / "三.xlsx", progress="晚了。"), "韩梅")
    assert (state, "重新开放" in card.inner_text()) == ("未收件", True)
    officer.open("/round")
    officer.download(
        lambda: officer.page.get_by_role("link", name="通报（文字版）", exact=True).click(), folder / "a.docx"
    )


def marks(path):
    """How many cells of a workbook carry a comment."""
    with zipfile.ZipFile(path) as parts:
        return sum(parts.read(name).count(b"<comment ") for name in parts.namelist() if "comments" in name)


def play_by_commands(data, folder):
    def run(*arguments):
        done = CliRunner(env={"DUIBIAO_DATA": str(data), "DUIBIAO_SAMPLE": "off"}).invoke(
            main, list(map(str, arguments))
        )
        return done.exit_code, done.output

    for name, code in (("坏", 1), ("一", 0)):
        assert run("receive", folder / f"{name}.xlsx", "--by", "韩梅")[0] == code
    assert run("round", "return", CDM, PERIOD, UNIT, "--by", "王芳", "--no-load")[0] == 1
    reason = ("--reason", "进展过于笼统", "--no-load")
    assert run("round", "return", CDM, PERIOD, UNIT, "--by", "王芳", *reason)[0] == 0
    assert run("receive", folder / "二.xlsx", "--by", "韩梅")[0] == 0
    assert run("round", "accept", CDM, PERIOD, UNIT, "--by", "李雷", "--no-load")[0] == 0
    assert run("round", "close", CDM, PERIOD, "--by", "李雷", "--no-load")[0] == 0
    assert run("receive", folder / "三.xlsx", "--by", "韩梅")[0] == 1
    assert run("load")[0] == 0
    assert run("bulletin", CDM, PERIOD, "--out", folder / "b.docx")[0] == 0


def exported(data, dataset):
    """A dataset without the moments at which things were recorded."""
    done = CliRunner(env={"DUIBIAO_DATA": str(data), "DUIBIAO_SAMPLE": "off"}).invoke(main, ["export", dataset])
    assert done.exit_code == 0, done.output
    rows = csv.DictReader(io.StringIO(done.stdout))
    return [{key: value for key, value in row.items() if not key.endswith("_at")} for row in rows]


def words_of(path):
    """Every paragraph and cell of a Word file; the foot, which names the build, is not among them."""
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts = [*(paragraph.text for paragraph in document.paragraphs), *cells]
    return [text for text in texts if "数据生成于" not in text]


def test_a_round_by_the_pages_alone_ends_as_the_same_by_commands(officer, data_folder, raw_folder, tmp_path):
    play_by_pages(officer, tmp_path)
    by_commands = tmp_path / "commands"
    shutil.copytree(raw_folder, by_commands / "raw")
    play_by_commands(by_commands, tmp_path)
    for dataset in ("reports", "rounds", "round-steps", "attainment", "observations", "tasks"):
        assert exported(data_folder, dataset) == exported(by_commands, dataset), dataset
    assert words_of(tmp_path / "a.docx") == words_of(tmp_path / "b.docx")
    assert any(UNIT_NAME in text for text in words_of(tmp_path / "a.docx"))


def test_hostile_names_and_findings_are_shown_as_text(officer, tmp_path):
    hostile = "<img src=x onerror=document.title='hit'>"
    path = tmp_path / f"{hostile}.csv"
    lines = f"方案,责任单位,报告期,编码,数值\n{CDM},{hostile},2019H1,{hostile},约100\n"
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

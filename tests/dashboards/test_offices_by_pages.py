"""Three real programmes by pages alone, in a browser: from an empty folder that is served, on to a second round.

No command is given but `serve`; every figure is worked out by hand.
"""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.words import load_words
from tests.offices import typed
from tests.offices.cells import Book
from tests.offices.england import AREAS, EWB, FCRM
from tests.offices.journey import filled, words

from .officer import PATIENCE, Officer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.longest, pytest.mark.journey]

YORKSHIRE, WESSEX = AREAS.values()
PM25, HEAVY, GOOD, NOX, VOC, NON_FOSSIL, ELECTRICITY = typed.AIR
LEAD, REFORM, INDUSTRY, HOUSING, _ = typed.AIR_UNITS
XIAN, YANAN, *_ = typed.AIR_CITIES
CHINESE = re.compile(r"[\u3400-\u9fff\uff01-\uff60]")


class PageOfficer(Officer):
    """Somebody who enters a programme and runs its rounds, in the language of the office."""

    def __init__(self, page, address, name, language):
        self.words = load_words(language)
        self.language, self.by, self.programme = language, name, ""
        self.page, self.address, self.query = page, address, f"lang={language}"

    def open(self, path, query=None):
        super().open(path, query)
        # What an English office is shown has nothing in Chinese; where there is none yet, its language is still chosen.
        is_made = self.page.locator("#office-form[data-kind=office_make]").count() == 0
        assert not is_made or self.language == "zh" or not CHINESE.search(self.page.inner_text("body")), path

    def make_office(self, **facts):
        """The form on the first page of an empty folder, sent."""
        self.open("/")
        self.page.select_option("#office-languages", facts.pop("languages", self.language))
        for key, value in facts.items():
            field = self.page.locator(f"#office-{key}")
            (field.select_option if field.evaluate("it => it.tagName") == "SELECT" else field.fill)(value)
        self.page.locator("#office-form button[type=submit]").click()
        self.page.locator("#office-form").wait_for(state="detached")

    def at(self, period):
        self.query = f"programme={self.programme}&period={period}&lang={self.language}"
        return self

    def sent(self, path):
        """A file laid on the page; its card, once it is no longer under way."""
        self.name(self.by)
        self.page.set_input_files("#upload-files", str(path))
        self.page.locator("#upload-list > li:first-child:not([data-state=working])", has_text=path.name).wait_for()
        card = self.page.locator("#upload-list > li").first
        assert self.language == "zh" or not CHINESE.search(card.inner_text()), card.inner_text()
        return card

    def publish(self, path, reason):
        """A workbook uploaded, looked at and published; what the page said before and after."""
        self.open("/programmes")
        card = self.sent(path)
        preview = card.text_content()
        card.locator("textarea").fill(reason)
        card.locator("[data-publish]").click()
        self.page.locator("#upload-list > li .take-away a[href*=programme]").first.wait_for()
        link = self.page.locator("#upload-list > li .take-away a").first.get_attribute("href")
        self.programme = parse_qs(urlsplit(link).query)["programme"][0]
        self.page.wait_for_selector("main h1")
        return preview, self.page.locator("#upload-list > li").first.inner_text()

    def workbook(self, path):
        self.open("/programmes")
        button = self.page.locator(f"button[data-template*='{json.dumps(self.programme)}']").first
        return self.download(button.click, path)

    def step(self, button, step, reason=""):
        said = self.act("/round", self.words(button), step, self.by, reason)
        self.page.wait_for_selector("main h1")
        return said

    def report(self, unit, folder, day, values, tasks=()):
        """The unit's form downloaded, filled in, uploaded and accepted."""
        self.open("/round")
        button = self.page.get_by_role("button", name=self.words("act.template_for", unit=unit))
        form = self.download(button.first.click, folder / f"{unit}.xlsx")
        self.open("/upload")
        card = self.sent(filled(form, folder / f"{unit}-filled.xlsx", day, values, tasks))
        assert card.get_attribute("data-state") == "done", card.inner_text()
        said = self.act("/round", self.words("act.open_for", unit=unit), "accept", self.by)
        assert unit in said

    def close(self):
        self.open("/round")
        self.page.get_by_role("button", name=self.words("act.close_round")).click()
        return self.submit("close", self.by, "")

    def bulletin(self, path):
        self.open("/round")
        link = self.page.locator("a[href*='bulletin'][href*='.docx']").first
        return words(self.download(link.click, path))

    def text(self, path):
        self.open(path)
        return self.page.inner_text("main")


@pytest.fixture
def begun(served, browser, tmp_path):
    """Serves an empty folder, and gives somebody at its pages."""
    contexts, complaints, open_servers = [], [], []

    def begin(language, name, **facts):
        server = served(tmp_path / "office", is_new=True, DUIBIAO_SAMPLE="off")
        address, _ = server.__enter__()
        open_servers.append(server)
        context = browser.new_context(accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.set_default_timeout(PATIENCE)
        officer = PageOfficer(page, address, name, language)
        officer.make_office(**facts)
        return officer

    yield begin
    for context in contexts:
        context.close()
    for server in open_servers:
        server.__exit__(None, None, None)
    assert not complaints


def test_an_english_scorecard_by_pages_alone(begun, tmp_path):
    officer = begun("en", "J. Smith", name_en="Environment Agency", time_zone="Europe/London", currency="GBP",
                    year_begins="4", letter="plain")  # fmt: skip
    quarters = "2024Q1", "2024Q2", "2024Q3"
    preview, _ = officer.publish(typed.write(tmp_path / "w.xlsx", typed.scorecard(*quarters)), "first entry")
    assert "Properties better protected" in preview
    officer.at("2024Q3").step("act.rounds", "open")
    flood = {"Assets at target condition": "92.2%", "Innovation actions under way": 88, "Capital spend": "£610m"}
    tasks = ["Protect homes and businesses", "Look after assets"]
    officer.report(FCRM, tmp_path, "2024-12-20", flood, tasks)
    officer.report(YORKSHIRE, tmp_path, "2024-12-20", {"Properties better protected": "50,000"})
    officer.report(WESSEX, tmp_path, "2024-12-20", {"Properties better protected": 44902})
    officer.report(
        EWB, tmp_path, "2024-12-20", {"Carbon emissions": 25400, "Aid programme spend": 9.5}, ["Cut our own carbon"]
    )
    assert "closed" in officer.close()
    bulletin = officer.bulletin(tmp_path / "bulletin.docx")
    for said in (
        "6 goals: 1 achieved, 3 on track, 2 behind",
        "GBP 640.4 million",
        "20,704 tonnes CO2e",
        "96,272 properties",
    ):
        assert said in bulletin
    assert not CHINESE.search(bulletin)
    page = officer.text("/")
    assert all(said in page for said in ("94,902 properties", "GBP 610.0 million", "USD 9.5 million"))
    book, note = Book(officer.workbook(tmp_path / "out.xlsx")), "Scorecard revision note"
    book.add(
        "Programme and documents",
        **{"Document": note, "Issuer": "Environment Agency", "Issued on": "2025-01-15", "Validity": "In force"},
    )
    book.add("Changes", **{
        "Target": "Properties better protected", "Change": "Adjusted", "From": "2025-01-15", "New value": 105000,
        "Document": note, "Place": "page 1", "Phrase": "105,000 properties", "Reason": "delayed schemes",
    })  # fmt: skip
    new_name = "Wessex and South Coast Area"
    book.set(
        "Units", WESSEX, **{"Renamed to": new_name, "Renamed on": "2025-01-01", "Source of the change": "area order"}
    )
    preview, _ = officer.publish(book.save(tmp_path / "changed.xlsx"), "revision and a new name")
    assert "105000" in preview.replace(",", "") and new_name in preview
    assert "94,902 properties" in officer.at("2024Q3").text("/") and "113,272" in officer.text("/")
    officer.at("2024Q4").step("act.rounds", "open")
    officer.report(YORKSHIRE, tmp_path, "2025-04-10", {"Properties better protected": "56,000"})
    officer.report(new_name, tmp_path, "2025-04-10", {"Properties better protected": 52000})
    assert "closed" in officer.close()
    bulletin = officer.bulletin(tmp_path / "second.docx")
    assert "missed; by the adjusted one (at least 105,000 properties, due 31 March 2025): met." in bulletin


def test_a_provinces_clean_air_by_pages_alone(begun, tmp_path):
    officer = begun("zh", "李四", name_zh="陕西省大气办", letter="gbt9704")
    officer.publish(typed.write(tmp_path / "登记表.xlsx", typed.air()), "首次登记")
    officer.at("2025Q2").step("act.rounds", "open")
    officer.report(XIAN, tmp_path, "2025-07-03", {PM25: 43.9, GOOD: "120天", NOX: (5000, "吨")})
    officer.report(YANAN, tmp_path, "2025-07-03", {PM25: 25, GOOD: 170, NOX: (300, "吨"), VOC: 0.02})
    told = {PM25: 34.1, HEAVY: 1.8, GOOD: 150, NOX: 3.1, VOC: 1.6, ELECTRICITY: "26.1%"}
    officer.report(LEAD, tmp_path, "2025-07-05", told, ["降低主要污染物浓度"])
    energy = ["优化能源结构", "优化交通结构"]
    officer.report(REFORM, tmp_path, "2025-07-05", {NON_FOSSIL: 15.2}, energy)
    assert "办结" in officer.close()
    bulletin = officer.bulletin(tmp_path / "通报.docx")
    for said in (
        "7项方案目标：正常推进4项，暂无数据1项，尚不判定2项；6项单位分解：正常推进3项，略有滞后2项，滞后1项。",
        "应报送的单位4个，已报送4个，其中迟报4个。",  # The clock of the browser's day is that of the machine.
        "西安市：PM2.5平均浓度，滞后（实际43.9微克/立方米（上报），应为不超过41微克/立方米）",
    ):
        assert said in bulletin
    page = officer.text("/")
    assert "34.1 微克/立方米" in page and "≥73.1%" in page and "半年" not in page + bulletin
    book, note, plan = Book(officer.workbook(tmp_path / "取出.xlsx")), "关于调整目标的通知", "2026年工作要点"
    for title, day in ((note, "2025-09-28"), (plan, "2026-01-20")):
        book.add("方案和文件", 文件标题=title, 发文机关="陕西省人民政府", 印发日期=day, 效力="有效")
    book.answer("方案和文件", "结束日期", "2026年")
    book.add("变更", 目标=GOOD, 变更方式="调整", 生效日期="2025-10-01", 新目标值="295天", 依据文件=note, 位置="一",
             原文="295天", 原因="气象条件不利")  # fmt: skip
    renamed = "省住房和城乡建设厅"
    book.set("单位", HOUSING, 更名为=renamed, 更名日期="2025-08-01", 变动依据="机构改革")
    book.set("单位", REFORM, 并入单位=INDUSTRY, 并入日期="2026-01-01", 变动依据="机构改革")
    said = {"起始日期": "2026年", "完成期限": "2026年", "文件": plan, "位置": "一"}
    book.add("目标", 指标=GOOD, 比较方式="不低于", 目标值="305天", 对应任务=1, 原文="305天", **said)
    book.add("目标", 指标=NON_FOSSIL, 比较方式="不低于", 目标值="17%", 对应任务=2, 原文="17%", **said)
    preview, _ = officer.publish(book.save(tmp_path / "改后.xlsx"), "调整、更名、合并、第二年")
    assert "295" in preview and renamed in preview and INDUSTRY in preview
    before = officer.at("2025Q2").text("/")
    assert all(said in before for said in ("34.1 微克/立方米", "≥73.1%", "303 天"))
    officer.at("2025Q4").step("act.rounds", "open")
    officer.report(LEAD, tmp_path, "2026-01-06", told | {GOOD: 297}, ["降低主要污染物浓度"])
    assert "办结" in officer.close()
    both = "按原目标（不低于303天，2025年12月31日前）未达成，按调整后目标（不低于295天，2025年12月31日前）达成。"
    assert both in officer.bulletin(tmp_path / "通报2.docx")
    officer.at("2026Q1").step("act.rounds", "open")
    officer.report(LEAD, tmp_path, "2026-04-07", {GOOD: 76}, ["降低主要污染物浓度"])
    officer.report(INDUSTRY, tmp_path, "2026-04-07", {NON_FOSSIL: 16.3}, energy)
    assert "办结" in officer.close()
    bulletin = officer.bulletin(tmp_path / "通报3.docx")
    assert "2026年第一季度（截至3月31日），2项方案目标" in bulletin and REFORM not in bulletin
    assert REFORM not in officer.text("/round").split("其他单位")[0]


def test_a_citys_jobs_by_pages_alone(begun, tmp_path):
    officer = begun("zh", "王芳", name_zh="福州市就业办", letter="gbt9704")
    preview, after = officer.publish(typed.write(tmp_path / "登记表.xlsx", typed.jobs()), "首次登记")
    assert "就业指标new" in preview and "王芳" in after and "首次登记" in officer.text("/programmes")
    officer.at("2018").step("act.rounds", "open")
    day, task = "2018-12-30", ["任务 fz-t1"]
    new, again, hard, rural = (f"就业指标{name}" for name in ("new", "re", "hard", "rural"))
    officer.report("市人社局", tmp_path, day, {"就业比重rate": 2.6, "就业比重grad": "93.1%"}, task)
    officer.report("鼓楼区", tmp_path, day, {new: 5.6, again: (3100, "人"), hard: 0.16, rural: 1.1}, task)
    officer.report("台江区", tmp_path, day, {new: 4.4, again: 0.31, hard: 0.14, rural: 1.5}, task)
    officer.report("仓山区", tmp_path, day, {new: 2.9, again: 0.26, hard: 0.11, rural: 1.4}, task)
    assert "办结" in officer.close()
    bulletin = officer.bulletin(tmp_path / "通报.docx")
    for said in (
        "6项方案目标：已达成6项；14项单位分解：已达成13项，未达成1项。",
        "仓山区：就业指标new，未达成（实际2.9万人（上报），应为不低于3.2万人）",
    ):
        assert said in bulletin
    assert "12.9 万人" in officer.text("/")
    book = Book(officer.workbook(tmp_path / "取出.xlsx"))
    book.set("单位", "鼓楼区", 更名为="鼓楼新区", 更名日期="2019-01-01", 变动依据="区划调整")
    book.set("单位", "台江区", 并入单位="鼓楼区", 并入日期="2019-01-01", 变动依据="区划调整")
    book.add(
        "方案和文件", 文件标题="2019年就业目标", 发文机关="福州市人民政府办公厅", 印发日期="2019-01-01", 效力="有效"
    )
    book.add(
        "目标",
        指标=new,
        比较方式="不低于",
        目标值=12.5,
        起始日期="2019年",
        完成期限="2019年",
        对应任务=1,
        文件="2019年就业目标",
        位置="一",
        原文="12.5万人",
    )
    book.add("分解", **{"目标": f"{new}（2019年）", "鼓楼区": 9.3, "仓山区": 3.2})
    preview, _ = officer.publish(book.save(tmp_path / "改后.xlsx"), "第二年")
    assert "鼓楼新区" in preview
    assert "6 项方案目标" in officer.at("2018").text("/") and "12.9 万人" in officer.text("/")
    officer.at("2019").step("act.rounds", "open")
    officer.report("鼓楼新区", tmp_path, "2019-12-30", {new: 9.9}, task)
    officer.report("仓山区", tmp_path, "2019-12-30", {new: 3.0}, task)
    assert "台江区" not in officer.text("/round").split("其他单位")[0]
    assert "办结" in officer.close()
    bulletin = officer.bulletin(tmp_path / "通报2019.docx")
    assert "1项方案目标：已达成1项" in bulletin and "台江区" not in bulletin

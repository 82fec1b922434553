"""A centre's annual report from its template to its filing, by the pages and their clerk alone in a real browser."""

import shutil

import pytest

from pipelines.archive import Archive
from pipelines.sources.received import report_form
from tests.shipped import shipped_office

from .officer import Officer, fill_in, marks, rows_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.longest]

CENTRE, NAME, YEAR = "pub-sc-carbon-neutrality", "四川省碳中和技术创新中心", 2025
PAGE, BUTTON = f"/centre/{CENTRE}", f"办理{YEAR}年度报告"
FIRST_ROW = 6
NARRATIVES = 3


@pytest.fixture(scope="module")
def data_folder(first_day, tmp_path_factory):
    """The shipped raw data without samples: what comes in here is real."""
    folder = tmp_path_factory.mktemp("centre")
    shipped_office(folder, "sample")
    shutil.copytree(first_day / "warehouse", folder / "warehouse")
    return folder


@pytest.fixture
def officer(browser, served, data_folder):
    complaints = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIBIAO_SAMPLE", "off")
        with served(data_folder) as (address, _):
            context = browser.new_context(accept_downloads=True)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
            yield Officer(page, address, "韩梅")
            context.close()
    assert not complaints


def filled(template, path, last="3"):
    """The template with 3 for every datum, the last one as given (a part of the one before it), and a sentence for every text."""
    rows = rows_of(template, FIRST_ROW)
    answers = {(FIRST_ROW, "submitted_on"): "2026-01-20"}
    answers |= {(row, "actual_value"): "3" for row in rows[:-NARRATIVES]}
    answers |= {(row, "statement"): "按计划推进。" for row in rows[-NARRATIVES:]}
    answers[rows[-NARRATIVES - 1], "actual_value"] = last
    return fill_in(template, path, report_form("centre_report").columns, answers)


def row(officer):
    officer.open(PAGE)
    return officer.page.locator(".annual tbody tr", has_text=str(YEAR)).first.inner_text()


def test_a_report_goes_from_its_template_to_its_filing_by_the_pages_alone(officer, data_folder, tmp_path):
    officer.open(PAGE)
    button = officer.page.get_by_role("button", name=f"下载填报模板：{YEAR}年度报告")
    template = officer.download(button.click, tmp_path / "模板.xlsx")
    assert officer.page.get_by_role("button", name=BUTTON).count() == 0
    state, card = officer.upload(filled(template, tmp_path / "坏.xlsx", last="约十二"), "韩梅")
    assert (state, "约十二" in card.inner_text()) == ("未收件", True)
    take = card.get_by_role("link", name="下载带标注的副本")
    assert marks(officer.download(take.click, tmp_path / "标注.xlsx")) == 1
    state, card = officer.upload(filled(template, tmp_path / "好.xlsx"), "韩梅")
    assert (state, f"已登记：{NAME}，" in card.inner_text()) == ("已收件", True)
    assert f"/centre/{CENTRE}?" in card.get_by_role("link", name="查看该中心").get_attribute("href")
    assert "请写明原因" in officer.act(PAGE, BUTTON, "return", "王芳")
    officer.open(PAGE)
    officer.page.get_by_role("button", name=BUTTON).click()
    assert "请先办理转报" in officer.page.locator(".act-step", has_text="备案").inner_text()
    assert "转报" in officer.act(PAGE, BUTTON, "forward", "市科技局王芳")
    assert "备案" in officer.act(PAGE, BUTTON, "file", "科技厅李雷")
    assert "市科技局王芳转报" in row(officer) and "科技厅李雷备案" in row(officer)
    steps = [(step.step, step.by, step.centre_id) for step in Archive(data_folder / "raw").steps()]
    assert steps == [("forward", "市科技局王芳", CENTRE), ("file", "科技厅李雷", CENTRE)]

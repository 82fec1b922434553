"""A programme entered without a terminal: from an empty office to its page, then changed by two people at once."""

import shutil

import pytest

from pipelines.archive import Archive
from tests.dashboards.conftest import settle, wait_until
from tests.offices import typed
from tests.offices.office import Office

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An office made without a question and loaded."""
    office = Office(tmp_path_factory.mktemp("new"))
    shutil.rmtree(office.data)
    office.run("init", office.data)
    office.load()
    return office


def send(page, path):
    page.set_input_files("#upload-files", str(path))
    wait_until(page, "document.querySelector('#upload-list > li') && "
                     "document.querySelector('#upload-list > li').dataset.state !== 'working'")  # fmt: skip


def changed(sheets, was, is_now):
    return {name: [[is_now if cell == was else cell for cell in row] for row in rows] for name, rows in sheets.items()}


def test_a_programme_is_entered_on_the_page_of_an_empty_office(empty, served, open_page, tmp_path):
    with served(empty.data, DUIBIAO_SAMPLE="off") as (where, _):
        page = open_page("/programmes", where=where)
        assert "还没有方案" in page.inner_text("main")
        with page.expect_download() as download:
            page.click("text=取空白登记表 >> nth=-1")
        assert download.value.suggested_filename == "programme.xlsx"
        page.fill("#acting-name", "王芳")
        send(page, typed.write(tmp_path / "faulty.xlsx", changed(typed.jobs(), "不低于", "大概")))
        assert page.locator("#upload-list > li").first.get_attribute("data-state") == "refused"
        assert "大概" in page.inner_text(".findings-error") and Archive(empty.data / "raw").publications() == []
        send(page, typed.write(tmp_path / "filled.xlsx", typed.jobs()))
        card = page.locator("#upload-list > li").first
        assert "filled.xlsx" in card.inner_text() and "尚未发布" in card.inner_text()
        card.locator("[data-publish]").click()
        assert "请写明原因" in card.locator(".publish-form .complaint").inner_text()
        assert Archive(empty.data / "raw").publications() == []
        card.locator("textarea").fill("首次登记")
        card.locator("[data-publish]").click()
        wait_until(page, "document.querySelector('#upload-list > li .take-away a[href*=programme]')")
        settle(page)
        shown = page.inner_text("main")
        assert "王芳已发布" in shown and "首次登记" in shown and "fuzhou-jobs" in shown
        page.locator("#upload-list > li .take-away a").first.click()
        settle(page)
        assert "fuzhou-jobs" in page.inner_text("main h1, .pickers")
    (made,) = Archive(empty.data / "raw").publications()
    assert (made.by, made.reason, made.channel) == ("王芳", "首次登记", "workbook")

"""A programme entered without a terminal: from an empty office to its page, then changed by two people at once."""

import shutil

import pytest

from pipelines.archive import Archive
from tests.dashboards.conftest import settle, wait_until
from tests.offices import typed
from tests.offices.office import Office
from tests.offices.village import PROGRAMME, village

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
        # The page is drawn anew once it is published, and the card put back.
        wait_until(page, "document.querySelector('main .lines').innerText.includes('首次登记') && "
                         "document.querySelector('#upload-list > li .take-away a[href*=programme]')")  # fmt: skip
        settle(page)
        shown = page.inner_text("main")
        assert "王芳已发布" in shown and "首次登记" in shown and "fuzhou-jobs" in shown
        # The card may be put back once more while it is clicked: its link is followed by its address.
        page.goto(where + page.locator("#upload-list > li .take-away a[href*=programme]").first.get_attribute("href"))
        settle(page)
        assert "fuzhou-jobs" in page.inner_text("main h1, .pickers")
    (made,) = Archive(empty.data / "raw").publications()
    assert (made.by, made.reason, made.channel) == ("王芳", "首次登记", "workbook")


ADJUSTED = {"valid_from": "2019-04-01", "document_title": "关于调整植树目标的通知", "document_issuer": "村民会议", "section": "一",
            "reason": "春旱"}  # fmt: skip


def look_at(page, value):
    """Fills the form in and has it looked at, with the keyboard; gives the card."""
    for name, text in {**ADJUSTED, "value": value, "phrase": f"植树调整为{value}个"}.items():
        page.locator(f"#change-{name}").fill(text)
    page.locator("#change-value").press("Enter")
    wait_until(page, "document.querySelector('#upload-list > li[data-state=done] [data-publish]')")
    return page.locator("#upload-list > li").first


@pytest.mark.journey
def test_a_target_is_adjusted_by_keyboard_and_what_two_changed_at_once_is_asked(tmp_path, served, open_page):
    office = village(tmp_path)
    office.load()
    form = f"/programmes/{PROGRAMME}/adjusted/v-trees"
    with served(office.data, DUIBIAO_SAMPLE="off") as (where, _):
        mine, theirs = open_page(form, where=where, language="en"), open_page(form, where=where)
        theirs.locator("#change-value").press("Enter")
        wait_until(theirs, "document.querySelector('#upload-list > li[data-state=refused]')")
        assert theirs.evaluate("document.activeElement.id") == "change-valid_from"
        assert (
            "没有填写" in theirs.inner_text("#change-value-fault") and theirs.inner_text("#change-due_on-fault") == ""
        )
        theirs.fill("#acting-name", "李四")
        card = look_at(theirs, "95")
        assert "100 → 95" in card.inner_text() and theirs.inner_text("#change-value-fault") == ""
        card.locator("[data-publish]").press("Enter")
        wait_until(theirs, "document.querySelector('#upload-list > li .take-away a[href*=programme]')")
        mine.fill("#acting-name", "王芳")
        card = look_at(mine, "90")
        card.locator("[data-publish]").press("Enter")
        assert "Settle each difference first" in card.locator(".publish-form > .complaint").inner_text()
        assert "95" in card.locator(".conflict legend").first.inner_text()
        for number in range(card.locator(".conflict").count()):
            assert mine.evaluate("document.activeElement.type") == "radio"
            mine.keyboard.press("Space")
            assert card.locator(".conflict").nth(number).locator("input:checked").get_attribute("value") == "mine"
            mine.keyboard.press("Tab")
        card.locator("[data-publish]").press("Enter")
        wait_until(mine, "document.querySelector('#upload-list > li .take-away a[href*=programme]')")
        settle(mine)
        assert "90" in mine.inner_text("main .section") and "Now" in mine.inner_text("main .section")
    made = [(one.by, one.channel, one.reason) for one in Archive(office.data / "raw").publications()[1:]]
    assert made == [("李四", "form", "春旱"), ("王芳", "form", "春旱")]

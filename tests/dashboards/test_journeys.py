"""Three people at work in a real browser, on a desktop and on a phone."""

import re

import pytest

from .conftest import SIZES, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("size", SIZES)
def test_a_leader_goes_from_the_overview_to_the_row_of_a_file(open_page, size):
    page = open_page("/", size)
    assert re.search(r"\d+ 项方案目标：已达成 \d+ 项", page.locator(".lead-sentence").inner_text())
    page.locator("a.tile-missed").click()
    page.wait_for_selector(".filter-line")
    page.locator(".bullet-row .row-name a").first.click()
    page.wait_for_selector("#working")
    assert "÷" in page.locator("main").inner_text()
    rows = page.locator("#working tbody tr")
    assert rows.count() >= 1
    assert ".csv" in rows.first.inner_text()
    rows.first.locator("a").first.click()
    page.wait_for_selector("#evidence")
    page.get_by_role("link", name="政策原文").click()
    page.wait_for_function("location.hash === '#clause' && document.querySelector('.clause-phrase')")
    page.get_by_role("link", name="成都市人民政府", exact=True).first.click()
    page.wait_for_function("document.querySelector('h1').innerText.startsWith('成都市人民政府')")
    page.go_back()
    page.wait_for_selector(".clause-phrase")
    page.go_back()
    page.wait_for_selector("#evidence")
    page.go_forward()
    page.wait_for_selector(".clause-phrase")
    page.go_forward()
    page.wait_for_function("document.querySelector('h1').innerText.startsWith('成都市人民政府')")


@pytest.mark.parametrize("size", SIZES)
def test_an_officer_finds_who_to_remind_and_copies_the_text(open_page, size):
    page = open_page("/round?programme=cdm-zone-2018&period=2020H2", size)
    first = page.locator("li:has(.reminder-text)").first
    first.locator("button.copy[data-copy]").click()
    page.wait_for_function("document.querySelector('.reminder-text').closest('li').innerText.includes('已复制')")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "退回" in text or "尚未收到" in text
    first.locator("a[href^='/unit/']").first.click()
    page.wait_for_function("document.querySelector('main .scorecard')")
    page.locator("a[href^='/report/']").first.click()
    page.wait_for_function("document.querySelector('main .crumbs')")


@pytest.mark.parametrize("size", SIZES)
def test_an_analyst_filters_and_takes_the_same_rows_away(open_page, size):
    page = open_page("/data/attainment?programme=cdm-zone-2018", size)
    page.locator("#filter-column").select_option("status")
    page.locator("#filter-value").fill("missed")
    page.locator(".filter-form button").click()
    page.wait_for_url("**value=missed**")
    settle(page)
    page.wait_for_selector(".ag-row")
    count = int(re.search(r"\d+", page.locator(".data-count").inner_text())[0])
    answer = page.request.get(page.url.split("/data/")[0] + page.locator("#script-address").inner_text())
    assert len(answer.text().strip().split("\r\n")) == count + 1
    with page.expect_download() as download:
        page.locator(".take-away a").first.click()
    assert download.value.suggested_filename == "attainment.csv"
    page.locator(".take-away .copy").click()
    page.wait_for_function("document.querySelector('.take-away .copy').innerText === '已复制'")
    assert page.evaluate("navigator.clipboard.readText()").count("missed") == count
    assert page.locator(".ag-row").first.locator(".ag-cell").count() >= 1


def test_a_pointer_on_a_bar_of_the_history_reads_its_figure(open_page):
    page = open_page("/target/cdm-technology-contract-turnover")
    bar = page.locator(".barlayer .point").nth(7)
    bar.wait_for()
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 4)
    hover = page.locator(".hoverlayer .hovertext")
    hover.wait_for()
    assert "2018年：996.70 亿元（公布）" in hover.text_content()


def test_the_whole_dashboard_stands_as_it_did_on_a_day(open_page):
    page = open_page("/")
    page.locator("#as-of-day").fill("2019-08-15")
    page.locator(".as-of-form button").click()
    page.wait_for_url("**as_of=2019-08-15**")
    settle(page)
    assert page.get_by_role("link", name="2020年下半年", exact=True).count() == 0
    page.locator(".menu a").nth(1).click()
    page.wait_for_function("document.querySelector('h1').innerText === '责任单位'")
    assert "as_of=2019-08-15" in page.url
    page.get_by_role("link", name="回到最新情况").click()
    page.get_by_role("link", name="2020年上半年", exact=True).wait_for()


def test_light_and_dark_are_one_press_apart_and_remembered(open_page):
    page = open_page("/", theme="light")
    colours = [
        "getComputedStyle(document.body).backgroundColor",
        "getComputedStyle(document.querySelector('.gauge path:last-child')).stroke",
    ]
    light = [page.evaluate(colour) for colour in colours]
    page.locator(".theme-switch").click()
    assert all(page.evaluate(colour) != before for colour, before in zip(colours, light, strict=True))
    page.reload()
    settle(page)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_every_page_is_reached_by_keyboard_alone(open_page):
    page = open_page("/")
    names = page.locator(".menu a").all_inner_texts()
    reached = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.innerText"))
    assert set(names) <= reached


def test_on_a_phone_the_pickers_wait_behind_a_button_that_says_what_is_chosen(open_page):
    page = open_page("/?period=2020H1", "phone")
    button = page.locator(".pickers .phone-switch")
    assert button.inner_text().startswith("成德绵示范区 · 2020年上半年")
    period = page.get_by_role("link", name="2019年上半年", exact=True)
    assert not period.is_visible()
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    period.click()
    page.wait_for_url("**period=2019H1**")
    page.wait_for_function("document.querySelector('.lead-sentence').innerText.includes('截至6月30日')")
    assert not open_page("/").locator(".phone-switch").is_visible()


@pytest.mark.parametrize("size", SIZES)
def test_an_officer_goes_from_the_menu_to_the_clause_behind_one_cent(open_page, size):
    page = open_page("/", size)
    page.locator(".menu a[href^='/centres']").click()
    page.wait_for_selector(".provinces")
    page.get_by_role("link", name=re.compile(r"^天津市 \d+$")).click()
    page.wait_for_function("!document.querySelector('.provinces').innerText.includes('成都')")
    page.get_by_role("link", name="查看全部判定").click()
    page.wait_for_selector(".verdict-tiles")
    page.locator("main").get_by_role("link", name="四川省真空电子器件技术创新中心（样例）").first.click()
    page.wait_for_selector(".life-line")
    assert "300 + 200.000001 = 500.000001 > 500" in page.locator("#verdicts").inner_text()
    assert "在建设期内给予最高500万元省级科研经费支持" in page.locator("#verdicts").inner_text()
    page.go_back()
    page.wait_for_selector(".verdict-tiles")
    page.locator(".verdict-tiles a").nth(3).click()
    page.wait_for_function("location.search.includes('status=not_covered')")
    assert "不借用" in page.locator("#verdicts").inner_text()

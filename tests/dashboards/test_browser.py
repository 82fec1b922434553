"""The pages in a real browser, over the shipped data, on a desktop and on a phone."""

import pytest

from .conftest import PICTURES, SIZES, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "overview": "/",
    "overview-2019H1": "/?programme=cdm-zone-2018&period=2019H1",
    "overview-chuanyu": "/?programme=chuanyu-institutes-2023",
    "overview-tianjin": "/?programme=tianjin-centres-2018",
    "overview-sichuan": "/?programme=sichuan-centres",
    "units": "/units",
    "unit-lead": "/unit/sc-kjt",
    "unit-city": "/unit/sc-chengdu",
    "target-headline": "/target/cdm-technology-contract-turnover",
    "target-range": "/target/tianjin-comprehensive-centres-2020",
    "report": "/report/cdm-zone-2018/2019H1/sc-mianyang/v2",
    "figure": "/report/cdm-zone-2018/2019H1/sc-mianyang/v2/civil-military-transfers",
    "matrix": "/matrix",
    "round": "/round?programme=cdm-zone-2018&period=2018H2",
    "tasks": "/tasks",
    "centres": "/centres",
    "centre": "/centre/sample-sc-05",
    "compliance": "/centres/compliance",
    "quality": "/quality",
    "data": "/data/attainment?programme=cdm-zone-2018",
    "as-of": "/?as_of=2019-08-15",
}
ALL_VIEWS = {"overview", "units", "unit-city", "target-headline"}


VIEWS = [
    (name, size, language)
    for name in PAGES
    for size in SIZES
    for language in ("zh", "en")
    # The long programmes in every way; of the rest, the two views that differ most.
    if name in ALL_VIEWS or (size == "desktop") == (language == "zh")
]


@pytest.mark.parametrize(("name", "size", "language"), VIEWS)
def test_a_page_is_whole_and_fits_its_screen(open_page, name, size, language):
    page = open_page(PAGES[name], size, language)
    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[language]
    assert page.title().endswith({"zh": "对标", "en": "Duibiao"}[language])
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert page.locator("h1").count() == 1
    assert page.locator(".banner:not(.newer)").last.is_visible()
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{language}-{size}.png", full_page=True)


def test_the_language_is_one_click_away_and_remembered(open_page, address):
    page = open_page("/units?programme=chuanyu-institutes-2023&period=2024H1")
    page.locator("a.language").click()
    page.wait_for_url("**lang=en**")
    settle(page)
    assert "programme=chuanyu-institutes-2023" in page.url
    assert "period=2024H1" in page.url
    assert page.locator("h1").inner_text() == "Responsible units"
    page.goto(f"{address}/")
    settle(page)
    assert page.evaluate("document.documentElement.lang") == "en"


def test_every_figure_is_a_door(open_page):
    page = open_page("/")
    door = page.locator(".gauge-card a[href^='/target/']").first
    target = door.get_attribute("href").partition("?")[0]
    door.click()
    page.wait_for_url(f"**{target}?*")
    settle(page)
    assert page.title() == f"{page.locator('h1').inner_text()} · 对标"
    page.go_back()
    page.wait_for_function("document.querySelector('h1').innerText.includes('示范区')")


def test_a_tile_filters_the_list_below(open_page):
    page = open_page("/")
    page.locator("a.tile-missed").click()
    page.wait_for_selector(".filter-line")
    assert page.locator(".bullet-row").count() >= 1
    assert page.locator(".row-status .status-missed").count() == page.locator(".bullet-row").count()


def test_the_keyboard_reaches_the_content_first(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_periods_and_programmes_are_plain_links(open_page):
    page = open_page("/")
    page.get_by_role("link", name="2019年上半年", exact=True).click()
    page.wait_for_url("**period=2019H1**")
    page.wait_for_function("document.querySelector('.lead-sentence').innerText.includes('截至6月30日')")
    page.get_by_role("link", name="川渝科研机构协同创新", exact=True).click()
    page.wait_for_url("**programme=chuanyu-institutes-2023**")


def test_an_unknown_address_is_a_friendly_page(browser, address):
    page = browser.new_page()
    answer = page.goto(f"{address}/nowhere?lang=zh")
    settle(page)
    assert answer.status == 404
    assert "没有找到" in page.locator("h1").inner_text()
    page.close()


@pytest.mark.parametrize(
    ("name", "width"),
    [("target-headline", 688), ("overview", 688), ("matrix", 1047), ("round", 688), ("tasks", 688), ("quality", 688)],
)
def test_the_pages_print_on_a4(open_page, name, width):
    page = open_page(PAGES[name], theme="dark")
    page.pdf(path=PICTURES / f"{name}-zh.pdf", format="A4", prefer_css_page_size=True)
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(18, 38, 63)"
    assert not page.locator(".pickers").is_visible()

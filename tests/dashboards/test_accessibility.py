"""axe-core finds nothing on any page, in both languages and both themes."""

import pytest

from .conftest import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = PROJECT / "dashboards/browser/node_modules/axe-core/axe.min.js"
PAGES = (
    "/",
    "/?as_of=2019-08-15",
    "/units",
    "/unit/sc-chengdu",
    "/target/cdm-technology-contract-turnover",
    "/target/cdm-incubators?period=2020H1",
    "/report/cdm-zone-2018/2019H1/sc-mianyang/v2",
    "/report/cdm-zone-2018/2019H1/sc-mianyang/v2/civil-military-transfers",
    "/matrix",
    "/round?programme=cdm-zone-2018&period=2018H2",
    "/programmes/cdm-zone-2018",
    "/programmes/cdm-zone-2018/adjusted/cdm-incubators",
    "/upload",
    "/tasks",
    "/centres",
    "/centres/compliance",
    "/centre/sample-tj-03",
    "/quality",
    "/data/attainment?programme=cdm-zone-2018&where=status:is:missed",
)


# What a style sheet alone can get wrong.
COLOURS = "{type: 'rule', values: ['color-contrast', 'link-in-text-block']}"


def look_over(page, part, rules=None):
    """What axe finds wrong in one part of a page: rule, element, what to do; by all of its rules, or by some."""
    if not AXE.is_file():
        pytest.fail("axe-core is missing: make test fetches it with npm into dashboards/browser/node_modules")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    only = f", runOnly: {rules}" if rules else ""
    found = page.evaluate(f"axe.run({part}, {{resultTypes: ['violations']{only}}})")["violations"]
    return [(entry["id"], entry["nodes"][0]["html"], entry["nodes"][0]["failureSummary"]) for entry in found]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_keeps_anybody_out(open_page, path, language):
    page = open_page(path, language=language)
    # Details hold tables: what is folded away must be fit to read too.
    page.evaluate("document.querySelectorAll('details').forEach(entry => { entry.open = true })")
    found = {"light": look_over(page, "document")}
    # The server draws one page for both themes: what differs is the style sheet's.
    page.emulate_media(color_scheme="dark")
    page.evaluate("Promise.all(document.getAnimations().map(change => change.finished))")
    found["dark"] = look_over(page, "document", COLOURS)
    assert found == {"light": [], "dark": []}


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_the_dialog_of_a_round_keeps_nobody_out(open_page, language, theme):
    page = open_page("/round?programme=cdm-zone-2018&period=2020H2", language=language, theme=theme)
    page.locator("button[data-act]").first.press("Enter")
    page.locator("#act[open]").wait_for()
    assert look_over(page, "document.getElementById('act')") == []
    page.keyboard.press("Escape")
    assert page.locator("#act[open]").count() == 0

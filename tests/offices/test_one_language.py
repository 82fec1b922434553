"""An office of one language hands out nothing in another: no page, form, letter, mail, calendar or header."""

import re

import pytest

from dashboards.words import LANGUAGES, load_words
from tests.offices.crawl import handed_out, templates
from tests.offices.england import AREAS, EWB, FCRM, PROGRAMME, england, report_2024q3
from tests.offices.office import Office

pytestmark = pytest.mark.slow

CHINESE = re.compile(r"[\u3400-\u9fff\uff01-\uff60][^\n]{0,40}")
# Four words in a row are a sentence; a name of a column, a command or an address is not.
SENTENCE = re.compile(r"\b[A-Za-z]+(?: [a-z]+){3,}")
# Of the plans that come with the program, whatever the language.
SHIPPED = re.compile(r"科技厅|示范区|四川|\bRMB\b|Sichuan|Chengdu|Chongqing|Tianjin|Beijing", re.IGNORECASE)

# Neither of these offices is asked by half-years.
HALF_YEARS = re.compile(r"半年|half[- ]year", re.IGNORECASE)


def found_in(handed, pattern):
    """Every address with the first words that the pattern finds there; rows of tables are data."""
    told = {address: pattern.search(text) for address, text in handed.items() if not address.startswith("/export/")}
    return {address: match[0] for address, match in told.items() if match}


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    office = england(tmp_path_factory.mktemp("english"))
    office.step("open", PROGRAMME, "2024Q3")
    report_2024q3(office)
    office.step("close", PROGRAMME, "2024Q3")
    office.load()
    asked = ((FCRM, "2024Q3"), (EWB, "2024Q3"), (AREAS["ea-wessex"], "2024Q4"))
    return handed_out(office, "/?period=2024Q3") | templates(office, *asked)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("chinese"), "zh")
    office.facts |= {"name": "某市统计局"}
    office.scope("city", "全市")
    office.unit("lead", "市发展改革委")
    office.programme("plan", "2018-01-01", "2019-12-31", "year", ["2018", "2019"])
    office.indicator("firms", "新增企业", "annual_flow", "家", "lead_reports")
    office.task("t-1", "plan", "2019-12-31", "市发展改革委")
    office.target("t-firms", "plan", "firms", "city", ">=", 12, "家", "2018-01-01", "2019-12-31", "t-1")
    office.write()
    office.report("市发展改革委", "2018", "2018-12-20", {"firms": 7}, ("t-1",))
    office.load()
    return handed_out(office, "/?period=2018") | templates(office, ("市发展改革委", "2018"))


def test_an_office_of_one_language_is_crawled_whole(english, chinese):
    for handed in (english, chinese):
        kinds = {address.partition("?")[0].rpartition(".")[2] for address in handed}
        assert {"docx", "pdf", "zip", "ics", "xlsx", "csv"} <= kinds
        assert {"/", "/units", "/round", "/matrix", "/upload", "/tasks", "/quality", "/data"} <= set(handed)


def test_an_english_office_hands_out_no_chinese(english):
    assert "2024–25 Q3 closed" in english["/round"] or "Closed by" in english["/round"]
    assert not found_in(english, CHINESE)


def test_a_chinese_office_hands_out_no_english_sentence(chinese):
    assert not found_in(chinese, SENTENCE)


def test_the_header_of_an_export_is_the_same_in_every_office(english, chinese):
    headers = [
        {name: text for name, text in handed.items() if re.fullmatch(r"/export/[a-z-]+\.csv", name)}
        for handed in (english, chinese)
    ]
    # A table is offered where it holds something.
    both = headers[0].keys() & headers[1].keys()
    assert len(both) > 20 and {name: headers[0][name] for name in both} == {name: headers[1][name] for name in both}


def test_no_office_hears_of_the_plans_of_another(english, chinese):
    assert not found_in(english, SHIPPED) and not found_in(chinese, SHIPPED)


def test_what_is_said_in_one_language_stands_in_both_columns(tmp_path):
    office = england(tmp_path)
    office.load()
    for row in office.export("tasks"):
        assert row["name_zh"] == row["name_en"] == f"task {row['task_id']}"


def test_an_office_asked_by_quarters_or_years_hears_of_no_half_years(english, chinese):
    # What a column of an export means is the same in every office.
    for handed in (english, chinese):
        assert not {where: said for where, said in found_in(handed, HALF_YEARS).items() if "/data" not in where}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_screens_name_no_shipped_plan(language):
    # Pages of technology innovation centres are of documents that name their provinces.
    entries = load_words(language).entries.items()
    assert not [key for key, words in entries if SHIPPED.search(words) and not key.startswith(("centre.", "clock."))]

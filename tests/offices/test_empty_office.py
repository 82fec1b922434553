"""An office that has just been made: it loads, every page and table is there and says what to do first."""

import shutil

import pytest
from click.testing import CliRunner

from app import main
from dashboards.exports.datasets import DATASETS
from dashboards.pages.directory import menu
from metrics.office import load_office
from metrics.warehouse import Warehouse
from tests.offices.office import Office
from tests.offices.village import village
from tests.shipped import RAW

pytestmark = pytest.mark.slow


def run(*arguments, **settings):
    return CliRunner(env=settings).invoke(main, list(map(str, arguments)))


def init(folder, *options):
    done = run("init", folder, *options)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An office made without a question and loaded."""
    office = Office(tmp_path_factory.mktemp("new"))
    shutil.rmtree(office.data)
    init(office.data)
    office.load()
    return office


def test_an_office_is_made_without_a_question_and_refuses_to_be_made_over_something(tmp_path):
    folder = tmp_path / "市统计局"
    assert f"make run OFFICE={folder}" in init(folder)
    assert load_office(folder).called.zh == "市统计局"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    refused = run("init", folder)
    assert refused.exit_code == 1 and "office.yml" in refused.output and str(folder) in refused.output
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_is_said_of_an_office_stands_in_its_file(tmp_path):
    init(tmp_path / "ea", "--name", "Environment Agency", "--language", "en", "--time-zone", "Europe/London",
         "--currency", "GBP", "--year-begins", "4", "--acceptance", "checks")  # fmt: skip
    office = load_office(tmp_path / "ea")
    assert (office.name.zh, office.name.en, office.languages) == (None, "Environment Agency", ("en",))
    assert (office.time_zone, office.currency, office.year_begins) == ("Europe/London", "GBP", 4)
    assert (office.acceptance, office.letter, office.samples) == ("checks", "plain", False)


@pytest.mark.parametrize(
    ("option", "value"),
    [("--time-zone", "Mars"), ("--year-begins", "13"), ("--language", "fr"), ("--samples", "perhaps"),
     ("--currency", "pounds"), ("--acceptance", "nobody"), ("--letter", "telegram")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_can_and_nothing_is_made(tmp_path, option, value):
    refused = run("init", tmp_path / "new", option, value)
    key = option.removeprefix("--").replace("-", "_").replace("language", "languages")
    assert refused.exit_code == 1 and f"{key}: " in refused.output and "可写" in refused.output
    assert list(tmp_path.iterdir()) == []


def test_a_copy_of_the_example_has_what_it_declares_and_nothing_that_was_received(tmp_path):
    init(tmp_path / "copy", "--example", "sichuan", "--name", "试用")
    there = {path.relative_to(tmp_path / "copy" / "raw") for path in (tmp_path / "copy" / "raw").rglob("*.yml")}
    assert there == {path.relative_to(RAW) for path in RAW.rglob("*.yml")}
    assert not (tmp_path / "copy" / "raw" / "archive").exists()
    assert (load_office(tmp_path / "copy").called.zh, load_office(tmp_path / "copy").samples) == ("试用", True)


def test_every_page_of_the_menu_is_there_and_the_others_say_what_to_do_first(empty):
    shown = list(menu(Warehouse(empty.data).snapshot()))
    assert shown[0] == "/" and {"/centres", "/round", "/units", "/matrix", "/tasks"}.isdisjoint(shown)
    assert "从这里开始" in empty.page("/") and "登记第一个方案" in empty.page("/")
    assert "还没有方案" in empty.page("/programmes") and "There is no programme yet" in empty.page(
        "/programmes?lang=en"
    )
    assert "First steps" in empty.page("/?lang=en")
    for address in menu(None):
        told = empty.page(address)
        assert address in shown or "从这里开始" in told or "尚无技术创新中心" in told


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_table_is_there_and_holds_no_row_of_a_programme(empty, dataset):
    rows = empty.export(dataset)
    assert dataset in ("checks", "methods", "thresholds") or rows == []


@pytest.mark.parametrize(
    "command",
    [("template", "科技厅", "2025"), ("round", "show", "x", "2025"), ("bulletin", "x", "2025", "--out", "b.docx"),
     ("remind", "x", "2025", "--out", "r"), ("calendar", "x", "--out", "c.ics"),
     ("round", "accept", "x", "2025", "u", "--by", "王芳"), ("import-statistics", __file__, "--indicator", "x")],
    ids=lambda command: " ".join(command[:2]),
)  # fmt: skip
def test_a_command_on_what_is_not_entered_yet_says_what_to_do_first(empty, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(*command, **empty.environment)
    assert done.exit_code in (1, 2) and "duibiao programme template" in done.output and "duibiao load" in done.output
    assert list(tmp_path.iterdir()) == []


def test_samples_are_written_for_the_example_alone(empty):
    done = run("sample", **empty.environment)
    assert done.exit_code == 1 and "--example sichuan" in done.output


# What only the example's documents speak of.
OF_THE_EXAMPLE = ("四川", "成德绵", "示范区", "科技厅", "川渝", "天津", "Sichuan", "Tianjin", "Chongqing", "Chengdu")


def test_an_office_with_a_programme_of_its_own_shows_nothing_of_the_example(tmp_path):
    office = village(tmp_path)
    office.report("村委会", "2019H1", "2019-06-28", {"trees": 30}, ("v-1",))
    office.load()
    for address in (*menu(None), "/centres/compliance", "/unit/v-committee", "/target/v-trees", "/data/units"):
        for language in ("zh", "en"):
            told = office.page(f"{address}?lang={language}")
            assert [word for word in OF_THE_EXAMPLE if word in told] == [], (address, language)

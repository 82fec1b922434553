"""The tables that an office is offered are those that hold something, and speak its language."""

import re

import pytest

from dashboards.exports.datasets import DATASETS, held_datasets, open_dataset
from dashboards.exports.selection import Selection
from metrics.warehouse import Warehouse
from tests.offices.office import Office

CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    """An English office with one report."""
    office = Office(tmp_path_factory.mktemp("english"), "en")
    office.measure_units({"code": "trees", "dimension": "count", "factor": 1, "decimals": 0})
    office.scope("district", "District", "city")
    office.unit("works", "Works Department")
    office.programme("trees", "2019-01-01", "2019-12-31", "quarter", ["2019Q1", "2019Q2"])
    office.indicator("planted", "Trees planted", "annual_flow", "trees", "lead_reports")
    office.task("t-1", "trees", "2019-12-31", "Works Department")
    office.target("t-planted", "trees", "planted", "district", ">=", 12, "trees", "2019-01-01", "2019-12-31", "t-1")
    office.write()
    office.report("Works Department", "2019Q1", "2019-03-28", {"planted": 3}, ("t-1",))
    office.load()
    return office


@pytest.fixture(scope="module")
def snapshot(english):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIBIAO_SAMPLE", "off")
        patch.setenv("DUIBIAO_DATA", str(english.data))
        yield Warehouse(english.data).snapshot()


@pytest.mark.slow
def test_what_holds_something_is_offered_and_nothing_else(english, snapshot):
    rows = {name: sum(1 for _ in open_dataset(snapshot, name)[1]) for name in DATASETS}
    assert held_datasets(snapshot) == tuple(name for name, count in rows.items() if count)
    told = english.page("/data?lang=en")
    assert "targets" in told and "centre" not in told and "statistic imports" not in told
    assert "Centres" in english.page("/data/centres"), "what an address names is shown"


@pytest.mark.slow
def test_the_reasons_that_a_one_language_office_exports_are_in_its_language(snapshot):
    found = {}
    for name in DATASETS:
        header, rows = open_dataset(snapshot, name)
        chinese = (c for row in rows for c, cell in zip(header, row, strict=True) if CHINESE.search(f"{cell}"))
        found |= {(name, column): True for column in chinese}
    # Who published these definitions, and why, are the words of a person.
    found = {place: True for place in found if place not in {("publications", "actor"), ("publications", "reason")}}
    assert found == {}


@pytest.mark.slow
def test_a_filter_sees_the_words_that_are_exported(snapshot):
    asked = Selection.written(["sentence_zh:has:no"], ["sentence_zh", "sentence_en"])
    rows = list(open_dataset(snapshot, "methods", asked)[1])
    assert rows and all(chinese == english for chinese, english in rows)

"""The catalog refuses what could be misunderstood, and says where and what would do."""

import re

import pytest
import yaml

from metrics.catalog import CatalogError, load_catalog
from pipelines.definitions.files import read_files
from tests.offices.village import PROGRAMME, village


@pytest.fixture
def catalog_copy(tmp_path):
    """The catalog of a village, in which the committee has another name."""
    office = village(tmp_path)
    office.lists["units"][0]["aliases"] = [{"name": "村民委员会", "note": {"zh": "全称", "en": "full name"}}]
    office.write()
    return office.catalog


def alter(path, change):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def caught(folder):
    with pytest.raises(CatalogError) as caught:
        load_catalog(read_files(folder))
    return caught.value.problems


def problems(folder):
    return [str(problem) for problem in caught(folder)]


INDICATOR = "indicators/trees.yml"
PUBLISH = ("programme", "publish", "--files", "--by", "李四", "--reason", "试用")


@pytest.mark.parametrize(
    ("file", "change", "sentence"),
    [
        (INDICATOR, lambda c: c.update(colour="red"), "trees: colour: is no key here; keys are: id, name"),
        (INDICATOR, lambda c: c["name"].update(en=" "), "trees: name.en: '' is empty"),
        (INDICATOR, lambda c: c.update(measure_unit="斗"), "measure_unit: '斗' is not declared; accepted: %"),
        (INDICATOR, lambda c: c.update(id="another"), "'another' differs from the file name; write trees"),
        (
            INDICATOR,
            lambda c: c.update(measure_type="guess"),
            "measure_type: 'guess' cannot be; write one of: annual_flow",
        ),
        ("units.yml", lambda c: c.append(dict(c[0])), "v-committee: stands twice"),
        ("units.yml", lambda c: c[1].update(aliases=c[0]["aliases"]), "村民委员会: stands twice"),
        ("programmes.yml", lambda c: c[0]["rounds"].append("2020H3"), "'2020H3' is no period and no day"),
        ("policies/village-trees.yml", lambda c: c.update(programme_id="x"), "programme_id: 'x' is not declared"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key_in_both_languages(catalog_copy, file, change, sentence):
    alter(catalog_copy / file, change)
    (told,) = [problem for problem in problems(catalog_copy) if sentence in problem and problem.startswith(file)]
    chinese, english = told.split(" / ")
    assert re.search("[一-鿿]", chinese) and f"{file}, line " in english and f"{file} 第 " in chinese


def test_every_fault_is_told_at_once_with_the_line_at_which_it_stands(catalog_copy):
    (catalog_copy / "units.yml").write_text(UNITS, encoding="utf-8")
    (catalog_copy / "scopes.yml").write_text("- id: [", encoding="utf-8")
    told = {(p.file, p.line, p.key, p.value) for p in caught(catalog_copy)}
    assert told == {
        ("units.yml", 1, "BAD ID: id", "BAD ID"), ("units.yml", 5, "b: name", ""), ("units.yml", 4, "b: name_en", ""),
        ("units.yml", 7, "b: colour", None), ("units.yml", 9, "#3: id", None), ("units.yml", 9, "#3: kind", None),
        ("scopes.yml", 2, "-", None),
    }  # fmt: skip


UNITS = """- id: BAD ID
  name: 村委会
  kind: 村
- id: b
  name: ''
  kind: 村
  colour: red

- name: 村小学
"""


def test_an_office_may_have_no_file_of_a_sort_or_an_empty_one(catalog_copy):
    (catalog_copy / "scopes.yml").unlink()
    (catalog_copy / "programmes.yml").write_text("# none yet\n", encoding="utf-8")
    (catalog_copy / "policies" / "village-trees.yml").unlink()
    catalog = load_catalog(read_files(catalog_copy))
    assert (catalog.scopes, catalog.programmes) == ((), ())


@pytest.mark.slow
def test_faulty_definitions_are_not_published_and_what_is_published_stays_in_force(village_office):
    office = village_office
    before = office.export("units")
    with (office.catalog / "units.yml").open("a", encoding="utf-8") as file:
        file.write("- id: BAD ID\n")
    line = len((office.catalog / "units.yml").read_text(encoding="utf-8").splitlines())
    told = office.run(*PUBLISH, fails=True)
    assert f"definitions/units.yml 第 {line} 行 BAD ID: id 列:“BAD ID”写法不对" in told and "stays" in told
    office.load()
    assert office.export("units") == before
    assert "村委会" in office.page("/units") and office.page("/upload")


@pytest.mark.slow
@pytest.mark.parametrize("file", ["units.yml", "ledgers/trees.yml", "office.yml"])
def test_a_round_in_progress_goes_on_by_what_is_published_while_a_file_is_faulty(village_office, tmp_path, file):
    office = village_office
    path = office.data / file if file == "office.yml" else office.catalog / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("- id: [", encoding="utf-8")
    office.run("template", "村委会", "2019H1", "--out", tmp_path / "模板.xlsx")
    office.report("村委会", "2019H1", "2019-06-28", {"trees": 30}, ("v-1",))
    office.run("round", "contact", PROGRAMME, "2019H1", "v-school", "--by", "王芳")
    (row,) = office.export("indicator-reports")
    assert (row["unit_id"], row["period_id"], row["actual_value"]) == ("v-committee", "2019H1", "30")
    assert file in office.run(*(["load"] if file == "office.yml" else PUBLISH), fails=True)


@pytest.mark.slow
def test_a_faulty_office_file_leaves_what_was_published_in_force_and_the_next_load_says_so(village_office):
    office = village_office
    office.facts["time_zone"] = "Mars"
    office.write()
    assert "村委会" in office.page("/units") and office.export("units")
    assert "office.yml: time_zone: “Mars”不可用" in office.run("load", fails=True)

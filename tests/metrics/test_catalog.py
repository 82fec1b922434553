"""The catalog refuses what could be misunderstood, and says where and what would do."""

import pytest
import yaml

from metrics.catalog import CatalogError, load_catalog
from pipelines.definitions.files import read_files
from tests.offices.village import village


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


def problems(folder):
    with pytest.raises(CatalogError) as caught:
        load_catalog(read_files(folder))
    return [str(problem) for problem in caught.value.problems]


INDICATOR = "indicators/trees.yml"


@pytest.mark.parametrize(
    ("file", "change", "sentence"),
    [
        (INDICATOR, lambda c: c.update(colour="red"), "trees: colour: is no key here; keys are: id, name"),
        (INDICATOR, lambda c: c["name"].update(en=" "), "trees: name.en: ' ' is empty"),
        (INDICATOR, lambda c: c.update(measure_unit="斗"), "measure_unit: '斗' is not declared; accepted: %"),
        (INDICATOR, lambda c: c.update(id="another"), "'another' differs from the file name; write trees"),
        (INDICATOR, lambda c: c.update(measure_type="guess"), "measure_type: 'guess' cannot be; write one of: annual_flow"),
        ("units.yml", lambda c: c.append(dict(c[0])), "units.yml: v-committee: stands twice"),
        ("units.yml", lambda c: c[1].update(aliases=c[0]["aliases"]), "村民委员会: stands twice"),
        ("programmes.yml", lambda c: c[0]["rounds"].append("2020H3"), "'2020H3' is not a period"),
        ("policies/village-trees.yml", lambda c: c.update(programme_id="x"), "programme_id: 'x' is not declared"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(catalog_copy, file, change, sentence):
    alter(catalog_copy / file, change)
    assert any(sentence in problem and problem.startswith(file) for problem in problems(catalog_copy))


def test_a_missing_file_and_broken_yaml_are_named(catalog_copy):
    (catalog_copy / "scopes.yml").unlink()
    (catalog_copy / "units.yml").write_text("- id: [", encoding="utf-8")
    assert [problem.split(":")[0] for problem in problems(catalog_copy)] == ["units.yml", "scopes.yml"]

"""The catalog refuses what could be misunderstood, and says where and what would do."""

import shutil

import pytest
import yaml

from metrics.catalog import CatalogError, load_catalog
from metrics.catalog.loader import CATALOG_FOLDER


@pytest.fixture
def catalog_copy(tmp_path):
    return shutil.copytree(CATALOG_FOLDER, tmp_path / "catalog", ignore=shutil.ignore_patterns("*.py*", "__*"))


def alter(path, change):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def problems(folder):
    with pytest.raises(CatalogError) as caught:
        load_catalog(folder)
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_catalog_is_whole():
    catalog = load_catalog()
    assert [policy.id for policy in catalog.policies] == [
        "cdm-zone-2018",
        "chuanyu-institutes-2023",
        "sichuan-centres-2022",
        "sichuan-centres-2025",
        "tianjin-centres-2018",
    ]
    assert len(catalog.units) == 26
    assert catalog.unit_ids_by_name()["四川省科学技术厅"] == catalog.unit_ids_by_name()["科技厅"]


def test_validity_of_the_two_sichuan_documents_leaves_the_gap():
    policies = {policy.id: policy for policy in load_catalog().policies}
    old, new = policies["sichuan-centres-2022"], policies["sichuan-centres-2025"]
    assert (old.validity, str(old.expires_on)) == ("lapsed", "2024-01-31")
    assert (new.validity, str(new.in_force_on), str(new.expires_on)) == ("in_force", "2025-02-14", "2030-02-13")
    assert policies["cdm-zone-2018"].validity == "repealed"


INDICATOR = "indicators/technology-contract-turnover.yml"


@pytest.mark.parametrize(
    ("file", "change", "sentence"),
    [
        (INDICATOR, lambda c: c.update(colour="red"), "technology-contract-turnover: colour: unknown key"),
        (INDICATOR, lambda c: c["name"].update(en=" "), "name.en"),
        (INDICATOR, lambda c: c.update(measure_unit="斗"), "measure_unit: '斗' is not declared; accepted: %"),
        (INDICATOR, lambda c: c.update(id="another"), "must equal the file name: technology-contract-turnover"),
        (INDICATOR, lambda c: c.update(measure_type="guess"), "measure_type: Input should be 'annual_flow'"),
        ("units.yml", lambda c: c.append(dict(c[0])), "units.yml: sc-kjt: stands twice"),
        ("units.yml", lambda c: c[1]["aliases"].append(dict(c[0]["aliases"][0])), "四川省科学技术厅: stands twice"),
        ("programmes.yml", lambda c: c[0]["rounds"].append("2020H3"), "'2020H3' is not a period"),
        ("policies/cdm-zone-2018.yml", lambda c: c.update(programme_id="x"), "programme_id: 'x' is not declared"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(catalog_copy, file, change, sentence):
    alter(catalog_copy / file, change)
    assert any(sentence in problem and problem.startswith(file) for problem in problems(catalog_copy))


def test_a_missing_file_and_broken_yaml_are_named(catalog_copy):
    (catalog_copy / "scopes.yml").unlink()
    (catalog_copy / "units.yml").write_text("- id: [", encoding="utf-8")
    assert [problem.split(":")[0] for problem in problems(catalog_copy)] == ["units.yml", "scopes.yml"]

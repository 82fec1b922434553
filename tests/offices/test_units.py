"""Units that are renamed, merged, split and dissolved: closed rounds stay as they were, nobody owes for what is gone."""

import pytest
import yaml

from dashboards.exports.datasets import DATASETS

pytestmark = pytest.mark.slow


@pytest.fixture
def office(fuzhou_closed, tmp_path):
    """An office of the test's own, its year 2018 closed."""
    return fuzhou_closed.copied(tmp_path)


def said_of(office, unit_id, **more):
    """What the definitions say of a unit beside what they said."""
    path = office.catalog / "units.yml"
    units = yaml.safe_load(path.read_text(encoding="utf-8"))
    for unit in units:
        if unit["id"] == unit_id:
            unit |= more
    path.write_text(yaml.safe_dump(units, allow_unicode=True), encoding="utf-8")


def of_2018(office):
    """Every row of every export that is of the round 2018."""
    tables = {name: office.export(name) for name in DATASETS}
    return {name: [row for row in rows if row.get("period_id") == "2018"] for name, rows in tables.items()}


NEW_NAME = [{"name": "鼓楼新区", "from_day": "2019-01-01", "source": "试用"}]


def test_a_closed_round_keeps_the_name_of_its_time_when_a_unit_is_renamed(office, tmp_path):
    before = of_2018(office)
    said_of(office, "fz-gulou", names=NEW_NAME)
    office.load()
    assert of_2018(office) == before
    assert "鼓楼区" in {row["unit_name"] for row in before["reports"]}
    (unit,) = [row for row in office.export("units") if row["unit_id"] == "fz-gulou"]
    assert (unit["unit_name"], unit["alias_names"], unit["dated_names"]) == (
        "鼓楼新区",
        "鼓楼区",
        "2019-01-01 鼓楼新区",
    )
    names = {row["period_id"]: row["unit_name"] for row in office.export("reports") if row["unit_id"] == "fz-gulou"}
    assert names == {"2018": "鼓楼区", "2019": "鼓楼新区"}

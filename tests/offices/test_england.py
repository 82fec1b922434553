"""A scorecard in English: two levels are counted once, and the plan's own profile goes before a straight line."""

import pytest

from pipelines.sources import load_sources
from tests.offices.england import PROGRAMME, england, report_2024q3

pytestmark = pytest.mark.slow

INTERIM = {source.table_name: list(source.columns) for source in load_sources()}["interim_value"]


def number(row, column="actual_value"):
    return float(row[column]) if row[column] else None


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = england(tmp_path_factory.mktemp("england"))
    report_2024q3(office)
    office.load()
    return office


@pytest.mark.parametrize("department_has_part", [False, True])
def test_a_department_and_its_areas_are_never_both_counted(office, tmp_path, department_has_part):
    if department_has_part:
        office = england(tmp_path, department_has_part=True)
        report_2024q3(office)
        office.load()
    row = office.judged("ea-t-properties", "2024Q3")
    assert (number(row), row["qualifier"]) == (94902.0, "exact")
    # 94 902 of 113 272 · 1 370/1 460 days since April 2021.
    assert number(row, "expected_value") == pytest.approx(113272 * 1370 / 1460, rel=1e-3)
    assert row["status"] == "slightly_behind"


def test_the_plans_own_value_for_the_round_goes_before_a_straight_line(office, tmp_path):
    office = office.copied(tmp_path)
    office.row(f"interim_values/{PROGRAMME}", INTERIM, {
        "target_id": "ea-t-properties", "period_id": "2024Q3", "interim_value": 96272, "measure_unit": "properties",
        "document_title": "Scorecard Q3", "section": "Q3", "phrase": "96,272",
    })  # fmt: skip
    office.write()
    office.load()
    row = office.judged("ea-t-properties", "2024Q3")
    # 94 902 of 96 272 is 98.6 %: the plan did not ask for an even line.
    assert (number(row, "expected_value"), row["expected_basis"], row["status"]) == (96272.0, "interim", "on_track")
    assert number(row, "pace_ratio") == pytest.approx(94902 / 96272, abs=1e-6)


def test_each_measure_stands_as_it_was_reported(office):
    told = {
        target: office.judged(f"ea-t-{target}", "2024Q3") for target in ("asset", "innov", "capital", "carbon", "aid")
    }
    assert {target: (number(row), row["measure_unit"], row["qualifier"]) for target, row in told.items()} == {
        "asset": (92.2, "%", "exact"),
        "innov": (88.0, "%", "exact"),
        "capital": (610.0, "GBP million", "exact"),
        "carbon": (25400.0, "tonnes CO2e", "exact"),
        "aid": (9.5, "USD million", "exact"),
    }
    # A reduction counts down from where it began: 14 600 of 20 000 tonnes are saved.
    assert number(told["carbon"], "attainment_pct") == pytest.approx(73.0)

"""A change of a unit's part is that of the unit which bore the name on its day, whoever bears it later."""

from datetime import date

import pytest

from metrics.catalog.models import Catalog
from metrics.catalog.unit_models import Renaming, Unit
from pipelines.revisions import read_revisions

LATER = date(2025, 1, 1)
WAS = Unit(id="was", name="河东局", kind="局", names=(Renaming(name="河东分局", from_day=LATER),))
NOW = Unit(id="now", name="新局", kind="局", names=(Renaming(name="河东局", from_day=LATER),))
CATALOG = Catalog((), (), (WAS, NOW), (), (), ())
TARGET = {"target_id": "t", "programme_id": "p", "document_id": "d", "starts_on": "2024-01-01", "due_on": "2026-12-31",
          "target_value": "10", "target_low": None, "target_high": None, "measure_unit": "个"}  # fmt: skip


@pytest.mark.parametrize(("valid_from", "unit_id"), [("2024-07-01", "was"), ("2025-07-01", "now")])
def test_a_name_means_whoever_bore_it_on_the_day_of_the_change(valid_from, unit_id):
    change = dict.fromkeys(("target_low", "target_high", "due_on", "merged_into", "document_id")) | {
        "target_id": "t", "unit_name": "河东局", "change_kind": "adjusted", "valid_from": valid_from, "target_value": "4",
    }  # fmt: skip
    tables = {"target": [TARGET], "unit_target": [], "sample_unit_target": [], "target_change": [change]}
    assert set(read_revisions(CATALOG, tables).spans) == {("t", unit_id)}

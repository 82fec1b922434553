"""A yearly report that a document asks of some types of centre, and a centre whose type is not on record."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("centre_type", "state"), [("专业性", "not_collected"), ("综合性", "not_asked"), (None, "type_unknown")]
)
def test_a_report_asked_for_by_type_is_not_said_to_be_unasked_where_the_type_is_unknown(world, centre_type, state):
    world.add("fact.centre", centre_id="c", judged_name="甲中心", centre_name="甲中心", programme_id="p", province="海南省",
              level="provincial", centre_type=centre_type, started_on=date(2018, 3, 1),
              provenance="published")  # fmt: skip
    world.add("dim.document", document_id="d", title_zh="办法", title_en="Measures")
    world.add("dim.centre_rule", document_id="d", sort_order=0, rule_id="y", topic="report", kind="report",
              article="九", phrase="年报", centre_types="专业性", provinces="海南省", levels="provincial",
              first_on=date(2018, 1, 1), is_stated=True,
              parameters='{"kind": "report", "id": "y", "article": "九", "phrase": "年报", "centre_types": ["专业性"], "to": {"zh": "厅", "en": "O"}}')  # fmt: skip
    rows = world.view("2020-02-01").select("select year, state from mart.centre_report_state where centre_id = 'c'")
    assert {row["state"] for row in rows if row["year"] == 2018} == {state}

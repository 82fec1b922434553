"""Documents of an office that has no reports yet: what is missing is said once and by name, never in rows of dashes."""

import re

import pytest

from dashboards.documents.orders import Order, papers
from dashboards.documents.typesetting.paper import Table

pytestmark = pytest.mark.slow

CDM, ROUND = "cdm-zone-2018", "2020H2"


def only(snapshot, **order):
    ((_, paper),) = papers(snapshot, Order(CDM, order.pop("period_id", ROUND), "zh", "docx", **order))
    return paper


def body(paper):
    return [block.text for block in paper.blocks if not isinstance(block, Table)]


@pytest.mark.parametrize("unit_id", ["sc-kjt", "sc-tjj", "sc-chengdu"])
def test_a_feedback_document_without_reports_prints_no_row_of_dashes(real_only, unit_id):
    paper = only(real_only, unit_id=unit_id)
    for table in paper.tables:
        for row in table.rows:
            assert sum(cell == "—" for cell in row if isinstance(cell, str)) < 3, row
    assert any("进展未通过本系统报送" in text for text in body(paper))
    assert not any("本期没有报送进展" in text for text in body(paper))


def test_tasks_that_were_reported_stand_in_the_table_and_the_silent_ones_are_named(snapshot):
    for unit_id in ("sc-kjt", "sc-mianyang", "sc-jyt"):
        paper = only(snapshot, unit_id=unit_id)
        states = [row[1] for table in paper.tables if "任务进展表" in table.caption for row in table.rows]
        assert not any("本期未报" in state for state in states)


def test_nobody_is_sent_to_a_next_round_that_does_not_come(snapshot):
    assert any("没有下一期报送" in text for text in body(only(snapshot)))
    earlier = body(only(snapshot, period_id="2019H2"))
    assert any("按时报送下一期情况" in text for text in earlier)
    assert not any("没有下一期" in text for text in earlier)


def test_the_number_of_a_task_has_full_width_brackets_in_chinese(real_only):
    for text in body(only(real_only, unit_id="sc-kjt")):
        assert not re.search(r"\([一二三四五六七]\)", text), text

"""The pages of an office without samples and without reports: useful, and nobody is accused of silence."""

import re

import pytest

from dashboards.address import Address
from dashboards.web.screens import page_and_build
from metrics.reading.unit_counts import counts_of_units
from metrics.warehouse import Warehouse

CDM = "cdm-zone-2018"


@pytest.fixture(scope="module")
def said(first_day, text_of):
    warehouse = Warehouse(first_day)
    return lambda path: text_of(page_and_build(warehouse.snapshot(), Address.parse(path, ""))[0])


@pytest.mark.parametrize("path", ["/round", "/tasks", "/unit/sc-kjt", "/units", "/unit/sc-tjj"])
def test_no_page_says_that_a_unit_failed_to_report(said, path):
    text = said(path)
    assert len(text) > 300 and "还没有数据" not in text
    assert not re.search(r"本期未报|未报 \d|逾期未报|已报 0", text), path


def test_the_round_says_what_to_do_first_and_offers_no_close(said):
    text = said("/round")
    assert "本系统尚未接收本方案的报告" in text
    assert "用上表中的“模板”下载各单位的填报模板" in text
    assert "办结本期" not in text and "没有需要催办的单位" not in text


def test_a_scorecard_counts_no_round_as_missing_where_none_was_collected(real_only):
    for counts in counts_of_units(real_only, CDM, "2020H2"):
        assert (counts.timeliness.rounds_due_count, counts.timeliness.rounds_missing_count) == (0, 0)
        assert counts.report_state in ("not_collected", "not_owed")


def test_a_supporting_unit_that_owed_nothing_misses_no_round(snapshot):
    cards = {c.unit.unit_id: c for c in counts_of_units(snapshot, CDM, "2020H2")}
    silent = [c for c in cards.values() if c.report_state == "not_owed"]
    assert silent and all(c.timeliness.rounds_missing_count == 0 for c in silent)
    assert cards["sc-kjt"].timeliness.rounds_due_count == 5


def test_notes_on_samples_are_kept_off_pages_without_samples(said):
    assert "示意分解" not in said("/units")
    assert "样例" not in said("/centres")

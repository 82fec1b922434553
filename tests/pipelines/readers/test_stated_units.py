"""Two units stated for one number leave it open which it is in: title, header, row and name may not disagree."""

import itertools

import pytest

from tests.pipelines.readers.test_one_table import TITLE


def report_with(title="", header="", row="", name="", value="35.5"):
    head = "数值" + (f"（{header}）" if header else "")
    item = "技术合同交易额" + (f"（{name}）" if name else "")
    lines = [
        TITLE + (f"单位：{title}\n" if title else ""),
        f"名称,{head},计量单位,进展情况\n",
        f"{item},{value},{row},有\n",
    ]
    return "".join(lines)


PLACES = ("title", "header", "row", "name")


@pytest.mark.parametrize("places", list(itertools.permutations(PLACES, 2)))
def test_two_units_stated_for_one_number_are_refused(read, places):
    one, other = places
    report = read(report_with(**{one: "万元", other: "亿元"}))
    assert {finding.rule_id for finding in report.findings} == {"cell.unit"}
    assert all(finding.row_number for finding in report.findings)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("unit", "value"), [("亿元", "35.5"), ("万元", "0.00355")])
def test_one_unit_stated_anywhere_is_used(read, place, unit, value):
    report = read(report_with(**{place: unit}))
    assert ([f.rule_id for f in report.findings], report.rows[0]["actual_value"]) == ([], value)


def test_the_same_unit_stated_everywhere_is_one(read):
    report = read(report_with("万元", "万元", "万 元", "万元", "355000"))
    assert ([f.rule_id for f in report.findings], report.rows[0]["actual_value"]) == ([], "35.5")


def test_a_unit_written_in_the_title_itself_counts(read):
    text = "技术合同情况表（单位：万元）\n" + report_with(row="亿元")
    assert {finding.rule_id for finding in read(text).findings} == {"cell.unit"}


def test_the_unit_line_that_names_an_office_names_who_reports(read):
    text = report_with(row="亿元").replace("责任单位:科技厅", "单位：科技厅")
    report = read(text)
    assert ([f.rule_id for f in report.findings], report.rows[0]["unit_id"]) == ([], "sc-kjt")

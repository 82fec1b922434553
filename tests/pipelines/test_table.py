"""Reading: exact cells with their line, or a finding that names the place."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.readers.table import read_table

COLUMNS = {"name": ["名称"], "value": ["数值"]}


def read(content):
    return read_table(content if isinstance(content, bytes) else content.encode(), "a.csv", COLUMNS)


def rules(content):
    return [(f.rule_id, f.row_number, f.column_name) for f in read(content).findings]


def test_headers_may_come_under_their_variants_and_in_any_order():
    row = {"name": "甲", "value": "1", "_file": "a.csv", "_row": 2}
    assert read("数值,名称\n1,甲\n").rows == [row]
    assert read("﻿name,value\r\n甲,1\r\n").rows == [row]


def test_an_empty_cell_is_none_and_an_empty_line_is_skipped_but_counted():
    assert [(r["value"], r["_row"]) for r in read("name,value\n甲,\n\n乙, 2 \n").rows] == [(None, 2), ("2", 4)]


def test_a_record_over_two_lines_has_the_line_it_starts_on():
    assert [r["_row"] for r in read('name,value\n"甲\n乙",1\n丙,2\n').rows] == [2, 4]


def test_what_is_wrong_is_named_with_its_place():
    assert rules("name,value,x\n") == [("file.header.unknown", 1, "x")]
    assert rules("name\n") == [("file.header.missing", 1, "value")]
    assert rules("name,名称,value\n") == [("file.header.repeated", 1, "name")]
    assert rules("name,value\n甲,1,2\n乙\n丙,3\n") == [("file.row.width", 2, None), ("file.row.width", 3, None)]
    assert rules("name,value\n甲,1\n".encode("gb18030")) == [("file.encoding", 2, None)]
    assert rules('name,value\n"甲,1\n') == [("file.csv", 2, None)]
    assert rules(b"") == [("file.header.missing", 1, "name"), ("file.header.missing", 1, "value")]


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_findings_and_never_a_traceback(content):
    table = read(content)
    assert all(set(row) == {"name", "value", "_file", "_row"} for row in table.rows)
    assert all(finding.next_step_zh and finding.next_step_en for finding in table.findings)


def test_a_column_that_may_be_left_out_is_empty_and_a_missing_one_is_named_as_the_header_speaks():
    assert read_table("名称\n甲\n".encode(), "a.csv", COLUMNS, ["value"]).rows == [
        {"value": None, "name": "甲", "_file": "a.csv", "_row": 2}
    ]
    (missing,) = read_table("名称\n甲\n".encode(), "a.csv", COLUMNS).findings
    assert (missing.rule_id, missing.column_name) == ("file.header.missing", "数值")

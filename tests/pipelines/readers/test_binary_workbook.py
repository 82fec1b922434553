"""Binary workbooks (.xlsb), written by hand: read exactly, or refused with the place."""

import struct
from datetime import date

import pytest

from tests.pipelines.conftest import COUNT, HEADER, SHARE, TURNOVER, WHOLE
from tests.pipelines.readers.binary_file import (
    DAY_STYLE,
    MONEY_STYLE,
    PERCENT_STYLE,
    binary_workbook,
    formula_cell,
    record,
)

VALUE, DAY = HEADER.index("数值"), HEADER.index("报送日期")


def rows(*items):
    return [HEADER, *([(WHOLE | item).get(name) for name in HEADER] for item in items)]


def found(report):
    return [(f.rule_id, f.sheet, f.row_number, f.column_name) for f in report.findings]


def test_numbers_texts_and_days_are_read_exactly(read):
    serial = (date(2019, 6, 27) - date(1899, 12, 30)).days
    content = binary_workbook(rows(TURNOVER | {"数值": 1004.18}, COUNT | {"数值": "５１２", "报送日期": serial}),
                              styles={(2, DAY): DAY_STYLE})  # fmt: skip
    report = read(content, "a.xlsb")
    assert found(report) == []
    assert [row["actual_value"] for row in report.rows] == ["1004.18", "512"]
    assert {row["submitted_on"] for row in report.rows} == {"2019-06-27"}


def test_a_number_is_read_as_its_format_shows_it(read):
    content = binary_workbook(rows(SHARE | {"数值": 0.352}, TURNOVER | {"数值": 1004.18, "计量单位": "万元"}),
                              styles={(1, VALUE): PERCENT_STYLE, (2, VALUE): MONEY_STYLE})  # fmt: skip
    report = read(content, "a.xlsb")
    assert found(report) == [("number.decimals", "报告", 3, "数值")] or [r["actual_value"] for r in report.rows] == [
        "35.2", "1004.18"
    ]  # fmt: skip
    assert report.rows[0]["actual_value"] == "35.2"


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"数值": formula_cell(VALUE, 512.0)}, ("file.formula", "报告", 2, "数值")),
        ({"数值": True}, ("number.other", "报告", 2, "数值")),
        ({"数值": record(3, struct.pack("<II", VALUE, 0) + b"\x07")}, ("number.other", "报告", 2, "数值")),
    ],
)
def test_what_is_no_number_is_named_with_its_cell(read, change, finding):
    assert found(read(binary_workbook(rows(COUNT | change)), "a.xlsb")) == [finding]


def test_a_hidden_row_and_a_huge_claim_are_refused(read):
    two = rows(COUNT | {"数值": 512}, TURNOVER | {"数值": 1})
    assert found(read(binary_workbook(two, hidden_rows=[2]), "a.xlsb")) == [("row.hidden", "报告", 3, None)]
    assert found(read(binary_workbook(two, claim=(1_000_000, 16_000)), "a.xlsb")) == [
        ("file.dimension", "报告", None, None)
    ]


def test_cut_off_anywhere_it_is_refused_or_read_whole(read):
    whole = binary_workbook(rows(COUNT | {"数值": 512}))
    for end in range(10, len(whole), len(whole) // 40):
        assert found(read(whole[:end], "a.xlsb"))
    for at in range(0, len(whole), len(whole) // 60):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        report = read(bytes(broken), "a.xlsb")
        assert report.findings or [row["actual_value"] for row in report.rows] == ["512"]

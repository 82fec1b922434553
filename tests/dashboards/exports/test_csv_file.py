"""Cells of a CSV file: text cannot run, numbers stay numbers, missing stays empty."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.exports.csv_file import FORMULA_STARTS, cell, csv_text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("-5.00"), "-5"),
        (Decimal("1244.590000"), "1244.59"),
        (Decimal("100000.000000"), "100000"),
        (Decimal("0.000000"), "0"),
        (-5.5, "-5.5"),
        (None, ""),
        (False, "false"),
        (date(2020, 12, 31), "2020-12-31"),
        (datetime(2020, 12, 31, 9, 30, tzinfo=UTC), "2020-12-31T09:30:00+00:00"),
        (">=", ">="),
        ("−5 是文字", "−5 是文字"),
        ("-1", "'-1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("=1", "'=1"),
        ("@x", "'@x"),
    ],
)
def test_cells(value, expected):
    assert cell(value) == expected


@given(st.text())
def test_no_text_cell_starts_like_a_formula_and_none_is_lost(text):
    written = cell(text)
    assert not written.startswith(FORMULA_STARTS)
    assert written.removeprefix("'" if written != text else "") == text


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="\0")), st.decimals(-(10**9), 10**9, places=6))))
def test_a_file_reads_back_equal(rows):
    text = "".join(csv_text(["name", "value"], rows))
    header, *read = csv.reader(io.StringIO(text, newline=""))
    assert header == ["name", "value"]
    assert [(cell(name), Decimal(value)) for name, value in rows] == [(n, Decimal(v)) for n, v in read]

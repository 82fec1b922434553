"""DuckDB writes the same bytes as the plain writer, whatever a cell holds."""

import csv
import io
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.exports.cells import FORMULA_STARTS
from dashboards.exports.datasets import DATASETS, Chosen, column_types, dataset_query, open_dataset
from dashboards.exports.files import write_csv, write_dataset
from metrics.database import connect

from .plain_writer import STARTS, cell, csv_text

TYPES = {"name": "VARCHAR", "value": "DECIMAL(24,6)", "share": "DOUBLE", "day": "DATE", "is_met": "BOOLEAN"}


class Literal:
    """A snapshot of one table of literal rows."""

    def __init__(self):
        self.connection = duckdb.connect()
        columns = ", ".join(f'"{name}" {kind}' for name, kind in TYPES.items())
        self.connection.execute(f"create table t (k integer, {columns})")

    def fill(self, rows):
        self.connection.execute("delete from t")
        numbered = [(number, *row) for number, row in enumerate(rows)]
        if numbered:
            self.connection.executemany("insert into t values (?, ?, ?, ?, ?, ?)", numbered)

    def cursor(self, sql=None):
        return self.connection.cursor()


@pytest.fixture(scope="module")
def literal():
    return Literal()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("csv") / "t.csv"


def written(literal, place, rows, with_mark=False):
    literal.fill(rows)
    write_csv(literal, Chosen("select * exclude (k) from t order by k", {}, TYPES), place, with_mark)
    return place.read_bytes()


text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
starts = st.sampled_from([*(f"{start}x" for start in STARTS), "-5.00", "#x", '"', "a,b", "a\r\nb", "'", " x "])
row = st.tuples(
    st.none() | text | starts,
    st.none() | st.decimals(-(10**9), 10**9, places=6),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.dates(date(1900, 1, 1)),
    st.none() | st.booleans(),
)


@settings(max_examples=min(60, settings().max_examples))
@given(st.lists(row, max_size=8))
def test_both_writers_give_the_same_bytes(literal, place, rows):
    assert written(literal, place, rows) == csv_text(TYPES, rows).encode("utf-8")


@settings(max_examples=min(60, settings().max_examples))
@given(st.lists(row, min_size=1, max_size=8))
def test_a_file_reads_back_equal_and_no_text_can_run(literal, place, rows):
    read = list(csv.reader(io.StringIO(written(literal, place, rows).decode("utf-8"), newline="")))
    assert read[0] == list(TYPES)
    for (name, value, share, day, is_met), cells in zip(rows, read[1:], strict=True):
        assert not cells[0].startswith(STARTS)
        assert cells[0] in ((name or ""), f"'{name}")
        assert cells[1] == "" if value is None else Decimal(cells[1]) == value
        assert cells[2] == "" if share is None else float(cells[2]) == share
        assert cells[3] == ("" if day is None else day.isoformat())
        assert cells[4] == {None: "", True: "true", False: "false"}[is_met]


def test_the_guard_knows_the_plain_and_the_full_width_forms():
    assert [hex(ord(start)) for start in FORMULA_STARTS] == [
        "0x3d", "0x2b", "0x2d", "0x40", "0x9", "0xd", "0xff1d", "0xff0b", "0xff0d", "0xff20",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [(">=", ">="), ("\u2212" + "5 是文字", "\u2212" + "5 是文字"), ("-1", "'-1"), ("-5.00", "'-5.00"), ("@x", "'@x"),
     ("\uff1d1", "'\uff1d1"), ("\uff0b1", "'\uff0b1"), ("\uff0d1", "'\uff0d1"), ("\uff20x", "'\uff20x")],
)  # fmt: skip
def test_text_that_starts_like_a_formula_gets_a_mark_and_no_other(literal, place, text, expected):
    assert cell(text) == expected
    content = written(literal, place, [(text, Decimal("-5.00"), None, None, None)])
    assert content.decode().splitlines()[1] == f"{expected},-5,,,"


def test_an_injection_stays_text_and_a_negative_number_stays_a_number(literal, place):
    content = written(literal, place, [("=cmd|' /C calc'!A0", Decimal("-5.00"), -0.5, None, None)])
    assert content == b"name,value,share,day,is_met\r\n'=cmd|' /C calc'!A0,-5,-0.5,,\r\n"


def test_the_mark_that_excel_wants_comes_first(literal, place):
    marked, bare = (written(literal, place, [("a", None, None, None, None)], mark) for mark in (True, False))
    assert marked == b"\xef\xbb\xbf" + bare


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Asia/Shanghai", "2026-01-01T07:30:00+08:00"), ("UTC", "2025-12-31T23:30:00+00:00"),
     ("America/St_Johns", "2025-12-31T20:00:00-03:30")],
)  # fmt: skip
def test_an_instant_is_given_by_the_local_clock_with_its_offset(place, move_to, zone, expected):
    move_to(zone)
    instants = Literal()
    instants.connection = connect()
    query = "select '2025-12-31 23:30:00+00'::timestamptz as given, '2025-12-31 23:30:00'::timestamp as kept"
    write_csv(instants, Chosen(query, {}, {"given": "TIMESTAMP WITH TIME ZONE", "kept": "TIMESTAMP"}), place)
    assert place.read_text(encoding="utf-8").splitlines() == ["given,kept", f"{expected},{expected}"]


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_is_written_alike_by_both(snapshot, place, name):
    write_dataset(snapshot, name, "csv", place)
    header, rows = open_dataset(snapshot, name)
    assert place.read_bytes() == csv_text(header, rows).encode("utf-8")
    assert header == list(column_types(snapshot, name))
    assert dataset_query(name).lstrip().startswith("-- one row")

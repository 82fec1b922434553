"""The same words choose the same rows on screen, over HTTP and on the command line."""

import csv
import io

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dashboards.exports import datasets
from dashboards.exports.datasets import DATASETS, chosen_rows, open_dataset
from dashboards.exports.files import ENDINGS
from dashboards.exports.selection import OPERATORS, BadSelection, Filter, Selection
from dashboards.exports.totals import refusal
from dashboards.web.shell import create_dash
from metrics.warehouse import Warehouse

QUERY = "programme=cdm-zone-2018&where=status:is:missed&columns=target_id,unit_id,status"
ARGUMENTS = ("--programme", "cdm-zone-2018", "--where", "status:is:missed", "--columns", "target_id,unit_id,status")


@pytest.fixture(scope="module")
def client(shipped):
    return create_dash(Warehouse(shipped)).server.test_client()


@pytest.mark.slow
@pytest.mark.parametrize("dataset", DATASETS)
def test_the_command_line_and_the_address_give_the_same_bytes(client, run_duibiao, shipped, dataset):
    done = run_duibiao("export", dataset, data=shipped)
    assert client.get(f"/export/{dataset}.csv").get_data() == done.stdout.encode().replace(b"\r\n", b"\n").replace(
        b"\n", b"\r\n"
    )


def test_filters_and_columns_are_the_same_in_both(client, run_duibiao, shipped, tmp_path):
    out = tmp_path / "some.csv"
    assert run_duibiao("export", "attainment", *ARGUMENTS, "--out", out, data=shipped).returncode == 0
    answer = client.get(f"/export/attainment.csv?{QUERY}")
    assert answer.get_data() == out.read_bytes()
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert list(rows[0]) == ["target_id", "unit_id", "status"]
    assert {row["status"] for row in rows} == {"missed"}


def test_the_screen_holds_the_rows_of_the_file(client, page_of, components_of, shipped):
    page = page_of("/data/attainment", f"?{QUERY}", source=Warehouse(shipped))
    grid = next(node for node in components_of(page.content) if type(node).__name__ == "AgGrid")
    text = client.get(f"/export/attainment.csv?{QUERY}").get_data(as_text=True)
    shown = [{name: value if value is not None else "" for name, value in row.items()} for row in grid.rowData]
    assert shown == list(csv.DictReader(io.StringIO(text)))


def test_excel_gets_a_mark_in_front_and_nothing_else_differs(client):
    plain, marked = (client.get(f"/export/units{ending}").get_data() for ending in (".csv", ".excel.csv"))
    assert marked == b"\xef\xbb\xbf" + plain


@pytest.mark.parametrize("query", ["where=nope:is:x", "where=status", "columns=nope", "where=target_value:ge:many"])
def test_what_cannot_be_followed_is_refused_with_the_reason(client, query):
    answer = client.get(f"/export/attainment.csv?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")


@pytest.mark.parametrize("name", ["nope.csv", "units.ods", "../units.csv", "units"])
def test_an_unknown_file_is_not_found(client, name):
    assert client.get(f"/export/{name}").status_code == 404


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("v:empty:", [None]), ("v:ge:0", ["0.00", "5.25"]), ("v:not:0", [None, "5.25"]), ("v:given:", ["0.00", "5.25"]),
        ("v:is:5.25", ["5.25"]), ("v:is:5.250", []), ("v:lt:5.25", ["0.00"]), ("v:le:5.25", ["0.00", "5.25"]),
        ("v:gt:1e0", ["5.25"]), ("v:gt:-1e40", ["0.00", "5.25"]), ("v:gt:1e40", []),
        ("t:empty:", [None, "0.00"]), ("t:is:it's \"x\" % _", ["5.25"]), ("t:has:S \"X", ["5.25"]), ("t:has:%", ["5.25"]),
        ("t:ge:it", ["5.25"]), ("t:not:zz", [None, "0.00", "5.25"]), ("day:ge:2020-12-31", ["5.25"]),
        ("day:is:2019-12-31", ["0.00"]), ("met:is:true", ["5.25"]), ("met:not:true", [None, "0.00"]),
        ("moment:is:2026-01-01T08:30:00+08:00", ["5.25"]), ("share:le:0.5", ["0.00"]), ("share:is:0.75", ["5.25"]),
    ],
)  # fmt: skip
def test_a_filter_compares_what_stands_in_the_file(snapshot, monkeypatch, written, kept):
    query = """
        select * from (values
            (1, null::decimal(24, 2), null, null::date, null::boolean, null::timestamptz, null::double),
            (2, 0, '', date '2019-12-31', false, null, 0.5),
            (3, 5.25, 'it''s "x" % _', date '2020-12-31', true, '2026-01-01 08:30:00+08'::timestamptz, 0.75)
        ) as rows (k, v, t, day, met, moment, share)
        order by k"""
    monkeypatch.setattr(datasets, "query_text", lambda *_: query)
    header, rows = open_dataset(snapshot, "tasks", Selection((Filter.parse(written),)))
    assert [None if row[1] is None else str(row[1]) for row in rows] == kept
    assert header == ["k", "v", "t", "day", "met", "moment", "share"]


@given(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20), st.sampled_from(OPERATORS)
)
def test_no_value_of_a_filter_is_ever_read_as_sql(snapshot, value, operator):
    def select(value):
        return Selection((Filter("unit_id", operator, value),)).select("select 'a' as unit_id", {"unit_id": "VARCHAR"})

    chosen = select(value)
    assert chosen[0] == select("another value")[0]
    with snapshot.cursor() as cursor:
        assert len(cursor.execute(chosen[0], chosen[1] or None).fetchall()) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDINGS)
def test_every_format_gives_the_same_bytes_over_http_and_from_the_command_line(
    client, run_duibiao, shipped, tmp_path, name
):
    out = tmp_path / f"some{ENDINGS[name]}"
    assert run_duibiao("export", "attainment", "--format", name, *ARGUMENTS, "--out", out, data=shipped).returncode == 0
    answer = client.get(f"/export/attainment{ENDINGS[name]}?{QUERY}")
    assert answer.get_data() == out.read_bytes()
    assert answer.headers["Content-Length"] == str(out.stat().st_size)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="attainment{ENDINGS[name]}"'


def test_every_format_holds_the_chosen_rows_and_columns(client, tmp_path):
    expected = list(csv.reader(io.StringIO(client.get(f"/export/attainment.csv?{QUERY}").get_data(as_text=True))))
    parquet, xlsx = (client.get(f"/export/attainment.{name}?{QUERY}").get_data() for name in ("parquet", "xlsx"))
    table = pyarrow.parquet.read_table(io.BytesIO(parquet))
    assert [table.column_names, *[[v or "" for v in row.values()] for row in table.to_pylist()]] == expected
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx))
    assert book.get_sheet_by_name("data").to_python(skip_empty_area=False) == expected
    said = {line[0]: line[1] for line in book.get_sheet_by_name("README").to_python()}
    filters = "programme_id:is:cdm-zone-2018；status:is:missed；columns=target_id,unit_id,status"
    assert said["筛选 · filters"] == filters
    assert [line[0] for line in book.get_sheet_by_name("dictionary").to_python()[1:]] == expected[0]


def test_a_condition_of_the_place_is_left_out_where_the_table_has_no_such_column(snapshot):
    loose = Selection.written([], places={"programme": "cdm-zone-2018"})
    assert len(list(open_dataset(snapshot, "indicators", loose)[1])) == len(
        list(open_dataset(snapshot, "indicators")[1])
    )


def test_a_filter_without_operator_is_refused():
    with pytest.raises(BadSelection, match="column:operator:value"):
        Filter.parse("status=missed")


def test_figures_that_do_not_add_up_over_units_have_no_total():
    assert refusal([{"t": "a", "unit_id": "u", "aggregation": "weighted_mean"}], ["t"]) == "not_added"
    assert refusal([], ["t"]) == "none"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("actual_value:gt:１２", "is not a number"), ("actual_value:gt:1e9999999999", "is not a number"),
        ("actual_value:ge:1_000", "is not a number"), ("pace_ratio:lt:nan", "is not a number"),
        ("due_on:ge:2019/6/30", "write a day as"), ("due_on:lt:30.6.2019", "write a day as"),
        ("due_on:lt:二〇一九年", "write a day as"),
    ],
)  # fmt: skip
def test_what_cannot_be_ordered_is_refused_and_not_guessed(snapshot, written, said):
    with pytest.raises(BadSelection, match=said):
        chosen_rows(snapshot, "attainment", Selection((Filter.parse(written),)))


@pytest.mark.parametrize("written", ["due_on:ge:2019", "due_on:lt:2019-06", "actual_value:gt:.5", "actual_value:lt:-1e40",
                                     "pace_ratio:ge:+0.5"])  # fmt: skip
def test_what_can_be_ordered_is_followed(snapshot, written):
    chosen = chosen_rows(snapshot, "attainment", Selection((Filter.parse(written),)))
    assert snapshot.select(f"select count(*) as n from ({chosen.query})", **chosen.parameters)[0]["n"] >= 0

"""The same words choose the same rows on screen, over HTTP and on the command line."""

import csv
import io
from decimal import Decimal

import pytest

from dashboards.exports.datasets import DATASETS, open_dataset
from dashboards.exports.selection import BadSelection, Filter, Selection
from dashboards.exports.totals import refusal
from dashboards.shell import create_dash
from metrics.warehouse import Warehouse

QUERY = "programme=cdm-zone-2018&where=status:is:missed&columns=target_id,unit_id,status"
ARGUMENTS = ("--programme", "cdm-zone-2018", "--where", "status:is:missed", "--columns", "target_id,unit_id,status")


@pytest.fixture(scope="module")
def client(shipped):
    return create_dash(Warehouse(shipped)).server.test_client()


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


@pytest.mark.parametrize("name", ["nope.csv", "units.xlsx", "../units.csv", "units"])
def test_an_unknown_file_is_not_found(client, name):
    assert client.get(f"/export/{name}").status_code == 404


def test_missing_is_met_by_empty_and_never_by_a_number():
    rows = [[None], [Decimal(0)], [Decimal(5)]]
    for text, kept in (("v:empty:", [None]), ("v:ge:0", [0, 5]), ("v:not:0", [None, 5]), ("v:given:", [0, 5])):
        _, found = Selection((Filter.parse(text),)).apply(["v"], rows)
        assert [row[0] for row in found] == kept, text


def test_a_condition_of_the_place_is_left_out_where_the_table_has_no_such_column(snapshot):
    loose = Selection.written([], places={"programme": "cdm-zone-2018"})
    assert len(list(open_dataset(snapshot, "indicators", loose)[1])) == len(
        list(open_dataset(snapshot, "indicators")[1])
    )


def test_a_filter_without_operator_is_refused():
    with pytest.raises(BadSelection, match="column:operator:value"):
        Filter.parse("status=missed")


def test_shares_are_never_added():
    assert refusal([{"t": "a", "unit_id": "u", "measure_type": "ratio"}], ["t"]) == "ratio"
    assert refusal([], ["t"]) == "none"

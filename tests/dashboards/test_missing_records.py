"""A build whose records somebody has cleared away: pages that list none are as they were, the others say what to do."""

import shutil

import pytest

from dashboards.web.shell import create_dash
from metrics.warehouse import Warehouse

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def client(shipped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cleared")
    shutil.copyfile(shipped / "office.yml", folder / "office.yml")
    shutil.copytree(shipped / "warehouse", folder / "warehouse", ignore=shutil.ignore_patterns("ledgers"))
    return create_dash(Warehouse(folder)).server.test_client()


@pytest.mark.parametrize("path", ["/", "/data", "/data/attainment", "/data/evidence", "/export/reconciliation.csv"])
def test_what_lists_no_record_is_as_it_was(client, path):
    answer = client.get(path, headers={"Host": "127.0.0.1"})
    is_list = path == "/data/evidence"
    assert answer.status_code == 200 or is_list
    assert ("duibiao load" in answer.text) is is_list
    assert ("台账记录没有和数据放在一起" in answer.text) is is_list
    # Where files lie on the server is nobody's matter who reads.
    assert "records.parquet" not in answer.text


def test_a_file_of_records_is_refused_by_a_sentence(client):
    answer = client.get("/export/evidence.csv", headers={"Host": "127.0.0.1"})
    assert answer.status_code == 503 and "records.parquet" in answer.text and "duibiao load" in answer.text

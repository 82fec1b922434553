"""The register of centres: real and sample rows in one table, each with its class, amounts to the cent."""

import shutil
from decimal import Decimal

import pytest

from metrics import clock
from metrics.warehouse import Warehouse
from pipelines.sources import InvalidSource, load_sources
from tests.published import load

pytestmark = pytest.mark.slow

REGISTER = """centre_id,name,programme_id,level,centre_type,province,city,field,lead_unit,legal_form,director_name,director_post,separate_ledger,board,expert_committee,started_on,recorded_on
tj-real-1,天津市真实技术创新中心,tianjin-centres-2018,provincial,综合性,天津市,天津,真实,,,,,,,,2018-05-01,2018-05-02
"""
MONEY = """entry_id,centre_id,booked_on,kind,funder,purpose,category,project_id,amount,measure_unit,note,recorded_on
m1,tj-real-1,2018-06-01,拨款,市财政,研发能力建设,,,0.01,元,,
m2,tj-real-1,2019-06-01,拨款,市财政,研发能力建设,,sample-tj-01-p1,5,万元,,
"""


@pytest.fixture(scope="module")
def with_real(shipped, tmp_path_factory):
    """The shipped data with one real centre, whose grant of one 分 is booked in 元."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(shipped / "raw", folder / "raw")
    shutil.copy(shipped / "office.yml", folder)
    (folder / "raw" / "centres").mkdir()
    (folder / "raw" / "centres" / "centres.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "raw" / "centres" / "money.csv").write_text(MONEY, encoding="utf-8")
    outcome = load(folder, with_sample=True)
    assert outcome.state == "published", outcome.findings
    return Warehouse(folder).snapshot()


def test_a_real_centre_is_reported_and_counts_in_place_of_the_samples(with_real):
    centre = with_real.select("select * from fact.centre where centre_id = 'tj-real-1'")[0]
    assert (centre["provenance"], clock.day_of(centre["recorded_at"]).isoformat()) == ("reported", "2018-05-02")
    counts = with_real.select("select * from mart.register_count where period_id = '2018' order by indicator_id")
    assert [(row["actual_value"], row["provenance"]) for row in counts] == [(1, "reported")]
    judged = with_real.select(
        "select actual_value, provenance from mart.attainment"
        " where target_id = 'tianjin-comprehensive-centres-2018' and period_id = '2018'"
    )
    assert [(row["actual_value"], row["provenance"]) for row in judged] == [(1, "reported")]


def test_one_cent_survives_the_ledger(with_real):
    entry = with_real.select("select * from fact.centre_money where entry_id = 'm1'")[0]
    assert (entry["amount_value"], entry["measure_unit"]) == (Decimal("0.000001"), "万元")


def test_money_on_the_project_of_another_centre_is_named_with_its_row(with_real):
    found = with_real.select("select * from quality.finding where rule_id = 'centre_money_misplaced.none'")
    assert [(row["file"], row["row_number"], row["value"]) for row in found] == [
        ("centres/money.csv", 3, "project sample-tj-01-p1")
    ]


def test_every_published_centre_has_been_read(snapshot):
    assert not snapshot.select("select * from fact.centre where provenance = 'published' and reading_zh is null")


def test_a_table_may_have_a_room_for_real_files_and_one_for_samples(tmp_path):
    by_table = {source.provenance: source for source in load_sources() if source.table_name == "centre_money"}
    assert {name: source.files for name, source in by_table.items()} == {
        "reported": "centres/money.csv",
        "sample": "sample/centres/money.csv",
    }
    (tmp_path / "odd.yml").write_text("files: x.csv\nsample_files: y.csv\nprovenance: reported\ncolumns: {a: []}\n")
    with pytest.raises(InvalidSource):
        load_sources(tmp_path)

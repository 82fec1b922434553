"""The room for the real annex: one CSV, and a unit's reported values are judged against its own part."""

import csv
import io

import pytest

from metrics.database import connect
from metrics.warehouse import Snapshot, current_build_path
from pipelines.definitions.files import definitions_in_force
from pipelines.loading.build import CHECK_QUERIES
from pipelines.makeup import breakdown
from pipelines.office import Office
from pipelines.receiving.desk import Desk
from pipelines.register import read_register
from pipelines.template.contents import make_template
from tests.pipelines.conftest import COUNT, report_text
from tests.published import load, published
from tests.shipped import shipped_catalog

pytestmark = pytest.mark.slow

HEADER = ["target_id", "unit_name", "target_value", "measure_unit", "baseline_value", "document_title", "section",
          "phrase", "note_zh", "note_en"]  # fmt: skip
ANNEX = {"document_title": "建设指标分解表", "section": "附件", "measure_unit": "人",
         "target_id": "cdm-technology-brokers"}  # fmt: skip
# The unit serves the indicator by none of its tasks: only the annex lets it report.
STATISTICS_BUREAU = ANNEX | {"unit_name": "四川省统计局", "target_value": "640", "phrase": "省统计局640人"}
EDUCATION = ANNEX | {"unit_name": "教育厅", "target_value": "360", "phrase": "教育厅360人"}


@pytest.fixture
def bare_data(shipped_bare):
    return shipped_bare


def lay_annex(data, *rows, header=HEADER):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header)
    writer.writeheader()
    writer.writerows(rows)
    path = data / "raw" / "definitions" / "unit_targets" / "cdm-zone-2018.csv"
    path.parent.mkdir()
    path.write_text(text.getvalue(), encoding="utf-8")
    published(data)


def receive(data, text, with_sample=False):
    path = data / "报告.csv"
    path.write_text(text, encoding="utf-8")
    with Desk(data / "raw", with_sample) as desk:
        return desk.receive(path)


def test_without_the_annex_a_unit_may_not_report_what_no_task_of_its_serves(bare_data):
    outcome = receive(bare_data, report_text(COUNT | {"数值": "512"}, 责任单位="省统计局"))
    assert [f.rule_id for f in outcome.findings if f.severity == "error"] == ["received_report.item_id.of_unit"]


def test_with_the_annex_a_received_report_gives_unit_attainment_without_samples(bare_data, run_duibiao):
    lay_annex(bare_data, STATISTICS_BUREAU, EDUCATION)
    assert receive(bare_data, report_text(COUNT | {"数值": "512"}, 责任单位="省统计局")).verdict == "accepted"
    outcome = load(bare_data, with_sample=False)
    assert outcome.state == "published", [f.text() for f in outcome.findings]
    judged = Snapshot(current_build_path(bare_data / "warehouse")).select("""
        select unit_id, cast(target_value as integer) as aim, cast(actual_value as integer) as actual,
            attainment_pct, target_provenance, provenance, status
        from mart.attainment where period_id = '2019H1' and unit_id is not null order by unit_id
    """)
    assert [(r["unit_id"], r["aim"], r["actual"], r["attainment_pct"], r["target_provenance"], r["provenance"])
            for r in judged] == [("sc-jyt", 360, None, None, "policy", None),
                                 ("sc-tjj", 640, 512, 80.0, "policy", "reported")]  # fmt: skip
    assert judged[0]["status"] == "no_data"
    exported = csv.DictReader(io.StringIO(run_duibiao("export", "unit-targets", data=bare_data, sample="off").stdout))
    assert [(row["unit_name"], row["provenance"], row["document_title"], row["phrase"]) for row in exported] == [
        ("省统计局", "policy", "建设指标分解表", "省统计局640人"), ("教育厅", "policy", "建设指标分解表", "教育厅360人"),
    ]  # fmt: skip


def test_a_broken_annex_is_refused_with_every_cell_named(bare_data):
    lay_annex(bare_data,
              STATISTICS_BUREAU | {"target_value": "六百", "unit_name": "某局"},
              EDUCATION | {"target_id": "cdm-nothing", "phrase": ""},
              EDUCATION | {"measure_unit": "只", "phrase": "经纪人"})  # fmt: skip
    outcome = load(bare_data, with_sample=False)
    assert outcome.state == "refused"
    found = {(f.row_number, f.column_name, f.value) for f in outcome.findings if f.severity == "error"}
    assert found == {
        (2, "target_value", "六百"), (2, "unit_name", "某局"), (3, "target_id", "cdm-nothing"), (3, "phrase", None),
        (4, "measure_unit", "只"), (4, "phrase", "经纪人"),
    }  # fmt: skip
    assert {f.file for f in outcome.findings} == {"definitions/unit_targets/cdm-zone-2018.csv"}


def test_parts_that_do_not_add_up_are_shown_and_a_unit_under_two_names_is_refused(bare_data):
    lay_annex(bare_data, STATISTICS_BUREAU, EDUCATION | {"target_value": "300"})
    outcome = load(bare_data, with_sample=False)
    assert (outcome.state, [(f.rule_id, f.severity) for f in outcome.findings]) == (
        "published", [("annex_off_target.none", "warn")]
    )  # fmt: skip
    (bare_data / "raw" / "definitions" / "unit_targets" / "cdm-zone-2018.csv").unlink()
    (bare_data / "raw" / "definitions" / "unit_targets").rmdir()
    lay_annex(bare_data, STATISTICS_BUREAU | {"target_value": "500"},
              STATISTICS_BUREAU | {"target_value": "500", "unit_name": "省统计局"})  # fmt: skip
    outcome = load(bare_data, with_sample=False)
    assert outcome.state == "refused"
    (twice,) = outcome.findings
    assert (twice.rule_id, twice.file, twice.row_number) == (
        "unit_target_twice.none", "definitions/unit_targets/cdm-zone-2018.csv", 3
    )  # fmt: skip


def test_the_annex_displaces_the_illustrative_parts_of_its_programme_and_no_others():
    def part(target_id, value):
        return {"target_id": target_id, "unit_name": "U", "target_value": value, "measure_unit": "项",
                "baseline_value": None}  # fmt: skip

    targets = [
        {"target_id": name, "programme_id": of, "measure_unit": "项"} for name, of in zip("abc", "ppq", strict=True)
    ]
    tables = {
        "target": targets,
        "unit_target": [part("a", "7")],
        "sample_unit_target": [part(name, "9") for name in "abc"],
    }
    found = [(row["target_id"], row["target_value"], row["provenance"]) for row in breakdown(shipped_catalog(), tables)]
    assert found == [("a", "7", "policy"), ("c", "9", "sample")]


def test_the_annex_decides_what_a_unit_may_report_and_what_its_template_shows(data_copy):
    lay_annex(data_copy, STATISTICS_BUREAU)
    register = read_register(data_copy / "raw", definitions_in_force(data_copy / "raw"), with_sample=True)
    duties = register.duties("2019H1")
    assert ("sc-tjj", "technology-brokers") in duties.may_report
    assert {part.is_illustrative for (unit_id, _), part in duties.parts.items() if unit_id == "sc-tjj"} == {False}
    assert ("sc-kjt", "cdm-technology-brokers") not in duties.parts
    template = make_template(Office(data_copy / "raw", with_sample=True), "省统计局", "2019H1", None)
    values = {row.item.item_id: row.values["target_value"] for row in template.rows}
    assert values["technology-brokers"] == "640(本单位 own part)"


def test_the_annex_may_name_its_columns_in_chinese(bare_data):
    chinese = dict(zip(HEADER, ["目标编号", "责任单位", "目标值", "计量单位", "基期值", "文件标题", "位置", "原文",
                                "备注", "备注（英文）"], strict=True))  # fmt: skip
    lay_annex(bare_data, {chinese[name]: value for name, value in EDUCATION.items()}, header=list(chinese.values()))
    register = read_register(bare_data / "raw", definitions_in_force(bare_data / "raw"), with_sample=False)
    assert register.duties("2019H1").parts[("sc-jyt", "cdm-technology-brokers")].target_value == "360"


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"town-a": 7, "town-b": 3}, []),
        ({"town-a": 7, "town-b": 3, "village-1": 4, "village-2": 3}, []),
        ({"town-a": 7, "town-b": 3, "village-1": 4, "village-2": 2}, [6]),
        ({"town-a": 7, "town-b": 2, "village-1": 4, "village-2": 3}, [9]),
        ({"village-1": 4, "village-2": 3, "town-b": 3}, []),
    ],
)
def test_the_parts_of_a_level_are_held_against_the_part_above_them_and_never_added_to_it(parts, found):
    with connect() as connection:
        connection.execute("""
            create schema dim; create schema fact;
            create table dim.unit as from (values ('county', null), ('town-a', 'county'), ('town-b', 'county'),
                ('village-1', 'town-a'), ('village-2', 'town-a')) as unit(unit_id, parent_unit_id);
            create table dim.indicator as select 'i' as indicator_id, 'sum' as aggregation;
            create table fact.target as select 't' as target_id, 'i' as indicator_id, 10 as target_value,
                null::integer as target_low, null::integer as target_high;
            create table fact.unit_target (target_id text, unit_id text, target_value integer, provenance text,
                source_file text, source_row integer);
        """)
        rows = [["t", unit, value, "policy", "f", number] for number, (unit, value) in enumerate(parts.items())]
        connection.executemany("insert into fact.unit_target values (?, ?, ?, ?, ?, ?)", rows)
        query = (CHECK_QUERIES / "annex_off_target.sql").read_text(encoding="utf-8")
        assert [row[3] for row in connection.execute(query).fetchall()] == found

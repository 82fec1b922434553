"""`duibiao programme receive`: published once confirmed, never over a fault, with the workbook's bytes kept."""

import json

import pytest

from pipelines.archive import Archive
from pipelines.definitions.files import definitions_in_force
from pipelines.definitions.things import read_things
from tests.offices import typed
from tests.offices.office import Office

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("office"))
    office.write()
    return office


def receive(office, sheets, *options, fails=False):
    path = typed.write(office.folder / "w.xlsx", sheets)
    return office.run("programme", "receive", path, "--by=王芳", "--reason=登记", *options, fails=fails)


def workbooks(raw):
    return [one for one in Archive(raw).publications() if one.channel == "workbook"]


def test_a_workbook_is_published_once_confirmed_and_never_over_a_fault(office):
    raw = office.data / "raw"
    faulty = typed.jobs() | {"单位": [["单位", "类别"], ["市人社局", ""]]}
    assert "不能为空" in receive(office, faulty, "--yes", fails=True)
    assert "--yes" in receive(office, typed.jobs(), fails=True)
    assert workbooks(raw) == []
    receive(office, typed.jobs(), "--yes")
    (first,) = workbooks(raw)
    assert (first.by, first.channel, first.programmes) == ("王芳", "workbook", ["fuzhou-jobs"])
    assert Archive(raw).path(first.received).read_bytes() == (office.folder / "w.xlsx").read_bytes()
    assert (raw / "definitions" / "units.yml").read_bytes() == definitions_in_force(raw)["units.yml"]
    assert "没有变更" in receive(office, typed.jobs(), "--yes")
    sheets = typed.jobs()
    sheets["单位"][2][1] = "城区"
    told = json.loads(receive(office, sheets, "--yes", "--json"))
    assert [change["zh"] for change in told["changes"]] == ["变更 单位“鼓楼区”：类别 区县 → 城区"]
    assert read_things(definitions_in_force(raw))["unit", "u-002"]["kind"] == "城区"
    assert (raw / "definitions" / "units.yml").read_bytes() == definitions_in_force(raw)["units.yml"]
    assert len(workbooks(raw)) == 2
    (shown,) = json.loads(office.run("programme", "show", "--json"))
    assert shown["counts"] == {"policy": 1, "task": 1, "target": 6, "responsibility": 4, "unit_target": 14, "weight": 6}


def test_a_preview_names_at_its_cell_what_only_a_load_finds(office):
    sheets = typed.jobs()
    sheets["指标"][1][1:3] = ["压减", "万人"]
    sheets["指标"][1][4] = "牵头报送"
    path = typed.write(office.folder / "w.xlsx", sheets)
    told = json.loads(office.run("programme", "check", path, "--json", fails=True))
    found = [(f["sheet"], f["row_number"], f["rule_id"]) for f in told["findings"] if f["severity"] == "error"]
    assert found == [("目标", 2, "target_contradicts_itself.none")]


def test_faults_of_yaml_and_of_tables_are_told_at_once(office):
    definitions = office.data / "raw" / "definitions"
    for name, old, new in (
        ("units.yml", "kind: 部门", "sort: 部门"),
        ("targets/fuzhou-jobs.csv", "2018-12-31", "2018-13-31"),
    ):
        place = definitions / name
        text = place.read_text(encoding="utf-8")
        assert old in text
        place.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = office.run("programme", "publish", "--files", "--by=王芳", "--reason=改", fails=True)
    assert "units.yml" in told and "sort" in told
    assert "targets/fuzhou-jobs.csv" in told and "2018-13-31" in told
    assert "不是已登记" not in told

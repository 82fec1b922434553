"""What was received and no longer finds what it names stops the load by name; nothing in force changes."""

import csv
import json

import pytest
import yaml

from tests.offices.fuzhou import PROGRAMME

pytestmark = pytest.mark.slow

EXPORTS = ("attainment", "reports", "observations", "round-steps")


@pytest.fixture
def office(fuzhou_closed, tmp_path):
    """An office of the test's own, its year 2018 closed."""
    return fuzhou_closed.copied(tmp_path)


def change(office, name, edit):
    """Edits one list of the catalog."""
    path = office.catalog / name
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(edit(entries), allow_unicode=True), encoding="utf-8")
    office.published()


def drop_rows(office, name, column, value):
    """Takes the rows out of a table that have this value."""
    path = office.table(name)
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    kept = [row for row in rows if row[header.index(column)] != value]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *kept])
    office.published()


def refused(office):
    """The errors of a load that is refused; what was in force stays in force to the byte."""
    office.published()
    before = {name: office.run("export", name) for name in EXPORTS}
    told = office.run("load", "--json", fails=True)
    findings = json.loads(told[told.index("{") :])["findings"]
    assert {name: office.run("export", name) for name in EXPORTS} == before
    return [finding for finding in findings if finding["severity"] == "error"]


def merge(entries):
    """台江区 becomes another name of 鼓楼区, the only way in which a catalog can say that it was merged."""
    (gulou,) = [entry for entry in entries if entry["id"] == "fz-gulou"]
    gulou["aliases"] = [{"name": "台江区", "note": {"zh": "并入", "en": "merged"}}]
    return [entry for entry in entries if entry["id"] != "fz-taijiang"]


def test_a_unit_merged_by_alias_stops_the_load_by_its_locked_report(office):
    change(office, "units.yml", merge)
    for name in (f"unit_targets/{PROGRAMME}", f"responsibilities/{PROGRAMME}"):
        drop_rows(office, name, "unit_name", "台江区")
    found = refused(office)
    report = next(finding for finding in found if finding["rule_id"] == "orphan.unit")
    for part in ("张三", "2018", "台江区-2018", "fz-taijiang", "units.yml"):
        assert part in report["sentence_zh"] + report["next_step_zh"], part
    assert {finding["value"] for finding in found} == {"fz-taijiang"}
    # Its acceptance is lost with it, and is named too.
    assert {finding["rule_id"] for finding in found} == {"orphan.unit", "orphan.step"}


def test_a_unit_that_is_renamed_keeps_its_reports(office):
    def rename(entries):
        for entry in entries:
            if entry["id"] == "fz-gulou":
                entry |= {"name": "鼓楼新区", "aliases": [{"name": "鼓楼区", "note": {"zh": "旧名", "en": "was"}}]}
        return entries

    change(office, "units.yml", rename)
    office.load()
    assert float(office.judged("fz-new", "2018")["actual_value"]) == pytest.approx(12.9)


def test_a_unit_whose_tasks_were_given_to_others_stays_in_its_round(office):
    drop_rows(office, f"responsibilities/{PROGRAMME}", "unit_name", "台江区")
    office.load()
    states = {row["unit_id"]: row["state"] for row in office.export("reports") if row["period_id"] == "2018"}
    assert states["fz-taijiang"] == "locked"
    assert float(office.judged("fz-new", "2018")["actual_value"]) == pytest.approx(12.9)


def test_a_round_that_was_reported_on_cannot_be_struck_from_its_programme(office):
    change(office, "programmes.yml", lambda entries: [entry | {"rounds": ["2019"]} for entry in entries])
    found = refused(office)
    assert {finding["value"] for finding in found} == {"2018"}
    assert len([finding for finding in found if finding["rule_id"] == "orphan.round"]) == 4


def test_an_indicator_that_was_reported_cannot_be_struck_from_the_catalog(office):
    (office.catalog / "indicators" / "jobs-hard.yml").unlink()
    for name in (f"targets/{PROGRAMME}", f"unit_targets/{PROGRAMME}"):
        drop_rows(office, name, "target_id", "fz-hard")
    named = [finding for finding in refused(office) if "jobs-hard" in f"{finding['value']} {finding['sentence_zh']}"]
    # Three districts reported it.
    assert len({finding["file"] for finding in named}) == 3


def test_a_task_that_was_reported_cannot_be_struck_from_its_table(office):
    path = office.table(f"tasks/{PROGRAMME}")
    header, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{header}\n{row.replace('fz-t1', 'fz-t2')}\n", encoding="utf-8")
    for name, old in ((f"responsibilities/{PROGRAMME}", "fz-t1"), (f"targets/{PROGRAMME}", "fz-t1")):
        other = office.table(name)
        other.write_text(other.read_text(encoding="utf-8").replace(old, "fz-t2"), encoding="utf-8")
    named = [finding for finding in refused(office) if "fz-t1" in f"{finding['value']} {finding['sentence_zh']}"]
    assert len({finding["file"] for finding in named}) == 4

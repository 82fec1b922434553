"""Closed is frozen: what was judged when a round was closed is what it shows, whatever is declared or received later."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from metrics import clock
from pipelines.archive import Archive
from tests.offices.fuzhou import PROGRAMME, yearly
from tests.offices.test_orphans import change, drop_rows

pytestmark = pytest.mark.slow

PERIOD = "2018"


@pytest.fixture
def office(fuzhou_closed, tmp_path):
    """An office of the test's own, its year 2018 closed."""
    return fuzhou_closed.copied(tmp_path)


def shown(office, *options):
    """What the closed round shows, to the byte."""
    return office.run("export", "attainment", "--period", PERIOD, *options)


def restated(office):
    """The judgements of closed rounds that today would change: (target, unit) to the row."""
    rows = office.export("restatements")
    return {(row["target_id"], row["unit_id"]): row for row in rows if row["target_id"]}


def edit_rows(office, name, edit):
    """Lets every row of a table be changed in place, and writes the table."""
    for row in office.tables[f"{name}/{PROGRAMME}"]:
        edit(row)
    office.write()


def aim(value):
    def edit(row):
        if row["target_id"] == "fz-new":
            row |= {"target_value": value, "value_as_printed": value, "phrase": value}

    return edit


def raise_aim(office):
    """13.5 in the place of 12.2, with the parts that make it up: 5, 4 and 4.5."""
    edit_rows(office, "targets", aim("13.5"))
    edit_rows(office, "unit_targets", part("4.5"))


def part(value):
    def edit(row):
        if (row["target_id"], row["unit_name"]) == ("fz-new", "仓山区"):
            row |= {"target_value": value, "phrase": value}

    return edit


def test_the_journal_names_the_record_and_the_record_holds_every_judgement(fuzhou_closed):
    archive = fuzhou_closed.data / "raw" / "archive"
    *_, line = (archive / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    closing_id = json.loads(line)["facts"]["closing_id"]
    (path,) = (archive / "closed").rglob("*.json")
    assert path.stem == closing_id
    record = json.loads(path.read_bytes())
    # Six targets of the programme, and fourteen parts of its units.
    assert (len(record["judgements"]["rows"]), record["rule_version"], record["has_sample"]) == (20, "2026-01", False)
    assert record["thresholds"]["on_track_ratio"] == 0.95
    assert {"fact.target", "fact.unit_target", "fact.task", "fact.responsibility", "fact.target_weight",
            "dim.indicator"} <= set(record["definitions"])  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(shown(fuzhou_closed))))
    assert {row["is_frozen"] for row in rows} == {"true"} and len(rows) == 20


def test_a_target_changed_in_mid_term_leaves_the_closed_round_and_is_listed_with_both(office):
    before = shown(office)
    raise_aim(office)
    told = office.load()
    assert shown(office) == before
    row = restated(office)["fz-new", ""]
    assert (row["restatement_kind"], row["old_target_value"], row["new_target_value"]) == ("definition", "12.2", "13.5")
    assert (row["old_status"], row["new_status"]) == ("achieved", "missed")
    assert "fz-new" in told and "12.9" in told and "missed" in told


def second_year(office):
    yearly(office, "new", ">=", 12.5, "万人", 2019)
    office.part(PROGRAMME, "fz-new-2019", "鼓楼区", 9.3, "万人")
    office.part(PROGRAMME, "fz-new-2019", "仓山区", 3.2, "万人")
    office.write()


def withdrawn(office):
    drop_rows(office, f"unit_targets/{PROGRAMME}", "target_id", "fz-hard")
    drop_rows(office, f"targets/{PROGRAMME}", "target_id", "fz-hard")


def renamed(office):
    def rename(entries):
        for entry in entries:
            if entry["id"] == "fz-gulou":
                entry |= {"name": "鼓楼新区", "aliases": [{"name": "鼓楼区", "note": {"zh": "旧", "en": "was"}}]}
        return entries

    change(office, "units.yml", rename)


def indicator_renamed(office):
    change(office, "indicators/jobs-new.yml", lambda entry: entry | {"name": {"zh": "新增就业", "en": "new jobs"}})


def handed_on(office):
    drop_rows(office, f"responsibilities/{PROGRAMME}", "unit_name", "台江区")


def part_dropped(office):
    drop_rows(office, f"unit_targets/{PROGRAMME}", "unit_name", "台江区")


def part_changed(office):
    edit_rows(office, "unit_targets", part("2.8"))


def published(office):
    folder = office.data / "raw" / "published"
    folder.mkdir(exist_ok=True)
    (folder / "figure_matches.csv").write_text(
        "indicator_zh,scope,indicator_id,basis_match,reason_zh,reason_en\n新增就业,福州市,jobs-new,same,同,same\n",
        encoding="utf-8",
    )
    (folder / "published_figures.csv").write_text(
        "programme,indicator_zh,indicator_en,scope,period,value,measure_unit,kind,qualifier,confidence,source_issuer,"
        "source_title,source_date,note\n就业,新增就业,new jobs,福州市,2018,11.1,万人,point,,high,某局,公报,2019-02-01,\n",
        encoding="utf-8",
    )


EDITS = [second_year, renamed, indicator_renamed, handed_on, part_dropped, part_changed, withdrawn, published]


@pytest.mark.parametrize(
    "edits",
    [EDITS, *(pytest.param([edit], marks=pytest.mark.journey) for edit in EDITS)],
    ids=["all", *(edit.__name__ for edit in EDITS)],
)
def test_whatever_is_declared_or_published_later_the_closed_round_stays_to_the_byte(office, edits):
    before = shown(office)
    for edit in edits:
        edit(office)
    office.load()
    assert shown(office) == before


def test_next_years_targets_are_not_in_the_closed_year(office):
    second_year(office)
    office.load()
    assert {row["target_id"] for row in csv.DictReader(io.StringIO(shown(office)))} == {
        "fz-new", "fz-re", "fz-hard", "fz-rural", "fz-rate", "fz-grad",
    }  # fmt: skip


def test_a_withdrawn_target_stays_in_the_closed_round_and_is_listed_as_gone(office):
    withdrawn(office)
    office.load()
    row = restated(office)["fz-hard", ""]
    assert (row["restatement_kind"], row["old_status"], row["new_status"]) == ("definition", "achieved", "")


def test_a_published_figure_that_comes_later_is_listed_as_another_figure(office):
    published(office)
    office.load()
    row = restated(office)["fz-new", ""]
    assert (row["restatement_kind"], float(row["old_value"]), float(row["new_value"])) == ("figures", 12.9, 11.1)


def test_other_limits_restate_by_their_version_and_change_nothing_closed(office, monkeypatch, tmp_path):
    from metrics.rules import status

    before = shown(office)
    limits = yaml.safe_load(status.THRESHOLDS_FILE.read_text(encoding="utf-8"))
    other = tmp_path / "thresholds.yml"
    other.write_text(yaml.safe_dump(limits | {"rule_version": "2027-09"}), encoding="utf-8")
    real = status.Thresholds.load.__func__
    monkeypatch.setattr(status.Thresholds, "load", classmethod(lambda cls: real(cls, other)))
    from pipelines.loading import build_record, fingerprints, making

    for module in (build_record, fingerprints, making):
        monkeypatch.setattr(module, "code_hash", lambda: "other")
    office.load()
    assert shown(office) == before
    assert "2026-01" in before and "2027-09" not in before


def test_before_the_closing_a_view_shows_the_open_round(office):
    raise_aim(office)
    office.load()
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    rows = list(csv.DictReader(io.StringIO(shown(office, "--as-of", yesterday))))
    assert {row["is_frozen"] for row in rows} == {"false"}
    today = list(csv.DictReader(io.StringIO(shown(office, "--as-of", clock.today().isoformat()))))
    assert {row["is_frozen"] for row in today} == {"true"}


def test_a_record_that_is_gone_or_altered_stops_the_load_by_name(office):
    (path,) = (office.data / "raw" / "archive" / "closed").rglob("*.json")
    kept, journal = path.read_bytes(), office.data / "raw" / "archive" / "journal.jsonl"
    raise_aim(office)
    try:
        path.write_bytes(kept.replace(b'"12.9', b'"19.9', 1))
        assert "2018" in (said := office.run("load", fails=True)) and "closed/" in said
        path.unlink()
        assert "closed/" in office.run("load", fails=True)
    finally:
        path.write_bytes(kept)
    assert journal.exists()


# --- reopening


@pytest.fixture(scope="module")
def reopened(fuzhou_closed, tmp_path_factory):
    """2018 closed; then the city's target is changed, and the round reopened for one district, which corrects itself."""
    office = fuzhou_closed.copied(tmp_path_factory.mktemp("reopened"))
    raise_aim(office)
    office.step("reopen", PROGRAMME, PERIOD, "fz-taijiang", reason="更正")
    office.report(
        "台江区", PERIOD, "2018-12-30",
        {"jobs-new": 3.6, "jobs-re": 0.31, "jobs-hard": 0.14, "jobs-rural": 1.5}, ("fz-t1",),
    )  # fmt: skip
    office.step("accept", PROGRAMME, PERIOD, "fz-taijiang", reason="已核实")
    office.load()
    return office


def judged_by_the_frozen_definitions(office):
    whole, part = office.judged("fz-new", PERIOD), office.judged("fz-new", PERIOD, "fz-taijiang")
    # 5.6 + 3.6 + 2.9 = 12.1, of the 12.2 that the round was closed by, not of 13.5.
    assert (float(whole["actual_value"]), float(whole["target_value"]), whole["status"]) == (
        pytest.approx(12.1), 12.2, "missed",
    )  # fmt: skip
    assert float(whole["attainment_pct"]) == pytest.approx(12.1 / 12.2 * 100, abs=0.001)
    assert (float(part["actual_value"]), float(part["target_value"])) == (3.6, 4)
    assert float(office.judged("fz-new", PERIOD, "fz-gulou")["actual_value"]) == 5.6


def test_a_correction_is_judged_by_the_definitions_of_the_closing_and_listed(reopened):
    judged_by_the_frozen_definitions(reopened)
    (row,) = [row for row in reopened.export("restatements") if row["restatement_kind"] == "report"]
    assert (row["unit_id"], float(row["old_value"]), float(row["new_value"])) == ("fz-taijiang", 4.4, 3.6)


def test_closed_again_the_round_keeps_the_definitions_of_its_first_closing(reopened):
    reopened.step("close", PROGRAMME, PERIOD, reason="再次办结")
    reopened.load()
    judged_by_the_frozen_definitions(reopened)
    records = [json.loads(path.read_bytes()) for path in (reopened.data / "raw" / "archive" / "closed").rglob("*.json")]
    assert len(records) == 2
    assert len({record["definitions_sha256"] for record in records}) == 1


# --- closing itself


def test_a_closing_from_before_records_says_so_and_pretends_nothing(fuzhou_accepted, tmp_path):
    office = fuzhou_accepted.copied(tmp_path)
    archive = Archive(office.data / "raw")
    last, moment = archive.steps()[-1], archive.next_moment()
    archive.write(replace(last, step="close", unit_id=None, version=None, recorded_at=moment, closing_id=None))
    told = office.load()
    assert "before judgements were recorded" in told
    assert {row["is_frozen"] for row in csv.DictReader(io.StringIO(shown(office)))} == {"false"}
    raise_aim(office)
    office.load()
    assert office.judged("fz-new", PERIOD)["status"] == "missed"


def test_what_cannot_be_loaded_cannot_be_closed_and_the_reason_is_said(fuzhou_accepted, tmp_path):
    office = fuzhou_accepted.copied(tmp_path)
    edit_rows(office, "targets", aim("twelve"))
    said = office.run("round", "close", PROGRAMME, PERIOD, "--by", "李四", "--no-load", fails=True)
    assert "targets/fuzhou-jobs.csv" in said and "办结" in said
    assert '"close"' not in (office.data / "raw" / "archive" / "journal.jsonl").read_text(encoding="utf-8")


def test_killed_at_any_moment_a_closing_is_whole_or_was_not(fuzhou_accepted, tmp_path):
    office = fuzhou_accepted.copied(tmp_path)
    office.load()
    environment = os.environ | office.environment
    command = [sys.executable, "-m", "app", "round", "close", PROGRAMME, PERIOD, "--by", "李四", "--no-load"]
    archive = office.data / "raw" / "archive"
    for patience in (0.02, None):
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if patience is None:
            assert process.wait(timeout=300) == 0
            break
        while process.poll() is None and not list(archive.glob("closed/*/*")):
            time.sleep(0.005)
        time.sleep(patience)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if '"close"' in (archive / "journal.jsonl").read_text(encoding="utf-8"):
            break
        office.load()
        assert office.judged("fz-new", PERIOD)["is_frozen"] == "false"
    office.load()
    assert office.judged("fz-new", PERIOD)["is_frozen"] == "true"
    assert len([line for line in (archive / "journal.jsonl").read_text(encoding="utf-8").splitlines()
                if json.loads(line)["facts"].get("step") == "close"]) == 1  # fmt: skip

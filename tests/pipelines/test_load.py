"""A load publishes whole or not at all, says why, and costs nothing when nothing is new."""

import csv
import shutil
import subprocess
import sys
from decimal import Decimal

import pytest

from metrics.warehouse import Snapshot, current_build_path
from pipelines.definitions.files import definitions_in_force
from pipelines.loading import publish
from pipelines.loading.build import named_files
from pipelines.loading.intake import unread_files
from pipelines.receiving.inbox import left_in_inbox
from tests.offices.village import PROGRAMME, village
from tests.published import load, published
from tests.shipped import RAW

pytestmark = pytest.mark.slow


@pytest.fixture
def bare_data(shipped_bare):
    return shipped_bare


def alter(path, change):
    """Rewrites the rows of a CSV file by `change`, which gets and returns a list of dicts."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
        header = list(rows[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


def set_cell(row_number, column, value):
    """A change that sets one cell; rows are counted as in the file, the header being row 1."""

    def change(rows):
        rows[row_number - 2][column] = value
        return rows

    return change


TARGETS = "raw/definitions/targets/cdm-zone-2018.csv"


def test_loading_again_changes_nothing(shipped):
    # The lock is taken, and a file that lies long enough is not hashed again.
    own = [path for path in (shipped / "warehouse").iterdir() if path.name not in (".lock", "ledgers")]
    before = {path: path.stat().st_mtime_ns for path in own}
    assert load(shipped, with_sample=True).state == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert {path.name for path in (shipped / "warehouse").iterdir()} == {path.name for path in own} | {
        ".lock",
        "ledgers",
    }


BREAKS = [
    (2, "target_value", "一千", "target.target_value.number"),
    (3, "comparator", "≥", "target.comparator.known"),
    (4, "indicator_id", "no-such-indicator", "target.indicator_id.known"),
    (5, "phrase", "", "target.phrase.given"),
    (6, "phrase", "到2020年达到100个。另建10个", "target.phrase.one_sentence"),
    (7, "due_on", "2020-13-01", "target.due_on.date"),
    (8, "target_id", "v-trees", "target.target_id.unique"),
    (9, "target_value", "", "target.target_value.by_comparator"),
    (10, "measure_unit", "斗", "target.measure_unit.known"),
    (11, "phrase", "没有数字", "target.phrase.carries_figure"),
    (12, "scope_id", "moon", "target.scope_id.known"),
    (13, "task_id", "", "target.task_id.by_level"),
]


def test_broken_targets_stop_the_load_and_all_are_named_at_once(tmp_path, monkeypatch):
    office = village(tmp_path)
    for number in range(3, 14):
        level = {"level": "task", "task_id": "v-1"} if number == 13 else {}
        office.target(
            f"v-{number}", PROGRAMME, "trees", "village", ">=", 100, "个", "2018-07-01", f"2019-12-{number:02}", **level
        )
    office.write()
    file = f"definitions/targets/{PROGRAMME}.csv"
    for row_number, column, value, _ in BREAKS:
        alter(office.data / "raw" / file, set_cell(row_number, column, value))
    outcome = load(office.data, with_sample=False)
    assert outcome.state == "refused"
    assert not (office.data / "warehouse" / "CURRENT").exists()
    # The parts of a target that is there twice are a finding of their own file.
    own = [finding for finding in outcome.findings if finding.file == file]
    found = {(f.row_number, f.column_name, f.value or "", f.rule_id) for f in own}
    # The repeated id is named at both places.
    assert found == {*BREAKS, (2, "target_id", "v-trees", "target.target_id.unique")}
    for finding in own:
        assert all((finding.sentence_zh, finding.sentence_en, finding.next_step_zh, finding.next_step_en))


def test_a_refused_load_keeps_the_old_build_in_force(first_day_copy):
    before = current_build_path(first_day_copy / "warehouse")
    alter(first_day_copy / TARGETS, set_cell(2, "target_value", "x"))
    refused = load(first_day_copy, with_sample=False)
    assert refused.state == "refused"
    assert current_build_path(first_day_copy / "warehouse") == before
    assert Snapshot(before).build == refused.build


def test_an_unknown_unit_name_is_refused_not_dropped(data_copy):
    alter(data_copy / "raw/definitions/responsibilities/cdm-zone-2018.csv", set_cell(2, "unit_name", "省科工办"))
    outcome = load(data_copy, with_sample=False)
    assert [(f.rule_id, f.row_number, f.value) for f in outcome.findings] == [
        ("responsibility.unit_name.known", 2, "省科工办")
    ]


def test_a_task_without_a_lead_is_refused(data_copy):
    alter(data_copy / "raw/definitions/responsibilities/cdm-zone-2018.csv", set_cell(2, "role", "support"))
    outcome = load(data_copy, with_sample=False)
    ((rule, value),) = {(f.rule_id, f.value) for f in outcome.findings}
    assert rule == "task_without_one_lead.none" and str(value).startswith("cdm-t")
    assert not list((data_copy / "warehouse").glob("duibiao-*.duckdb"))


def test_sample_off_leaves_nothing_of_it(real_only):
    assert not real_only.build.has_sample
    tables = real_only.select(
        # With the database, since what readers make in memory stands beside the build.
        "select format('\"{}\".{}.{}', table_catalog, table_schema, table_name) as name from information_schema.columns "
        "where column_name = 'provenance'"
    )
    assert len(tables) >= 5
    for table in tables:
        classes = {row["provenance"] for row in real_only.select(f"select provenance from {table['name']}")}
        assert "sample" not in classes, table["name"]
    headline = real_only.select(
        "select actual_value, provenance from mart.attainment where unit_id is null and period_id = '2020H2' "
        "and target_id = 'cdm-technology-contract-turnover'"
    )
    assert [(str(row["actual_value"]), row["provenance"]) for row in headline] == [("1244.590000", "published")]


def test_another_setting_is_another_build(shipped, tmp_path):
    folder = shutil.copytree(shipped, tmp_path / "copy")
    first = Snapshot(current_build_path(folder / "warehouse")).build
    second = load(folder, with_sample=False)
    assert second.state == "published"
    assert first.build_id != second.build.build_id


def test_five_builds_are_kept_and_the_pointer_can_go_back(first_day_copy):
    warehouse = first_day_copy / "warehouse"
    newest = current_build_path(warehouse)
    for hour in range(7):
        (warehouse / f"duibiao-20200101T{hour:02}0000Z-00000000.duckdb").touch()
    alter(first_day_copy / TARGETS, set_cell(2, "note_zh", "改动"))
    load(first_day_copy, with_sample=False)
    kept = publish.list_builds(warehouse)
    assert len(kept) == publish.KEPT_BUILDS
    assert current_build_path(warehouse) == kept[0]
    assert newest in kept
    publish.point_to(newest)
    assert current_build_path(warehouse) == newest


def test_a_second_load_at_the_same_time_is_told_to_wait(data_copy):
    with publish.exclusive(data_copy / "warehouse"), pytest.raises(publish.LoadUnderWay, match="wait"):
        load(data_copy, with_sample=False)


def test_a_dead_loads_leftovers_are_removed(data_copy):
    warehouse = data_copy / "warehouse"
    warehouse.mkdir()
    leftover = warehouse / f"duibiao-19990101T000000Z-dead.duckdb{publish.STAGED_SUFFIX}"
    leftover.write_bytes(b"half a file")
    load(data_copy, with_sample=False)
    assert not leftover.exists()
    assert not list(warehouse.glob(f"*{publish.STAGED_SUFFIX}*"))


def test_a_reader_goes_on_while_a_new_build_is_published(first_day_copy):
    old = Snapshot(current_build_path(first_day_copy / "warehouse"))
    question = (
        "select target_id, cast(target_value as integer) as v from fact.target "
        "where source_file like '%cdm-zone%' and source_row = 2"
    )
    (before,) = old.select(question)
    alter(first_day_copy / TARGETS, set_cell(2, "target_value", str(before["v"] + 1)))
    load(first_day_copy, with_sample=False)
    new = Snapshot(current_build_path(first_day_copy / "warehouse"))
    assert old.select(question) == [before]
    assert new.select(question) == [before | {"v": before["v"] + 1}]


def test_the_same_inputs_give_the_same_rows(tmp_path, shipped):
    copy = shutil.copytree(shipped, tmp_path / "copy", ignore=shutil.ignore_patterns("warehouse"))
    load(copy, with_sample=True)
    files = [current_build_path(folder / "warehouse") for folder in (shipped, copy)]
    dumps = []
    for file in files:
        with Snapshot(file).cursor() as connection:
            names = connection.execute(
                "select table_schema || '.' || table_name from information_schema.tables "
                "where table_schema in ('dim', 'fact', 'mart', 'quality') order by 1"
            ).fetchall()
            dumps.append({n: sorted(map(repr, connection.table(n).fetchall())) for (n,) in names})
    assert dumps[0] == dumps[1]


def test_a_figure_of_twenty_one_digits_stays_what_was_printed(bare_data):
    file = "raw/published/technology_market_turnover_by_province.csv"
    alter(bare_data / file, set_cell(2, "value", "123456789012345.123456"))
    assert load(bare_data, with_sample=False).state == "published"
    snapshot = Snapshot(current_build_path(bare_data / "warehouse"))
    question = "select actual_value from fact.observation where source_file like '%by_province.csv' and source_row = 2"
    assert {row["actual_value"] for row in snapshot.select(question)} == {Decimal("123456789012345.123456")}


def test_a_killed_load_leaves_the_build_in_force(first_day_copy):
    before = current_build_path(first_day_copy / "warehouse")
    alter(first_day_copy / TARGETS, set_cell(2, "target_value", "1002"))
    published(first_day_copy)
    program = (
        "import os, sys; from pathlib import Path; from pipelines.loading import build, publish\n"
        "publish.publish = lambda *_: os.kill(os.getpid(), 9)\n"
        f"build.load(Path({str(first_day_copy)!r}), False)"
    )
    killed = subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=False, capture_output=True)
    assert killed.returncode == -9
    assert current_build_path(first_day_copy / "warehouse") == before
    assert load(first_day_copy, with_sample=False).state == "published"


def test_a_file_that_no_source_names_is_told_not_passed_over(bare_data):
    raw = bare_data / "raw"
    (raw / "definitions" / "targets" / "新目标.xlsx").write_bytes(b"PK")
    (raw / "definitions" / "targets" / "A.CSV").write_text("x", encoding="utf-8")
    (raw / "targest").mkdir()
    (raw / "targest" / "a.csv").write_text("x", encoding="utf-8")
    (raw / "README.md").write_text("x", encoding="utf-8")
    (raw / "definitions" / "targets" / "broken.csv").write_bytes(b"\xff\xfea\x00")
    outcome = load(bare_data, with_sample=False)
    assert outcome.state == "refused"
    told = [(f.severity, f.file) for f in outcome.findings if f.rule_id == "file.unread"]
    assert told == [
        ("warn", "definitions/targets/A.CSV"),
        ("warn", "definitions/targets/新目标.xlsx"),
        ("warn", "targest/a.csv"),
    ]
    assert [f.file for f in outcome.findings if f.severity == "error"] == ["definitions/targets/broken.csv"]


def test_a_folder_in_the_inbox_is_told_not_passed_over(bare_data):
    inbox = bare_data / "raw" / "inbox"
    for name in ("各单位报告", "requests", ".hidden"):
        (inbox / name).mkdir(parents=True)
    (inbox / "gone.csv").symlink_to("/nowhere")
    told = [(f.severity, f.file) for f in left_in_inbox(bare_data / "raw") if f.rule_id == "inbox.left"]
    assert told == [("warn", "inbox/gone.csv"), ("warn", "inbox/各单位报告")]
    outcome = load(bare_data, with_sample=False)
    assert (outcome.state, [f.file for f in outcome.findings if f.rule_id == "inbox.left"]) == (
        "published", ["inbox/gone.csv", "inbox/各单位报告"]
    )  # fmt: skip


def test_every_shipped_file_is_read():
    assert unread_files(RAW, named_files(RAW, definitions_in_force(RAW))) == []

"""Annual reports received: versions, their way to filing, what counts, and what an earlier day knew of it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from metrics.kinds.table import ReportKey
from metrics.reading.annual_report import annual_report, report_standings
from metrics.warehouse import Snapshot, current_build_path
from pipelines.archive import Archive
from pipelines.centre_register import DATA
from pipelines.definitions.files import definitions_in_force
from pipelines.journal.book import read_book
from pipelines.journal.steps import StepRequest, take_step
from pipelines.office import Office
from pipelines.receiving.desk import Desk
from pipelines.records import CENTRE_REPORT
from pipelines.register import read_register
from pipelines.template.contents import make_template
from pipelines.template.workbook import workbook_bytes
from tests.pipelines.conftest import PROJECT
from tests.published import load
from tests.shipped import shipped_office

pytestmark = pytest.mark.slow

CENTRE, YEAR = "sample-sc-02", 2026
KEY = ReportKey("centre_report", "", str(YEAR), CENTRE)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A data folder with the samples, in which a correction of an annual report came after a return."""
    folder = tmp_path_factory.mktemp("house") / "data"
    shipped_office(folder)
    first = send(folder, spending=2700)
    steps = [step(folder, name, by, why) for name, by, why in (
        ("file", "科技厅", None), ("forward", "宜宾市科技局", None), ("return", "科技厅", "研发投入口径不符"))]  # fmt: skip
    second = send(folder, spending=2600)
    steps += [step(folder, "forward", "宜宾市科技局", None), step(folder, "file", "科技厅", None)]
    load(folder, with_sample=True)
    return folder, (first, second), steps


def send(folder, spending):
    template = make_template(Office(folder / "raw", with_sample=True), CENTRE, str(YEAR), kind_id="centre_report")
    filled = {(template.rows[0].item.item_id, "submitted_on"): date(2026, 11, 20)}
    for row in template.rows:
        code, last = row.item.item_id, row.values["last_value"] or Decimal(3)
        is_data = row.item.kind == DATA
        filled[code, "actual_value" if is_data else "statement"] = last if is_data else "按计划推进。"
    filled["rd-spending", "actual_value"] = Decimal(spending)
    path = folder / "年度报告.xlsx"
    path.write_bytes(workbook_bytes(replace(template, answers=filled)))
    with Desk(folder / "raw", with_sample=True) as desk:
        return desk.receive(path, by="王芳")


def step(folder, name, by, reason):
    register = read_register(folder / "raw", definitions_in_force(folder / "raw"), with_sample=True)
    request = StepRequest("centre_report", name, None, str(YEAR), CENTRE, by, reason)
    return take_step(Archive(folder / "raw"), register, request, with_sample=True)


def snapshot_of(folder):
    return Snapshot(current_build_path(folder / "warehouse"))


def test_a_correction_is_the_next_version_and_both_stay(house):
    folder, outcomes, _ = house
    assert [(o.verdict, o.receipt.kind, o.receipt.version, o.receipt.centre_id) for o in outcomes] == [
        ("accepted", CENTRE_REPORT, 1, CENTRE),
        ("accepted", CENTRE_REPORT, 2, CENTRE),
    ]
    with Desk(folder / "raw", with_sample=True) as desk:
        assert desk.receive(folder / "年度报告.xlsx").verdict == "already_received"
    versions = snapshot_of(folder).select(
        "select version from fact.centre_report where centre_id = $centre_id and year = 2026 order by 1",
        centre_id=CENTRE,
    )
    assert [row["version"] for row in versions] == [1, 2]


def test_the_way_is_that_of_the_document_in_force(house):
    _, _, steps = house
    assert [outcome.code or outcome.step.step for outcome in steps] == [
        "not_forwarded", "forward", "return", "forward", "file",
    ]  # fmt: skip
    assert "《四川省技术创新中心建设工作指引》" in steps[-1].said.zh


def test_the_page_reads_the_version_that_counts_and_the_whole_way(house):
    report = annual_report(snapshot_of(house[0]), CENTRE, YEAR)
    assert (report.standing.state, report.standing.version, report.standing.counted_version) == ("filed", 2, 2)
    assert [(entry.version, entry.event) for entry in report.steps] == [
        (1, "submitted"), (1, "forwarded"), (1, "returned"), (2, "submitted"), (2, "forwarded"), (2, "filed"),
    ]  # fmt: skip
    spending = report.data[0]
    assert (spending.item_id, spending.actual_value, spending.last_year_value) == ("rd-spending", 2600, 2384)
    assert spending.growth_pct == Decimal("9.1")


def test_an_earlier_day_knows_nothing_of_what_came_later(house):
    earlier = snapshot_of(house[0]).as_of(date(2026, 1, 2))
    states = {entry.year: entry.state for entry in report_standings(earlier, CENTRE)}
    assert states[2025] == "forwarded"
    assert states[2026] == "not_over"


def test_steps_on_samples_go_with_the_samples_and_rebuild_to_the_same(house):
    archive = Archive(house[0] / "raw")
    receipts, steps = archive.receipts(), archive.steps()
    register = read_register(house[0] / "raw", definitions_in_force(house[0] / "raw"), with_sample=True)
    books = [read_book(archive, receipts, steps, register, with_sample) for with_sample in (True, False)]
    assert all(book.standing(KEY).versions == ("returned", "filed") for book in books)
    assert not books[1].sample_keys
    assert books[0].standing(KEY._replace(period_id="2025", subject_id="sample-sc-05")).versions == (
        "returned",
        "filed",
    )


def test_who_has_not_reported_is_told_apart_from_who_need_not(snapshot):
    states = {(entry.centre_id, entry.year): entry for entry in report_standings(snapshot)}
    assert states["sample-tj-05", 2019].state == "missing"
    assert states["sample-sc-03", 2024].state == "not_asked"  # Neither document was in force at the end of 2024.
    assert states["sample-sc-08", 2024].is_nil
    assert states["sample-sc-08", 2024].state == "filed"
    assert states["pub-sc-carbon-neutrality", 2025].state == "not_collected"
    assert ("sample-sc-07", 2023) not in states  # It left within that year.
    gaps = [entry for (_, year), entry in states.items() if year == 2024 and entry.programme_id == "sichuan-centres"]
    assert all(entry.document_id is None for entry in gaps)


def test_growth_is_refused_where_it_would_mislead(snapshot):
    rows = snapshot.select("select growth_reason, growth_pct, last_year_value from mart.centre_report_value")
    assert all((row["growth_pct"] is None) == (row["growth_reason"] is not None) for row in rows)
    by_reason = {}
    for row in rows:
        by_reason.setdefault(row["growth_reason"], []).append(row["last_year_value"])
    assert {"no_report_before", "nil_before", "small_base"} <= by_reason.keys()
    assert all(value < 5 for value in by_reason["small_base"])


def test_the_commands_walk_a_report_to_its_filing(house, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(house[0], folder)
    command = str(PROJECT / ".venv" / "bin" / "duibiao") if (PROJECT / ".venv").exists() else "duibiao"

    def run(*words):
        return subprocess.run(
            [sys.executable, command, *words], capture_output=True, text=True, check=False,
            env=os.environ | {"DUIBIAO_DATA": str(folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    returned = run("centre-report", "return", "sample-sc-01", "2025", "--by", "德阳市科技局", "--no-load")
    assert (returned.returncode, "原因" in returned.stderr) == (1, True)
    words = ("sample-sc-01", "2025", "--by", "德阳市科技局", "--no-load", "--json")
    taken = run("centre-report", "forward", *words)
    assert json.loads(taken.stdout)["step"]["is_sample"] is True
    unknown = run("centre-report", "file", "竹基中心", "2025", "--by", "甲")
    assert unknown.returncode == 1
    assert "sample-sc-02" in unknown.stderr
    assert "Traceback" not in returned.stderr + taken.stderr + unknown.stderr

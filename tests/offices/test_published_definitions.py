"""Definitions count from their publication: the draft changes nothing, and a view of an earlier day keeps its own."""

import json
from datetime import UTC, datetime
from unittest import mock

import pytest
from click.testing import CliRunner

from app import main
from metrics.warehouse import Warehouse
from pipelines.archive import Archive
from tests.offices.village import PROGRAMME, village

pytestmark = pytest.mark.slow

TARGET = "v-trees"

FIRST, LATER = datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 5, 4, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def since_march(tmp_path_factory):
    """The village, its definitions published in March and loaded."""
    with mock.patch("metrics.clock.now", lambda: FIRST):
        made = village(tmp_path_factory.mktemp("march"))
    made.load()
    return made


@pytest.fixture
def office(since_march, tmp_path):
    """The same for a test that goes on with it."""
    return since_march.copied(tmp_path)


def raise_aim(office, value):
    """Another value of the target, in the draft alone."""
    path = office.table(f"targets/{PROGRAMME}")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",100,", f",{value},").replace("100个", f"{value}个"), encoding="utf-8")


def aims(office, *options):
    """What the build in force says is to be reached."""
    return {row["target_value"] for row in office.export("targets", "--where", f"target_id:is:{TARGET}", *options)}


def publish(office, *options, fails=False):
    """`duibiao programme publish --files` by a person of the office, months after what was last recorded."""
    said = ("--by", "李四", "--reason", "经批准调整", "--confirm-time")
    return office.run("programme", "publish", "--files", *said, *options, fails=fails)


def test_a_draft_counts_for_nothing_until_it_is_published(office):
    before = aims(office)
    raise_aim(office, 77)
    said = office.load()
    assert "与已发布的定义不同" in said and "is not what was published" in said
    assert aims(office) == before
    assert "已发布定义" in publish(office)
    assert aims(office) == {"77"}


def test_a_view_of_an_earlier_day_keeps_the_definitions_of_that_day(office):
    before = aims(office)
    raise_aim(office, 77)
    with mock.patch("metrics.clock.now", lambda: LATER):
        publish(office, "--no-load")
    office.load()
    assert aims(office) == {"77"}
    assert aims(office, "--as-of", "2026-05-03") == before
    assert aims(office, "--as-of", "2026-05-04") == {"77"}
    # What has held since the first publication shows in every view, also of a day before it.
    assert aims(office, "--as-of", "2026-01-01") == before
    said = [(row["target_value"], row["is_in_force"], row["defined_by"], row["superseded_by"], row["superseded_reason"])
            for row in versions(office)]  # fmt: skip
    assert said == [("100", "false", "", "李四", "经批准调整"), ("77", "true", "李四", "", "")]
    assert [row["is_in_force"] for row in versions(office, "--as-of", "2026-05-03")] == ["true"]
    made = [(row["actor"], row["programme_id"], row["is_first"]) for row in office.export("publications")]
    assert made[-1] == ("李四", PROGRAMME, "true") and len(made) == 2
    assert len(office.export("publications", "--as-of", "2026-05-03")) == 1


def versions(office, *options):
    """The target of the whole as each publication said it."""
    chosen = ("--where", f"target_id:is:{TARGET}", "--where", "unit_id:empty")
    return office.export("target-versions", *chosen, *options)


def test_faulty_definitions_are_not_published_and_what_holds_goes_on(office):
    before, journal = aims(office), Archive(office.data / "raw").journal.path.read_bytes()
    raise_aim(office, "soon")
    said = publish(office, fails=True)
    assert "soon" in said and "没有发布" in said and "nothing was published" in said
    assert Archive(office.data / "raw").journal.path.read_bytes() == journal
    office.load()
    assert aims(office) == before


def test_a_list_that_cannot_be_read_leaves_the_round_at_work(office):
    (office.catalog / "units.yml").write_text("- id: BAD ID\n  - [", encoding="utf-8")
    assert "units.yml" in publish(office, fails=True)
    assert "nothing new" in office.load()
    office.run("template", "村委会", "2018H2", "--out", office.folder / "t.xlsx")
    office.run("clock", "confirm", "--by", "李四", "--reason", "服务器时间无误")
    assert "accepted" in office.report("村委会", "2018H2", "2018-12-28", {"trees": 12}, ("v-1",))


def test_a_publication_without_a_name_or_a_reason_is_refused(office):
    raise_aim(office, 77)
    assert "--reason" in office.run("programme", "publish", "--files", "--by", "李四", fails=True)
    assert "--by" in office.run("programme", "publish", "--files", "--reason", "调整", fails=True)


def test_the_example_publishes_itself_once_and_never_again(office):
    raise_aim(office, 77)
    office.run("programme", "publish", "--files", "--first")
    listed = json.loads(office.run("programme", "publications", "--json"))
    assert [one["by"] for one in listed] == ["试验"]


def test_a_new_office_is_published_by_the_command_alone(tmp_path, office):
    (office.data / "raw" / "archive" / "journal.jsonl").unlink()
    (office.data / "raw" / "archive" / "receipts.jsonl").unlink(missing_ok=True)
    done = CliRunner(env=office.environment).invoke(main, ["programme", "publish", "--files", "--first"])
    assert done.exit_code == 0, done.output
    (made,) = json.loads(office.run("programme", "publications", "--json"))
    assert (made["by"], made["programmes"], made["channel"]) == ("duibiao", [PROGRAMME], "shipped")
    office.load()
    said = office.page("/programmes?lang=en")
    assert "as it comes with the program" in said and "随程序" not in said


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_publishes_a_workbook_without_a_reason(office, tmp_path, reason):
    workbook = tmp_path / "programme.xlsx"
    office.run("programme", "template", PROGRAMME, "--out", workbook)
    told = office.run("programme", "receive", workbook, "--by", "李四", "--reason", reason, "--yes", fails=True)
    assert "没有写原因" in told and "No reason is given" in told


def test_every_table_says_when_its_rows_came_into_the_record(office):
    """What neither bears a time nor follows from tables that do would be shown of today in every view."""
    tables = (
        Warehouse(office.data)
        .snapshot()
        .select(
            "select schema_name || '.' || table_name as name, "
            "bool_or(column_name in ('recorded_at', 'defined_at')) as is_dated from duckdb_columns() "
            "where schema_name in ('dim', 'fact') group by all"
        )
    )
    undated = {row["name"] for row in tables if not row["is_dated"]}
    # Of the folder and of the code; of the calendar; what ledgers count and reports are asked, by what holds today.
    fixed = {"dim.office", "dim.measure_unit", "dim.conversion", "dim.centre_item", "dim.period"}
    assert undated == fixed | {"dim.ledger", "dim.ledger_indicator", "fact.asked_item"}

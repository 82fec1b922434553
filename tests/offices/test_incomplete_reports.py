"""A harbour's half-years: what a report leaves out of that which its unit was asked for, and whether everybody is told."""

import html
import json
import re
import zipfile

import pytest

from dashboards.web.shell import create_dash
from metrics.warehouse import Warehouse
from tests.offices import Office

pytestmark = pytest.mark.slow

PROGRAMME = "harbour"
PORT, FISH = "港务局", "渔业局"
NOTE = "已电话核实，同意"
FULL = {"berths": 60, "cold-share": 31}
DAYS = {"2021H1": "2021-06-25", "2021H2": "2021-12-23", "2022H1": "2022-06-28"}
TASKS = ("hb-dredge", "hb-quay")


def harbour(folder):
    """Two bureaus: the port's leads two tasks and has two parts, the fishery's supports one of them and leads a third."""
    office = Office(folder)
    office.scope("harbour", "港区", "city")
    office.unit("hb-port", PORT)
    office.unit("hb-fish", FISH)
    office.programme(PROGRAMME, "2021-01-01", "2022-12-31", "half_year", ["2021H1", "2021H2", "2022H1"])
    office.task("hb-dredge", PROGRAMME, "2022-12-31", PORT)
    office.task("hb-quay", PROGRAMME, "2022-12-31", PORT, FISH)
    office.task("hb-nets", PROGRAMME, "2022-12-31", FISH)
    for name, label, kind, unit in (
        ("berths", "泊位数", "stock", "个"),
        ("cold-share", "冷链货物比重", "ratio", "%"),
        ("old-boats", "淘汰旧船数", "cumulative", "项"),
    ):
        office.indicator(name, label, kind, unit, "sum" if kind != "ratio" else "lead_reports")
    office.target("hb-berths", PROGRAMME, "berths", "harbour", ">=", 60, "个", "2021-01-01", "2022-12-31", "hb-quay")
    office.target("hb-cold", PROGRAMME, "cold-share", "harbour", ">=", 30, "%", "2021-01-01", "2022-12-31", "hb-quay")
    office.target("hb-boats", PROGRAMME, "old-boats", "harbour", ">=", 80, "项", "2021-01-01", "2021-06-30", "hb-nets")
    office.part(PROGRAMME, "hb-berths", PORT, 60, "个")
    office.part(PROGRAMME, "hb-cold", PORT, 30, "%")
    office.part(PROGRAMME, "hb-boats", FISH, 80, "项")
    office.write()
    return office


def checked(office, unit, period, values, tasks=(), **more):
    """What `duibiao check --json` says of a report that nobody receives."""
    (told,) = json.loads(
        office.run("check", office.written(unit, period, DAYS[period], values, tasks, **more), "--json")
    )
    return told


def rows(office, period):
    """The rows of `reports` of one round, by unit."""
    return {row["unit_name"]: row for row in office.export("reports", "--where", f"period_id:is:{period}")}


def page(office, path, search=""):
    """A page's words."""
    answer = create_dash(Warehouse(office.data)).server.test_client().get(path + search)
    assert answer.status_code == 200
    return bare(answer.get_data(as_text=True))


def bare(markup):
    """The words between the marks."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """First half of 2021: the port leaves out one task it leads and one part; the fishery reports all, then nothing."""
    office = harbour(tmp_path_factory.mktemp("harbour"))
    office.heard = {
        "partial": office.report(PORT, "2021H1", "2021-06-20", {"berths": 55}, TASKS[:1]),
        "whole": office.report(FISH, "2021H1", "2021-06-20", {"old-boats": 90}, ("hb-nets", "hb-quay")),
        "later": office.report(PORT, "2021H2", "2021-12-20", FULL, TASKS),
        "nil": office.report(FISH, "2021H2", "2021-12-20", {}, 零报告="是"),
    }
    office.step("return", PROGRAMME, "2021H2", "hb-port", reason="口径有误")
    office.step("accept", PROGRAMME, "2021H2", "hb-port", reason=NOTE)
    office.load()
    return office


def test_a_report_without_a_task_that_its_unit_leads_is_received_and_called_incomplete_by_name(played):
    said = played.heard["partial"]
    assert "已计入" in said
    assert "报告不完整" in said
    assert "The report is incomplete" in said
    for name in ("任务 hb-quay", "冷链货物比重"):
        assert name in said
    assert "任务 hb-dredge" not in said


def test_a_report_that_says_everything_that_was_asked_is_complete(played):
    for name in ("whole", "later"):
        assert "不完整" not in played.heard[name], name
        assert "left out" not in played.heard[name], name


def test_a_nil_report_leaves_out_nothing(played):
    assert "不完整" not in played.heard["nil"]
    assert rows(played, "2021H2")[FISH]["is_complete"] == "true"


def test_the_exports_say_which_report_is_incomplete_and_what_it_leaves_out(played):
    port = rows(played, "2021H1")[PORT]
    assert (port["state"], port["is_complete"], port["missing_item_count"]) == ("accepted", "false", "2")
    assert port["missing_items_zh"].split("；") == ["任务 hb-quay", "冷链货物比重"]
    fish = rows(played, "2021H1")[FISH]
    assert (fish["is_complete"], fish["missing_item_count"], fish["missing_items_zh"]) == ("true", "0", "")
    counts = {row["period_id"]: row["incomplete_count"] for row in played.export("rounds")}
    assert counts == {"2021H1": "1", "2021H2": "0", "2022H1": "0"}


def test_of_a_report_that_never_came_nothing_is_said_to_be_left_out(played):
    for row in rows(played, "2022H1").values():
        assert (row["version"], row["is_complete"], row["missing_item_count"]) == ("", "", "")


def test_what_came_of_an_incomplete_report_counts(played):
    assert float(played.judged("hb-berths", "2021H1", "hb-port")["actual_value"]) == 55


def test_a_part_is_not_asked_for_once_its_target_is_over(played):
    # The old boats were due in June 2021.
    told = checked(played, FISH, "2021H2", {}, ("hb-nets",))
    assert (told["is_complete"], told["missing_items"]) == (True, [])
    told = checked(played, FISH, "2021H1", {}, ("hb-nets",))
    assert told["is_complete"] is False
    assert [(item["item_kind"], item["item_id"]) for item in told["missing_items"]] == [("indicator", "old-boats")]


def test_page_and_command_of_the_round_mark_the_incomplete_report(played):
    search = f"?programme={PROGRAMME}&period=2021H1"
    assert "不完整：缺2项" in page(played, "/round", search)
    assert "已报的报告中有 1 份不完整" in page(played, "/round", search)
    assert "不完整：缺2项" in page(played, "/unit/hb-port", search)
    overview = page(played, "/", search)
    assert "应报单位均已报送。" not in overview
    assert "其中1份报告不完整" in overview
    assert "任务 hb-quay；冷链货物比重" in page(played, f"/report/{PROGRAMME}/2021H1/hb-port/v1")
    shown = played.run("round", "show", PROGRAMME, "2021H1")
    assert "不完整 incomplete: 2" in shown
    (port,) = [
        unit
        for unit in json.loads(played.run("round", "show", PROGRAMME, "2021H1", "--json"))["units"]
        if unit["unit_id"] == "hb-port"
    ]
    assert (port["is_complete"], port["missing_item_count"]) == (False, 2)
    assert port["missing_items_zh"] == "任务 hb-quay；冷链货物比重"


LEFT_OUT = "没有填报2项：任务hb-quay；冷链货物比重"


def words_of(path):
    """All words of a Word file."""
    with zipfile.ZipFile(path) as archive:
        return bare(archive.read("word/document.xml").decode()).replace(" ", "")


def test_bulletin_and_letter_name_the_incomplete_report(played, tmp_path):
    played.run("bulletin", PROGRAMME, "2021H1", "--all-units", "--format", "docx", "--out", tmp_path / "papers")
    papers = {path.stem: words_of(path) for path in (tmp_path / "papers").glob("*.docx")}
    (bulletin,) = [text for text in papers.values() if "应报单位均已报送，其中1份报告不完整" in text]
    assert LEFT_OUT in bulletin
    (letter,) = [text for name, text in papers.items() if name.endswith("hb-port")]
    assert "请补齐后重新报送整份报告" in letter
    assert LEFT_OUT in letter
    (other,) = [text for name, text in papers.items() if name.endswith("hb-fish")]
    assert "不完整" not in other


def test_a_nil_report_after_a_full_one_says_what_it_takes_the_place_of(played):
    told = checked(played, PORT, "2021H2", {}, 零报告="是")
    (finding,) = [entry for entry in told["findings"] if entry["rule_id"].endswith("replaced_by_nil.none")]
    assert finding["severity"] == "warn"
    for name in ("泊位数", "冷链货物比重", "任务 hb-dredge", "任务 hb-quay"):
        assert name in finding["value"]


def test_a_new_version_says_what_stood_in_the_one_before_and_not_in_it(played):
    told = checked(played, FISH, "2021H1", {"old-boats": 91}, ("hb-nets",))
    (finding,) = [entry for entry in told["findings"] if entry["rule_id"].endswith("dropped_items.none")]
    assert (finding["severity"], finding["value"]) == ("warn", "任务 hb-quay")
    again = checked(played, PORT, "2021H1", FULL, TASKS)
    assert not [entry for entry in again["findings"] if "dropped" in entry["rule_id"] or "nil" in entry["rule_id"]]


def test_the_first_report_of_a_round_takes_the_place_of_nothing(played):
    told = checked(played, PORT, "2022H1", {}, 零报告="是")
    assert told["findings"] == []


@pytest.mark.parametrize(
    ("values", "rule", "beside"),
    [
        ({"berths": 600, "cold-share": 31}, "far_above_target", "600 / 60"),
        ({"berths": 599, "cold-share": 31}, None, None),
        ({"berths": 6, "cold-share": 31}, "far_below_part", "6 / 60"),
        ({"berths": 7, "cold-share": 31}, None, None),
        ({"berths": 60, "cold-share": 3}, "far_below_part", "3 / 30"),
    ],
)
def test_a_figure_ten_times_the_target_or_a_tenth_of_it_is_asked_about(played, values, rule, beside):
    told = checked(played, PORT, "2021H1", values, TASKS)
    found = {entry["rule_id"].rpartition(".")[2]: entry for entry in told["findings"] if "far_" in entry["rule_id"]}
    assert set(found) == ({rule} if rule else set())
    assert all((entry["severity"], entry["value"]) == ("warn", beside) for entry in found.values())
    assert told["verdict"] == "accepted"


@pytest.mark.parametrize(("berths", "is_far"), [(550, True), (549, False), (5, True), (6, False)])
def test_in_its_first_year_a_figure_is_held_against_the_last_round(played, berths, is_far):
    # 55 in the first half; the same half of the year before is not known.
    told = checked(played, PORT, "2021H2", {"berths": berths, "cold-share": 31}, TASKS)
    assert any(entry["rule_id"].endswith("far_from_last") for entry in told["findings"]) is is_far


def test_a_row_that_only_its_prefilled_cells_fill_is_left_out(played):
    empty = played.written(PORT, "2021H1", "2021-06-25", FULL, TASKS)
    lines = empty.read_text("utf-8").splitlines()
    shape = lines[0].split(",")
    cells = lines[-1].split(",")
    said = {"任务状态", "进展情况", "存在问题", "下一步工作"}
    lines[-1] = ",".join("" if name in said else cell for name, cell in zip(shape, cells, strict=True))
    path = played.folder / "prefilled.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (told,) = json.loads(played.run("check", path, "--json", fails=True))
    # A lead task that stands there empty is an error of its cells; that it is left out is said as well.
    assert [item["item_id"] for item in told["missing_items"]] == ["hb-quay"]


def test_the_note_of_an_acceptance_stands_in_no_paper_and_under_no_reason_of_return(played, tmp_path):
    port = rows(played, "2021H2")[PORT]
    assert (port["state"], port["returned_count"], port["last_reason"]) == ("accepted", "1", "口径有误")
    played.run("bulletin", PROGRAMME, "2021H2", "--all-units", "--format", "docx", "--out", tmp_path / "papers")
    for path in (tmp_path / "papers").glob("*.docx"):
        assert NOTE not in words_of(path), path.name
    assert NOTE not in page(played, "/unit/hb-port", f"?programme={PROGRAMME}&period=2021H2")

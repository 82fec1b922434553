"""The clerk on workbooks of programmes: looked at without a trace, published once, never over what others published."""

import shutil

import pytest

from metrics.sentences import say
from metrics.warehouse import Warehouse
from pipelines.archive import Archive
from pipelines.definitions.desk import Definitions
from pipelines.definitions.files import definitions_in_force
from pipelines.definitions.publications import manifest_of
from pipelines.definitions.template import Taken, workbook_bytes
from pipelines.definitions.things import read_things
from tests.offices import typed
from tests.offices.village import PROGRAMME, village

TASK = "task", "v-1"
pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path):
    return village(tmp_path)


@pytest.fixture
def bare_data(office):
    return office.data


@pytest.fixture
def check(pages, carry_out):
    """Has a workbook looked at; gives the id of the request and the answer."""

    def run(content, name="方案登记表.xlsx"):
        folder = pages.lay(content, kind="programme_check", by="", file_name=name)
        return folder, carry_out(folder)

    return run


def workbook(office, due_on):
    """The village's workbook as it is handed out, with another day for its only task."""
    files = definitions_in_force(office.data / "raw")
    things = read_things(files)
    things[TASK]["due_on"] = due_on
    return workbook_bytes(Taken(things, PROGRAMME, manifest_of(files)), "zh")


def journal(office):
    place = office.data / "raw" / "archive"
    return {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_a_workbook_typed_in_an_empty_office_is_looked_at_without_a_trace_then_published_and_shown(
    tmp_path, pages, carry_out, check, publish, office
):
    shutil.rmtree(office.data / "raw")
    blank = pages.lay(kind="programme_template", by="", programme_id=None, language="zh")
    assert carry_out(blank)["state"] == "done"
    assert (blank / "template.xlsx").read_bytes() == Definitions(office.data / "raw").workbook(None, "zh")
    folder, answer = check(typed.write(tmp_path / "w.xlsx", typed.jobs()).read_bytes())
    outcome = answer["outcome"]
    assert (answer["state"], answer["findings"]) == ("done", [])
    assert outcome["counts"]["new"] == len(outcome["changes"]) > 20 and outcome["counts"]["changed"] == 0
    assert any("fuzhou-jobs" in change["words_zh"] for change in outcome["changes"])
    assert journal(office) == {}
    made = publish(folder, answer)
    assert (made["state"], made["outcome"]["load"]) == ("done", "published")
    (line,) = Archive(office.data / "raw").publications()
    assert (line.by, line.reason, line.channel, line.received) == ("王芳", "首次登记", "workbook", outcome["sha256"])
    assert [row["programme_id"] for row in Warehouse(office.data).snapshot().rows("programmes")] == line.programmes
    assert not (folder / "content").exists()
    assert publish(folder, answer)["said_zh"] == say("clerk.programme_gone").zh


def test_what_changes_is_said_with_both_values_and_the_rounds_it_concerns(office, check, publish):
    folder, answer = check(workbook(office, "2019-11-30"))
    (change,) = answer["outcome"]["changes"]
    assert (
        change["kind"] == "changed"
        and "2019-12-31 → 2019-11-30" in change["words_zh"]
        and "2019-12-31 → 2019-11-30" in change["words_en"]
    )
    assert answer["outcome"]["rounds"] == ["2018H2", "2019H1", "2019H2"]
    publish(folder, answer)
    assert read_things(definitions_in_force(office.data / "raw"))[TASK]["due_on"] == "2019-11-30"


def test_a_fault_comes_back_in_its_cell_and_nothing_can_be_published(office, check, publish):
    before = journal(office)
    folder, answer = check(workbook(office, "许多"))
    assert answer["state"] == "refused" and answer["marked"] == "marked.xlsx"
    assert ("任务和责任", "完成期限", "许多") in [
        (f["sheet"], f["column_name"], f["value"]) for f in answer["findings"]
    ]
    assert publish(folder, answer)["state"] == "refused" and journal(office) == before


def test_what_was_looked_at_before_somebody_published_is_not_published_over_it(office, check, publish):
    folder, answer = check(workbook(office, "2019-11-30"))
    other, seen = check(workbook(office, "2019-10-31"))
    assert publish(other, seen, by="李四")["state"] == "done"
    late = publish(folder, answer)
    assert late["state"] == "refused" and "李四" in late["said_zh"] and "李四" in late["said_en"]
    assert read_things(definitions_in_force(office.data / "raw"))[TASK]["due_on"] == "2019-10-31"


@pytest.mark.parametrize(("side", "value"), [("mine", "2019-11-30"), ("theirs", "2019-10-31")])
def test_a_conflict_is_answered_before_it_is_published(office, check, publish, side, value):
    mine = workbook(office, "2019-11-30")
    other, seen = check(workbook(office, "2019-10-31"))
    publish(other, seen, by="李四")
    folder, answer = check(mine)
    (conflict,) = answer["outcome"]["conflicts"]
    assert "2019-11-30" in conflict["words_zh"] and "2019-10-31" in conflict["words_en"]
    assert publish(folder, answer)["said_zh"] == answer["said_zh"]
    assert publish(folder, answer, answers={"2": side})["state"] == "refused"
    assert publish(folder, answer, answers={"1": "both"})["state"] == "refused"
    settled = publish(folder, answer, answers={"1": side})
    # Theirs stands already: there is nothing to publish.
    assert settled["state"] == ("done" if side == "mine" else "refused")
    assert read_things(definitions_in_force(office.data / "raw"))[TASK]["due_on"] == value


def test_what_a_load_would_refuse_is_not_published_from_a_workbook_either(office, check, publish):
    folder, answer = check(workbook(office, "2019-11-30"))
    path = office.table("published/published_figures")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("observation_id,no_such_column\ntrees,many\n", encoding="utf-8")
    before = Archive(office.data / "raw").publications()
    refused = publish(folder, answer)
    assert refused["state"] == "refused" and refused["findings"]
    assert Archive(office.data / "raw").publications() == before


def test_a_publication_whose_worker_died_before_it_could_answer_is_made_once(office, pages, check, carry_out):
    folder, answer = check(workbook(office, "2019-11-30"))
    laid = pages.lay(kind="programme_publish", check=folder.name, sha256=answer["outcome"]["sha256"], by="王芳",
                     reason="调整")  # fmt: skip
    assert carry_out(laid)["state"] == "done"
    (laid / "answer.json").unlink()
    assert carry_out(laid)["state"] == "done"
    assert [one.by for one in Archive(office.data / "raw").publications()].count("王芳") == 1


@pytest.mark.parametrize("facts", [{"by": ""}, {"reason": " "}, {"sha256": "0"}, {"check": "no-such-request"},
                                   {"answers": ["mine"]}])  # fmt: skip
def test_a_publication_that_does_not_say_who_why_and_what_is_refused(office, check, publish, facts):
    folder, answer = check(workbook(office, "2019-11-30"))
    before = journal(office)
    assert publish(folder, answer, **facts)["state"] == "refused" and journal(office) == before


def test_the_workbook_of_a_programme_that_is_not_there_is_refused(pages, carry_out):
    answer = carry_out(pages.lay(kind="programme_template", by="", programme_id="no-such"))
    assert answer["state"] == "refused" and PROGRAMME in answer["said_zh"]

"""The clerk on a breakdown as the office has it: its words are asked about once, remembered, and published."""

import hashlib

import pytest

from pipelines.archive import Archive
from pipelines.definitions.breakdown import remembered
from pipelines.definitions.files import definitions_in_force
from pipelines.definitions.things import read_things
from tests.offices import typed
from tests.offices.village import PROGRAMME, village

pytestmark = pytest.mark.slow
ANNEX = "附件1,,,,\n考核指标,村委,小学,合计,单位\n植树（个）,60,40,100,个\n"
SAID = {"考核指标": "target", "村委": "unit:村委会", "小学": "unit:村小学", "合计": "-"}


@pytest.fixture
def office(tmp_path):
    """The village before its target was broken down."""
    made = village(tmp_path)
    made.tables.pop(f"unit_targets/{PROGRAMME}")
    made.table(f"unit_targets/{PROGRAMME}").unlink()
    made.write()
    return made


@pytest.fixture
def bare_data(office):
    return office.data


@pytest.fixture
def send(pages, carry_out):
    """Sends a table; gives its request and the answer."""

    def run(content, name="分解表.csv"):
        facts = {"kind": "programme_breakdown", "by": "", "file_name": name, "programme_id": PROGRAMME}
        folder = pages.lay(content, **facts)
        return folder, carry_out(folder)

    return run


@pytest.fixture
def assign(pages, carry_out):
    """Says what its words mean; gives the request and the answer."""

    def run(of, assigned=SAID, **more):
        folder = pages.lay(kind="programme_assign", by="", of=of.name, assigned=assigned, **more)
        return folder, carry_out(folder)

    return run


def parts(office):
    things = read_things(definitions_in_force(office.data / "raw"))
    return {key[2]: fields["target_value"] for key, fields in things.items() if key[0] == "unit_target"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_unknown_words_are_asked_about_with_a_guess_then_known_for_good(office, send, assign, publish, encoding):
    content = ANNEX.encode(encoding)
    folder, answer = send(content)
    asked = {one["text"]: (one["meaning"], one["is_guess"]) for one in answer["outcome"]["assignment"]["columns"]}
    assert answer["state"] == "refused" and answer["outcome"]["assignment"]["header_row"] == 2
    assert asked == {"考核指标": ("target", True), "村委": ("unit:村委会", True), "小学": ("unit:村小学", True),
                     "合计": ("-", True), "单位": ("unit", False)}  # fmt: skip
    assert answer["outcome"]["assignment"]["choices"] == {"unit": ["村委会", "村小学"], "target": ["植树"]}
    said, answer = assign(folder)
    assert answer["state"] == "done", answer["findings"]
    assert answer["outcome"]["counts"] == {"new": 2, "changed": 0, "ended": 0} and parts(office) == {}
    assert remembered(office.data) == {}
    made = publish(said, answer, reason="下达分解表")
    assert (made["state"], parts(office)) == ("done", {"村委会": "60", "村小学": "40"})
    line = Archive(office.data / "raw").publications()[-1]
    assert (line.reason, line.received) == ("下达分解表", hashlib.sha256(content).hexdigest())
    _, again = send(content)
    assert (again["state"], again["findings"], again["outcome"]["changes"]) == ("done", [], [])


def test_the_header_and_the_sheet_can_be_pointed_at_and_a_label_named(office, send, assign, tmp_path):
    book = typed.write(
        tmp_path / "t.xlsx", {"说明": [["填表说明", "甲"]], "表": [["单位", "数"], ["村委", 60], ["小学", 40]]}
    )
    folder, answer = send(book.read_bytes(), "t.xlsx")
    assert answer["state"] == "refused" and answer["outcome"]["assignment"]["sheets"] == ["说明", "表"]
    _, answer = assign(folder, {"数": "target:植树"}, sheet="表", header_row=1)
    assert answer["state"] == "refused"
    labels = {one["text"]: one["meaning"] for one in answer["outcome"]["assignment"]["labels"]}
    assert labels == {"村委": "unit:村委会", "小学": "unit:村小学"}
    _, answer = assign(folder, {"数": "target:植树", **labels}, sheet="表", header_row=1)
    assert answer["state"] == "done" and answer["outcome"]["counts"]["new"] == 2, answer["findings"]


@pytest.mark.parametrize("facts", [{"of": "no-such-request"}, {"assigned": {"数": "double"}}, {"assigned": ["数"]},
                                   {"header_row": 0}, {"header_row": "2"}])  # fmt: skip
def test_an_assignment_that_says_nothing_of_a_table_is_refused_with_a_sentence(send, pages, carry_out, facts):
    folder, _ = send(ANNEX.encode())
    answer = carry_out(pages.lay(**{"kind": "programme_assign", "by": "", "of": folder.name, "assigned": {}, **facts}))
    assert answer["state"] == "refused" and answer["said_zh"] and answer["said_en"]

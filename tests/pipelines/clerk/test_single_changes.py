"""The clerk on single changes said in a form: the same preview as of a workbook, published once, each fault at its field."""

import pytest

from pipelines.archive import Archive
from pipelines.definitions.files import definitions_in_force
from pipelines.definitions.things import read_things
from tests.offices.village import PROGRAMME, ROUNDS, village

pytestmark = pytest.mark.slow

BY_DOCUMENT = {
    "document_title": "关于调整植树目标的通知", "document_number": "村发〔2019〕3号", "document_issuer": "村民会议",
    "document_issued_on": "2019-03-20", "section": "一", "phrase": "植树调整为90个", "reason": "春旱",
}  # fmt: skip
ADJUSTED = {"valid_from": "2019-04-01", "value": "90", **BY_DOCUMENT}


@pytest.fixture
def office(tmp_path):
    return village(tmp_path)


@pytest.fixture
def bare_data(office):
    return office.data


@pytest.fixture
def look(pages, carry_out):
    """Has a form looked at; gives the request and the answer."""

    def run(change, subject_id, said, **more):
        folder = pages.lay(kind="programme_form", by="", programme_id=PROGRAMME, change=change, subject_id=subject_id,
                           said=said, **more)  # fmt: skip
        return folder, carry_out(folder)

    return run


def things(office):
    return read_things(definitions_in_force(office.data / "raw"))


def faults(answer):
    return {finding["column_name"] for finding in answer["findings"] if finding["severity"] == "error"}


def test_an_adjusted_target_is_looked_at_without_a_trace_published_by_the_form_and_judged_by_both(
    office, look, publish
):
    before = Archive(office.data / "raw").publications()
    folder, answer = look("adjusted", "v-trees", ADJUSTED)
    outcome = answer["outcome"]
    assert (answer["state"], answer["findings"], outcome["reason"]) == ("done", [], "春旱")
    told = [change["words_zh"] for change in outcome["changes"]]
    assert any("植树" in one and "新目标值 100 → 90" in one and "2019-04-01" in one for one in told), told
    assert any("关于调整植树目标的通知" in one for one in told)
    assert outcome["rounds"] == ["2019H1", "2019H2"]
    assert Archive(office.data / "raw").publications() == before
    made = publish(folder, answer, reason="春旱")
    assert (made["state"], made["outcome"]["load"]) == ("done", "published")
    line = Archive(office.data / "raw").publications()[-1]
    assert (line.by, line.reason, line.channel, line.received) == ("王芳", "春旱", "form", outcome["sha256"])
    kept = Archive(office.data / "raw").path(line.received).read_text(encoding="utf-8")
    assert "村发〔2019〕3号" in kept and '"value": "90"' in kept
    judged = office.judged("v-trees", "2019H2")
    assert (judged["target_value"], judged["original_target_value"]) == ("90", "100")
    assert office.judged("v-trees", "2018H2")["target_value"] == "100"


def test_a_correction_of_entry_needs_no_document_and_holds_from_the_beginning(office, look, publish):
    folder, answer = look("corrected", "v-trees", {"value": "110", "reason": "录入时看错"})
    assert answer["state"] == "done" and "更正" in answer["outcome"]["changes"][0]["words_zh"]
    assert publish(folder, answer)["state"] == "done"
    judged = office.judged("v-trees", "2018H2")
    assert (judged["target_value"], judged["original_target_value"]) == ("110", "")


@pytest.mark.parametrize(
    ("change", "subject", "said", "fields"),
    [
        ("adjusted", "v-trees", {}, {"valid_from", "value", "document", "section", "phrase", "reason"}),
        ("adjusted", "v-trees", ADJUSTED | {"value": "很多"}, {"value"}),
        ("adjusted", "v-trees", ADJUSTED | {"value": "80—90"}, {"value"}),
        ("adjusted", "v-trees", ADJUSTED | {"value": "3公顷"}, {"value"}),
        ("adjusted", "v-trees", ADJUSTED | {"valid_from": "5/6/2019"}, {"valid_from"}),
        ("adjusted", "v-trees", ADJUSTED | {"valid_from": "2020-02-01"}, {"valid_from"}),
        ("adjusted", "v-trees", ADJUSTED | {"document": PROGRAMME}, {"document"}),
        ("adjusted", "v-trees", ADJUSTED | {"document_title": ""}, {"document_title"}),
        ("adjusted", "v-trees", ADJUSTED | {"unit": "no-such"}, {"unit"}),
        ("adjusted", "v-shrubs", ADJUSTED, {"target"}),
        ("postponed", "v-trees", BY_DOCUMENT | {"valid_from": "2019-04-01", "due_on": "2019-11-30"}, {"due_on"}),
        ("merged", "v-trees", BY_DOCUMENT | {"valid_from": "2019-04-01", "merged_into": "v-trees"}, {"merged_into"}),
        ("corrected", "v-trees", {"reason": "看错"}, {"value"}),
        ("corrected", "v-trees", {"value": "9"}, {"reason"}),
    ],
)
def test_every_fault_is_told_at_its_field_and_nothing_can_be_published(
    office, look, publish, change, subject, said, fields
):
    before = Archive(office.data / "raw").publications()
    folder, answer = look(change, subject, said)
    assert answer["state"] == "refused" and faults(answer) == fields, answer["findings"]
    assert all(f["sentence_zh"] and f["sentence_en"] and f["next_step_zh"] for f in answer["findings"])
    assert publish(folder, answer)["state"] == "refused"
    assert Archive(office.data / "raw").publications() == before


def test_a_postponement_announced_after_the_due_day_is_entered_and_later_rounds_go_by_it(office, look, publish):
    office.lists["programmes"][0] |= {"rounds": [*ROUNDS, "2020H1"], "ends_on": "2020-06-30"}
    office.write()
    for period, day, values in (("2019H2", "2019-12-30", (50, 30)), ("2020H1", "2020-06-29", (60, 40))):
        for unit, value in zip(("村委会", "村小学"), values, strict=True):
            office.report(unit, period, day, {"trees": value}, ("v-1",) if unit == "村委会" else ())
    said = BY_DOCUMENT | {"valid_from": "2020-02-15", "due_on": "2020-12-31", "document_issued_on": "2020-02-10"}
    folder, answer = look("postponed", "v-trees", said)
    assert answer["state"] == "done" and any("2019-12-31 → 2020-12-31" in one for one in told(answer)), answer
    assert answer["outcome"]["rounds"] == ["2020H1"]
    made = publish(folder, answer)
    assert made["state"] == "done", made["findings"]
    (change,) = office.export("target-changes")
    assert (change["old_due_on"], change["new_due_on"]) == ("2019-12-31", "2020-12-31")
    due, later = office.judged("v-trees", "2019H2"), office.judged("v-trees", "2020H1")
    assert (due["status"], due["due_on"]) == ("missed", "2019-12-31")
    assert (later["status"], later["due_on"], later["original_due_on"]) == ("achieved", "2020-12-31", "2019-12-31")


def test_two_who_change_the_same_from_the_same_day_are_asked_which_stands(office, look, publish):
    held = Archive(office.data / "raw").publications()[-1].manifest
    first, seen = look("adjusted", "v-trees", ADJUSTED | {"value": "95"}, publication=held)
    assert publish(first, seen, by="李四")["state"] == "done"
    folder, answer = look("adjusted", "v-trees", ADJUSTED, publication=held)
    conflicts = [one["words_zh"] for one in answer["outcome"]["conflicts"]]
    assert any("95" in one and "90" in one for one in conflicts), answer["outcome"]
    numbers = {str(number): "mine" for number in range(1, len(conflicts) + 1)}
    assert publish(folder, answer)["state"] == "refused"
    assert publish(folder, answer, answers=numbers)["state"] == "done"
    assert things(office)["target_change", "v-trees", "", "2019-04-01"]["target_value"] == "90"


@pytest.mark.parametrize(
    "facts", [{"change": "doubled"}, {"said": ["90"]}, {"said": {"value": 90}}, {"said": {"value": "9" * 1001}}]
)
def test_what_is_no_form_is_refused_with_a_sentence(pages, carry_out, facts):
    laid = {
        "kind": "programme_form",
        "by": "",
        "programme_id": PROGRAMME,
        "change": "adjusted",
        "subject_id": "v-trees",
        "said": {},
    }
    answer = carry_out(pages.lay(**laid | facts))
    assert answer["state"] == "refused" and answer["said_zh"] and answer["said_en"]


def told(answer):
    return [change["words_zh"] for change in answer["outcome"]["changes"]]


def test_a_unit_is_renamed_from_a_day_and_only_its_name_changes(office, look, publish):
    said = {"renamed_to": "中心小学", "renamed_on": "2019-09-01", "change_source": "镇发〔2019〕8号"}
    folder, answer = look("renamed", "v-school", said)
    assert answer["state"] == "done" and len(told(answer)) == 1 and "中心小学（2019-09-01起）" in told(answer)[0], (
        answer
    )
    assert answer["outcome"]["rounds"] == ["2019H2"]
    assert answer["outcome"]["reason"] == "镇发〔2019〕8号"
    assert publish(folder, answer)["state"] == "done"
    assert Archive(office.data / "raw").publications()[-1].programmes == [PROGRAMME]
    (renaming,) = things(office)["unit", "v-school"]["names"]
    assert renaming == {"name": "中心小学", "from_day": "2019-09-01", "source": "镇发〔2019〕8号"}


def test_a_unit_is_taken_over_and_another_is_dissolved_from_a_day(office, look, publish):
    said = {"successor": "v-committee", "successor_on": "2019-09-01", "change_source": "撤点并校"}
    folder, answer = look("taken_over", "v-school", said)
    assert answer["state"] == "done" and "村委会（2019-09-01起）" in "".join(told(answer)), answer
    assert len(told(answer)) == 1 and answer["outcome"]["rounds"] == ["2019H2"]
    assert publish(folder, answer)["state"] == "done"
    assert things(office)["unit", "v-school"]["successor"] == [
        {"id": "v-committee", "from_day": "2019-09-01", "source": "撤点并校"}
    ]
    folder, answer = look("dissolved", "v-committee", {"ends_on": "2019-12-31", "change_source": "撤村"})
    assert answer["state"] == "done" and answer["outcome"]["rounds"] == [], answer
    assert publish(folder, answer)["state"] == "done"
    assert things(office)["unit", "v-committee"]["ends_on"] == "2019-12-31"


def test_another_lead_ends_the_one_before_and_a_second_role_of_a_unit_its_first(office, look, publish):
    said = {"answering": "v-school", "role": "lead", "valid_from": "2019-07-01", "change_source": "会议纪要"}
    folder, answer = look("responsible", "v-1", said)
    assert answer["state"] == "done", answer["findings"]
    assert answer["outcome"]["rounds"] == ["2019H2"]
    made = publish(folder, answer)
    assert made["state"] == "done", made
    roles = {key[2:]: (fields["role"], fields.get("valid_to")) for key, fields in things(office).items()
             if key[0] == "responsibility"}  # fmt: skip
    assert roles == {("村委会", ""): ("lead", "2019-06-30"), ("村小学", ""): ("support", "2019-06-30"),
                     ("村小学", "2019-07-01"): ("lead", None)}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "subject", "said", "fields"),
    [
        ("renamed", "v-school", {}, {"renamed_to", "renamed_on", "change_source"}),
        (
            "renamed",
            "v-school",
            {"renamed_to": "村委会", "renamed_on": "2019-09-01", "change_source": "x"},
            {"renamed_to"},
        ),
        (
            "taken_over",
            "v-school",
            {"successor": "v-school", "successor_on": "2019-09-01", "change_source": "x"},
            {"successor"},
        ),
        ("dissolved", "v-school", {"ends_on": "年底", "change_source": "x"}, {"ends_on"}),
        (
            "responsible",
            "v-1",
            {"answering": "nobody", "role": "lead", "valid_from": "2019-07-01", "change_source": "x"},
            {"answering"},
        ),
        ("responsible", "v-1", {}, {"answering", "role", "valid_from", "change_source"}),
        (
            "responsible",
            "v-1",
            {"answering": "v-school", "role": "support", "valid_from": "2019-07-01", "change_source": "x"},
            {"answering"},
        ),
        (
            "responsible",
            "v-1",
            {"answering": "v-school", "role": "chief", "valid_from": "2019-07-01", "change_source": "x"},
            {"role"},
        ),
        (
            "responsible",
            "v-9",
            {"answering": "v-school", "role": "lead", "valid_from": "2019-07-01", "change_source": "x"},
            {"task"},
        ),
    ],
)
def test_faults_of_units_and_tasks_are_told_at_their_fields_too(look, change, subject, said, fields):
    _, answer = look(change, subject, said)
    assert answer["state"] == "refused" and faults(answer) == fields, answer["findings"]


def test_merged_and_withdrawn_end_a_target_from_their_day(office, look, publish):
    folder, answer = look("withdrawn", "v-trees", BY_DOCUMENT | {"valid_from": "2019-10-01"})
    assert answer["state"] == "done", answer["findings"]
    assert publish(folder, answer)["state"] == "done"
    _, again = look("withdrawn", "v-trees", BY_DOCUMENT | {"valid_from": "2019-11-01", "document_title": "另一通知"})
    assert faults(again) == {"valid_from"}
    assert office.judged("v-trees", "2019H2")["status"] == "withdrawn"


def test_a_part_of_one_unit_is_adjusted_alone(office, look, publish):
    folder, answer = look("adjusted", "v-trees", ADJUSTED | {"unit": "v-school", "value": "30"})
    assert answer["state"] == "done" and any("40 → 30" in one for one in told(answer)), told(answer)
    assert publish(folder, answer)["state"] == "done"
    assert office.judged("v-trees", "2019H2", "v-school")["target_value"] == "30"
    assert office.judged("v-trees", "2019H2")["target_value"] == "100"


def test_what_shares_its_name_with_another_is_meant_by_what_was_chosen(office, look, publish):
    office.programme("hill-trees", "2018-07-01", "2019-12-31", "half_year", ROUNDS)
    office.document("v-other", "hill-trees", PROGRAMME, "2018-07-01")
    office.document("v-own", PROGRAMME, "hill-trees", "2018-07-01")
    office.target("v-trees-2", PROGRAMME, "trees", "village", ">=", 200, "个", "2018-07-01", "2020-12-31", "v-1")
    office.write()
    said = {name: text for name, text in ADJUSTED.items() if not name.startswith("document")}
    folder, answer = look("adjusted", "v-trees-2", said | {"document": "v-own"})
    assert answer["state"] == "done" and any("200 → 90" in one for one in told(answer)), answer["findings"]
    assert publish(folder, answer)["state"] == "done"
    assert things(office)["target_change", "v-trees-2", "", "2019-04-01"]["document_id"] == "v-own"

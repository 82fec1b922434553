"""The page of one programme and the forms of its single changes, over a small office; what is sent, and the cards."""

import json
import re

import pytest

from dashboards.web.mailbox import Mailbox
from dashboards.web.shell import create_dash
from metrics.single_changes import single_changes
from metrics.warehouse import Warehouse
from tests.offices.village import PROGRAMME, village

SUBJECTS = {"target": "v-trees", "unit": "v-school", "task": "v-1"}
ASKED = {
    "programme_id": PROGRAMME,
    "change": "adjusted",
    "subject_id": "v-trees",
    "publication": None,
    "said": {"value": "90"},
}
AHEAD, CHECK = "2090-01-01", "0123456789abcdef"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The village with a change of its target, its school's name and its task in the far future, by two publications."""
    office = village(tmp_path_factory.mktemp("village"))
    units = [one | ({"names": [{"name": "中心小学", "from_day": AHEAD}]} if one["id"] == "v-school" else {})
             for one in office.lists["units"]]  # fmt: skip
    office.lists["units"] = units
    office.document("v-later", PROGRAMME, "关于植树的补充通知", "2019-06-01")
    office.row(f"target_changes/{PROGRAMME}", ["target_id", "valid_from", "change_kind", "target_value", "due_on", "document_id", "section", "phrase", "reason_zh"], {
        "target_id": "v-trees", "valid_from": "2019-12-01", "change_kind": "postponed", "due_on": "2090-12-31",
        "document_id": "v-later", "section": "一", "phrase": "推迟到2090年底", "reason_zh": "土地未定"})  # fmt: skip
    office.row(f"target_changes/{PROGRAMME}", [], {
        "target_id": "v-trees", "valid_from": AHEAD, "change_kind": "adjusted", "target_value": "90",
        "document_id": "v-later", "section": "二", "phrase": "植树90个", "reason_zh": "春旱"})  # fmt: skip
    office.write()
    (office.catalog / "tasks" / f"{PROGRAMME}.csv").write_text(
        (office.catalog / "tasks" / f"{PROGRAMME}.csv").read_text(encoding="utf-8").replace("2019-12-31", "2019-11-30"),
        encoding="utf-8",
    )
    office.run("programme", "publish", "--files", "--by", "李四", "--reason", "任务提前")
    office.load()
    return office


@pytest.fixture
def mailbox(tmp_path):
    return Mailbox(tmp_path)


@pytest.fixture
def client(tmp_path):
    return create_dash(Warehouse(tmp_path)).server.test_client()


@pytest.fixture
def card(client, mailbox):
    """The card of a form that the clerk answered so."""

    def drawn(answer, language="zh"):
        request_id = mailbox.lay("programme_form", "", **ASKED)
        (mailbox.folder / request_id / "answer.json").write_text(
            json.dumps(answer, ensure_ascii=False), encoding="utf-8"
        )
        return client.get(f"/requests/{request_id}?lang={language}", headers={"Accept": "text/html"}).text

    return drawn


def document(office, address):
    """A page as HTML."""
    server = create_dash(Warehouse(office.data)).server
    return server.test_client().get(address, headers={"Host": "127.0.0.1"})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ["2090年12月31日到期", "2090年1月1日：", "村小学更名为中心小学", "李四", "任务提前", "牵头：村委会"]),
        ("en", ["due 31 December 2090", "1 January 2090: ", "村小学 is renamed 中心小学", "李四", "任务提前", "leads: 村委会"]),
    ],
)  # fmt: skip
def test_the_page_says_what_holds_what_is_to_come_and_who_published(office, language, words):
    told = office.page(f"/programmes/{PROGRAMME}?lang={language}")
    assert all(one in told for one in words), told
    listed = office.page(f"/programmes?lang={language}")
    assert all(one in listed for one in (words[1], words[2], words[3], words[4])), listed


@pytest.mark.slow
def test_every_change_of_every_thing_is_one_click_away_and_none_in_a_view_of_an_earlier_day(office):
    told = document(office, f"/programmes/{PROGRAMME}").text
    links = re.findall(rf'href="(/programmes/{PROGRAMME}/[^"?]+)', told)
    for change in single_changes().values():
        address = f"/programmes/{PROGRAMME}/{change.kind}/{SUBJECTS[change.subject]}"
        assert address in links
        form = document(office, address)
        assert form.status_code == 200
        names = re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', form.text)
        assert names and sorted(names) == sorted(one.name for one in change.fields)
        for name in names:
            assert f'for="change-{name}"' in form.text and f'id="change-{name}-fault"' in form.text
    past = document(office, f"/programmes/{PROGRAMME}?as_of=2020-01-01").text
    assert f"/programmes/{PROGRAMME}/adjusted" not in past
    form = document(office, f"/programmes/{PROGRAMME}/adjusted/v-trees?as_of=2020-01-01").text
    assert "只可查看" in form and "change-form" not in form


def test_a_unit_can_take_every_role_that_a_task_has(office):
    from pipelines.definitions.responsibilities import TASK_ROLES

    form = document(office, f"/programmes/{PROGRAMME}/responsible/{SUBJECTS['task']}").text
    offered = re.search(r'<select[^>]* name="role".*?</select>', form, re.DOTALL)[0]
    assert re.findall(r'value="(\w+)"', offered) == list(TASK_ROLES)
    assert "承办" in offered


@pytest.mark.parametrize(
    "path", ["nobody", f"{PROGRAMME}/doubled/v-trees", f"{PROGRAMME}/adjusted/v-shrubs", f"{PROGRAMME}/renamed/v-trees"]
)
def test_what_is_not_there_is_answered_with_404(office, path):
    assert document(office, f"/programmes/{path}").status_code == 404


def test_a_form_carries_the_publication_that_it_was_drawn_from(office):
    from pipelines.archive import Archive

    held = Archive(office.data / "raw").publications()[-1].manifest
    assert held in document(office, f"/programmes/{PROGRAMME}/adjusted/v-trees").text


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, 202), ({"publication": "ab"}, 202), ({"change": "doubled"}, 400), ({"said": ["90"]}, 400),
        ({"said": {"value": 90}}, 400), ({"said": {"value": "9" * 1001}}, 400), ({"subject_id": ""}, 400),
        ({"publication": 5}, 400),
    ],
)  # fmt: skip
def test_a_form_is_laid_whole_or_not_at_all(client, mailbox, facts, status):
    answer = client.post("/requests/programme_form", json=ASKED | facts, headers={"X-Duibiao-Request": "x"})
    assert answer.status_code == status
    if status == 202:
        assert mailbox.mail(answer.get_json()["request_id"]).request["said"] == {"value": "90"}


@pytest.mark.parametrize(
    ("language", "field", "sentence"), [("zh", "新目标值", "没有填写"), ("en", "New value", "is not filled in")]
)
def test_a_fault_is_told_by_the_name_of_its_field_with_a_way_to_it_and_cannot_be_published(
    card, language, field, sentence
):
    fault = {"severity": "error", "file": "x", "row_number": 1, "column_name": "value", "value": None, "sentence_zh": "没有填写",
             "sentence_en": "is not filled in", "next_step_zh": "请填写", "next_step_en": "fill it in"}  # fmt: skip
    told = card(
        {"state": "refused", "said_zh": "须改正", "said_en": "to be corrected", "findings": [fault], "outcome": {}},
        language,
    )
    assert field in told and sentence in told and 'href="#change-value"' in told and 'data-fault="value"' in told
    assert "data-publish" not in told


def test_a_preview_can_be_published_with_the_reason_of_the_form_at_hand(card):
    outcome = {"changes": [{"kind": "new", "words_zh": "新增 目标变更：100 → 90", "words_en": "100 → 90"}], "conflicts": [],
               "others": [], "rounds": ["2019H1"], "sha256": "ab" * 32, "reason": "春旱<b>"}  # fmt: skip
    told = card({"state": "done", "said_zh": "通过", "said_en": "passes", "findings": [], "outcome": outcome})
    assert "100 → 90" in told and "春旱&lt;b&gt;</textarea>" in told and told.count("data-publish=") == 1


ASSIGNMENT = {
    "sheet": "表", "sheets": ["表", "说明"], "header_row": 2, "labels": [{"text": "栽树", "meaning": None, "is_guess": True, "samples": []}],
    "columns": [{"text": "村委<b>", "meaning": "unit:村委会", "is_guess": True, "samples": ["60"]},
                {"text": "单位", "meaning": "unit", "is_guess": False, "samples": ["个"]}],
    "choices": {"unit": ["村委会", "村小学"], "target": ["植树"]},
}  # fmt: skip


def breakdown_card(client, mailbox, answer, language="zh"):
    facts = {"programme_id": PROGRAMME, "file_name": "分解表.csv"}
    request_id = mailbox.lay("programme_breakdown", "", **facts)
    (mailbox.folder / request_id / "answer.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    return request_id, client.get(f"/requests/{request_id}?lang={language}", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    ("language", "state", "meaning"), [("zh", "待指明", "分解值"), ("en", "to be assigned", "Part")]
)
def test_each_unknown_word_of_a_table_is_asked_with_a_drop_down_and_the_guess_chosen(
    client, mailbox, language, state, meaning
):
    finding = {"rule_id": "breakdown.column", "severity": "error", "file": "分解表.csv", "row_number": 2, "column_name": "村委",
               "sentence_zh": "不知道", "sentence_en": "unknown", "next_step_zh": "指明", "next_step_en": "say"}  # fmt: skip
    outcome = {"file": "分解表.csv", "of": CHECK, "assignment": ASSIGNMENT}
    answer = {"state": "refused", "said_zh": "x", "said_en": "x", "findings": [finding], "outcome": outcome}
    _, told = breakdown_card(client, mailbox, answer, language)
    assert state in told and meaning in told and "村委&lt;b&gt;" in told and "data-publish" not in told
    selects = re.findall(r"<select[^>]*data-text=\"([^\"]*)\"[^>]*>(.*?)</select>", told, re.S)
    assert [text for text, _ in selects] == ["村委&lt;b&gt;", "栽树", "单位"]
    chosen = [re.findall(r'<option value="([^"]*)" selected', options) for _, options in selects]
    assert chosen == [["unit:村委会"], [], ["unit"]]
    ids = re.findall(r'<select id="(assign-[^"]*)"', told)
    assert len(set(ids)) == 3 and all(f'for="{one}"' in told for one in ids)
    assert f'data-of="{CHECK}"' in told and 'name="header_row"' in told and 'name="sheet"' in told


def test_the_page_of_a_breakdown_sends_whose_it_is(office):
    told = document(office, f"/programmes/{PROGRAMME}/breakdown").text
    assert f"X-Programme&quot;: &quot;{PROGRAMME}" in told and 'id="upload-files"' in told
    assert document(office, "/programmes/nobody/breakdown").status_code == 404


def test_a_breakdown_is_laid_with_its_programme_and_not_without(client, mailbox):
    for headers, status in (({"X-Programme": PROGRAMME}, 202), ({}, 400)):
        answer = client.post("/requests/programme_breakdown", data=b"a,b",
                             headers={"X-Duibiao-Request": "x", "X-File-Name": "t.csv", **headers})  # fmt: skip
        assert answer.status_code == status
        if status == 202:
            assert mailbox.mail(answer.get_json()["request_id"]).request["programme_id"] == PROGRAMME


@pytest.mark.parametrize(
    ("facts", "status"),
    [({}, 202), ({"sheet": "表", "header_row": 3}, 202), ({"of": "../x"}, 400), ({"assigned": ["x"]}, 400),
     ({"assigned": {"x": 1}}, 400), ({"header_row": "3"}, 400), ({"header_row": True}, 400), ({"sheet": 5}, 400)],
)  # fmt: skip
def test_what_words_mean_is_laid_whole_or_not_at_all(client, facts, status):
    asked = {"of": CHECK, "assigned": {"村委": "unit:村委会"}, "sheet": None, "header_row": None} | facts
    answer = client.post("/requests/programme_assign", json=asked, headers={"X-Duibiao-Request": "x"})
    assert answer.status_code == status

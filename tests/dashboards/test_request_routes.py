"""What pages may ask over HTTP, and what is turned away with a sentence in both languages."""

import io
import json
import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from dashboards.web.mailbox import Mailbox
from dashboards.web.shell import create_dash
from metrics import clock
from metrics.contract import LARGEST_FILE
from metrics.office import usual_facts
from metrics.warehouse import Warehouse
from pipelines.new_office import make_office
from tests.offices.zone import zone

from .conftest import HOSTILE

STEP = {"by": "王芳", "step": "return", "programme_id": "cdm-zone-2018", "period_id": "2019H2", "unit_id": "sc-kjt",
        "version": 1, "reason": "请补充"}  # fmt: skip


CENTRE_STEP = {"by": "王芳", "step": "forward", "programme_id": "sichuan-centres", "period_id": "2025",
               "centre_id": "sample-sc-01", "version": 1, "reason": None}  # fmt: skip


@pytest.fixture
def mailbox(tmp_path):
    return Mailbox(tmp_path)


@pytest.fixture(scope="module")
def servers():
    return {}


@pytest.fixture
def client(tmp_path):
    return create_dash(Warehouse(tmp_path)).server.test_client()


def upload(client, name="报告.xlsx", content=b"abc", by="王芳", **headers):
    given = {"X-Duibiao-Request": "upload", "X-Acting-Name": quote(by), "X-File-Name": quote(name), **headers}
    return client.post("/requests/upload", data=content, headers={key: text for key, text in given.items() if text})


def ask(client, facts, kind="step", **headers):
    return client.post(f"/requests/{kind}", json=facts, headers={"X-Duibiao-Request": kind, **headers})


def both(answer):
    told = answer.get_json()
    return told["said_zh"], told["said_en"]


def test_an_upload_is_laid_before_there_is_any_snapshot(client, mailbox):
    answer = upload(client)
    assert answer.status_code == 202
    mail = mailbox.mail(answer.get_json()["request_id"])
    assert (mail.request["file_name"], mail.request["by"]) == ("报告.xlsx", "王芳")


def test_a_step_is_laid_as_it_was_asked(client, mailbox):
    answer = ask(client, STEP)
    assert answer.status_code == 202
    laid = mailbox.mail(answer.get_json()["request_id"]).request
    assert {key: laid[key] for key in STEP} == STEP
    assert laid["kind"] == "step"


def test_what_was_seen_is_laid_with_a_step_and_who_does_not_say_saw_what_pages_show(client, mailbox):
    def seen(**given):
        request_id = ask(client, {**STEP, **given}).get_json()["request_id"]
        return clock.instant(mailbox.mail(request_id).request["seen_until"])

    assert seen(seen_until="2026-11-27T09:30:00+08:00") == datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
    before = clock.now()
    assert before <= seen() <= clock.now()
    for nonsense in ("yesterday", 5, [], "x" * 99):
        assert ask(client, {**STEP, "seen_until": nonsense}).status_code == 400


def test_who_does_not_say_what_was_seen_saw_the_build_in_force(first_day_copy):
    server = create_dash(Warehouse(first_day_copy)).server.test_client()
    page = server.get("/round?programme=cdm-zone-2018&period=2020H2").get_data(as_text=True)
    shown = re.search(r'data-seen="([^"]+)"', page)[1]
    request_id = ask(server, STEP).get_json()["request_id"]
    assert Mailbox(first_day_copy).mail(request_id).request["seen_until"] == shown
    assert clock.instant(shown) < clock.now()


def test_a_step_of_a_centre_is_laid_as_it_was_asked_and_its_steps_are_its_own(client, mailbox):
    laid = mailbox.mail(ask(client, CENTRE_STEP).get_json()["request_id"]).request
    assert {key: laid[key] for key in CENTRE_STEP} == CENTRE_STEP
    for changed in ({"step": "accept"}, {"unit_id": "sc-kjt"}, {"centre_id": 5}, {"centre_id": "x" * 81}):
        assert ask(client, {**CENTRE_STEP, **changed}).status_code == 400
    assert ask(client, {**STEP, "step": "forward"}).status_code == 400


@pytest.mark.parametrize(
    ("subject", "name"),
    [({"unit_id": "sc-kjt", "period_id": "2019H2"}, "sc-kjt-2019H2.xlsx"),
     ({"centre_id": "sample-sc-01", "period_id": "2025"}, "sample-sc-01-2025.xlsx")],
)  # fmt: skip
def test_a_template_is_called_after_whom_it_is_for(client, mailbox, subject, name):
    request_id = ask(client, {"programme_id": "x", **subject}, kind="template").get_json()["request_id"]
    (mailbox.folder / request_id / "template.xlsx").write_bytes(b"PK")
    with client.get(f"/requests/{request_id}/template.xlsx") as sent:
        assert f"filename={name}" in sent.headers["Content-Disposition"]


def test_the_answer_is_told_as_the_clerk_wrote_it(client, mailbox):
    request_id = upload(client).get_json()["request_id"]
    waiting = client.get(f"/requests/{request_id}").get_json()
    assert (waiting["answer"], waiting["is_finished"], waiting["has_clerk"]) == (None, False, False)
    folder = mailbox.folder / request_id
    (folder / "answer.json").write_text(json.dumps({"state": "refused", "findings": []}), encoding="utf-8")
    told = client.get(f"/requests/{request_id}")
    assert told.get_json()["answer"]["state"] == "refused"
    assert told.get_json()["is_finished"]
    assert told.headers["Cache-Control"] == "no-store"
    (folder / "marked.xlsx").write_bytes(b"PK")
    with client.get(f"/requests/{request_id}/marked.xlsx") as marked:
        assert marked.data == b"PK"
        assert quote("报告-marked.xlsx") in marked.headers["Content-Disposition"]
        assert marked.headers["Content-Disposition"].startswith("attachment")


FINDING = {
    "severity": "error", "sheet": "报送", "row_number": 3, "column_name": "数值", "value": HOSTILE,
    "sentence_zh": "不是数字", "sentence_en": "is no number", "next_step_zh": "填数字", "next_step_en": "enter one",
}  # fmt: skip
RECEIVED = {
    "state": "done", "said_zh": "已收件", "said_en": "Received", "findings": [{**FINDING, "severity": "warn"}],
    "marked": "marked.xlsx",
    "outcome": {
        "version": 2, "sha256": "ab", "conversions": [{"row_number": 4, "received": "约100", "read": "100",
                                                       "how_zh": "去掉约数", "how_en": "bound dropped"}],
        "report": {"unit_id": "sc-kjt", "programme_id": "cdm-zone-2018", "period_id": "2019H1"},
    },
}  # fmt: skip


def drawn(client, request_id, language="zh"):
    answer = client.get(f"/requests/{request_id}?lang={language}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    # It is a piece of a page: nothing that the next page is drawn by.
    assert "Set-Cookie" not in answer.headers
    return answer.get_data(as_text=True)


def answered(mailbox, request_id, **facts):
    (mailbox.folder / request_id / "answer.json").write_text(json.dumps(facts), encoding="utf-8")


def test_a_page_gets_the_card_of_its_upload_as_it_stands(client, mailbox):
    request_id = upload(client, name="<img src=x>.csv").get_json()["request_id"]
    waiting = drawn(client, request_id, "en")
    assert 'data-state="working"' in waiting
    assert "the clerk is not running" in waiting
    assert "<progress" in waiting
    answered(mailbox, request_id, state="refused", said_zh="未收件", said_en="Not taken", findings=[FINDING])
    refused = drawn(client, request_id)
    assert not re.search("<(script|img)", refused + waiting)
    assert "&lt;img src=x&gt;.csv</strong>" in refused
    assert "&lt;script&gt;alert" in refused
    assert all(text in refused for text in ("错误（1处", "工作表“报送”，第3行，数值", "填数字", "data-again"))
    assert "<progress" not in refused
    assert "enter one" in drawn(client, request_id, "en")


@pytest.mark.slow
def test_the_card_of_a_report_that_was_taken_names_it_and_leads_to_it(tmp_path):
    office = zone(tmp_path)
    office.load()
    client, mailbox = create_dash(Warehouse(office.data)).server.test_client(), Mailbox(office.data)
    request_id = upload(client).get_json()["request_id"]
    answered(mailbox, request_id, **RECEIVED)
    card = drawn(client, request_id)
    assert re.search("已登记：科技厅，.*2019年上半年，第2版", card)
    for door in (f"/requests/{request_id}/marked.xlsx", "/unit/sc-kjt?programme=cdm-zone-2018&amp;period=2019H1"):
        assert f'href="{door}' in card
    assert all(text in card for text in ("提醒（1处", "自动转换（1处", "约100", "去掉约数", "本页没有算出校验值"))
    answered(mailbox, request_id, **{**RECEIVED, "outcome": {**RECEIVED["outcome"], "verdict": "already_received"}})
    assert 'data-state="already"' in drawn(client, request_id)


def test_more_findings_than_a_page_can_show_are_counted(client, mailbox):
    request_id = upload(client).get_json()["request_id"]
    answered(mailbox, request_id, state="refused", said_zh="未收件", said_en="Not taken", findings=[FINDING] * 203)
    card = drawn(client, request_id)
    assert card.count("不是数字") == 200
    assert "其余3处见带标注的副本" in card


def test_a_hash_that_is_not_the_one_sent_is_unfolded(client, mailbox):
    request_id = upload(client).get_json()["request_id"]
    laid = mailbox.folder / request_id / "request.json"
    for sent, said, is_open in (("ab", "收到的内容与本页发出的一致", False), ("cd", "请联系管理员", True)):
        laid.write_text(json.dumps({**json.loads(laid.read_text("utf-8")), "sent_sha256": sent}), encoding="utf-8")
        answered(mailbox, request_id, **RECEIVED)
        hashes = drawn(client, request_id).partition('class="upload-hash"')[2]
        assert said in hashes
        assert ("<code>cd</code>" in hashes) == is_open


def test_a_step_gets_one_sentence_and_its_state(client, mailbox):
    request_id = ask(client, STEP).get_json()["request_id"]
    assert drawn(client, request_id) == '<p data-state="working">已提交，但收件程序没有运行；启动后自动办理</p>'
    answered(mailbox, request_id, state="done", said_zh="已退回", said_en="Returned")
    assert drawn(client, request_id, "en") == '<p data-state="done">Returned</p>'


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-Duibiao-Request": ""},
    ],
)
def test_a_request_of_another_site_is_turned_away(client, mailbox, headers):
    answer = upload(client, **headers)
    assert answer.status_code == 403
    assert all(both(answer))
    assert not mailbox.folder.exists()


def test_a_request_of_our_own_page_is_taken(client):
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert upload(client, **own).status_code == 202
    assert ask(client, STEP, **own).status_code == 202


def test_a_form_of_another_site_cannot_ask(client):
    answer = client.post("/requests/step", data={"step": "close"})
    assert answer.status_code == 403


@pytest.mark.parametrize("by", ["", "  ", "x" * 61])
def test_nobody_acts_without_a_name(client, mailbox, by):
    for answer in (upload(client, by=by), ask(client, {**STEP, "by": by})):
        assert answer.status_code == 400
        assert all(both(answer))
    assert not mailbox.folder.exists()


def test_a_file_over_the_limit_is_refused_with_what_to_do(client, mailbox):
    answer = upload(client, content=b"0" * (LARGEST_FILE + 1))
    assert answer.status_code == 413
    chinese, english = both(answer)
    assert "20兆字节" in chinese
    assert "20 MB" in english
    assert not mailbox.folder.exists()


def test_a_file_over_the_limit_that_says_no_length_is_refused_too(client, mailbox):
    headers = {"X-Duibiao-Request": "upload", "X-Acting-Name": "a", "X-File-Name": "b.csv"}
    answer = client.post(
        "/requests/upload",
        input_stream=io.BytesIO(b"0" * (LARGEST_FILE + 1)),
        headers=headers,
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code == 413
    assert list(mailbox.folder.iterdir()) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"step": "drop table"}, {"step": None}, {"programme_id": None}, {"period_id": 2019}, {"unit_id": ["a"]},
        {"version": "1"}, {"version": True}, {"reason": 5}, {"programme_id": "x" * 81}, {"by": {"a": 1}},
    ],
)  # fmt: skip
def test_a_step_that_is_none_is_turned_away(client, mailbox, changed):
    answer = ask(client, {**STEP, **changed})
    assert answer.status_code == 400
    assert all(both(answer))
    assert not mailbox.folder.exists()


@pytest.mark.parametrize("body", ["", "[]", "null", '"x"', "{", "[" * 5000])
def test_nonsense_is_turned_away_without_a_fault(client, body):
    answer = client.post(
        "/requests/step", data=body, content_type="application/json", headers={"X-Duibiao-Request": "step"}
    )
    assert answer.status_code == 400


def test_a_reason_that_cannot_be_shown_is_turned_away(client):
    assert ask(client, {**STEP, "reason": "a\u202eb"}).status_code == 400
    assert ask(client, {**STEP, "reason": "x" * 1001}).status_code == 400


def test_what_is_not_there_is_said_in_both_languages(client):
    for path in (f"/requests/{'0' * 32}", "/requests/..%2f..", f"/requests/{'0' * 32}/marked.xlsx"):
        answer = client.get(path)
        assert answer.status_code == 404


def test_the_upload_page_is_there_before_the_first_load(client, tmp_path):
    make_office(tmp_path, {"name": "试用", "languages": ["zh", "en"], **usual_facts(["zh"])})
    answer = client.get("/upload?lang=zh")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "上传报告" in page
    (field,) = re.findall(r'<input[^>]*type="file"[^>]*>', page)
    assert " multiple" in field
    assert 'id="acting-name"' in page


def test_a_time_is_confirmed_by_a_name_and_an_instant(client, mailbox):
    given = {"by": "王芳", "shown_at": "2026-11-30T12:00+08:00"}
    laid = mailbox.mail(ask(client, given, kind="time").get_json()["request_id"]).request
    assert (laid["kind"], laid["by"], laid["shown_at"]) == ("time", "王芳", "2026-11-30T04:00:00.000000+00:00")
    for changed in ({"by": " "}, {"by": None}, {"shown_at": None}, {"shown_at": "now"}):
        assert ask(client, given | changed, kind="time").status_code == 400


@pytest.mark.parametrize(
    ("language", "question", "button"),
    [("zh", "最近一条记录的时间是2026年11月27日 12:00，服务器现在的时间是2026年11月30日 12:00，对吗？", "确认并继续"),
     ("en", "the last record was made at 27 November 2026 12:00, and this server says 30 November 2026 12:00", "confirm")],
)  # fmt: skip
def test_what_waits_for_the_time_asks_about_the_time_it_is_when_read(
    client, mailbox, monkeypatch, language, question, button
):
    answer = {"state": "asked", "said_zh": "?", "said_en": "?", "attempt": 0, "findings": [],
              "outcome": {"last_recorded_at": "2026-11-27T04:00:00+00:00"}}  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 30, 4, 0, 30, tzinfo=UTC))
    for laid in (upload(client), ask(client, STEP)):
        request_id = laid.get_json()["request_id"]
        (mailbox.folder / request_id / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
        drawn = client.get(f"/requests/{request_id}?lang={language}", headers={"Accept": "text/html"}).text
        assert question in drawn and button in drawn and 'data-state="asked"' in drawn
        assert 'data-confirm-time="2026-11-30T04:00+00:00"' in drawn

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
from metrics.warehouse import Warehouse

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


def test_the_upload_page_is_there_before_the_first_load(client):
    answer = client.get("/upload?lang=zh")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "上传报告" in page
    assert 'type="file" multiple' in page
    assert 'id="acting-name"' in page

"""The page of programmes over a small office and an empty one, and the pieces that it is sent."""

import io
import json
from urllib.parse import quote

import pytest

from dashboards.web.mailbox import Mailbox
from dashboards.web.shell import create_dash
from metrics.office import usual_facts
from metrics.warehouse import Warehouse
from pipelines.new_office import make_office
from tests.offices.village import PROGRAMME

CHECK = "0123456789abcdef"
PREVIEW = {
    "programme_id": PROGRAMME, "publication": None, "file": "x.xlsx", "sha256": "ab" * 32,
    "counts": {"new": 1, "changed": 1, "ended": 0},
    "changes": [{"kind": "changed", "words_zh": "变更 任务：完成期限 2019-12-31 → 2019-11-30", "words_en": "changed task: due 2019-12-31 → 2019-11-30"},
                {"kind": "new", "words_zh": "新增 单位“<b>甲</b>”", "words_en": "new unit"}],
    "conflicts": [], "others": [{"programme_id": "y", "words_zh": "方案“乙”", "words_en": 'programme "B"'}],
    "rounds": ["2019H1"],
}  # fmt: skip


@pytest.fixture
def mailbox(tmp_path):
    return Mailbox(tmp_path)


@pytest.fixture
def client(tmp_path):
    return create_dash(Warehouse(tmp_path)).server.test_client()


@pytest.fixture
def answered(client, mailbox):
    """The card of a request that the clerk answered so."""

    def piece(facts, answer, language="zh"):
        request_id = mailbox.lay(facts.pop("kind"), "王芳", **facts)
        folder = mailbox.folder / request_id
        (folder / "answer.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
        return client.get(f"/requests/{request_id}?lang={language}", headers={"Accept": "text/html"}).text

    return piece


def ask(client, kind, facts):
    return client.post(f"/requests/{kind}", json=facts, headers={"X-Duibiao-Request": kind})


def test_the_page_tells_of_each_programme_what_it_declares_and_who_published_it(village_office):
    for language, counts, blank in (("zh", "目标 1 项，任务 1 项，承担单位 2 个", "取空白登记表"),
                                    ("en", "targets: 1, tasks: 1, units: 2", "Take a blank workbook")):  # fmt: skip
        told = village_office.page(f"/programmes?lang={language}")
        assert counts in told and blank in told and PROGRAMME in told
    assert "没有单独的发布记录" in village_office.page("/programmes")


@pytest.mark.slow
def test_the_last_publication_that_names_a_programme_is_said(village_office):
    office = village_office
    path = office.table(f"tasks/{PROGRAMME}")
    path.write_text(path.read_text(encoding="utf-8").replace("2019-12-31", "2019-11-30"), encoding="utf-8")
    office.run("programme", "publish", "--files", "--by", "李四", "--reason", "任务提前")
    assert "李四，任务提前" in office.page("/programmes")


def test_before_the_first_load_the_first_programme_can_be_entered(client, tmp_path):
    make_office(tmp_path, {"name": "试用", "languages": ["zh", "en"], **usual_facts(["zh"])})
    told = client.get("/programmes", headers={"Host": "127.0.0.1"}).text
    assert "还没有方案" in told and 'id="upload-files"' in told and "programme_template" in told


def test_a_workbook_is_laid_to_be_looked_at_with_its_bytes_and_by_nobody(client, mailbox):
    answer = client.post("/requests/programme_check", data=io.BytesIO(b"PK"),
                         headers={"X-Duibiao-Request": "x", "X-File-Name": quote("方案.xlsx")})  # fmt: skip
    mail = mailbox.mail(answer.get_json()["request_id"])
    assert (answer.status_code, mail.request["kind"], mail.request["file_name"]) == (
        202,
        "programme_check",
        "方案.xlsx",
    )


@pytest.mark.parametrize(
    ("kind", "facts", "status"),
    [
        ("programme_template", {"programme_id": None, "language": "en"}, 202),
        ("programme_template", {"programme_id": PROGRAMME}, 202),
        ("programme_template", {"programme_id": 5}, 400),
        ("programme_template", {"language": "fr"}, 400),
        ("programme_publish", {"by": "王芳", "reason": "首次", "check": CHECK, "sha256": "ab"}, 202),
        ("programme_publish", {"by": "", "reason": "首次", "check": CHECK, "sha256": "ab"}, 400),
        ("programme_publish", {"by": "王芳", "reason": "首次", "check": "../x", "sha256": "ab"}, 400),
        ("programme_publish", {"by": "王芳", "reason": None, "check": CHECK, "sha256": "ab"}, 400),
        ("programme_publish", {"by": "王芳", "reason": "", "check": CHECK, "sha256": "ab", "answers": {"1": "x"}}, 400),
        ("programme_publish", ["王芳"], 400),
    ],
)
def test_what_is_asked_is_taken_whole_or_not_at_all(client, mailbox, kind, facts, status):
    answer = ask(client, kind, facts)
    assert answer.status_code == status
    assert len(list(mailbox.folder.glob("*"))) == (status == 202) if mailbox.folder.exists() else status == 400


def test_a_preview_shows_what_changes_and_one_button_that_publishes_that_very_workbook(answered):
    laid = {"kind": "programme_check", "file_name": "x.xlsx"}
    answer = {"state": "done", "said_zh": "通过", "said_en": "passes", "findings": [], "outcome": PREVIEW}
    card = answered(dict(laid), answer)
    assert "2019-12-31 → 2019-11-30" in card and "&lt;b&gt;甲&lt;/b&gt;" in card and "<b>甲" not in card
    assert "2019年上半年" in card and "方案“乙”" in card and card.count("data-publish=") == 1 and "ab" * 32 in card
    assert "due 2019-12-31 → 2019-11-30" in answered(dict(laid), answer, "en")


def test_each_conflict_is_asked_with_two_answers(answered):
    conflicts = [{"words_zh": f"单位{n}", "words_en": f"unit {n}"} for n in (1, 2)]
    answer = {
        "state": "done",
        "said_zh": "",
        "said_en": "",
        "outcome": PREVIEW | {"changes": [], "conflicts": conflicts},
    }
    card = answered({"kind": "programme_check", "file_name": "x.xlsx"}, answer)
    assert (card.count('data-conflict="1"'), card.count('data-conflict="2"')) == (2, 2) and "data-publish" in card


@pytest.mark.parametrize(("state", "changes"), [("refused", PREVIEW["changes"]), ("done", [])])
def test_what_is_wrong_or_changes_nothing_cannot_be_published(answered, state, changes):
    finding = {"severity": "error", "file": "x.xlsx", "sheet": "目标", "row_number": 4, "column_name": "目标值", "value": "许多",
               "sentence_zh": "不是确数", "sentence_en": "not exact", "next_step_zh": "改", "next_step_en": "mend"}  # fmt: skip
    findings = [finding] if state == "refused" else []
    answer = {"state": state, "said_zh": "", "said_en": "", "findings": findings, "marked": "marked.xlsx",
              "outcome": PREVIEW | {"changes": changes}}  # fmt: skip
    card = answered({"kind": "programme_check", "file_name": "x.xlsx"}, answer)
    assert "data-publish" not in card and ("不是确数" in card) is (state == "refused") and "marked.xlsx" in card


def test_a_publication_that_a_load_would_refuse_says_in_which_file(answered):
    finding = {"severity": "error", "file": "definitions/targets/x.csv", "sheet": None, "row_number": 2, "column_name": "due_on",
               "value": "", "sentence_zh": "没有", "sentence_en": "none", "next_step_zh": "写", "next_step_en": "write"}  # fmt: skip
    answer = {"state": "refused", "said_zh": "没有发布", "said_en": "nothing", "findings": [finding], "outcome": None}
    card = answered({"kind": "programme_publish", "reason": "x", "check": CHECK, "sha256": "ab", "answers": {}}, answer)
    assert "definitions/targets/x.csv due_on" in card and "没有发布" in card


def test_the_workbook_is_called_after_its_programme(client, mailbox):
    for programme_id, name in ((PROGRAMME, f"{PROGRAMME}.xlsx"), (None, "programme.xlsx")):
        request_id = mailbox.lay("programme_template", "", programme_id=programme_id, language="zh")
        (mailbox.folder / request_id / "template.xlsx").write_bytes(b"PK")
        sent = client.get(f"/requests/{request_id}/template.xlsx")
        assert name in sent.headers["Content-Disposition"]
        sent.close()

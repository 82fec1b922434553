"""The office on its own pages: made on the first one, and changed by name and reason as long as that can be."""

import json
import shutil

import pytest
import yaml

from dashboards.web.shell import create_dash
from metrics.office import load_office
from metrics.warehouse import Warehouse
from pipelines.archive import Archive
from pipelines.clerk.errands import Errands
from pipelines.clerk.requests import RequestInbox
from pipelines.clerk.worker import take_up
from pipelines.verify import verify
from tests.offices.village import village as small_office

pytestmark = pytest.mark.slow

MADE = {"languages": "en", "name_en": "Environment Agency", "time_zone": "Europe/London", "currency": "GBP",
        "year_begins": "4", "acceptance": "officer", "letter": "plain", "samples": "off"}  # fmt: skip


class Desk:
    """The pages of a data folder, and its clerk in this process."""

    def __init__(self, data, monkeypatch):
        monkeypatch.setenv("DUIBIAO_DATA", str(data))
        self.data = data
        self.client = create_dash(Warehouse(data)).server.test_client()

    def page(self, path):
        answer = self.client.get(path, headers={"Host": "127.0.0.1"})
        assert answer.status_code == 200, path
        return answer.text

    def ask(self, kind, **facts):
        return self.client.post(f"/requests/{kind}", data=json.dumps(facts), headers={"X-Duibiao-Request": kind})

    def carried_out(self, kind, **facts):
        """What became of a request that was laid."""
        laid = self.ask(kind, **facts)
        assert laid.status_code == 202, laid.json
        return self.again(laid.json["request_id"])

    def again(self, request_id):
        """What becomes of a request whose worker died before it could answer."""
        with RequestInbox(self.data / "raw").open(request_id) as request:
            take_up(request, Errands(self.data))
        return self.client.get(f"/requests/{request_id}", headers={"Accept": "application/json"}).json["answer"]


@pytest.fixture
def empty(tmp_path, monkeypatch):
    return Desk(tmp_path / "市统计局", monkeypatch)


@pytest.fixture
def office(tmp_path, monkeypatch, village):
    """A desk on an office of one programme that has received nothing."""
    return Desk(shutil.copytree(village, tmp_path / "data"), monkeypatch)


def said_now(desk):
    """What the form of the office would send as it stands."""
    said = yaml.safe_load((desk.data / "office.yml").read_text(encoding="utf-8"))
    names = {f"name_{language}": name for language, name in said.pop("name").items()}
    texts = {"languages": ",".join(said.pop("languages")), "samples": "on" if said.pop("samples") else "off"}
    return {**names, **texts, **{key: str(value) for key, value in said.items()}}


@pytest.mark.parametrize("path", ["/", "/units", "/programmes", "/office", "/nowhere?lang=en"])
def test_where_there_is_no_office_every_address_shows_the_form_with_all_filled_in(empty, path):
    told = empty.client.get(path, headers={"Host": "127.0.0.1"}).text
    assert 'id="office-form"' in told and 'data-kind="office_make"' in told and 'value="市统计局"' in told
    assert f'value="{"en" if "lang=en" in path else "zh"}" selected' in told
    assert 'href="/matrix' not in told, "there is nothing behind a menu"


def test_what_cannot_be_is_told_at_its_field_and_nothing_is_made(empty):
    wrong = {"time_zone": "Mars", "currency": "", "year_begins": "13", "name_en": " "}
    answer = empty.ask("office_make", **MADE | wrong)
    assert (answer.status_code, set(answer.json["faults"])) == (
        400,
        {"time_zone", "currency", "year_begins", "name_en"},
    )
    assert (
        "Mars" in answer.json["faults"]["time_zone"]["zh"]
        and "Asia/Shanghai" in answer.json["faults"]["time_zone"]["en"]
    )
    assert "4" in answer.json["said_en"]
    assert not (empty.data / "office.yml").exists()


@pytest.mark.parametrize("body", ["[]", '{"languages": 1}', '{"languages": ["en"]}', "nonsense"])
def test_what_is_no_form_of_ours_is_refused(empty, body):
    headers = {"X-Duibiao-Request": "office_make"}
    assert empty.client.post("/requests/office_make", data=body, headers=headers).status_code == 400


def test_an_office_is_made_on_its_first_page_and_then_says_what_to_do_first(empty):
    assert empty.carried_out("office_make", **MADE)["state"] == "done"
    office = load_office(empty.data)
    assert (office.name.en, office.name.zh, office.languages) == ("Environment Agency", None, ("en",))
    assert (office.time_zone, office.currency, office.year_begins, office.letter) == (
        "Europe/London",
        "GBP",
        4,
        "plain",
    )
    told = empty.page("/")
    assert "First steps" in told and "Environment Agency has no programme yet" in told and "中文" not in told
    assert 'data-kind="office_change"' in empty.page("/office") and "Nothing has been changed yet" in empty.page(
        "/office"
    )


def test_an_office_is_made_once_and_never_over_another(empty):
    laid = empty.ask("office_make", **MADE).json["request_id"]
    assert empty.again(laid)["state"] == empty.again(laid)["state"] == "done"
    other = empty.carried_out("office_make", **MADE | {"name_en": "Another"})
    assert (other["state"], load_office(empty.data).name.en) == ("refused", "Environment Agency")
    assert "office.yml" in other["said_en"]


def test_files_of_something_else_are_never_made_an_office(tmp_path, monkeypatch):
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    desk = Desk(tmp_path, monkeypatch)
    assert "office-form" not in desk.page("/")
    assert desk.carried_out("office_make", **MADE)["state"] == "refused"
    assert not (tmp_path / "office.yml").exists()


def test_a_change_is_recorded_by_name_and_reason_and_shown(office):
    laid = office.ask(
        "office_change", **said_now(office) | {"name_zh": "某村", "letter": "plain"}, by="王芳", reason="更名"
    )
    assert office.again(laid.json["request_id"])["state"] == "done"
    assert office.again(laid.json["request_id"])["state"] == "done"  # Its worker died: it is recorded once.
    archive = Archive(office.data / "raw")
    (change,) = archive.office_changes()
    assert (change.by, change.reason, change.changed) == ("王芳", "更名", ["name", "letter"])
    assert archive.path(change.sha256).read_bytes() == (office.data / "office.yml").read_bytes()
    assert verify(archive).findings == ()
    assert (load_office(office.data).name.zh, load_office(office.data).letter) == ("某村", "plain")
    told = office.page("/office")
    assert "王芳更改：名称、公文格式" in told and "更名" in told and 'value="某村"' in told


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"reason": ""}, "没有写原因"), ({}, "没有需要更改的")],
)
def test_a_change_of_nothing_or_without_a_reason_is_refused(office, facts, said):
    answer = office.carried_out("office_change", **said_now(office), **{"by": "王芳", "reason": "改", **facts})
    assert (answer["state"], said in answer["said_zh"]) == ("refused", True)
    assert Archive(office.data / "raw").office_changes() == []


def test_nobody_changes_an_office_without_a_name(office):
    answer = office.ask("office_change", **said_now(office) | {"currency": "EUR"}, by=" ", reason="改")
    assert answer.status_code == 400 and "姓名" in answer.json["said_zh"]


def test_what_periods_and_days_are_counted_by_is_fixed_once_a_report_has_come(tmp_path, monkeypatch):
    made = small_office(tmp_path)
    made.report("村委会", "2019H1", "2019-06-28", {"trees": 30}, ("v-1",))
    desk = Desk(made.data, monkeypatch)
    before = (made.data / "office.yml").read_bytes()
    wanted = {"year_begins": "4", "time_zone": "Europe/London", "currency": "EUR"}
    answer = desk.carried_out("office_change", **said_now(desk) | wanted, by="王芳", reason="改")
    assert (answer["state"], set(answer["outcome"]["faults"])) == ("refused", {"year_begins", "time_zone"})
    assert (made.data / "office.yml").read_bytes() == before

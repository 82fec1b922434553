"""What the server answers besides pages: health, styles, language, headers."""

import base64
import fcntl
import hashlib
import re
import shutil

import pytest

from dashboards.web.mailbox import Mailbox
from dashboards.web.shell import create_dash
from metrics.office import usual_facts
from metrics.warehouse import Warehouse
from pipelines.new_office import make_office


@pytest.fixture
def client(server):
    return server.test_client()


def test_health_names_the_build(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "no clerk",
        "build_id": "literal",
        "built_at": "2999-01-02T03:04:05+00:00",
        "has_sample": True,
        "has_clerk": False,
        "next_step": "duibiao clerk",
    }


def test_ready_is_only_where_pages_can_be_read_and_a_clerk_is_at_work(client, warehouse, tmp_path):
    mailbox = Mailbox(warehouse.folder.parent)
    told = client.get("/readyz")
    assert (told.status_code, told.json["status"], told.json["waiting"]) == (503, "no clerk", 0)
    request_id = mailbox.lay("step", "a", step="close")
    lock = (mailbox.folder / ".clerk.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    told = client.get("/readyz")
    asked_at = mailbox.mail(request_id).request["asked_at"]
    assert (told.status_code, told.json["status"], told.json["has_clerk"]) == (200, "ok", True)
    assert (told.json["waiting"], told.json["oldest_asked_at"]) == (1, asked_at)
    assert told.json["free_bytes"] > 0
    assert client.get("/healthz").json["status"] == "ok"
    nothing = create_dash(Warehouse(tmp_path / "none")).server.test_client().get("/readyz")
    assert (nothing.status_code, nothing.json["status"]) == (503, "no snapshot")
    lock.close()
    shutil.rmtree(mailbox.folder)


def test_without_a_snapshot_health_and_page_name_the_next_step(tmp_path):
    make_office(tmp_path, {"name": "试用", "languages": ["zh", "en"], **usual_facts(["zh"])})
    client = create_dash(Warehouse(tmp_path)).server.test_client()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["status"]) == (503, "no snapshot")
    assert "duibiao load" in answer.json["next_step"]
    page = client.get("/")
    assert page.status_code == 200
    assert "<pre>duibiao load</pre>" in page.get_data(as_text=True)


def test_the_document_speaks_the_language_and_remembers_it(client):
    assert '<html lang="zh-CN">' in client.get("/").get_data(as_text=True)
    english = client.get("/?lang=en")
    assert '<html lang="en">' in english.get_data(as_text=True)
    assert "duibiao_language=en" in english.headers["Set-Cookie"]
    assert '<html lang="en">' in client.get("/units").get_data(as_text=True)
    assert "Set-Cookie" not in client.get("/?lang=<script>").headers


@pytest.mark.parametrize("path", ["/", "/units?lang=en", "/nonsense"])
def test_no_cache_hands_a_page_to_a_reader_of_another_language_or_day(client, path):
    headers = client.get(path).headers
    assert headers["Cache-Control"] == "no-cache"
    assert "Cookie" in headers["Vary"] and "Accept-Encoding" in headers["Vary"]


def test_the_document_names_no_other_host(client):
    document = client.get("/").get_data(as_text=True)
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", document)
    for path in re.findall(r"""(?:src|href)="(/[^"]+)""", document):
        with client.get(path) as answer:
            assert answer.status_code == 200, path


def test_the_style_sheet_comes_from_the_installed_package(client):
    path = re.search(r"/vendor/bootstrap\.min\.css\?v=[\d.]+", client.get("/").get_data(as_text=True))[0]
    answer = client.get(path)
    assert answer.mimetype == "text/css"
    assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_nothing_may_be_fetched_from_elsewhere(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_no_script_runs_that_is_not_ours(client):
    for path in ("/", "/target/above", "/data/reports"):
        answer = client.get(path)
        policy = re.search(r"script-src ([^;]+);", answer.headers["Content-Security-Policy"])[1].split()
        assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(policy)
        written = re.findall(r'<script(?: type="module")?>(.*?)</script>', answer.get_data(as_text=True), re.DOTALL)
        for text in written:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy


def test_a_page_is_there_before_any_script(client):
    document = client.get("/").get_data(as_text=True)
    assert "<h1" in document
    assert document.count('<svg viewBox="0 0 240 128"') == 2
    # Nothing on it lives in the browser: only copying, the theme and the like need a script, and they are small.
    assert "duibiao" in re.findall(r'<script defer src="/assets/([a-z]+)', document)
    assert not [word for word in ("islands", "dash", "plotly", "charts") if word in document]


def test_the_live_part_of_a_page_is_drawn_by_the_callback(client):
    body = {
        "output": "places.children",
        "outputs": {"id": "places", "property": "children"},
        "inputs": [
            {"id": "address", "property": "pathname", "value": "/data/reports"},
            {"id": "address", "property": "search", "value": ""},
        ],
        "changedPropIds": ["address.pathname"],
    }
    document = client.get("/data/reports").get_data(as_text=True)
    places = client.post("/_dash-update-component", json=body).json["response"]["places"]["children"]
    assert [place["props"]["target"] for place in places] == re.findall(r'id="(place-\d+)"', document) == ["place-0"]
    assert places[0]["props"]["children"]["type"] == "AgGrid"


def test_an_unknown_address_is_a_404_with_a_page(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "<html" in answer.get_data(as_text=True)
    assert client.get("/unit/lead").status_code == 200


def test_two_applications_in_one_process_do_not_share_callbacks(warehouse, tmp_path):
    first, second = create_dash(warehouse), create_dash(Warehouse(tmp_path))
    assert len(first.callback_map) == len(second.callback_map) > 0


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("as_of=2019-02-30", "as_of=2019-02-30"), ("as_of=2999-01-01", "as_of=2999-01-01"), ("as_of=1.1.2019", "as_of"),
        ("perod=2019H1", "perod"), ("programme=a&programme=b", "programme"), (f"unit={'x' * 81}", "unit"),
        ("&".join(["where=status:is:missed"] * 13), "where"), (f"where=status:is:{'x' * 200}", "where"),
        ("&".join(["columns=status"] * 65), "64"),
    ],
)  # fmt: skip
def test_a_file_is_what_was_asked_for_or_none(client, query, named):
    for path in ("/export/attainment.csv", "/calendar/cdm-zone-2018.ics"):
        answer = client.get(f"{path}?{query}")
        assert (answer.status_code, answer.mimetype) == (400, "text/plain")
        assert named in answer.get_data(as_text=True)

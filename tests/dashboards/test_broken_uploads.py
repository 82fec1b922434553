"""Uploads that do not come whole, over real connections to the server as it runs: nothing of them is kept."""

import base64
import hashlib
import json
import shutil
import socket
import time
import urllib.request
from urllib.parse import urlsplit

import pytest

from pipelines.archive import Archive

from .officer import Officer

pytestmark = pytest.mark.slow

REPORT = "责任单位,报告期,编码,数值\n科技厅,2020H2,technology-brokers,1100\n".encode()
HEADERS = "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nX-Duibiao-Request: 1\r\nX-Acting-Name: a\r\nX-File-Name: a.csv\r\n"


@pytest.fixture(scope="module")
def house(served, first_day, tmp_path_factory):
    """The address of an office of its own, and the folder of its requests."""
    folder = shutil.copytree(first_day, tmp_path_factory.mktemp("broken") / "data")
    with served(folder) as (address, _):
        yield address, folder / "raw"


@pytest.fixture
def send(house):
    """Sends headers and whatever is given as body, then nothing more; the status and what is told."""

    def run(body, *headers, path="/requests/upload"):
        place = urlsplit(house[0])
        with socket.create_connection((place.hostname, place.port), timeout=60) as connection:
            head = HEADERS.format(path=path, host=place.netloc) + "".join(f"{line}\r\n" for line in headers) + "\r\n"
            connection.sendall(head.encode() + body)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.makefile("rb").read()
        head, _, told = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), json.loads(told)

    return run


def digest_of(content):
    return f"Content-Digest: sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def nothing_was_kept(raw):
    laid = [entry for entry in (raw / "inbox" / "requests").iterdir() if entry.is_dir()]
    archive = Archive(raw)
    return laid == [] and not archive.receipts() and not archive.steps()


@pytest.mark.parametrize("lost", [1, 2, 3, len(REPORT)])
def test_an_upload_whose_connection_breaks_is_no_file(send, house, lost):
    status, told = send(REPORT[: len(REPORT) - lost], f"Content-Length: {len(REPORT)}")
    assert status == 400
    for key in ("said_zh", "said_en"):
        assert f"{len(REPORT) - lost}" in told[key] and f"{len(REPORT)}" in told[key]
    assert nothing_was_kept(house[1])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"10\r\n0123",
        b"4\r\n1100\r\n",
        b"4\r\n1100",
        b"4\r\n1100\r\n0\r\n",
        b"zz\r\n1100\r\n0\r\n\r\n",
        b"4\r\n1100XX0\r\n\r\n",
    ],
)
def test_a_chunked_upload_that_breaks_is_told_as_that_and_is_no_file(send, house, body):
    status, told = send(body, "Transfer-Encoding: chunked")
    assert status == 400
    assert "没有传完" in told["said_zh"] and "broke off" in told["said_en"]
    assert nothing_was_kept(house[1])


@pytest.mark.parametrize("sent", [REPORT[:-2] + b"9\n", REPORT + b"\n", b""])
def test_an_upload_that_was_altered_on_its_way_is_no_file(send, house, sent):
    status, told = send(sent, f"Content-Length: {len(sent)}", digest_of(REPORT))
    assert status == 400
    assert "校验值" in told["said_zh"] and "hash" in told["said_en"]
    assert nothing_was_kept(house[1])


@pytest.mark.parametrize("headers", [["Content-Length: 90"], ["Transfer-Encoding: chunked"]])
def test_a_step_that_breaks_off_is_not_taken(send, house, headers):
    status, told = send(b'{"step": "close"', *headers, path="/requests/step")
    assert status == 400
    assert all(told.values())
    assert nothing_was_kept(house[1])


def test_a_whole_file_needs_no_last_line_end_and_its_receipt_has_the_hash_of_its_sender(send, house):
    content = REPORT[:-1]
    status, told = send(content, f"Content-Length: {len(content)}", digest_of(content))
    assert status == 202
    mail = finished(house[0], told["request_id"])
    digest = hashlib.sha256(content).hexdigest()
    assert (mail["request"]["sent_sha256"], mail["answer"]["outcome"]["sha256"]) == (digest, digest)


def finished(address, request_id):
    for _ in range(600):
        with urllib.request.urlopen(f"{address}/requests/{request_id}", timeout=60) as answer:
            mail = json.load(answer)
        if mail["is_finished"]:
            return mail
        time.sleep(0.2)
    raise AssertionError(mail)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("before", "state", "said"),
    [("", "未收件", "文件送达无误"),
     ("Object.defineProperty(window.crypto, 'subtle', {value: undefined});", "未收件", "本页没有算出校验值")],
    ids=["with its hash", "where the browser counts none"],
)  # fmt: skip
def test_the_receipt_says_last_whether_the_page_and_the_archive_have_the_same_hash(
    browser, house, tmp_path, before, state, said
):
    path = tmp_path / "报告.csv"
    path.write_bytes(REPORT + before.encode())
    page = browser.new_context().new_page()
    page.add_init_script(before)
    officer = Officer(page, house[0], "王芳")
    chip, card = officer.upload(path, "王芳")
    assert chip == state
    parts = card.locator(".upload-result > *")
    last = parts.nth(parts.count() - 1)
    assert said in last.inner_text()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest not in card.inner_text()  # Folded, below what the clerk of the unit is to read.
    last.locator("summary").click()
    assert digest in last.inner_text()
    page.context.close()


@pytest.mark.browser
def test_what_is_altered_between_page_and_server_is_told_on_the_page(browser, house, tmp_path):
    path = tmp_path / "报告.csv"
    path.write_bytes(REPORT)
    page = browser.new_context().new_page()
    page.route("**/requests/upload", lambda route: route.continue_(post_data=REPORT.replace(b"1100", b"110")))
    chip, card = Officer(page, house[0], "王芳").upload(path, "王芳")
    assert chip == "未能处理"
    assert "与本页发出的不一致" in card.inner_text()
    page.context.close()

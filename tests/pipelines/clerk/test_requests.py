"""Requests: taken in their order, never through a link, never twice, and gone after a week."""

import json
import os
import time

import pytest

from metrics.sentences import Bilingual
from pipelines.clerk import requests
from pipelines.clerk.replies import Reply
from pipelines.clerk.requests import BadRequest, RequestInbox
from pipelines.clerk.watch import clean


@pytest.fixture
def inbox(bare_data):
    return RequestInbox(bare_data / "raw")


def facts(inbox, folder):
    with inbox.open(folder.name) as request:
        return request.facts()


def test_requests_wait_in_the_order_in_which_they_were_laid(inbox, pages):
    laid = [pages.upload(b"a"), pages.upload(b"b"), pages.upload(b"c")]
    for age, folder in zip((10, 30, 20), laid, strict=True):
        moment = time.time() - age
        os.utime(folder / "request.json", (moment, moment))
    assert inbox.waiting() == [laid[1].name, laid[2].name, laid[0].name]


def test_what_writes_nothing_waits_apart_from_the_rest(inbox, pages):
    upload, template = pages.upload(b"a"), pages.lay(kind="template", by="")
    odd = pages.lay(kind=["template"])
    assert inbox.waiting(reading=True) == [template.name]
    assert set(inbox.waiting(reading=False)) == {upload.name, odd.name}
    assert set(inbox.waiting()) == {upload.name, template.name, odd.name}


def test_what_is_half_laid_or_ill_named_is_no_request(inbox, pages):
    (pages.folder / ".request-0009").mkdir(parents=True)
    (pages.folder / "x").mkdir()
    (pages.folder / "a..b..c..d").mkdir()
    (pages.folder / "request-file").write_text("{}")
    assert inbox.waiting() == []


def test_an_answered_request_waits_no_more_and_a_working_one_does(inbox, pages):
    folder = pages.upload(b"a")
    with inbox.open(folder.name) as request:
        Reply(request).stage(Bilingual("中", "en"))
        assert inbox.waiting() == [folder.name]
        Reply(request).end("done", Bilingual("好", "good"))
    assert inbox.waiting() == []
    assert pages.answer(folder)["said_en"] == "good"
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize("name", ["request.json", "content", "answer.json"])
def test_a_link_out_of_the_folder_is_never_followed(inbox, pages, tmp_path, name):
    secret = tmp_path / "secret"
    secret.write_text(json.dumps({"kind": "upload", "state": "done"}), encoding="utf-8")
    folder = pages.upload(b"a")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    with inbox.open(folder.name) as request:
        if name == "request.json":
            with pytest.raises(BadRequest):
                request.facts()
        elif name == "content":
            with pytest.raises(BadRequest), request.content():
                pass
        else:
            assert request.answer() == {}
            Reply(request).end("done", Bilingual("好", "good"))
            assert not (folder / name).is_symlink()
    assert json.loads(secret.read_text(encoding="utf-8")) == {"kind": "upload", "state": "done"}


def test_a_folder_that_is_a_link_is_no_request(inbox, pages, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "request.json").write_text("{}")
    pages.folder.mkdir(parents=True)
    (pages.folder / "request-link").symlink_to(elsewhere)
    assert inbox.waiting() == []
    with inbox.open("request-link") as request:
        assert request is None
    with inbox.open("../../archive") as request:
        assert request is None


def test_a_pipe_in_place_of_a_file_does_not_hold_the_clerk_up(inbox, pages):
    folder = pages.upload(b"a")
    (folder / "content").unlink()
    os.mkfifo(folder / "content")
    with inbox.open(folder.name) as request, pytest.raises(BadRequest), request.content():
        pass


@pytest.mark.parametrize("text", ["", "[]", "{", '"upload"', "{" + " " * 70_000 + "}"])
def test_what_is_no_request_is_refused_by_name(inbox, pages, text):
    folder = pages.upload(b"a")
    (folder / "request.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadRequest, match=r"request\.json"):
        facts(inbox, folder)


def test_a_file_beyond_the_limit_is_not_read(inbox, pages, monkeypatch):
    monkeypatch.setattr(requests, "LARGEST_FILE", 10)
    folder = pages.upload(b"12345678901")
    with inbox.open(folder.name) as request, pytest.raises(BadRequest, match="MB"), request.content():
        pass


def test_a_week_after_its_answer_a_request_is_gone_and_an_unanswered_one_stays(inbox, pages, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("stays")
    answered, unanswered, fresh = pages.upload(b"a"), pages.upload(b"b"), pages.upload(b"c")
    (answered / "link").symlink_to(kept)
    for folder in (answered, fresh):
        with inbox.open(folder.name) as request:
            Reply(request).end("done", Bilingual("好", "good"))
    half = pages.folder / ".half-laid"
    half.mkdir()
    old = time.time() - 8 * 24 * 3600
    for path in (answered / "answer.json", unanswered / "request.json", half):
        os.utime(path, (old, old))
    assert sorted(inbox.clean()) == [".half-laid", answered.name]
    assert not answered.exists()
    assert unanswered.exists()
    assert fresh.exists()
    assert (kept / "file").read_text() == "stays"


def test_there_is_one_clerk_at_a_time(bare_data):
    first, second = RequestInbox(bare_data / "raw"), RequestInbox(bare_data / "raw")
    with first.attended() as is_attended:
        assert is_attended
        with second.attended() as is_attended_too:
            assert not is_attended_too
    with second.attended() as is_attended:
        assert is_attended


def test_a_request_that_gets_its_name_while_the_folder_is_looked_through_stops_nobody(inbox, pages, monkeypatch):
    half = pages.folder / ".half-laid"
    pages.folder.mkdir(parents=True, exist_ok=True)
    half.mkdir()
    listed = inbox._folders()
    monkeypatch.setattr(inbox, "_folders", lambda: listed)
    half.rename(pages.folder / "request-0001")
    assert inbox.clean() == []


def test_what_cannot_be_removed_is_named_and_the_watch_goes_on(inbox, monkeypatch):
    def refused():
        raise PermissionError(13, "Permission denied", "/data/raw/inbox/requests/x")

    monkeypatch.setattr(inbox, "clean", refused)
    said = []
    clean(inbox, lambda *sentences: said.extend(sentences))
    assert all("/data/raw/inbox/requests/x" in said[0] and "Permission denied" in sentence for sentence in said)

"""Requests laid into the inbox: whole or not at all, under names of our own; answers read as they stand."""

import fcntl
import hashlib
import io
import json
import os

import pytest

from dashboards.web.mailbox import (
    LONGEST_FILE_NAME,
    MOST_WAITING,
    Altered,
    Announced,
    CutShort,
    Mailbox,
    TooLarge,
    TooMany,
    plain_name,
)
from metrics.contract import LARGEST_FILE

HOSTILE = "../../../etc/<img src=x onerror=alert(1)>\u202e\x00\n.xlsx"


@pytest.fixture
def mailbox(tmp_path):
    return Mailbox(tmp_path)


def answered(mailbox, request_id, **answer):
    (mailbox.folder / request_id / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


def test_an_upload_is_laid_with_its_bytes_beside_what_it_asks(mailbox):
    request_id = mailbox.lay_upload("王芳", "报告.xlsx", io.BytesIO(b"PK\x03\x04"))
    assert sorted(path.name for path in (mailbox.folder / request_id).iterdir()) == ["content", "request.json"]
    assert (mailbox.folder / request_id / "content").read_bytes() == b"PK\x03\x04"
    laid = mailbox.mail(request_id)
    assert laid.request["kind"] == "upload"
    assert laid.request["by"] == "王芳"
    assert laid.request["file_name"] == "报告.xlsx"
    assert laid.request["asked_at"].endswith("+00:00")
    assert laid.answer is None
    assert not laid.is_finished


def test_two_requests_never_share_an_id_and_none_can_be_guessed(mailbox):
    ids = {mailbox.lay("step", "a", step="close") for _ in range(5)}
    assert len(ids) == 5
    assert all(len(request_id) == 32 for request_id in ids)


def test_a_file_that_is_too_large_leaves_nothing_behind(mailbox):
    class Endless(io.RawIOBase):
        def read(self, size=-1):
            return b"0" * size

    with pytest.raises(TooLarge):
        mailbox.lay_upload("a", "b.csv", Endless())
    assert list(mailbox.folder.iterdir()) == []
    assert LARGEST_FILE == 20 * 1024 * 1024


def test_a_connection_that_breaks_leaves_nothing_behind(mailbox):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(CutShort):
        mailbox.lay_upload("a", "b.csv", Broken())
    assert list(mailbox.folder.iterdir()) == []


@pytest.mark.parametrize("announced", [5, 3, 0])
def test_other_bytes_than_were_announced_leave_nothing_behind(mailbox, announced):
    with pytest.raises(CutShort) as cut:
        mailbox.lay_upload("a", "b.csv", io.BytesIO(b"1100"), Announced(announced))
    assert (cut.value.received, cut.value.announced) == (4, announced)
    with pytest.raises(Altered):
        mailbox.lay_upload("a", "b.csv", io.BytesIO(b"1100"), Announced(4, hashlib.sha256(b"110\n").hexdigest()))
    assert list(mailbox.folder.iterdir()) == []


def test_what_was_announced_and_what_came_stand_in_the_request(mailbox):
    digest = hashlib.sha256(b"1100").hexdigest()
    for announced, sent in ((Announced(4, digest), digest), (Announced(4), None), (None, None)):
        laid = mailbox.mail(mailbox.lay_upload("a", "b.csv", io.BytesIO(b"1100"), announced)).request
        assert (laid["byte_count"], laid["sha256"], laid["sent_sha256"]) == (4, digest, sent)


def test_when_too_many_wait_no_more_are_laid_until_some_are_answered(mailbox):
    ids = [mailbox.lay("step", "a", step="close") for _ in range(MOST_WAITING)]
    with pytest.raises(TooMany):
        mailbox.lay("step", "a", step="close")
    answered(mailbox, ids[0], state="done")
    assert mailbox.lay("step", "a", step="close")


@pytest.mark.parametrize("request_id", ["..", "../..", "x" * 32, "", "a" * 31, "/etc", "A" * 32, "0" * 32 + "\n"])
def test_an_id_that_is_none_of_ours_finds_nothing(mailbox, request_id):
    mailbox.folder.mkdir(parents=True)
    assert mailbox.mail(request_id) is None
    assert mailbox.left_file(request_id, "marked.xlsx") is None


def test_only_what_the_clerk_leaves_for_readers_can_be_taken_along(mailbox):
    request_id = mailbox.lay_upload("a", "b.csv", io.BytesIO(b"secret"))
    (mailbox.folder / request_id / "marked.xlsx").write_bytes(b"PK")
    assert mailbox.left_file(request_id, "marked.xlsx").read_bytes() == b"PK"
    for name in ("content", "request.json", "../x/marked.xlsx", "marked.csv"):
        assert mailbox.left_file(request_id, name) is None


def test_an_answer_is_finished_when_the_clerk_says_so(mailbox):
    request_id = mailbox.lay("step", "a", step="close")
    for state, is_finished in (("working", False), ("done", True), ("refused", True), ("failed", True)):
        answered(mailbox, request_id, state=state)
        assert mailbox.mail(request_id).is_finished is is_finished


def test_a_clerk_is_there_as_long_as_it_holds_its_lock(mailbox):
    assert not mailbox.has_clerk()
    mailbox.folder.mkdir(parents=True)
    lock = mailbox.folder / ".clerk.lock"
    lock.touch()
    assert not mailbox.has_clerk()
    descriptor = os.open(lock, os.O_RDWR)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert mailbox.has_clerk()
    os.close(descriptor)
    assert not mailbox.has_clerk()


def test_a_hostile_name_keeps_neither_folder_nor_hidden_characters():
    name = plain_name(HOSTILE)
    assert name == "<img src=x onerror=alert(1)>.xlsx"
    assert len(plain_name("很" * 400 + ".xlsx")) <= LONGEST_FILE_NAME
    assert plain_name("很" * 400 + ".xlsx").endswith(".xlsx")
    assert plain_name("...") == "upload"

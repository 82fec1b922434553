"""Uploads: what was found is told before anything is loaded, and those that wait are received and loaded together."""

import time

import pytest

from pipelines.archive import Archive
from pipelines.clerk.errands import Errands
from pipelines.clerk.requests import RequestInbox
from pipelines.clerk.worker import take_up_next
from pipelines.loading.build import LoadOutcome
from pipelines.receiving.desk import Desk
from tests.offices.zone import zone
from tests.pipelines.conftest import COUNT, report_text

pytestmark = pytest.mark.slow

GOOD, ALSO_GOOD = report_text(COUNT | {"数值": "512"}), report_text(COUNT | {"数值": "513"}, 责任单位="财政厅")
BAD = report_text(COUNT | {"数值": "约5"}, 责任单位="教育厅")


@pytest.fixture
def bare_data(tmp_path):
    return zone(tmp_path).data


@pytest.fixture
def loads(monkeypatch, pages):
    """Each load that would be made, as the answers of all requests when it began."""
    made = []

    def load(*_, **__):
        made.append({folder.name: pages.answer(folder) for folder in pages.folder.iterdir() if folder.is_dir()})
        return LoadOutcome("unchanged", None, ())

    monkeypatch.setattr("pipelines.clerk.errands.load", load)
    return made


def take_up_all(data):
    inbox, turns = RequestInbox(data / "raw"), 0
    while waiting := inbox.waiting():
        take_up_next(inbox, waiting, Errands(data, with_sample=False))
        turns += 1
    return turns


def test_what_was_found_is_told_before_it_is_loaded(pages, bare_data, loads):
    folder = pages.upload(GOOD)
    take_up_all(bare_data)
    ((before,),) = [list(answers.values()) for answers in loads]
    assert before["state"] == "working" and "已收到" in before["stage_zh"]
    assert [finding["severity"] for finding in before["findings"]] == ["warn"]
    assert before["outcome"]["version"] == 1
    answer = pages.answer(folder)
    assert (answer["state"], answer["findings"]) == ("done", before["findings"])


def test_uploads_that_wait_are_received_in_one_pass_and_loaded_once(pages, bare_data, loads):
    texts = {"a": GOOD, "b": BAD, "c": ALSO_GOOD, "d": GOOD}
    folders = {name: pages.upload(text, f"{name}.csv") for name, text in texts.items()}
    nameless, last = pages.upload(ALSO_GOOD, by=" "), pages.step("contact", "sc-kjt")
    later = pages.upload(report_text(COUNT | {"数值": "9"}))
    assert take_up_all(bare_data) == 3
    answers = {name: pages.answer(folder) for name, folder in folders.items()}
    assert {name: (answer["state"], answer["outcome"]["verdict"]) for name, answer in answers.items()} == {
        "a": ("done", "accepted"), "b": ("refused", "refused"), "c": ("done", "accepted"),
        "d": ("done", "already_received"),
    }  # fmt: skip
    assert [finding["value"] for finding in answers["b"]["findings"] if finding["severity"] == "error"] == ["约5"]
    assert (pages.answer(nameless)["state"], pages.answer(last)["state"]) == ("refused", "done")
    assert pages.answer(later)["outcome"]["version"] == 2
    # One for the uploads before the step, one for the step, one for the upload after it.
    assert len(loads) == 3
    assert [receipt.name for receipt in Archive(bare_data / "raw").receipts()][:3] == ["a.csv", "b.csv", "c.csv"]


def test_where_one_of_several_goes_wrong_the_others_are_taken_all_the_same(pages, bare_data, loads, monkeypatch):
    folders = [pages.upload(text, f"{number}.csv") for number, text in enumerate([GOOD, BAD, ALSO_GOOD])]
    said = Desk.said

    def falls_over(desk, outcome):
        if outcome.is_refused:
            raise RuntimeError("a fault of ours")
        return said(desk, outcome)

    monkeypatch.setattr(Desk, "said", falls_over)
    take_up_all(bare_data)
    answers = [pages.answer(folder) for folder in folders]
    assert [answer["state"] for answer in answers] == ["done", "failed", "done"]
    assert "a fault of ours" in answers[1]["said_zh"]
    # Each was received once, though the pass was taken up again one by one.
    assert [receipt.name for receipt in Archive(bare_data / "raw").receipts()] == ["0.csv", "1.csv", "2.csv"]


def test_one_whose_worker_died_is_taken_up_by_itself(pages, bare_data, loads):
    first, second = pages.upload(GOOD), pages.upload(ALSO_GOOD)
    (first / "answer.json").write_text('{"state": "working", "attempt": 2}', encoding="utf-8")
    assert take_up_all(bare_data) == 2
    assert [pages.answer(folder)["attempt"] for folder in (first, second)] == [3, 1]


def test_what_is_laid_wakes_whoever_rests(bare_data, pages, monkeypatch):
    inbox = RequestInbox(bare_data / "raw")
    assert inbox.laid() == 0
    pages.upload(GOOD)
    before, rests = inbox.laid(), []
    monkeypatch.setattr(time, "sleep", lambda seconds: rests.append(seconds) or pages.upload(BAD))
    inbox.rest(before, 60)
    assert len(rests) == 1
    inbox.rest(before, 60)
    assert len(rests) == 1

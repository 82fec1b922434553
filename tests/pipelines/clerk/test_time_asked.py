"""After a weekend the clerk asks whether the time is right: what was asked of it waits, and goes on by somebody's word."""

from datetime import UTC, datetime, timedelta

import pytest

from metrics import clock
from pipelines.archive import Archive
from pipelines.clerk.errands import Errands
from pipelines.clerk.requests import RequestInbox
from pipelines.clerk.worker import MOST_ATTEMPTS, take_up
from tests.offices.zone import zone
from tests.pipelines.clerk.conftest import Pages
from tests.pipelines.conftest import COUNT, report_text

pytestmark = pytest.mark.slow

FRIDAY = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
MONDAY = FRIDAY + timedelta(days=3)


class Desk:
    """A clerk who carries requests out one by one, the pages that lay them, and the machine's clock."""

    def __init__(self, data, patch):
        self.data, self.patch, self.pages = data, patch, Pages(data)
        self.archive, self.inbox, self.errands = Archive(data / "raw"), RequestInbox(data / "raw"), Errands(data, False)

    def set_clock(self, moment):
        self.patch.setattr(clock, "now", lambda: moment)

    def answer(self, folder):
        with self.inbox.open(folder.name) as request:
            take_up(request, self.errands)
        return self.pages.answer(folder)

    def confirm(self, shown_at, by="王芳"):
        return self.answer(self.pages.lay(kind="time", by=by, shown_at=shown_at.isoformat()))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """The zone on the Monday after its last record."""
    monkeypatch.setattr(clock, "now", lambda: FRIDAY - timedelta(minutes=1))
    made = Desk(zone(tmp_path).data, monkeypatch)
    made.set_clock(FRIDAY)
    assert made.answer(made.pages.step("contact", "sc-fgw"))["state"] == "done"
    made.set_clock(MONDAY)
    return made


def test_what_pages_ask_waits_whole_until_somebody_confirms_the_time_and_is_then_carried_out(desk):
    upload = desk.pages.upload(report_text(COUNT | {"数值": "512"}))
    step = desk.pages.step("contact", "sc-jxw")
    before = desk.archive.journal.path.read_bytes()
    for folder in (upload, step):
        for _ in range(MOST_ATTEMPTS + 1):
            told = desk.answer(folder)
        assert told["state"] == "asked"
        assert all("2026-11-27 12:00:00" in told[said] and "2026-11-30 12:00:00" in told[said]
                   for said in ("said_zh", "said_en"))  # fmt: skip
        assert clock.instant(told["outcome"]["last_recorded_at"]) == FRIDAY
    assert (upload / "content").exists()
    assert desk.archive.journal.path.read_bytes() == before
    assert desk.inbox.waiting() == []
    assert desk.confirm(MONDAY)["state"] == "done"
    assert set(desk.inbox.waiting()) == {upload.name, step.name}
    assert [desk.answer(folder)["state"] for folder in (upload, step)] == ["done", "done"]
    assert not (upload / "content").exists()
    assert [line.kind for line in desk.archive.lines()[-3:]] == ["clock", "receipt", "step"]
    (line,) = desk.archive.clock_lines()
    assert (line.by, line.true_times) == ("王芳", {})


def test_the_time_is_confirmed_by_name_and_no_other_time_than_was_shown(desk):
    upload = desk.pages.upload(report_text(COUNT | {"数值": "512"}))
    assert desk.answer(upload)["state"] == "asked"
    assert "姓名" in desk.confirm(MONDAY, by=" ")["said_zh"]
    refused = desk.confirm(MONDAY - timedelta(days=2))
    assert (refused["state"], "不是所确认的时间" in refused["said_zh"]) == ("refused", True)
    assert desk.answer(desk.pages.lay(kind="time", by="王芳"))["state"] == "refused"
    assert (desk.archive.clock_lines(), desk.inbox.waiting()) == ([], [])


def test_a_time_that_two_confirm_is_confirmed_once(desk):
    assert [desk.confirm(MONDAY, by)["state"] for by in ("王芳", "李四")] == ["done", "done"]
    assert [line.by for line in desk.archive.clock_lines()] == ["王芳"]


def test_confirmed_by_a_command_what_waited_goes_on_too(desk):
    upload = desk.pages.upload(report_text(COUNT | {"数值": "512"}))
    assert desk.answer(upload)["state"] == "asked"
    desk.archive.confirm_clock("李四", "周末休息")
    assert desk.inbox.waiting() == [upload.name]


def test_a_clock_that_is_behind_is_no_question(desk):
    desk.set_clock(FRIDAY - timedelta(hours=1))
    told = desk.answer(desk.pages.step("contact", "sc-jxw"))
    assert (told["state"], "duibiao clock mend" in told["said_zh"]) == ("refused", True)

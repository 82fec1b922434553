"""Two officers on one report: the later one is told who was faster and what was decided, and overrides nothing unseen."""

from datetime import UTC, datetime, timedelta

import pytest

from metrics import clock
from pipelines.archive import Archive
from pipelines.definitions.files import definitions_in_force
from pipelines.journal.steps import StepRequest, take_step
from pipelines.records import ACCEPTED, CENTRE_REPORT, REPORT, Receipt
from pipelines.register import read_register
from tests.shipped import RAW

PLACE = ("cdm-zone-2018", "2019H1")
OPENED = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
UNIT, OTHER = "sc-kjt", "sc-fgw"


class House:
    """An archive with a report of two units, and a clock that moves a minute at each step."""

    def __init__(self, folder, patch, register):
        self.archive, self.register, self.now = Archive(folder / "raw"), register, OPENED
        patch.setattr(clock, "now", self.tick)
        with self.archive.exclusive():
            for number, unit in enumerate((UNIT, OTHER)):
                self.archive.write(Receipt(
                    self.archive.next_moment(), f"{unit}.csv", f"{number:064}", 1, ACCEPTED,
                    REPORT, *PLACE, unit, 1))  # fmt: skip

    def tick(self):
        self.now += timedelta(minutes=1)
        return self.now

    def ask(self, step, unit=UNIT, by="李雷", seen=OPENED, **facts):
        asked = {"reason": "已电话核实", **facts}
        request = StepRequest("report", step, *PLACE, unit, by, seen_until=seen, **asked)
        return take_step(self.archive, self.register, request, with_sample=False)

    def taken(self):
        return [(step.step, step.by) for step in self.archive.steps()]


@pytest.fixture
def house(tmp_path, monkeypatch, register):
    return House(tmp_path, monkeypatch, register)


def seen_by_now(house):
    return house.now


@pytest.mark.parametrize("second", ["accept", "return"])
@pytest.mark.parametrize("reason", ["同意", None])
def test_the_later_one_is_told_who_decided_what_and_when(house, second, reason):
    seen = seen_by_now(house)
    assert house.ask("return", by="韩梅", reason="数据有误", seen=seen).state == "done"
    late = house.ask(second, seen=seen, reason=reason)
    assert (late.state, late.code, late.step) == ("refused", "overtaken", None)
    moment = f"{clock.local(clock.instant(house.archive.steps()[0].recorded_at)):%Y-%m-%d %H:%M:%S}"
    for told, words in ((late.said.zh, ("韩梅", moment, "退回", "数据有误", "刷新")),
                        (late.said.en, ("韩梅", moment, "returned", "数据有误", "Reload"))):  # fmt: skip
        assert [word for word in words if word not in told] == []
    assert house.taken() == [("return", "韩梅")]


def test_whoever_has_seen_it_may_decide_otherwise(house):
    house.ask("return", by="韩梅", reason="数据有误", seen=seen_by_now(house))
    assert house.ask("accept", seen=seen_by_now(house)).state == "done"
    assert house.taken() == [("return", "韩梅"), ("accept", "李雷")]


def test_an_acceptance_by_name_over_one_by_the_checks_is_seen_too(house):
    # The state is "accepted" before and after: it is the step that tells them apart.
    seen = seen_by_now(house)
    house.ask("accept", by="韩梅", seen=seen)
    assert house.ask("return", seen=seen, reason="数据有误").code == "overtaken"


def test_a_closing_is_overtaken_by_a_decision_on_any_unit_and_overtakes_every_one(house):
    seen = seen_by_now(house)
    house.ask("return", by="韩梅", seen=seen, reason="数据有误")
    assert house.ask("close", None, seen=seen).code == "overtaken"
    assert house.ask("close", None, seen=seen_by_now(house)).state == "done"
    late = house.ask("accept", OTHER, seen=seen)
    assert late.code == "overtaken" and "办结本期" in late.said.zh
    assert house.ask("reopen", OTHER, seen=seen_by_now(house)).state == "done"


def test_notes_and_other_reports_are_in_nobodys_way(house):
    seen = seen_by_now(house)
    house.ask("return", by="韩梅", seen=seen, reason="数据有误")
    assert house.ask("accept", OTHER, seen=seen).state == "done"
    for note in ("contact", "remind"):
        assert house.ask(note, seen=seen).state == "done"
    after_notes = clock.instant(house.archive.steps()[0].recorded_at)
    assert house.ask("accept", seen=after_notes).state == "done"


def test_who_does_not_say_what_was_seen_is_held_to_nothing(house):
    assert [house.ask(step, seen=None, reason="数据有误").state for step in ("return", "accept")] == ["done", "done"]


def test_a_request_that_is_taken_up_again_is_not_overtaken_by_itself(house):
    seen = seen_by_now(house)
    first = house.ask("return", seen=seen, request_id="request-1")
    house.ask("accept", by="韩梅", seen=seen_by_now(house))
    again = house.ask("return", seen=seen, request_id="request-1")
    assert (again.state, again.step) == ("done", first.step)


def test_a_step_on_a_centres_report_is_overtaken_in_the_same_way(tmp_path, monkeypatch):
    now = [OPENED]
    monkeypatch.setattr(clock, "now", lambda: now.append(now[-1] + timedelta(minutes=1)) or now[-1])
    archive = Archive(tmp_path / "raw")
    register = read_register(RAW, definitions_in_force(RAW), with_sample=True)
    centre = register.centres.centres["sample-sc-02"]
    with archive.exclusive():
        archive.write(Receipt(
            archive.next_moment(), "a.csv", "0" * 64, 1, ACCEPTED, CENTRE_REPORT, centre.programme_id, "2026",
            None, 1, centre_id=centre.centre_id))  # fmt: skip
    seen = now[-1]

    def ask(step, by, seen):
        request = StepRequest("centre_report", step, None, "2026", centre.centre_id, by, "口径不符", 1, seen_until=seen)
        return take_step(archive, register, request, with_sample=False)

    assert ask("forward", "韩梅", seen).state == "done"
    late = ask("return", "李雷", seen)
    assert (
        late.code == "overtaken" and "韩梅" in late.said.zh and "转报" in late.said.zh and "forwarded" in late.said.en
    )
    assert ask("return", "李雷", now[-1]).state == "done"

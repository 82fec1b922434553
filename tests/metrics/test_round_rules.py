"""The life of a report: which step is allowed from which state, and what no order of steps can break."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from metrics.kinds.table import kind, kinds
from metrics.rules import standing as rules
from metrics.rules.standing import close_objection, objection, receive, refuse, take
from metrics.sentences import load_sentences

PATH = kind("report").path


def stands_at(versions=(), **facts):
    return rules.Standing(PATH, versions, **facts)


DUE = dt.date(2019, 6, 30)
STATES = {
    "missing": stands_at(),
    "draft": stands_at(has_draft=True),
    "submitted": stands_at(("submitted",)),
    "returned": stands_at(("returned",)),
    "accepted": stands_at(("accepted",)),
    "accepted by name": stands_at(("accepted",), decided_by="王芳"),
    "locked": stands_at(("locked",), closed=True),
    "missing, closed": stands_at(closed=True),
    "returned, closed": stands_at(("returned",), closed=True),
    "reopened": stands_at(("reopened",)),
}
ALLOWED = {
    "missing": {"receive"},
    "draft": {"receive"},
    "submitted": {"receive", "accept", "return"},
    "returned": {"receive", "accept"},
    "accepted": {"receive", "accept", "return"},
    "accepted by name": {"receive", "return"},
    "locked": {"reopen"},
    "missing, closed": {"reopen"},
    "returned, closed": {"reopen"},
    "reopened": {"receive", "accept", "return"},
}

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", STATES)
def test_each_state_allows_exactly_its_steps(name):
    standing = STATES[name]
    allowed = {
        step
        for step in ("accept", "return", "reopen")
        if objection(step, standing, by="李雷", reason="数据有误") is None
    }
    if rules.receive_objection(standing) is None:
        allowed.add("receive")
    assert allowed == ALLOWED[name]
    for step in ("contact", "remind"):
        assert objection(step, standing, by="李雷", reason=None) is None


@pytest.mark.parametrize(
    ("step", "standing", "facts", "code"),
    [
        ("return", STATES["accepted"], {"reason": " "}, "reason_missing"),
        ("accept", STATES["returned"], {}, "reason_missing"),
        ("reopen", STATES["locked"], {}, "reason_missing"),
        ("accept", STATES["accepted"], {"by": "  "}, "name_missing"),
        ("contact", STATES["missing"], {"by": None}, "name_missing"),
        ("accept", STATES["accepted"], {"by": "王\n芳"}, "name_unfit"),
        ("return", STATES["accepted"], {"reason": "错" * 1001}, "reason_unfit"),
        ("accept", STATES["accepted"], {"version": 2}, "other_version"),
        ("return", stands_at(("accepted", "accepted")), {"version": 1, "reason": "错"}, "other_version"),
        ("accept", STATES["missing"], {}, "missing"),
        ("return", STATES["draft"], {"reason": "错"}, "draft"),
        ("return", STATES["locked"], {"reason": "错"}, "locked"),
        ("reopen", STATES["accepted"], {"reason": "错"}, "open_already"),
        ("return", STATES["returned"], {"reason": "错"}, "returned_already"),
        ("accept", STATES["accepted by name"], {}, "accepted_already"),
    ],
)
def test_a_step_that_is_not_allowed_says_why(step, standing, facts, code):
    assert objection(step, standing, **({"by": "李雷", "reason": None} | facts)) == code


def test_every_objection_and_step_has_words():
    codes = {name for name in load_sentences() if name.startswith("round.")}
    # By the rules, or by the steps, which know more than one report's standing.
    rooms = [Path(rules.__file__), *(PROJECT / "pipelines" / "journal").glob("*.py")]
    rooms += (PROJECT / "metrics" / "kinds").glob("*.yml")
    source = "\n".join(path.read_text(encoding="utf-8") for path in rooms)
    for code in codes:
        bare = code.removeprefix("round.")
        said = (f'"{bare}"', f'"round.{bare}"', f" {bare}}}", f" {bare},", f": {bare}\n")
        assert any(words in source for words in said), f"{code} is never said"
    for of in kinds():
        assert {f"{of.words['done']}.{step}" for step in of.path.steps} <= set(load_sentences())
        bars = [bar.why for step in of.path.steps.values() for bar in step.barred.values()]
        assert all(of.why(code) for code in (*bars, *of.path.absent.values()))


def test_a_returned_version_gives_way_to_the_last_accepted_one():
    standing = receive(receive(stands_at(), is_automatic=True), is_automatic=True)
    assert standing.counted_version == 2
    standing, _ = take("return", standing, "李雷")
    assert (standing.state, standing.counted_version) == ("returned", 1)
    closed, changes = take("close", standing, "李雷")
    assert [(change.version, change.event) for change in changes] == [(1, "locked")]
    assert closed.state == "returned"
    reopened, changes = take("reopen", closed, "李雷")
    assert [(change.version, change.event) for change in changes] == [(1, "reopened")]
    assert reopened.counted_version == 1


def test_a_round_is_closed_once_on_its_day_and_not_over_open_questions():
    accepted, waiting = STATES["accepted"], STATES["submitted"]
    assert close_objection([accepted], DUE, dt.date(2019, 6, 29)) == "close_early"
    assert close_objection([accepted, waiting], DUE, DUE) == "undecided"
    assert (accepted.is_awaiting, waiting.is_awaiting) == (False, True)
    assert close_objection([accepted, stands_at(), STATES["returned"]], DUE, DUE) is None
    assert close_objection([STATES["locked"]], DUE, DUE) == "closed_already"
    assert close_objection([STATES["locked"], STATES["reopened"]], DUE, DUE) is None


class Report(RuleBasedStateMachine):
    """One report under any order of arrivals and steps, whether allowed or not."""

    def __init__(self):
        super().__init__()
        self.standing = stands_at()
        self.events = []

    @rule(is_automatic=st.booleans())
    def report_comes(self, is_automatic):
        if rules.receive_objection(self.standing) is None:
            self.standing = receive(self.standing, is_automatic=is_automatic)
        else:
            assert self.standing.is_closed

    @rule()
    def bad_file_comes(self):
        before = self.standing
        self.standing = refuse(before)
        assert self.standing.versions == before.versions

    @rule(step=st.sampled_from(PATH.own_steps), reason=st.sampled_from([None, "", "数据有误"]),
          by=st.sampled_from(["王芳", ""]), version=st.sampled_from([None, 1, 2, 9]))  # fmt: skip
    def somebody_acts(self, step, reason, by, version):
        before = self.standing
        if objection(step, before, by=by, reason=reason, version=version) is not None:
            return
        assert by
        assert reason or step not in ("return", "reopen")
        self.standing, changes = take(step, before, by)
        assert len(self.standing.versions) == len(before.versions)
        for number, (old, new) in enumerate(zip(before.versions, self.standing.versions, strict=True), start=1):
            told = [change.event for change in changes if change.version == number]
            assert told == [new] if old != new or told else True
        if PATH.steps[step].is_decision:
            assert version in (None, before.version)
            assert not before.is_closed

    @precondition(lambda self: self.standing.state != "submitted")
    @rule()
    def round_is_closed(self):
        counted = self.standing.counted_version
        self.standing, _ = take("close", self.standing, "王芳")
        assert self.standing.counted_version == counted

    @invariant()
    def a_closed_report_counts_as_it_was_locked(self):
        if self.standing.is_closed and self.standing.counted_version:
            assert self.standing.versions[self.standing.counted_version - 1] == "locked"

    @invariant()
    def the_counted_version_is_the_latest_that_counts(self):
        counted = self.standing.counted_version
        assert all(state not in PATH.counted for state in self.standing.versions[counted or 0 :])

    @invariant()
    def what_a_list_shows_allows_the_same_steps(self):
        seen = rules.Standing.seen(
            PATH, self.standing.state, self.standing.version or None, self.standing.is_closed, self.standing.decided_by
        )
        for step in PATH.own_steps:
            facts = {"by": "王芳", "reason": "数据有误"}
            assert objection(step, seen, **facts) == objection(step, self.standing, **facts)

    @invariant()
    def the_state_is_one_of_the_seven(self):
        assert self.standing.state in PATH.states


TestReport = Report.TestCase
TestReport.settings = settings(max_examples=60, stateful_step_count=25)

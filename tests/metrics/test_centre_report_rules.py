"""The way of a centre's annual report: whatever steps are taken, in the order that the document asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.kinds.table import kind
from metrics.rules.standing import Standing, objection, receive
from metrics.rules.standing import take as taken
from metrics.sentences import load_sentences

ANNUAL = kind("centre_report")
SUBMITTED, FORWARDED, FILED, RETURNED = "submitted", "forwarded", "filed", "returned"
FORWARD, FILE, RETURN = "forward", "file", "return"
STEPS = (FORWARD, FILE, RETURN)
MOVES = st.lists(st.tuples(st.sampled_from(["receive", *STEPS]), st.booleans()), max_size=12)


def why(step, standing, needs_forwarding=True, by="王芳", reason="缺附件", version=None):
    conditions = {"needs_forwarding"} if needs_forwarding else ()
    return objection(step, standing, by=by, reason=reason, conditions=conditions, version=version)


def take(step, standing):
    return taken(step, standing, "王芳")[0]


def none_yet():
    return Standing(ANNUAL.path)


@given(MOVES)
def test_any_way_keeps_every_version_and_ends_in_a_known_state(moves):
    standing, filed = none_yet(), set()
    for move, needs_forwarding in moves:
        before = standing
        if move == "receive":
            standing = receive(standing)
            assert standing.versions == (*before.versions, SUBMITTED)
        elif why(move, standing, needs_forwarding) is None:
            if move == FILE and needs_forwarding:
                assert before.state == FORWARDED
            standing = take(move, standing)
            assert standing.versions[:-1] == before.versions[:-1]
            assert standing.state == ANNUAL.path.steps[move].to
        filed |= {(n, state) for n, state in enumerate(standing.versions) if state == FILED}
    assert standing.state in ANNUAL.path.states
    assert all(standing.versions[number] == state for number, state in filed)  # what is filed stays filed
    counted = standing.counted_version
    assert counted is None or standing.versions[counted - 1] != RETURNED
    assert all(state == RETURNED for state in standing.versions[counted or 0 :])


@pytest.mark.parametrize(
    ("step", "versions", "facts", "code"),
    [
        (FORWARD, (), {}, "nothing_came"),
        (FORWARD, (SUBMITTED,), {"by": " "}, "name_missing"),
        (RETURN, (SUBMITTED,), {"reason": None}, "reason_missing"),
        (RETURN, (SUBMITTED,), {"reason": "\x1b"}, "reason_unfit"),
        (FILE, (SUBMITTED,), {}, "not_forwarded"),
        (FILE, (SUBMITTED,), {"needs_forwarding": False}, None),
        (FORWARD, (FORWARDED,), {}, "forwarded_already"),
        (FORWARD, (FILED,), {}, "filed_already"),
        (RETURN, (FILED,), {}, "filed_already"),
        (FILE, (RETURNED,), {}, "awaits_correction"),
        (FILE, (SUBMITTED, FORWARDED), {"version": 1}, "other_version"),
        (RETURN, (FORWARDED,), {}, None),
    ],
)
def test_a_step_that_may_not_be_taken_has_its_reason_and_words(step, versions, facts, code):
    assert why(step, Standing(ANNUAL.path, versions), **facts) == code
    assert code is None or ANNUAL.why(code).zh in {words.zh for words in load_sentences().values()}


def test_when_the_correction_is_returned_the_version_before_it_counts_again():
    filed = take(FILE, take(FORWARD, receive(none_yet())))
    corrected = receive(filed)
    assert (corrected.counted_version, corrected.state) == (2, SUBMITTED)
    assert take(RETURN, corrected).counted_version == 1

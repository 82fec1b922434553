"""The book of rounds: what the marts show is what the rules say, after any order of arrivals and steps."""

import dataclasses
import datetime as dt
from types import SimpleNamespace

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.kinds.table import ReportKey, kind
from metrics.rules import standing as rules
from pipelines.archive import Archive
from pipelines.definitions.files import definitions_in_force
from pipelines.journal.book import Book as ReportBook
from pipelines.journal.book import read_book
from pipelines.journal.steps import StepRequest, UnknownName, take_step
from pipelines.records import ACCEPTED, AUTOMATIC, BY_OFFICER, REFUSED, REPORT, Receipt, Step
from tests.pipelines.test_round_marts import Book

pytestmark = pytest.mark.slow

CDM, PERIOD = "cdm-zone-2018", "2019H1"
UNITS = ("sc-kjt", "sc-jrj", "sc-gfkgb")
NAMES = ("王芳", "李雷")
UNITS_REPORT = kind("report")
_register = SimpleNamespace()


@pytest.fixture(autouse=True)
def _share(register):
    # Hypothesis runs one test many times on what is made once.
    _register.value = register


def key(unit_id):
    return ReportKey("report", CDM, PERIOD, unit_id)


def receipt(unit_id, number, verdict=ACCEPTED, acceptance=AUTOMATIC, version=None, moment=None):
    return Receipt(moment or f"2026-11-25T08:00:{number:09.6f}+00:00", f"{number}.csv", f"{number:064}", 1, verdict,
                   REPORT, CDM, PERIOD, unit_id, version, acceptance=acceptance)  # fmt: skip


def step(name, unit_id, number, by="王芳", version=None, **facts):
    return Step(f"2026-11-25T08:00:{number:09.6f}+00:00", "round", name, by, CDM, PERIOD, unit_id, version=version,
                reason="数据有误", **facts)  # fmt: skip


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "receive", "officer", "refuse", "accept", "return", "close", "reopen", "contact"]),
        st.sampled_from(UNITS),
        st.sampled_from(NAMES),
    ),
    max_size=14,
)


def play(actions):
    """The book after the actions that were allowed, and what recorded them."""
    book, receipts, steps = ReportBook(_register.value), [], []
    for number, (action, unit_id, by) in enumerate(actions, start=1):
        standing = book.standing(key(unit_id))
        if action in ("receive", "officer", "refuse"):
            is_kept_out = action == "refuse" or rules.receive_objection(standing)
            acceptance = BY_OFFICER if action == "officer" else AUTOMATIC
            version = None if is_kept_out else standing.version + 1
            receipts.append(receipt(unit_id, number, REFUSED if is_kept_out else ACCEPTED, acceptance, version))
            book.replay(receipts[-1], number)
            continue
        if action == "close":
            why = rules.close_objection(
                book.of_round(UNITS_REPORT, CDM, PERIOD).values(), dt.date(2019, 6, 30), dt.date(2026, 11, 25)
            )
            taken = step("close", None, number, by)
        else:
            why = rules.objection(action, standing, by=by, reason="数据有误")
            taken = step(
                action, unit_id, number, by, standing.version if UNITS_REPORT.path.steps[action].is_decision else None
            )
        if why is None:
            steps.append(taken)
            book.replay(taken, number)
    return book, receipts, steps


def shown(book, receipts, steps):
    """The same through the marts: state, version, counted version, closed, accepted by."""
    with duckdb.connect() as connection:
        world = Book(connection)
        connection.execute("delete from mart.round_responsibility")
        for table in ("round", "programme"):
            connection.execute(f"update dim.{table} set programme_id = ?", [CDM])
        for unit_id in UNITS:
            connection.execute(
                "insert into mart.round_responsibility values (?, ?, 'lead', true, ?)", [CDM, unit_id, PERIOD]
            )
            for version in range(1, book.standing(key(unit_id)).version + 1):
                connection.execute("insert into fact.submission values (?, ?, ?, ?, ?, '2019-06-27', false, 'reported', "
                                   "'2019-06-27', '2019-06-27')", [f"{unit_id}/{version}", CDM, unit_id, PERIOD, version])  # fmt: skip
        for number, event in enumerate(book.events):
            connection.execute("insert into fact.report_event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'reported')",
                               [*event.key, event.version, event.event, event.actor, event.reason, number,
                                event.happened_at[:26]])  # fmt: skip
        for number, taken in enumerate(steps):
            connection.execute("insert into fact.round_step values (?, ?, ?, null, ?, ?, ?, 'reported', ?, ?, null, null)",
                               [CDM, PERIOD, taken.unit_id, taken.step, taken.by, taken.reason, number,
                                taken.recorded_at[:26]])  # fmt: skip
        for number, came in enumerate(receipts):
            connection.execute("insert into fact.arrival values (?, ?, ?, ?, ?, 'a', null, 0, 0, ?, ?)",
                               [CDM, PERIOD, came.unit_id, came.version, came.verdict, number,
                                came.received_at[:26]])  # fmt: skip
        columns = "unit_id, period_id, state, version, counted_version, is_closed, accepted_by"
        return {row[0]: row[2:] for row in world.rows("report_round", columns, "all") if row[1] == PERIOD}


@settings(max_examples=40)
@given(ACTIONS)
def test_the_marts_show_what_the_rules_say(actions):
    book, receipts, steps = play(actions)
    found = shown(book, receipts, steps)
    for unit_id in UNITS:
        standing = book.standing(key(unit_id))
        state, version, counted, is_closed, accepted_by = found[unit_id]
        assert (state, version or 0, counted) == (standing.state, standing.version, standing.counted_version)
        assert is_closed == standing.is_closed
        if state == "accepted":
            assert accepted_by == standing.decided_by


@settings(max_examples=40)
@given(ACTIONS)
def test_the_journals_alone_give_the_same_book_again(tmp_path_factory, actions):
    book, receipts, steps = play(actions)
    archive = Archive(tmp_path_factory.mktemp("book") / "raw")
    again = read_book(archive, receipts, steps, _register.value, with_sample=False)
    assert again.standings == book.standings
    assert [vars(e) | {"row": 0, "order": 0} for e in again.events] == [
        vars(e) | {"row": 0, "order": 0} for e in book.events
    ]


def test_the_sample_rounds_stand_in_the_marts_as_in_the_book(shipped, snapshot):
    from pipelines.register import read_register

    register = read_register(shipped / "raw", definitions_in_force(shipped / "raw"), with_sample=True)
    book = read_book(Archive(shipped / "raw"), [], [], register, with_sample=True)
    rows = snapshot.select("""
        select programme_id, period_id, unit_id, state, version, counted_version, is_closed from mart.report_round
    """)
    assert sum(row["version"] is not None for row in rows) > 100
    for row in rows:
        standing = book.standing(ReportKey("report", row["programme_id"], row["period_id"], row["unit_id"]))
        assert (row["state"], row["version"] or 0, row["counted_version"], row["is_closed"]) == (
            standing.state, standing.version, standing.counted_version, standing.is_closed
        ), row  # fmt: skip


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "raw")


def ask(archive, register, name, unit_id=None, **facts):
    request = StepRequest("report", name, CDM, PERIOD, unit_id, **({"by": "王芳", "reason": "数据有误"} | facts))
    return take_step(archive, register, request, with_sample=False)


def test_a_step_is_in_the_journal_before_anybody_is_told(archive, register):
    outcome = ask(archive, register, "contact", "sc-kjt", by=" 王芳 ", reason=" 电话 ")
    (recorded,) = archive.steps()
    assert outcome.step == recorded
    assert (recorded.by, recorded.reason, recorded.kind) == ("王芳", "电话", "round")


def test_the_same_request_twice_is_one_step(archive, register):
    first = ask(archive, register, "contact", "sc-kjt", request_id="request-1")
    again = ask(archive, register, "contact", "sc-kjt", request_id="request-1")
    assert (first.state, again.state, again.step) == ("done", "done", first.step)
    assert len(archive.steps()) == 1


def test_a_refused_step_leaves_no_trace(archive, register):
    outcome = ask(archive, register, "accept", "sc-kjt")
    assert (outcome.state, outcome.code, outcome.step) == ("refused", "missing", None)
    assert archive.steps() == []


def test_a_step_that_was_cut_off_was_never_taken(archive, register):
    ask(archive, register, "contact", "sc-kjt")
    journal = archive.journal.path
    whole = journal.read_bytes()
    journal.write_bytes(whole + whole.splitlines()[-1][:-9])
    assert len(archive.steps()) == 1
    ask(archive, register, "remind", "sc-kjt")
    assert [taken.step for taken in archive.steps()] == ["contact", "remind"]
    assert journal.read_text(encoding="utf-8").splitlines()[:-1] == whole.decode().splitlines()


def test_steps_of_another_kind_are_passed_over(register, archive):
    other = dataclasses.replace(step("return", "sc-kjt", 2, version=1), kind="centre_report")
    book = read_book(archive, [receipt("sc-kjt", 1, version=1)], [other], register, with_sample=False)
    assert book.standing(key("sc-kjt")).state == "accepted"


def test_an_officers_programme_waits_for_the_officer(register, archive):
    with archive.exclusive():
        came_at = archive.next_moment()
        archive.write(receipt("sc-kjt", 1, acceptance=BY_OFFICER, version=1, moment=came_at))
    assert ask(archive, register, "close").code == "undecided"
    assert ask(archive, register, "accept", "sc-kjt").state == "done"
    assert ask(archive, register, "close").state == "done"
    events = read_book(archive, archive.receipts(), archive.steps(), register, with_sample=False).events
    assert [(event.event, event.actor) for event in events] == [
        ("submitted", None), ("accepted", "王芳"), ("locked", "王芳"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"step": "dance"}, "no such step"),
        ({"step": "accept", "subject": None}, "names a unit"),
        ({"step": "close", "subject": "sc-kjt"}, "names none"),
        ({"step": "accept", "subject": "某厅"}, "no such unit"),
    ],
)
def test_what_names_nothing_known_is_an_error_of_the_caller(archive, register, facts, said):
    request = StepRequest("report", programme=CDM, period=PERIOD, by="王芳", **({"subject": "sc-kjt"} | facts))
    with pytest.raises(UnknownName, match=said):
        take_step(archive, register, request, with_sample=False)

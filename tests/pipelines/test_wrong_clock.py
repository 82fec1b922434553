"""A wrong clock: while it cannot be right nothing is recorded, and what it dated is set right by name and reason."""

import shutil
from datetime import UTC, datetime, timedelta
from unittest import mock
from unittest.mock import Mock

import pytest
from click.testing import CliRunner

from app import main
from metrics import clock
from metrics.warehouse import Build
from pipelines.archive import Archive
from pipelines.clock_lines import MOST_AHEAD, MOST_BEHIND, ClockUnsure
from pipelines.definitions.files import definitions_in_force
from pipelines.loading import build, making
from pipelines.loading.fingerprints import fingerprint
from tests.offices.zone import zone
from tests.pipelines.conftest import COUNT, report_text

NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
YEARS = timedelta(days=3653)
PLACE = ("cdm-zone-2018", "2020H2")


@pytest.fixture(scope="module")
def published_at_eleven(tmp_path_factory):
    """The data folder of the zone, whose definitions were published an hour before noon."""
    with mock.patch.object(clock, "now", lambda: NOON - timedelta(hours=1)):
        data = zone(tmp_path_factory.mktemp("zone")).data
    (data / "raw" / "inbox").rmdir()
    return data


@pytest.fixture
def office(published_at_eleven, tmp_path, monkeypatch):
    """A copy of it, and the machine's clock at hand."""
    return Office(shutil.copytree(published_at_eleven, tmp_path / "data"), monkeypatch)


class Office:
    def __init__(self, folder, patch):
        self.folder, self.patch, self.archive = folder, patch, Archive(folder / "raw")
        patch.setenv("DUIBIAO_DATA", str(folder))
        patch.setenv("DUIBIAO_SAMPLE", "off")
        self.set_clock(NOON)

    def set_clock(self, moment):
        self.patch.setattr(clock, "now", lambda: moment)

    def run(self, *command, answers=None):
        done = CliRunner().invoke(main, [str(part) for part in command], input=answers)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    def contact(self, unit="sc-fgw", *more, answers=None):
        return self.run("round", "contact", *PLACE, unit, "--by", "王芳", "--no-load", *more, answers=answers)

    def dated_ahead(self, unit, moment):
        """A contact by a clock that is ahead, whose time somebody has confirmed; gives both lines as they stand."""
        before = self.archive.recorded()
        self.set_clock(moment)
        assert self.contact(unit, "--confirm-time")[0] == 0
        return self.archive.recorded()[len(before) :]

    def recorded(self):
        """The time that stands in each line since the definitions were published."""
        return self.archive.recorded()[1:]

    def moments(self):
        return [step.recorded_at[:16] for step in self.archive.steps()]

    def mend(self, *given, by="王芳", reason="服务器电池没电"):
        return self.run("clock", "mend", *given, "--by", by, "--reason", reason)


@pytest.fixture
def no_load(monkeypatch):
    """Nothing is loaded after a mend: these tests look at the journals only."""
    monkeypatch.setattr("pipelines.commands.clock.load_or_explain", lambda **_: None)
    monkeypatch.setattr("pipelines.commands.clock.tell_load", lambda _: None)


def refused(answer):
    code, said = answer
    return code == 1 and "服务器时间" in said and "the server's clock" in said and "duibiao clock" in said


@pytest.mark.slow
def test_years_ahead_nothing_is_recorded_and_what_follows_has_its_own_time(office, tmp_path):
    assert office.contact("sc-kjt")[0] == 0
    kept = {path: path.read_bytes() for path in office.archive.folder.rglob("*") if path.is_file()}
    office.set_clock(NOON + YEARS)
    assert refused(office.contact())
    report = tmp_path / "报告.csv"
    report.write_text(report_text(COUNT | {"数值": "512"}), encoding="utf-8")
    assert refused(office.run("receive", report))
    assert {path: path.read_bytes() for path in office.archive.folder.rglob("*") if path.is_file()} == kept
    assert not office.archive.quarantine.exists()
    office.set_clock(NOON)
    assert office.contact()[0] == 0
    assert office.run("receive", report)[0] == 0
    assert office.moments() == ["2026-11-27T04:00"] * 2
    assert [receipt.received_at[:16] for receipt in office.archive.receipts()] == ["2026-11-27T04:00"]


@pytest.mark.parametrize(
    ("moved", "is_recorded"),
    [(-timedelta(days=731), False), (-MOST_BEHIND - timedelta(seconds=1), False), (-MOST_BEHIND, True),
     (timedelta(0), True), (timedelta(hours=20), True), (MOST_AHEAD, True), (MOST_AHEAD + timedelta(seconds=1), False)],
)  # fmt: skip
def test_a_clock_a_little_back_or_an_office_at_rest_for_a_night_is_no_wrong_clock(office, moved, is_recorded):
    assert office.contact()[0] == 0
    office.set_clock(NOON + moved)
    assert refused(office.contact()) is not is_recorded
    moments = [clock.instant(step.recorded_at) for step in office.archive.steps()]
    assert moments == [NOON, max(NOON + moved, NOON + timedelta(microseconds=1))][: 1 + is_recorded]


def test_an_office_without_a_record_is_asked_nothing(office):
    office.set_clock(NOON + YEARS)
    assert not office.archive.is_time_sure()
    shutil.rmtree(office.archive.folder)
    assert office.archive.is_time_sure()


@pytest.mark.slow
def test_a_load_since_the_last_record_confirms_nothing(office):
    office.contact()
    office.set_clock(NOON + YEARS)
    assert office.run("load")[0] == 0
    assert refused(office.contact())


@pytest.mark.parametrize("command", [
    ("round", "contact", *PLACE, "sc-fgw", "--no-load"),
    ("receive", "{report}"),
    ("import-statistics", "{report}", "--indicator", "technology-contract-turnover"),
])  # fmt: skip
def test_a_script_confirms_the_time_by_an_option_and_a_name(office, tmp_path, command):
    report = tmp_path / "报告.csv"
    report.write_text(report_text(COUNT | {"数值": "512"}), encoding="utf-8")
    command = [part.format(report=report) for part in command]
    office.contact()
    office.set_clock(NOON + timedelta(days=3))
    assert refused(office.run(*command, "--by", "王芳"))
    assert office.run(*command, "--confirm-time")[0] in (1, 2)
    assert office.archive.clock_lines() == []
    office.run(*command, "--by", "王芳", "--confirm-time")
    (line,) = office.archive.clock_lines()
    assert (line.by, line.recorded_at[:16], line.true_times) == ("王芳", "2026-11-30T04:00", {})
    assert office.archive.recorded()[-1] > line.recorded_at


@pytest.mark.parametrize(("answer", "is_recorded"), [("y", True), ("n", False), ("", False)])
def test_on_a_terminal_whoever_acts_after_a_weekend_is_asked(office, monkeypatch, answer, is_recorded):
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    office.contact()
    office.set_clock(NOON + timedelta(days=3))
    code, said = office.contact(answers=f"{answer}\n")
    assert (
        "2026-11-27 12:00:00" in said and "2026-11-30 12:00:00" in said and "对吗" in said and "is that right" in said
    )
    assert (code == 0, len(office.moments()), len(office.archive.clock_lines())) == (
        is_recorded, 1 + is_recorded, int(is_recorded),
    )  # fmt: skip
    assert office.contact(answers="")[0] == (0 if is_recorded else 1)


def test_after_years_at_rest_somebody_confirms_the_time(office):
    office.contact()
    office.set_clock(NOON + YEARS)
    assert refused(office.contact())
    assert office.run("clock", "confirm", "--by", "王芳")[0] == 2
    assert office.run("clock", "confirm", "--by", "", "--reason", "停用多年")[0] == 1
    assert refused(office.contact())
    assert office.run("clock", "confirm", "--by", "王芳", "--reason", "停用多年")[0] == 0
    assert office.contact()[0] == 0
    assert office.moments() == ["2026-11-27T04:00", "2036-11-27T04:00"]
    office.set_clock(NOON)
    assert refused(office.run("clock", "confirm", "--by", "王芳", "--reason", "再试"))


def test_lines_dated_ahead_keep_others_out_until_they_are_set_right(office, no_load):
    office.contact("sc-kjt")
    office.dated_ahead("sc-fgw", NOON + YEARS)
    office.set_clock(NOON + YEARS + timedelta(minutes=7))
    office.contact("sc-jxw")
    office.set_clock(NOON + timedelta(hours=3))
    assert refused(office.contact("sc-jrj"))
    wrong = office.recorded()[1]
    shown = office.run("clock", "show")[1]
    assert wrong in shown and "2036-11-27 12:00:00" in shown and office.recorded()[0] not in shown
    before = office.archive.journal.path.read_bytes()
    code, said = office.mend("--from", wrong, "--at", "2026-11-27T13:00")
    assert (code, "2026-11-27 13:07:00" in said) == (0, True), said
    assert office.archive.journal.path.read_bytes().startswith(before)
    assert office.contact("sc-jrj")[0] == 0
    assert office.moments() == ["2026-11-27T04:00", "2026-11-27T05:00", "2026-11-27T05:07", "2026-11-27T07:00"]
    _, line = office.archive.clock_lines()
    assert (line.by, line.reason, len(line.true_times)) == ("王芳", "服务器电池没电", 3)
    assert "已更正为" in office.run("clock", "show")[1]


def test_a_true_time_can_be_set_right_once_more(office, no_load):
    office.contact("sc-kjt")
    wrong = office.dated_ahead("sc-fgw", NOON + YEARS)
    office.set_clock(NOON + timedelta(hours=3))
    assert office.mend(*(f"{line}=2026-11-27T14:00" for line in wrong))[0] == 0
    office.contact("sc-jxw")
    assert office.mend(*(f"{line}=2026-11-27T12:30" for line in wrong))[0] == 0
    assert office.moments() == ["2026-11-27T04:00", "2026-11-27T04:30", "2026-11-27T07:00"]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (["2026-01-01T00:00:00+00:00=2026-11-27T12:30"], "is no line"),
        (["{wrong}=2026-11-27T11:59"], "order"),  # Before the line ahead of it.
        (["{wrong}=2026-11-28T00:00"], "has not come"),
        (["{wrong}=昨天"], "昨天"),
        (["{first}=2026-11-27T14:30", "{wrong}=2026-11-27T14:00"], "order"),
        (["--from", "{wrong}"], "--at"),
        ([], "--from"),
    ],
)
def test_true_times_that_cannot_be_are_refused_and_change_nothing(office, no_load, given, word):
    office.contact("sc-kjt")
    office.dated_ahead("sc-fgw", NOON + YEARS)
    office.set_clock(NOON + timedelta(hours=3))
    first, _, wrong = office.recorded()
    code, said = office.mend(*(part.format(first=first, wrong=wrong) for part in given))
    assert code in (1, 2) and word in said, said
    assert "Traceback" not in said
    assert [line.true_times for line in office.archive.clock_lines()] == [{}]


def test_nobody_sets_a_time_right_without_a_name_and_a_reason(office, no_load):
    office.contact("sc-kjt")
    line = office.recorded()[0]
    assert office.mend(f"{line}=2026-11-27T11:00", by="")[0] == 1
    assert office.mend(f"{line}=2026-11-27T11:00", reason=" ")[0] == 2
    assert office.archive.clock_lines() == []


@pytest.mark.slow
@pytest.mark.parametrize("moved", [-timedelta(days=731), timedelta(days=3)])
def test_a_file_in_the_inbox_waits_while_the_time_is_not_sure_and_is_received_then(office, moved):
    office.contact()
    inbox = office.folder / "raw" / "inbox"
    inbox.mkdir()
    (inbox / "报告.csv").write_text(report_text(COUNT | {"数值": "512"}), encoding="utf-8")
    office.set_clock(NOON + moved)
    code, said = office.run("load")
    assert (code, "inbox/报告.csv" in said, "服务器时间" in said, "the server's clock" in said) == (0, True, True, True)
    assert (inbox / "报告.csv").exists()
    assert office.archive.receipts() == []
    if moved > timedelta(0):
        assert office.run("clock", "confirm", "--by", "王芳", "--reason", "周末休息")[0] == 0
    else:
        office.set_clock(NOON)
    assert office.run("load")[0] == 0
    assert not list(inbox.iterdir())
    assert [receipt.verdict for receipt in office.archive.receipts()] == ["accepted"]


class ReadAnew(Exception):
    """The load went on to read its sources."""


@pytest.mark.parametrize("ahead", [timedelta(0), YEARS])
def test_a_build_of_a_wrong_clock_is_made_anew_though_nothing_is_new(office, monkeypatch, ahead):
    definitions = definitions_in_force(office.folder / "raw")
    prints = fingerprint(office.folder, definitions, False, clock.today())
    in_force = Build("x", NOON + ahead, prints.inputs, False, 1, "Asia/Shanghai", "")
    monkeypatch.setattr(build, "build_in_force", lambda _: in_force)
    monkeypatch.setattr(making, "read_intake", Mock(side_effect=ReadAnew))
    if ahead:
        with pytest.raises(ReadAnew):
            build.load(office.folder, with_sample=False)
    else:
        assert build.load(office.folder, with_sample=False).state == "unchanged"


def test_what_cannot_be_recorded_is_a_sentence_for_programs_too(office):
    office.contact()
    office.set_clock(NOON - timedelta(days=1))
    with pytest.raises(ClockUnsure, match="duibiao clock show"):
        office.archive.next_moment()
    shutil.rmtree(office.archive.folder)
    assert office.archive.next_moment() == "2026-11-26T04:00:00.000000+00:00"

"""The journals of before become one: every line at its time and in its order, whatever moment the move is killed at."""

import json
import os
import resource
import shutil
import signal
import tempfile
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from app import main
from pipelines.archive import OLD_JOURNALS, Archive
from pipelines.clock_lines import ClockLine, true_times
from pipelines.journals import BrokenJournal
from pipelines.old_journals import move_journals
from pipelines.records import ACCEPTED, REFUSED, REPORT, Receipt, Step
from pipelines.upgrade import upgrade
from tests.shipped import RAW

FROZEN = Path(__file__).parents[1] / "offices" / "v1" / "data" / "raw"
NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
RECORDS = dict(zip(OLD_JOURNALS, (Receipt, Step, ClockLine), strict=True))


@pytest.fixture
def archive(tmp_path):
    """The archive of the frozen office."""
    shutil.copytree(FROZEN, tmp_path / "raw")
    office = yaml.safe_load((RAW.parent / "office.yml").read_text(encoding="utf-8"))
    upgrade(tmp_path, FROZEN.parents[1] / "catalog", office)  # The layout alone: its journals are moved below.
    return Archive(tmp_path / "raw")


def old_records(folder, name):
    """The records of an old journal, read as older programs read them."""
    path = folder / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [RECORDS[name](**json.loads(line)) for line in lines]


def rows_of(receipt):
    """What stands for the reading of a file: these tests are about where it lies."""
    return [{"item_id": receipt.name, "actual_value": "1", "_row": 2}]


def expected(folder):
    """Receipts and steps as older programs gave them, with the times that were set right."""
    receipts, steps, clock_lines = (old_records(folder, name) for name in OLD_JOURNALS)
    true = true_times(clock_lines)
    return (
        [replace(r, received_at=true.get(r.received_at, r.received_at)) for r in receipts],
        [replace(s, recorded_at=true.get(s.recorded_at, s.recorded_at)) for s in steps],
    )


def told(archive):
    """The same of the one journal; what older receipts did not say is left out."""
    receipts = [
        replace(r, findings_sha256=None, error_count=0, warn_count=0, rows_sha256=None) for r in archive.receipts()
    ]
    return receipts, archive.steps()


def test_every_record_of_the_frozen_office_is_there_at_its_time(archive):
    was = expected(archive.folder)
    hashes = {name: sha256((archive.folder / name).read_bytes()).hexdigest() for name in OLD_JOURNALS}
    move_journals(archive, rows_of)
    assert told(archive) == was
    assert len(was[0]) > 10 and len(was[1]) > 10
    assert archive.lines()[0].facts == {"files": hashes}
    for name in OLD_JOURNALS:
        kept = archive.folder / "v1" / name
        assert kept.stat().st_mode & 0o777 == 0o444
        assert sha256(kept.read_bytes()).hexdigest() == hashes[name]
    kinds = {line.kind for line in archive.lines()}
    assert kinds == {"origin", "receipt", "step", "import_decision", "clock"}
    assert all(sum(map(len, r.findings)) == 0 or (r.error_count + r.warn_count) > 0 for r in archive.receipts())
    kept = [r for r in archive.receipts() if r.verdict != REFUSED]
    assert len(kept) > 5 and all(archive.rows(r) == rows_of(r) for r in kept)
    archive.confirm_clock("王芳", "升级后恢复工作")
    archive.write(replace(was[1][0], recorded_at=archive.next_moment()))
    assert len(archive.steps()) == len(was[1]) + 1


def test_until_it_is_moved_every_command_but_load_says_what_to_do(archive, monkeypatch):
    monkeypatch.setenv("DUIBIAO_DATA", str(archive.folder.parents[1]))
    before = {path: path.read_bytes() for path in archive.folder.rglob("*") if path.is_file()}
    for command in (["statistics", "list"], ["clock", "show"], ["clock", "confirm", "--by", "王芳", "--reason", "试"]):
        done = CliRunner().invoke(main, command)
        assert (
            done.exit_code == 1 and "请先运行 duibiao load" in done.output and "run `duibiao load` first" in done.output
        )
    assert {path: path.read_bytes() for path in before} == before
    assert not archive.journal.path.exists()


def test_an_older_program_refuses_by_name_and_begins_nothing(archive, tmp_path):
    move_journals(archive, rows_of)
    begun = Archive(tmp_path / "new")
    with begun.exclusive():
        begun.write(Step(begun.next_moment(), "round", "contact", "王芳"))
    for place in (archive.folder, begun.folder):
        # Older programs read the receipts before they write anything, each line into its fields, and say what failed.
        (line,) = (place / OLD_JOURNALS[0]).read_text(encoding="utf-8").splitlines()
        with pytest.raises(TypeError, match=r"journal.jsonl.*use the newer program"):
            Receipt(**json.loads(line))
        assert sorted(path.name for path in place.glob("*.jsonl")) == ["journal.jsonl", OLD_JOURNALS[0]]


def test_what_an_older_program_wrote_after_the_move_is_not_passed_over(archive):
    was = (archive.folder / OLD_JOURNALS[1]).read_bytes()
    move_journals(archive, rows_of)
    (archive.folder / OLD_JOURNALS[1]).write_bytes(was + was.splitlines(keepends=True)[-1])
    with pytest.raises(BrokenJournal, match=r"steps.jsonl.*旧版程序.*older program"):
        move_journals(archive, rows_of)


@pytest.mark.parametrize("name", OLD_JOURNALS)
def test_an_old_line_that_is_broken_is_named_and_nothing_is_moved(archive, name):
    path = archive.folder / name
    path.write_bytes(b"nonsense\n" + path.read_bytes())
    with pytest.raises(BrokenJournal, match=rf"{name} 第 1 行.*line 1 is no record"):
        move_journals(archive, rows_of)
    assert not archive.journal.path.exists()


# --- any history


def moment(number):
    return (NOON + timedelta(minutes=number)).isoformat(timespec="microseconds")


@st.composite
def histories(draw):
    """Receipts, steps and times set right, each journal in the order of true time; some moments are the same."""
    receipts, steps, clock_lines, ahead = [], [], [], timedelta(days=3653)
    for number, sort in enumerate(draw(st.lists(st.sampled_from("rsxw"), max_size=12))):
        minute = number // draw(st.sampled_from([1, 1, 2]))
        name = draw(st.sampled_from(["王芳", None]))
        if sort == "w":
            wrong = (NOON + timedelta(minutes=number) + ahead).isoformat(timespec="microseconds")
            steps.append(Step(wrong, "round", "contact", "王芳"))
            clock_lines.append(ClockLine(moment(number), "王芳", "电池", {wrong: moment(number)}))
        elif sort == "s":
            steps.append(Step(moment(number), "statistics", "take", "李四", reason="已核对", sha256="0" * 64))
        else:
            verdict = REFUSED if sort == "x" else ACCEPTED
            found = [{"severity": "error" if sort == "x" else "warn", "rule_id": str(minute)}] * draw(st.integers(0, 2))
            receipts.append(Receipt(moment(number), f"{number}.csv", f"{number:064}", 1, verdict, REPORT, "p", "2018",
                                    "u", 1, findings=found, by=name))  # fmt: skip
    return receipts, steps, clock_lines


@given(history=histories(), cut=st.sampled_from([b"", b'{"received_at": "2026-']))
def test_whatever_was_recorded_is_recorded_after_the_move_and_in_one_order(history, cut):
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        archive.folder.mkdir()
        for name, records in zip(OLD_JOURNALS, history, strict=True):
            if records:
                text = "".join(json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in records)
                (archive.folder / name).write_text(text, encoding="utf-8")
        was = expected(archive.folder)
        if history[0]:
            with (archive.folder / OLD_JOURNALS[0]).open("ab") as file:
                file.write(cut)
        move_journals(archive, rows_of)
        assert told(archive) == was
        true = archive.true_times()
        lines = [line for line in archive.lines() if line.kind != "origin"]
        order = [(true.get(line.recorded_at, line.recorded_at), "rsic".index(line.kind[0])) for line in lines]
        places = [(moment, min(place, 1)) for moment, place in order if place < 3]
        assert places == sorted(places)
        move_journals(archive, rows_of)
        assert told(archive) == was


# --- killed


def killed(work, *, size=None, call=None):
    """Runs `work` in a fork that the kernel ends at the byte `size` of any file, or that dies at the `call`th of these."""
    child = os.fork()
    if child == 0:
        if size is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        if call is not None:
            count = iter(range(call))
            for name in ("replace", "fsync", "unlink", "chmod", "mkdir"):
                setattr(os, name, dying(getattr(os, name), count))
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def dying(do, count):
    def then(*args, **named):
        if next(count, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return do(*args, **named)

    return then


def whole(archive):
    return {
        path.relative_to(archive.folder.parent): path.read_bytes()
        for root in (archive.folder, archive.quarantine)
        for path in root.rglob("*") if path.is_file() and not path.name.endswith(".part")
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("by", ["byte", "call"])
def test_killed_at_any_byte_or_call_the_move_is_done_again_to_the_same_journal(archive, tmp_path, by):
    done = Archive(tmp_path / "done")
    shutil.copytree(archive.folder.parent, tmp_path / "done")
    move_journals(done, rows_of)
    longest = max(path.stat().st_size for path in done.folder.glob("*.jsonl"))
    places = {"byte": [{"size": n} for n in range(1, longest, 499)], "call": [{"call": n} for n in range(0, 60, 2)]}
    ends = []
    for place in places[by]:
        raw = tmp_path / "again"
        shutil.copytree(archive.folder.parent, raw)
        again = Archive(raw)
        ends.append(killed(lambda again=again: move_journals(again, rows_of), **place))
        move_journals(Archive(raw), rows_of)
        assert whole(Archive(raw)) == whole(done), place
        shutil.rmtree(raw)
    assert ends.count(True) > 20, ends

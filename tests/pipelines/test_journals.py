"""The journal only grows: a line is there whole or not at all, follows from the one before, and a broken one is named."""

import json
import os

import pytest

from pipelines.journals import ORIGIN, BrokenJournal, Journal, Line, line_hash


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal.jsonl")


def note(words="", second=0):
    """A line that has no place yet."""
    return Line(0, f"2026-11-30T04:00:{second:02}+00:00", "2026-11-30T04:00:00+00:00", "note", "王芳", {"words": words})


def words(journal):
    return [line.facts["words"] for line in Journal(journal.path).lines()[1:]]


def test_what_was_appended_is_read_in_order_after_a_line_that_begins(journal):
    for text in ("一\n二", "", "「三」"):
        journal.append(note(text))
    assert words(journal) == ["一\n二", "", "「三」"]
    assert [(line.seq, line.kind, line.format) for line in journal.lines()] == [
        (0, ORIGIN, 2), (1, "note", 2), (2, "note", 2), (3, "note", 2),
    ]  # fmt: skip


def test_each_line_names_the_hash_of_the_one_before_with_its_algorithm(journal):
    for text in "一二三":
        journal.append(note(text))
    contents = journal.path.read_bytes().splitlines()
    prevs = [json.loads(content)["prev"] for content in contents]
    assert prevs == ["", *(line_hash(content) for content in contents[:-1])]
    assert prevs[1].startswith("sha256:")
    assert journal.head().hash == line_hash(contents[-1])


def test_a_journal_that_is_not_there_is_empty(journal):
    assert (journal.lines(), journal.head()) == ([], None)


@pytest.mark.parametrize("kept", [1, 5, 14, 100])
def test_a_last_line_without_its_end_does_not_count_and_is_written_over(journal, kept):
    journal.append(note("一"))
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole + whole[:kept])
    assert words(journal) == ["一"]
    journal.append(note("二"))
    assert words(journal) == ["一", "二"]


@pytest.mark.parametrize("kept", [1, 80])
def test_a_beginning_that_was_cut_off_is_begun_again(journal, kept):
    journal.append(note("一"))
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole[:kept])
    journal.append(note("一"))
    assert journal.path.read_bytes() == whole


def test_a_line_longer_than_a_piece_of_reading_is_found_and_cut_off_whole(journal):
    journal.append(note("长" * 100_000))
    journal.append(note("二"))
    journal.path.write_bytes(journal.path.read_bytes() + b'{"seq": 3, "words": "' + b"x" * 200_000)
    journal.append(note("三"))
    assert words(journal) == ["长" * 100_000, "二", "三"]


@pytest.mark.parametrize("line", [b"nonsense", b"[]", b'{"seq": 3, "unknown": 2}', b"{}", b""])
def test_a_line_that_is_no_record_is_named_with_what_to_do(journal, line):
    journal.append(note("一"))
    journal.path.write_bytes(journal.path.read_bytes() + line + b"\n")
    for ask in (journal.lines, journal.head, lambda: journal.append(note("二"))):
        with pytest.raises(BrokenJournal, match=r"第 3 行不是记录.*line 3 is no record.*backup"):
            ask()


def test_every_byte_that_is_altered_is_noticed_but_in_the_last_line(journal):
    for text in "一二三":
        journal.append(note(text))
    whole = journal.path.read_bytes()
    last = len(whole.rstrip(b"\n").rpartition(b"\n")[0]) + 1
    for place in range(last):
        altered = bytearray(whole)
        altered[place] ^= 1
        journal.path.write_bytes(altered)
        with pytest.raises(BrokenJournal, match=r"line [1-4] "):
            Journal(journal.path).lines()


@pytest.mark.parametrize("left_out", [0, 1, 2])
def test_a_line_taken_out_or_moved_is_noticed_where_it_was(journal, left_out):
    for text in "一二三":
        journal.append(note(text))
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(lines[:left_out] + lines[left_out + 1 :]))
    with pytest.raises(BrokenJournal, match=rf"第 {left_out + 1} 行.*line {left_out + 1} .*backup"):
        Journal(journal.path).lines()


def test_a_line_of_a_newer_program_is_no_broken_one(journal):
    journal.append(note("一"))
    journal.path.write_bytes(journal.path.read_bytes().replace(b'"format":2', b'"format":3'))
    with pytest.raises(BrokenJournal, match="use the newer one"):
        Journal(journal.path).lines()


def test_what_another_process_appended_is_read_on_from_where_one_was(journal):
    journal.append(note("一"))
    assert len(journal.lines()) == 2
    Journal(journal.path).append(note("二"))
    assert [line.facts.get("words") for line in journal.lines()] == [None, "一", "二"]


def test_the_head_of_a_long_journal_is_found_without_reading_it(journal):
    journal.begin([note(str(number)) for number in range(5000)])
    with journal.path.open("r+b") as file:
        file.write(b"nonsense")  # Nobody looks there.
    assert journal.head().seq == 4999


def test_on_a_full_disk_nothing_of_the_line_stands(journal, monkeypatch):
    journal.append(note("一"))
    before = journal.path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            journal.append(note("二"))
    assert journal.path.read_bytes() == before
    journal.append(note("三"))
    assert words(journal) == ["一", "三"]

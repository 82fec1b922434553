"""A journal only grows: a line is there as a whole or not at all, and a broken one is named."""

import os
from dataclasses import dataclass

import pytest

from pipelines.journals import BrokenJournal, Journal


@dataclass(frozen=True)
class Entry:
    number: int
    words: str = ""


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "entries.jsonl", Entry, "记录", "entry")


def test_what_was_appended_is_read_in_order(journal):
    entries = [Entry(1, "一\n二"), Entry(2), Entry(3, "「三」")]
    for entry in entries:
        journal.append(entry)
    assert journal.records() == entries


def test_a_journal_that_is_not_there_is_empty(journal):
    assert journal.records() == []


@pytest.mark.parametrize("kept", [1, 5, 14])
def test_a_last_line_without_its_end_does_not_count_and_is_written_over(journal, kept):
    journal.append(Entry(1))
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole + whole[:kept])
    assert journal.records() == [Entry(1)]
    journal.append(Entry(2))
    assert journal.records() == [Entry(1), Entry(2)]


def test_a_line_longer_than_a_piece_of_reading_is_cut_off_whole(journal):
    journal.append(Entry(1))
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole + b'{"number": 2, "words": "' + b"x" * 200_000)
    journal.append(Entry(3))
    assert journal.records() == [Entry(1), Entry(3)]


@pytest.mark.parametrize("line", [b"nonsense", b"[]", b'{"number": 1, "unknown": 2}', b"{}", b""])
def test_a_line_that_is_no_record_is_named_with_what_to_do(journal, line):
    journal.append(Entry(1))
    journal.path.write_bytes(journal.path.read_bytes() + line + b"\n")
    with pytest.raises(BrokenJournal, match=r"第 2 行不是记录.*line 2 is no entry.*backup"):
        journal.records()


def test_on_a_full_disk_nothing_of_the_line_stands(journal, monkeypatch):
    journal.append(Entry(1))
    before = journal.path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            journal.append(Entry(2))
    assert journal.path.read_bytes() == before
    journal.append(Entry(3))
    assert journal.records() == [Entry(1), Entry(3)]

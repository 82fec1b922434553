"""Proves what an office has recorded: the chain of its journal, and by its hash every file that a line names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from expectations.result import Finding
from metrics import clock
from pipelines.archive import AlteredRows, Archive, file_hash
from pipelines.definitions.publications import files_of_publication
from pipelines.journals import ALGORITHM, Head
from pipelines.old_journals import KEPT
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding
from pipelines.records import Receipt
from pipelines.reports.again import Rereading


@dataclass(frozen=True)
class Proof:
    """What was looked at, the head that stands for all of it, and whatever is not as it was recorded."""

    head: Head | None
    line_count: int
    file_count: int
    findings: tuple[Finding, ...]


def verify(archive: Archive, head: str | None = None, rereading: Rereading | None = None) -> Proof:
    """Proves an archive, with a `head` kept elsewhere also that nothing was cut off the end of its journal.

    By a `rereading` what is kept for use is read again: what today's code reads otherwise is for a person to judge, and
    changes nothing.

    Raises:
        BrokenJournal: for a line that is none, or does not follow from the one before.
    """
    lines, last = archive.lines(), archive.journal.head()
    files = list(_files(archive))
    findings = [*_times(archive), *(found for file in files if (found := _looked_at(archive, *file)))]
    if rereading is not None:
        findings += _read_otherwise(archive, rereading)
    hashes = {line.prev for line in lines[1:]} | ({last.hash} if last else set())
    if head is not None and f"{ALGORITHM}:{head.removeprefix(f'{ALGORITHM}:').lower()}" not in hashes:
        findings.append(reading_finding("verify.head", _name(archive, archive.journal.path), value=head))
    return Proof(last, len(lines), len(files), tuple(findings))


def _files(archive: Archive) -> Iterator[tuple[Path, str, str]]:
    """Each file that a line names: where it lies, its hash, and what people call it."""
    lines = archive.lines()
    for name, sha256 in (lines[0].facts.get("files", {}) if lines else {}).items():
        yield archive.folder / KEPT / name, sha256, name
    seen = set()
    for receipt in archive.receipts():
        for path, sha256 in _of_receipt(archive, receipt):
            if path not in seen:
                seen.add(path)
                yield path, sha256, receipt.name
    for publication in archive.publications():
        for path, sha256, name in files_of_publication(archive, publication):
            if path not in seen:
                seen.add(path)
                yield path, sha256, name
    for change in archive.office_changes():
        yield archive.path(change.sha256), change.sha256, f"office.yml {change.recorded_at}"
    for step in archive.steps():
        if step.closing_id is not None:
            yield archive.closing_place(step.closing_id), step.closing_id, f"{step.programme_id} {step.period_id}"


def _of_receipt(archive: Archive, receipt: Receipt) -> Iterator[tuple[Path, str]]:
    yield archive.place(receipt), receipt.sha256
    if receipt.findings_sha256 is not None:
        yield archive.findings_place(receipt), receipt.findings_sha256
    if receipt.rows_sha256 is not None:
        yield archive.rows_place(receipt), receipt.rows_sha256


def _read_otherwise(archive: Archive, rereading: Rereading) -> Iterator[Finding]:
    for receipt in archive.receipts():
        if receipt.rows_sha256 is None:
            continue
        name = _name(archive, archive.place(receipt))
        try:
            (now, faults), then = rereading.rows(receipt), archive.rows(receipt)
        except (OSError, AlteredRows):
            continue  # Named above.
        if faults:
            yield reading_finding("verify.unread", name, name=receipt.name, detail=faults[0].sentence_zh)
        nothing: Row = {}
        for number, (was, row) in enumerate(zip_longest(then, now, fillvalue=nothing), start=1):
            others = [column for column in {**was, **row} if was.get(column) != row.get(column)]
            if others and not faults:
                yield reading_finding("verify.reread", name, number, others[0], name=receipt.name,
                                      value=str(row.get(others[0])), found=str(was.get(others[0])))  # fmt: skip
                break


def _looked_at(archive: Archive, path: Path, sha256: str, name: str) -> Finding | None:
    try:
        is_whole = file_hash(path) == sha256
    except OSError as error:
        return reading_finding("verify.lost", _name(archive, path), name=name, detail=error.strerror or "-")
    return None if is_whole else reading_finding("verify.changed", _name(archive, path), name=name)


def _times(archive: Archive) -> Iterator[Finding]:
    true, last = archive.true_times(), ""
    for line in archive.lines():
        moment = true.get(line.recorded_at, line.recorded_at)
        if last and clock.instant(moment) < clock.instant(last):
            yield reading_finding("verify.time", _name(archive, archive.journal.path), line.seq + 1, value=moment)
        last = moment


def _name(archive: Archive, path: Path) -> str:
    return path.relative_to(archive.folder.parent).as_posix()

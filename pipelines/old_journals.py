"""The journals of before there was one, moved into it: every line at its time, the files kept beside it, read-only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from metrics import clock
from pipelines.archive import OLD_JOURNALS, Archive, make_folder
from pipelines.clock_lines import ClockLine, true_times
from pipelines.journals import ORIGIN, BrokenJournal, Line, write_durably
from pipelines.readers.table import Row
from pipelines.records import REFUSED, Receipt, Record, Step, line_of

RowsOf = Callable[[Receipt], Sequence[Row]]
# Where the old files lie afterwards.
KEPT = "v1"
# In the order of those of the same moment: what came in was there before anybody decided on it.
_SORTS: dict[str, type[Receipt] | type[Step] | type[ClockLine]] = dict(
    zip(OLD_JOURNALS, (Receipt, Step, ClockLine), strict=True)
)


def move_journals(archive: Archive, rows_of: RowsOf) -> None:
    """Brings what the old journals hold into the one journal, once; killed at any moment, it is done again.

    Args:
        archive: whose journals.
        rows_of: what is read in a file that was received before rows were kept beside the bytes.

    Raises:
        BrokenJournal: for an old line that is none, or an old journal that was written to after it was moved.
        OSError: when the new journal could not be stored; then the old ones hold.
    """
    if not archive.old_journals():
        return
    with archive.exclusive():
        contents = {path.name: path.read_bytes() for path in archive.old_journals()}
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        if archive.journal.path.exists():
            _look_unchanged(archive, hashes)
        kept = archive.folder / KEPT
        make_folder(kept)
        for name, content in contents.items():
            write_durably(kept / name, content)
            (kept / name).chmod(0o444)
        if not archive.journal.path.exists():
            archive.journal.begin(_lines(archive, contents, hashes, rows_of))
        archive.say_moved()
        for name in OLD_JOURNALS[1:]:
            (archive.folder / name).unlink(missing_ok=True)


def _look_unchanged(archive: Archive, hashes: dict[str, str]) -> None:
    moved = archive.journal.lines()[0].facts.get("files", {})
    for name, sha256 in hashes.items():
        if moved.get(name) != sha256:
            raise BrokenJournal(
                f"{archive.folder / name}: 改用 journal.jsonl 之后又有旧版程序写入，请在新版中重新办理新增各条，"
                "再删去此文件",
                f"{archive.folder / name}: an older program wrote to it after it was moved into journal.jsonl: take "
                "its new records again by this one, then remove the file",
            )


def _lines(archive: Archive, contents: dict[str, bytes], hashes: dict[str, str], rows_of: RowsOf) -> Iterator[Line]:
    records = [list(_records(archive.folder / name, contents.get(name, b""))) for name in OLD_JOURNALS]
    true = true_times([record for record in records[2] if isinstance(record, ClockLine)])
    placed = sorted(place for sort, listed in enumerate(records) for place in _places(sort, listed, true))
    lines = [line_of(_beside(archive, records[sort][number], rows_of)) for _, sort, number in placed]
    yield Line(0, lines[0].recorded_at if lines else "", None, ORIGIN, None, {"files": hashes})
    yield from lines


def _places(sort: int, records: list[Record], true: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    """Moment, sort and place of each record; no file's own order changes, whatever its lines say of the time."""
    last = ""
    for number, record in enumerate(records):
        moment = record.received_at if isinstance(record, Receipt) else record.recorded_at
        last = max(last, clock.instant(true.get(moment, moment)).isoformat(timespec="microseconds"))
        yield last, sort, number


def _beside(archive: Archive, record: Record, rows_of: RowsOf) -> Record:
    if not isinstance(record, Receipt):
        return record
    found = archive.with_findings_beside(record)
    return found if record.verdict == REFUSED else archive.with_rows_beside(found, rows_of(record))


def _records(path: Path, content: bytes) -> Iterator[Record]:
    # A last line without its end was never confirmed.
    for number, line in enumerate(content.split(b"\n")[:-1], start=1):
        try:
            yield _SORTS[path.name](**json.loads(line))
        except (ValueError, TypeError) as error:
            raise BrokenJournal(
                f"{path} 第 {number} 行不是可用的记录，请从备份恢复此文件（{error}）",
                f"{path}: line {number} is no record: restore the file from a backup ({error})",
            ) from None

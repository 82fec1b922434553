"""The lines of a ledger file: where each record starts, and which line is at fault when a file cannot be read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.result import Finding
from pipelines.readers.wording import reading_finding

# A file that is wrong throughout would otherwise give as many findings as it has rows.
LISTED_ROWS = 100
_LINES = pa.schema([("source_row", pa.int64())])
_BATCH_LINES = 100_000


def write_record_lines(path: Path, record_count: int, out: Path) -> bool:
    """Writes the line that each record of a CSV file starts on, unless each is the next line after the header.

    Args:
        path: a file that has been read without an error.
        record_count: how many records it has.
        out: the Parquet file to write: one column `source_row`, from 1 with the header, a row a record in their order.

    Returns:
        Whether it was written.
    """
    if not record_count or _line_count(path) <= record_count + 1:
        return False
    starts = (number for number, cells in _records(path) if cells)
    next(starts, None)  # The header.
    with pq.ParquetWriter(out, _LINES) as writer:
        while batch := list(islice(starts, _BATCH_LINES)):
            writer.write_table(pa.table({"source_row": batch}, schema=_LINES))
    return True


def diagnosis(path: Path, file: str, column_count: int | None, error: Exception) -> Iterator[Finding]:
    """Why a file could not be read: every line that is at fault, else the first line of what `error` says.

    `column_count` is the number of cells that a row should have; None when the header is not known.
    """
    findings = [] if path.suffix != ".csv" else list(_faulty_lines(path, file, column_count))
    # Behind the first line of an error comes advice, on settings that are not the reader's.
    yield from findings or [reading_finding("file.csv", file, detail=str(error).splitlines()[0])]


def _faulty_lines(path: Path, file: str, column_count: int | None) -> Iterator[Finding]:
    line = _line_that_is_not_utf8(path)
    if line is not None:
        yield reading_finding("file.encoding", file, line)
        return
    number, found = 1, 0
    try:
        for number, cells in _records(path):
            if column_count is not None and _is_off(cells, column_count):
                found += 1
                if found <= LISTED_ROWS:
                    yield reading_finding("file.row.width", file, number, cells=len(cells), columns=column_count)
    except csv.Error as quoting:
        yield reading_finding("file.csv", file, number + 1, detail=quoting)
    if found > LISTED_ROWS:
        yield reading_finding("ledger.more", file, count=found - LISTED_ROWS)


def _is_off(cells: list[str], column_count: int) -> bool:
    # Empty cells behind the last column, as spreadsheets leave them, lose nothing: DuckDB passes over them too.
    return any(cell.strip() for cell in cells) and (
        len(cells) < column_count or any(cell.strip() for cell in cells[column_count:])
    )


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream, strict=True)
        number = 1
        for cells in lines:
            yield number, cells
            number = lines.line_num + 1


def _line_count(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))


def _line_that_is_not_utf8(path: Path) -> int | None:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return None

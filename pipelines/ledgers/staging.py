"""Ledger files are staged: read once, as typed and checked Parquet, and counted once into a cube."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations.result import Finding
from metrics.database import connect, quoted
from metrics.ledger_records import FAULT_MASK, LEDGERS_FOLDER, RECORDS_FILE, evidence_sql, show_ledger
from pipelines.ledgers.counting import cube_sql
from pipelines.ledgers.file_hashes import FileHashes
from pipelines.ledgers.keys import repeated_keys, write_keys
from pipelines.ledgers.lines import LISTED_ROWS, write_record_lines
from pipelines.ledgers.reader import Cells, LedgerFile, read_ledger
from pipelines.ledgers.shape import Shape
from pipelines.ledgers.stages import (
    CUBE_FILE,
    HASHES_FILE,
    STAGED_SUFFIX,
    StagedFile,
    held,
    read_stage,
    stage_name,
    write_stage,
)
from pipelines.ledgers.typed import Offence, has_unlisted, offences_in, typed_rows
from pipelines.readers.wording import reading_finding

# What the staging of a file of any size may hold; the rest goes to the disk beside the stages.
STAGING_MEMORY = "512MB"
_LINES_FILE = "lines.parquet"


@dataclass(frozen=True)
class Ledgers:
    """The ledgers of an office as staged below `folder`.

    `findings` say what could not be read or was left out, `offences` which cells and keys are at fault.
    """

    folder: Path
    files: tuple[StagedFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    offences: tuple[Offence, ...] = ()

    @property
    def record_count(self) -> int:
        """The records of all files."""
        return sum(file.record_count for file in self.files)

    @property
    def stages(self) -> list[str]:
        """The names of the stages."""
        return [file.stage for file in self.files]


def hashes_of(warehouse_folder: Path) -> FileHashes:
    """The hashes of ledger files, as far as they are known."""
    return FileHashes(warehouse_folder / LEDGERS_FOLDER / HASHES_FILE)


def stage_ledgers(warehouse_folder: Path, files: Sequence[LedgerFile], unit_ids: Mapping[str, str]) -> Ledgers:
    """Stages every file that is not staged yet; of the others only their verdicts are read.

    Args:
        warehouse_folder: the stages lie in its folder `ledgers`.
        files: of any number of ledgers.
        unit_ids: every name that a unit may be written under, and its id.

    Raises:
        OSError: when a file cannot be opened, or the disk has not the room.
    """
    folder = warehouse_folder / LEDGERS_FOLDER
    if not files:
        return Ledgers(folder)
    hashes = hashes_of(warehouse_folder)
    staged: list[StagedFile] = []
    findings: list[Finding] = []
    offences: list[Offence] = []
    with held(folder):
        for file in files:
            one, found = _staged(folder, file, hashes, unit_ids)
            findings += found
            staged += [one] if one else []
        for shape in {file.shape.ledger_id: file.shape for file in files}.values():
            own = [one for one in staged if one.ledger_id == shape.ledger_id]
            offences += [offence for one in own for offence in one.offences]
            offences += repeated_keys(partial(_working, folder), shape, folder, own)
    return Ledgers(folder, tuple(staged), tuple(findings), tuple(offences))


@contextmanager
def _working(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    spill = folder / f"spill{STAGED_SUFFIX}"
    with connect(settings={"memory_limit": STAGING_MEMORY, "temp_directory": str(spill)}) as connection:
        connection.execute("set enable_progress_bar = false")
        yield connection


def _staged(
    folder: Path, file: LedgerFile, hashes: FileHashes, unit_ids: Mapping[str, str]
) -> tuple[StagedFile | None, Sequence[Finding]]:
    sha256 = hashes.sha256(file.path)
    stage = stage_name(file, sha256, unit_ids)
    known = read_stage(folder, stage)
    if known is not None:
        return known, known.findings
    begun = StagedFile(
        file.shape.ledger_id, stage, file.name, file.provenance, sha256, file.path.stat().st_size, 0, None
    )
    found: list[Finding] = []

    def fill(draft: Path) -> StagedFile | None:
        nonlocal begun
        with _working(folder) as connection:

            def take(cells: Cells) -> None:
                nonlocal begun
                begun = _write_records(connection, file, cells, draft, begun, sorted(unit_ids))

            found.extend(read_ledger(connection, file, take))
            if any(finding.severity == "error" for finding in found):
                return None
            write_keys(connection, file.shape, draft)
            if not begun.offences:
                found.extend(_write_cube(connection, file, replace(begun, stage=draft.name), folder, unit_ids))
                if any(finding.severity == "error" for finding in found):
                    return None
        return replace(begun, findings=tuple(found))

    return write_stage(folder, begun, fill), found


def _write_records(
    connection: duckdb.DuckDBPyConnection,
    file: LedgerFile,
    cells: Cells,
    draft: Path,
    begun: StagedFile,
    unit_names: Sequence[str],
) -> StagedFile:
    out = draft / RECORDS_FILE
    typed_rows(cells, file.shape).write_parquet(str(out))
    rows = connection.read_parquet(str(out))
    ((row_count, record_count, fault_count),) = rows.aggregate(
        f"count(*), count({FAULT_MASK}), coalesce(sum({FAULT_MASK}), 0)"
    ).fetchall()
    is_at_fault = fault_count or has_unlisted(rows, file.shape, unit_names)
    staged = replace(begun, record_count=record_count, first_row=cells.first_row)
    offences = offences_in(cells, file.shape, unit_names, file.name) if is_at_fault else []
    lines = draft / _LINES_FILE
    has_lines = cells.path.suffix == ".csv" and write_record_lines(cells.path, row_count, lines)
    if has_lines:
        # Blank lines, or cells of several lines, shift what comes behind them.
        _give_rows(connection, out, lines)
        staged = replace(staged, first_row=None)
    return replace(staged, offences=tuple(_placed(connection, offences, out, staged)))


def _give_rows(connection: duckdb.DuckDBPyConnection, records: Path, lines: Path) -> None:
    placed = records.with_name("placed.parquet")
    both = (
        f"select records.*, lines.source_row from {quoted(str(records))} as records "  # noqa: S608
        f"positional join {quoted(str(lines))} as lines"
    )
    connection.execute(f"copy ({both}) to {quoted(str(placed))} (format parquet)")
    placed.replace(records)
    lines.unlink()


def _placed(
    connection: duckdb.DuckDBPyConnection, offences: Sequence[Offence], records: Path, staged: StagedFile
) -> Iterator[Offence]:
    """The offences under the rows of the file, for those of the records."""
    if staged.first_row is not None or not offences:
        yield from (replace(one, row_number=one.row_number + (staged.first_row or 0)) for one in offences)
        return
    wanted = ", ".join({str(offence.row_number) for offence in offences})
    found = connection.execute(
        f"select file_row_number, source_row from read_parquet({quoted(str(records))}, file_row_number = true) "  # noqa: S608
        f"where file_row_number in ({wanted})"
    ).fetchall()
    rows = dict(found)
    yield from (replace(offence, row_number=rows[offence.row_number]) for offence in offences)


def _write_cube(
    connection: duckdb.DuckDBPyConnection,
    file: LedgerFile,
    staged: StagedFile,
    folder: Path,
    unit_ids: Mapping[str, str],
) -> list[Finding]:
    """What is wrong with what the ledger's SELECT gives; where nothing is, the cube is there."""
    schema = pa.schema([("alias_name", pa.string()), ("unit_id", pa.string())])
    names = pa.table({"alias_name": list(unit_ids), "unit_id": list(unit_ids.values())}, schema=schema)
    connection.execute("create schema dim")
    connection.from_arrow(names).create("dim.unit_alias")
    show_ledger(connection, "memory", file.shape.ledger_id, [staged.record_file(folder)])
    out = str(folder / staged.stage / CUBE_FILE)
    try:
        counted = cube_sql(evidence_sql(file.shape.counting), ", min(source_row) as first_row")
        connection.execute(f"copy ({counted}) to {quoted(out)} (format parquet)")
    except (duckdb.OutOfMemoryException, duckdb.IOException):
        raise  # The machine's fault, not the SELECT's.
    except duckdb.Error as error:
        return [reading_finding("ledger.counting", file.name, detail=str(error).partition("\n")[0])]
    place = "concat_ws(' / ', indicator_id, unit_id, counted_on, recorded_on)"
    wrong = connection.read_parquet(out).filter(_uncountable(file.shape)).select(f"first_row, {place}")
    named = "indicator_id, unit_id, counted_on, recorded_on"
    return [
        reading_finding("ledger.counting", file.name, row, named, detail=said)
        for row, said in wrong.limit(LISTED_ROWS).fetchall()
    ]


def _uncountable(shape: Shape) -> str:
    """What holds of a count that belongs to no indicator of the ledger, or to no unit or day."""
    known = ", ".join(quoted(count.indicator_id) for count in shape.counts)
    return (
        f"indicator_id is null or indicator_id not in ({known}) or unit_id is null or counted_on is null "
        "or recorded_on is null or counted_value is null"
    )

"""The records of ledgers as they lie staged beside the builds, and the table `made.evidence` that a SELECT may ask for.

A build holds what was counted (`fact.evidence_cube`) and names the files that it was counted from
(`meta.ledger_file`). The records themselves are Parquet below `warehouse/ledgers`, written once and never altered: no
build grows with them.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from metrics.database import quoted
from metrics.sentences import BilingualError

LEDGERS_FOLDER = "ledgers"
RECORDS_FILE = "records.parquet"
# 0 for a record without a fault, NULL for a row that is no record; in the staged file only.
FAULT_MASK = "_fault"
# What is made in memory when a SELECT asks for it: one row per record × indicator that it counts for.
EVIDENCE = "made.evidence"
_MAKING = threading.Lock()

# Of every ledger's SELECT, under the types that all of them share.
_EVIDENCE_COLUMNS = """
    cast(ledger_id as string) as ledger_id, cast(indicator_id as string) as indicator_id,
    cast(unit_id as string) as unit_id, cast(record_id as string) as record_id,
    cast(record_label as string) as record_label, cast(counted_on as date) as counted_on,
    cast(ended_on as date) as ended_on, cast(counted_value as decimal(24, 6)) as counted_value,
    cast(provenance as string) as provenance, cast(source_file as string) as source_file,
    cast(source_row as bigint) as source_row, cast(recorded_on as date) as recorded_on
"""
# A day begins where the office is.
RECORDED_AT = "cast(recorded_on as timestamptz) at time zone 'UTC'"


class RecordsMissing(BilingualError, RuntimeError):
    """The records that a build was counted from are not where it says."""


@dataclass(frozen=True)
class RecordFile:
    """One staged file: where its Parquet lies, the name and class of what it was read from.

    `first_row` is the row of its first record in that file; None where the Parquet has a column `source_row`.
    """

    path: Path
    source_file: str
    provenance: str
    first_row: int | None


def records_sql(file: RecordFile) -> str:
    """The typed records of one file with their class and place, as a SELECT."""
    row = "" if file.first_row is None else f", file_row_number + {file.first_row} as source_row"
    place = f"{quoted(file.provenance)} as provenance, {quoted(file.source_file)} as source_file{row}"
    # S608: paths and names are quoted, the rest is ours.
    return (
        f"select * exclude ({FAULT_MASK}, file_row_number), {place} "  # noqa: S608
        f"from read_parquet({quoted(str(file.path))}, file_row_number = true) where {FAULT_MASK} = 0"
    )


def evidence_sql(counting: str) -> str:
    """What a ledger's own SELECT gives, under the types that all ledgers share."""
    return f"select {_EVIDENCE_COLUMNS} from ({counting}\n) as counted"  # noqa: S608


def show_ledger(
    connection: duckdb.DuckDBPyConnection, database: str, ledger_id: str, files: Sequence[RecordFile]
) -> None:
    """Creates the view `<database>.ledger.<ledger_id>`: the records of all files of one ledger."""
    records = " union all by name ".join(map(records_sql, files))
    connection.execute(f"create schema if not exists {database}.ledger")
    connection.execute(f"create or replace view {database}.ledger.{ledger_id} as {records}")


def create_evidence(
    connection: duckdb.DuckDBPyConnection, warehouse_folder: Path, facts: str, ends_at: datetime | None
) -> None:
    """Creates the view `made.evidence` in memory beside a build.

    Args:
        connection: a cursor of its own: its current database is changed.
        warehouse_folder: where the build lies, and its ledgers below it.
        facts: the database that holds the build.
        ends_at: the instant until which records had come (UTC); None for all of them.

    Raises:
        RecordsMissing: when a file of the records is not there.
    """
    with _MAKING:
        connection.execute("attach if not exists ':memory:' as made (read_write)")
        if connection.execute("from duckdb_views() where database_name = 'made' and view_name = 'evidence'").fetchone():
            return
        connection.execute("create schema if not exists made.dim")
        connection.execute(f"create or replace view made.dim.unit_alias as from {facts}.dim.unit_alias")
        shown = []
        for ledger_id, files in _files(connection, warehouse_folder, facts).items():
            show_ledger(connection, "made", ledger_id, files)
            shown.append(ledger_id)
        counting = dict(connection.execute(f"select ledger_id, counting from {facts}.dim.ledger").fetchall())  # noqa: S608
        parts = [evidence_sql(counting[ledger_id]) for ledger_id in shown]
        came = "" if ends_at is None else f"where recorded_at < timestamp '{ends_at.replace(tzinfo=None)}'"
        together = " union all by name ".join(parts or [_nothing()])
        found = f"select * exclude (recorded_on), {RECORDED_AT} as recorded_at from ({together})"  # noqa: S608
        connection.execute("use made")
        connection.execute(f"create view made.main.evidence as from ({found}) {came}")


def _nothing() -> str:
    names = ("ledger_id", "indicator_id", "unit_id", "record_id", "record_label", "counted_on", "ended_on",
             "counted_value", "provenance", "source_file", "source_row", "recorded_on")  # fmt: skip
    empty = ", ".join(f"null as {name}" for name in names)
    return f"{evidence_sql(f'select {empty}')} where false"


def _files(connection: duckdb.DuckDBPyConnection, warehouse_folder: Path, facts: str) -> Mapping[str, list[RecordFile]]:
    rows = connection.execute(
        f"select ledger_id, stage, source_file, provenance, first_row from {facts}.meta.ledger_file "  # noqa: S608
        "order by ledger_id, source_file"
    ).fetchall()
    files: dict[str, list[RecordFile]] = {}
    for ledger_id, stage, source_file, provenance, first_row in rows:
        path = warehouse_folder / LEDGERS_FOLDER / stage / RECORDS_FILE
        if not path.is_file():
            raise RecordsMissing(
                f"{path}: 台账记录不在此处,请运行 duibiao load", f"{path} is not there: run `duibiao load`"
            )
        files.setdefault(ledger_id, []).append(RecordFile(path, source_file, provenance, first_row))
    return files

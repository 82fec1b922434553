"""Annual reports of centres as tables of the text stage: received rows beside sample ones, and every step."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.centre_reports.book import CentreBook

SQL_FOLDER = Path(__file__).parents[1] / "sql" / "received"
_EVENT_TYPES = {
    "centre_id": pa.string(), "year": pa.string(), "version": pa.int64(), "event": pa.string(),
    "happened_at": pa.string(), "actor": pa.string(), "reason": pa.string(), "provenance": pa.string(),
    "source_file": pa.string(), "source_row": pa.int64(), "sort_order": pa.int64(), "superseded_at": pa.string(),
}  # fmt: skip


def stage_centre_reports(connection: duckdb.DuckDBPyConnection, book: CentreBook) -> None:
    """Adds the received annual reports to `stage.centre_report` and creates `stage.centre_report_event`.

    `received_centre_report` and `stage.receipt` are in place. A sample report is of the centre whose folder it lies in.
    """
    connection.execute("""
        alter table stage.centre_report add column provenance text default 'sample';
        alter table stage.centre_report add column centre_id text;
        alter table stage.centre_report add column superseded_at text;
        update stage.centre_report set centre_id = split_part(_file, '/', 4);
    """)
    for name in ("superseded_centre_report", "centre_report"):
        connection.execute((SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
    # Its first row alone says which version a sample is; the archive says it in every row.
    connection.execute("""
        alter table stage.centre_report add column file_version bigint;
        update stage.centre_report set file_version = (
            select max(cast(other.version as bigint)) from stage.centre_report as other
            where other._file = stage.centre_report._file
        );
    """)
    rows = [
        {"centre_id": event.key[0], "year": event.key[1], "version": event.version, "event": event.event,
         "happened_at": event.happened_at, "actor": event.actor, "reason": event.reason,
         "provenance": "sample" if event.is_sample else "reported", "source_file": event.file,
         "source_row": event.row, "sort_order": event.order, "superseded_at": event.superseded_at}
        for event in book.events
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=pa.schema(_EVENT_TYPES.items()))
    connection.from_arrow(table).create("stage.centre_report_event")

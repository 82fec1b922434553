"""The journal as tables of the text stage: what is asked, every file that came, every step, and what each did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from metrics.kinds.table import kinds
from pipelines.journal.book import STEP_FILE, Book, sender_of
from pipelines.records import Receipt, Step
from pipelines.register import Register

_EVENT_COLUMNS = ("kind", "programme_id", "period_id", "subject_id", "version", "event", "happened_at", "actor",
                  "reason", "provenance", "source_file", "source_row", "sort_order", "superseded_at")  # fmt: skip
_STEP_COLUMNS = ("kind", "programme_id", "period_id", "unit_id", "centre_id", "version", "step", "actor", "reason",
                 "recorded_at", "is_sample", "received_on", "due_on", "_file")  # fmt: skip
_ARRIVAL_COLUMNS = ("kind", "programme_id", "period_id", "subject_id", "version", "verdict", "file_name", "sent_by",
                    "recorded_at", "error_count", "warning_count", "_file")  # fmt: skip
_ASKED_COLUMNS = ("programme_id", "period_id", "unit_id", "item_kind", "item_id", "is_sample")
RECEIPT_FILE = "archive/receipts.jsonl"


def stage_steps(connection: duckdb.DuckDBPyConnection, book: Book, arrivals: list[Receipt], steps: list[Step]) -> None:
    """Creates `stage.report_event`, `stage.step` and `stage.arrival`."""
    events = [
        (*event.key, event.version, event.event, event.happened_at, event.actor, event.reason,
         "sample" if event.is_sample else "reported", event.file, event.row, event.order, event.superseded_at)
        for event in book.events
    ]  # fmt: skip
    _table(_EVENT_COLUMNS, events, connection).create("stage.report_event")
    taken = [
        (s.kind, s.programme_id, s.period_id, s.unit_id, s.centre_id, s.version, s.step, s.by, s.reason,
         s.recorded_at, s.is_sample, s.received_on, s.due_on, STEP_FILE)
        for s in steps
    ]  # fmt: skip
    _table(_STEP_COLUMNS, taken, connection).create("stage.step")
    kept = [receipt for receipt in arrivals if receipt.kind in {one.kind_id for one in kinds()}]
    came = [
        (r.kind, r.programme_id, r.period_id, sender_of(r), r.version, r.verdict, r.name, r.by, r.received_at,
         r.error_count, r.warn_count, RECEIPT_FILE)
        for r in kept
    ]  # fmt: skip
    _table(_ARRIVAL_COLUMNS, came, connection).create("stage.arrival")


def stage_asked(connection: duckdb.DuckDBPyConnection, register: Register) -> None:
    """Creates `stage.asked_item`: what every unit's report of every round has to speak of."""
    asked = [
        (programme_id, period_id, unit_id, item.kind, item.item_id, is_sample)
        for programme_id, rounds in register.rounds.items()
        for period_id in rounds
        for unit_id in register.reporters(programme_id, period_id)
        for is_sample in (False, True)
        for item in register.asked_of_unit(unit_id, programme_id, period_id, is_sample=is_sample)
    ]
    _table(_ASKED_COLUMNS, asked, connection).create("stage.asked_item")


def _table(
    columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]], connection: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyRelation:
    listed = [
        {name: None if value is None else str(value) for name, value in zip(columns, row, strict=True)} | {"_row": n}
        for n, row in enumerate(rows, start=1)
    ]
    schema = pa.schema([*((name, pa.string()) for name in columns), ("_row", pa.int64())])
    return connection.from_arrow(pa.Table.from_pylist(listed, schema=schema))

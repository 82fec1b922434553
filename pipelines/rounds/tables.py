"""The rounds as tables of the text stage: what is asked, every file that came, every step and what it did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.archive import REPORT, Receipt, Step
from pipelines.register import Register
from pipelines.rounds.book import RoundBook

_EVENT_COLUMNS = ("programme_id", "period_id", "unit_name", "version", "event", "happened_at", "actor", "reason",
                  "_file", "superseded_at")  # fmt: skip
_STEP_COLUMNS = ("kind", "programme_id", "period_id", "unit_id", "centre_id", "version", "step", "actor", "reason",
                 "recorded_at", "is_sample", "received_on", "_file")  # fmt: skip
_ARRIVAL_COLUMNS = ("programme_id", "period_id", "unit_id", "version", "verdict", "file_name", "sent_by", "recorded_at",
                    "error_count", "warning_count", "_file")  # fmt: skip
_ASKED_COLUMNS = ("programme_id", "period_id", "unit_id", "item_kind", "item_id", "is_sample")
STEP_FILE = "archive/steps.jsonl"
# Behind every row of the sample journal where two happened at the same moment.
_FIRST_ROW = 1_000_000


def stage_steps(
    connection: duckdb.DuckDBPyConnection, book: RoundBook, arrivals: list[Receipt], steps: list[Step]
) -> None:
    """Adds the book's events to `stage.journal` and creates `stage.step` and `stage.arrival`."""
    names = {unit.id: unit.name for unit in book.register.catalog.units}
    events = [
        (key[0], key[1], names[key[2]], event.version, event.event, event.happened_at, event.actor,
         event.reason, event.file, event.superseded_at)
        for event in book.events for key in [event.key] if key[2] in names
    ]  # fmt: skip
    _table(_EVENT_COLUMNS, events, _FIRST_ROW, connection).create("stage.event")
    connection.execute("insert into stage.journal by name select * from stage.event")
    taken = [
        (s.kind, s.programme_id, s.period_id, s.unit_id, s.centre_id, s.version, s.step, s.by, s.reason,
         s.recorded_at, s.is_sample, s.received_on, STEP_FILE)
        for s in steps
    ]  # fmt: skip
    _table(_STEP_COLUMNS, taken, 1, connection).create("stage.step")
    came = [
        (r.programme_id, r.period_id, r.unit_id, r.version, r.verdict, r.name, r.by, r.received_at,
         r.error_count, r.warn_count, "archive/receipts.jsonl")
        for r in arrivals if r.kind == REPORT
    ]  # fmt: skip
    _table(_ARRIVAL_COLUMNS, came, 1, connection).create("stage.arrival")


def stage_asked(connection: duckdb.DuckDBPyConnection, register: Register) -> None:
    """Creates `stage.asked_item`: what every unit's report of every round has to speak of."""
    asked = [
        (programme_id, period_id, unit_id, item.kind, item.item_id, is_sample)
        for programme_id, rounds in register.rounds.items()
        for unit_id in register.units_of_programme(programme_id)
        for period_id in rounds
        for is_sample in (False, True)
        for item in register.asked_of_unit(unit_id, programme_id, period_id, is_sample=is_sample)
    ]
    _table(_ASKED_COLUMNS, asked, 1, connection).create("stage.asked_item")


def _table(
    columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]], first: int, connection: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyRelation:
    listed = [
        {name: None if value is None else str(value) for name, value in zip(columns, row, strict=True)} | {"_row": n}
        for n, row in enumerate(rows, start=first)
    ]
    schema = pa.schema([*((name, pa.string()) for name in columns), ("_row", pa.int64())])
    return connection.from_arrow(pa.Table.from_pylist(listed, schema=schema))

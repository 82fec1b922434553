"""Imports as tables of the text stage: the spells in which each counted, and what became of it, step by step."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from pipelines.statistics.book import STEPS, Import, StatisticsBook

_SPELL = ("sha256", "indicator_id", "statistic", "measure_unit", "by", "reason", "path", "counted_from",
          "counted_until", "place")  # fmt: skip
_EVENT = ("sha256", "file_name", "indicator_id", "statistic", "measure_unit", "figure_count", "event", "actor",
          "reason", "recorded_at", "source_file", "import_number")  # fmt: skip
_NUMBERS = {"place", "import_number"}


def stage_imports(connection: duckdb.DuckDBPyConnection, book: StatisticsBook) -> None:
    """Creates `stage.statistic_spell` and `stage.statistic_event` from the book."""
    spells = [
        (r.sha256, r.indicator_id, r.statistic, r.measure_unit, r.by, r.reason, _path(one), start, end, place)
        for place, one in enumerate(book.imports) for r in [one.receipt] for start, end in one.spells
    ]  # fmt: skip
    _table(_SPELL, spells, connection).create("stage.statistic_spell")
    events = [event for number, one in enumerate(book.imports) for event in _events(one, number)]
    _table(_EVENT, events, connection).create("stage.statistic_event")


def _events(one: Import, number: int) -> Iterable[tuple[object, ...]]:
    receipt = one.receipt
    facts = (receipt.sha256, receipt.name, receipt.indicator_id, receipt.statistic, receipt.measure_unit,
             receipt.read_counts.get("figure_count"))  # fmt: skip
    yield (*facts, receipt.verdict, receipt.by, receipt.reason, receipt.received_at, _path(one), number)
    for step in one.steps:
        assert step.step in STEPS  # noqa: S101 - the book replays no other
        yield (*facts, step.step, step.by, step.reason, step.recorded_at, _path(one), number)


def _path(one: Import) -> str:
    return f"archive/{one.receipt.sha256[:2]}/{one.receipt.sha256}"


def _table(
    columns: tuple[str, ...], rows: Iterable[tuple[object, ...]], connection: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyRelation:
    listed = [
        {name: value if name in _NUMBERS or value is None else str(value)
         for name, value in zip(columns, row, strict=True)} for row in rows
    ]  # fmt: skip
    schema = pa.schema([(name, pa.int64() if name in _NUMBERS else pa.string()) for name in columns])
    return connection.from_arrow(pa.Table.from_pylist(listed, schema=schema))

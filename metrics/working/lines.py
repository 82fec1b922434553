"""The same workings as flat lines: for a file, and as the table `made.working` for whatever SELECT asks for it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from metrics.queries import Answers
from metrics.sentences import Bilingual
from metrics.working.judgements import SourceRow, figure_workings

if TYPE_CHECKING:
    import duckdb

_MAKING = threading.Lock()
_BATCH_LINES = 20_000
_LINE_TYPES = {"figure_value": "double"}
# Figures that look back: on their own season, the best half-year, or a course of points.
OF_EARLIER_FIGURES = {"seasonal_expected", "seasonal_pace", "best_multiple", "forecast", "reach_probability"}
_LINE_COLUMNS = (
    "programme_id",
    "target_id",
    "unit_id",
    "period_id",
    "figure",
    "figure_value",
    "reason",
    "words_zh",
    "words_en",
    "provenance",
    "source_rows",
    "document_number",
    "section",
    "phrase",
)


def working_lines(snapshot: Answers, **chosen: str | None) -> Iterator[dict[str, Any]]:
    """One flat line per figure, for files: formula or refusal in both languages, the rows' places, the clause.

    Before the figures of a judgement come its plain sentences: what is asked (`requirement`), how it counts
    (`measure`), and how it stands (`verdict`).
    """
    for entry in figure_workings(snapshot, **chosen):
        shared = {
            "programme_id": entry.programme_id,
            "target_id": entry.target_id,
            "unit_id": entry.unit_id,
            "period_id": entry.period_id,
            "document_number": entry.clause.document_number,
            "section": entry.clause.section,
            "phrase": entry.clause.phrase,
        }
        stated = [row for row in entry.rows_beside if row.is_stated]
        held = [*entry.rows, *stated]
        said = [("requirement", entry.requirement), ("measure", entry.measure)]
        for name, words in said:
            yield shared | _line(name, None, None, words) | _sources(entry.target_provenance, stated)
        for words in entry.verdict:
            yield shared | _line("verdict", None, None, words) | _sources(entry.judgement_provenance, held)
        for working in entry.workings:
            line = _line(working.figure, working.value, working.reason, working.formula or working.refusal)
            rows = [*entry.rows, *entry.rows_beside] if working.figure in OF_EARLIER_FIGURES else held
            yield shared | line | _sources(working.provenance, rows)


def _sources(provenance: str | None, rows: Iterable[SourceRow]) -> dict[str, Any]:
    places = dict.fromkeys(f"{row.source_file}#{row.source_row}" for row in rows if row.source_file)
    return {"provenance": provenance, "source_rows": ";".join(places) or None}


def _line(figure: str, value: Decimal | float | None, reason: str | None, words: Bilingual | None) -> dict[str, Any]:
    return {
        "figure": figure,
        "figure_value": None if value is None else round(float(value), 6),
        "reason": reason,
        "words_zh": words.zh if words else None,
        "words_en": words.en if words else None,
    }


def create_working_lines(snapshot: Answers, connection: duckdb.DuckDBPyConnection) -> None:
    """Creates `made.working`, in memory beside the snapshot: every working line, in the order of the targets."""
    import pyarrow as pa

    columns = ", ".join(f"{name} {_LINE_TYPES.get(name, 'varchar')}" for name in _LINE_COLUMNS)
    types = pa.schema([(name, pa.float64() if name in _LINE_TYPES else pa.string()) for name in _LINE_COLUMNS])
    # Two readers of one build share DuckDB's instance, so the table may stand already. It appears when it is whole.
    with _MAKING:
        connection.execute("attach if not exists ':memory:' as made (read_write)")
        if connection.execute(
            "from duckdb_tables() where database_name = 'made' and table_name = 'working'"
        ).fetchone():
            return
        connection.execute(f"create or replace table made.main.draft ({columns})")
        lines = working_lines(snapshot)
        while batch := list(islice(lines, _BATCH_LINES)):
            connection.from_arrow(pa.Table.from_pylist(batch, schema=types)).insert_into("made.main.draft")
        connection.execute("alter table made.main.draft rename to working")

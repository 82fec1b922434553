"""The working of figures, read from the snapshot: formulas, the rows behind them, and the clause.

One answer for pages, exports and documents: `figure_workings` for a view, `working_lines` for a file, and the same
lines as the table `made.working`, which a snapshot makes in memory when a SELECT asks for it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from metrics.queries import Answers
from metrics.sentences import Sentence
from metrics.working import plain_words
from metrics.working.formulas import Working, workings

if TYPE_CHECKING:
    import duckdb

PROGRAMME_LEVEL = ""
_MAKING = threading.Lock()
_BATCH_LINES = 20_000
_LINE_TYPES = {"figure_value": "double"}
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


@dataclass(frozen=True)
class Clause:
    """Where a target stands: document, section, and the phrase that carries the figure."""

    document_id: str
    title: Sentence
    document_number: str | None
    section: str | None
    phrase: str | None


@dataclass(frozen=True)
class SourceRow:
    """One row behind an actual: what it is, where it stands in the raw files, and what it says."""

    row_kind: str
    row_id: str
    row_unit_id: str | None
    row_name: str | None
    # Of a responsible unit; issuers and centres keep the name of their own language.
    row_name_en: str | None
    row_period_label: str | None
    row_value: Decimal | None
    measure_unit: str | None
    qualifier: str | None
    provenance: str | None
    source_title: str | None
    source_file: str | None
    source_row: int | None
    submission_id: str | None
    row_indicator_id: str | None


@dataclass(frozen=True)
class FigureWorking:
    """Everything behind the figures of one target × unit × round; `unit_id` None for the programme's own."""

    programme_id: str
    target_id: str
    unit_id: str | None
    period_id: str
    measure_unit: str
    provenance: str | None
    status: str
    status_reason: str
    requirement: Sentence
    measure: Sentence
    verdict: tuple[Sentence, ...]
    workings: tuple[Working, ...]
    rows: tuple[SourceRow, ...]
    clause: Clause

    def working(self, figure: str) -> Working:
        """The working of one figure.

        Raises:
            KeyError: when there is no figure of that name.
        """
        for entry in self.workings:
            if entry.figure == figure:
                return entry
        raise KeyError(figure)


def figure_workings(
    snapshot: Answers, target_id: str | None = None, unit_id: str | None = None, period_id: str | None = None
) -> Iterator[FigureWorking]:
    """The working of every judgement that fits; None asks for all, `PROGRAMME_LEVEL` for the programme's own."""
    chosen = {"target_id": target_id, "unit_id": unit_id, "period_id": period_id}
    rows: dict[tuple[Any, ...], list[SourceRow]] = {}
    for row in snapshot.rows("figure_rows", **chosen):
        key = (row.pop("target_id"), row.pop("unit_id"), row.pop("period_id"))
        rows.setdefault(key, []).append(SourceRow(**row))
    for row in snapshot.rows("figure_inputs", **chosen):
        key = (row["target_id"], row["unit_id"], row["period_id"])
        yield FigureWorking(
            programme_id=row["programme_id"],
            target_id=row["target_id"],
            unit_id=row["unit_id"],
            period_id=row["period_id"],
            measure_unit=row["measure_unit"],
            provenance=row["provenance"],
            status=row["status"],
            status_reason=row["status_reason"],
            requirement=plain_words.requirement(row),
            measure=plain_words.measure(row),
            verdict=tuple(plain_words.verdict(row)),
            workings=tuple(workings(row)),
            rows=tuple(rows.get(key, ())),
            clause=_clause(row),
        )


def working_lines(snapshot: Answers, **chosen: str | None) -> Iterator[dict[str, Any]]:
    """One flat line per figure, for files: formula or refusal in both languages, the rows' places, the clause.

    Before the figures of a judgement come its plain sentences: what is asked (`requirement`), how it counts
    (`measure`), and how it stands (`verdict`).
    """
    for entry in figure_workings(snapshot, **chosen):
        places = ";".join(f"{row.source_file}#{row.source_row}" for row in entry.rows if row.source_file)
        shared = {
            "programme_id": entry.programme_id,
            "target_id": entry.target_id,
            "unit_id": entry.unit_id,
            "period_id": entry.period_id,
            "provenance": entry.provenance,
            "source_rows": places or None,
            "document_number": entry.clause.document_number,
            "section": entry.clause.section,
            "phrase": entry.clause.phrase,
        }
        said = [("requirement", entry.requirement), ("measure", entry.measure)]
        for name, words in said + [("verdict", words) for words in entry.verdict]:
            yield shared | _line(name, None, None, words)
        for working in entry.workings:
            yield shared | _line(working.figure, working.value, working.reason, working.formula or working.refusal)


def _line(figure: str, value: Decimal | float | None, reason: str | None, words: Sentence | None) -> dict[str, Any]:
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


def _clause(row: dict[str, Any]) -> Clause:
    return Clause(
        document_id=row["document_id"],
        title=Sentence(row["document_title_zh"], row["document_title_en"]),
        document_number=row["document_number"],
        section=row["section"],
        phrase=row["phrase"],
    )

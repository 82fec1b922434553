"""The working of judgements, read from the snapshot: plain sentences, formulas, the rows behind them, and the clause.

One answer for pages, documents and exports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metrics.digits import amount
from metrics.queries import Answers
from metrics.sentences import Bilingual, say
from metrics.working import plain_words
from metrics.working.formulas import Working, step_words, workings

PROGRAMME_LEVEL = ""
EARLIER = "earlier"
STATED = ("target", "baseline")


@dataclass(frozen=True)
class Clause:
    """Where a target stands: document, section, and the phrase that carries the figure."""

    title: Bilingual
    document_number: str | None
    section: str | None
    phrase: str | None


@dataclass(frozen=True)
class SourceRow:
    """One row behind an actual: what it is, what it says, and where it stands in the raw files.

    `parts` are numerator and denominator of a reported share, where its report gives both.
    """

    kind: str
    # Units have one in both languages; issuers and centres keep that of their own.
    name: Bilingual
    unit_id: str | None
    period_label: str
    value: Decimal | None
    parts: tuple[Decimal, Decimal] | None
    qualifier: str | None
    provenance: str
    source_file: str | None
    source_row: int | None
    submission_id: str | None
    indicator_id: str | None

    @property
    def place(self) -> tuple[object, ...]:
        """What one row is known by: its file and row, and of a row with several figures the indicator."""
        return self.source_file, self.source_row, self.indicator_id, self.name

    @property
    def is_stated(self) -> bool:
        """Whether it states a target or a baseline, not what was achieved."""
        return self.kind in STATED

    @property
    def quotient(self) -> Bilingual:
        """Both parts of a share as they are set behind its value; empty where there are none."""
        if self.parts is None:
            return Bilingual("", "")
        above, below = map(amount, self.parts)
        return say("working.parts", numerator=above, denominator=below)


@dataclass(frozen=True)
class FigureWorking:
    """Everything behind the figures of one target × unit × round; `unit_id` None for the programme's own."""

    programme_id: str
    target_id: str
    unit_id: str | None
    period_id: str
    provenance: str | None
    target_provenance: str
    judgement_provenance: str | None
    requirement: Bilingual
    measure: Bilingual
    verdict: tuple[Bilingual, ...]
    workings: tuple[Working, ...]
    # What one round of its programme covers: a quarter, a half-year.
    step: Bilingual
    rows: tuple[SourceRow, ...]
    # What the figures use beside the actual: the unit's part and baselines, then the figures of earlier times.
    rows_beside: tuple[SourceRow, ...]
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
    rows = _by_judgement(snapshot.rows("figure_rows", **chosen))
    beside = _by_judgement(snapshot.rows("figure_rows_beside", **chosen))
    for row in snapshot.rows("figure_inputs", **chosen):
        key = (row["target_id"], row["unit_id"], row["period_id"])
        yield FigureWorking(
            programme_id=row["programme_id"],
            target_id=row["target_id"],
            unit_id=row["unit_id"],
            period_id=row["period_id"],
            provenance=row["provenance"],
            target_provenance=row["target_provenance"],
            judgement_provenance=row["judgement_provenance"],
            requirement=plain_words.requirement(row),
            measure=plain_words.measure(row),
            verdict=tuple(plain_words.verdict(row)),
            workings=tuple(workings(row)),
            step=step_words(row["step_months"]),
            rows=tuple(rows.get(key, ())),
            rows_beside=_not_among(rows.get(key, []), beside.get(key, [])),
            clause=_clause(row),
        )


def _by_judgement(found: list[dict[str, Any]]) -> dict[tuple[Any, ...], list[SourceRow]]:
    rows: dict[tuple[Any, ...], list[SourceRow]] = {}
    for row in found:
        rows.setdefault((row["target_id"], row["unit_id"], row["period_id"]), []).append(_source_row(row))
    return rows


def _not_among(rows: list[SourceRow], beside: list[SourceRow]) -> tuple[SourceRow, ...]:
    # An earlier report that still holds stands among the rows of the actual already.
    there = {row.place for row in rows}
    return tuple(row for row in beside if row.kind != EARLIER or row.place not in there)


def _source_row(row: dict[str, Any]) -> SourceRow:
    parts = (row["numerator_value"], row["denominator_value"])
    return SourceRow(
        kind=row["row_kind"],
        name=Bilingual(row["row_name"] or "", row["row_name_en"] or row["row_name"] or ""),
        unit_id=row["row_unit_id"],
        period_label=row["row_period_label"] or "",
        value=row["row_value"],
        parts=None if None in parts else parts,
        qualifier=row["qualifier"],
        provenance=row["provenance"],
        source_file=row["source_file"],
        source_row=row["source_row"],
        submission_id=row["submission_id"],
        indicator_id=row["row_indicator_id"],
    )


def _clause(row: dict[str, Any]) -> Clause:
    return Clause(
        title=Bilingual(row["document_title_zh"], row["document_title_en"]),
        document_number=row["document_number"],
        section=row["section"],
        phrase=row["phrase"],
    )

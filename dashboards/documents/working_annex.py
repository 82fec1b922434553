"""The annex of workings: each target's clause, its formulas with their numbers, and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat

from dashboards import formats
from dashboards.components import figures
from dashboards.documents.desk import Desk
from dashboards.documents.paper import Annex, Table
from metrics.views import JudgedTarget, MeasureUnit
from metrics.working.judgements import Clause, FigureWorking, SourceRow

# By target and unit; the unit is None for the programme's own figure.
Workings = Mapping[tuple[str, str | None], FigureWorking]
WIDTHS = {"zh": (0.15, 0.85), "en": (0.2, 0.8)}


def working_annex(desk: Desk, targets: Sequence[JudgedTarget], workings: Workings) -> Annex:
    """One table per target, in the order and with the numbers of the table of details."""
    made = [
        _table(desk, number, target, workings[target.target_id, target.unit_id])
        for number, target in enumerate(targets, start=1)
    ]
    return Annex(desk.say("working.title"), tuple(made))


def _table(desk: Desk, number: int, target: JudgedTarget, entry: FigureWorking) -> Table:
    words, say = desk.screen.words, desk.say
    mark = desk.provenance("sample") if target.target_provenance == "sample" else ""
    rows = [(say("working.clause"), _clause(desk, entry.clause))]
    if target.actual_value is None:
        rows.append((words("column.actual"), words("missing")))
    else:
        rows += _formulas(desk, entry)
        # One line of the table each, so that many are broken between pages.
        heads = chain([say("working.rows")], repeat(""))
        rows += zip(heads, (_source(desk, row, target.measure_unit) for row in entry.rows), strict=False)
    return Table("", (str(number), desk.screen.name(target.name) + mark), WIDTHS[desk.language], tuple(rows))


def _formulas(desk: Desk, entry: FigureWorking) -> Iterator[tuple[str, str]]:
    """Every formula, set as it is computed; then each reason for none, once, with the figures that it holds for."""
    refused: dict[str, list[str]] = {}
    for working in entry.workings:
        name = desk.screen.words(f"figure.{working.figure}")
        if working.formula:
            yield name, desk.screen.name(working.formula)
        elif working.refusal:
            refused.setdefault(desk.screen.name(working.refusal), []).append(name)
    for reason, names in refused.items():
        yield desk.join(names), reason


def _clause(desk: Desk, clause: Clause) -> str:
    stated = desk.screen.words("not_stated")
    number = desk.say("document_number", number=clause.document_number) if clause.document_number else ""
    document = desk.say("document", title=desk.screen.name(clause.title), number=number)
    place = {"section": clause.section or stated, "phrase": clause.phrase or stated}
    return desk.say("working.clause_of", document=document, **place)


def _source(desk: Desk, row: SourceRow, unit: MeasureUnit) -> str:
    name = row.row_name if desk.language == "zh" else row.row_name_en or row.row_name
    return desk.say(
        "working.row",
        name=name or "",
        period=formats.label(row.row_period_label or "", desk.language),
        amount=desk.set(figures.amount_text(desk.screen, row.row_value, unit, row.qualifier)),
        source=desk.provenance(row.provenance),
        file=row.source_file or "",
        row=desk.say("working.row_number", row=row.source_row) if row.source_row else "",
    )

"""The annex of workings: each target's clause, its formulas with their numbers, and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat

from dashboards import amounts, formats
from dashboards.documents.desk import Desk
from dashboards.documents.paper import Annex, Table
from metrics.digits import amount
from metrics.rules.classes import weakest
from metrics.views import JudgedTarget
from metrics.working.judgements import Clause, FigureWorking, SourceRow

# By target and unit; the unit is None for the programme's own figure.
Workings = Mapping[tuple[str, str | None], FigureWorking]
WIDTHS = {"zh": (0.15, 0.85), "en": (0.2, 0.8)}
CLAUSE_WIDTHS = (0.06, 0.3, 0.64)


def working_annex(desk: Desk, targets: Sequence[JudgedTarget], workings: Workings) -> Annex:
    """One table per target, numbered as in the table of details, and one of the clauses of those without a figure."""
    listed = [
        (str(number), target, workings[target.target_id, target.unit_id])
        for number, target in enumerate(targets, start=1)
    ]
    made = [_table(desk, *entry) for entry in listed if entry[1].actual_value is not None]
    lacking = tuple(
        (number, _name(desk, target), _clause(desk, entry.clause))
        for number, target, entry in listed
        if target.actual_value is None
    )
    if lacking:
        heads = (desk.say("column.index"), desk.say("working.without_figure"), desk.say("working.clause"))
        made.append(Table("", heads, CLAUSE_WIDTHS, lacking))
    return Annex(desk.say("working.title"), tuple(made))


def _table(desk: Desk, number: str, target: JudgedTarget, entry: FigureWorking) -> Table:
    say = desk.say
    rows = (
        (say("working.clause"), _clause(desk, entry.clause)),
        *_formulas(desk, entry),
        *_sources(desk, "working.rows", entry.rows),
        *_sources(desk, "working.rows_beside", _weaker(entry)),
    )
    unit = desk.screen.words("in_unit", unit=amounts.unit_name(target.measure_unit, desk.language))
    head = _name(desk, target) + say("source", source=unit)
    return Table("", (number, head), WIDTHS[desk.language], rows)


def _name(desk: Desk, target: JudgedTarget) -> str:
    return desk.screen.name(target.name) + (desk.provenance("sample") if target.target_provenance == "sample" else "")


def _sources(desk: Desk, head: str, rows: Iterable[SourceRow]) -> Iterator[tuple[str, str]]:
    # One line of the table each, so that many are broken between pages.
    return zip(chain([desk.say(head)], repeat("")), (_source(desk, row) for row in rows), strict=False)


def _weaker(entry: FigureWorking) -> Iterator[SourceRow]:
    """The breakdown's rows, and those of earlier figures that make a figure of a weaker class than the actual."""
    for row in entry.rows_beside:
        if row.is_stated or weakest([row.provenance, entry.provenance]) != entry.provenance:
            yield row


def _formulas(desk: Desk, entry: FigureWorking) -> Iterator[tuple[str, str]]:
    """Every formula, set as it is computed; then each reason for none, once, with the figures that it holds for."""
    refused: dict[str, list[str]] = {}
    for working in entry.workings:
        name = desk.screen.words(f"figure.{working.figure}")
        if working.formula:
            yield name + desk.provenance(working.provenance), desk.screen.name(working.formula)
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


def _source(desk: Desk, row: SourceRow) -> str:
    return desk.say(
        "working.row",
        name=desk.screen.name(row.name),
        period=desk.say(f"working.{row.kind}") if row.is_stated else formats.label(row.period_label, desk.language),
        amount=desk.screen.words(f"qualifier.{row.qualifier or 'exact'}")
        + amount(row.value)
        + desk.screen.name(row.quotient),
        source=desk.provenance(row.provenance),
        file=row.source_file or "",
        row=desk.say("working.row_number", row=row.source_row) if row.source_row else "",
    )

"""The annex of workings: each target's clause, its formulas with their numbers, and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat

from dashboards import amounts
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.paper import Annex, Table
from metrics.digits import amount
from metrics.reading.judged_target import JudgedTarget
from metrics.rules.classes import weakest
from metrics.working.judgements import Clause, FigureWorking, SourceRow

# By target and unit; the unit is None for the programme's own figure.
Workings = Mapping[tuple[str, str | None], FigureWorking]
WIDTHS = {"zh": (0.15, 0.85), "en": (0.2, 0.8)}
CLAUSE_WIDTHS = (0.06, 0.3, 0.64)


def working_annex(wording: Wording, targets: Sequence[JudgedTarget], workings: Workings) -> Annex:
    """One table per target, numbered as in the table of details, and one of the clauses of those without a figure."""
    listed = [
        (str(number), target, workings[target.target_id, target.unit_id])
        for number, target in enumerate(targets, start=1)
    ]
    made = [_table(wording, *entry) for entry in listed if entry[1].actual_value is not None]
    lacking = tuple(
        (number, _name(wording, target), _clause(wording, entry.clause))
        for number, target, entry in listed
        if target.actual_value is None
    )
    if lacking:
        heads = (wording.say("column.index"), wording.say("working.without_figure"), wording.say("working.clause"))
        made.append(Table("", heads, CLAUSE_WIDTHS, lacking))
    return Annex(wording.say("working.title"), tuple(made))


def _table(wording: Wording, number: str, target: JudgedTarget, entry: FigureWorking) -> Table:
    say = wording.say
    rows = (
        (say("working.clause"), _clause(wording, entry.clause)),
        *_formulas(wording, entry),
        *_sources(wording, "working.rows", entry.rows),
        *_sources(wording, "working.rows_beside", _weaker(entry)),
    )
    unit = wording.screen.words("in_unit", unit=amounts.unit_name(target.measure_unit, wording.language))
    head = _name(wording, target) + say("source", source=unit)
    return Table("", (number, head), WIDTHS[wording.language], rows)


def _name(wording: Wording, target: JudgedTarget) -> str:
    return wording.screen.name(target.name) + (
        wording.provenance("sample") if target.target_provenance == "sample" else ""
    )


def _sources(wording: Wording, head: str, rows: Iterable[SourceRow]) -> Iterator[tuple[str, str]]:
    # One line of the table each, so that many are broken between pages.
    return zip(chain([wording.say(head)], repeat("")), (_source(wording, row) for row in rows), strict=False)


def _weaker(entry: FigureWorking) -> Iterator[SourceRow]:
    """The breakdown's rows, and those of earlier figures that make a figure of a weaker class than the actual."""
    for row in entry.rows_beside:
        if row.is_stated or weakest([row.provenance, entry.provenance]) != entry.provenance:
            yield row


def _formulas(wording: Wording, entry: FigureWorking) -> Iterator[tuple[str, str]]:
    """Every formula, set as it is computed; then each reason for none, once, with the figures that it holds for."""
    refused: dict[str, list[str]] = {}
    for working in entry.workings:
        name = wording.screen.words(f"figure.{working.figure}", step=wording.screen.name(entry.step))
        if working.formula:
            yield name + wording.provenance(working.provenance), wording.screen.name(working.formula)
        elif working.refusal:
            refused.setdefault(wording.screen.name(working.refusal), []).append(name)
    for reason, names in refused.items():
        yield wording.join(names), reason


def _clause(wording: Wording, clause: Clause) -> str:
    stated = wording.screen.words("not_stated")
    number = wording.say("document_number", number=clause.document_number) if clause.document_number else ""
    document = wording.say("document", title=wording.screen.name(clause.title), number=number)
    place = {"section": clause.section or stated, "phrase": clause.phrase or stated}
    return wording.say("working.clause_of", document=document, **place)


def _source(wording: Wording, row: SourceRow) -> str:
    return wording.say(
        "working.row",
        name=wording.screen.name(row.name),
        period=wording.say(f"working.{row.kind}") if row.is_stated else wording.screen.label(row.period_label),
        amount=wording.screen.words(f"qualifier.{row.qualifier or 'exact'}")
        + amount(row.value)
        + wording.screen.name(row.quotient),
        source=wording.provenance(row.provenance),
        file=row.source_file or "",
        row=wording.say("working.row_number", row=row.source_row) if row.source_row else "",
    )

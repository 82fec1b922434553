"""The marts of centres: status, steps, verdicts and money, each centre judged once per table by the pure rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import partial
from typing import Any

import duckdb
import pyarrow as pa

from metrics.catalog.centre_rules import Body, ShareCap, YearsCap
from metrics.catalog.centre_rules import Step as StepRule
from metrics.centres.evaluation import evaluating
from metrics.centres.facts import Centre
from metrics.centres.funding import limits
from metrics.centres.judge import judge
from metrics.centres.life import Life, Step, life
from metrics.centres.money_verdicts import limit_working
from metrics.centres.records import read_books, read_centres, read_day
from metrics.centres.reporting import asking
from metrics.centres.rule_book import RuleBook, governing, in_force
from metrics.centres.verdict import Verdict, words
from metrics.marts.chain import Compute
from metrics.sentences import Bilingual

Row = dict[str, Any]
Books = tuple[RuleBook, ...]
READS = {
    "dim.centre_rule",
    "dim.document",
    "fact.centre",
    "fact.centre_change",
    "fact.centre_event",
    "fact.centre_money",
    "fact.centre_project",
    "mart.centre_receipt",
    "mart.centre_collection",
    "dim.round",
    "meta.as_of",
}
AMOUNT = pa.decimal128(24, 6)
CENT = Decimal("0.000001")
_TEXT, _DAY, _FLAG, _COUNT = pa.string(), pa.date32(), pa.bool_(), pa.int64()

SCHEMAS: dict[str, dict[str, pa.DataType]] = {
    "centre_status": {
        "centre_id": _TEXT, "judged_on": _DAY, "state": _TEXT, "since_on": _DAY, "is_recommended": _FLAG,
        "next_step": _TEXT, "term_starts_on": _DAY, "due_on": _DAY, "is_overdue": _FLAG,
        "term_document_id": _TEXT, "term_article": _TEXT, "term_phrase": _TEXT, "document_id": _TEXT,
        "article": _TEXT, "phrase": _TEXT, "next_zh": _TEXT, "next_en": _TEXT, "broken_count": _COUNT,
        "attention_count": _COUNT, "unknown_count": _COUNT, "met_count": _COUNT, "provenance": _TEXT,
    },
    "centre_step": {
        "centre_id": _TEXT, "sort_order": _COUNT, "event": _TEXT, "happened_on": _DAY, "is_no_later_than": _FLAG,
        "grade": _TEXT, "decided_by": _TEXT, "state": _TEXT, "is_in_order": _FLAG, "document_id": _TEXT,
        "article": _TEXT, "phrase": _TEXT, "effects_zh": _TEXT, "effects_en": _TEXT, "uncovered": _TEXT,
        "provenance": _TEXT,
    },
    "centre_verdict": {
        "centre_id": _TEXT, "sort_order": _COUNT, "topic": _TEXT, "verdict": _TEXT, "judged_on": _DAY,
        "document_id": _TEXT, "rule_id": _TEXT, "article": _TEXT, "phrase": _TEXT, "reason": _TEXT,
        "sentence_zh": _TEXT, "sentence_en": _TEXT, "working_zh": _TEXT, "working_en": _TEXT, "starts_on": _DAY,
        "ends_on": _DAY, "cap_value": AMOUNT, "used_value": AMOUNT, "left_value": AMOUNT, "measure_unit": _TEXT,
        "record_ids": _TEXT, "provenance": _TEXT,
    },
    "centre_money": {
        "centre_id": _TEXT, "sort_order": _COUNT, "document_id": _TEXT, "rule_id": _TEXT, "article": _TEXT,
        "phrase": _TEXT, "cap_kind": _TEXT, "cap_window": _TEXT, "starts_on": _DAY, "ends_on": _DAY,
        "project_id": _TEXT, "project_name": _TEXT, "investment_value": AMOUNT, "cap_value": AMOUNT,
        "used_value": AMOUNT, "left_value": AMOUNT, "outside_value": AMOUNT, "measure_unit": _TEXT,
        "is_exceeded": _FLAG, "is_binding": _FLAG,
        "working_zh": _TEXT, "working_en": _TEXT, "provenance": _TEXT,
    },
    "centre_report_asked": {
        "centre_id": _TEXT, "year": _COUNT, "is_type_unknown": _FLAG, "document_id": _TEXT, "article": _TEXT,
        "phrase": _TEXT, "through_zh": _TEXT, "through_en": _TEXT, "filed_with_zh": _TEXT, "filed_with_en": _TEXT,
    },
}  # fmt: skip


def centre_tables() -> dict[str, tuple[set[str], Compute]]:
    """Every mart of centres by name, with the tables it reads and the function that creates it."""
    rows: dict[str, Callable[[Books, Centre, date], Iterator[Row]]] = {
        "centre_status": _status_rows, "centre_step": _step_rows, "centre_verdict": _verdict_rows,
        "centre_money": _money_rows, "centre_report_asked": _asked_rows,
    }  # fmt: skip
    return {f"mart.{name}": (READS, partial(_create, name, rows_of)) for name, rows_of in rows.items()}


def _create(
    name: str, rows_of: Callable[[Books, Centre, date], Iterator[Row]], connection: duckdb.DuckDBPyConnection
) -> None:
    books, day = read_books(connection), read_day(connection)
    schema = pa.schema(list(SCHEMAS[name].items()))
    rows = [
        {**row, "centre_id": recorded.centre.centre_id, "provenance": recorded.provenances[row["rests_on"]]}
        for recorded in read_centres(connection).values()
        for row in rows_of(books, recorded.centre, day)
    ]
    connection.register("computed", pa.Table.from_pylist(rows, schema=schema))
    # The name comes from the registry above, never from data.
    connection.execute(f"create table mart.{name} as select * from computed")  # noqa: S608
    connection.unregister("computed")


def _status_rows(books: Books, centre: Centre, day: date) -> Iterator[Row]:
    standing, governing_books = life(books, centre, day), governing(books, centre)
    judged = [verdict.verdict for verdict in judge(books, centre, day)]
    term = standing.due
    asked_on = term.ends_on if term else day
    asking = [(book, rule) for book in in_force(governing_books, asked_on) if (rule := evaluating(book, centre))]
    due_words = next_words(standing, governing_books)
    yield {
        "rests_on": "all",
        "judged_on": day, "state": standing.state, "since_on": standing.since,
        "is_recommended": standing.is_recommended, "next_step": standing.next_step,
        "is_overdue": standing.is_overdue, "next_zh": due_words.zh, "next_en": due_words.en,
        **{f"{name}_count": judged.count(name) for name in ("broken", "attention", "unknown", "met")},
    }  | ({
        "term_starts_on": term.starts_on, "due_on": term.ends_on, "term_document_id": term.book.document_id,
        "term_article": term.rule.article, "term_phrase": term.rule.phrase,
    } if term else {}) | ({
        "document_id": asking[0][0].document_id, "article": asking[0][1].article, "phrase": asking[0][1].phrase,
    } if asking and standing.next_step == "evaluation" else {})  # fmt: skip


def _asked_rows(books: Books, centre: Centre, day: date) -> Iterator[Row]:
    """Which document asks for the report on each year from the start on, or on which one came all the same."""
    reported = {report.year for report in centre.reports}
    begun = range(centre.started_on.year, day.year + 1) if centre.started_on else ()
    for year in sorted(reported.union(begun)):
        asked = asking(books, centre, year)
        followed = asked.decided
        yield {"rests_on": "centre", "year": year, "is_type_unknown": bool(asked.left_open) and followed is None} | (
            {
                "document_id": followed.book.document_id, "article": followed.rule.article,
                "phrase": followed.rule.phrase, **_pair("through", followed.rule.through),
                **_pair("filed_with", followed.rule.to),
            } if followed else {}
        )  # fmt: skip


def _pair(name: str, body: Body | None) -> Row:
    return {f"{name}_zh": body.zh, f"{name}_en": body.en} if body else {}


def next_words(standing: Life, books: Books) -> Bilingual:
    """What is due next, and when or why no day can be given."""
    if not books:
        return words("centre_next.no_document")
    if standing.next_step is None:
        return words(f"centre_next.{'none' if standing.state is None else 'over'}")
    if standing.due is None:
        return words(f"centre_next.{standing.next_step}_{standing.undated or 'undated'}")
    code = "overdue" if standing.is_overdue else "by"
    return words(f"centre_next.{standing.next_step}_{code}", until=standing.due.ends_on)


def _step_rows(books: Books, centre: Centre, day: date) -> Iterator[Row]:
    for order, step in enumerate(life(books, centre, day).steps):
        documents = dict.fromkeys(book.document_id for book, _ in step.clauses)
        for document_id in documents or [None]:
            yield _step_row(step, order, document_id)


def _step_row(step: Step, order: int, document_id: str | None) -> Row:
    rules = [rule for book, rule in step.clauses if book.document_id == document_id]
    # Where the step itself has a clause, its phrase speaks; what it leads to follows in the effects.
    first = next((rule for rule in rules if isinstance(rule, StepRule)), rules[0] if rules else None)
    led = [effect for effect in step.effects if effect.book.document_id == document_id]
    effects = [words(f"centre_effect.{effect.effect}") for effect in led]
    event = step.event
    return {
        "rests_on": "centre", "sort_order": order, "event": event.event, "happened_on": event.happened_on,
        "is_no_later_than": event.is_no_later_than, "grade": event.grade, "decided_by": event.decided_by,
        "state": step.state, "is_in_order": step.is_in_order, "document_id": document_id,
        "article": "、".join(dict.fromkeys(rule.article for rule in rules)) or None,
        "phrase": first.phrase if first else None,
        "effects_zh": "；".join(one.zh for one in effects) or None,
        "effects_en": "; ".join(one.en for one in effects) or None,
        "uncovered": step.uncovered,
    }  # fmt: skip


def _verdict_rows(books: Books, centre: Centre, day: date) -> Iterator[Row]:
    for order, verdict in enumerate(judge(books, centre, day)):
        yield _verdict_row(verdict, order)


def _verdict_row(verdict: Verdict, order: int) -> Row:
    names = (
        "topic", "verdict", "judged_on", "document_id", "rule_id", "article", "phrase", "reason", "starts_on",
        "ends_on", "rests_on",
    )  # fmt: skip
    working = verdict.working
    amounts = {name: _exact(getattr(verdict, name)) for name in ("cap_value", "used_value", "left_value")}
    return {
        **{name: getattr(verdict, name) for name in names},
        **amounts,
        "sort_order": order,
        "sentence_zh": verdict.sentence.zh.strip(),
        "sentence_en": verdict.sentence.en.strip(),
        "working_zh": working.zh if working else None,
        "working_en": working.en if working else None,
        "measure_unit": "万元" if amounts["used_value"] is not None else None,
        "record_ids": ";".join(verdict.record_ids) or None,
    }


def _money_rows(books: Books, centre: Centre, day: date) -> Iterator[Row]:
    for order, limit in enumerate(limits(books, centre, day)):
        rule, working = limit.rule, limit_working(limit, centre)
        has_cap = not isinstance(rule, YearsCap)
        yield {
            "rests_on": "money",
            "sort_order": order, "document_id": limit.book.document_id, "rule_id": rule.id, "article": rule.article,
            "phrase": rule.phrase, "cap_kind": rule.kind, "cap_window": limit.window, "starts_on": limit.starts_on,
            "ends_on": limit.ends_on, "project_id": limit.project.project_id if limit.project else None,
            "project_name": limit.project.name if limit.project else None,
            "investment_value": limit.project.investment if limit.project and isinstance(rule, ShareCap) else None,
            "cap_value": _exact(limit.cap) if has_cap else None, "used_value": _exact(limit.used),
            "left_value": _exact(limit.left) if has_cap else None,
            "outside_value": _exact(sum((entry.amount for entry in limit.outside), Decimal(0))),
            "measure_unit": "万元", "is_exceeded": limit.is_exceeded, "is_binding": limit.is_binding,
            "working_zh": working.zh if working else None, "working_en": working.en if working else None,
        }  # fmt: skip


def _exact(value: Decimal | None) -> Decimal | None:
    # Judged on all digits; a share of an investment may have more than the six that the tables keep.
    return None if value is None else value.quantize(CENT, ROUND_FLOOR)

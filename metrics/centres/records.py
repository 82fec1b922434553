"""Centres and rules as the snapshot holds them: facts become `Centre`s, `dim.centre_rule` the documents' rule books."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
from pydantic import TypeAdapter

from metrics.catalog.centre_rules import Rule
from metrics.catalog.models import Catalog
from metrics.centres.facts import Centre, Change, Entry, Event, Project, Report
from metrics.centres.rule_book import RuleBook, rule_books
from metrics.rules.classes import weakest
from metrics.sentences import Bilingual

Row = dict[str, Any]
FACTS = ("legal_form", "director_post", "separate_ledger", "board", "expert_committee")
_RULE: TypeAdapter[Rule] = TypeAdapter(Rule)


def rule_rows(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    """A row of `dim.centre_rule` for every rule: what all kinds share, then the whole rule as JSON."""
    for book in rule_books(catalog):
        for order, rule in enumerate(book.rules):
            yield (
                book.document_id, order, rule.id, rule.topic, rule.kind, rule.article, rule.phrase,
                ";".join(rule.centre_types), ";".join(book.provinces), ";".join(book.levels), book.first_on,
                book.expires_on, book.is_stated, rule.model_dump_json(exclude_defaults=True),
            )  # fmt: skip


def read_books(connection: duckdb.DuckDBPyConnection) -> tuple[RuleBook, ...]:
    """The rule books that the build was made with."""
    rows = _rows(
        connection,
        """
        select rule.*, document.title_zh, document.title_en
        from dim.centre_rule as rule
        inner join dim.document as document on rule.document_id = document.document_id
        order by rule.document_id, rule.sort_order
        """,
    )
    by_document: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_document[row["document_id"]].append(row)
    return tuple(
        RuleBook(
            document_id=document_id,
            title=Bilingual(clauses[0]["title_zh"], clauses[0]["title_en"]),
            provinces=tuple(clauses[0]["provinces"].split(";")),
            levels=tuple(clauses[0]["levels"].split(";")),
            first_on=clauses[0]["first_on"],
            expires_on=clauses[0]["expires_on"],
            is_stated=clauses[0]["is_stated"],
            rules=tuple(_RULE.validate_python(json.loads(row["parameters"])) for row in clauses),
        )
        for document_id, clauses in by_document.items()
    )


def read_day(connection: duckdb.DuckDBPyConnection) -> date:
    """The day of judgement: the one that the build or the view counts as today."""
    ((day,),) = connection.execute("select today from meta.as_of").fetchall()
    return date.fromisoformat(str(day))


@dataclass(frozen=True)
class Recorded:
    """A centre, and of which class what is judged of it is: by its own records, by its `money`, its yearly `reports`.

    `centre` stands for the first alone, `all` for everything together.
    """

    centre: Centre
    provenances: Mapping[str, str | None]


def read_centres(connection: duckdb.DuckDBPyConnection) -> dict[str, Recorded]:
    """Every centre with all that is recorded of it, by id."""
    changes = _grouped(connection, "select * from fact.centre_change")
    events = _grouped(connection, "select * from fact.centre_event order by happened_on")
    money = _grouped(connection, "select * from fact.centre_money order by booked_on, entry_id")
    projects = _grouped(connection, "select * from fact.centre_project order by project_id")
    reports = _grouped(
        connection,
        "select centre_id, year, received_on, provenance from mart.centre_receipt where received_on is not null",
    )
    rows = _rows(connection, "select * from fact.centre order by provenance, centre_id")
    years: dict[str, set[int]] = defaultdict(set)
    for due in _rows(connection, "select programme_id, due_on from dim.round"):
        years[due["programme_id"]].add(due["due_on"].year)
    collected = {
        (row["programme_id"], row["provenance"]): row["since_on"]
        for row in _rows(connection, "select programme_id, provenance, since_on from mart.centre_collection")
    }
    return {
        row["centre_id"]: Recorded(
            Centre(
                centre_id=row["centre_id"],
                name=row["judged_name"],
                province=row["province"],
                level=row["level"],
                centre_type=row["centre_type"],
                started_on=row["started_on"],
                facts={name: row[name] for name in FACTS if row[name]},
                changes=tuple(map(_change, changes[row["centre_id"]])),
                events=tuple(map(_event, events[row["centre_id"]])),
                money=tuple(map(_entry, money[row["centre_id"]])),
                projects=tuple(_project(p) for p in projects[row["centre_id"]]),
                reports=tuple(Report(r["year"], r["received_on"]) for r in reports[row["centre_id"]]),
                report_years=frozenset(years[row["programme_id"]]),
                reports_are_collected=(row["programme_id"], row["provenance"]) in collected,
                reports_since=collected.get((row["programme_id"], row["provenance"])),
            ),
            _provenances(
                [row, *changes[row["centre_id"]], *events[row["centre_id"]]],
                money=[*money[row["centre_id"]], *projects[row["centre_id"]]],
                reports=reports[row["centre_id"]],
            ),
        )
        for row in rows
    }


def _provenances(own: Iterable[Row], **others: Iterable[Row]) -> dict[str, str | None]:
    of_centre = weakest(row["provenance"] for row in own)
    held = {name: weakest([of_centre, *(row["provenance"] for row in rows)]) for name, rows in others.items()}
    return {"centre": of_centre, **held, "all": weakest([of_centre, *held.values()])}


def _change(row: Mapping[str, Any]) -> Change:
    return Change(row["fact_id"], row["fact_value"], row["changed_on"])


def _event(row: Mapping[str, Any]) -> Event:
    return Event(row["event"], row["happened_on"], row["grade"], row["decided_by"], bool(row["is_no_later_than"]))


def _project(row: Mapping[str, Any]) -> Project:
    return Project(row["project_id"], row["investment_value"], row["project_name"])


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(
        row["entry_id"], row["booked_on"], row["kind"], row["funder"], row["amount_value"], row["purpose"],
        row["category"], row["project_id"],
    )  # fmt: skip


def _grouped(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(connection, sql):
        groups[row["centre_id"]].append(row)
    return groups


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

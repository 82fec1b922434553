"""The marts, built from facts: the same SQL and rules for the latest view and for a view as of an earlier day."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import partial

import duckdb

from metrics.marts.chain import Compute, ordered, read_models, referenced_tables
from metrics.marts.changed_definitions import create_changed_definition
from metrics.marts.closed_rounds import KEPT_BESIDE, create_recorded_judgement, place_in_past
from metrics.marts.computed_tables import computed_tables
from metrics.marts.office_year import create_office_year
from metrics.marts.weakest import create_weakest
from metrics.queries import MARTS_FOLDER, VIEWS_FOLDER
from metrics.rules.status import Thresholds

Makers = dict[str, tuple[set[str], Compute]]
# One row: the day that a view is of, none for the latest, and the day that counts as today in all that is judged.
TODAY = "meta.as_of"
# What stands in a build as a question, not as rows.
VIEW_NAMES = frozenset(f"mart.{path.stem}" for path in VIEWS_FOLDER.glob("*.sql"))
# What is judged now, and where what was judged at a closing is kept.
JUDGED = "mart.judged_now"
FROZEN = {JUDGED, "mart.closing", "mart.frozen_judgement", "fact.round_step", "fact.closed_definition"}


def build_marts(connection: duckdb.DuckDBPyConnection, thresholds: Thresholds) -> list[str]:
    """Creates schema `mart` with every mart table and view; returns their names in the order of making.

    Args:
        connection: open for writing, with the schemas `dim`, `fact` and `meta` in place, as tables or as views.
        thresholds: the pace limits to judge by.
    """
    marts = Marts(connection, thresholds)
    marts.make_all()
    return marts.order


class Marts:
    """The marts of one database, each made when it is first needed, after those that it reads.

    Safe to use from several threads. `order` names every mart after those that it reads.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, thresholds: Thresholds, published: str | None = None
    ) -> None:
        """`published` names an attached build of the same facts: what no day changes is shown as it stands there."""
        connection.execute("create schema mart")
        prepare_marts(connection)
        self._connection = connection
        self._makers = makers(connection, thresholds)
        if published is not None:
            self._makers |= _shown(connection, published, keep_out=_asking_for_the_day(self._makers))
        self._made: set[str] = set()
        self._lock = threading.Lock()
        self.order = ordered({name: reads for name, (reads, _) in self._makers.items()})

    def make_for(self, sql: str) -> None:
        """Makes the marts that one SELECT reads, and those that they read in turn."""
        if len(self._made) < len(self.order):
            with self._connection.cursor() as cursor:
                needed = referenced_tables(cursor, sql)
            self._make(needed)

    def make_all(self) -> None:
        """Makes every mart that is not made yet."""
        self._make(self.order)

    def _make(self, names: Iterable[str]) -> None:
        with self._lock:
            wanted = set(names)
            # Backwards, each mart is met before those that it reads.
            for name in reversed(self.order):
                if name in wanted:
                    wanted |= self._makers[name][0]
            for name in self.order:
                if name in wanted and name not in self._made:
                    with self._connection.cursor() as cursor:
                        self._makers[name][1](cursor)
                    self._made.add(name)


def prepare_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates the macros that the SQL of marts uses; schemas `mart` and `dim` must be there."""
    create_weakest(connection)
    create_office_year(connection)


def makers(connection: duckdb.DuckDBPyConnection, thresholds: Thresholds) -> Makers:
    """Every mart by name, with the tables it reads and the function that creates it."""
    made = computed_tables(thresholds)
    for kind, folder in (("table", MARTS_FOLDER), ("view", VIEWS_FOLDER)):
        for name, sql in read_models(folder, "mart").items():
            made[name] = referenced_tables(connection, sql), partial(_create, f"create {kind} {name} as {sql}")
    leaves = _leaves(made, JUDGED)
    read = leaves | FROZEN | KEPT_BESIDE | {place_in_past(leaf) for leaf in leaves}
    made["mart.recorded_judgement"] = read, partial(create_recorded_judgement, leaves, _judge_anew)
    made["mart.changed_definition"] = read, create_changed_definition
    return made


def _judge_anew(connection: duckdb.DuckDBPyConnection, thresholds: Thresholds) -> None:
    Marts(connection, thresholds).make_for(f"from {JUDGED}")


def judgement_leaves(connection: duckdb.DuckDBPyConnection, thresholds: Thresholds) -> set[str]:
    """The tables that judgements are made from and that are no marts themselves."""
    return _leaves(makers(connection, thresholds), JUDGED)


def _leaves(makers: Makers, name: str) -> set[str]:
    if name not in makers:
        return {name}
    return set().union(*(_leaves(makers, read) for read in makers[name][0]))


def _asking_for_the_day(makers: Makers) -> set[str]:
    """The marts that ask what day it is, and those that read them."""
    asking = {TODAY}
    for name in ordered({name: reads for name, (reads, _) in makers.items()}):
        if name in makers and makers[name][0] & asking:
            asking.add(name)
    return asking


def _shown(connection: duckdb.DuckDBPyConnection, published: str, keep_out: set[str]) -> Makers:
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = $name and schema_name = 'mart'",
        {"name": published},
    ).fetchall()
    # These names come from our own build, never from data.
    return {
        f"mart.{table}": (set(), partial(_create, f"create view mart.{table} as from {published}.mart.{table}"))
        for (table,) in tables
        if f"mart.{table}" not in keep_out
    }


def _create(sql: str, connection: duckdb.DuckDBPyConnection) -> None:
    # Name and text come from our own file tree, never from data.
    connection.execute(sql)

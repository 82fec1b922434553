"""The marts, built from facts: the same SQL and rules for the latest view and for a view as of an earlier day."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import partial

import duckdb

from metrics.marts.chain import Compute, ordered, read_models, referenced_tables
from metrics.marts.computed_tables import computed_tables
from metrics.queries import MARTS_FOLDER, VIEWS_FOLDER
from metrics.rules.status import Thresholds


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

    def __init__(self, connection: duckdb.DuckDBPyConnection, thresholds: Thresholds) -> None:
        connection.execute("create schema mart")
        self._connection = connection
        self._makers = _makers(connection, thresholds)
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


def _makers(connection: duckdb.DuckDBPyConnection, thresholds: Thresholds) -> dict[str, tuple[set[str], Compute]]:
    """Every mart by name, with the tables it reads and the function that creates it."""
    makers = computed_tables(thresholds)
    for kind, folder in (("table", MARTS_FOLDER), ("view", VIEWS_FOLDER)):
        for name, sql in read_models(folder, "mart").items():
            makers[name] = referenced_tables(connection, sql), partial(_create, f"create {kind} {name} as {sql}")
    return makers


def _create(sql: str, connection: duckdb.DuckDBPyConnection) -> None:
    # Name and text come from our own file tree, never from data.
    connection.execute(sql)

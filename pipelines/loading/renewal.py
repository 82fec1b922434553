"""A build renewed: what follows from what has changed is made anew, all else is carried over as it stands.

The tables are made in a database in memory over the build before, which is only read. One whose inputs hold the same
rows as they did there is not made at all; one that is made and comes out as it was changes nothing that reads it. What
came out otherwise takes its place in a copy of the build before.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from metrics.database import quoted
from metrics.marts.build import VIEW_NAMES, Makers, makers, prepare_marts
from metrics.marts.chain import ordered
from metrics.rules.status import Thresholds
from pipelines.loading.contents import CONTENTS, UNCOUNTED, Content, contents_of, write_contents, written_contents

BEFORE, AFTER = "before", "after"
SCHEMAS = ("dim", "meta", "fact", "past", "mart")


class Renewal:
    """The tables of a build as they follow from those of the build before.

    `changed` are those that hold other rows than before, views on such among them.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, before: Path) -> None:
        """`connection` is an empty database in memory; the build at `before` is attached to it, to be read."""
        self.connection = connection
        self.changed: set[str] = set()
        connection.execute(f"attach {quoted(before)} as {BEFORE} (read_only)")
        self._before = written_contents(connection, BEFORE)
        self._after: dict[str, Content] = {}
        self._shown: set[str] = set()
        self._makers: Makers = {}

    def show(self, names: Iterable[str]) -> None:
        """Makes these tables of the build before readable under their names, unless they have been made anew."""
        for name in names:
            past = name.replace("fact.", "past.").replace("dim.", "past.")
            for table in dict.fromkeys((name, past)):
                if table in self._before and table not in self._shown and table not in self._after:
                    self.connection.execute(f"create schema if not exists {table.partition('.')[0]}")
                    # These names come from our own build, never from data.
                    shown = f"create view {table} as from {BEFORE}.{table}"
                    self.connection.execute(shown)
                    self._shown.add(table)

    def compare(self) -> None:
        """Finds which of the tables that have been made so far hold other rows than before."""
        made = self.connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = current_database() and schema_name in $schemas",
            {"schemas": list(SCHEMAS)},
        ).fetchall()
        self._count([name for (name,) in made])

    def renew_marts(self, thresholds: Thresholds) -> None:
        """Makes every mart anew that reads what has changed."""
        self.show(["dim.period"])
        self.connection.execute("create schema if not exists mart")
        prepare_marts(self.connection)
        self._makers = makers(self.connection, thresholds)
        for name in ordered({name: reads for name, (reads, _) in self._makers.items()}):
            if name not in self._makers or not self._makers[name][0] & self.changed:
                continue
            if name in VIEW_NAMES:
                self.changed.add(name)
                continue
            self.see(self._makers[name][0])
            self._makers[name][1](self.connection)
            self._count([name])

    def see(self, names: Iterable[str]) -> None:
        """Makes these tables and views readable, as they are after the renewal."""
        for name in sorted(names):
            if name not in VIEW_NAMES:
                self.show([name])
            elif name not in self._shown:
                self._shown.add(name)
                self.see(self._makers[name][0])
                self._makers[name][1](self.connection)

    def _count(self, names: Iterable[str]) -> None:
        counted = contents_of(self.connection, names)
        self._after |= counted
        self.changed |= {name for name, content in counted.items() if self._before.get(name) != content}

    def write(self, own: Iterable[str]) -> list[str]:
        """Puts what has changed, and the tables that every build has of its own, into the copy of the build before.

        Returns:
            The tables that were written and counted.
        """
        self._count(set(own) - UNCOUNTED)
        write_contents(self.connection, self._before | self._after)
        written = {*own, *(self.changed - VIEW_NAMES)}
        self.connection.begin()
        for name in sorted(written | {CONTENTS}):
            # These names come from our own build, never from data.
            self.connection.execute(f"create or replace table {AFTER}.{name} as from {name}")
        self.connection.commit()
        return sorted(written - UNCOUNTED)

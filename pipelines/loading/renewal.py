"""A build renewed: what follows from what has changed is made anew, all else is carried over as it stands.

The tables are made in a database in memory over the build before, which is only read. One whose inputs hold the same
rows as they did there is not made at all; one that is made and comes out as it was changes nothing that reads it. What
came out otherwise takes its place in a copy of the build before.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from metrics.database import quoted
from metrics.marts.build import VIEW_NAMES, Makers, makers, prepare_marts
from metrics.rules.status import Thresholds
from pipelines.loading.contents import CONTENTS, UNCOUNTED, Content, contents_of, write_contents, written_contents

BEFORE, AFTER = "before", "after"
# Most marts are small: planning one leaves the other processor idle, and a rule in Python the database.
WORKERS = 2
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
            if name in self._before and name not in self._shown and name not in self._after:
                self.connection.execute(f"create schema if not exists {name.partition('.')[0]}")
                # These names come from our own build, never from data.
                self.connection.execute(f"create view {name} as from {BEFORE}.{name}")
                self._shown.add(name)

    def compare(self) -> None:
        """Finds which of the tables that have been made so far hold other rows than before."""
        made = self.connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = current_database() and schema_name in $schemas",
            {"schemas": list(SCHEMAS)},
        ).fetchall()
        self._count({name for (name,) in made} - UNCOUNTED)

    def prepare_marts(self, thresholds: Thresholds) -> None:
        """Makes ready for the making of marts, judged by these limits."""
        self.show(["dim.period"])
        self.connection.execute("create schema if not exists mart")
        prepare_marts(self.connection)
        self._makers = makers(self.connection, thresholds)

    def make(self, name: str) -> dict[str, Content]:
        """Makes one mart from what it says that it reads, and counts it."""
        self.see(self._makers[name][0])
        return self._made(name)

    def renew_marts(self, thresholds: Thresholds) -> None:
        """Makes every mart anew that reads what has changed."""
        self.prepare_marts(thresholds)
        waiting = TopologicalSorter({name: sorted(reads) for name, (reads, _) in self._makers.items()})
        waiting.prepare()
        with ThreadPoolExecutor(max_workers=WORKERS) as pool:
            at_work: dict[Future[dict[str, Content]], str] = {}
            while waiting.is_active():
                for name in waiting.get_ready():
                    reads = self._makers[name][0] if name in self._makers else set()
                    if name in VIEW_NAMES or not reads & self.changed:
                        self.changed |= {name} if reads & self.changed else set()
                        waiting.done(name)
                    else:
                        self.see(reads)
                        at_work[pool.submit(self._made, name)] = name
                for made in wait(at_work, return_when=FIRST_COMPLETED).done if at_work else ():
                    self._take(made.result())
                    waiting.done(at_work.pop(made))

    def _made(self, name: str) -> dict[str, Content]:
        with self.connection.cursor() as cursor:
            self._makers[name][1](cursor)
            return contents_of(cursor, [name])

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
        self._take(contents_of(self.connection, names))

    def _take(self, counted: dict[str, Content]) -> None:
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

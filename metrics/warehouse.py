"""The read side: the published snapshot, opened read-only, that every screen and export calls.

Each build is a DuckDB file of its own name; the small `CURRENT` file names the one in force. A process keeps one
connection per build and hands out cursors, so that a page costs no opening; when the pointer moves, the next
request opens the new build.
"""

from __future__ import annotations

import os
import tempfile
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from metrics import clock
from metrics.database import connect
from metrics.ledger_records import EVIDENCE, RecordsMissing, create_evidence
from metrics.office import sample_is_wanted
from metrics.queries import queries_hash, query_text
from metrics.sentences import BilingualError
from metrics.settings import data_folder

if TYPE_CHECKING:
    from metrics.marts.build import Marts

POINTER_NAME = "CURRENT"

# What a reader may hold before it sorts on disk: three million rows then take no more memory than 300 000.
READING_MEMORY = "512MB"

# What is made in memory when a SELECT asks for it: the text of every working, too long to be kept in each build.
WORKINGS = "made.working"

# A view as of an earlier day costs its making; the last few asked for are kept.
KEPT_VIEWS = 4
KEPT_ANSWERS = 256


class NoSnapshot(BilingualError, RuntimeError):
    """No build can be read; the message says why and what to do next."""


class DayAhead(BilingualError, ValueError):
    """A view was asked for as of a day that has not come."""


@dataclass(frozen=True)
class Build:
    """The build in force: its id, when it was made (UTC), if samples are in, by whose days and years, by which SQL.

    `inputs_hash` is over all that it was made from, `declared_hash` over that of it which no report changes.
    """

    build_id: str
    built_at: datetime
    inputs_hash: str
    has_sample: bool
    row_count: int
    time_zone: str
    queries_hash: str
    year_begins: int = 1
    declared_hash: str = ""
    code_hash: str = ""


def current_build_path(warehouse_folder: Path) -> Path:
    """The build file that the pointer names.

    Raises:
        NoSnapshot: when there is no pointer that can be read, or it names a file that is not there.
    """
    pointer = warehouse_folder / POINTER_NAME
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoSnapshot(
            f"{pointer}: 尚无已发布的数据,请先运行 duibiao load",
            f"{pointer} is not there: nothing is published yet: run `duibiao load`",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or "not text"
        raise NoSnapshot(
            f"{pointer}: 读不出({detail}),请检查 DUIBIAO_DATA 和权限,或运行 duibiao load",
            f"{pointer} cannot be read ({detail}): check DUIBIAO_DATA and permissions, or run `duibiao load`",
        ) from None
    path = warehouse_folder / name
    if not name or path.parent != warehouse_folder or not _is_file(path):
        raise NoSnapshot(
            f"{pointer}: 指向的 {name!r} 不存在,请运行 duibiao load",
            f"{pointer} names {name!r}, which is not there: run `duibiao load`",
        )
    return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False  # No file has a name like that.


class Snapshot:
    """One published build, read-only, or a view of it as of an earlier day; safe to use from several threads.

    `as_of_on` is that day, and None for the latest view, which is judged on `opened_on`, the day of its opening.
    """

    def __init__(self, path: Path, as_of_on: date | None = None) -> None:
        self.path = path
        self.as_of_on = as_of_on
        self.opened_on = clock.today()
        self._connection, self._marts = _open(path, as_of_on, self.opened_on)
        self._views: dict[date, Snapshot] = {}
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._has_workings = False
        self._answers: dict[tuple[Any, ...], tuple[list[str], list[tuple[Any, ...]]]] = {}
        row = self.rows("build")[0]
        self.build = Build(**row | {"built_at": row["built_at"].astimezone(UTC)})

    @property
    def seen_on(self) -> date:
        """The day that the view is of."""
        return self.as_of_on or self.opened_on

    def as_of(self, day: date | None) -> Snapshot:
        """The same build with nothing that was recorded after `day`: every table and query as they stood then.

        Today, or None, gives the latest view. A view is made once and kept while it is among the last four used.

        Raises:
            DayAhead: for a day that has not come: nobody knows what will have been recorded by then.
        """
        today = clock.today()
        if day is None or day == today:
            return self
        if day > today:
            raise DayAhead(
                f"{day}: 此日未到,请选择 {today} 或更早的一天",
                f"{day} has not come: choose {today} or an earlier day",
            )
        with self._lock:
            view = self._views.pop(day, None) or Snapshot(self.path, day)
            self._views[day] = view
            for oldest in list(self._views)[:-KEPT_VIEWS]:
                # Readers may still hold it: it is closed when the last of them lets go.
                del self._views[oldest]
        return view

    def rows(self, query_name: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of `metrics/sql/queries/<query_name>.sql`, decimals and dates as such.

        A build never changes: the answers to the last few hundred questions are kept, as planning a query takes
        longer than answering it. Each caller gets rows of its own.
        """
        question = (query_name, *sorted(parameters.items()))
        with self._lock:
            answer = self._answers.pop(question, None)
        if answer is None:
            answer = self._answer(query_text(query_name), parameters)
        with self._lock:
            self._answers[question] = answer
            if len(self._answers) > KEPT_ANSWERS:
                del self._answers[next(iter(self._answers))]
        names, rows = answer
        return [dict(zip(names, row, strict=True)) for row in rows]

    def select(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one SELECT with `$named` parameters."""
        names, rows = self._answer(sql, parameters)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _answer(self, sql: str, parameters: dict[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        self._make_for(sql)
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters or None)
            return [column[0] for column in cursor.description or ()], cursor.fetchall()

    def cursor(self, sql: str | None = None) -> duckdb.DuckDBPyConnection:
        """A cursor for the long result of `sql`, with all that it reads in place, or for anything, with every mart.

        The caller drains and closes it.
        """
        if sql is not None:
            self._make_for(sql)
        elif self._marts:
            self._marts.make_all()
        return self._connection.cursor()

    def _make_for(self, sql: str) -> None:
        if self._marts:
            self._marts.make_for(sql)
        if EVIDENCE in sql:
            facts = "recorded" if self._marts else f'"{self.path.stem}"'
            ends_at = clock.day_ends_at(self.as_of_on) if self.as_of_on else None
            try:
                with self._connection.cursor() as cursor:
                    create_evidence(cursor, self.path.parent, facts, ends_at)
            except RecordsMissing as missing:
                raise NoSnapshot(*missing.sentence) from None
        if WORKINGS in sql:
            with self._making:
                if not self._has_workings:
                    from metrics.working.lines import create_working_lines

                    with self._connection.cursor() as cursor:
                        create_working_lines(self, cursor)
                    self._has_workings = True


def _open(path: Path, as_of_on: date | None, today: date) -> tuple[duckdb.DuckDBPyConnection, Marts | None]:
    if as_of_on is not None:
        from metrics.marts.as_of import open_as_of  # Brings pandas: only a view of another day needs it.

        return open_as_of(path, as_of_on)
    # Each process spills into a folder of its own: two that shared one would write over each other.
    spill = Path(tempfile.gettempdir()) / f"duibiao-spill-{os.getpid()}"
    settings = {"memory_limit": READING_MEMORY, "temp_directory": str(spill)}
    published = connect(path, read_only=True, settings=settings)
    made_on = _made_on(published)
    if made_on is None or made_on >= today:
        return published, None
    published.close()
    from metrics.marts.as_of import open_later

    return open_later(path, today, settings)


def _made_on(published: duckdb.DuckDBPyConnection) -> date | None:
    found = published.execute("select today from meta.as_of").fetchone()
    return found[0] if found else None


def open_build(path: Path) -> Snapshot:
    """The latest view of the build at `path`.

    Raises:
        NoSnapshot: when it is damaged, or of a version of this software that kept it otherwise.
    """
    try:
        return Snapshot(path)
    except duckdb.Error as error:
        detail = str(error).partition("\n")[0]
        raise NoSnapshot(
            f"{path}: 无法读取,请运行 duibiao load ({detail})",
            f"{path} cannot be read: run `duibiao load` ({detail})",
        ) from None


class Warehouse:
    """Follows the pointer of one data folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or data_folder()) / "warehouse"
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def snapshot(self, as_of: date | None = None) -> Snapshot:
        """The build in force, opened once; with a day, as it stood at the end of that day.

        Raises:
            DayAhead: for a day that has not come.
            NoSnapshot: when nothing is published, when the build cannot be read, when it holds sample data that the
                office leaves out, or was made by another version of this software or the
                days of another time zone.
        """
        path = current_build_path(self.folder)
        with self._lock:
            if self._snapshot is None or (self._snapshot.path, self._snapshot.opened_on) != (path, clock.today()):
                # Readers may still hold the old one: it is closed when the last of them lets go.
                self._snapshot = open_build(path)
            snapshot = self._snapshot
        if snapshot.build.has_sample and not sample_is_wanted():
            raise NoSnapshot(
                f"{path.name}: 含样例数据,而 office.yml 或 DUIBIAO_SAMPLE 不要样例,请重新运行 duibiao load",
                f"{path.name} holds samples, which office.yml or DUIBIAO_SAMPLE leaves out: run `duibiao load` again",
            )
        if snapshot.build.queries_hash != queries_hash():
            raise NoSnapshot(
                f"{path.name}: 由另一版本的程序生成,请运行 duibiao load,刚升级的请重启服务",
                f"{path.name} was made by another version of this software: run `duibiao load`, "
                "and start the service anew after an upgrade",
            )
        zone = clock.time_zone().key
        if snapshot.build.time_zone != zone:
            raise NoSnapshot(
                f"{path.name}: 按 {snapshot.build.time_zone} 的日期生成,而 office.yml 的时区为 {zone},"
                "请重新运行 duibiao load",
                f"{path.name} was made by the days of {snapshot.build.time_zone} while office.yml says {zone}: "
                "run `duibiao load` again",
            )
        return snapshot.as_of(as_of)

"""Which definitions held when: each row of a declared table with the publication that brought it and that ended it.

A row that no publication has changed since the first one of what it belongs to has no time and shows in every view.
A later one bears `defined_at`; what it replaced lies in schema `past`, with `superseded_at`, so that a view as of an
earlier day shows the definitions of that day (`metrics.marts.as_of`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise

import duckdb
import pyarrow as pa

from metrics import clock
from metrics.catalog import Files
from metrics.database import connect
from pipelines.archive import Archive
from pipelines.definitions.publications import published_files

# What holds whatever is published, or follows from the tables that are named here.
DECLARED = (
    "dim.programme", "dim.lamp_limit", "dim.document", "dim.document_link", "dim.document_fact", "dim.centre_rule",
    "dim.unit", "dim.contact", "dim.unit_name", "dim.unit_successor", "dim.unit_alias", "dim.unit_bearer",
    "dim.unit_round", "dim.unit_heir", "dim.scope", "dim.indicator", "dim.indicator_sibling", "dim.round",
    "dim.planned_round",
    "fact.target", "fact.target_unit", "fact.target_change", "fact.target_span", "fact.later_target", "fact.task",
    "fact.target_task", "fact.responsibility", "fact.unit_target", "fact.open_part", "fact.part_member",
    "fact.reporter", "fact.interim_value", "fact.target_weight", "fact.contribution", "fact.exclusion",
)  # fmt: skip
# Where a row stands says nothing of what it declares.
_BESIDE = ("source_file", "source_row", "sort_order")
# Whose row it is: a programme's, or that of the thing itself.
_OWNERS = {
    "programme_id": "programme_id",
    "target_id": "coalesce((select any_value(target.programme_id) from version.target as target "
                 "where target.target_id = declared.target_id), target_id)",
    "document_id": "coalesce((select any_value(document.programme_id) from version.document as document "
                   "where document.document_id = declared.document_id), document_id)",
}  # fmt: skip
# The names that go into these are those of our own tables, never data.
_EMPTY = "create table version.{name} as select 0 as version_no, rowid as place, * from {table} limit 0"
_NUMBERED = "select {number} as version_no, rowid as place, * from {table}"
_ADDED = "insert into version.{name} by name select * from version_rows"
_DATED = """
create or replace temp table dated as
with owned as (
    select
        *,
        {owner} as owner
    from version.{name} as declared
),

first_of as (
    select
        owner,
        min(version_no) as first_no
    from owned
    group by owner
),

-- A row that stands in versions after one another without a gap is one run.
placed as (
    select
        *,
        version_no - dense_rank() over (partition by {same} order by version_no) as run
    from owned
),

ran as (
    select
        *,
        min(version_no) over stood as began_with,
        max(version_no) over stood as ended_with
    from placed
    window stood as (partition by {same}, run)
)

select
    ran.* exclude (version_no, run, began_with, first_no),
    case when ran.began_with > ran.first_no then began.published_at end as defined_at,
    ended.published_at as superseded_at
from (select * from ran inner join first_of using (owner)) as ran
left join version.publication as began on ran.began_with = began.version_no
left join version.publication as ended on ran.ended_with + 1 = ended.version_no
where ran.version_no = ran.ended_with
"""
_PAST = """
create or replace table past.{name} as
select {columns}, defined_at, superseded_at from dated where ended_with < {last} order by place
"""
_NOW = """
create or replace table {table} as
select {columns}, defined_at from dated where ended_with = {last} order by place
"""
# Nothing has been replaced yet.
_ONLY = """
alter table {table} add column defined_at timestamp;
create or replace table past.{name} as select *, cast(null as timestamp) as superseded_at from {table} limit 0
"""


@dataclass(frozen=True)
class Version:
    """One publication: when it was recorded (UTC, no offset), and what gives its definitions."""

    published_at: datetime
    files: Callable[[], Files]


Declare = Callable[[duckdb.DuckDBPyConnection, Version], None]


def stage_publications(connection: duckdb.DuckDBPyConnection, archive: Archive) -> None:
    """Creates `stage.publication` and `stage.office_change`: who published definitions or changed the office's facts.

    Each says when and why; a publication by which door, and of which programmes, a change which facts.

    Raises:
        BrokenJournal: when the journal cannot be read.
    """
    connection.execute("""
        create table stage.publication (recorded_at text, actor text, reason text, channel text, programme_ids text[],
            manifest text)
    """)
    for one in archive.publications():
        row = [one.recorded_at, one.by, one.reason, one.channel, one.programmes, one.manifest]
        connection.execute("insert into stage.publication values (?, ?, ?, ?, ?, ?)", row)
    connection.execute("create table stage.office_change (recorded_at text, actor text, reason text, changed text[])")
    for change in archive.office_changes():
        said = [change.recorded_at, change.by, change.reason, change.changed]
        connection.execute("insert into stage.office_change values (?, ?, ?, ?)", said)


def versions_of(archive: Archive) -> list[Version]:
    """The publications of an archive, oldest first; one that changed nothing is none.

    Raises:
        BrokenJournal: when the journal cannot be read.
    """
    made = archive.publications()
    changed = made[:1] + [now for before, now in pairwise(made) if now.manifest != before.manifest]
    return [
        Version(clock.instant(p.recorded_at).replace(tzinfo=None), partial(published_files, archive, p.manifest))
        for p in changed
    ]


def set_versions(connection: duckdb.DuckDBPyConnection, versions: Sequence[Version], declare: Declare) -> None:
    """Gives every declared table its `defined_at`, and what was replaced its place in schema `past`.

    Args:
        connection: the build, with the declared tables of the last version in place.
        versions: all publications, oldest first; of the last only the time is asked.
        declare: fills an empty database with the declared tables of a version.
    """
    connection.execute("create schema if not exists past")
    if len(versions) < 2:
        for table in DECLARED:
            connection.execute(_ONLY.format(name=_name(table), table=table))
        return
    connection.execute("create schema version")
    connection.execute("create table version.publication (version_no integer, published_at timestamp)")
    for number, version in enumerate(versions):
        connection.execute("insert into version.publication values (?, ?)", [number, version.published_at])
    for table in DECLARED:
        connection.execute(_EMPTY.format(name=_name(table), table=table))
    for number, version in enumerate(versions[:-1]):
        with connect() as other:
            declare(other, version)
            for table in DECLARED:
                _add(connection, table, other.sql(_NUMBERED.format(number=number, table=table)).to_arrow_table())
    last = len(versions) - 1
    for table in DECLARED:
        _add(connection, table, connection.sql(_NUMBERED.format(number=last, table=table)).to_arrow_table())
    for table in DECLARED:
        _date(connection, table, last)
    connection.execute("drop schema version cascade")


def _add(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    connection.register("version_rows", rows)
    connection.execute(_ADDED.format(name=_name(table)))
    connection.unregister("version_rows")


def _date(connection: duckdb.DuckDBPyConnection, table: str, last: int) -> None:
    """Splits what was declared in all versions into what holds now and what held before, each with its times."""
    columns = [name for name, *_ in connection.execute(f"describe {table}").fetchall()]
    same = ", ".join(name for name in columns if name not in _BESIDE)
    owner = next((sql for column, sql in _OWNERS.items() if column in columns), columns[0])
    names: dict[str, object] = {"name": _name(table), "table": table, "last": last, "same": same, "owner": owner,
                                "columns": ", ".join(columns)}  # fmt: skip
    for statement in (_DATED, _PAST, _NOW):
        connection.execute(statement.format(**names))


def _name(table: str) -> str:
    return table.partition(".")[2]

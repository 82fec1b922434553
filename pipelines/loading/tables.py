"""The tables of a build: what is declared and lies in files, what was received, and the marts made from both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from expectations.runner import ROW_COLUMN
from metrics.catalog import Catalog
from metrics.marts.build import Marts, build_marts
from metrics.marts.chain import build_tables, needed_for, ordered, read_models, referenced_tables
from metrics.office import Office
from metrics.rules.status import Thresholds
from metrics.settings import PROJECT_FOLDER
from pipelines.archive import Archive
from pipelines.definitions.files import catalog_of
from pipelines.journal.tables import stage_asked
from pipelines.ledgers.shape import Shape
from pipelines.ledgers.staging import Ledgers
from pipelines.ledgers.tables import write_evidence
from pipelines.loading.build_record import create_quality
from pipelines.loading.catalog_tables import (
    write_catalog,
    write_contributions,
    write_office,
    write_rounds,
    write_sentences,
)
from pipelines.loading.definition_versions import DECLARED, Version, set_versions, stage_publications
from pipelines.loading.intake import Intake, declared_frames
from pipelines.loading.received import STAGED, Received, stage_received
from pipelines.loading.renewal import Renewal
from pipelines.loading.superseded import set_aside
from pipelines.schedule import read_schedule

FACT_MODELS = PROJECT_FOLDER / "pipelines" / "sql" / "fact"
STAGE_MODELS = PROJECT_FOLDER / "pipelines" / "sql" / "stage"
# What only the making of the other tables needs.
PASSING = ("stage", "source", "received")


@dataclass(frozen=True)
class Inputs:
    """All that one build is made from: office, catalog, the files as read, the archive, the ledgers, the day it is.

    `versions` are the publications so far, oldest first; `catalog` and the declared tables of `intake` are the last's.
    """

    office: Office
    catalog: Catalog
    intake: Intake
    received: Received
    shapes: Sequence[Shape]
    ledgers: Ledgers
    today: date
    raw_folder: Path
    versions: Sequence[Version]


def build_snapshot(connection: duckdb.DuckDBPyConnection, inputs: Inputs, asked: Iterable[str] | None = None) -> None:
    """Creates every dim, fact and mart table in `connection`, and drops what only their making needs.

    Of the marts only those that the SELECTs `asked` read, where such are given.
    """
    thresholds = Thresholds.load()
    stage_sources(connection, inputs, thresholds)
    build_facts(connection, inputs.received)
    set_versions(connection, inputs.versions, partial(_declare, inputs, thresholds))
    if asked is None:
        build_marts(connection, thresholds)
    else:
        marts = Marts(connection, thresholds)
        for sql in asked:
            marts.make_for(sql)
    _drop_passing(connection)


def renew_snapshot(renewal: Renewal, inputs: Inputs, *, is_declared_anew: bool) -> None:
    """Makes those tables anew that what has come since the build before changes.

    Args:
        renewal: over the build before.
        inputs: all that there is now.
        is_declared_anew: whether anything but reports and steps has come.
    """
    connection, thresholds = renewal.connection, Thresholds.load()
    if is_declared_anew:
        stage_sources(connection, inputs, thresholds)
        build_facts(connection, inputs.received)
        set_versions(connection, inputs.versions, partial(_declare, inputs, thresholds))
    else:
        _renew_facts(renewal, inputs)
    renewal.compare()
    renewal.renew_marts(thresholds)


def _renew_facts(renewal: Renewal, inputs: Inputs) -> None:
    connection, models = renewal.connection, _models()
    reads = {name: referenced_tables(connection, sql) for name, sql in models.items()}
    touched = received_tables(connection)
    needed = {name for of in touched for name in reads[of] if not _is_received(name)} - touched
    connection.execute("create schema stage; create schema source; create schema fact")
    texts = {name for name in needed if name.partition(".")[0] in PASSING}
    for name in sorted(texts):
        _lay(connection, name, inputs.intake.frames[name.partition(".")[2]])
    renewal.show(needed - texts)
    stage_received(connection, inputs.received)
    build_tables(connection, {name: models[name] for name in touched}, {})
    set_aside(connection)


def _is_received(name: str) -> bool:
    return name in STAGED or name.startswith("received.")


def received_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The stage and fact tables that are made from what was received, directly or by way of others."""
    reads = {name: referenced_tables(connection, sql) for name, sql in _models().items()}
    followed: set[str] = set()
    for name in ordered(reads):
        if any(_is_received(read) or read in followed for read in reads.get(name, ())):
            followed.add(name)
    return followed


def _models() -> dict[str, str]:
    return read_models(STAGE_MODELS, "stage") | read_models(FACT_MODELS, "fact")


def stage_sources(connection: duckdb.DuckDBPyConnection, inputs: Inputs, thresholds: Thresholds) -> None:
    """Lays in what does not depend on the archive: the catalog, the sources as text, the evidence of the ledgers."""
    _lay_declared(connection, inputs, thresholds)
    write_office(connection, inputs.office)
    stage_publications(connection, Archive(inputs.raw_folder))
    write_sentences(connection)
    create_quality(connection)
    write_evidence(connection, inputs.shapes, inputs.ledgers)


def _lay_declared(connection: duckdb.DuckDBPyConnection, inputs: Inputs, thresholds: Thresholds) -> None:
    begins = inputs.office.year_begins
    write_catalog(connection, inputs.catalog, thresholds, inputs.today, begins)
    schedule = read_schedule(inputs.catalog, begins, inputs.today, inputs.received.steps)
    write_rounds(connection, inputs.catalog, schedule, inputs.today)
    connection.execute("create schema source; create schema stage; create schema fact")
    staged = {path.stem for path in STAGE_MODELS.glob("*.sql")}
    for table_name, frame in inputs.intake.frames.items():
        # What the stage sets beside what was received lies apart from it.
        _lay(connection, f"{'source' if table_name in staged else 'stage'}.{table_name}", frame)
    write_contributions(connection, inputs.catalog, inputs.intake, schedule)


def _declare(inputs: Inputs, thresholds: Thresholds, connection: duckdb.DuckDBPyConnection, version: Version) -> None:
    """Fills a database with the declared tables of other definitions than those of `inputs`."""
    raw_folder, definitions = inputs.raw_folder, version.files()
    intake = Intake({**inputs.intake.frames, **declared_frames(raw_folder, definitions)})
    other = replace(inputs, catalog=catalog_of(definitions, raw_folder), intake=intake)
    _lay_declared(connection, other, thresholds)
    build_tables(connection, needed_for(connection, _models(), DECLARED), {})


def build_facts(connection: duckdb.DuckDBPyConnection, received: Received) -> None:
    """Creates the fact tables from what was staged and what was received."""
    stage_received(connection, received)
    stage_asked(connection, received.book.register)
    build_tables(connection, _models(), {})
    set_aside(connection)


def _drop_passing(connection: duckdb.DuckDBPyConnection) -> None:
    for schema in PASSING:
        connection.execute(f"drop schema {schema} cascade")


def _lay(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    # Typed outright: a column that is empty throughout would otherwise become a number.
    schema = pa.schema([(name, pa.int64() if name == ROW_COLUMN else pa.string()) for name in frame.columns])
    connection.from_arrow(pa.Table.from_pandas(frame, schema=schema, preserve_index=False)).create(table)

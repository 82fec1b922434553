"""The records of closed rounds as tables of the text stage: what was judged when each was closed, and by what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from expectations.result import Finding
from metrics.marts.packed import unpack
from pipelines.archive import Archive
from pipelines.journal.book import kind_of_step
from pipelines.readers.wording import reading_finding
from pipelines.records import Step

FORMAT = 1
# Of closings without a record that may be shown: none was made, or one that rests on samples while these are left out.
NO_RECORD, WITH_SAMPLE = "no_record", "with_sample"
_CLOSING = ("closing_id", "programme_id", "period_id", "actor", "rule_version", "thresholds", "definitions_sha256",
            "judgement_count", "note", "sort_order", "recorded_at")  # fmt: skip
_DEFINITION = ("closing_id", "table_name", "content", "recorded_at")
_EMPTY = """
create table stage.closed_judgement (closing_id text, programme_id text, period_id text, target_id text, unit_id text,
    recorded_at timestamp)
"""


@dataclass(frozen=True)
class Closing:
    """A closing of a round by name in its line of the journal, and its record; None where there is none to show."""

    line: int
    step: Step
    record: dict[str, Any] | None
    note: str | None = None


@dataclass
class Closings:
    """Every closing of the journal in order, and what stands in the way of reading its record."""

    closings: list[Closing] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_closings(archive: Archive, steps: Iterable[Step], with_sample: bool) -> Closings:
    """The closings of the journal with their records; one that is gone or damaged is an error that names it."""
    found = Closings()
    for line, step in enumerate(steps, start=1):
        of = kind_of_step(step)
        if of is None or not of.path.steps[step.step].closes:
            continue
        if step.closing_id is None:
            found.closings.append(Closing(line, step, None, NO_RECORD))
            continue
        record = _record(archive, step, found.findings)
        if record is not None and record["has_sample"] and not with_sample:
            found.closings.append(Closing(line, step, None, WITH_SAMPLE))
        elif record is not None:
            found.closings.append(Closing(line, step, record))
    return found


def stage_closings(connection: duckdb.DuckDBPyConnection, closings: Closings) -> None:
    """Creates `stage.closing`, `stage.closed_definition` and `stage.closed_judgement`."""
    rows, definitions = [], []
    connection.execute(_EMPTY)
    for closing in closings.closings:
        step, record = closing.step, closing.record
        rows.append({
            "closing_id": step.closing_id if record else None, "programme_id": step.programme_id,
            "period_id": step.period_id, "actor": step.by, "note": closing.note, "sort_order": str(closing.line),
            "recorded_at": step.recorded_at, **_facts(record),
        })  # fmt: skip
        if record is None:
            continue
        definitions += [
            {"closing_id": step.closing_id, "table_name": name, "recorded_at": step.recorded_at,
             "content": json.dumps(packed, ensure_ascii=False)}
            for name, packed in record["definitions"].items()
        ]  # fmt: skip
        _add_judgements(connection, step, record)
    for table, columns, listed in (("closing", _CLOSING, rows), ("closed_definition", _DEFINITION, definitions)):
        schema = pa.schema([(name, pa.string()) for name in columns])
        connection.from_arrow(pa.Table.from_pylist(listed, schema=schema)).create(f"stage.{table}")


def _record(archive: Archive, step: Step, findings: list[Finding]) -> dict[str, Any] | None:
    place = archive.closing_place(str(step.closing_id))
    name = place.relative_to(archive.folder.parent).as_posix()
    facts: dict[str, Any] = {"programme": step.programme_id, "period": step.period_id, "by": step.by}
    try:
        content = place.read_bytes()
    except OSError as error:
        findings.append(reading_finding("closing.lost", name, detail=error.strerror or "-", **facts))
        return None
    if hashlib.sha256(content).hexdigest() != step.closing_id:
        findings.append(reading_finding("closing.changed", name, **facts))
        return None
    record: dict[str, Any] = json.loads(content)
    return record


def _facts(record: dict[str, Any] | None) -> dict[str, str | None]:
    if record is None:
        return {}
    return {
        "rule_version": record["rule_version"],
        "thresholds": json.dumps(record["thresholds"], ensure_ascii=False),
        "definitions_sha256": record["definitions_sha256"],
        "judgement_count": str(len(record["judgements"]["rows"])),
    }


def _add_judgements(connection: duckdb.DuckDBPyConnection, step: Step, record: dict[str, Any]) -> None:
    # Records of several ages may have columns of their own: each finds its place by its name.
    unpack(connection, record["judgements"], "stage.one_record")
    connection.execute(
        """
        create table stage.more_judgements as
        from stage.closed_judgement
        union all by name
        select
            *,
            $closing_id as closing_id,
            cast($recorded_at as timestamptz) at time zone 'UTC' as recorded_at
        from stage.one_record
        """,
        {"closing_id": step.closing_id, "recorded_at": step.recorded_at},
    )
    connection.execute("""
        drop table stage.one_record;
        drop table stage.closed_judgement;
        alter table stage.more_judgements rename to closed_judgement;
    """)

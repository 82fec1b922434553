"""The catalog as tables of the snapshot, so that screens read words and definitions where they read figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import duckdb
import pyarrow as pa

from expectations.runner import FILE_COLUMN, ROW_COLUMN
from metrics import clock
from metrics.catalog import Catalog
from metrics.catalog.documents import LINKS, last_day, replaced
from metrics.catalog.measures import smallest_step
from metrics.catalog.models import Indicator
from metrics.centres.records import rule_rows
from metrics.office import Office
from metrics.periods import MONTHS_OF
from metrics.rules.status import Thresholds
from metrics.sentences import load_sentences
from pipelines.days import first_days, tables_on
from pipelines.loading.intake import Intake
from pipelines.loading.unit_tables import part_tables, unit_tables
from pipelines.makeup import TABLES, breakdown, makeup
from pipelines.readers.table import Row
from pipelines.revisions import SPAN_COLUMNS, Revisions, read_revisions, span_rows
from pipelines.revisions import TABLE as CHANGES
from pipelines.schedule import Schedule

Rows = Iterable[tuple[Any, ...]]
_UNIT_PART = ("target_id", "unit_name", "target_value", "baseline_value", "measure_unit", "given_value", "given_unit",
              "provenance", "valid_from", "valid_to", "document_title", "section", "phrase", "note_zh", "note_en",
              FILE_COLUMN, ROW_COLUMN)  # fmt: skip

_DDL = """
create schema dim;
create schema meta;
-- The day a view shows the records of; NULL, as here, for everything recorded. `today` is the day of the judgements.
-- `is_past` of a view of a day before that of the reader.
create table meta.as_of (as_of date, today date, is_past boolean);
create table dim.office (name_zh text, name_en text, languages text[], time_zone text, currency text,
    year_begins integer, samples boolean, acceptance text, letter text);
create table dim.programme (programme_id text primary key, sort_order integer, name_zh text, name_en text,
    short_name_zh text, short_name_en text, starts_on date, ends_on date, reporting_cycle text,
    cycle_note_zh text, cycle_note_en text, acceptance text, collected_since date, grace_days integer,
    step_months integer);
create table dim.document (document_id text primary key, programme_id text, title_zh text, title_en text,
    document_number text, issuer_zh text, issuer_en text, issued_on date, in_force_on date, expires_on date,
    validity text, validity_note_zh text, validity_note_en text, source_file text);
create table dim.document_link (document_id text, kind text, sort_order integer, linked_document_id text,
    primary key (document_id, kind, linked_document_id));
create table dim.document_fact (document_id text, kind text, sort_order integer, text_zh text, text_en text,
    fact_value decimal(24, 6), measure_unit text, phrase text);
create table dim.centre_rule (document_id text, sort_order integer, rule_id text, topic text, kind text,
    article text, phrase text, centre_types text, provinces text, levels text, first_on date, expires_on date,
    is_stated boolean, parameters text);
-- A unit under the name of the day of the load; those of other days stand beside it.
create table dim.unit (unit_id text primary key, unit_name text, unit_name_en text, kind text, kind_zh text,
    kind_en text, sort_order integer, parent_unit_id text, starts_on date, ends_on date);
create table dim.unit_name (unit_id text, starts_on date, unit_name text, unit_name_en text, source text,
    primary key (unit_id, starts_on));
create table dim.unit_successor (unit_id text, successor_unit_id text, from_day date, source text,
    primary key (unit_id, successor_unit_id));
create table dim.unit_alias (alias_name text primary key, unit_id text, note_zh text, note_en text);
-- Whom a name means from one day to another; a name that was never another unit's means its own on every day.
create table dim.unit_bearer (alias_name text, unit_id text, taken_from date, taken_until date,
    primary key (alias_name, taken_from));
-- A unit by the end of a period: its name, whether it is there, and who stands for it (itself while it is there).
create table dim.unit_round (unit_id text, period_id text, unit_name text, unit_name_en text, is_there boolean,
    sort_order integer, primary key (unit_id, period_id));
create table dim.unit_heir (unit_id text, period_id text, heir_unit_id text,
    primary key (unit_id, period_id, heir_unit_id));
-- Whom to call at a unit. Personal data: no export and no public field reads it.
create table dim.contact (unit_id text, sort_order integer, contact_name text, telephone text, mail text,
    from_day date, to_day date);
create table dim.scope (scope_id text primary key, name_zh text, name_en text, kind text);
create table dim.measure_unit (measure_unit text primary key, name_zh text, name_en text, dimension text,
    factor decimal(30, 12), decimals integer, is_currency boolean, is_count boolean, is_whole boolean);
create table dim.conversion (from_unit text, measure_unit text, ratio decimal(38, 12),
    primary key (from_unit, measure_unit));
create table dim.indicator (indicator_id text primary key, name_zh text, name_en text, measure_type text,
    measure_unit text, decimals integer, is_whole boolean, may_be_negative boolean, direction text, aggregation text,
    definition_zh text, definition_en text, basis_zh text, basis_en text, borrowed_first_half_ratio double,
    borrowed_season_zh text, borrowed_season_en text, borrowed_season_source text);
create table dim.centre_item (item_id text primary key, sort_order integer, kind text, name_zh text, name_en text,
    definition_zh text, definition_en text, measure_unit text, measure_type text, is_count boolean, part_of text,
    is_required boolean);
create table dim.indicator_sibling (indicator_id text, sort_order integer, sibling_id text, name_zh text, name_en text,
    difference_zh text, difference_en text);
create table dim.period (period_id text primary key, kind text, starts_on date, ends_on date, year integer,
    number integer, year_starts_on date, year_ends_on date);
create table dim.round (programme_id text, period_id text, sort_order integer, due_on date, ends_on date,
    is_open boolean, recorded_at timestamp);
-- The same rounds in every view: one of an earlier day shows in dim.round only what had ended by then.
create table dim.planned_round (programme_id text, period_id text, sort_order integer, due_on date);
-- The pace limits of programmes that have their own; those of all the others are meta.threshold.
create table dim.lamp_limit (programme_id text primary key, on_track_ratio double, slightly_behind_ratio double,
    source_zh text, source_en text);
create table meta.threshold (rule_version text, valid_from date, on_track_ratio double,
    slightly_behind_ratio double, growth_on_track_ratio double, growth_acceleration_ratio double);
"""


def write_catalog(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, thresholds: Thresholds, today: date, year_begins: int = 1
) -> None:
    """Creates every `dim` table, `meta.as_of` and `meta.threshold`, and fills all but those of the rounds."""
    connection.begin()
    connection.execute(_DDL)
    connection.execute("insert into meta.as_of values (null, $today, false)", {"today": today})
    for table_name, rows in _tables(catalog, year_begins):
        _insert(connection, table_name, rows)
    _insert(
        connection,
        "meta.threshold",
        [
            (
                thresholds.rule_version,
                thresholds.valid_from,
                thresholds.on_track_ratio,
                thresholds.slightly_behind_ratio,
                thresholds.growth_on_track_ratio,
                thresholds.growth_acceleration_ratio,
            )
        ],
    )
    connection.commit()


def write_rounds(connection: duckdb.DuckDBPyConnection, catalog: Catalog, schedule: Schedule, today: date) -> None:
    """Fills the tables of periods, of the rounds that exist, and of the units in them."""
    rounds = [(programme_id, n, entry) for programme_id, of in schedule.items() for n, entry in enumerate(of)]
    periods = {entry.period_id: entry.period for *_, entry in rounds}
    _insert(
        connection,
        "dim.period",
        (
            (period_id, p.kind, p.starts_on, p.ends_on, p.year, p.number, p.year_starts_on, p.year_ends_on)
            for period_id, p in sorted(periods.items())
        ),
    )
    for table_name, rows in unit_tables(catalog.units, [(p, periods[p].ends_on) for p in sorted(periods)], today):
        _insert(connection, table_name, rows)
    _insert(
        connection,
        "dim.round",
        (
            (programme, e.period_id, n, e.planned_due_on, e.period.ends_on, e.is_planned_open, _moment(e.recorded_at))
            for programme, n, e in rounds
        ),
    )
    _insert(connection, "dim.planned_round", ((programme, e.period_id, n, e.due_on) for programme, n, e in rounds))


def _moment(recorded_at: str | None) -> datetime | None:
    return clock.instant(recorded_at).replace(tzinfo=None) if recorded_at else None


def write_sentences(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates `meta.sentence` (code, zh, en): the words of every reason code, for pages, exports and documents."""
    connection.execute("create table meta.sentence (code text primary key, zh text, en text)")
    _insert(connection, "meta.sentence", ((code, words.zh, words.en) for code, words in load_sentences().items()))


def write_office(connection: duckdb.DuckDBPyConnection, office: Office) -> None:
    """Fills `dim.office` with its one row."""
    connection.execute(
        "insert into dim.office values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [office.name.zh, office.name.en, list(office.languages), office.time_zone, office.currency, office.year_begins,
         office.samples, office.acceptance, office.letter],
    )  # fmt: skip


def write_contributions(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, intake: Intake, schedule: Schedule
) -> None:
    """Creates `stage.unit_part`, `stage.target_span`, `stage.contribution` and `stage.exclusion`.

    The parts that are in use, what holds of a changed target when, whose figure is in a target's whole, and why no
    other is.
    """
    connection.execute("""
        create table stage.contribution (target_id text, unit_id text, role text, basis text, is_complete boolean,
            weight decimal(24, 6), rank integer, valid_from date, valid_to date);
        create table stage.exclusion (target_id text, reason text);
        create table stage.part_member (target_id text, period_id text, unit_id text, member_unit_id text);
        create table stage.open_part (target_id text, period_id text, unit_id text)
    """)
    tables = {name: cast("list[Row]", intake.frames[name].to_dict("records")) for name in (*TABLES, "task")}
    part_schema = pa.schema([(name, pa.int64() if name == ROW_COLUMN else pa.string()) for name in _UNIT_PART])
    parts = pa.Table.from_pylist(list(breakdown(catalog, tables)), schema=part_schema)
    connection.from_arrow(parts).create("stage.unit_part")
    changes = cast("list[Row]", intake.frames[CHANGES].to_dict("records"))
    revisions = read_revisions(catalog, {**tables, CHANGES: changes})
    _write_spans(connection, revisions)
    for table_name, rows in part_tables(catalog, tables, schedule, revisions):
        _insert(connection, table_name, rows)
    days = first_days(tables)
    spans = list(zip([None, *days], [*days, None], strict=True))
    for since, until in spans:
        made = makeup(catalog, tables_on(tables, since or date.min), revisions.as_first_set)
        last = until - timedelta(days=1) if until else None
        rows = [
            (target_id, c.unit_id, c.role, c.basis, c.is_complete, c.weight, c.rank, since, last)
            for target_id, of in made.items()
            for c in of.contributions
        ]
        _insert(connection, "stage.contribution", rows)
    _insert(connection, "stage.exclusion", ((target_id, of.exclusion) for target_id, of in made.items()))


def _write_spans(connection: duckdb.DuckDBPyConnection, revisions: Revisions) -> None:
    rows = [
        {name: None if value is None else str(value) for name, value in row.items()} for row in span_rows(revisions)
    ]
    schema = pa.schema([(name, pa.string()) for name in SPAN_COLUMNS])
    connection.from_arrow(pa.Table.from_pylist(rows, schema=schema)).create("stage.target_span")


def _tables(catalog: Catalog, year_begins: int) -> Iterator[tuple[str, Rows]]:
    yield "dim.programme", [
        (p.id, i, p.name.zh, p.name.en, p.short_name.zh, p.short_name.en, p.starts_on, p.ends_on,
         p.reporting_cycle, p.cycle_note.zh, p.cycle_note.en, p.acceptance,
         p.collected_from(year_begins), p.grace_days, MONTHS_OF.get(p.reporting_cycle, 12))
        for i, p in enumerate(catalog.programmes)
    ]  # fmt: skip
    yield "dim.lamp_limit", [
        (p.id, p.lamp_limits.on_track_ratio, p.lamp_limits.slightly_behind_ratio, p.lamp_limits.source.zh,
         p.lamp_limits.source.en)
        for p in catalog.programmes
        if p.lamp_limits
    ]  # fmt: skip
    yield from _documents(catalog)
    yield "dim.document_fact", _document_facts(catalog)
    yield "dim.centre_rule", rule_rows(catalog)
    yield (
        "dim.contact",
        [(c.unit, n, c.name, c.telephone, c.mail, c.from_day, c.to_day) for n, c in enumerate(catalog.contacts)],
    )
    yield "dim.scope", [(s.id, s.name.zh, s.name.en, s.kind) for s in catalog.scopes]
    yield (
        "dim.measure_unit",
        [
            (m.code, m.name_zh, m.name_en, m.dimension, m.factor, m.decimals, m.is_currency, m.is_count, m.is_whole)
            for m in catalog.measure_units
        ],
    )
    yield "dim.conversion", _conversions(catalog)
    measure_units = {unit.code: unit for unit in catalog.measure_units}
    yield "dim.indicator", [
        (i.id, i.name.zh, i.name.en, i.measure_type, i.measure_unit,
         i.decimals, smallest_step(measure_units[i.measure_unit], i) is not None, i.may_be_negative, i.direction,
         i.aggregation, i.definition.zh, i.definition.en, i.basis.zh, i.basis.en, *_borrowed_season(i))
        for i in catalog.indicators
    ]  # fmt: skip
    yield "dim.indicator_sibling", _siblings(catalog)
    yield "dim.centre_item", _centre_items(catalog)


def _documents(catalog: Catalog) -> Iterator[tuple[str, Rows]]:
    ended = replaced(catalog.policies)
    yield "dim.document", [
        (d.id, d.programme_id, d.title.zh, d.title.en, d.document_number, d.issuer.zh, d.issuer.en, d.issued_on,
         d.in_force_on, last_day(d, ended), d.validity, d.validity_note.zh, d.validity_note.en, d.source_file)
        for d in catalog.policies
    ]  # fmt: skip
    yield (
        "dim.document_link",
        [
            (d.id, kind, n, other)
            for d in catalog.policies
            for kind in LINKS
            for n, other in enumerate(dict.fromkeys(getattr(d, kind)))
        ],
    )


def _siblings(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    names = {i.id: i.name for i in catalog.indicators}
    for indicator in catalog.indicators:
        for n, sibling in enumerate(indicator.siblings):
            name = sibling.name or names[str(sibling.indicator)]
            yield (indicator.id, n, sibling.indicator, name.zh, name.en, sibling.difference.zh,
                   sibling.difference.en)  # fmt: skip


def _borrowed_season(indicator: Indicator) -> tuple[Any, ...]:
    season = indicator.borrowed_season
    if season is None:
        return (None,) * 4
    return float(season.first_half_value / season.year_value), season.label.zh, season.label.en, season.source


def _conversions(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    for found in catalog.measure_units:
        for wanted in catalog.measure_units:
            if found.dimension == wanted.dimension:
                yield found.code, wanted.code, (found.factor / wanted.factor).quantize(Decimal("1E-12"))


def _document_facts(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    for document in catalog.policies:
        for n, start in enumerate(document.starting_points):
            yield (document.id, "starting_point", n, start.zh, start.en, start.value, start.measure_unit,
                   start.phrase)  # fmt: skip
        for n, goal in enumerate(document.building_goals):
            yield document.id, "building_goal", n, goal.zh, goal.en, None, None, goal.phrase


def _centre_items(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    counts = {unit.code for unit in catalog.measure_units if unit.is_count}
    for n, item in enumerate(catalog.centre_items):
        yield (item.id, n, item.kind, item.name.zh, item.name.en, item.definition.zh, item.definition.en,
               item.measure_unit, item.measure_type, item.measure_unit in counts, item.part_of,
               item.is_required)  # fmt: skip


def _insert(connection: duckdb.DuckDBPyConnection, table_name: str, rows: Rows) -> None:
    # In one piece: row by row, the sentences alone take as long as all the marts.
    named = [{str(place): value for place, value in enumerate(row)} for row in rows]
    if named:
        connection.from_arrow(pa.Table.from_pylist(named)).insert_into(table_name)

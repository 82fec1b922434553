"""How long the metrics of a million target × unit × half-year rows take, beside reading those rows.

Run from the project: `.venv/bin/python -m benchmarks.metrics_million_rows [--rows 1000000]`. It makes reports of
5 half-years for targets and units that do not exist, in a temporary folder, and builds every metric mart from them
through the same engine, SQL and rules as `duibiao load`. Nothing is asserted: see `benchmarks/README.md`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import duckdb

from metrics.database import connect
from metrics.marts.build import makers, prepare_marts
from metrics.marts.chain import Compute, build_tables, ordered
from metrics.rules.status import Thresholds
from metrics.settings import PROJECT_FOLDER
from metrics.warehouse import current_build_path
from pipelines.archive import Archive
from pipelines.definitions.files import draft
from pipelines.definitions.publications import publish
from pipelines.loading.build import load
from pipelines.records import Publication

ROUNDS = 5
TARGETS = 20  # of the zone's programme; a fifth each: count from zero, level with baseline, yearly amount …
PROGRAMME = "cdm-zone-2018"
RULES = ("mart.judgement_value", "mart.judgement", "mart.attainment", "mart.method_value", "mart.run_rate_value")
WITH_FORECASTS = (*RULES, "mart.forecast_value")
Times = tuple[float, float]
Tables = dict[str, tuple[set[str], Compute]]

# Made-up facts: `unit_count` units report on every target in every round, each part growing at its own speed.
FACTS = """
insert into fact.target by name
select
    'target-' || t as target_id, $programme as programme_id, 'document' as document_id,
    case t % 4 when 0 then 'civil-military-transfers' when 1 then 'demonstration-firms'
        when 2 then 'registered-contract-value' else 'university-projects' end as indicator_id,
    'cdm-zone' as scope_id, 'programme' as level, null::text as task_id, '>=' as comparator,
    (1000.0 * $unit_count)::decimal(24, 6) as target_value, null::decimal(24, 6) as target_low,
    null::decimal(24, 6) as target_high, case t % 4 when 2 then '亿元' when 1 then '家' else '项' end as measure_unit,
    date '2018-09-25' as starts_on, date '2020-12-31' as due_on, null::decimal(24, 6) as baseline_value,
    null::date as baseline_on, t as sort_order
from range($target_count) as targets(t);
insert into fact.unit_target by name
select
    target_id, 'unit-' || u as unit_id, 1000.0::decimal(24, 6) as target_value,
    case when indicator_id in ('demonstration-firms', 'registered-contract-value') then 400.0::decimal(24, 6) end
        as baseline_value,
    measure_unit, 'sample' as provenance
from fact.target, range($unit_count) as units(u);
insert into fact.submission by name
select
    period_id || '/unit-' || u as submission_id, $programme as programme_id, 'unit-' || u as unit_id, period_id,
    1 as version, due_on as submitted_on, false as is_nil, 'sample' as provenance, 'made up' as source_file,
    due_on::timestamp as recorded_at
from dim.round, range($unit_count) as units(u) where programme_id = $programme;
insert into fact.report_event by name
select 'report' as kind_id, programme_id, period_id, unit_id as subject_id, version, 'accepted' as event,
    'nobody' as actor, null::text as reason, provenance, 1 as sort_order, submitted_on::timestamp as recorded_at
from fact.submission;
insert into dim.unit by name
select 'unit-' || u as unit_id, 'unit-' || u as unit_name, 'unit-' || u as unit_name_en, 1000 + u as sort_order
from range($unit_count) as units(u);
insert into dim.unit_round by name
select unit_id, period_id, unit_name, unit_name_en, true as is_there, sort_order
from dim.unit, dim.period where unit_id like 'unit-%';
insert into dim.unit_heir by name
select unit_id, unit_id as heir_unit_id, period_id from dim.unit_round where unit_id like 'unit-%';
insert into fact.contribution by name
select target_id, unit_id, 'part' as role, 'breakdown' as basis, true as is_complete, 0 as rank from fact.unit_target;
insert into fact.part_member by name
select target_id, period_id, unit_id, unit_id as member_unit_id
from fact.unit_target, dim.round where programme_id = $programme;
"""
REPORTED = """
select
    'made up#' || row_number() over () as observation_id, target.target_id as said_of, target.indicator_id,
    unit_target.unit_id, round.period_id, round.period_id as period_label, period.starts_on as period_starts_on,
    period.ends_on as period_ends_on,
    (coalesce(unit_target.baseline_value, 0) + (round.sort_order + 1) * (
        60 + (cast(replace(unit_target.unit_id, 'unit-', '') as bigint) * 7919 + target.sort_order * 104729) % 120
    ))::decimal(24, 6) as actual_value,
    round.period_id || '/' || unit_target.unit_id as submission_id
from fact.unit_target as unit_target
inner join fact.target as target on unit_target.target_id = target.target_id
inner join dim.round as round on target.programme_id = round.programme_id
inner join dim.period as period on round.period_id = period.period_id
"""
OBSERVATION = """
insert into fact.observation by name
select observation_id, said_of as indicator_id, null::text as scope_id, unit_id, period_id, period_label,
    period_starts_on, period_ends_on, actual_value::decimal(24, 6) as actual_value, 'exact' as qualifier,
    'sample' as provenance, 'same' as basis_match, null::text as confidence, submission_id,
    null::text as indicator_name_zh, null::text as indicator_name_en, null::text as scope_name,
    null::text as measure_unit, null::text as basis_reason_zh, null::text as basis_reason_en, null::text as issuer,
    null::text as source_title, null::text as source_date_text, null::date as published_on, null::text as note
from received;
insert into dim.indicator
    select t.target_id, i.* exclude (indicator_id)
    from fact.target as t inner join dim.indicator as i using (indicator_id);
update fact.target set indicator_id = target_id;
"""


def clocks() -> Times:
    """Wall and processor time now; the second says more on a machine that others use too."""
    return time.perf_counter(), time.process_time()


def since(started: Times) -> Times:
    """What both clocks have gained."""
    wall, cpu = clocks()
    return wall - started[0], cpu - started[1]


def summed(times: dict[str, Times], names: tuple[str, ...]) -> Times:
    """Both clocks over several tables."""
    return sum(times[name][0] for name in names), sum(times[name][1] for name in names)


def main() -> None:
    """Makes the rows, reads them bare, builds the marts, and prints what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=None, help="threads of DuckDB; by default all")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = connect(Path(folder) / "benchmark.duckdb")
        if asked.threads:
            database.execute(f"set threads = {asked.threads}")
        csv = make_rows(database, Path(folder), asked.rows)
        reading = read_bare(database, csv)
        database.execute(OBSERVATION)
        times = build(database)
        tell(database, reading, times)


def make_rows(database: duckdb.DuckDBPyConnection, folder: Path, rows: int) -> Path:
    """The facts, and the reported figures as one CSV file."""
    lay_definitions(database, folder / "office")
    prepare_marts(database)
    parameters = {"programme": PROGRAMME, "target_count": TARGETS, "unit_count": rows // (TARGETS * ROUNDS)}
    for statement in database.extract_statements(FACTS):
        wanted = {name: parameters[name] for name in statement.named_parameters}
        database.execute(statement, wanted or None)
    path = folder / "reported.csv"
    database.execute(f"copy ({REPORTED}) to '{path}' (header)")
    return path


def lay_definitions(database: duckdb.DuckDBPyConnection, office: Path) -> None:
    """The definitions that come with the project as a build has them, beside tables of facts of today's shape."""
    data = PROJECT_FOLDER / "data"
    shutil.copytree(data / "raw" / "definitions", office / "raw" / "definitions")
    shutil.copyfile(data / "office.yml", office / "office.yml")
    said = Publication("", "benchmark", "benchmark", "")
    publish(Archive(office / "raw"), draft(office / "raw"), said, is_checked=False)
    outcome = load(office, with_sample=False)
    if outcome.build is None:
        raise SystemExit("\n".join(finding.text() for finding in outcome.findings))
    database.execute(f"attach '{current_build_path(office / 'warehouse')}' as real (read_only)")
    tables = database.execute("""
        select schema_name, table_name from duckdb_tables()
        where database_name = 'real' and schema_name in ('dim', 'meta', 'fact', 'past', 'quality')
    """).fetchall()
    for schema in ("dim", "meta", "fact", "past", "quality", "mart"):
        database.execute(f"create schema if not exists {schema}")
    for schema, table in tables:
        rows = "" if schema in ("dim", "meta") else "limit 0"
        database.execute(f"create table {schema}.{table} as from real.{schema}.{table} {rows}")
    database.execute("detach real")


def read_bare(database: duckdb.DuckDBPyConnection, path: Path) -> Times:
    """Seconds of a bare `read_csv` of the rows into a table."""
    started = clocks()
    database.execute("create table received as select * from read_csv($path)", {"path": str(path)})
    return since(started)


def build(database: duckdb.DuckDBPyConnection) -> dict[str, Times]:
    """Seconds by table, in the order in which the engine made them."""
    times: dict[str, Times] = {}
    tables = makers(database, Thresholds.load())
    tables = possible(database, tables)
    tables = {name: (inputs, timed(name, make, times)) for name, (inputs, make) in tables.items()}
    started = clocks()
    build_tables(database, {}, tables)
    times["all marts"] = since(started)
    return times


def possible(database: duckdb.DuckDBPyConnection, tables: Tables) -> Tables:
    """Those that can be made of the facts here; what never gave way has no table in `past`."""
    there = {f"{schema}.{name}" for schema, name in database.execute(
        "select schema_name, table_name from duckdb_tables()").fetchall()}  # fmt: skip
    order = ordered({name: inputs for name, (inputs, _) in tables.items()})
    for name in order:
        if name in tables and {read for read in tables[name][0] if not read.startswith("past.")} <= there:
            there.add(name)
    return {name: made for name, made in tables.items() if name in there}


def timed(name: str, make: Compute, times: dict[str, Times]) -> Compute:
    """The same, with its seconds noted under its name."""

    def run(connection: duckdb.DuckDBPyConnection) -> None:
        started = clocks()
        make(connection)
        times[name] = since(started)

    return run


def tell(database: duckdb.DuckDBPyConnection, reading: Times, times: dict[str, Times]) -> None:
    """Rows made, and each time as a ratio to reading the rows."""
    times["the rules: attainment, methods, run-rates"] = summed(times, RULES)
    times["the rules with forecasts"] = summed(times, WITH_FORECASTS)
    print(f"{'':48} {'wall':>8} {'÷ reading':>10} {'CPU':>9} {'÷ reading':>10}")
    for name, (wall, cpu) in {"bare read_csv of the rows": reading, **times}.items():
        if wall > 0.1:
            print(f"{name:48} {wall:6.2f} s {wall / reading[0]:10.1f} {cpu:7.2f} s {cpu / reading[1]:10.1f}")
    for table in ("attainment", "method_value", "run_rate_value", "forecast_value", "rollup"):
        count = database.table(f"mart.{table}").count("*").fetchall()
        print(f"mart.{table}: {count[0][0]} rows")
    judged = database.execute("select count(actual_value) from mart.attainment").fetchall()
    print(f"mart.attainment: {judged[0][0]} rows with a figure")


if __name__ == "__main__":
    main()

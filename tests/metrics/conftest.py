"""A small world: the tables of a build without their rows, to be filled with a few literal ones."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from metrics.database import connect
from metrics.warehouse import Snapshot, current_build_path
from tests.always_there import make_always_there

PROGRAMME, TARGET, INDICATOR = "p", "t", "count"
ROUNDS = {
    "2018H2": (date(2018, 7, 1), date(2018, 12, 31)),
    "2019H1": (date(2019, 1, 1), date(2019, 6, 30)),
    "2019H2": (date(2019, 7, 1), date(2019, 12, 31)),
}


class World:
    """A build file with one programme, one cumulative target (100 by the end of 2019) and the units u and v."""

    def __init__(self, path, pattern):
        self.path = path
        self._connection = None
        self.connection.execute(f"attach '{pattern}' as pattern (read_only)")
        tables = self.connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = 'pattern' and schema_name in ('dim', 'fact', 'past', 'quality', 'meta')"
        ).fetchall()
        for schema, table in tables:
            self.connection.execute(f"create schema if not exists {schema}")
            kept = "" if schema == "meta" else "limit 0"
            self.connection.execute(f"create table {schema}.{table} as select * from pattern.{schema}.{table} {kept}")
        self.connection.execute("detach pattern")
        self._fill()

    def add(self, table, **values):
        """One row; columns that are not named are empty."""
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        self.connection.execute(f"insert into {table} ({names}) values ({marks})", list(values.values()))

    def _fill(self):
        self.add("dim.office", year_begins=1)
        self.add("dim.programme", programme_id=PROGRAMME, step_months=6, grace_days=0)
        self.add("dim.indicator", indicator_id=INDICATOR, measure_type="cumulative", measure_unit="项", decimals=0,
                 is_whole=True, direction="up", aggregation="sum")  # fmt: skip
        self.add("dim.measure_unit", measure_unit="项", dimension="项", factor=1, decimals=0,
                 is_currency=False, is_count=True, is_whole=True)  # fmt: skip
        self.add("dim.conversion", from_unit="项", measure_unit="项", ratio=1)
        for number, (period_id, (starts_on, ends_on)) in enumerate(ROUNDS.items()):
            self.add("dim.period", period_id=period_id, starts_on=starts_on, ends_on=ends_on, year=ends_on.year,
                     number=1 if ends_on.month == 6 else 2, year_ends_on=date(ends_on.year, 12, 31))  # fmt: skip
            self.add("dim.round", programme_id=PROGRAMME, period_id=period_id, sort_order=number, due_on=ends_on,
                     ends_on=ends_on, is_open=True)  # fmt: skip
        self.add("fact.target", target_id=TARGET, programme_id=PROGRAMME, indicator_id=INDICATOR, scope_id="s",
                 level="programme", comparator=">=", target_value=100, measure_unit="项", starts_on=date(2018, 9, 25),
                 due_on=date(2019, 12, 31))  # fmt: skip
        for unit_id, part in (("u", 60), ("v", 40)):
            self.add("fact.responsibility", programme_id=PROGRAMME, task_id="task", unit_id=unit_id, role="lead")
            self.add("fact.unit_target", target_id=TARGET, unit_id=unit_id, target_value=part, measure_unit="项",
                     provenance="sample")  # fmt: skip
            self.add("fact.contribution", target_id=TARGET, unit_id=unit_id, role="part", basis="breakdown",
                     is_complete=True, rank=0)  # fmt: skip

    def report(self, unit_id, period_id, value, events, version=1):
        """A version of a report with one figure (None: left out) and its steps as (event, day or time, reason)."""
        submission_id = f"{PROGRAMME}/{period_id}/{unit_id}/v{version}"
        moments = [datetime.fromisoformat(moment) for _, moment, *_ in events]
        self.add("fact.submission", submission_id=submission_id, programme_id=PROGRAMME, unit_id=unit_id,
                 period_id=period_id, version=version, submitted_on=moments[0].date(), is_nil=False,
                 provenance="sample", source_file="f.csv", recorded_at=moments[0])  # fmt: skip
        for number, ((event, _, *reason), moment) in enumerate(zip(events, moments, strict=True)):
            self.add("fact.report_event", kind_id="report", programme_id=PROGRAMME, period_id=period_id,
                     subject_id=unit_id, version=version, event=event,
                     reason=reason[0] if reason else None, sort_order=number, recorded_at=moment)  # fmt: skip
        if value is not None:
            self.add("fact.observation", observation_id=submission_id, indicator_id=INDICATOR, unit_id=unit_id,
                     period_id=period_id, actual_value=value, measure_unit="项", qualifier="exact",
                     provenance="sample", basis_match="same", submission_id=submission_id,
                     recorded_at=moments[0])  # fmt: skip
        return submission_id

    def view(self, day):
        """The world as of a day."""
        self.close()
        return Snapshot(self.path, date.fromisoformat(day))

    def judged(self, day, columns="unit_id, period_id, actual_value, status"):
        """The judgements as of a day, the programme's own first; whole numbers as such."""
        rows = self.view(day).select(
            f"select {columns} from mart.attainment order by unit_id nulls first, period_ends_on"
        )
        return [tuple(int(v) if isinstance(v, Decimal) else v for v in row.values()) for row in rows]

    @property
    def connection(self):
        """The file open for writing: nobody can read it then."""
        if self._connection is None:
            self._connection = connect(self.path)
        return self._connection

    def close(self):
        """Frees the file, so that it can be read."""
        if self._connection is not None:
            make_always_there(self._connection)
            self._connection.close()
            self._connection = None


@pytest.fixture
def world(tmp_path, village):
    """An empty world with the tables of a build."""
    made = World(tmp_path / "world.duckdb", current_build_path(village / "warehouse"))
    yield made
    made.close()

"""The class of every exported figure: each table has it, and a row that a sample has changed says so."""

from collections import Counter
from itertools import chain

import pytest

from dashboards.exports.datasets import DATASETS, column_types, dataset_query, open_dataset
from metrics.database import connect
from metrics.ledger_records import create_evidence
from metrics.marts.build import build_marts
from metrics.rules.classes import CLASSES
from metrics.rules.status import Thresholds
from metrics.warehouse import current_build_path
from metrics.working.lines import working_lines

# Definitions, limits and results of checks.
NO_FIGURES = {"publications", "documents", "indicators", "thresholds", "checks"}
FIGURE_TYPES = ("DECIMAL", "DOUBLE", "BIGINT", "INTEGER", "HUGEINT", "FLOAT")


def is_class(column):
    return column.endswith("provenance") or column == "point_class"


@pytest.mark.parametrize("name", DATASETS)
def test_no_table_of_figures_is_without_a_class_column(snapshot, name):
    types = column_types(snapshot, name)
    has_figures = any(kind.startswith(FIGURE_TYPES) for kind in types.values())
    assert "provenance" in types or not has_figures or name in NO_FIGURES


@pytest.mark.parametrize("name", DATASETS)
def test_every_figure_has_a_class_that_there_is(snapshot, name):
    header, rows = open_dataset(snapshot, name)
    places = [place for place, column in enumerate(header) if is_class(column)]
    assert {row[place] for row in rows for place in places} <= {*CLASSES, None}


@pytest.mark.parametrize("name", DATASETS)
def test_without_samples_no_figure_is_of_class_sample(real_only, name):
    header, rows = open_dataset(real_only, name)
    places = [place for place, column in enumerate(header) if is_class(column)]
    assert "sample" not in {row[place] for row in rows for place in places}


MIXES = {
    # Every real figure beside every sample one, in another pattern each time.
    "reports": """
        update fact.submission set provenance = 'reported' where hash(submission_id) % 2 = 0;
        update fact.observation set provenance = 'reported' where submission_id in
            (select submission_id from fact.submission where provenance = 'reported');
    """,
    "breakdown": """
        update fact.submission set provenance = 'reported';
        update fact.observation set provenance = 'reported' where provenance = 'sample';
        update fact.unit_target set provenance = 'policy' where hash(target_id || unit_id) % 2 = 0;
    """,
    "first-report": """
        update fact.submission set provenance = 'reported' where period_id = '2019H1' and hash(unit_id) % 3 = 0;
        update fact.observation set provenance = 'reported' where submission_id in
            (select submission_id from fact.submission where provenance = 'reported');
        update fact.evidence_cube set provenance = 'evidence' where hash(unit_id) % 2 = 0;
        update made.evidence set provenance = 'evidence' where hash(unit_id) % 2 = 0;
    """,
    "centres": """
        update fact.centre set provenance = 'reported' where hash(centre_id) % 2 = 0;
        update fact.centre_money set provenance = 'reported' where hash(centre_id) % 4 in (0, 1);
        update fact.centre_report set provenance = 'reported' where hash(centre_id) % 4 in (0, 2) and year % 2 = 0;
        update fact.target_weight set provenance = 'reported' where hash(programme_id) % 2 = 0;
        update fact.submission set provenance = 'reported';
        update fact.observation set provenance = 'reported' where provenance = 'sample';
        update fact.unit_target set provenance = 'policy';
    """,
}
# Whatever a sample file may say otherwise: every figure of class sample, and no other.
OTHER_SAMPLES = """
    update fact.observation set actual_value = actual_value * 1.25 + 3 where provenance = 'sample';
    update fact.unit_target set target_value = target_value * 1.25 + 1, baseline_value = baseline_value * 0.75
        where provenance = 'sample';
    update fact.evidence_cube set counted_value = counted_value * 1.25 where provenance = 'sample';
    update made.evidence set counted_value = counted_value * 1.25 where provenance = 'sample';
    update fact.target_weight set weight = weight * 3 + length(target_id) where provenance = 'sample';
    update fact.centre_money set amount_value = amount_value * 1.25 where provenance = 'sample';
    update fact.centre_project set investment_value = investment_value * 0.5 where provenance = 'sample';
    update fact.centre_report_value as value set actual_value = actual_value * 1.25 + 1 where exists (
        select 1 from fact.centre_report as report where report.provenance = 'sample'
            and report.centre_id = value.centre_id and report.year = value.year and report.version = value.version);
"""


class House:
    """A build of its own over altered facts, which answers what the workings ask for."""

    def __init__(self, path, *changes):
        self.connection = connect()
        self.connection.execute(f"attach '{path}' as recorded (read_only)")
        tables = self.connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'recorded' "
            "and schema_name in ('dim', 'fact', 'past', 'quality', 'meta')"
        ).fetchall()
        for schema in {schema for schema, _ in tables}:
            self.connection.execute(f"create schema {schema}")
        for schema, table in tables:
            self.connection.execute(f"create table {schema}.{table} as from recorded.{schema}.{table}")
        with self.connection.cursor() as cursor:
            create_evidence(cursor, path.parent, "recorded", None)
            # As a table, so that records change with what was counted from them.
            cursor.execute("create table made.main.held as from made.evidence; drop view made.main.evidence")
            cursor.execute("alter table made.main.held rename to evidence")
        for change in changes:
            self.connection.execute(change)
        build_marts(self.connection, Thresholds.load())

    def rows(self, query_name, **parameters):
        from metrics.queries import query_text

        text = query_text(query_name)
        wanted = {name: value for name, value in parameters.items() if f"${name}" in text}
        cursor = self.connection.execute(text, wanted or None)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def dataset(self, name):
        """The rows of an export, each as a tuple of pairs of column and value."""
        if name == "workings":
            return [tuple(line.items()) for line in working_lines(self)]
        cursor = self.connection.execute(dataset_query(name))
        names = [column[0] for column in cursor.description]
        return [tuple(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="module", params=MIXES)
def mixed(request, shipped):
    """Two builds of the same real figures beside other samples."""
    path = current_build_path(shipped / "warehouse")
    mix = MIXES[request.param]
    return House(path, mix), House(path, mix, OTHER_SAMPLES)


def changed_rows(one, other):
    first, second = Counter(one), Counter(other)
    return list(chain((first - second).elements(), (second - first).elements()))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({*DATASETS} - NO_FIGURES))
def test_a_row_that_other_samples_change_says_that_it_is_a_sample(mixed, name):
    one, other = mixed
    changed = changed_rows(one.dataset(name), other.dataset(name))
    unsaid = [row for row in changed if "sample" not in {value for column, value in row if is_class(column)}]
    assert unsaid == []


@pytest.mark.slow
def test_other_samples_do_change_what_the_exports_say(mixed):
    one, other = mixed
    assert any(changed_rows(one.dataset(name), other.dataset(name)) for name in ("attainment", "centre-money"))

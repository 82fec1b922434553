"""What the tables would fall over is named by a check before any table is made: one odd cell a case, as it was met."""

import pytest

from expectations.runner import run_suites
from expectations.suite import load_suites
from pipelines.definitions.files import definitions_in_force
from pipelines.loading.intake import read_intake
from pipelines.loading.references import reference_sets
from tests.shipped import RAW, shipped_catalog


@pytest.fixture(scope="module")
def shipped_tables():
    intake = read_intake(RAW, definitions_in_force(RAW), with_sample=True)
    return intake.frames, reference_sets(shipped_catalog(), intake.frames, [])


@pytest.mark.parametrize(
    ("table", "column", "value", "rule"),
    [
        ("centre_money", "amount", "１２", "centre_money.amount.number"),
        ("centre_project", "total_investment", "１２", "centre_project.total_investment.number"),
        ("centre_report", "actual_value", "１２", "centre_report.actual_value.number"),
        ("figure", "value", "１２", "figure.value.number"),
        ("target", "target_value", "１２", "target.target_value.number"),
        ("journal", "happened_at", "2019-01-01T25:61:00", "journal.happened_at.time"),
        ("centre", "started_on", "9999-12-31", "centre.started_on.date"),
        ("centre", "started_on", "２０１９-01-01", "centre.started_on.date"),
        ("centre", "centre_id", "../../x", "centre.centre_id.shape"),
        ("published_centre_reading", "event_on", None, "published_centre_reading.event_on.of_event"),
        ("published_centre_reading", "date_kind", None, "published_centre_reading.date_kind.of_event"),
    ],
)
def test_an_odd_cell_is_named(shipped_tables, table, column, value, rule):
    frames, references = shipped_tables
    frame = frames[table].copy()
    place = frame.index[frame[column].notnull()][0]
    frame.loc[place, column] = value
    results = run_suites({table: frame}, {table: load_suites()[table]}, references)
    named = {(r.rule_id, f.row_number) for r in results if r.severity == "error" for f in r.findings}
    assert (rule, frame.loc[place, "_row"]) in named

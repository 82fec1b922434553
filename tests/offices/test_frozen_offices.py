"""An office of an earlier day loads as it was: every exported table of every day, to the value."""

import csv
import io
from pathlib import Path

import pytest

from tests.offices.lived import DAYS, LATEST, expected, lived, thawed

pytestmark = pytest.mark.slow

FROZEN = Path(__file__).parent / "v1"


# Changed on purpose: rounds by the year are held against years, not half-years, and what was said of the first half of a
# year is said of the year to date.
ON_PURPOSE = {
    "methods": {"sentence_zh", "sentence_en"},
    "workings": {"figure_value", "words_zh", "words_en"},
    "run-rates": {"half_years_left", "required_value", "best_value", "best_multiple", "half_year_count", "sentence_zh",
                  "sentence_en"},
}  # fmt: skip


def differences(told, was):
    """The tables that are not as they were, with the first row that differs; a column may have been added since."""
    found = {}
    for name, text in was.items():
        passed_over = ON_PURPOSE.get(name, set())
        before = [{key: said for key, said in row.items() if key not in passed_over} for row in rows_of(text)]
        now = (
            [{key: row.get(key) for key in before[0]} for row in rows_of(told[name])] if before else rows_of(told[name])
        )
        if now != before:
            pairs = zip([*now, None], [*before, None], strict=False)
            found[name] = next((pair for pair in pairs if pair[0] != pair[1]), (len(now), len(before)))
    return found


def moved_back(told):
    """The tables with the files of definitions named as they lay then."""
    return {name: text.replace("definitions/", "") for name, text in told.items()}


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The office as it was frozen, loaded by the code of today."""
    office = thawed(FROZEN, tmp_path_factory.mktemp("first"))
    office.load()
    return office


BETWEEN = [pytest.param(day, marks=pytest.mark.journey) for day in DAYS[1:]]


@pytest.mark.parametrize("day", [DAYS[0], *BETWEEN, LATEST])
def test_every_table_of_the_first_office_is_as_it_was(first, day):
    was = expected(FROZEN, day)
    assert len(was) > 40
    assert differences(moved_back(first.exported(day)), was) == {}


@pytest.mark.journey
def test_whoever_lives_through_the_same_days_has_the_same_tables(tmp_path):
    assert differences(moved_back(lived(tmp_path).exported(LATEST)), expected(FROZEN, LATEST)) == {}

"""From a figure to its report, its cell and the records behind it, and back: every step an address that opens cold."""

import re

import pytest

from metrics.reading.submission import RECORDS_SHOWN, evidence_of, submission
from metrics.warehouse import Warehouse

FIRST, CORRECTED = (f"cdm-zone-2018/2019H1/sc-mianyang/v{version}" for version in (1, 2))
INDICATOR = "civil-military-transfers"
TARGET = "/target/cdm-civil-military-transfers"


@pytest.fixture(scope="module")
def real(shipped):
    return Warehouse(shipped)


def hrefs(components_of, page):
    return [node.href for node in components_of(page.content) if getattr(node, "href", None)]


def test_a_report_shows_each_figure_as_written_with_its_row(snapshot):
    report = submission(snapshot, CORRECTED)
    figure = report.figure(INDICATOR)
    assert (str(figure.actual_value.normalize().to_integral()), figure.value_text, figure.unit_text) == (
        "172",
        "172",
        "项",
    )
    assert (figure.source_row, figure.value_column) == (2, "数值")
    assert [version.version for version in report.versions] == [1, 2]
    assert [step.event for step in report.steps] == ["submitted", "accepted"]


def test_only_the_version_that_counts_is_held_against_the_ledger(snapshot):
    first, second = (submission(snapshot, name) for name in (FIRST, CORRECTED))
    assert (first.is_counted, second.is_counted) == (False, True)
    assert first.figure(INDICATOR).verdict is None
    assert second.figure(INDICATOR).verdict == "agrees"


def test_the_records_behind_a_figure_are_as_many_as_were_counted(snapshot):
    report = submission(snapshot, CORRECTED)
    figure = report.figure(INDICATOR)
    parts = -(-figure.record_count // RECORDS_SHOWN)
    records = [r for part in range(1, parts + 1) for r in evidence_of(snapshot, report, figure, part).records]
    assert len({(record.source_file, record.source_row) for record in records}) == figure.record_count
    assert sum(record.counted_value for record in records) == figure.evidence_value


def test_every_row_behind_a_reported_target_leads_to_its_cell(page_of, components_of, text_of, real):
    page = page_of(TARGET, "?period=2019H1", source=real)
    doors = [href for href in hrefs(components_of, page) if href.startswith("/report/")]
    # Five parts make the figure; what each had reported before stands beside them.
    assert len({door for door in doors if "/2019H1/" in door.partition("?")[0]}) == 5
    for door in doors:
        path, _, search = door.partition("?")
        cell = page_of(path, f"?{search}", source=real)
        assert cell.is_found
        assert "第 2 行" in text_of(cell)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cell_leads_on_to_target_clause_report_unit_and_records(page_of, components_of, real, language):
    page = page_of(f"/report/{CORRECTED}/{INDICATOR}", f"?lang={language}", source=real)
    doors = hrefs(components_of, page)
    wanted = (
        rf"{TARGET}\?",
        rf"{TARGET}\?.*#clause",
        rf"/report/{CORRECTED}\?",
        r"/unit/sc-mianyang\?",
        r"/data/evidence\?",
    )
    for pattern in wanted:
        found = [href for href in doors if re.match(pattern, href)]
        assert found, pattern
        assert page_of(*re.sub("#.*", "", found[0]).partition("?")[::2], source=real).is_found


def test_what_had_not_come_in_yet_is_not_there_as_of_that_day(page_of, text_of, real):
    before, after = "?as_of=2019-09-01", "?as_of=2019-10-01"
    assert not page_of(f"/report/{CORRECTED}", before, source=real).is_found
    assert page_of(f"/report/{CORRECTED}", after, source=real).is_found
    assert "现行数字以本版为准" in text_of(page_of(f"/report/{FIRST}", before, source=real))
    assert "现行数字不采用本版" in text_of(page_of(f"/report/{FIRST}", after, source=real))


@pytest.mark.parametrize(
    "path", ["/report/a/b/c/v1", f"/report/{CORRECTED}/nothing", "/report/cdm-zone-2018/2019H1/sc-mianyang/v9"]
)
def test_a_report_that_never_came_is_a_friendly_page(page_of, real, path):
    assert not page_of(path, source=real).is_found


def test_each_version_on_the_units_page_is_a_door(page_of, components_of, real):
    doors = hrefs(components_of, page_of("/unit/sc-mianyang", source=real))
    reports = [href for href in doors if href.startswith("/report/")]
    assert len(reports) == 5
    assert all(page_of(*href.partition("?")[::2], source=real).is_found for href in reports)

"""A yearly programme of a city and its districts, from an empty folder to a closed round, by figures worked out by hand."""

import pytest

from tests.offices.fuzhou import PROGRAMME, yearly

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("target", "actual", "status"),
    [
        ("fz-new", 12.9, "achieved"),  # 5.6 + 4.4 + 2.9 of 12.2
        ("fz-re", 0.88, "achieved"),  # 0.31 (3100 人) + 0.31 + 0.26 of 0.85
        ("fz-hard", 0.41, "achieved"),  # 0.16 + 0.14 + 0.11 of 0.38
        ("fz-rural", 4.0, "achieved"),  # 1.1 + 1.5 + 1.4 of 3.8
        ("fz-rate", 2.6, "achieved"),  # at most 3.5
        ("fz-grad", 93.1, "achieved"),  # at least 92.4
    ],
)
def test_the_year_is_what_the_districts_and_the_bureau_reported(fuzhou_closed, target, actual, status):
    row = fuzhou_closed.judged(target, "2018")
    assert (float(row["actual_value"]), row["status"], row["qualifier"]) == (pytest.approx(actual), status, "exact")


def year_two(office):
    """2019's targets, an indicator of its own, and the breakdown of 2019."""
    office.indicator("jobs-startup", "就业指标startup", "annual_flow", "家", "lead_reports")
    yearly(office, "new", ">=", 12.5, "万人", 2019)
    yearly(office, "rate", "<=", 3.4, "%", 2019)
    yearly(office, "startup", ">=", 5000, "家", 2019)
    for unit, part in (("鼓楼区", 9.3), ("仓山区", 3.2)):
        office.part(PROGRAMME, "fz-new-2019", unit, part, "万人")
    office.part(PROGRAMME, "fz-startup-2019", "市人社局", 5000, "家")
    office.write()


def test_a_second_year_changes_nothing_of_the_first_and_asks_for_its_own(fuzhou_closed, tmp_path):
    office = fuzhou_closed.copied(tmp_path)
    before = [row for row in office.export("attainment") if row["period_id"] == "2018"]
    year_two(office)
    office.load()
    rows = office.export("attainment")
    assert [row for row in rows if row["period_id"] == "2018"] == before
    assert {row["target_id"] for row in rows if row["period_id"] == "2019"} == {
        "fz-new-2019", "fz-rate-2019", "fz-startup-2019",
    }  # fmt: skip
    # The template of 2019 asks for 2019 alone, with 2019's own part.
    office.run("template", "鼓楼区", "2019", "--format", "csv", "--out", tmp_path / "blank.csv")
    blank = (tmp_path / "blank.csv").read_text(encoding="utf-8-sig")
    assert "9.3" in blank
    assert "就业指标re" not in blank and "就业指标hard" not in blank
    page = office.page("/?period=2018")
    assert "6 项方案目标" in page
    assert "68.0%" not in page

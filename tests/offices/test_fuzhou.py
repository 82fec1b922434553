"""A yearly programme of a city and its districts, from an empty folder to a closed round, by figures worked out by hand."""

import pytest

from tests.offices.fuzhou import PROGRAMME, accept_2018, fuzhou, report_2018


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = fuzhou(tmp_path_factory.mktemp("fuzhou"))
    report_2018(office)
    accept_2018(office)
    office.step("close", PROGRAMME, "2018", reason="办结")
    office.load()
    return office


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
def test_the_year_is_what_the_districts_and_the_bureau_reported(office, target, actual, status):
    row = office.judged(target, "2018")
    assert (float(row["actual_value"]), row["status"], row["qualifier"]) == (pytest.approx(actual), status, "exact")

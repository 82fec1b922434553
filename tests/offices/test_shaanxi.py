"""Half-yearly air targets of a province: what cities report is never added where it does not add up."""

import pytest
from docx import Document

from tests.offices.shaanxi import LEAD, PROGRAMME, XIAN, YANAN, publish_pm25, report_2025q2, shaanxi

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = shaanxi(tmp_path_factory.mktemp("shaanxi"))
    report_2025q2(office)
    office.load()
    return office


def number(row, column="actual_value"):
    return float(row[column]) if row[column] else None


def test_the_provinces_mean_is_what_its_department_reports_and_never_a_sum_of_cities(office):
    row = office.judged("sn-pm25", "2025Q2")
    assert (number(row), row["qualifier"], row["status"], row["actual_period_label"]) == (
        34.1,
        "exact",
        "on_track",
        "2025Q2",
    )
    cities = {unit: number(office.judged("sn-pm25", "2025Q2", unit)) for unit in ("sn-xian", "sn-yanan")}
    assert cities == {"sn-xian": 43.9, "sn-yanan": 25.0}


def test_a_published_mean_stands_before_the_report_and_without_either_there_is_no_data(tmp_path):
    office = shaanxi(tmp_path)
    report_2025q2(office, XIAN, YANAN)
    office.load()
    row = office.judged("sn-pm25", "2025Q2")
    assert (row["actual_value"], row["status"]) == ("", "no_data")
    publish_pm25(office)
    office.load()
    row = office.judged("sn-pm25", "2025Q2")
    assert (number(row), row["provenance"], row["status"]) == (34.1, "published", "on_track")


@pytest.mark.parametrize("aggregation", ["mean", "weighted_mean", "ratio_of_sums", "none"])
def test_cities_that_are_not_all_there_are_give_no_provincial_figure_however_it_is_made(tmp_path, aggregation):
    office = shaanxi(tmp_path, non_fossil_share={"aggregation": aggregation})
    report_2025q2(office, XIAN)
    office.load()
    assert office.judged("sn-nonfossil", "2025Q2")["actual_value"] == ""


def test_of_a_mean_some_of_its_cities_are_so_many_of_so_many_and_no_figure(tmp_path):
    office = shaanxi(tmp_path, air_pm25={"aggregation": "mean"})
    report_2025q2(office, XIAN)
    office.load()
    assert office.judged("sn-pm25", "2025Q2")["status_reason"] == "parts_missing"
    assert "2 个承担单位中已报 1 个，不足以得出总数" in office.page("/target/sn-pm25?period=2025Q2")
    assert "1 of 2 contributing units" in office.page("/target/sn-pm25?period=2025Q2&lang=en")


def test_the_worst_city_known_is_one_side_of_the_worst_there_is(tmp_path):
    office = shaanxi(tmp_path, air_pm25={"aggregation": "worst"})
    report_2025q2(office, XIAN, YANAN)
    office.load()
    row = office.judged("sn-pm25", "2025Q2")
    # 43.9 is above 35 already, so the limit is broken whatever the other cities have.
    assert (number(row), row["qualifier"], row["status"], row["status_reason"]) == (
        43.9,
        "ge",
        "behind",
        "limit_broken",
    )


def test_an_annex_that_covers_one_city_in_ten_gives_a_bound_and_no_verdict(tmp_path, office):
    # The department's 3.1 and the city's 0.03 may be the same tonnes: the larger of them is a lower bound.
    row = office.judged("sn-nox", "2025Q2")
    assert (number(row), row["qualifier"]) == (3.1, "ge")
    assert (row["status"], row["status_reason"]) == ("no_data", "parts_overlap")
    page = office.page("/?period=2025Q2")
    assert "≥73.1%" in page and " 73.1%" not in page
    alone = shaanxi(tmp_path)
    report_2025q2(alone, YANAN)
    alone.load()
    row = alone.judged("sn-nox", "2025Q2")
    assert (number(row), row["qualifier"], row["status"]) == (0.03, "ge", "no_data")


def test_without_a_breakdown_the_leads_accepted_figure_counts(tmp_path):
    office = shaanxi(tmp_path, with_parts=False)
    report_2025q2(office, LEAD)
    office.load()
    told = {target: office.judged(target, "2025Q2") for target in ("sn-pm25", "sn-heavy", "sn-good")}
    assert {target: (number(row), row["qualifier"], row["provenance"]) for target, row in told.items()} == {
        "sn-pm25": (34.1, "exact", "reported"),
        "sn-heavy": (1.8, "exact", "reported"),
        "sn-good": (150.0, "exact", "reported"),
    }
    # Cuts add up, and nobody said who makes up the province: the largest figure is a lower bound.
    row = office.judged("sn-nox", "2025Q2")
    assert (number(row), row["qualifier"], row["provenance"]) == (3.1, "ge", "reported")


def test_good_days_by_midyear_are_judged_to_date(office):
    row = office.judged("sn-good", "2025Q2", "sn-xian")
    # 120 of 263 · 181/365 = 130.4 days that should have been good by the end of June.
    assert (number(row), row["actual_period_label"]) == (120.0, "2025Q2")
    assert number(row, "expected_value") == pytest.approx(263 * 181 / 365, abs=1e-4)
    assert number(row, "elapsed_ratio") == pytest.approx(181 / 365, abs=1e-6)
    assert number(row, "pace_ratio") == pytest.approx(120 / (263 * 181 / 365), abs=1e-6)
    assert (row["status"], row["expected_basis"]) == ("slightly_behind", "line")


@pytest.mark.parametrize("place", ["/", "/target/sn-good", "/target/sn-nox", "/unit/sn-xian", "/matrix", "/round"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_an_office_with_half_a_year_behind_it_opens(office, place, language):
    assert office.page(f"{place}?period=2025Q2&lang={language}")


def test_a_figure_that_counts_nowhere_says_so_at_receipt_on_the_target_and_in_the_letter(office, tmp_path):
    # The city's share of non-fossil energy: the development commission speaks for the province, and was silent.
    told = office.page("/target/sn-nonfossil?period=2025Q2")
    assert "该指标由另一单位代表全体报送，此数收存而不计入" in told
    rows = office.export("contributors", "--where", "reason:is:another_reports")
    assert {(row["target_id"], row["unit_name"], row["actual_value"]) for row in rows} >= {("sn-nonfossil", XIAN, "8")}
    receipt = office.report(XIAN, "2025Q4", "2025-12-25", {"non-fossil-share": 9})
    assert "该指标由另一单位代表全体报送，此数收存而不计入" in receipt


def test_no_season_of_another_statistic_bends_what_names_none(office):
    methods = office.export("methods", "--where", "target_id:is:sn-nox", "--where", "method:is:seasonal_pace")
    assert {row["first_half_source"] for row in methods} == {""}


@pytest.mark.parametrize("options", [(), ("--unit", "sn-xian")])
def test_bulletin_and_letter_name_what_was_reported_and_counts_nowhere_with_what_would_change_it(
    office, tmp_path, options
):
    paper = tmp_path / "paper.docx"
    office.run("bulletin", PROGRAMME, "2025Q2", "--out", paper, *options)
    text = "\n".join(paragraph.text for paragraph in Document(paper).paragraphs)
    assert "西安市报送的“空气non-fossil-share”8.00%已收存，未计入任何目标" in text
    assert "请牵头部门在分解指标中列出本单位" in text
    if options:
        # What it did report is not asked for a second time.
        assert "“空气non-fossil-share”暂无数据，请补" not in text

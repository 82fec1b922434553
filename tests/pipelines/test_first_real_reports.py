"""The first real report of a programme ends its samples; what a made-up target or baseline has a part in is a sample."""

import csv
import io
import shutil

import pytest

from metrics.rules.classes import weakest

pytestmark = pytest.mark.slow

REPORTS = {
    # A first report, a second of the same unit, one in which nothing has changed, one held against a made-up baseline.
    "chengdu-1.csv": ("成都市人民政府", "2019H1", "2019-06-28", ["军民科技成果双向转移转化,300,项", "环高校知识经济圈,3,个"], ""),
    "chengdu-2.csv": ("成都市人民政府", "2019H2", "2019-12-27", ["军民科技成果双向转移转化,340,项"], ""),
    "deyang-1.csv": ("德阳市人民政府", "2019H1", "2019-06-28", ["军民科技成果双向转移转化,,项"], "是"),
    "kjt-1.csv": ("科技厅", "2020H2", "2020-12-28", ["技术转移从业人员,99960,人"], ""),
}  # fmt: skip
TRANSFERS, CIRCLES, PEOPLE = "cdm-civil-military-transfers", "cdm-university-circles", "cdm-transfer-practitioners"


@pytest.fixture(scope="module")
def office(tmp_path_factory, run_duibiao, shipped):
    """Gives the rows of a dataset of an office that has taken in these reports beside the sample ones."""

    data = tmp_path_factory.mktemp("office")
    shutil.copytree(shipped / "raw", data / "raw")
    shutil.copy(shipped / "office.yml", data)
    for name, (unit, period, day, lines, nil) in REPORTS.items():
        told = ",," if nil else ",按计划推进,台账"
        said = "".join(f"{line}{told}\n" for line in lines)
        head = f"责任单位:{unit}\n报告期:{period}\n报送日期:{day}\n零报告:{nil}\n方案:成德绵示范区\n"
        text = f"{head}名称,数值,计量单位,进展情况,佐证材料\n{said}"
        (data / name).write_text(text, encoding="utf-8")
    received = run_duibiao("receive", *(data / name for name in REPORTS), data=data)
    assert received.returncode == 0, received.stdout + received.stderr
    loaded = run_duibiao("load", data=data)
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr

    def rows(dataset, of="cdm-zone-2018", as_of=None, **wanted):
        day = [] if as_of is None else ["--as-of", as_of]
        told = run_duibiao("export", dataset, "--programme", of, *day, data=data)
        assert told.returncode == 0, told.stderr
        found = csv.DictReader(io.StringIO(told.stdout))
        return [row for row in found if all(row[name] == value for name, value in wanted.items())]

    return rows


def test_beside_a_real_report_no_sample_one_is_owed_received_or_counted(office):
    (first,) = office("rounds", period_id="2019H1")
    assert (first["owed_count"], first["report_count"]) == ("5", "1")
    assert {row["provenance"] for row in office("indicator-reports")} == {"reported"}
    states = {row["unit_id"] for row in office("reports", period_id="2019H1") if row["submitted_on"]}
    assert states == {"sc-chengdu", "sc-deyang"}
    ended = "sample/reports/cdm-zone-2018/"
    assert not any(row["source_file"].startswith(ended) for row in office("observations"))


def test_no_invented_figure_goes_into_a_sum_or_a_forecast_or_is_carried_by_a_real_nil_report(office):
    (whole,) = office("attainment", target_id=TRANSFERS, unit_id="", period_id="2019H1")
    assert (whole["actual_value"], whole["provenance"]) == ("300", "reported")
    assert {row["point_class"] for row in office("forecast-points", target_id=TRANSFERS)} <= {"reported"}
    (silent,) = office("attainment", target_id=TRANSFERS, unit_id="sc-deyang", period_id="2019H1")
    assert (silent["actual_value"], silent["provenance"]) == ("", "")


def test_another_programme_keeps_its_samples_until_somebody_reports_on_it(office):
    assert {row["provenance"] for row in office("indicator-reports", of="chuanyu-institutes-2023")} == {"sample"}


def test_a_view_of_the_day_before_the_first_real_report_shows_the_samples(office):
    before = office("indicator-reports", as_of="2021-06-30")
    assert before and {row["provenance"] for row in before} == {"sample"}


def test_a_reported_actual_against_a_made_up_target_and_baseline_is_a_sample_judgement(office):
    for target_id, unit_id, period_id in ((CIRCLES, "sc-chengdu", "2019H1"), (PEOPLE, "sc-kjt", "2020H2")):
        (row,) = office("attainment", target_id=target_id, unit_id=unit_id, period_id=period_id)
        assert (row["provenance"], row["baseline_provenance"], row["target_provenance"]) == (
            "reported",
            "sample",
            "sample",
        )
        assert row["judgement_provenance"] == "sample"
        (lines,) = office("roll-ups", group_kind="unit", unit_id=unit_id, period_id=period_id)
        assert (lines["has_sample"], lines["provenance"]) == ("true", "sample")


def test_no_judgement_is_of_a_stronger_class_than_what_it_was_made_of(office):
    for row in office("attainment"):
        held = [row["provenance"] or None, row["target_provenance"], row["baseline_provenance"] or None]
        assert weakest([row["judgement_provenance"], *held]) == row["judgement_provenance"]

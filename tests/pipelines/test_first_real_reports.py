"""The first real reports beside samples: whatever a sample has a part in is a sample, what has none is reported."""

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

    def rows(dataset, **wanted):
        told = run_duibiao("export", dataset, "--programme", "cdm-zone-2018", data=data)
        assert told.returncode == 0, told.stderr
        found = csv.DictReader(io.StringIO(told.stdout))
        return [row for row in found if all(row[name] == value for name, value in wanted.items())]

    return rows


def test_a_forecast_through_a_sample_point_and_a_real_one_is_a_sample(office):
    drawn = office("forecasts", target_id=TRANSFERS, unit_id="sc-chengdu", period_id="2019H1", method="linear")
    assert [(float(row["forecast_value"]), row["provenance"]) for row in drawn] == [(1014.0, "sample")]
    points = office("forecast-points", target_id=TRANSFERS, unit_id="sc-chengdu")
    classes = {row["point_on"]: (float(row["point_value"]), row["provenance"], row["point_class"]) for row in points}
    assert classes["2018-12-31"] == (62.0, "sample", "sample")
    assert classes["2019-06-30"] == (300.0, "reported", "reported")
    assert classes["2019-12-31"] == (340.0, "reported", "reported")


def test_the_working_marks_the_sample_point_and_names_the_row_it_comes_from(office):
    (line,) = office("workings", target_id=TRANSFERS, unit_id="sc-chengdu", period_id="2019H1", figure="forecast")
    assert "62（样例）, 300" in line["words_zh"]
    assert "62 (sample), 300" in line["words_en"]
    assert line["provenance"] == "sample"
    assert "sample/reports/cdm-zone-2018/2018H2/sc-chengdu" in line["source_rows"]
    assert "archive/" in line["source_rows"]


def test_the_best_half_year_from_a_sample_on_is_a_sample(office):
    (row,) = office("run-rates", target_id=TRANSFERS, unit_id="sc-chengdu", period_id="2019H1")
    assert (float(row["best_value"]), row["best_provenance"], row["provenance"]) == (238.0, "sample", "sample")


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


def test_a_sum_with_one_sample_part_and_what_changed_since_a_sample_are_samples(office):
    (whole,) = office("attainment", target_id=TRANSFERS, unit_id="", period_id="2019H1")
    assert whole["provenance"] == "sample"
    first, second = (
        office("changes", target_id=TRANSFERS, unit_id="sc-chengdu", after_period_id=period_id)[0]
        for period_id in ("2019H1", "2019H2")
    )
    assert (first["before_provenance"], first["after_provenance"], first["provenance"]) == (
        "sample",
        "reported",
        "sample",
    )
    assert (second["before_provenance"], second["after_provenance"], second["provenance"]) == ("reported",) * 3
    assert float(second["change_value"]) == 40.0


def test_a_sample_carried_by_a_real_nil_report_stays_a_sample(office):
    (row,) = office("attainment", target_id=TRANSFERS, unit_id="sc-deyang", period_id="2019H1")
    assert (row["actual_value"], row["provenance"]) == ("14", "sample")


def test_no_judgement_is_of_a_stronger_class_than_what_it_was_made_of(office):
    for row in office("attainment"):
        held = [row["provenance"] or None, row["target_provenance"], row["baseline_provenance"] or None]
        assert weakest([row["judgement_provenance"], *held]) == row["judgement_provenance"]

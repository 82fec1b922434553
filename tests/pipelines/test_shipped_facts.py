"""What the shipped data must say, read as a stranger would: through the exports of the command line."""

import csv
import io
from collections import Counter
from decimal import Decimal

import pytest


@pytest.fixture(scope="module")
def export(shipped, run_duibiao):
    def run(dataset):
        done = run_duibiao("export", dataset, "--format", "csv", data=shipped)
        assert done.returncode == 0, done.stderr
        return list(csv.DictReader(io.StringIO(done.stdout)))

    return run


# indicator, due year, comparator, value (or low–high), measure unit, measure type, scope: typed by hand from the texts.
TARGETS = """
civil-military-transfers 2020 >= 1000 项 cumulative cdm-zone
civil-military-smes 2020 >= 1000 家 cumulative cdm-zone
university-circles 2020 >= 10 个 stock cdm-zone
circle-startup-teams 2020 >= 2000 家 cumulative cdm-zone
university-projects 2020 >= 3000 项 cumulative cdm-zone
university-incubated-firms 2020 >= 1000 家 cumulative cdm-zone
special-project-results 2020 >= 50 项 cumulative cdm-zone
biomedical-firms 2020 > 800 家 stock cdm-zone
demonstration-firms 2020 >= 600 家 stock cdm-zone
technology-contract-turnover 2020 > 700 亿元 annual_flow sichuan
national-transfer-institutions 2020 >= 50 家 stock sichuan
technology-brokers 2020 >= 1000 人 stock sichuan
high-tech-output-share 2020 > 30 % ratio sichuan
incubators 2020 >= 700 家 stock sichuan
transfer-practitioners 2020 >= 100000 人 stock sichuan
co-built-platforms 2025 >= 15 个 cumulative sichuan-chongqing
new-rd-institutions 2025 >= 10 个 cumulative sichuan-chongqing
institute-rd-spending 2025 expectation 800 亿元 annual_flow sichuan-chongqing
valid-invention-patents 2025 > 20000 件 stock sichuan-chongqing
registered-contract-value 2025 >= 50 亿元 annual_flow sichuan-chongqing
comprehensive-centres 2018 range 1–2 家 stock tianjin
comprehensive-centres 2020 range 3–5 家 stock tianjin
specialised-centres 2020 >= 150 家 stock tianjin
"""


def test_the_23_targets_with_their_values_and_comparators(export):
    rows = export("targets")
    found = {
        (
            row["indicator_id"],
            row["due_on"],
            row["comparator"],
            row["target_value"] or f"{row['target_low']}–{row['target_high']}",
            row["measure_unit"],
            row["measure_type"],
            row["scope_id"],
        )
        for row in rows
    }
    expected = set()
    for line in TARGETS.strip().splitlines():
        indicator, year, *rest = line.split()
        expected.add((indicator, f"{year}-12-31", *rest))
    assert len(rows) == 23
    assert found == expected


def test_every_target_quotes_the_words_that_carry_its_figure(export):
    for row in [*export("targets"), *export("task-targets")]:
        assert 2 <= len(row["phrase"]) <= 40
        assert row["value_as_printed"].removeprefix("突破") in row["phrase"]
        assert row["section"]
    assert {row["document_number"] for row in export("targets") if row["programme_id"] == "cdm-zone-2018"} == {
        "川办函〔2018〕87号"
    }


def test_the_yearly_floor_stands_apart_from_the_goals(export):
    (floor,) = export("task-targets")
    assert (floor["comparator"], floor["target_value"], floor["task_id"]) == ("annual_floor", "10", "cdm-t16")


def test_responsibilities_of_the_zone(export):
    rows = [row for row in export("responsibilities") if row["programme_id"] == "cdm-zone-2018"]
    leads = Counter(row["unit_name"] for row in rows if row["role"] == "lead")
    parts = Counter(row["unit_name"] for row in rows)
    assert len({row["task_id"] for row in rows}) == 24
    assert len(parts) == 24
    assert leads == {"科技厅": 18, "省国防科工办": 2, "成都市人民政府": 2, "省金融工作局": 1, "省知识产权局": 1}
    assert (parts["科技厅"], parts["成都市人民政府"]) == (24, 19)
    ambiguous = {(row["task_number"], row["unit_name"]) for row in rows if row["is_ambiguous"] == "true"}
    assert ambiguous == {("(三)3", f"{city}市人民政府") for city in ("成都", "德阳", "绵阳")}


def test_ten_joint_tasks_and_26_units(export):
    tasks = Counter(row["programme_id"] for row in export("tasks"))
    assert tasks == {"cdm-zone-2018": 24, "chuanyu-institutes-2023": 10}
    units = export("units")
    assert len(units) == 26
    science = next(row for row in units if row["unit_name"] == "科技厅")
    assert {"四川省科技厅", "四川省科学技术厅"} <= set(science["alias_names"].split(";"))


def test_the_headline_target_was_passed_in_2018_by_official_figures(export):
    rows = {
        row["period_id"]: row
        for row in export("attainment")
        if row["target_id"] == "cdm-technology-contract-turnover" and not row["unit_id"]
    }
    assert {(p, r["actual_value"], r["provenance"], r["status"]) for p, r in rows.items()} == {
        ("2018H2", "996.7", "published", "achieved"),
        ("2019H1", "996.7", "published", "achieved"),
        ("2019H2", "1211.95", "published", "achieved"),
        ("2020H1", "1211.95", "published", "achieved"),
        ("2020H2", "1244.59", "published", "achieved"),
    }
    assert Decimal(rows["2020H2"]["attainment_pct"]) == round(Decimal("1244.59") / 7, 4)


def test_the_official_series_is_whole_and_official(export):
    rows = [r for r in export("observations") if r["source_file"].endswith("turnover_by_province.csv")]
    assert len(rows) == 428
    sichuan = [(r["period_label"], r["actual_value"]) for r in rows if r["scope_name"] == "四川省"]
    assert sichuan[0] == ("2011", "67.83")
    assert sichuan[-1] == ("2024", "2596.48")
    assert {(r["provenance"], r["issuer"], r["measure_unit"]) for r in rows} == {("published", "国家统计局", "亿元")}


@pytest.mark.parametrize(
    ("indicator_id", "scope_name", "actual_value"),
    [
        ("incubators", "四川省", "432"),
        ("national-transfer-institutions", "四川省", "83"),
        ("high-tech-output-share", "四川省", "34.8"),
        ("university-circles", "成都市", "8"),
        ("co-built-platforms", "川渝", "11"),
        ("technology-contract-turnover", "四川省", "304"),
    ],
)
def test_figures_on_another_basis_say_so_with_a_reason(export, indicator_id, scope_name, actual_value):
    rows = [
        row
        for row in export("observations")
        if (row["indicator_id"], row["scope_name"], row["actual_value"]) == (indicator_id, scope_name, actual_value)
    ]
    assert rows
    assert all(row["basis_match"] == "different" and row["basis_reason_zh"] and row["basis_reason_en"] for row in rows)


def test_qualifiers_travel_with_the_numbers(export):
    qualifiers = Counter(row["qualifier"] for row in export("observations"))
    assert {"ge", "lt", "est", "est_ge"} <= set(qualifiers)


def test_sample_reports_cover_every_unit_and_round_and_are_classed_so(export):
    reports = export("reports")
    assert len([r for r in reports if r["programme_id"] == "cdm-zone-2018"]) == 24 * 5
    assert len([r for r in reports if r["programme_id"] == "chuanyu-institutes-2023"]) == 2 * 5
    states = Counter(row["state"] for row in reports)
    assert {"missing", "returned", "submitted", "accepted", "locked"} <= set(states)
    assert any(row["is_nil"] == "true" for row in reports)
    assert any(int(row["version"] or 0) > 1 for row in reports)
    assert any(int(row["days_late"] or 0) > 30 for row in reports)
    assert {row["provenance"] for row in reports} == {"sample", ""}
    assert {row["provenance"] for row in export("unit-targets")} == {"sample"}
    reported = [row for row in export("observations") if row["submission_id"]]
    assert {row["provenance"] for row in reported} == {"sample"}


def test_missing_figures_are_empty_and_never_zero_or_nan(export):
    rows = export("attainment")
    missing = [row for row in rows if row["status_reason"] == "no_report"]
    assert missing
    assert all(row["actual_value"] == row["attainment_pct"] == row["pace_ratio"] == "" for row in missing)
    assert not any(value.lower() in ("nan", "inf", "-inf", "none") for row in rows for value in row.values())


def test_a_report_under_another_name_finds_its_unit(snapshot):
    rows = snapshot.select(
        "select count(*) as n from fact.submission where unit_id = 'sc-kjt' and programme_id = 'cdm-zone-2018'"
    )
    # One of the five is signed 四川省科学技术厅.
    assert rows == [{"n": 5}]

"""All that tests assert about the shipped data: whoever changes these data reads here what has to be written anew."""

import csv
import functools
import html
import io
import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import pytest

from dashboards.address import Address
from dashboards.documents.orders import Order, papers
from dashboards.documents.typesetting.paper import Heading, Table
from dashboards.markup import markup
from dashboards.web.screens import page_and_build
from metrics.reading.overview import overview
from metrics.reading.programme import all_programmes
from metrics.reading.target import target_view
from metrics.reading.unit_counts import counts_of_units
from metrics.working.average import programme_average
from metrics.working.judgements import PROGRAMME_LEVEL, figure_workings
from pipelines.office import Office
from pipelines.template.contents import make_template
from tests.dashboards.documents.test_gaps import body, only
from tests.dashboards.documents.test_papers import texts
from tests.metrics.test_figure_working import computed
from tests.shipped import shipped_catalog

pytestmark = pytest.mark.slow

CDM, HEADLINE = "cdm-zone-2018", "cdm-technology-contract-turnover"


def words_at(snapshot, path, search=""):
    """The words of a page."""
    page, _ = page_and_build(snapshot, Address.parse(path, search))
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", markup(page.content)[0])).split())


@pytest.fixture(scope="module")
def july(snapshot):
    return snapshot.as_of(date(2019, 7, 31))


# --- what is declared


def test_five_documents_and_26_units_are_declared():
    catalog = shipped_catalog()
    assert [policy.id for policy in catalog.policies] == [
        "cdm-zone-2018",
        "chuanyu-institutes-2023",
        "sichuan-centres-2022",
        "sichuan-centres-2025",
        "tianjin-centres-2018",
    ]
    assert len(catalog.units) == 26
    assert catalog.unit_ids_by_name()["四川省科学技术厅"] == catalog.unit_ids_by_name()["科技厅"]


def test_validity_of_the_two_sichuan_documents_leaves_the_gap():
    policies = {policy.id: policy for policy in shipped_catalog().policies}
    old, new = policies["sichuan-centres-2022"], policies["sichuan-centres-2025"]
    assert (old.validity, str(old.expires_on)) == ("lapsed", "2024-01-31")
    assert (new.validity, str(new.in_force_on), str(new.expires_on)) == ("in_force", "2025-02-14", "2030-02-13")
    assert policies["cdm-zone-2018"].validity == "repealed"


# --- as a stranger reads it: through the exports of the command line


@pytest.fixture(scope="module")
def export(shipped, run_duibiao):
    @functools.cache
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


def test_an_export_as_of_a_day_gives_what_had_been_recorded_by_then(run_duibiao, shipped):
    latest = run_duibiao("export", "restatements", data=shipped).stdout.splitlines()
    assert len(latest) == 1 + 3
    september = run_duibiao("export", "restatements", "--as-of", "2019-09-30", data=shipped).stdout.splitlines()
    assert september == latest[:2]
    july = run_duibiao("export", "changes", "--as-of", "2019-07-31", data=shipped).stdout
    assert ",2018H2,2019H1,74,196,122," in july
    assert "2019H2" not in july
    reconciliation = run_duibiao("export", "reconciliation", "--as-of", "2019-07-31", data=shipped).stdout
    assert ",transfers,196,172,172,24,13.953488372093023," not in reconciliation
    assert ",transfers,196,172,172,24,13.9535,3.44,项,differs,sample,sample," in reconciliation
    assert ",sample/evidence/platforms/sample.csv,2" in run_duibiao("export", "evidence", data=shipped).stdout


def test_the_last_round_of_the_sample_shows_every_kind_of_end(export):
    ends = {row["indicator_id"]: row["actual_value"] for row in export("attainment")
            if (row["programme_id"], row["period_id"], row["unit_id"]) == (CDM, "2020H2", "")}  # fmt: skip
    assert ends["circle-startup-teams"] == "2866"  # 143.3 % of 2000
    assert ends["civil-military-smes"] == "1007"  # just
    assert ends["university-circles"] == "9"  # of 10
    assert ends["biomedical-firms"] == "800"  # where more than 800 is asked
    assert ends["transfer-practitioners"] == ""


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


def test_every_target_with_reports_and_no_official_figure_has_a_sample_of_its_parts(export):
    divided = {row["target_id"] for row in export("unit-targets")}
    asked = [row["target_id"] for row in (*export("targets"), *export("task-targets"))
             if row["programme_id"] in (CDM, "chuanyu-institutes-2023")]  # fmt: skip
    assert len(divided) == 20
    assert divided == set(asked) - {HEADLINE}


def test_a_report_under_another_name_finds_its_unit(snapshot):
    rows = snapshot.select(
        "select count(*) as n from fact.submission where unit_id = 'sc-kjt' and programme_id = 'cdm-zone-2018'"
    )
    # One of the five is signed 四川省科学技术厅.
    assert rows == [{"n": 5}]


# --- what changed, and how figures came about


def test_the_shipped_restatements_are_the_three_corrections_of_the_scenario(snapshot):
    rows = snapshot.select("select unit_id, period_id, old_value, new_value from mart.restatement order by restated_at")
    assert [tuple(row.values()) for row in rows] == [
        ("sc-mianyang", "2019H1", Decimal(196), Decimal(172)),
        ("sc-chengdu", "2019H2", Decimal(661), Decimal(675)),
        ("cq-kjj", "2025H1", Decimal("5.95"), Decimal("6.80")),
    ]


def test_a_unit_that_did_not_report_stands_with_its_last_known_value(snapshot):
    (entry,) = figure_workings(
        snapshot, target_id="cdm-university-projects", unit_id=PROGRAMME_LEVEL, period_id="2020H2"
    )
    carried = [row for row in entry.rows if row.kind == "last_known"]
    assert [(row.unit_id, row.period_label) for row in carried] == [("sc-jyt", "2020H1")]


def test_what_is_asked_is_said_in_the_words_of_each_comparator(snapshot):
    asked = {entry.target_id: entry.requirement.zh for entry in figure_workings(snapshot)}
    assert asked[HEADLINE] == "超过700亿元（恰好等于不算完成）"
    assert asked["chuanyu-institute-rd-spending"] == "预计达到800亿元（预期，不作考核判定）"
    assert asked["tianjin-comprehensive-centres-2020"] == "在3家至5家之间（含两端）"


def test_the_clause_and_the_published_source_stand_beside_the_headline_figure(snapshot):
    (entry,) = figure_workings(
        snapshot, target_id="cdm-technology-contract-turnover", unit_id=PROGRAMME_LEVEL, period_id="2018H2"
    )
    assert entry.clause.document_number == "川办函〔2018〕87号"
    assert "700亿元" in entry.clause.phrase
    (row,) = entry.rows
    assert (row.provenance, row.source_file) == ("published", "published/technology_market_turnover_by_province.csv")
    assert entry.working("attainment").formula.zh == "完成率 = 实际 ÷ 目标 = 996.7 ÷ 700 = 142.4%"


def test_the_average_of_a_programme_shows_its_terms_and_both_bounds(snapshot):
    working = programme_average(snapshot, "cdm-zone-2018", "2020H2")
    assert computed(working.missing_left_out.en) == pytest.approx(94.688, abs=0.001)
    assert computed(working.missing_as_zero.zh) == pytest.approx(83.326, abs=0.001)
    assert working.missing_ids == ("cdm-transfer-practitioners", "cdm-university-projects")
    refused = programme_average(snapshot, "chuanyu-institutes-2023", "2024H1")
    assert (refused.reason, refused.missing_left_out) == ("no_weights", None)
    assert programme_average(snapshot, "cdm-zone-2018", "1999H1") is None


def test_the_headline_series_is_forecast_from_official_years_only(snapshot):
    (row,) = snapshot.select("""
        select * from mart.forecast_summary
        where target_id = 'cdm-technology-contract-turnover' and unit_id is null and period_id = '2019H2'
    """)
    # Nine official years, 67.83 in 2011 to 1211.95 in 2019: one step of their mean change on top.
    assert row["sample_count"] == 9
    assert row["forecast_value"] == pytest.approx(1211.95 + (1211.95 - 67.83) / 8)
    assert row["interval_low"] < 1244.59 < row["interval_high"]  # what 2020 then brought
    assert "9 points" in row["sentence_en"]


def test_scorecards_count_what_the_files_say(snapshot):
    cards = {card.unit.unit_id: card for card in counts_of_units(snapshot, CDM, "2019H2")}
    assert len(cards) == 24
    science, education = cards["sc-kjt"], cards["sc-jyt"]
    assert (science.tasks.lead_task_count, science.tasks.support_task_count) == (18, 6)
    assert sum(card.tasks.lead_task_count for card in cards.values()) == 24
    # 教育厅 was 20 to 23 days late in 2019H1, and on time in the rounds around it.
    assert (education.timeliness.rounds_due_count, education.timeliness.rounds_late_count) == (3, 1)
    assert 20 <= education.timeliness.days_late_sum <= 24
    # 成都市 corrected its accepted report of 2019H2; 省中医药局 had one returned.
    assert cards["sc-chengdu"].quality.corrected_count == 1
    assert (cards["sc-zyyj"].quality.returned_count, cards["sc-zyyj"].quality.version_count) == (1, 2)
    silent = cards["sc-gzw"]
    assert silent.timeliness.report_state == "missing"
    assert silent.tasks.task_unreported_count == silent.tasks.lead_task_count + silent.tasks.support_task_count


def test_a_template_is_filled_in_with_the_target_and_the_last_value(shipped):
    template = make_template(Office(shipped / "raw", with_sample=True), "省科技厅", "2019年下半年")
    rows = {row.item.item_id: row.values for row in template.rows}
    brokers = rows["technology-brokers"]
    assert (brokers["item_name"], brokers["measure_unit"], brokers["last_value"]) == ("职业化技术经纪人", "人", 512)
    assert "示意" in brokers["target_value"]
    assert rows["technology-contract-turnover"]["target_value"].startswith(">700")


# --- as of a day


def test_the_view_of_july_2019_has_the_figure_that_was_corrected_in_september(snapshot, july):
    question = (
        "select unit_id, actual_value from mart.attainment where target_id = 'cdm-civil-military-transfers' "
        "and period_id = '2019H1' and (unit_id is null or unit_id = 'sc-mianyang') order by 1 nulls first"
    )
    # By hand: Mianyang reported 196 on 27 June and 172 in September; the zone's five parts came to 488, then 464.
    assert [int(row["actual_value"]) for row in july.select(question)] == [488, 196]
    assert [int(row["actual_value"]) for row in snapshot.select(question)] == [464, 172]


def test_the_view_of_july_2019_knows_nothing_later(july):
    assert july.select("select max(period_id) as last from mart.attainment where programme_id = 'cdm-zone-2018'") == [
        {"last": "2019H1"}
    ]
    assert july.select("select count(*) as n from fact.submission where submitted_on > date '2019-07-31'") == [{"n": 0}]
    assert july.select("select count(*) as n from fact.task_report where recorded_at >= date '2019-08-01'") == [
        {"n": 0}
    ]
    headline = july.select(
        "select actual_value, actual_period_label as label from mart.attainment where period_id = '2019H1' "
        "and target_id = 'cdm-technology-contract-turnover'"
    )
    assert headline == [{"actual_value": Decimal("996.700000"), "label": "2018"}]
    assert july.rows("build")[0]["build_id"] == july.build.build_id


def test_each_published_figure_says_by_what_its_recorded_day_is_known(snapshot):
    rows = snapshot.select(
        "select distinct source_date_text as text, recorded_basis as basis, "
        "cast(recorded_at at time zone 'UTC' as date) as day, "
        "period_ends_on as ends_on from fact.observation where provenance = 'published'"
    )
    known = {(row["text"], row["basis"], row["day"]) for row in rows}
    assert {
        ("2019-02-22", "published_on", date(2019, 2, 22)),
        ("2025-01-20 (repost 2025-01-23)", "published_on", date(2025, 1, 20)),
        ("2018-12 (text: 截至11月底)", "published_month", date(2018, 12, 31)),
        ("2024-01/2024 (content: 2023年)", "published_year", date(2024, 12, 31)),
        ("2015", "published_year", date(2015, 12, 31)),
    } <= known
    undated = [row for row in rows if row["basis"] == "period_end"]
    assert undated
    assert all(row["day"] == row["ends_on"] for row in undated)


@pytest.mark.parametrize(
    ("day", "state", "version", "counted", "is_closed", "is_correction"),
    [
        ("2019-07-31", "accepted", 1, 1, False, False),
        ("2019-08-30", "locked", 1, 1, True, False),
        ("2019-09-17", "submitted", 2, 1, False, True),
        ("2019-09-19", "accepted", 2, 2, False, True),
        ("2019-10-01", "locked", 2, 2, True, True),
    ],
)
def test_a_round_is_seen_as_it_stood_on_a_day(snapshot, day, state, version, counted, is_closed, is_correction):
    rows = snapshot.as_of(date.fromisoformat(day)).select("""
        select state, version, counted_version, is_closed, is_correction from mart.report_round
        where unit_id = 'sc-mianyang' and period_id = '2019H1'
    """)
    assert [tuple(row.values()) for row in rows] == [(state, version, counted, is_closed, is_correction)]


# --- records behind figures


def test_the_sample_bears_out_some_reports_and_not_others(snapshot):
    rows = snapshot.select("select unit_id, indicator_id, period_id, verdict, reported_value from mart.reconciliation")
    assert Counter(row["verdict"] for row in rows) == {"agrees": 46, "differs": 9, "no_evidence": 24, "neither": 1}
    differing = defaultdict(set)
    for row in rows:
        if row["verdict"] == "differs":
            differing[row["unit_id"], row["indicator_id"]].add(row["period_id"])
    assert differing == {
        ("sc-deyang", "civil-military-transfers"): {"2019H2", "2020H1", "2020H2"},
        ("sc-deyang", "civil-military-smes"): {"2020H1", "2020H2"},
        ("sc-chengdu", "biomedical-firms"): {"2020H2"},
        ("cq-kjj", "co-built-platforms"): {"2025H1", "2025H2"},
        ("sc-kjt", "registered-contract-value"): {"2025H2"},
    }
    assert all(row["reported_value"] is not None for row in rows if row["verdict"] == "no_evidence")


def test_the_ledger_bears_out_the_correction_and_not_the_first_report(snapshot):
    question = (
        "select cast(reported_value as integer) as said, cast(evidence_value as integer) as shown, verdict "
        "from mart.reconciliation where unit_id = 'sc-mianyang' and period_id = '2019H1' "
        "and indicator_id = 'civil-military-transfers'"
    )
    assert snapshot.as_of(date(2019, 7, 31)).select(question) == [{"said": 196, "shown": 172, "verdict": "differs"}]
    assert snapshot.select(question) == [{"said": 172, "shown": 172, "verdict": "agrees"}]


# --- centres


def test_published_centres_keep_their_names_source_and_what_is_not_stated(snapshot):
    found = {row["centre_name"]: row for row in snapshot.select("select * from fact.centre")}
    photovoltaic = found["四川省晶硅光伏技术创新中心"]
    assert (photovoltaic["centre_id"], photovoltaic["started_on"].isoformat()) == (
        "pub-sc-crystalline-silicon",
        "2025-02-12",
    )
    assert found["四川省陶瓷基复合材料技术创新中心"]["lead_unit"] is None
    assert found["四川省新能源汽车先进动力技术创新中心"]["started_on"] is None
    national = found["国家川藏铁路技术创新中心"]
    assert (national["level"], national["programme_id"], national["provenance"]) == ("national", None, "published")
    members = snapshot.select("select * from fact.centre_member where centre_id = 'pub-sc-rare-earth'")
    assert [row["role"] for row in members].count("member") == 3


# --- pages and documents


def test_the_headline_target_was_passed_in_2018_two_years_early(snapshot):
    text = words_at(snapshot, f"/target/{HEADLINE}")
    assert "2018年首次达到目标，提前 2 年" in text
    assert "最早于2018年达成（996.70 亿元），比期限提前 2 年" in text
    assert "川办函〔2018〕87号" in text
    assert "失效" in text
    english = words_at(snapshot, f"/target/{HEADLINE}", "?lang=en")
    assert "First met in 2018, 2 years early." in english
    assert "RMB 99.67 billion" in english


def test_the_headline_gauge_shows_the_published_figure(snapshot):
    programme = next(p for p in all_programmes(snapshot) if p.programme_id == "cdm-zone-2018")
    first = overview(snapshot, programme, None).headline[0]
    assert (first.target_id, str(first.actual_value), first.provenance) == (HEADLINE, "1244.590000", "published")
    assert first.is_exceeded


def test_the_history_holds_the_whole_official_series(snapshot):
    view = target_view(snapshot, HEADLINE, None)
    years = {point.period_label: point for point in view.main_series}
    assert sorted(years) == [str(year) for year in range(2011, 2025)]
    assert str(years["2018"].actual_value) == "996.700000"


def test_exactly_the_figure_is_explained_where_more_was_asked(snapshot):
    assert "恰为目标数；原文为“超过”" in words_at(snapshot, "/target/cdm-biomedical-firms")


def test_a_unit_is_told_between_which_bounds_its_targets_are_met_and_why_there_is_no_average(snapshot):
    text = words_at(snapshot, "/unit/sc-kjt")
    assert "5项单位分解中已达成1项；1项缺数或数字不完整，达成项数在1至2项之间。尚未设定权重，不计算平均完成率" in text
    complete = words_at(snapshot, "/unit/sc-deyang", "?lang=en")
    assert "Of 7 unit parts, 0 met; none lacks a figure. No weights are set" in complete


def test_what_was_exceeded_and_met_early_is_said(snapshot):
    ((_, paper),) = papers(snapshot, Order(CDM, "2020H2", "zh", "docx"))
    (said,) = [text for text in texts(paper) if text.startswith("技术合同交易额。")]
    assert "完成率177.8%，超额完成。2018年首次达到目标，提前2年。数字来源：公布。" in said


def test_a_supporting_unit_whose_report_stands_returned_is_named_and_asked(snapshot):
    ((_, paper),) = papers(snapshot, Order(CDM, "2020H2", "zh", "docx"))
    assert any(text.startswith("配合单位中，报告被退回、尚未重新报送：教育厅（") for text in texts(paper))
    assert any(text == "配合单位中，迟报：财政厅（迟报8天）。" for text in texts(paper))
    ((_, told),) = papers(snapshot, Order(CDM, "2020H2", "zh", "docx", unit_id="sc-jyt"))
    assert "2020年下半年报告已退回，请修改后重新报送。" in list(texts(told))


def test_a_unit_behind_or_silent_is_asked(snapshot):
    ((_, paper),) = papers(snapshot, Order(CDM, "2019H2", "zh", "docx", unit_id="sc-kjt"))
    asked = [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 3]
    assert "单位分解“国家技术转移示范机构”为“滞后”，请说明原因和措施。" in asked
    assert "“技术转移从业人员”暂无数据，请补报同口径数据。" in asked


def test_a_programme_that_names_no_lead_unit_asks_none(snapshot):
    ((_, paper),) = papers(snapshot, Order("tianjin-centres-2018", "2020", "zh", "docx"))
    said = " ".join(texts(paper))
    assert "请有关单位查明原因" in said and "请牵头单位" not in said
    assert "与2019年相比，2项方案目标的状态有变化。" in said and "其中其他变化" not in said


def test_a_bulletin_without_data_gives_its_reason_once_and_every_name(real_only):
    said = body(only(real_only))
    assert sum("没有同口径的实际数" in text for text in said) == 1
    assert "暂无数据（14项方案目标、1项任务年度要求）" in said
    assert "成都市人民政府（2项）：环高校知识经济圈、环高校知识经济圈创新创业团队。" in said
    listed = [text for text in said if re.match(r".+（\d+项）：", text)]
    assert sum(int(re.search(r"（(\d+)项）：", text)[1]) for text in listed) == 15
    assert any(text.startswith("暂无数据的5项：国家技术转移示范机构（不低于50家）、") for text in said)


def test_a_scope_without_any_figure_has_no_table_and_the_other_only_rows_with_figures(real_only):
    tables = [block for block in only(real_only).blocks if isinstance(block, Table)]
    assert [[row[0] for row in table.rows] for table in tables[1:]] == [["技术合同交易额"]]


def test_a_lead_unit_is_asked_once_for_the_figures_of_its_targets(real_only):
    asked = [text for text in body(only(real_only, unit_id="sc-kjt")) if "请补齐同口径数据" in text]
    assert len(asked) == 1 and asked[0].count("”") == 12
    assert not any("请补齐同口径数据" in text for text in body(only(real_only, unit_id="sc-tjj")))

"""The table of cases: each gives the right verdict under the right clause, and a new document is data alone."""

import shutil
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalog import CatalogError, load_catalog
from metrics.catalog.centre_rules import (
    Body,
    Cap,
    Consequence,
    ForbiddenUse,
    Grades,
    Matching,
    Period,
    ReportDue,
    Requirement,
)
from metrics.catalog.centre_rules import Step as StepRule
from metrics.centres import Centre, Change, Entry, Event, Project, Report, judge, life, limits, rule_books
from metrics.centres.facts import EVENTS
from metrics.centres.life import FOLLOWS
from metrics.centres.rule_book import RuleBook
from metrics.centres.verdict import VERDICTS
from metrics.sentences import Bilingual, load_sentences
from pipelines.definitions.files import read_files
from tests.shipped import RAW, shipped_catalog

BOOKS = rule_books(shipped_catalog())
OLD, NEW, TIANJIN = "sichuan-centres-2022", "sichuan-centres-2025", "tianjin-centres-2018"
GAP = date(2024, 2, 1), date(2025, 2, 13)
IN_OLD, IN_GAP, TODAY = date(2023, 6, 1), date(2024, 6, 30), date(2026, 11, 25)
SOUND = {
    "legal_form": "独立法人",
    "director_post": "全职",
    "separate_ledger": "是",
    "board": "是",
    "expert_committee": "是",
}


def sichuan(**changes):
    told = {"name": "四川省测试技术创新中心", "province": "四川省", "started_on": date(2022, 5, 18), "facts": SOUND}
    return Centre("c", **{**told, **changes})


def tianjin(**changes):
    told = {"name": "天津市测试技术创新中心", "province": "天津市", "centre_type": "综合性", "started_on": date(2018, 10, 16),
            "facts": SOUND}  # fmt: skip
    return Centre("t", **{**told, **changes})


numbers = count()


def grant(day, amount, funder="省级财政", purpose="建设支持", **more):
    return Entry(f"g{next(numbers)}", day, "grant", funder, Decimal(amount), purpose, **more)


def to_project(day, amount):
    return grant(day, amount, "市财政", "研发能力建设", project_id="p")


def project(investment):
    return (Project("p", Decimal(investment)),)


def spent(day, amount, category, funder="省级财政"):
    return Entry(f"s{next(numbers)}", day, "spending", funder, Decimal(amount), None, category)


def verdicts(centre, day, topic, books=BOOKS):
    return [v for v in judge(books, centre, day) if v.topic == topic]


def the(centre, day, topic, rule_id=None):
    (found,) = [v for v in verdicts(centre, day, topic) if rule_id in (None, v.rule_id)]
    return found


def said(verdict):
    return verdict.verdict, verdict.document_id, verdict.article


# --- the caps


def test_a_cap_exactly_reached_is_kept_and_nothing_is_left():
    centre = sichuan(money=(grant(date(2025, 3, 1), "300"), grant(date(2025, 4, 1), "200")))
    found = the(centre, TODAY, "grant")
    assert said(found) == ("met", NEW, "六、（五）")
    assert (found.reason, found.used_value, found.left_value) == ("cap_reached", 500, 0)
    assert "300 + 200 = 500 ≤ 500" in found.working.zh


def test_one_cent_over_the_cap_breaks_it():
    centre = sichuan(money=(grant(date(2025, 3, 1), "300"), grant(date(2025, 4, 1), "200.000001")))
    found = the(centre, TODAY, "grant")
    assert said(found) == ("broken", NEW, "六、（五）")
    assert (found.used_value, found.left_value) == (Decimal("500.000001"), Decimal("-0.000001"))
    assert "上限500万元，超出0.000001万元（即0.01元）" in found.sentence.zh


def test_money_of_others_and_for_other_ends_does_not_count_against_the_cap():
    others = (grant(date(2025, 3, 1), "400", "市州财政"), grant(date(2025, 3, 2), "400", purpose="科研项目"))
    centre = sichuan(money=(grant(date(2025, 3, 1), "500"), *others))
    found = the(centre, TODAY, "grant", "build-cap")
    assert (found.verdict, found.used_value) == ("met", 500)


def test_a_grant_in_the_gap_is_under_no_cap_and_not_counted_by_the_next_one():
    centre = sichuan(money=(grant(IN_GAP, "400"), grant(date(2025, 3, 1), "200")))
    capped, gap = sorted(verdicts(centre, TODAY, "grant"), key=lambda v: v.verdict)
    assert said(capped) == ("met", NEW, "六、（五）")
    assert (capped.used_value, capped.left_value) == (200, 300)
    assert "另有400万元支付于该文件施行期之外，不计入" in capped.working.zh
    assert said(gap) == ("not_covered", None, None)
    assert gap.used_value == 400


def test_a_grant_under_the_old_measures_is_not_judged_by_the_new_cap():
    found = the(sichuan(money=(grant(IN_OLD, "900"),)), TODAY, "grant")
    assert said(found) == ("not_covered", None, None)
    assert "不借用" in found.sentence.zh


def test_a_grant_after_the_build_period_is_outside_what_the_clause_speaks_of():
    found = the(sichuan(money=(grant(date(2025, 6, 1), "100"),)), TODAY, "grant")
    assert (found.verdict, found.reason) == ("attention", "cap_outside")


@pytest.mark.parametrize(
    ("investment", "grants", "rule_id", "verdict", "left"),
    [
        ("1500", ["200", "250"], "share-cap", "met", "0"),  # 30 % = 450 comes before 500 a year
        ("1500", ["200", "250.000001"], "share-cap", "broken", "-0.000001"),
        ("6000", ["500", "500", "500"], "share-cap", "met", "300"),
        ("6000", ["500", "500", "500"], "year-cap", "met", "0"),
        ("6000", ["500.000001"], "year-cap", "broken", "-0.000001"),
    ],
)
def test_in_tianjin_the_share_and_the_yearly_cap_are_both_kept(investment, grants, rule_id, verdict, left):
    money = tuple(to_project(date(2019 + year, 6, 1), amount) for year, amount in enumerate(grants))
    found = verdicts(tianjin(money=money, projects=project(investment)), date(2022, 1, 1), "grant")
    worst = min((v for v in found if v.rule_id == rule_id), key=lambda v: VERDICTS.index(v.verdict))
    assert said(worst) == (verdict, TIANJIN, "六、（二）")
    assert worst.left_value == Decimal(left)


@pytest.mark.parametrize(
    ("investment", "most", "binding"),
    [("2000", "600", "投资比例"), ("6000", "1500", "年度上限"), ("5000", "1500", "投资比例")],
)
def test_a_project_gets_the_lesser_of_its_share_and_three_years(investment, most, binding):
    centre = tianjin(money=(to_project(date(2019, 6, 1), "100"),), projects=project(investment))
    found = the(centre, date(2020, 1, 1), "grant", "share-cap")
    assert f"{binding}" in found.working.zh
    assert found.working.zh.endswith(f"最多可得 {most}")


def test_it_is_said_which_year_binds():
    money = (to_project(date(2019, 6, 1), "200"), to_project(date(2020, 6, 1), "480"))
    found = limits(BOOKS, tianjin(money=money, projects=project("6000")), date(2021, 1, 1))
    assert [limit.window for limit in found if limit.is_binding] == ["2020"]


def test_a_grant_in_the_fourth_year_is_beyond_the_three():
    money = (to_project(date(2019, 6, 1), "100"), to_project(date(2022, 3, 1), "50"))
    found = the(tianjin(money=money, projects=project("6000")), date(2022, 12, 31), "grant", "years-cap")
    assert said(found) == ("broken", TIANJIN, "六、（二）")
    assert found.used_value == 50


@pytest.mark.parametrize(
    ("started_on", "booked_on", "used"),
    [
        # The guidelines came into force on 14 February 2025; the build period of a start on 18 May 2022 ends on 17 May.
        (date(2022, 5, 18), date(2025, 2, 13), 0),
        (date(2022, 5, 18), date(2025, 2, 14), 100),
        (date(2022, 5, 18), date(2025, 5, 17), 100),
        (date(2022, 5, 18), date(2025, 5, 18), 0),
        (date(2025, 3, 1), date(2025, 2, 28), 0),
        (date(2025, 3, 1), date(2025, 3, 1), 100),
    ],
)
def test_the_first_and_the_last_day_of_a_window_belong_to_it(started_on, booked_on, used):
    centre = sichuan(started_on=started_on, money=(grant(booked_on, "100"),))
    (limit,) = limits(BOOKS, centre, TODAY)
    assert (limit.used, sum(entry.amount for entry in limit.outside)) == (used, 100 - used)


def test_a_cap_speaks_from_the_day_on_which_its_document_comes_into_force():
    centre = sichuan(money=(grant(date(2025, 2, 13), "100"), grant(date(2025, 2, 14), "200")))
    assert limits(BOOKS, centre, date(2025, 2, 13)) == ()
    assert [limit.used for limit in limits(BOOKS, centre, date(2025, 2, 14))] == [200]


def test_a_year_of_money_runs_from_its_first_day_to_its_last():
    money = tuple(to_project(day, "100") for day in (date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1)))
    found = limits(BOOKS, tianjin(money=money, projects=project("6000")), date(2020, 12, 31))
    years = [(limit.window, limit.starts_on, limit.ends_on, limit.used) for limit in found if limit.window.isdigit()]
    assert years == [
        ("2019", date(2019, 1, 1), date(2019, 12, 31), 200), ("2020", date(2020, 1, 1), date(2020, 12, 31), 100),
    ]  # fmt: skip


@pytest.mark.parametrize(("last", "late", "reason"), [(date(2021, 12, 31), 0, None), (date(2022, 1, 1), 50, "beyond")])
def test_three_consecutive_years_end_with_the_third_december(last, late, reason):
    money = (to_project(date(2019, 6, 1), "100"), to_project(last, "50"))
    found = limits(BOOKS, tianjin(money=money, projects=project("6000")), date(2022, 12, 31))
    (years,) = [limit for limit in found if limit.window == "years"]
    assert (years.starts_on, years.ends_on) == (date(2019, 1, 1), date(2021, 12, 31))
    assert (years.used, years.reason, years.project.project_id) == (late, reason, "p")


@pytest.mark.parametrize(("graded_on", "reason"), [(date(2022, 3, 9), None), (date(2022, 3, 10), "not_earned")])
def test_an_award_is_earned_by_the_evaluation_of_its_day_or_before(graded_on, reason):
    events = (Event("evaluated", graded_on, "优秀"),)
    money = (grant(date(2022, 3, 9), "30", "市财政", "评估奖励"),)
    (limit,) = limits(BOOKS, tianjin(centre_type="专业性", events=events, money=money), date(2022, 12, 31))
    assert limit.reason == reason


def test_without_the_investment_a_share_is_not_computed():
    found = the(tianjin(money=(to_project(date(2019, 6, 1), "100"),)), date(2020, 1, 1), "grant", "share-cap")
    assert (found.verdict, found.cap_value) == ("unknown", None)


@pytest.mark.parametrize(
    ("grade", "amount", "verdict"),
    [("优秀", "30", "met"), ("优秀", "30.000001", "broken"), ("良好", "30", "broken"), (None, "30", "broken")],
)
def test_the_award_of_thirty_wants_an_excellent_specialised_centre(grade, amount, verdict):
    events = (Event("evaluated", date(2021, 11, 20), grade),) if grade else ()
    centre = tianjin(
        centre_type="专业性", events=events, money=(grant(date(2022, 3, 9), amount, "市财政", "评估奖励"),)
    )
    found = the(centre, date(2022, 12, 31), "grant")
    assert said(found) == (verdict, TIANJIN, "六、（二）")


def test_caps_of_sichuan_are_never_applied_in_tianjin():
    centre = tianjin(money=(grant(date(2025, 6, 1), "900"),))
    assert {v.document_id for v in judge(BOOKS, centre, TODAY)} <= {TIANJIN, None}


# --- uses


@pytest.mark.parametrize("category", ["基本建设", "赞助", "捐赠", "投资", "罚款", "偿还债务"])
def test_fiscal_money_is_never_for_what_the_guidelines_forbid(category):
    found = the(sichuan(money=(spent(date(2025, 6, 1), "0.01", category),)), TODAY, "use")
    assert said(found) == ("broken", NEW, "六、（五）")


def test_own_money_may_be_spent_on_construction():
    assert not verdicts(sichuan(money=(spent(date(2025, 6, 1), "80", "基本建设", "单位自筹"),)), TODAY, "use")


def test_construction_before_the_guidelines_is_not_judged_by_them():
    found = the(sichuan(money=(spent(IN_OLD, "80", "基本建设"),)), TODAY, "use")
    assert said(found) == ("not_covered", None, None)


# --- standing facts


def test_a_part_time_director_breaks_article_12_and_no_rule_of_2025():
    centre = sichuan(facts=SOUND | {"director_post": "兼职"})
    assert said(the(centre, IN_OLD, "director_post")) == ("broken", OLD, "第十二条")
    today = [v for v in verdicts(centre, TODAY, "director_post") if v.judged_on == TODAY]
    assert [said(v) for v in today] == [("not_covered", None, None)]
    assert "《四川省技术创新中心建设运行管理办法》有规定，但已于2024-01-31届满，不借用" in today[0].sentence.zh


def test_a_director_who_became_full_time_is_judged_by_the_post_of_the_day():
    moved = (Change("director_post", "全职", date(2023, 9, 1)),)
    centre = sichuan(facts=SOUND | {"director_post": "兼职"}, changes=moved)
    assert the(centre, date(2023, 8, 31), "director_post").verdict == "broken"
    assert the(centre, date(2023, 9, 1), "director_post").verdict == "met"


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("四川省固态酿造技术创新中心", "met"),
        ("固态酿造技术创新中心", "broken"),
        ("四川省技术创新中心", "broken"),
        ("四川固态酿造技术创新中心", "broken"),
        ("四川省固态酿造技术创新中心有限公司", "broken"),
    ],
)
def test_the_form_of_the_name_is_asked_by_article_25_alone(name, verdict):
    assert said(the(sichuan(name=name), IN_OLD, "name")) == (verdict, OLD, "第二十五条")
    for day in (IN_GAP, TODAY):
        assert [v.verdict for v in verdicts(sichuan(name=name), day, "name") if v.judged_on == day] == ["not_covered"]


@pytest.mark.parametrize(
    ("form", "day", "verdict"),
    [
        ("相对独立运行", IN_OLD, "broken"),
        ("相对独立运行", TODAY, "attention"),
        ("未独立", TODAY, "attention"),
        ("独立法人", TODAY, "met"),
        (None, IN_OLD, "unknown"),
    ],
)
def test_a_legal_person_is_required_by_2022_and_encouraged_by_2025(form, day, verdict):
    facts = {name: value for name, value in SOUND.items() if name != "legal_form"} | (
        {"legal_form": form} if form else {}
    )
    (found,) = [v for v in verdicts(sichuan(facts=facts), day, "legal_form") if v.judged_on == day]
    assert found.verdict == verdict


def test_the_separate_ledger_is_asked_by_2025_alone():
    centre = sichuan(facts=SOUND | {"separate_ledger": "否"})
    by_day = {v.judged_on: said(v) for v in verdicts(centre, TODAY, "separate_ledger")}
    assert by_day[TODAY] == ("broken", NEW, "六、（五）")
    assert by_day[date(2024, 1, 31)] == ("not_covered", None, None)


def test_a_national_centre_is_judged_by_none_of_the_documents():
    (found,) = judge(BOOKS, sichuan(level="national"), TODAY)
    assert (found.verdict, found.reason) == ("not_covered", "no_document")


# --- evaluation and life


def test_failing_then_quitting_removes_a_centre_by_article_23():
    events = (Event("evaluated", date(2023, 6, 20), "不合格"), Event("withdrew", date(2023, 12, 5)))
    centre = sichuan(events=events)
    assert life(BOOKS, centre, date(2023, 7, 1)).state == "rectifying"
    assert life(BOOKS, centre, date(2023, 7, 1)).due.ends_on == date(2024, 6, 19)
    last = life(BOOKS, centre, TODAY)
    assert (last.state, last.since) == ("removed", date(2023, 12, 5))
    found = [v for v in verdicts(centre, TODAY, "consequence") if v.judged_on == date(2023, 12, 5)]
    assert [(v.document_id, v.article, v.rule_id) for v in found] == [(OLD, "第二十三条", "removal")]


def test_quitting_in_the_gap_removes_nobody():
    events = (Event("evaluated", date(2023, 6, 20), "不合格"), Event("withdrew", IN_GAP))
    centre = sichuan(events=events)
    assert life(BOOKS, centre, TODAY).state == "rectifying"
    found = [v for v in verdicts(centre, TODAY, "consequence") if v.judged_on == IN_GAP]
    assert [said(v) for v in found] == [("not_covered", None, None)]


@pytest.mark.parametrize(
    ("grade", "day", "effects", "state"),
    [
        ("优秀", IN_OLD, {"recommended", "award", "next_cycle"}, "next_cycle"),
        ("良好", IN_OLD, {"next_cycle"}, "next_cycle"),
        ("合格", IN_OLD, {"next_cycle"}, "next_cycle"),
        ("不合格", IN_OLD, {"rectifying"}, "rectifying"),
        ("优秀", date(2025, 4, 1), {"decision", "project_support"}, "evaluated"),
        ("不合格", date(2025, 4, 1), {"decision"}, "evaluated"),
        ("不合格", IN_GAP, set(), "evaluated"),
    ],
)
def test_what_a_grade_leads_to_is_what_the_document_of_its_day_says(grade, day, effects, state):
    stands = life(BOOKS, sichuan(events=(Event("evaluated", day, grade),)), TODAY)
    assert ({effect.effect for effect in stands.steps[-1].effects}, stands.state) == (effects, state)
    assert stands.is_recommended == ("recommended" in effects)


def test_a_rectified_centre_goes_on_and_one_that_was_not_is_removed():
    failed = Event("evaluated", date(2022, 6, 1), "不合格")
    for event, state in (("rectified", "next_cycle"), ("not_rectified", "removed")):
        assert life(BOOKS, sichuan(events=(failed, Event(event, IN_OLD))), TODAY).state == state


def test_three_years_of_building_end_a_day_before_the_anniversary_and_are_then_overdue():
    centre = sichuan()
    ahead, late = (life(BOOKS, centre, day) for day in (date(2025, 5, 17), date(2025, 5, 18)))
    assert (ahead.due.ends_on, ahead.is_overdue, ahead.next_step) == (date(2025, 5, 17), False, "evaluation")
    assert (ahead.due.book.document_id, ahead.due.rule.article) == (OLD, "第十一条第5项")
    assert late.is_overdue
    found = verdicts(centre, date(2025, 5, 18), "evaluated")
    assert [said(v) for v in found] == [("attention", NEW, "六、（四）")]


def test_a_start_between_two_documents_has_no_clause_and_its_term_from_the_one_in_force_now():
    centre = sichuan(started_on=date(2025, 2, 12))
    assert [said(v) for v in verdicts(centre, TODAY, "started")] == [("not_covered", None, None)]
    due = life(BOOKS, centre, TODAY).due
    assert (due.ends_on, due.book.document_id) == (date(2028, 2, 11), NEW)
    assert life(BOOKS, centre, date(2025, 2, 13)).due is None
    assert life(BOOKS, sichuan(started_on=date(2021, 4, 10)), TODAY).due is None


def test_a_step_out_of_order_is_named_and_moves_nothing():
    centre = sichuan(events=(Event("rectified", IN_OLD),))
    assert life(BOOKS, centre, TODAY).state == "building"
    assert [v.reason for v in verdicts(centre, TODAY, "step")] == ["out_of_order"]


# --- reports


def test_a_report_that_falls_due_in_the_gap_is_owed_to_no_rule():
    centre = sichuan(reports=(Report(2024, date(2024, 12, 20)),))
    by_year = {v.ends_on.year: v for v in verdicts(centre, date(2026, 1, 31), "report")}
    assert said(by_year[2024]) == ("not_covered", None, None)
    assert said(by_year[2022]) == ("broken", OLD, "第十九条")
    assert said(by_year[2025]) == ("broken", NEW, "六、（四）")


def test_a_late_report_handed_in_during_the_gap_is_judged_by_the_rule_it_was_due_under():
    found = the(
        sichuan(started_on=date(2023, 2, 1), reports=(Report(2023, date(2024, 2, 19)),)), date(2024, 3, 1), "report"
    )
    assert said(found) == ("attention", OLD, "第十九条")
    assert (found.reason, "晚50天" in found.sentence.zh) == ("report_late_in_gap", True)


def test_nothing_is_owed_after_removal_nor_where_no_reports_are_collected():
    removed = (Event("evaluated", date(2023, 6, 20), "不合格"), Event("withdrew", date(2023, 12, 5)))
    assert {v.ends_on.year for v in verdicts(sichuan(events=removed), TODAY, "report")} == {2022}
    silent = verdicts(sichuan(reports_are_collected=False), TODAY, "report")
    assert "broken" not in {v.verdict for v in silent}


# --- a sixth document


SIXTH = {
    "id": "made-up-2027",
    "programme_id": "sichuan-centres",
    "title": {"zh": "某省技术创新中心暂行规定", "en": "Made-up Provisional Rules"},
    "document_number": None,
    "issuer": {"zh": "某厅", "en": "Some Department"},
    "issued_on": None,
    "in_force_on": "2027-01-01",
    "expires_on": "2027-12-31",
    "validity": "in_force",
    "validity_note": {"zh": "虚构", "en": "made up"},
    "source_file": "none.txt",
    "centre_rules": {
        "provinces": ["某省"],
        "rules": [
            {"id": "cap", "article": "第七条", "phrase": "每年不超过88万元", "kind": "cap", "amount": 88, "measure_unit": "万元",
             "per": "year", "funders": ["某省财政"], "purposes": ["引导资金"]},
            {"id": "use", "article": "第八条", "phrase": "不得用于招待", "kind": "forbidden_use", "funders": ["某省财政"],
             "categories": ["招待费"]},
            {"id": "grades", "article": "第九条", "phrase": "分为甲、乙两等", "kind": "grades", "grades": ["甲", "乙"]},
            {"id": "failed", "article": "第九条", "phrase": "乙等的予以撤销", "kind": "consequence", "when": ["乙"],
             "leads_to": ["removed"]},
        ],
    },
}  # fmt: skip


@pytest.fixture
def with_sixth(tmp_path):
    """A copy of the catalog with one more file, and a way to alter it first."""
    folder = shutil.copytree(RAW / "definitions", tmp_path / "definitions")

    def build(document=SIXTH):
        text = yaml.safe_dump(document, allow_unicode=True)
        (folder / "policies" / "made-up-2027.yml").write_text(text, encoding="utf-8")
        return rule_books(load_catalog(read_files(folder)))

    return build


def test_a_made_up_sixth_document_is_judged_without_any_code(with_sixth):
    day = date(2027, 6, 1)
    centre = Centre(
        "x", "某中心", province="某省", started_on=date(2027, 1, 5), events=(Event("evaluated", date(2027, 3, 1), "乙"),),
        money=(grant(day, "88.000001", "某省财政", "引导资金"), spent(day, "1", "招待费", "某省财政")),
    )  # fmt: skip
    found = {v.topic: said(v) for v in judge(with_sixth(), centre, day) if v.verdict == "broken"}
    assert found == {"grant": ("broken", "made-up-2027", "第七条"), "use": ("broken", "made-up-2027", "第八条")}
    assert life(with_sixth(), centre, day).state == "removed"
    assert {v.document_id for v in judge(with_sixth(), sichuan(), TODAY)} <= {OLD, NEW, None}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rules: rules[0].update(colour="red"), "colour: is no key here"),
        (lambda rules: rules[0].update(kind="limit"), "write one of: name_pattern, requirement"),
        (lambda rules: rules[0].update(per="build_period"), "needs a rule of kind period"),
        (lambda rules: rules[0].update(amount=0), "greater than 0"),
        (lambda rules: rules[0].update(phrase="字" * 41), "at most 40 characters"),
        (lambda rules: rules[0].update(per="evaluation"), "`grade` goes with"),
        (lambda rules: rules[1].update(id="cap"), "rule cap stands twice"),
        (lambda rules: rules[3].update(when=["丙"]), "丙 is not among the grades"),
    ],
)
def test_a_rule_that_could_be_misunderstood_is_refused_by_name(with_sixth, change, sentence):
    document = yaml.safe_load(yaml.safe_dump(SIXTH, allow_unicode=True))
    change(document["centre_rules"]["rules"])
    with pytest.raises(CatalogError) as caught:
        with_sixth(document)
    assert sentence in str(caught.value)
    assert "policies/made-up-2027.yml" in str(caught.value)


# --- properties

days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
cents = st.decimals("0.000001", "900", places=6)
events = st.lists(
    st.builds(Event, st.sampled_from(EVENTS), days, st.sampled_from(["优秀", "良好", "合格", "不合格", None])),
    max_size=8,
)


@given(days, st.lists(st.tuples(days, cents), max_size=8), events)
def test_no_document_judges_a_day_on_which_it_was_not_in_force(day, grants, steps):
    centre = sichuan(events=tuple(steps), money=tuple(grant(on, amount) for on, amount in grants))
    books = {book.document_id: book for book in BOOKS}
    for verdict in judge(BOOKS, centre, day):
        assert verdict.judged_on <= max(day, verdict.judged_on if verdict.topic == "report" else day)
        if verdict.document_id is not None:
            assert books[verdict.document_id].is_in_force(verdict.judged_on), verdict
        if GAP[0] <= verdict.judged_on <= GAP[1]:
            assert (verdict.document_id, verdict.verdict == "not_covered" or verdict.topic == "step") == (None, True)


@given(st.lists(st.tuples(st.dates(date(2025, 2, 14), date(2025, 5, 17)), cents), min_size=1, max_size=8))
def test_used_and_left_always_add_up_to_the_cap(grants):
    (limit,) = limits(BOOKS, sichuan(money=tuple(grant(on, amount) for on, amount in grants)), TODAY)
    assert limit.used == sum(amount for _, amount in grants)
    assert limit.used + limit.left == 500
    assert limit.is_exceeded == (limit.used > 500)


@given(events, days)
def test_a_life_only_takes_allowed_steps_and_later_records_never_change_an_earlier_day(steps, day):
    centre = sichuan(events=tuple(steps))
    stands = life(BOOKS, centre, day)
    before = None
    for step in stands.steps:
        assert step.is_in_order == (before in FOLLOWS[step.event.event])
        before = step.state
    later = (*steps, Event("removed", day + timedelta(days=1)))
    assert life(BOOKS, sichuan(events=later), day).state == stands.state


def test_every_verdict_that_can_be_given_has_its_words():
    codes = {code.partition(".")[2] for code in load_sentences() if code.startswith("centre_verdict.")}
    assert {"gap", "silent", "cap_over", "use_forbidden", "leads_to_until"} <= codes


# --- a centre whose type is not on record, and what is accepted for a while only

TYPED = RuleBook(
    "plan-2031", Bilingual("甲方案", "Plan A"), ("海南省",), ("provincial",), date(2031, 1, 1), None, True,
    (
        Requirement(id="r", article="一", phrase="应", kind="requirement", fact="board", accepts=("是",),
                    centre_types=("专业性",)),
        StepRule(id="s", article="二", phrase="启动", kind="step", step="started", by=Body(zh="厅", en="Office"),
                 centre_types=("综合性", "专业性")),
        Period(id="b", article="三", phrase="四年", kind="period", of="build", years=4, centre_types=("综合性",)),
        Grades(id="g", article="四", phrase="等次", kind="grades", grades=("甲等",), centre_types=("专业性",)),
        Consequence(id="k", article="五", phrase="奖", kind="consequence", when=("甲等",), leads_to=("award",),
                    centre_types=("专业性",)),
        Cap(id="c", article="六", phrase="不超过", kind="cap", amount=Decimal(9), measure_unit="万元", per="total",
            funders=("市财政",), centre_types=("综合性",)),
        ForbiddenUse(id="f", article="七", phrase="不得", kind="forbidden_use", categories=("招待费",),
                     funders=("市财政",), centre_types=("综合性",)),
        Matching(id="m", article="八", phrase="配套", kind="matching", funders=("区县财政",), centre_types=("综合性",)),
        ReportDue(id="y", article="九", phrase="年报", kind="report", to=Body(zh="厅", en="Office"),
                  centre_types=("专业性",)),
    ),
)  # fmt: skip


def of_no_known_type(**changes):
    told = {"name": "海南省甲技术创新中心", "province": "海南省", "started_on": date(2031, 3, 1)}
    return Centre("h", **{**told, **changes})


def test_every_rule_by_type_is_unknown_for_a_centre_whose_type_is_not_on_record():
    centre = of_no_known_type(
        facts={"board": "否"},
        events=(Event("started", date(2031, 3, 1)), Event("evaluated", date(2032, 5, 1), "甲等")),
        money=(
            Entry("a", date(2031, 6, 1), "grant", "市财政", Decimal(10), "建设支持"),
            Entry("b", date(2031, 7, 1), "spending", "市财政", Decimal(3), None, "招待费"),
        ),
    )
    found = judge([TYPED], centre, date(2032, 12, 31))
    assert {verdict.rule_id for verdict in found if verdict.verdict == "unknown"} == set("rsgkcfmy")
    assert {verdict.verdict for verdict in found} == {"unknown"}
    for verdict in found:
        assert "未规定" not in verdict.sentence.zh and "says nothing" not in verdict.sentence.en
    stands = life([TYPED], centre, date(2032, 1, 1))
    assert (stands.next_step, stands.undated) == ("evaluation", "type_unknown")
    assert [step.uncovered for step in stands.steps] == ["type_unknown"]
    (limit,) = limits([TYPED], centre, date(2032, 1, 1))
    assert (limit.cap, limit.used, limit.reason) == (None, Decimal(10), "type_unknown")


@pytest.mark.parametrize(("centre_type", "silent"), [("综合性", "ryk"), ("专业性", "bcfm")])
def test_a_centre_of_a_known_type_is_judged_by_the_rules_of_its_type_alone(centre_type, silent):
    found = judge([TYPED], of_no_known_type(centre_type=centre_type, facts={"board": "是"}), date(2031, 12, 31))
    assert not {verdict.rule_id for verdict in found if verdict.rule_id} & set(silent)
    assert "type_unknown" not in {verdict.reason for verdict in found}


def test_the_plan_of_a_published_centre_without_a_type_is_not_said_to_be_silent():
    centre = tianjin(centre_type=None, facts={})
    started = the(centre, date(2020, 6, 1), "legal_form")
    assert (started.verdict, started.article) == ("unknown", "四、（二）")
    assert "综合性" in started.sentence.zh and "comprehensive" in started.sentence.en
    (step,) = life(BOOKS, centre, date(2020, 6, 1)).steps
    assert (step.clauses, step.uncovered) == ((), "type_unknown")
    assert the(centre, date(2020, 6, 1), "started").verdict == "unknown"


def test_what_is_accepted_within_the_build_period_is_so_no_longer_after_it():
    centre = sichuan(started_on=date(2025, 3, 1), facts={**SOUND, "legal_form": "相对独立运行"})
    within, after = (the(centre, day, "legal_form") for day in (date(2028, 2, 29), date(2028, 3, 1)))
    assert (within.verdict, within.reason) == ("attention", "fact_meanwhile_until")
    assert "2028-02-29" in within.sentence.zh and "暂可" in within.sentence.zh
    assert (after.verdict, after.reason) == ("attention", "fact_meanwhile_over")
    assert "已于2028-02-29届满" in after.sentence.zh
    undated = the(sichuan(started_on=None, facts=centre.facts), date(2026, 1, 1), "legal_form")
    assert (undated.verdict, undated.reason) == ("unknown", "fact_meanwhile_undated")


def test_where_the_text_gives_no_end_the_time_being_has_none():
    centre = tianjin(facts={**SOUND, "legal_form": "相对独立运行"})
    assert the(centre, date(2030, 1, 1), "legal_form").reason == "fact_meanwhile"

"""Every comparator × measure type at every edge, written down by hand from `docs/methods.md` and compared."""

import math

import pytest

from metrics.rules.judgement import judge
from metrics.rules.status import Thresholds
from metrics.rules.statuses import STATUSES
from metrics.sentences import load_sentences
from metrics.working.plain_words import requirement
from tests.metrics.judgement_rows import judgement_frame

# Two years of 730 days: half-way is the last day of 2018, a tenth is past on the 73rd day.
DAYS = {
    "before": "2017-06-30",
    "start": "2017-12-31",
    "tenth": "2018-02-28",
    "past": "2018-03-14",
    "half": "2018-12-31",
    "due": "2019-12-31",
    "after": "2020-12-31",
}
NAN = math.nan

# comparator | measure | baseline | target | actual | day | → attainment | pace | status | reason
# A measure with # comes in whole things. A qualifier stands behind the actual; "parts" says that parts are missing, "last" that it is the last year's figure.
TABLE = """
# A count that adds up from zero: half of it is expected at half-way.
>= cumulative - 100 -        half   no_figure -      no_data      no_report
>= cumulative - 100 -        after  no_figure -      no_data      no_report
>= cumulative - 100 -        before no_figure -      not_yet_due  not_started
>= cumulative - 100 0        half   0         0      behind       pace
>= cumulative - 100 39.9     half   0.399     0.798  behind       pace
>= cumulative - 100 40       half   0.4       0.8    slightly_behind pace
>= cumulative - 100 47.4     half   0.474     0.948  slightly_behind pace
>= cumulative - 100 47.5     half   0.475     0.95   on_track     pace
>= cumulative - 100 100      half   1         2      achieved     met
>= cumulative - 100 143      half   1.43      2.86   achieved     met
>= cumulative - 100 143      due    1.43      1.43   achieved     met
>= cumulative - 100 99.9     due    0.999     0.999  missed       due_unmet
>= cumulative - 100 50       after  0.5       0.5    missed       due_unmet
>= cumulative - 100 50       before 0.5       -      not_yet_due  not_started
>= cumulative - 100 5        start  0.05      -      not_yet_due  first_tenth
>= cumulative - 100 100      start  1         -      achieved     met
>= cumulative - 0   0        half   target_zero -    achieved     met
>= cumulative 20 100 60      half   0.6       1      on_track     pace
>= cumulative 100 100 100    half   1         -      on_track     kept
>= cumulative 100 100 99     half   0.99      -      behind       below_start
> cumulative - 100  100      half   1         2      on_track     pace
> cumulative - 100  100      due    1         1      missed       due_unmet
> cumulative - 100  100.1    due    1.001     1.001  achieved     met
# Within the first tenth of its time nothing is said but that it is reached.
>= cumulative - 100 0        tenth  0         0      not_yet_due  first_tenth
>= cumulative - 100 30       tenth  0.3       3.7118644067796613 not_yet_due first_tenth
>= cumulative - 100 100      tenth  1         12.372881355932203 achieved met
>= cumulative - 100 0        past   0         0      behind       pace
>= stock 100 100 99          tenth  target_equals_baseline - not_yet_due first_tenth
<= stock - 100 80            tenth  ceiling_without_baseline - not_yet_due first_tenth
<= stock - 100 101           tenth  ceiling_without_baseline - not_yet_due first_tenth
<= stock - 100 101           past   ceiling_without_baseline - behind limit_broken
# Whole things: 1.5 expected is held against 1, 2.5 against 2, and half a thing says nothing; of what falls, 4.5 against 5.
>= cumulative# - 1 0         half   0         0      not_yet_due  nothing_expected
>= cumulative# - 1 0         due    0         0      missed       due_unmet
>= cumulative# - 3 1         half   0.3333333333333333 0.6666666666666666 on_track pace
>= cumulative# - 3 0         half   0         0      behind       pace
>= cumulative# - 5 1         half   0.2       0.4    behind       pace
>= cumulative# - 12 5        half   0.4166666666666667 0.8333333333333334 slightly_behind pace
>= stock# 420 421 420        half   0         0      not_yet_due  nothing_expected
<= reduction# 9 0 5          half   0.4444444444444444 0.8888888888888888 on_track pace
<= reduction# 9 0 6          half   0.3333333333333333 0.6666666666666666 behind pace
# A yearly amount counts from nothing but a stated baseline, and only the due year's own decides when due.
>= annual_flow - 100 60      half   0.6       -      not_yet_due  no_baseline
>= annual_flow - 100 100     half   1         -      achieved     met
>= annual_flow 20 100 60     half   0.6       1      on_track     pace
>= annual_flow 20 100 10     half   0.1       -0.25  behind       pace
>= annual_flow 20 100 60     start  0.6       -      not_yet_due  no_time_passed
>= annual_flow 20 100 120    due/last 1.2     2.5    no_data      due_year_missing
>= annual_flow 20 100 90     due    0.9       0.875  missed       due_unmet
>= annual_flow 20 100 100    due    1         1      achieved     met
>= annual_flow 120 100 110   half   1.1       -      on_track     kept
>= annual_flow 120 100 90    half   0.9       -      behind       below_start
>= annual_flow 120 100 90    due    0.9       -      missed       due_unmet
>= annual_flow - 0  5        due    target_zero -    achieved     met
> annual_flow - 700 996.7    half   1.423857142857143 - achieved  met
> annual_flow - 700 700      due    1         -      missed       due_unmet
# Means and indices are levels like any other; a rate of growth is taken plain and may be below zero.
>= mean - 100 50             half   0.5       -      not_yet_due  no_baseline
>= mean 20 100 60            half   0.5       1      on_track     pace
<= mean 40 35 34             half   1.2       -      on_track     kept
<= mean 40 35 36             due    0.8       -      missed       due_unmet
>= index 100 110 104         half   0.4       0.8    slightly_behind pace
>= index - 103 104.5         due    1.014563106796117 - achieved  met
>= growth_rate - 6 6.5       half   1.083333333333333 - achieved  met
>= growth_rate - 6 -1.5      due    -0.25     -      missed       due_unmet
>= growth_rate - -2 -1.5     due    target_negative - achieved    met
>= growth_rate - -2 -2.5     due    target_negative - missed      due_unmet
>= growth_rate 4 6 5         half   0.833333333333333 1 on_track  pace
# A rank is kept or not: the third is no three fifths of the fifth.
<= rank - 3 3                half   rank      -      on_track     kept
<= rank - 3 5                half   rank      -      behind       limit_broken
<= rank 8 3 5                due    rank      -      missed       due_unmet
<= rank 8 3 1                due    rank      -      achieved     met
# A level: with a baseline the share of the change, without one plain.
>= stock - 100 50            half   0.5       -      not_yet_due  no_baseline
>= stock 20 100 60       after/last 0.5       1      no_data      due_figure_missing
>= stock 20 100 120        due/last 1.25      2.5    no_data      due_figure_missing
>= stock - 100 100           half   1         -      achieved     met
>= stock 20 100 60           half   0.5       1      on_track     pace
>= stock 20 100 20           half   0         0      behind       pace
>= stock 20 100 10           half   -0.125    -0.25  behind       pace
>= stock 20 100 120          half   1.25      2.5    achieved     met
>= stock 0 100 50            half   0.5       1      on_track     pace
>= stock -20 100 40          half   0.5       1      on_track     pace
>= stock -30 -10 -20         half   0.5       1      on_track     pace
>= stock -10 0 -5            half   0.5       1      on_track     pace
>= stock 1 2 1.5             half   0.5       1      on_track     pace
>= stock 20 100 60           start  0.5       -      not_yet_due  first_tenth
>= stock 20 100 90           due    0.875     0.875  missed       due_unmet
>= stock - 0 5               half   target_zero -    achieved     met
>= stock - 0 -5              half   target_zero -    not_yet_due  no_baseline
>= stock - -10 -5            half   target_negative - achieved    met
>= stock - -10 -20           due    target_negative - missed      due_unmet
>= stock 100 100 100         half   target_equals_baseline - on_track kept
>= stock 100 100 99          half   target_equals_baseline - behind below_start
>= stock 100 100 99          due    target_equals_baseline - missed due_unmet
>= stock 120 100 110         half   start_beyond_target - on_track kept
>= stock 120 100 90          half   start_beyond_target - behind below_start
>= stock 120 100 110         due    start_beyond_target - achieved met
> stock 100 100 100          half   target_equals_baseline - not_yet_due no_distance
> stock 100 100 101          half   target_equals_baseline - achieved met
> stock 120 100 110          half   start_beyond_target - on_track kept
# A share is never measured from its baseline, its pace is.
>= ratio - 30 15             half   0.5       -      not_yet_due  no_baseline
>= ratio - 0.5 0.25          due    0.5       -      missed       due_unmet
>= ratio 20 30 25            half   0.8333333333333334 1 on_track pace
>= ratio 35 30 32            half   1.0666666666666667 - on_track kept
>= ratio 35 30 28            half   0.9333333333333333 - behind   below_start
>= ratio 35 30 28            due    0.9333333333333333 - missed   due_unmet
> ratio - 30 30              due    1         -      missed       due_unmet
> ratio - 30 30.1            due    1.0033333333333334 - achieved met
>= ratio - 0 -1              due    target_zero -    missed       due_unmet
# A range: its lower edge is the aim; above it is met, and said to be above.
range stock - 3..5 2         half   0.6666666666666666 - not_yet_due no_baseline
range stock - 3..5 3         half   1         -      achieved     met
range stock - 3..5 5         due    1         -      achieved     met
range stock - 3..5 6         due    1.2       -      achieved     above_range
range stock - 3..5 2         due    0.6666666666666666 - missed   due_unmet
range stock 1 3..5 2         half   0.6666666666666666 1 on_track pace
range stock 1 3..5 1.5       half   0.5       0.5    behind       pace
range stock 4 3..5 4         half   1         -      on_track     kept
range stock 4 3..5 2         half   0.6666666666666666 - behind   below_start
range stock 4 3..5 6         due    1.2       -      achieved     above_range
range stock - 0..2 0         due    1         -      achieved     met
range stock - 0..2 -1        due    target_zero -    missed       due_unmet
range stock - -2..0 0        due    1         -      achieved     met
range stock - -2..0 -2       due    1         -      achieved     met
range stock - -5..-2 -7      due    target_negative - missed      due_unmet
range cumulative - 3..5 1.5  half   0.5       1      on_track     pace
range annual_flow - 3..5 4   half   1         -      achieved     met
range ratio - 3..5 -         half   no_figure -      no_data      no_report
# A ceiling is kept or broken, and achieved only when it was kept to the end.
<= stock - 100 80            half   ceiling_without_baseline - on_track kept
<= stock - 100 100           half   ceiling_without_baseline - on_track kept
<= stock - 100 101           half   ceiling_without_baseline - behind limit_broken
<= stock - 100 100           due    ceiling_without_baseline - achieved met
<= stock - 100 101           due    ceiling_without_baseline - missed due_unmet
<= stock - 100 101           before ceiling_without_baseline - not_yet_due not_started
<= stock 120 100 110         half   0.5       -      behind       limit_broken
<= stock 120 100 100         half   1         -      on_track     kept
<= stock 80 100 90           half   start_beyond_target - on_track kept
<= stock 80 100 110          half   start_beyond_target - behind  limit_broken
<= stock 100 100 90          half   target_equals_baseline - on_track kept
<= ratio - 30 30             half   ceiling_without_baseline - on_track kept
<= annual_flow - 100 90      half   ceiling_without_baseline - on_track kept
<= annual_flow - 100 90      due/last ceiling_without_baseline - no_data due_year_missing
<= cumulative - 0 0          half   ceiling_without_baseline - on_track kept
<= cumulative - 0 1          half   ceiling_without_baseline - behind limit_broken
<= stock - 100 -             half   no_figure -      no_data      no_report
# A reduction: from 120 to 80, the line stands at 100 half-way.
<= reduction 120 80 100      half   0.5       1      on_track     pace
<= reduction 120 80 104      half   0.4       0.8    slightly_behind pace
<= reduction 120 80 105      half   0.375     0.75   behind       pace
<= reduction 120 80 130      half   -0.25     -0.5   behind       pace
<= reduction 120 80 80       half   1         2      achieved     met
<= reduction 120 80 60       half   1.5       3      achieved     met
<= reduction 120 80 120      start  0         -      not_yet_due  first_tenth
<= reduction 120 80 81       due    0.975     0.975  missed       due_unmet
<= reduction - 80 100        half   reduction_without_baseline - not_yet_due no_baseline
<= reduction - 80 80         half   reduction_without_baseline - achieved met
<= reduction 80 80 80        half   target_equals_baseline - on_track kept
<= reduction 80 80 81        half   target_equals_baseline - behind below_start
<= reduction 70 80 75        half   start_beyond_target - on_track kept
<= reduction 10 0 5          half   0.5       1      on_track     pace
<= reduction 10 0 0          due    1         1      achieved     met
<= reduction 0 -10 -5        half   0.5       1      on_track     pace
# A yearly floor: the worst year decides; with a year missing it is only an upper bound.
annual_floor annual_flow - 10 11 half 1.1     -      on_track     kept
annual_floor annual_flow - 10 10 half 1       -      on_track     kept
annual_floor annual_flow - 10 9  half 0.9     -      behind       floor_broken
annual_floor annual_flow - 10 10 due  1       -      achieved     met
annual_floor annual_flow - 10 9  due  0.9     -      missed       due_unmet
annual_floor annual_flow - 10 11 due/last 1.1 -      no_data      due_year_missing
annual_floor annual_flow - 10 11:lt half 1.1  -      no_data      bound_leaves_open
annual_floor annual_flow - 10 9:lt half 0.9   -      behind       floor_broken
annual_floor annual_flow 12 10 11 half 1.1    -      on_track     kept
annual_floor annual_flow - 0 0   half target_zero -  on_track     kept
annual_floor stock 5 10 9        half 0.9     -      behind       floor_broken
# An expectation is reported and never judged.
expectation cumulative - 100 50  half 0.5     1      not_judged   expectation
expectation cumulative - 100 150 due  1.5     1.5    not_judged   expectation
expectation annual_flow - 800 400 due 0.5     -      not_judged   expectation
expectation stock - 0 5          due target_zero -   not_judged   expectation
expectation stock 120 100 90     half start_beyond_target - not_judged expectation
expectation stock - 100 -        half no_figure -    no_data      no_report
expectation stock - 100 50     before 0.5     -      not_yet_due  not_started
# A figure that is only a bound proves what it can. Of what should grow:
>= cumulative - 100 100:ge   half   1         2      achieved     met
>= cumulative - 100 60:ge    half   0.6       1.2    on_track     pace
>= cumulative - 100 60:est_ge half  0.6       1.2    on_track     pace
>= cumulative - 100 30:ge    half   0.3       0.6    no_data      bound_leaves_open
>= cumulative - 100 96:ge    due    0.96      0.96   no_data      bound_leaves_open
>= cumulative - 100 90:ge    due    0.9       0.9    no_data      bound_leaves_open
> cumulative - 100 100:ge    due    1         1      no_data      bound_leaves_open
>= cumulative - 100 60:ge/parts half 0.6      1.2    on_track     pace
>= cumulative - 100 30:ge/parts half 0.3      0.6    no_data      parts_missing
>= cumulative - 100 30:ge/parts due 0.3       0.3    no_data      parts_missing
>= cumulative - 100 100:lt   half   1         2      no_data      bound_leaves_open
>= cumulative - 100 60:lt    half   0.6       1.2    no_data      bound_leaves_open
>= cumulative - 100 42:lt    half   0.42      0.84   no_data      bound_leaves_open
>= cumulative - 100 40:lt    half   0.4       0.8    no_data      bound_leaves_open
>= cumulative - 100 39:lt    half   0.39      0.78   behind       pace
>= cumulative - 100 100:lt   due    1         1      missed       due_unmet
>= cumulative - 100 120:lt   due    1.2       1.2    no_data      bound_leaves_open
>= stock - 100 90:lt         half   0.9       -      not_yet_due  no_baseline
>= cumulative - 100 60:est   half   0.6       1.2    on_track     pace
>= cumulative - 100 30:est   half   0.3       0.6    behind       pace
>= cumulative - 100 100:est  due    1         1      achieved     met
range stock - 3..5 3:ge      due    1         -      achieved     met
range stock - 3..5 4:lt      due    1         -      no_data      bound_leaves_open
range stock - 3..5 3:lt      due    1         -      missed       due_unmet
# Of what should stay low or fall:
<= stock - 100 101:ge        half   ceiling_without_baseline - behind limit_broken
<= stock - 100 80:ge         half   ceiling_without_baseline - no_data bound_leaves_open
<= stock - 100 100:lt        half   ceiling_without_baseline - on_track kept
<= stock - 100 101:lt        half   ceiling_without_baseline - no_data bound_leaves_open
<= reduction 120 80 90:ge    half   0.75      1.5    no_data      bound_leaves_open
<= reduction 120 80 110:ge   half   0.25      0.5    behind       pace
<= reduction 120 80 90:lt    half   0.75      1.5    on_track     pace
<= reduction 120 80 110:lt   half   0.25      0.5    no_data      bound_leaves_open
<= reduction 120 80 80:lt    half   1         2      achieved     met
<= reduction 120 80 81:ge    due    0.975     0.975  missed       due_unmet
<= reduction 120 80 80:ge    due    1         1      no_data      bound_leaves_open
<= reduction 120 80 90:ge/parts half 0.75     1.5    no_data      parts_missing
"""
CASES = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]


def number(text):
    return NAN if text == "-" else float(text)


def case_frame():
    rows = []
    for comparator, measure, baseline, target, actual, day, *_ in CASES:
        low, _, high = target.partition("..")
        value, _, marks = actual.partition(":")
        qualifier, _, parts = marks.partition("/")
        day, _, last = day.partition("/")
        rows.append(
            {
                "comparator": comparator,
                "measure_type": measure.removesuffix("#"),
                "is_whole": measure.endswith("#"),
                "baseline_value": number(baseline),
                "baseline_on": DAYS["start"] if baseline != "-" else None,
                "target_value": NAN if high else number(low),
                "target_low": number(low) if high else NAN,
                "target_high": number(high or "-"),
                "actual_value": number(value),
                "qualifier": qualifier or "exact",
                "part_missing_count": 1 if parts else 0,
                "is_older": bool(last) and measure not in ("annual_flow", "cumulative"),
                "starts_on": DAYS["start"],
                "due_on": DAYS["due"],
                "period_ends_on": DAYS[day],
                "actual_ends_on": None if value == "-" else DAYS["half" if last else day],
            }
        )
    return judgement_frame(*rows)


def test_every_case_of_the_table_is_judged_as_written():
    judged = judge(case_frame(), Thresholds.load())
    wrong = []
    for case, (_, row) in zip(CASES, judged.iterrows(), strict=True):
        attainment, pace, status, reason = case[6:]
        share = row["attainment_reason"] if row["attainment_reason"] else row["attainment_ratio"]
        told = (row["status"], row["status_reason"])
        is_right = (
            told == (status, reason)
            and (share == pytest.approx(float(attainment)) if row["attainment_reason"] is None else share == attainment)
            and row["pace_ratio"] == pytest.approx(number(pace), nan_ok=True)
        )
        if not is_right:
            wrong.append((" ".join(case), share, row["pace_ratio"], told))
    assert wrong == []


def test_the_table_leaves_no_comparator_measure_or_reason_out():
    from metrics.catalog.models import MEASURE_TYPES
    from metrics.rules import attainment, comparators, status

    columns = list(zip(*(case[:10] for case in CASES), strict=True))
    assert set(columns[0]) == set(comparators.COMPARATORS)
    assert {measure.removesuffix("#") for measure in columns[1]} == set(MEASURE_TYPES)
    # What a document withdraws is of no comparator: tests/offices/test_target_changes.py.
    assert set(columns[8]) == set(STATUSES) - {"withdrawn"}
    reasons = {value for name, value in vars(status).items() if name.startswith("REASON_")}
    assert set(columns[9]) == reasons - {"withdrawn"}
    assert {value for name, value in vars(attainment).items() if name.startswith("REASON_")} <= set(columns[6])
    assert {f"status.{reason}" for reason in columns[9]} <= set(load_sentences())


@pytest.mark.parametrize(
    ("comparator", "measure", "zh", "en"),
    [
        (">=", "stock", "不低于700家（达到即为完成）", "at least 700 家 (reaching it meets it)"),
        (">", "annual_flow", "超过700家（恰好等于不算完成）", "more than 700 家 (reaching it exactly does not meet it)"),
        ("range", "stock", "在3家至5家之间（含两端）", "from 3 家 to 5 家, both ends included"),
        ("<=", "ratio", "不超过700家（上限，始终不得突破）", "no more than 700 家 (a ceiling, to be kept all along)"),
        ("<=", "rank", "位次不后于第700（始终保持）", "place 700 or better (to be kept all along)"),
        ("<=", "reduction", "降到700家或以下（到期时判定）", "down to 700 家 or less (judged when due)"),
        ("annual_floor", "annual_flow", "每年不低于700家（以最低的一年为准）",
         "at least 700 家 every year (the worst year decides)"),
        ("expectation", "annual_flow", "预计达到700家（预期，不作考核判定）",
         "expected to reach 700 家 (reported, not judged)"),
    ],
)  # fmt: skip
def test_what_is_asked_is_said_in_both_languages(comparator, measure, zh, en):
    row = {"comparator": comparator, "measure_type": measure, "target_value": 700, "target_low": 3, "target_high": 5,
           "measure_unit": "家"}  # fmt: skip
    assert requirement(row) == (zh, en)

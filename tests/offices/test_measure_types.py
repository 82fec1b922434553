"""Rates of growth, balances, means, indices and ranks: each judged as what it is, below zero where it may be."""

import re

import pytest

from tests.offices import Office

pytestmark = pytest.mark.slow

PROGRAMME, TASK, UNIT = "hai-outlook", "ho-1", "海州统计局"
MEASURES = {
    # measure type, unit, aggregation, direction, comparator, target, more of the indicator
    "ho-growth": ("growth_rate", "%", "lead_reports", "up", ">=", 6.5, {"decimals": 1}),
    "ho-balance": ("stock", "亿元", "sum", "up", ">=", -2, {"may_be_negative": True}),
    "ho-dust": ("mean", "微克/立方米", "lead_reports", "down", "<=", 35, {}),
    "ho-price": ("index", "点", "lead_reports", "up", ">=", 103, {}),
    "ho-rank": ("rank", "位", "lead_reports", "down", "<=", 3, {}),
    "ho-cut": ("cumulative", "万吨", "sum", "up", ">=", 4.24, {"decimals": 2}),
}


def made(folder, **changes):
    office = Office(folder)
    office.measure_units(
        {"code": "微克/立方米", "name_en": "µg/m³", "dimension": "concentration", "factor": 1, "decimals": 1},
        {"code": "点", "name_en": "points", "dimension": "index", "factor": 1, "decimals": 1},
        {"code": "位", "name_en": "place", "dimension": "rank", "factor": 1, "decimals": 0},
        {"code": "万吨", "name_en": "10,000 tonnes", "dimension": "mass", "factor": 10000, "decimals": 2},
        {"code": "吨", "name_en": "tonnes", "dimension": "mass", "factor": 1, "decimals": 0},
    )
    office.scope("hai", "海州", "city")
    office.unit("ho-stat", UNIT)
    office.programme(PROGRAMME, "2022-01-01", "2023-12-31", "half_year", ["2022H1", "2022H2", "2023H1", "2023H2"])
    office.task(TASK, PROGRAMME, "2023-12-31", UNIT)
    for indicator_id, (kind, unit, aggregation, direction, comparator, value, more) in (MEASURES | changes).items():
        office.indicator(indicator_id, indicator_id.removeprefix("ho-"), kind, unit, aggregation, direction, **more)
        office.target(f"{indicator_id}-t", PROGRAMME, indicator_id, "hai", comparator, value, unit, "2022-01-01",
                      "2023-12-31", TASK, phrase=f"目标 {value}")  # fmt: skip
        office.part(PROGRAMME, f"{indicator_id}-t", UNIT, value, unit)
    office.write()
    return office


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = made(tmp_path_factory.mktemp("hai"))
    values = {"ho-growth": -1.5, "ho-balance": "-3.5亿元", "ho-dust": 34.1, "ho-price": 101.2, "ho-rank": 5}
    office.report(UNIT, "2022H2", "2022-12-30", values | {"ho-cut": 2.1}, (TASK,))
    later = {"ho-growth": 7, "ho-balance": -2, "ho-dust": 36, "ho-price": 103, "ho-rank": 2, "ho-cut": 3.81}
    office.report(UNIT, "2023H1", "2023-06-30", later, (TASK,))
    office.load()
    return office


@pytest.mark.parametrize(
    ("indicator", "period", "actual", "status", "attainment"),
    [
        ("ho-growth", "2022H2", -1.5, "not_yet_due", -23.0769),  # −1.5 ÷ 6.5, and no line without a baseline
        ("ho-growth", "2023H1", 7, "achieved", 107.6923),
        ("ho-balance", "2022H2", -3.5, "not_yet_due", None),  # nothing is a share of a target below zero
        ("ho-balance", "2023H1", -2, "achieved", None),
        ("ho-dust", "2022H2", 34.1, "on_track", None),  # a ceiling, kept so far
        ("ho-dust", "2023H1", 36, "behind", None),
        ("ho-price", "2022H2", 101.2, "not_yet_due", 98.2524),  # 101.2 ÷ 103
        ("ho-price", "2023H1", 103, "achieved", 100),
        ("ho-rank", "2022H2", 5, "behind", None),
        ("ho-rank", "2023H1", 2, "on_track", None),
    ],
)
def test_each_type_is_judged_as_what_it_is(office, indicator, period, actual, status, attainment):
    row = office.judged(f"{indicator}-t", period)
    assert (float(row["actual_value"]), row["status"]) == (actual, status)
    assert row["attainment_pct"] == "" if attainment is None else float(row["attainment_pct"]) == attainment


@pytest.mark.parametrize(
    ("indicator", "period", "zh", "en"),
    [
        ("ho-growth", "2022H2", ("-1.5%", "不低于 6.5%"), ("-1.5%", "at least 6.5%")),
        ("ho-balance", "2022H2", ("-3.50 亿元", "不低于 -2 亿元"), ("RMB -350 million", "at least RMB -200 million")),
        ("ho-dust", "2022H2", ("34.1 微克/立方米", "不超过 35 微克/立方米"), ("34.1 µg/m³", "at most 35 µg/m³")),
        ("ho-price", "2022H2", ("101.2 点", "不低于 103 点"), ("101.2 points", "at least 103 points")),
        ("ho-rank", "2022H2", ("第5位", "不后于 第3位"), ("5th", "not below 3rd")),
    ],
)
def test_each_is_printed_with_its_own_decimals_sign_and_name(office, indicator, period, zh, en):
    for language, expected in (("zh", zh), ("en", en)):
        text = office.page(f"/target/{indicator}-t?period={period}&lang={language}")
        assert [words for words in expected if words not in text] == []


def test_an_expected_value_keeps_the_decimals_that_tell_it_from_the_target(office):
    # 545 of 729 days by 30 June 2023: 4.24 × 545 ÷ 729 = 3.1698
    text = office.page("/target/ho-cut-t?period=2023H1&lang=zh")
    assert "3.17 万吨" in text
    assert not re.search(r"(?<![\d.])[34] 万吨", text)


@pytest.mark.parametrize(
    ("indicator", "value", "words"),
    [
        ("ho-dust", -1, "不能为负数"),
        ("ho-cut", -0.5, "不能为负数"),
        ("ho-rank", 2.5, "个数和位次应为整数"),
        ("ho-rank", 0, "个数和位次应为整数"),
    ],
)
def test_what_cannot_be_is_refused_by_its_cell(office, indicator, value, words):
    name, unit = office.names[indicator]
    path = office.folder / f"bad-{indicator}-{value}.csv"
    path.write_text(
        f"责任单位,{UNIT}\n报告期,2022年上半年\n报送日期,2022-06-30\n零报告,否\n"
        "类别,编码,名称,数值,计量单位,任务状态,进展情况,存在问题,下一步工作\n"
        f"指标,{indicator},{name},{value},{unit},,按计划推进。,,\n任务,{TASK},任务 {TASK},,,推进中,推进。,无,推进。\n",
        encoding="utf-8",
    )
    printed = office.run("check", path, fails=True)
    assert words in printed and "第 6 行" in printed


def test_a_target_below_zero_needs_an_indicator_that_may_be_negative(tmp_path):
    office = made(tmp_path, **{"ho-balance": ("stock", "亿元", "sum", "up", ">=", -2, {})})
    printed = office.run("load", fails=True)
    for file in ("targets/hai-outlook.csv", "unit_targets/hai-outlook.csv"):
        assert f"{file} 第 3 行 value 列:“-2.000000”数值为负" in printed
    assert "may_be_negative" in printed


def test_a_rank_cannot_be_asked_to_be_at_least_so_much(tmp_path):
    printed = made(tmp_path, **{"ho-rank": ("rank", "位", "none", "down", ">=", 3, {})}).run("load", fails=True)
    assert "targets/hai-outlook.csv 第 6 行 target_id 列:“ho-rank-t”" in printed
    assert "位次目标须为" in printed and "a rank a ceiling" in printed


@pytest.mark.parametrize(
    ("kind", "unit", "aggregation", "more", "said"),
    [
        ("mean", "微克/立方米", "sum", {}, "figures of the type mean are never added"),
        ("index", "点", "sum", {}, "figures of the type index are never added"),
        ("growth_rate", "%", "sum", {}, "figures of the type growth_rate are never added"),
        ("rank", "位", "sum", {"direction": "down"}, "figures of the type rank are never added"),
        ("ratio", "%", "sum", {}, "figures of the type ratio are never added"),
        ("stock", "微克/立方米", "sum", {}, "amounts in 微克/立方米 do not add up over units"),
        ("mean", "微克/立方米", "ratio_of_sums", {}, "ratio_of_sums is for a ratio"),
        ("rank", "位", "mean", {"direction": "down"}, "places in an order have no mean"),
        ("rank", "位", "none", {"direction": "up"}, "the first place is the best; write down"),
        ("rank", "位", "none", {"direction": "down", "decimals": 1}, "a place in an order is a whole number"),
    ],
)
def test_what_an_indicator_says_must_hold_together(tmp_path, kind, unit, aggregation, more, said):
    entry = (kind, unit, aggregation, more.get("direction", "up"), "<=", 3, more)
    direction_free = {key: value for key, value in more.items() if key != "direction"}
    printed = made(tmp_path, **{"ho-rank": (*entry[:6], direction_free)}).run("load", fails=True)
    assert "indicators/ho-rank.yml" in printed and said in printed

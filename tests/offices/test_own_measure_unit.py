"""A unit of measurement that no office had before: one entry in the catalog, and every door knows it."""

import re
import zipfile

import pytest

from tests.offices import Office

pytestmark = pytest.mark.slow

PROGRAMME, TASK, UNIT = "lake-papers", "lp-1", "湖泊研究所"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("lake"))
    office.measure_units(
        {"code": "篇", "name_en": "papers", "dimension": "count", "factor": 1, "decimals": 0},
        {"code": "吨", "name_en": "tonnes", "dimension": "mass", "factor": 1, "decimals": 1, "aliases": ["公吨"]},
        {"code": "万吨", "name_en": "10,000 tonnes", "dimension": "mass", "factor": 10000, "decimals": 2},
    )
    office.scope("lake", "湖区", "city")
    office.unit("lp-inst", UNIT)
    office.programme(PROGRAMME, "2022-01-01", "2023-12-31", "half_year", ["2022H1", "2022H2", "2023H1", "2023H2"])
    office.task(TASK, PROGRAMME, "2023-12-31", UNIT)
    for indicator_id, name, unit, value in (("lp-papers", "论文", "篇", 20000), ("lp-mud", "清淤量", "万吨", 4.24)):
        office.indicator(indicator_id, name, "cumulative", unit, "sum")
        office.target(f"{indicator_id}-t", PROGRAMME, indicator_id, "lake", ">=", value, unit, "2022-01-01",
                      "2023-12-31", TASK)  # fmt: skip
        office.part(PROGRAMME, f"{indicator_id}-t", UNIT, value, unit)
    office.write()
    return office


def send(office, name, *lines):
    path = office.folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


FIGURE = ["programme", "indicator_zh", "indicator_en", "scope", "period", "value", "measure_unit", "kind", "qualifier",
          "confidence", "source_issuer", "source_title", "source_date", "note"]  # fmt: skip
HEAD = f"责任单位,{UNIT}\n报告期,2022年上半年\n报送日期,2022-06-30\n零报告,否"
TASK_LINE = f"任务,{TASK},任务 {TASK},,,推进中,按计划推进。,无,继续推进。"


def report(value_header, papers, mud, *, unit="", mud_unit="万吨"):
    return (
        HEAD,
        f"类别,编码,名称,{value_header},计量单位,任务状态,进展情况,存在问题,下一步工作",
        f"指标,lp-papers,论文,{papers},{unit},,按计划推进。,,",
        f"指标,lp-mud,清淤量,{mud},{mud_unit},,按计划推进。,,",
        TASK_LINE,
    )


@pytest.mark.parametrize(
    ("papers", "unit", "mud", "mud_unit", "told"),
    [
        ("12篇", "", "3.81", "万吨", ()),
        ("1.2万篇", "", "38100吨", "", ("12000 篇", "3.81 万吨")),
        ("12000", "papers", "38100", "公吨", ("3.81 万吨",)),
    ],
)
def test_a_cell_may_say_the_new_unit_by_any_of_its_words(office, papers, unit, mud, mud_unit, told):
    path = send(office, f"check-{papers}.csv", *report("数值", papers, mud, unit=unit, mud_unit=mud_unit))
    printed = office.run("check", path)
    assert "[error]" not in printed
    assert all(words in printed for words in told)


def test_a_header_may_state_the_new_unit_for_its_column(office):
    head, columns, papers, _, task = report("数值(篇)", "12000", "")
    printed = office.run("check", send(office, "header.csv", head, columns, papers, task))
    assert "[error]" not in printed


def test_another_thing_counted_is_refused_by_cell_with_both_units(office):
    path = send(office, "wrong.csv", *report("数值", "12家", "3.81亿元", mud_unit=""))
    printed = office.run("check", path, fails=True)
    assert printed.count("[error]") == 2
    assert "家" in printed and "篇" in printed and "亿元" in printed and "万吨" in printed


def test_half_a_paper_is_no_count(office):
    printed = office.run("check", send(office, "half.csv", *report("数值", "12.5篇", "3.81")), fails=True)
    assert "个数和位次应为整数" in printed


def test_template_export_and_pages_speak_of_the_new_unit(office):
    template = office.folder / "template.xlsx"
    office.run("template", UNIT, "2022H1", "--out", template)
    with zipfile.ZipFile(template) as book:
        cells = set(re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode()))
    assert {"篇", "万吨"} <= cells
    office.run("receive", send(office, "real.csv", *report("数值", "1.2万篇", "38100吨", mud_unit="")), "--by", "张三")
    office.load()
    assert float(office.judged("lp-papers-t", "2022H1")["actual_value"]) == 12000
    mud = office.judged("lp-mud-t", "2022H1")
    assert (float(mud["actual_value"]), mud["measure_unit"]) == (3.81, "万吨")
    assert "1.2 万篇" in office.page("/target/lp-papers-t?period=2022H1&lang=zh")
    english = office.page("/target/lp-mud-t?period=2022H1&lang=en")
    assert "38,100 tonnes" in english
    assert "42,400 tonnes" in english


def test_a_target_in_a_unit_that_counts_something_else_is_refused_by_its_row(tmp_path):
    office = Office(tmp_path)
    office.measure_units({"code": "吨", "dimension": "mass", "factor": 1, "decimals": 1})
    office.scope("lake", "湖区", "city")
    office.unit("lp-inst", UNIT)
    office.programme(PROGRAMME, "2022-01-01", "2023-12-31", "year", ["2022", "2023"])
    office.task(TASK, PROGRAMME, "2023-12-31", UNIT)
    for indicator_id, unit in (("lp-mud", "吨"), ("lp-money", "亿元")):
        office.indicator(indicator_id, indicator_id, "cumulative", unit, "sum")
        office.target(f"{indicator_id}-t", PROGRAMME, indicator_id, "lake", ">=", 20, "吨", "2022-01-01", "2023-12-31",
                      TASK)  # fmt: skip
    office.write()
    printed = office.run("load", fails=True)
    assert f"targets/{PROGRAMME}.csv 第 3 行 measure_unit 列:“吨”" in printed
    assert "第 2 行" not in printed


def test_a_published_figure_that_counts_something_else_is_refused_by_its_row(tmp_path):
    office = Office(tmp_path)
    office.measure_units({"code": "吨", "dimension": "mass", "factor": 1, "decimals": 1})
    office.scope("lake", "湖区", "city")
    office.unit("lp-inst", UNIT)
    office.programme(PROGRAMME, "2022-01-01", "2023-12-31", "year", ["2022", "2023"])
    office.task(TASK, PROGRAMME, "2023-12-31", UNIT)
    office.indicator("lp-mud", "清淤量", "annual_flow", "吨", "sum")
    office.target("lp-mud-t", PROGRAMME, "lp-mud", "lake", ">=", 20, "吨", "2022-01-01", "2023-12-31", TASK)
    office.row("published/figure_matches", ["indicator_zh", "scope", "indicator_id", "basis_match", "reason_zh", "reason_en"],
               {"indicator_zh": "清淤量", "scope": "湖区", "indicator_id": "lp-mud", "basis_match": "same", "reason_zh": "同口径",
                "reason_en": "same basis"})  # fmt: skip
    for period, value, unit in (("2021", 12, "吨"), ("2022", 15, "个")):
        office.row("published/published_figures", FIGURE, {
            "programme": PROGRAMME, "indicator_zh": "清淤量", "indicator_en": "mud", "scope": "湖区", "period": period,
            "value": value, "measure_unit": unit, "kind": "point", "confidence": "high", "source_issuer": "试用",
            "source_title": "试用", "source_date": f"{int(period) + 1}-02-01",
        })  # fmt: skip
    office.write()
    printed = office.run("load", fails=True)
    assert "published/published_figures.csv 第 3 行 indicator_id 列:“lp-mud”数值无法换算" in printed
    assert "第 2 行" not in printed

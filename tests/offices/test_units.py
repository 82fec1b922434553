"""Units that are renamed, merged, split and dissolved: closed rounds stay as they were, nobody owes for what is gone."""

from unittest import mock

import pytest

from dashboards.exports.datasets import DATASETS, open_dataset
from metrics.warehouse import Warehouse
from tests.offices.fuzhou import PROGRAMME, yearly
from tests.offices.office import COLUMNS, Office
from tests.offices.village import village

pytestmark = pytest.mark.slow


@pytest.fixture
def office(fuzhou_closed, tmp_path):
    """An office of the test's own, its year 2018 closed."""
    return fuzhou_closed.copied(tmp_path)


def said_of(office, unit_id, **more):
    """What the definitions say of a unit beside what they said."""
    (unit,) = [unit for unit in office.lists["units"] if unit["id"] == unit_id]
    unit |= more
    office.write()


def of_2018(office):
    """Every row of every export that is of the round 2018."""
    with mock.patch.dict("os.environ", office.environment):
        snapshot = Warehouse(office.data).snapshot()
        return {name: rows for name in DATASETS if (rows := list(_rows_of_2018(*open_dataset(snapshot, name))))}


def _rows_of_2018(columns, rows):
    if "period_id" in columns:
        told = (dict(zip(columns, row, strict=True)) for row in rows)
        yield from (row for row in told if row["period_id"] == "2018")


NEW_NAME = [{"name": "鼓楼新区", "from_day": "2019-01-01", "source": "试用"}]


def test_a_closed_round_keeps_the_name_of_its_time_when_a_unit_is_renamed(office, tmp_path):
    before = of_2018(office)
    said_of(office, "fz-gulou", names=NEW_NAME)
    office.load()
    assert of_2018(office) == before
    assert "鼓楼区" in {row["unit_name"] for row in before["reports"]}
    (unit,) = [row for row in office.export("units") if row["unit_id"] == "fz-gulou"]
    assert (unit["unit_name"], unit["alias_names"], unit["dated_names"]) == (
        "鼓楼新区",
        "鼓楼区",
        "2019-01-01 鼓楼新区",
    )
    names = {row["period_id"]: row["unit_name"] for row in office.export("reports") if row["unit_id"] == "fz-gulou"}
    assert names == {"2018": "鼓楼区", "2019": "鼓楼新区"}


INTO_GULOU = {"id": "fz-gulou", "from_day": "2019-01-01", "source": "试用"}


@pytest.fixture
def merged(office):
    """台江区 merged into 鼓楼区, which is called 鼓楼新区 since, and targets of 2019."""
    said_of(office, "fz-gulou", names=NEW_NAME)
    said_of(office, "fz-taijiang", successor=INTO_GULOU)
    yearly(office, "new", ">=", 12.5, "万人", 2019)
    for unit, part in (("鼓楼新区", 9.3), ("仓山区", 3.2)):
        office.part(PROGRAMME, "fz-new-2019", unit, part, "万人")
    office.write()
    return office


def test_a_unit_that_is_merged_leaves_its_closed_round_as_it_was_and_owes_nothing_after(merged, tmp_path):
    before = of_2018(merged)
    merged.load()
    assert of_2018(merged) == before
    of_2019 = {row["unit_id"]: row for row in merged.export("reports") if row["period_id"] == "2019"}
    assert of_2019.keys() == {"fz-rsj", "fz-gulou", "fz-cangshan"}
    assert float(merged.judged("fz-new-2019", "2019", "fz-gulou")["target_value"]) == pytest.approx(9.3)
    # Its successor is asked for its own part of 2019, and it for nothing: who took over is said.
    merged.run("template", "鼓楼区", "2019", "--format", "csv", "--out", tmp_path / "blank.csv")
    blank = (tmp_path / "blank.csv").read_text(encoding="utf-8-sig")
    assert "9.3" in blank and "鼓楼新区" in blank
    told = merged.run("template", "台江区", "2019", fails=True)
    assert "自2019-01-01起由鼓楼新区承接" in told and "taken over by 鼓楼新区 from 2019-01-01" in told
    merged.run("remind", PROGRAMME, "2019", "--out", tmp_path / "letters")
    letters = {path.name for path in (tmp_path / "letters").iterdir()}
    assert not any("台江区" in name or "taijiang" in name for name in letters), letters
    assert any("鼓楼新区" in name or "gulou" in name for name in letters), letters
    sent = merged.written("台江区", "2019", "2019-12-30", {"jobs-new": 4.5})
    told = merged.run("receive", sent, "--by", "张三", fails=True)
    assert "由鼓楼新区承接" in told
    merged.report("鼓楼区", "2019", "2019-12-30", {"jobs-new": 9.9}, ("fz-t1",))
    merged.report("仓山区", "2019", "2019-12-30", {"jobs-new": 3.0}, ("fz-t1",))
    for unit in ("fz-gulou", "fz-cangshan"):
        merged.step("accept", PROGRAMME, "2019", unit, reason="已核实")
    merged.load()
    row = merged.judged("fz-new-2019", "2019")
    assert (float(row["actual_value"]), row["qualifier"]) == (pytest.approx(12.9), "exact")
    assert of_2018(merged) == before


def test_parts_of_a_merged_unit_add_to_that_of_its_successor_and_a_later_document_takes_their_place(merged, tmp_path):
    yearly(merged, "re", ">=", 0.9, "万人", 2019)
    for unit, part in (("鼓楼区", 0.35), ("台江区", 0.3), ("仓山区", 0.25)):
        merged.part(PROGRAMME, "fz-re-2019", unit, part, "万人")
    merged.write()
    merged.load()
    assert float(merged.judged("fz-re-2019", "2019", "fz-gulou")["target_value"]) == pytest.approx(0.65)
    merged.run("template", "鼓楼新区", "2019", "--format", "csv", "--out", tmp_path / "blank.csv")
    assert "0.65" in (tmp_path / "blank.csv").read_text(encoding="utf-8-sig")
    assert {row["unit_id"] for row in merged.export("attainment") if row["target_id"] == "fz-re-2019"} == {
        "", "fz-gulou", "fz-cangshan",
    }  # fmt: skip
    of_gulou = [
        row for row in merged.export("workings") if (row["target_id"], row["unit_id"]) == ("fz-re-2019", "fz-gulou")
    ]
    assert "含台江区并入部分" in "".join(row["words_zh"] for row in of_gulou)
    # Both rows of the breakdown stand behind it.
    assert {row["source_rows"].count("unit_targets") for row in of_gulou} == {2}


def test_a_share_of_merged_units_is_asked_for_and_not_made_up(merged):
    yearly(merged, "grad", ">=", 92.5, "%", 2019)
    for unit, part in (("鼓楼区", 93), ("台江区", 92)):
        merged.part(PROGRAMME, "fz-grad-2019", unit, part, "%")
    merged.write()
    told = merged.run("load", fails=True)
    assert "fz-grad-2019 鼓楼新区 2019" in told and "不能由原来的各数得出" in told
    merged.row(f"target_changes/{PROGRAMME}", COLUMNS["target_change"], {
        "target_id": "fz-grad-2019", "unit_name": "鼓楼新区", "valid_from": "2019-01-01", "change_kind": "adjusted",
        "target_value": "92.8", "document_id": PROGRAMME, "section": "一", "phrase": "92.8%", "reason_zh": "并入后重定",
        "reason_en": "set anew",
    })  # fmt: skip
    merged.write()
    merged.load()
    assert float(merged.judged("fz-grad-2019", "2019", "fz-gulou")["target_value"]) == pytest.approx(92.8)


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """A city of 2018 and 2019: 乙区 is split into 丙区 and 丁区 from 2019, 戊区 dissolved with 2018; 局 answers without a task."""
    office = Office(tmp_path_factory.mktemp("changed"))
    office.scope("city", "某市", "city")
    for unit_id, name, kind, more in (
        ("bureau", "局", "部门", {}),
        ("a", "甲区", {"zh": "区县", "en": "district"}, {"parent": "bureau"}),
        (
            "b",
            "乙区",
            "区县",
            {"successor": [{"id": to, "from_day": "2019-01-01", "source": "试用"} for to in ("c", "d")]},
        ),
        ("c", "丙区", "区县", {"starts_on": "2019-01-01"}),
        ("d", "丁区", "区县", {"starts_on": "2019-01-01"}),
        ("e", "戊区", "区县", {"ends_on": "2018-12-31"}),
        ("f", "己办", "部门", {}),
    ):
        office.unit(unit_id, name, kind, **more)
    office.programme("plan", "2018-01-01", "2019-12-31", "year", ["2018", "2019"])
    office.task("t1", "plan", "2019-12-31", "甲区", "己办")
    office.tables["responsibilities/plan"][1] |= {"role": "carries_out", "reports": "true"}
    office.indicator("homes", "住房", "annual_flow", "项", "sum")
    office.target("homes", "plan", "homes", "city", ">=", 10, "项", "2018-01-01", "2019-12-31", responsible_unit="局")
    for unit, part in (("甲区", 5), ("乙区", 3), ("戊区", 2), ("丙区", 2), ("丁区", 1)):
        office.part("plan", "homes", unit, part, "项")
    office.write()
    for unit, value in (("甲区", 6), ("乙区", 3), ("戊区", 2)):
        office.report(unit, "2018", "2018-12-30", {"homes": value})
    for unit, value in (("甲区", 6), ("丙区", 2), ("丁区", 1)):
        office.report(unit, "2019", "2019-12-30", {"homes": value})
    office.load()
    return office


def test_a_split_unit_counts_until_its_day_and_its_successors_from_it_on(changed):
    whole = {period: changed.judged("homes", period) for period in ("2018", "2019")}
    told = {period: (float(row["actual_value"]), row["qualifier"]) for period, row in whole.items()}
    # 6 + 3 + 2, all parts in; 6 + 2 + 1, without the part of the district that was dissolved: at least so much.
    assert told == {"2018": (11, "exact"), "2019": (9, "ge")}
    parts = {(row["period_id"], row["unit_id"]) for row in changed.export("attainment") if row["unit_id"]}
    assert parts == {("2018", "a"), ("2018", "b"), ("2018", "e"), ("2019", "a"), ("2019", "c"), ("2019", "d")}
    assert "没有写明由谁承接" in changed.run("template", "戊区", "2019", fails=True)
    assert "自2019-01-01起设立" in changed.run("template", "丙区", "2018", fails=True)


def test_who_carries_a_figure_answers_for_a_target_or_is_said_to_report_owes_a_report(changed):
    owed = {
        row["unit_id"] for row in changed.export("reports") if (row["period_id"], row["is_owed"]) == ("2019", "true")
    }
    assert owed == {"bureau", "a", "c", "d", "f"}
    page = changed.page("/unit/f?period=2019")
    assert "落实任务（1 项）" in page
    assert "责任单位局" in changed.page("/target/homes?period=2019")
    units = changed.page("/units?period=2019")
    assert "区县" in units and "戊区" not in units and "丙区" in units


def test_a_nil_report_keeps_its_figure_in_its_round_and_carries_nothing_over_a_merger(tmp_path):
    office = village(tmp_path)
    office.report("村委会", "2018H2", "2018-12-20", {"trees": 20}, ("v-1",))
    office.report("村小学", "2018H2", "2018-12-20", {"trees": 10})
    office.report("村委会", "2019H1", "2019-06-20", {"trees": 30}, ("v-1",))
    office.report("村小学", "2019H1", "2019-06-20", {}, 零报告="是")
    said_of(office, "v-school", successor={"id": "v-committee", "from_day": "2019-07-01", "source": "试用"})
    told = office.report("村委会", "2019H2", "2019-12-20", {}, 零报告="是")
    assert "零报告不能说明合并后的数" in told and "Report the figure of both together" in told
    office.load()
    whole, school = (office.judged("v-trees", "2019H1", unit) for unit in ("", "v-school"))
    assert (whole["actual_value"], whole["qualifier"], school["actual_value"]) == ("40", "exact", "10")
    both, of_all = (office.judged("v-trees", "2019H2", unit) for unit in ("v-committee", ""))
    assert (both["actual_value"], of_all["actual_value"], both["target_value"]) == ("", "", "100")
    office.report("村委会", "2019H2", "2019-12-22", {"trees": 42}, ("v-1",))
    office.load()
    assert office.judged("v-trees", "2019H2")["actual_value"] == "42"

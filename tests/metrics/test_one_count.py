"""One count everywhere: goals, yearly requirements and unit parts, of an office with other numbers of each."""

import re
from datetime import date

import pytest

from dashboards.address import Address
from dashboards.documents.orders import Order, papers
from dashboards.exports.datasets import open_dataset
from dashboards.exports.selection import Selection
from dashboards.markup import markup
from dashboards.web.screens import page_and_build
from metrics.reading.overview import overview
from metrics.reading.programme import all_programmes
from metrics.reading.target_matrix import target_matrix
from metrics.reading.unit_counts import counts_of_units
from metrics.rules.target_kinds import TARGET_KINDS, target_kind

pytestmark = pytest.mark.slow

ROUND, DUE = "2019H2", date(2019, 12, 31)
# What the one target of the world and these others come to at the end of 2019, all due that day; counted by hand.
GOALS = {"g-met": 30, "g-missed-a": 7, "g-missed-b": 0}
REQUIREMENTS = {"r-met": 25, "r-missed-a": 1, "r-missed-b": 2, "r-missed-c": 3}
# The parts: u and v of the world's own target, and u's of one requirement.
STATUSES = {
    "goal": {"achieved": 1, "missed": 2, "no_data": 1},
    "yearly_requirement": {"achieved": 1, "missed": 3},
    "unit_part": {"achieved": 1, "missed": 1, "no_data": 1},
}
REPORTED = [("submitted", "2019-12-20 10:00"), ("accepted", "2019-12-21 10:00")]


@pytest.fixture
def filled(world):
    """Four goals, four yearly requirements and three unit parts, with what was reported of them."""
    words = {"name_zh": "建设方案", "name_en": "Plan", "short_name_zh": "方案", "short_name_en": "Plan"}
    notes = {"reporting_cycle": "half_year", "cycle_note_zh": "每半年一报", "cycle_note_en": "Every half-year"}
    world.connection.execute("delete from dim.programme")
    world.add(
        "dim.programme",
        programme_id="p",
        step_months=6,
        grace_days=0,
        sort_order=0,
        starts_on=date(2018, 9, 25),
        ends_on=DUE,
        **words,
        **notes,
    )
    world.add("dim.document", document_id="d", programme_id="p", title_zh="方案", title_en="Plan", issuer_zh="厅",
              issuer_en="Office", issued_on=date(2018, 9, 25), validity="in_force", validity_note_zh="有效",
              validity_note_en="In force", source_file="x")  # fmt: skip
    world.add("dim.scope", scope_id="s", name_zh="全省", name_en="Province", kind="province")
    for order, (unit_id, zh) in enumerate([("u", "乙市"), ("v", "丙市")]):
        world.add(
            "dim.unit", unit_id=unit_id, unit_name=zh, unit_name_en=unit_id.upper(), kind="city", sort_order=order
        )
    world.connection.execute(
        "update fact.target set document_id = 'd', section = '一', phrase = '100项', sort_order = 0"
    )
    world.connection.execute(
        "update dim.indicator set name_zh = '甲', name_en = 'A', definition_zh = '', definition_en = '', basis_zh = '', "
        "basis_en = ''"
    )
    for level, values in (("programme", GOALS), ("task", REQUIREMENTS)):
        for order, (target_id, value) in enumerate(values.items(), start=1):
            world.add("dim.indicator", indicator_id=target_id, measure_type="cumulative", measure_unit="项",
                      direction="up", name_zh=target_id, name_en=target_id, definition_zh="", definition_en="",
                      basis_zh="", basis_en="")  # fmt: skip
            world.add("fact.target", target_id=target_id, programme_id="p", document_id="d", indicator_id=target_id,
                      scope_id="s", level=level, task_id="task", comparator=">=", target_value=20, measure_unit="项",
                      starts_on=date(2018, 9, 25), due_on=DUE, section="一", phrase="20项",
                      sort_order=order + 10 * (level == "task"))  # fmt: skip
            world.add("fact.observation", observation_id=target_id, indicator_id=target_id, scope_id="s",
                      period_label="2019", period_id=ROUND, period_starts_on=date(2019, 1, 1), period_ends_on=DUE,
                      actual_value=value, measure_unit="项", qualifier="exact", provenance="published",
                      basis_match="same", confidence="official", recorded_at=date(2019, 12, 31))  # fmt: skip
            world.add("fact.target_task", target_id=target_id, task_id="task")
    world.add("fact.task", task_id="task", programme_id="p", document_id="d", sort_order=1, group_zh="组",
              group_en="Group", task_number="1", name_zh="任务", name_en="Task")  # fmt: skip
    # u meets its part of the one target, v sends nothing; u's part of a requirement is missed.
    world.report("u", ROUND, 61, REPORTED)
    world.add(
        "fact.unit_target", target_id="r-met", unit_id="u", target_value=9, measure_unit="项", provenance="sample"
    )
    world.add("fact.observation", observation_id="part", indicator_id="r-met", unit_id="u", period_id=ROUND,
              actual_value=4, measure_unit="项", qualifier="exact", provenance="sample", basis_match="same",
              submission_id=f"p/{ROUND}/u/v1", recorded_at=date(2019, 12, 20))  # fmt: skip
    return world


@pytest.fixture
def office(filled):
    """The office as seen on the day after its last round."""
    return filled.view("2020-01-01")


def text_of(snapshot, path, search=""):
    page, _ = page_and_build(snapshot, Address.parse(path, search))
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", markup(page.content)[0]))


def by_hand(kind, status):
    return STATUSES[kind].get(status, 0)


def test_a_kind_is_told_by_level_and_unit_alike_in_python_and_in_the_export(office):
    header, rows = open_dataset(office, "attainment")
    seen = set()
    for row in (dict(zip(header, row, strict=True)) for row in rows):
        assert row["target_kind"] == target_kind(row["level"], row["unit_id"])
        seen.add(row["target_kind"])
    assert seen == set(TARGET_KINDS)


@pytest.mark.parametrize("kind", TARGET_KINDS)
def test_every_place_counts_a_kind_the_same(office, kind):
    (programme,) = all_programmes(office)
    view = overview(office, programme, ROUND)
    assert view.counts[kind].present == STATUSES[kind]
    assert target_matrix(office, programme, ROUND).counts[kind].present == STATUSES[kind]
    for status in ("achieved", "missed", "no_data"):
        where = [f"period_id:is:{ROUND}", f"target_kind:is:{kind}", f"status:is:{status}"]
        _, rows = open_dataset(office, "attainment", Selection.written(where))
        assert len(list(rows)) == by_hand(kind, status)
    ((_, paper),) = papers(office, Order("p", ROUND, "zh", "docx"))
    counts = {row[0]: row for row in paper.tables[0].rows}[
        {"goal": "方案目标", "yearly_requirement": "任务年度要求", "unit_part": "单位分解"}[kind]
    ]
    assert int(counts[-1]) == sum(STATUSES[kind].values())
    assert (int(counts[1]), int(counts[5])) == (by_hand(kind, "achieved"), by_hand(kind, "missed"))


def test_the_overview_the_matrix_and_the_bulletin_say_the_counts_in_the_same_words(office):
    told = "4 项方案目标：已达成 1 项，未达成 2 项，暂无数据 1 项；4 项任务年度要求：已达成 1 项，未达成 3 项"
    parts = "3 项单位分解：已达成 1 项，未达成 1 项，暂无数据 1 项"
    assert f"2019年下半年（截至12月31日），{told}。" in text_of(office, "/")
    matrix = text_of(office, "/matrix")
    assert "4 项方案目标、4 项任务年度要求" in matrix and parts in matrix
    ((_, paper),) = papers(office, Order("p", ROUND, "zh", "docx"))
    said = " ".join(block.text for block in paper.blocks if hasattr(block, "text"))
    assert f"{told}；{parts}".replace(" ", "") in said
    assert "对上述滞后、未达成的2项方案目标、3项任务年度要求，" in said
    assert "对上述滞后、未达成的1项单位分解，" in said


def test_a_tile_leads_to_exactly_what_it_counts(office):
    page, _ = page_and_build(office, Address.parse("/", ""))
    drawn = markup(page.content)[0]
    doors = re.findall(r'href="/(\?[^"#]*status=(\w+)[^"#]*kind=(\w+)[^"#]*)#targets"', drawn.replace("&amp;", "&"))
    assert {(kind, status) for _, status, kind in doors} == {
        (kind, status) for kind, statuses in STATUSES.items() for status in statuses
    }
    for search, status, kind in doors:
        listed, _ = page_and_build(office, Address.parse("/", search))
        section = markup(listed.content)[0].split('id="targets"')[1]
        assert section.count('class="bullet-row"') == by_hand(kind, status), (kind, status)


def test_an_address_that_names_a_status_alone_means_goals_as_the_tiles_do(office):
    assert "只显示“未达成”的 2 项方案目标。" in text_of(office, "/", "?status=missed")


def test_what_a_unit_carries_and_missed_is_attended_to_though_every_goal_is_met(filled):
    filled.connection.execute("update fact.observation set actual_value = 99 where scope_id = 's'")
    filled.report("v", ROUND, 45, REPORTED)
    snapshot = filled.view("2020-01-01")
    view = overview(snapshot, all_programmes(snapshot)[0], ROUND)
    assert not view.needs_attention
    assert [(part.unit.unit_id, part.target.target_id) for part in view.parts_needing_attention] == [("u", "r-met")]
    assert "没有需要关注的。" in text_of(snapshot, "/") and "单位分解：1 个单位的 1 项" in text_of(snapshot, "/")
    ((_, paper),) = papers(snapshot, Order("p", ROUND, "zh", "docx"))
    said = " ".join(block.text for block in paper.blocks if hasattr(block, "text"))
    assert "乙市：r-met，未达成（实际4项（样例），应为不低于9项（样例））。" in said
    assert "没有需要关注的目标" not in said


def test_a_scorecard_counts_what_a_unit_leads_by_kind(office):
    (card,) = counts_of_units(office, "p", ROUND, unit_id="u")
    assert {entry.kind: entry.present for entry in card.targets_as("lead").kinds} == {
        "goal": {"achieved": 1, "missed": 2}, "yearly_requirement": {"achieved": 1, "missed": 3},
    }  # fmt: skip
    assert [entry.present for entry in card.targets_as("own").kinds] == [{"achieved": 1, "missed": 1}]


def test_each_kind_is_one_click_on_the_data_page(office):
    page, _ = page_and_build(office, Address.parse("/data/attainment", "?where=status:is:missed"))
    drawn = markup(page.content)[0].replace("&amp;", "&").replace("%3A", ":")
    for kind, name in (("goal", "方案目标"), ("yearly_requirement", "任务年度要求"), ("unit_part", "单位分解")):
        assert re.search(rf'href="[^"]*where=status:is:missed&where=target_kind:is:{kind}[^"]*"[^>]*>{name}<', drawn), (
            kind
        )

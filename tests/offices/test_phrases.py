"""What a document says is entered in its own words: numbers spelt out, none for nought, long sentences, other units."""

import re

import pytest

from expectations.suite import PATTERNS
from tests.offices.fuzhou import PROGRAMME
from tests.offices.village import PROGRAMME as VILLAGE
from tests.offices.village import village

pytestmark = pytest.mark.slow

SAYS_A_FIGURE = [
    "三项",
    "建成一个中心",
    "百分之三十以上",
    "翻番",
    "reach twenty sites",
    "Halve the number",
    "to 5 %",
    "两倍",
]
SAYS_NONE = ["统一标准", "进一步提高", "Someone said so", "often", "显著提升"]


def test_a_figure_may_be_spelt_out_and_a_lone_one_within_a_word_is_none():
    figure = re.compile(PATTERNS["$figure_in_words"])
    assert [text for text in SAYS_A_FIGURE if not figure.search(text)] == []
    assert [text for text in SAYS_NONE if figure.search(text)] == []


def test_a_sentence_ends_where_a_reader_ends_it():
    end = re.compile(PATTERNS["$sentence_end_within"])
    one = ["达到100个。", "“达到100个。”", "reach 3.5 million; then hold", "In the U.K. Government plans for St. Ives: 20 sites.",
           "No. 5 of the list", "Really 20?"]  # fmt: skip
    two = ["达到100个。另建10个", "Reach 20. Then hold.", "达到100个\n另建10个", "Why? Because of 20"]
    assert [text for text in one if end.search(text)] == []
    assert [text for text in two if not end.search(text)] == []


def test_words_of_any_length_within_one_sentence_are_loaded_and_none_stands_for_a_target_of_nought(tmp_path):
    office = village(tmp_path)
    office.indicator("fires", "火灾", "cumulative", "起", "sum", "down")
    office.indicator("burnt", "过火面积", "cumulative", "亩", "sum", "down")
    office.measure_units({"code": "起", "name_en": "fires", "dimension": "count", "factor": 1, "decimals": 0},
                         {"code": "亩", "name_en": "mu", "dimension": "area", "factor": 1, "decimals": 2})  # fmt: skip
    for target_id, phrase in (("v-fires", "无火灾发生"), ("v-burnt", "杜绝过火")):
        indicator_id = target_id.removeprefix("v-")
        unit = office.names[indicator_id][1]
        office.target(target_id, VILLAGE, indicator_id, "village", "<=", 0, unit, "2018-07-01", "2019-12-31", "v-1",
                      phrase=phrase)  # fmt: skip
    office.tables[f"targets/{VILLAGE}"][0]["phrase"] = "在全村范围内" + "持续推进" * 20 + "植树一百个"
    office.write()
    office.load()
    assert {row["target_id"] for row in office.export("targets")} == {"v-trees", "v-fires", "v-burnt"}
    # Of any other target none is no figure.
    office.tables[f"targets/{VILLAGE}"][1]["target_value"] = 3
    office.write()
    assert "无火灾发生" in office.run("load", fails=True)


def test_a_file_may_leave_out_what_is_optional(tmp_path):
    office = village(tmp_path)
    for name, kept in (
        ("unit_targets", ("target_id", "unit_name", "target_value", "measure_unit", "document_title", "section", "phrase")),
        ("targets", ("target_id", "programme_id", "document_id", "indicator_id", "scope_id", "comparator", "target_value",
                     "measure_unit", "starts_on", "due_on", "section", "phrase", "task_ids")),
    ):  # fmt: skip
        rows = office.tables[f"{name}/{VILLAGE}"]
        office.tables[f"{name}/{VILLAGE}"] = [{key: row[key] for key in kept} for row in rows]
    office.write()
    office.load()
    assert office.judged("v-trees", "2018H2")["target_kind"] == "goal"
    assert office.judged("v-trees", "2018H2", "v-school")["target_value"] == "40"


def test_a_part_in_another_unit_of_the_same_dimension_is_converted_exactly(fuzhou_accepted, tmp_path):
    office = fuzhou_accepted.copied(tmp_path)
    for row in office.tables[f"unit_targets/{PROGRAMME}"]:
        if (row["target_id"], row["unit_name"]) == ("fz-hard", "仓山区"):
            row |= {"target_value": 1000, "measure_unit": "人", "phrase": "1000人"}
    office.write()
    office.load()
    # 1 000 persons of 0.38 × 10 000: 0.1, of which 0.11 is 110 %.
    judged = office.judged("fz-hard", "2018", "fz-cangshan")
    assert [float(judged[name]) for name in ("target_value", "attainment_pct")] == [0.1, 110]
    (row,) = [r for r in office.export("unit-targets") if (r["target_id"], r["unit_id"]) == ("fz-hard", "fz-cangshan")]
    assert (float(row["target_value"]), row["measure_unit"]) == (0.1, "万人")
    assert (float(row["given_value"]), row["given_unit"]) == (1000, "人")


@pytest.mark.parametrize(("value", "unit"), [(3, "%"), ("0.001", "人")])
def test_a_part_that_does_not_go_exactly_into_the_unit_of_its_target_is_refused(fuzhou_accepted, tmp_path, value, unit):
    office = fuzhou_accepted.copied(tmp_path)
    for row in office.tables[f"unit_targets/{PROGRAMME}"]:
        if (row["target_id"], row["unit_name"]) == ("fz-hard", "仓山区"):
            row |= {"target_value": value, "measure_unit": unit, "phrase": f"{value}"}
    office.write()
    said = office.run("load", fails=True)
    assert "does not go exactly into that of its target" in said and f"unit_targets/{PROGRAMME}.csv" in said

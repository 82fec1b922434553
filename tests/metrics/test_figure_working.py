"""The working of every shipped figure: what stands in its formula gives the figure that is shown."""

import re
from collections import Counter
from datetime import date

import pytest

from metrics.working.judgements import PROGRAMME_LEVEL, figure_workings
from metrics.working.lines import working_lines

COMPUTABLE = {
    "attainment", "plain_share", "linear_expected", "linear_pace", "seasonal_expected", "seasonal_pace", "growth_rate",
    "required_rate", "best_multiple",
}  # fmt: skip
PLAIN = re.compile(r"^[\d.()+*/ -]+(\*\*[\d.()+*/ -]+)*$")


@pytest.fixture(scope="module")
def everything(snapshot):
    return list(figure_workings(snapshot))


def computed(text):
    """What the term between the last two equals signs comes to."""
    term = text.partition("（要求")[0].partition(" (more")[0].split(" = ")[-2]
    for sign, python in (("÷", "/"), ("×", "*"), ("−", "-"), ("^", "**")):
        term = term.replace(sign, python)
    assert PLAIN.match(term), term
    return eval(term)


def shown(text):
    result = text.partition("（要求")[0].partition(" (more")[0].split(" = ")[-1]
    return float(result.removesuffix("%")) / (100 if result.endswith("%") else 1)


def test_every_judgement_has_every_figure_as_a_formula_or_a_refusal(everything, snapshot):
    assert len(everything) == snapshot.select("select count(*) as n from mart.attainment")[0]["n"]
    for entry in everything:
        figures = [working.figure for working in entry.workings]
        # What was judged by anything but the even line, or in whole things, says so besides.
        assert COMPUTABLE | {"forecast", "reach_probability"} == set(figures) - {"expected", "expected_whole"}
        for working in entry.workings:
            assert (working.formula is None) == (working.value is None) == (working.refusal is not None)


def test_the_numbers_in_a_formula_give_its_result_in_both_languages(everything):
    compared = 0
    for entry in everything:
        for working in entry.workings:
            if working.figure not in COMPUTABLE or working.formula is None:
                continue
            for text in working.formula:
                if "inside the range" in text or "在区间内" in text:
                    continue
                if "(at its end)" in text or "（年末）" in text:
                    assert float(text.rpartition("= ")[2]) == pytest.approx(float(working.value), abs=1e-6), text
                    continue
                scale = 100 if working.figure in ("attainment", "plain_share") else 1
                assert computed(text) * scale == pytest.approx(float(working.value), rel=1e-4), text
                assert shown(text) == pytest.approx(computed(text), abs=0.006), text
                compared += 1
    assert compared > 2000


def test_where_the_season_stands_can_be_computed_to_the_last_digit_shown(everything):
    compared = 0
    for entry in everything:
        working = entry.working("seasonal_expected")
        if working.formula is None or " × " not in working.formula.en.rpartition(" = ")[0]:
            continue
        for text in working.formula:
            assert shown(text) == pytest.approx(computed(text), abs=1.1e-6), text
            compared += 1
    assert compared > 5


def test_the_rows_behind_an_actual_add_up_to_it(everything, snapshot):
    facts = snapshot.select("select target_id, unit_id, period_id, actual_value, comparator from mart.attainment")
    actuals = {(row["target_id"], row["unit_id"], row["period_id"]): row for row in facts}
    compared = 0
    for entry in everything:
        fact = actuals[entry.target_id, entry.unit_id, entry.period_id]
        # A yearly floor rests on the other years as well; the actual is the round's own.
        values = [row.value for row in entry.rows if row.kind != "earlier_year"]
        if fact["actual_value"] is None:
            assert values == []
            continue
        assert sum(values) == fact["actual_value"], (entry.target_id, entry.unit_id, entry.period_id)
        compared += 1
    assert compared > 300


def test_every_judgement_says_what_is_asked_how_it_counts_and_how_it_stands(everything):
    for entry in everything:
        for words in (entry.requirement, entry.measure, *entry.verdict):
            assert words.zh and words.en
            assert "{" not in words.zh + words.en


def test_a_file_of_workings_has_a_line_per_figure_with_words_and_places(snapshot):
    question = "select count(*) as n from mart.attainment where period_id = '2019H1' and unit_id is null"
    judged = snapshot.select(question)[0]["n"]
    lines = list(working_lines(snapshot, period_id="2019H1", unit_id=PROGRAMME_LEVEL))
    figures = Counter(line["figure"] for line in lines)
    assert figures.pop("verdict") == figures.pop("requirement") == figures.pop("measure") == judged > 0
    assert sum(figures.values()) - figures["expected"] - figures["expected_whole"] == judged * 11
    assert all(line["words_zh"] and line["words_en"] for line in lines)
    assert all(
        line["source_rows"] for line in lines if line["figure"] == "attainment" and line["figure_value"] is not None
    )


@pytest.mark.slow
def test_the_exported_workings_are_the_lines_of_the_pages_in_every_view(snapshot):
    for view in (snapshot, snapshot.as_of(date(2019, 7, 31))):
        exported = view.select("select * from made.working order by all")
        lines = sorted(working_lines(view), key=lambda line: [str(line[name] or "") for name in exported[0]])
        assert len(exported) == len(lines) > 500
        assert sorted(map(repr, exported)) == sorted(repr({name: line[name] for name in exported[0]}) for line in lines)

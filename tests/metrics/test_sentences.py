"""One words file: every reason of every rule has its sentence in both languages, and the file refuses halves."""

import re

import pytest

from metrics.rules import attainment, confidence, rollup, status
from metrics.sentences import Bilingual, InvalidSentences, load_sentences, places, say
from metrics.trends import forecast_rows, growth, method_panel, run_rate, seasonal

FAMILIES = [
    (attainment, "attainment"),
    (status, "status"),
    (growth, "method"),
    (seasonal, "method"),
    (method_panel, "method"),
    (run_rate, "run_rate"),
    (rollup, "rollup"),
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(("module", "family"), FAMILIES, ids=lambda value: getattr(value, "__name__", value))
def test_every_reason_has_a_sentence(module, family):
    reasons = {value for name, value in vars(module).items() if name.startswith("REASON_")}
    assert reasons
    assert {f"{family}.{reason}" for reason in reasons} <= set(load_sentences())


def test_every_method_class_rating_and_gap_has_words():
    wanted = {f"method.{name}" for name in method_panel.METHODS}
    wanted |= {f"method.{name}" for name in ("on_track", "slightly_behind", "behind", "limited", "moving_away")}
    wanted |= {f"forecast_method.{name}" for name in forecast_rows.METHODS}
    wanted |= {f"rating.{name}" for name in confidence.RATINGS}
    wanted |= {f"confidence.{name}" for name in (*confidence._WORDS.values(), confidence.NO_STATUS)}
    assert wanted <= set(load_sentences())


def test_chinese_is_chinese_and_english_is_not():
    for code, sentence in load_sentences().items():
        if code == "definition.said":
            # It hands on what a rule says, in the language of the reader.
            assert say(code, detail=Bilingual("自相矛盾", "contradicts itself")) == ("自相矛盾", "contradicts itself")
            continue
        assert CHINESE.search(sentence.zh), code
        assert not CHINESE.search(sentence.en), code


def test_two_points_have_no_interval_and_say_so():
    assert say("forecast.two_points", sample_count=2) == (
        "只有2个点：按直线推算，没有区间。", "2 points: a straight line, no interval."
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["a: {b: {zh: 只有中文}}", "a: {b: {zh: '有{n}个', en: 'has some'}}", "a: {b: {zh: 词, en: ' '}}"],
)
def test_half_a_sentence_is_refused(tmp_path, text):
    path = tmp_path / "words.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidSentences, match=r"a\.b"):
        load_sentences(path)


def test_a_number_that_is_not_given_is_an_error_not_a_hole():
    with pytest.raises(KeyError):
        say("forecast.two_points")
    assert places(load_sentences()["forecast.two_points"].en) == {"sample_count"}

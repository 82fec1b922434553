"""The pages of centres over the shipped data: what is broken comes first, with its clause and its arithmetic."""

import json
import re
from datetime import date

import pytest

from dashboards import formats
from metrics.reading.centre import centre_lines, centre_verdicts, centre_view
from metrics.warehouse import Warehouse

pytestmark = pytest.mark.slow

CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module")
def real(shipped):
    return Warehouse(shipped)


@pytest.fixture
def text_at(page_of, text_of, real):
    return lambda path, search="": text_of(page_of(path, search, source=real))


def test_the_register_shows_every_centre_and_filters_by_address(text_at, real):
    lines = centre_lines(real.snapshot())
    whole = text_at("/centres")
    assert all(line.centre_name in whole for line in lines)
    tianjin = text_at("/centres", "?where=province:is:天津市&where=type:is:综合性")
    assert "天津市海洋工程材料技术创新中心" in tianjin
    assert "四川省竹基新材料技术创新中心" not in tianjin
    assert "没有符合筛选条件的中心" in text_at("/centres", "?where=province:is:无此省")


def test_a_centre_one_cent_over_shows_the_sum_and_the_clause(text_at):
    text = text_at("/centre/sample-sc-05")
    assert "300 + 200.000001 = 500.000001 > 500" in text
    assert "上限500万元，超出0.000001万元（即0.01元）" in text
    assert "六、（五）" in text
    english = text_at("/centre/sample-sc-05", "?lang=en")
    assert "0.000001 (that is RMB 0.01) over the cap of 500" in english


def test_a_removed_centre_shows_each_step_with_its_clause(text_at):
    text = text_at("/centre/sample-sc-07")
    assert "第二十三条" in text
    assert "不再列入创新中心序列" in text
    assert "当日没有在有效期内的文件规定此步骤" in text  # it was started before any of the documents


def test_a_published_centre_shows_its_source_and_guesses_nothing(text_at):
    text = text_at("/centre/pub-sc-ceramic-composites")
    assert "四川省晶硅光伏技术创新中心成功获批" in text
    assert "未载明" in text
    assert "没有资金台账，无从判定已用多少" in text


def test_a_national_centre_is_judged_by_no_document(text_at):
    assert "没有管辖它的文件，不作判定" in text_at("/centre/pub-national-aviation")


def test_the_compliance_page_starts_with_what_is_broken_and_filters_by_verdict(text_at, real):
    broken = [verdict for verdict in centre_verdicts(real.snapshot()) if verdict.verdict == "broken"]
    text = text_at("/centres/compliance")
    assert f"违反条款 {len(broken)} 项" in text
    assert all(formats.dated(verdict.sentence.zh, "zh") in text for verdict in broken)
    covered = text_at("/centres/compliance", "?status=not_covered")
    assert "不借用" in covered
    assert broken[0].sentence.zh not in covered


def test_in_the_gap_nothing_is_judged_by_a_document(page_of, text_of, real):
    text = text_of(page_of("/centre/sample-sc-02", "?as_of=2024-06-30", source=real))
    assert "2024年6月30日没有在有效期内的文件" in text
    view = centre_view(real.snapshot().as_of(date(2024, 6, 30)), "sample-sc-02")
    standing = [v for v in view.verdicts if v.topic == "director_post"]
    assert {v.verdict for v in standing if str(v.judged_on) == "2024-06-30"} == {"not_covered"}
    assert {v.verdict for v in standing if str(v.judged_on) == "2024-01-31"} == {"broken"}


def test_english_remarks_of_compiled_sources_are_not_shown_to_chinese_readers(page_of, text_of, real):
    published = [line.centre_id for line in centre_lines(real.snapshot()) if line.provenance == "published"]
    paths = [("/", "?programme=tianjin-centres-2018"), ("/", "?programme=sichuan-centres")]
    for path, search in [*paths, *((f"/centre/{centre_id}", "") for centre_id in published)]:
        text = text_of(page_of(path, search, source=real))
        assert not re.search("inferred|cites|approv|unveiled|read out|by 20", text), path
    assert "不晚于2021年8月" in text_of(page_of("/centre/pub-tj-blockchain", "", source=real))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_centres_speaks_one_language(page_of, pieces_of, is_english, real, language):
    paths = [f"/centre/{line.centre_id}" for line in centre_lines(real.snapshot())]
    paths += ["/centres", "/centres/compliance", *(f"/centres/compliance?status={v}" for v in ("not_covered", "met"))]
    for address in paths:
        path, _, search = address.partition("?")
        page = page_of(path, f"?{search}&lang={language}", source=real)
        pieces = pieces_of(page.content)
        assert page.is_found, path
        assert not [p.text for p in pieces if re.search(r"\b(None|nan|Decimal)\b", p.text)], path
        if language == "en":
            assert not [p.text for p in pieces if CHINESE.search(p.text) and p.language != "zh"], path
        else:
            shown = [p for p in pieces if p.language != "en" and "quoted" not in p.classes]
            assert not [p.text for p in shown if is_english(p.text)], path


def test_an_unknown_centre_is_answered_with_a_page_that_says_so(page_of):
    page = page_of("/centre/nowhere")
    assert not page.is_found


def test_the_page_offers_the_steps_of_each_report_and_says_why_one_is_not_open(page_of, components_of, real):
    def given(search, attribute):
        nodes = components_of(page_of("/centre/sample-sc-01", search, source=real).content)
        return [json.loads(getattr(node, attribute)) for node in nodes if hasattr(node, attribute)]

    offered = {entry["asked"]["period_id"]: entry for entry in given("?lang=zh", "data-act")}
    assert sorted(offered) == ["2025"]  # the years before are filed, and of 2026, which is not over, nothing came
    steps = {step["step"]: step for step in offered["2025"]["steps"]}
    assert [step for step, facts in steps.items() if not facts["why_not"]] == ["forward", "return"]
    assert "请先办理转报" in steps["file"]["why_not"]
    assert steps["return"]["needs_reason"]
    assert offered["2025"]["asked"] == {
        "report_kind": "centre_report", "programme_id": "sichuan-centres", "period_id": "2025", "centre_id": "sample-sc-01", "version": 1,
    }  # fmt: skip
    assert [asked["period_id"] for asked in given("", "data-template")] == ["2026", "2025", "2024", "2023", "2022"]
    assert given("?as_of=2025-12-31", "data-act") == given("?as_of=2025-12-31", "data-template") == []

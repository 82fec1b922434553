"""Bulletins and feedback documents before they are drawn: the same figures as the screens, in both languages."""

import re

import pytest

from dashboards.document_paths import BULLETIN
from dashboards.documents.contents.wording import TEXT_FOLDER, Wording
from dashboards.documents.orders import Order, Refused, papers
from dashboards.documents.typesetting.paper import Bar, Heading, Paragraph, Table
from dashboards.words import LANGUAGES, load_words
from metrics.reading.overview import overview
from metrics.reading.programme import all_programmes
from metrics.rules.statuses import STATUSES

pytestmark = pytest.mark.slow

CDM, ROUND = "cdm-zone-2018", "2019H2"
CHINESE = re.compile(r"[\u3400-\u9fff]")
FIELD = re.compile(r"\{(\w+)\}")
EVERY_ROUND = [
    (CDM, "2018H2"),
    (CDM, "2020H2"),
    ("chuanyu-institutes-2023", "2025H2"),
    ("tianjin-centres-2018", "2020"),
    ("sichuan-centres", "2024"),
]


def texts(paper):
    every = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    for block in every:
        if isinstance(block, Table):
            yield from (*block.heads, block.caption, *(c for row in block.rows for c in row if isinstance(c, str)))
        else:
            yield block.text
    yield from (paper.title, paper.notice, paper.address, paper.footer, *(annex.title for annex in paper.annexes))


def reporting_units(snapshot, programme_id):
    question = "select distinct unit_id from fact.responsibility where programme_id = $programme_id order by 1"
    return [row["unit_id"] for row in snapshot.select(question, programme_id=programme_id)]


def view_of(snapshot, programme_id=CDM, period_id=ROUND):
    programme = next(p for p in all_programmes(snapshot) if p.programme_id == programme_id)
    return overview(snapshot, programme, period_id)


def test_both_languages_have_the_same_words_and_fields():
    chinese, english = (load_words(language, TEXT_FOLDER).entries for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    for key, text in chinese.items():
        optional = {"scope"}
        assert set(FIELD.findall(text)) ^ set(FIELD.findall(english[key])) <= optional, key
        assert not CHINESE.search(english[key]), key


def test_every_word_is_used():
    source = "".join(path.read_text(encoding="utf-8") for path in TEXT_FOLDER.parent.rglob("*.py"))
    kinds = {"bulletin", "notice_of_facts", "feedback", "centre_summary", "standings", "mark"}
    for key in load_words("zh", TEXT_FOLDER).entries:
        group, _, name = key.rpartition(".")
        named = key in source or f"{group}.{{" in source or group in kinds
        assert named and (name in source or group in kinds), key


def test_the_counts_are_those_of_the_overview(snapshot):
    view = view_of(snapshot)
    ((_, paper),) = papers(snapshot, Order(CDM, ROUND, "zh", "docx"))
    for row, kind in zip(paper.tables[0].rows, view.counts.values(), strict=True):
        assert list(map(int, row[1:-1])) == [kind.statuses[status] for status in STATUSES if status != "withdrawn"]
        assert int(row[-1]) == kind.total
    assert [row[0] for row in paper.tables[0].rows] == ["方案目标", "任务年度要求", "单位分解"]
    goals, requirements, _ = view.counts.values()
    said = " ".join(texts(paper))
    assert f"{goals.total}项方案目标：" in said and f"{requirements.total}项任务年度要求：" in said


def test_every_target_stands_once_with_its_bar_and_figure_or_is_named_as_without_data(snapshot):
    view = view_of(snapshot)
    ((_, paper),) = papers(snapshot, Order(CDM, ROUND, "zh", "docx"))
    tables = [t for t in paper.tables[1:] if any(isinstance(cell, Bar) for row in t.rows for cell in row)]
    rows = {row[0]: row for table in tables for row in table.rows}
    lacking = [target for target in view.targets if target.actual_value is None]
    assert set(rows) == {target.name.zh for target in view.targets if target not in lacking}
    unsaid = " ".join(
        block.text for block in paper.blocks if isinstance(block, Paragraph) and "暂无数据的" in block.text
    )
    assert [unsaid.count(f"{target.name.zh}（") for target in lacking] == [1] * len(lacking) and lacking
    assert rows["技术合同交易额"][1:3] == ("超过700亿元", "1211.95亿元（公布）")
    for target in view.targets:
        if target in lacking:
            continue
        name, _, actual, bar, _ = rows[target.name.zh]
        assert (bar.actual is None) == (target.actual_value is None), name
        if target.actual_value is None:
            assert actual == "暂无数据"
        elif target.provenance == "sample":
            assert "（样例）" in actual, name
    for target in view.needs_attention:
        if len(lacking) > 1 and target in lacking:
            continue
        assert any(
            isinstance(b, Heading | Paragraph)
            and b.text.startswith((f"{target.name.zh}。", f"{target.name.zh}（任务年度要求）。"))
            for b in paper.blocks
        )


def test_numbering_goes_from_chinese_to_brackets_to_figures(snapshot):
    ((_, paper),) = papers(snapshot, Order(CDM, ROUND, "zh", "docx"))
    headings = [block for block in paper.blocks if isinstance(block, Heading)]
    assert [h.number for h in headings if h.level == 1] == list(map("{}、".format, "一二三四五六七八九"))
    second = [h.number for h in headings if h.level == 2]
    assert second[:3] == ["（一）", "（二）", "（三）"]
    assert [t.caption[:2] for t in paper.tables if t.caption] == ["表1", "表2", "表3", "表4"]


@pytest.mark.parametrize(("programme_id", "period_id"), EVERY_ROUND)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_programme_and_unit_can_be_written(snapshot, programme_id, period_id, language):
    made = papers(snapshot, Order(programme_id, period_id, language, "docx", is_for_all=True))
    assert made[0][0] == BULLETIN
    assert sorted(name for name, _ in made[1:]) == reporting_units(snapshot, programme_id)
    for name, paper in made:
        assert paper.title and paper.draft_mark and paper.address, name
        assert snapshot.build.build_id in paper.footer
        assert snapshot.build.inputs_hash[:12] in paper.footer
        assert paper.notice.startswith(("样例", "Sample"))
        for text in texts(paper):
            assert "{" not in text and "None" not in text, (name, text)
        for table in paper.tables:
            assert abs(sum(table.widths) - 1) < 0.01, table.caption
            assert all(len(row) == len(table.heads) == len(table.widths) for row in table.rows)


def test_a_unit_is_told_only_of_rounds_up_to_its_own(snapshot):
    ((_, paper),) = papers(snapshot, Order(CDM, "2019H1", "zh", "docx", unit_id="sc-kjt"))
    history = next(table for table in paper.tables if "历次报告" in table.caption)
    assert [row[0] for row in history.rows] == ["2018年下半年", "2019年上半年"]


def test_a_programme_without_reports_calls_nobody_overdue(snapshot):
    ((_, paper),) = papers(snapshot, Order("tianjin-centres-2018", "2018", "zh", "docx"))
    said = " ".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert "逾期" not in said


@pytest.mark.parametrize(
    ("order", "named"),
    [
        (Order("no", "2019H2", "zh", "docx"), CDM),
        (Order(CDM, "2030H1", "zh", "docx"), "2019H2"),
        (Order(CDM, ROUND, "zh", "docx", unit_id="no"), "sc-kjt"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(snapshot, order, named):
    with pytest.raises(Refused, match=named):
        papers(snapshot, order)


def test_with_no_samples_there_is_no_notice(snapshot):
    from dataclasses import replace

    wording = Wording.of("zh", replace(snapshot.build, has_sample=False))
    assert "样例" not in wording.footer(None)


def test_a_title_is_broken_before_the_round_and_not_within_a_word(snapshot):
    ((_, paper),) = papers(snapshot, Order("tianjin-centres-2018", "2018", "zh", "docx"))
    assert paper.title_lines == ("关于天津市技术创新中心建设", "2018年目标任务完成情况的通报")


def test_a_programme_without_targets_is_not_said_to_have_some(snapshot):
    ((_, paper),) = papers(snapshot, Order("sichuan-centres", "2024", "zh", "docx"))
    assert paper.title == "关于四川省技术创新中心建设2024年有关情况的通报"
    assert not any("序时进度" in text for text in texts(paper))

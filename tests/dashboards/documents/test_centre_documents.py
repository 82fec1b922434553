"""Annual summaries of centres and their section in a bulletin: the figures of the marts, opened as Word and PDF."""

import re
import subprocess

import pytest
from docx import Document
from lxml import etree

from dashboards.documents.delivery import is_one_file, summary_files, write_files
from dashboards.documents.orders import Order, Refused, SummaryOrder, papers, summaries
from dashboards.documents.typesetting.paper import Heading, Paragraph, Table
from metrics.reading.annual_report import annual_report, centre_round, report_standings
from tests.dashboards.documents.test_drawn import needs_poppler
from tests.dashboards.documents.test_papers import texts

pytestmark = pytest.mark.slow

CENTRE, YEAR = "sample-sc-03", 2025
GAP = ("sample-sc-01", 2024)


def summary(snapshot, centre=CENTRE, year=YEAR, language="zh"):
    ((_, paper),) = summaries(snapshot, SummaryOrder(centre, year, language, "docx"))
    return paper


def said(paper):
    return "\n".join(block.text for block in paper.blocks if isinstance(block, Paragraph | Heading))


def table(paper, word):
    return next(found for found in paper.tables if word in found.caption)


def test_a_summary_shows_the_data_of_the_report_that_counts(snapshot):
    report = annual_report(snapshot, "sample-sc-01", 2025)
    rows = table(summary(snapshot, "sample-sc-01"), "客观数据").rows
    assert len(rows) == len(report.data) == 10
    for row, datum in zip(rows, report.data, strict=True):
        assert datum.name.zh in row[0]
        assert re.sub(r"[^\d.]", "", row[1]).removesuffix(".00") == f"{datum.actual_value.normalize():f}"
        rate = datum.growth_words.zh if datum.growth_pct is None else f"{datum.growth_pct:+.1f}%"
        assert row[4] == rate.replace("+0.0%", "0.0%")


def test_a_year_in_the_gap_names_no_document_and_borrows_none(snapshot):
    paper = summary(snapshot, *GAP)
    opening = paper.blocks[0].text
    assert "没有规定年度报告的文件在有效期内" in opening
    assert "根据《" not in opening


def test_a_returned_report_shows_both_versions_and_the_reason(snapshot):
    rows = table(summary(snapshot, "sample-sc-05"), "办理情况").rows
    assert [row[0] for row in rows] == ["1", "1", "2", "2", "2"]
    assert any("口径不符" in row[4] for row in rows)


def test_a_nil_report_has_no_data_and_is_no_missing_one(snapshot):
    paper = summary(snapshot, "sample-sc-08", 2024)
    assert "零报告" in said(paper)
    assert not any("客观数据" in found.caption for found in paper.tables)


def test_a_missing_report_says_so_and_a_real_centre_is_not_blamed(snapshot):
    assert "未收到2019年度报告" in said(summary(snapshot, "sample-tj-05", 2019))
    told = said(summary(snapshot, "pub-sc-carbon-neutrality", 2025))
    assert "未收集" in told
    assert "不作未报论" in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_summary_of_every_year_is_whole(snapshot, language):
    for year in sorted({entry.year for entry in report_standings(snapshot) if entry.is_reported}):
        for _, paper in summaries(snapshot, SummaryOrder(None, year, language, "pdf")):
            assert not [text for text in texts(paper) if re.search(r"\{\w*\}|None|\d{4}-\d\d-\d\d", text)]
            for found in paper.tables:
                assert all(len(row) == len(found.heads) == len(found.widths) for row in found.rows)
                assert sum(found.widths) == pytest.approx(1)


def test_what_cannot_be_written_is_said_with_what_can(snapshot, tmp_path):
    for centre, year, word in (("竹基新材料中心", 2025, "sample-sc-02"), ("sample-sc-02", 2019, "2022")):
        with pytest.raises(Refused, match=word):
            summaries(snapshot, SummaryOrder(centre, year, "zh", "docx"))
    with pytest.raises(Refused, match="folder"):
        is_one_file(tmp_path / "all.pdf", "pdf", "--all")


def test_a_word_file_holds_every_table(snapshot, tmp_path):
    (path,) = write_files(summary_files(snapshot, SummaryOrder(CENTRE, YEAR, "zh", "docx")), tmp_path, is_file=False)
    assert path.name == "sample-sc-03-2025-summary.docx"
    document, paper = Document(path), summary(snapshot)
    heads = [[cell.text for cell in found.rows[0].cells] for found in document.tables]
    assert heads == [list(found.heads) for found in paper.tables]
    assert "\n".join(paper.title_lines) in [paragraph.text for paragraph in document.paragraphs]
    assert 'w:eastAsia="zh-CN"' in etree.tostring(document.settings.element).decode()


@needs_poppler
def test_a_pdf_file_says_the_same(snapshot, tmp_path):
    files = summary_files(snapshot, SummaryOrder(CENTRE, YEAR, "zh", "pdf"))
    (path,) = write_files(files, tmp_path / "a.pdf", is_file=True)
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    for word in ("2025年度建设运行情况摘要", "研发投入", "存在的问题", "适用文件和判定", "逐项判定表", "样例"):
        assert word in text.replace("\n", "")


def test_the_bulletin_of_a_programme_with_centres_has_a_section_on_them(snapshot):
    ((_, paper),) = papers(snapshot, Order("sichuan-centres", "2025", "zh", "docx"))
    centres = centre_round(snapshot, "sichuan-centres", "2025")
    annex = next(found for found in paper.annexes if found.title == "各中心年度报告情况表")
    (listed,) = (block for block in annex.blocks if isinstance(block, Table))
    assert [row[0] for row in listed.rows] == [entry.centre_name for entry in centres.standings]
    (counts,) = re.findall(r"2025年度报告：(.*?)。", said(paper))
    assert sum(map(int, re.findall(r"(\d+)家", counts))) == len(centres.standings)


def test_a_bulletin_without_centres_says_nothing_of_them(snapshot):
    assert centre_round(snapshot, "cdm-zone-2018", "2019H2") is None
    assert centre_round(snapshot, "cdm-zone-2018", "2019") is None

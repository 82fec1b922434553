"""Documents as files: opened again as Word and PDF, looked at as pages."""

import io
import re
import shutil
import subprocess
import zipfile
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn

from dashboards.documents.delivery import is_one_file, round_files, write_files
from dashboards.documents.orders import Order, Refused, papers
from dashboards.documents.typesetting.paper import Bar
from dashboards.documents.typesetting.pdf import FONT_FAMILIES, FontMissing, pdf, require_fonts
from dashboards.documents.typesetting.word import docx
from tests.dashboards.documents.test_papers import reporting_units

pytestmark = pytest.mark.slow

CDM, ROUND = "cdm-zone-2018", "2019H2"
OFFICE, POPPLER = shutil.which("soffice"), shutil.which("pdftotext")
needs_poppler = pytest.mark.skipif(not POPPLER, reason="poppler-utils is not installed: make test installs it")
needs_office = pytest.mark.skipif(not (OFFICE and POPPLER), reason="LibreOffice or poppler-utils is not installed")


@pytest.fixture(scope="module")
def bulletin(snapshot):
    return papers(snapshot, Order(CDM, ROUND, "zh", "docx"))[0][1]


@pytest.fixture(scope="module")
def word_file(snapshot, bulletin, tmp_path_factory):
    path = tmp_path_factory.mktemp("word") / "bulletin.docx"
    path.write_bytes(docx(bulletin, snapshot.build.built_at))
    return path


@pytest.fixture(scope="module")
def pdf_file(snapshot, bulletin, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "bulletin.pdf"
    path.write_bytes(pdf(bulletin, snapshot.build.built_at))
    return path


def test_the_same_build_gives_the_same_bytes(snapshot, bulletin):
    for draw in (docx, pdf):
        assert draw(bulletin, snapshot.build.built_at) == draw(bulletin, snapshot.build.built_at)


def test_a_word_file_has_the_page_of_the_standard(word_file):
    upright, lying = Document(word_file).sections
    assert [round(side.mm) for side in (upright.page_width, upright.page_height)] == [210, 297]
    assert [round(side.mm) for side in (upright.top_margin, upright.left_margin)] == [37, 28]
    assert [round(side.mm) for side in (upright.bottom_margin, upright.right_margin)] == [35, 26]
    assert [round(side.mm) for side in (lying.page_width, lying.page_height)] == [297, 210]


def test_a_word_file_names_the_official_fonts_for_chinese(word_file):
    styles = Document(word_file).styles
    fonts = {"Title": "方正小标宋简体", "Normal": "仿宋", "Heading 1": "黑体", "Heading 2": "楷体"}
    for name, font in fonts.items():
        assert styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) == font
        assert styles[name].font.size.pt == (22 if name == "Title" else 16)


def test_a_word_file_holds_the_text_tables_and_pictures_of_the_paper(word_file, bulletin):
    document = Document(word_file)
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    for wanted in ("\n".join(bulletin.title_lines), bulletin.draft_mark, bulletin.notice, *bulletin.closing):
        assert wanted in paragraphs
    assert [[cell.text for cell in table.rows[0].cells] for table in document.tables] == [
        list(table.heads) for table in bulletin.tables
    ]
    for drawn, table in zip(document.tables, bulletin.tables, strict=True):
        for line, row in zip(drawn.rows[1:], table.rows, strict=True):
            assert [cell.text for cell in line.cells] == [text if isinstance(text, str) else "" for text in row]
    pictures = document.element.xpath("//wp:docPr")
    bars = [cell for table in bulletin.tables for row in table.rows for cell in row if isinstance(cell, Bar)]
    assert len(pictures) == len(bars) > 1
    assert len({picture.get("id") for picture in pictures}) == len(bars)
    assert all("目标" in picture.get("descr") for picture in pictures)
    footer = document.sections[0].footer
    assert any(bulletin.footer == paragraph.text for paragraph in footer.paragraphs)


def test_a_word_file_has_no_red_and_no_link_to_outside(word_file):
    for name in zipfile.ZipFile(word_file).namelist():
        content = zipfile.ZipFile(word_file).read(name)
        assert b"FF0000" not in content
        assert b'TargetMode="External"' not in content


def test_a_missing_font_is_named_with_its_package():
    class Bare:
        def families(self):
            return ["Libertinus Serif", FONT_FAMILIES[1]]

    with pytest.raises(FontMissing, match=f"(?s){FONT_FAMILIES[0]}.*fonts-noto-cjk"):
        require_fonts(Bare())


def test_all_documents_of_a_round_are_written_whole(snapshot, tmp_path):
    files = round_files(snapshot, Order(CDM, ROUND, "zh", "docx", is_for_all=True))
    paths = list(write_files(files, tmp_path / "round", is_file=False))
    assert len(paths) == 1 + len(reporting_units(snapshot, CDM))
    assert sorted(paths) == sorted((tmp_path / "round").iterdir())
    assert paths[0].name == f"{CDM}-{ROUND}-bulletin.docx"


def test_one_file_for_many_documents_is_refused(tmp_path):
    with pytest.raises(Refused, match="--all-units"):
        is_one_file(tmp_path / "x.docx", "docx", "--all-units")
    with pytest.raises(Refused, match="--format"):
        is_one_file(tmp_path / "x.pdf", "docx", None)


def test_hostile_words_of_a_report_stay_words(snapshot, bulletin):
    from dataclasses import replace

    from dashboards.documents.typesetting.paper import Paragraph

    hostile = '<w:t>&"\x07#let x = [*'
    paper = replace(bulletin, blocks=(Paragraph(hostile),), annexes=())
    word = Document(io.BytesIO(docx(paper, snapshot.build.built_at)))
    assert any(paragraph.text == hostile.replace("\x07", " ") for paragraph in word.paragraphs)
    assert pdf(paper, snapshot.build.built_at).startswith(b"%PDF")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def squeezed(text):
    return re.sub(r"\s+", "", text)


def must_hold_the_figures(path, paper):
    text = squeezed(run("pdftotext", "-layout", str(path), "-"))
    assert squeezed(paper.title) in text
    assert squeezed(paper.footer) in text
    for table in paper.tables:
        for row in table.rows:
            for cell in row:
                if isinstance(cell, str) and re.fullmatch(r"[0-9.]+", cell):
                    assert cell in text
    assert "1211.95亿元" in text
    # A glyph that a font lacks is drawn as a box and read as nothing.
    said = [paper.title, paper.notice, paper.address, *(getattr(block, "text", "") for block in paper.blocks)]
    said += [
        cell for table in paper.tables for row in (table.heads, *table.rows) for cell in row if isinstance(cell, str)
    ]
    assert set(squeezed("".join(said))) <= set(text)
    assert "\ufffd" not in text


def must_have_the_page(path):
    sizes = re.findall(r"size:\s+([0-9.]+) x ([0-9.]+)", run("pdfinfo", "-f", "1", "-l", "99", str(path)))
    assert {tuple(sorted(round(float(side)) for side in size)) for size in sizes} == {(595, 842)}
    words = re.findall(
        r'xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)<',
        run("pdftotext", "-bbox", "-f", "1", "-l", "1", str(path), "-"),
    )
    body = [tuple(map(float, word[:4])) for word in words if float(word[3]) < (297 - 33) / 25.4 * 72]
    millimetres = 72 / 25.4
    # A glyph's box reaches a little beyond its ink, and the notice's frame is inside the margins.
    assert 35 * millimetres <= min(word[1] for word in body) <= 45 * millimetres
    # An opening bracket at the beginning of a line gives up its empty half, not the box around it.
    starts = [float(word[0]) for word in words if not word[4].startswith(("（", "《", "“", "〔"))]
    assert 27 * millimetres <= min(starts) <= 31 * millimetres
    ends = [float(word[2]) for word in words if not word[4].endswith(("）", "》", "”", "，", "。"))]
    assert max(ends) <= (210 - 25) * millimetres


@needs_poppler
def test_a_pdf_has_the_page_fonts_and_figures(pdf_file, bulletin):
    must_have_the_page(pdf_file)
    must_hold_the_figures(pdf_file, bulletin)
    fonts = run("pdffonts", str(pdf_file))
    assert "NotoSerifCJK" in fonts and "NotoSansCJK" in fonts
    assert all(" yes " in line for line in fonts.splitlines()[2:]), "a font is not embedded"


@needs_poppler
def test_a_line_of_the_body_has_28_characters_and_a_page_22_lines(pdf_file):
    pages = run("pdftotext", str(pdf_file), "-").split("\f")[3:5]
    whole = [line for page in pages for line in page.splitlines() if re.fullmatch(r"[^0-9A-Za-z]+", line)]
    # A comma or bracket may give up half its width.
    assert 27 <= max(map(len, whole)) <= 29
    boxes = run("pdftotext", "-bbox-layout", "-f", "4", "-l", "5", str(pdf_file), "-")
    tops = sorted({round(float(top)) for top in re.findall(r'<line xMin="[0-9.]+" yMin="([0-9.]+)"', boxes)})
    steps = [after - before for before, after in pairwise(tops) if after - before > 20]
    assert sorted(steps)[len(steps) // 2] in (28, 29, 30)


@needs_office
def test_a_word_file_opened_by_an_office_has_the_page_and_figures(word_file, bulletin, tmp_path):
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    run(OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(word_file))
    made = tmp_path / "bulletin.pdf"
    must_have_the_page(made)
    must_hold_the_figures(made, bulletin)
    run("pdftoppm", "-r", "30", "-png", str(made), str(tmp_path / "page"))
    pages = sorted(tmp_path.glob("page-*.png"))
    assert 8 <= len(pages) <= 34
    assert all(page.stat().st_size > 1000 for page in pages), "an empty page"

"""Fonts, paragraphs, page and footer of the Word files, as GB/T 9704-2012 sets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboards.documents.typesetting.letters import A4_MM, OFFICIAL, Letter

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.text.run import Run

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LATIN = "Times New Roman"
FANGSONG, HEITI, KAITI, XIAOBIAOSONG = "仿宋", "黑体", "楷体", "方正小标宋简体"
# What stands in where a machine lacks the font.
SUBSTITUTES = {FANGSONG: "仿宋_GB2312", HEITI: "SimHei", KAITI: "楷体_GB2312", XIAOBIAOSONG: "宋体"}
# 22 lines in 225 mm. 28 characters of 16 pt would be 448 pt and the text area is 442.2 pt, so each gives up a
# quarter of a point: set in the styles, since LibreOffice misreads a grid of characters.
LINE_POINTS = 28.95
GRID = '<w:docGrid %s w:type="lines" w:linePitch="579"/>'
TIGHTENED = 16
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


def prepare(document: Document, language: str) -> None:
    """Sets every style that the documents use."""
    body = 16 if language == "zh" else 12
    line = LINE_POINTS if language == "zh" else 20
    indent = 200 if language == "zh" else 0
    normal = document.styles["Normal"]
    for speech in document.styles.element.xpath("w:docDefaults//w:lang"):
        speech.set(qn("w:eastAsia"), "zh-CN")
    shape(normal, FANGSONG, body, line=line, indent=indent, is_root=True)
    for level, font in ((1, HEITI), (2, KAITI)):
        shape(document.styles[f"Heading {level}"], font, body, line=line, indent=indent, keep=True)
    title, title_line = (22, 35) if language == "zh" else (17, 24)
    shape(document.styles["Title"], XIAOBIAOSONG, title, line=title_line, align=CENTRE)
    if language == "en":
        # Official Chinese tells headings by their font, English by weight and by the space between paragraphs.
        for name in ("Heading 1", "Heading 2", "Title"):
            document.styles[name].font.bold = True
        for name in ("Normal", "Heading 1", "Heading 2"):
            document.styles[name].paragraph_format.space_after = Pt(4)
    new: dict[str, dict[str, Any]] = {
        "Duibiao Notice": {"font": HEITI, "size": 10.5, "line": 16, "align": LEFT},
        "Duibiao Mark": {"font": KAITI, "size": body, "line": line, "align": CENTRE},
        "Duibiao Address": {"font": FANGSONG, "size": body, "line": line},
        "Duibiao Kept": {"font": FANGSONG, "size": body, "line": line, "indent": indent, "keep": True},
        "Duibiao Closing": {"font": FANGSONG, "size": body, "line": line, "align": RIGHT, "keep": True},
        "Duibiao Caption": {"font": HEITI, "size": 10.5, "line": 22, "align": CENTRE, "keep": True},
        "Duibiao Cell": {"font": FANGSONG, "size": 10.5 if language == "zh" else 9, "line": 14, "align": LEFT},
        "Duibiao Head": {
            "font": HEITI,
            "size": 10.5 if language == "zh" else 9,
            "line": 14,
            "align": CENTRE,
            "keep": True,
        },
        "Duibiao Gap": {"font": FANGSONG, "size": 8, "line": 12},
        "Duibiao Annex": {"font": HEITI, "size": body, "line": line},
        "Duibiao Annex Title": {"font": XIAOBIAOSONG, "size": 18, "line": 30, "align": CENTRE, "keep": True},
    }
    for name, look in new.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = None
        shape(style, **look)
    border(document.styles["Duibiao Notice"])
    document.styles["Duibiao Annex Title"].paragraph_format.space_after = Pt(8)
    document.styles["Duibiao Notice"].paragraph_format.space_after = Pt(line)
    document.styles["Duibiao Closing"].paragraph_format.right_indent = Pt(64)
    document.settings.odd_and_even_pages_header_footer = True
    # The template's own East Asian language is Japanese.
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    name_substitutes(document, SUBSTITUTES)


def shape(
    style: ParagraphStyle,
    font: str,
    size: float,
    line: float | None = None,
    indent: int = 0,
    align: WD_ALIGN_PARAGRAPH | None = None,
    keep: bool = False,
    is_root: bool = False,
    latin: str = LATIN,
    is_bold: bool = False,
) -> None:
    """Sets a style whole: its fonts, size and line in points, indent in hundredths of a character."""
    style.font.size, style.font.bold, style.font.italic = Pt(size), is_bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(
        0,
        parse_xml(f'<w:rFonts {NAMESPACE} w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{font}"/>'),
    )
    if size == TIGHTENED:
        properties.find(qn("w:sz")).addprevious(parse_xml(f'<w:spacing {NAMESPACE} w:val="-5"/>'))
    if is_root:
        # `val` speaks of the Latin letters and digits; taken for Chinese, a number would be broken over two lines.
        properties.append(parse_xml(f'<w:lang {NAMESPACE} w:val="en-GB" w:eastAsia="zh-CN"/>'))
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.keep_with_next = keep
    layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if align is None else align
    if line:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    paragraph = style.element.get_or_add_pPr()
    paragraph.insert_element_before(
        parse_xml(f'<w:snapToGrid {NAMESPACE} w:val="0"/>'), "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
    for old in [*paragraph.findall(qn("w:pBdr")), *paragraph.findall(qn("w:contextualSpacing"))]:
        paragraph.remove(old)
    # Two characters, whatever the size; the points stand in for readers that know no characters. Said outright
    # where there is none, since a style inherits it.
    layout.first_line_indent = Pt(size * indent / 100)
    if indent or not is_root:
        paragraph.find(qn("w:ind")).set(qn("w:firstLineChars"), str(indent))


def border(style: ParagraphStyle) -> None:
    """A line all around the paragraphs of a style."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right")
    )
    paragraph = style.element.get_or_add_pPr()
    paragraph.insert_element_before(
        parse_xml(f"<w:pBdr {NAMESPACE}>{sides}</w:pBdr>"),
        "w:shd",
        "w:tabs",
        "w:snapToGrid",
        "w:spacing",
        "w:ind",
        "w:jc",
    )


def name_substitutes(document: Document, substitutes: Mapping[str, str]) -> None:
    """Says for each font which one to take where it is not there."""
    part = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="{_charset(name)}"/></w:font>'
        for name, other in substitutes.items()
    )
    part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts {NAMESPACE}>{fonts}</w:fonts>'.encode()


def _charset(font: str) -> str:
    # 86 is Chinese, 00 Latin: a font that is asked for in Chinese must have it.
    return "00" if font == "Arial" else "86"


def set_page(section: Section, letter: Letter, is_lying: bool, language: str) -> None:
    """A4 with the margins of a layout, upright or lying on its side."""
    wide, high = reversed(A4_MM) if is_lying else A4_MM
    top, bottom, left, right = letter.lying if is_lying else letter.upright
    section.orientation = WD_ORIENT.LANDSCAPE if is_lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(15), Mm(13)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    if language == "zh" and letter == OFFICIAL:
        section._sectPr.append(parse_xml(GRID % NAMESPACE))


def add_field(run: Run, instruction: str) -> None:
    """What Word counts by itself, such as PAGE."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            run._r.append(parse_xml(f'<w:instrText {NAMESPACE} xml:space="preserve"> {instruction} </w:instrText>'))
        run._r.append(parse_xml(f'<w:fldChar {NAMESPACE} w:fldCharType="{kind}"/>'))


def set_footers(document: Document, footer: str, page_number: str) -> None:
    """The page number outside (odd right, even left), and under it cut-off and build."""
    section = document.sections[0]
    before, _, after = page_number.partition("{number}")
    for place, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        line = place.paragraphs[0]
        line.style, line.alignment = document.styles["Duibiao Cell"], align
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
        for text, instruction in ((before, None), ("", "PAGE"), (after, None)):
            run = line.add_run(text)
            run.font.size, run.font.name = Pt(14), "宋体"
            run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), "宋体")
            if instruction:
                add_field(run, instruction)
        under = place.add_paragraph(footer, style=document.styles["Duibiao Cell"])
        under.alignment = CENTRE
        for run in under.runs:
            run.font.size = Pt(8)

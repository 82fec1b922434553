"""Fonts, paragraphs and footer of the Word files of an office whose letters are plain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dashboards.documents.typesetting.letters import PLAIN
from dashboards.documents.typesetting.word_styles import add_field, border, name_substitutes, shape

if TYPE_CHECKING:
    from docx.document import Document

LATIN, CHINESE = "Arial", "Microsoft YaHei"
# What stands in where a machine lacks the font.
SUBSTITUTES = {LATIN: "Liberation Sans", CHINESE: "Noto Sans CJK SC"}
LEFT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
BODY, LINE, SMALL = 10.5, 15, 8.5
# Style → size, line, then what else it is, and the points kept free before and behind it.
STYLES: dict[str, tuple[float, float, dict[str, Any], float, float]] = {
    "Heading 1": (13, 18, {"is_bold": True, "keep": True}, 10, 4),
    "Heading 2": (11, 16, {"is_bold": True, "keep": True}, 6, 3),
    "Title": (17, 22, {"is_bold": True, "keep": True}, 0, 4),
    "Duibiao Notice": (BODY, LINE, {}, 0, 12),
    "Duibiao Mark": (BODY, LINE, {}, 0, 12),
    "Duibiao Address": (BODY, LINE, {}, 0, 6),
    "Duibiao Kept": (BODY, LINE, {"keep": True}, 0, 2),
    "Duibiao Closing": (BODY, LINE, {"keep": True}, 0, 2),
    "Duibiao Caption": (SMALL, 13, {"is_bold": True, "keep": True}, 6, 3),
    "Duibiao Cell": (SMALL, 12, {}, 0, 0),
    "Duibiao Head": (SMALL, 12, {"is_bold": True, "keep": True, "align": CENTRE}, 0, 0),
    "Duibiao Gap": (BODY, LINE, {}, 0, 0),
    "Duibiao Annex": (BODY, LINE, {"is_bold": True, "keep": True}, 0, 2),
    "Duibiao Annex Title": (14, 19, {"is_bold": True, "keep": True}, 0, 8),
}


def prepare(document: Document, language: str, *, has_chinese: bool) -> None:
    """Sets every style that the documents use; a Chinese font is named only where the text has Chinese."""
    font = CHINESE if has_chinese else LATIN
    normal = document.styles["Normal"]
    shape(normal, font, BODY, line=LINE, align=LEFT, is_root=True, latin=LATIN)
    normal.paragraph_format.space_after = Pt(6)
    for name, (size, line, more, before, behind) in STYLES.items():
        is_new = name.startswith("Duibiao")
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if is_new else document.styles[name]
        if is_new:
            style.base_style = None
        shape(style, font, size, line=line, latin=LATIN, **({"align": LEFT} | more))
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(behind)
    border(document.styles["Duibiao Notice"])
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    name_substitutes(document, SUBSTITUTES if has_chinese else {LATIN: SUBSTITUTES[LATIN]})


def set_footer(document: Document, footer: str, page_of: str, *, is_lying: bool) -> None:
    """Cut-off and build at the left of the last section, the page and how many there are at the right."""
    place = document.sections[-1].footer
    place.is_linked_to_previous = False
    line = place.paragraphs[0]
    line.style = document.styles["Duibiao Cell"]
    line.paragraph_format.tab_stops.add_tab_stop(Mm(PLAIN.width_mm(is_lying=is_lying)), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{footer}\t")
    before, _, rest = page_of.partition("{number}")
    between, _, after = rest.partition("{count}")
    for text, instruction in ((before, None), ("", "PAGE"), (between, None), ("", "NUMPAGES"), (after, None)):
        run = line.add_run(text)
        if instruction:
            add_field(run, instruction)

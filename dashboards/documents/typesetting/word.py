"""Word files in the layout of the office's letters, drawn with python-docx; equal data give equal bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from dashboards.documents.typesetting.letters import LETTERS, OFFICIAL
from dashboards.documents.typesetting.paper import Annex, Bar, Block, Heading, Paper, Paragraph, Table
from dashboards.documents.typesetting.pdf import bar_pictures

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.shape import CT_Inline
    from docx.text.paragraph import Paragraph as DocxParagraph

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TWIPS_PER_MM = 1440 / 25.4
MM_PER_POINT = 25.4 / 72
BAR_MM = (24.0, 3.7)
CELL_MARGIN_MM = 1.0
# Of a bold sans serif, in parts of its size: DejaVu's, which is the widest that LibreOffice takes for another.
WIDE_LETTER = 0.7
LATIN_WORD = re.compile(r"[!-~\u00a1-\u024f]+")
# What stands in the middle of its cell.
FIGURE = re.compile(r"[0-9.%—–－-]{1,8}")
# Named by style, so that whoever edits the draft edits styles.
STYLES = {"address": "Duibiao Address", "item": "Normal", "cell": "Duibiao Cell", "head": "Duibiao Head"}
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(paper: Paper, made_at: datetime) -> bytes:
    """The document as a Word file; `made_at` stands in it as its time."""
    from docx import Document

    from dashboards.documents.typesetting import plain_styles, word_styles

    document, letter = Document(), LETTERS[paper.letter]
    if letter == OFFICIAL:
        word_styles.prepare(document, paper.language)
    else:
        plain_styles.prepare(document, paper.language, has_chinese=paper.has_chinese)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.title, "Duibiao", ""
    properties.created = properties.modified = made_at.replace(tzinfo=None, microsecond=0)
    properties.last_modified_by = "Duibiao"
    word_styles.set_page(document.sections[0], letter, is_lying=False, language=paper.language)
    if letter == OFFICIAL:
        word_styles.set_footers(document, paper.footer, paper.page_number)
    else:
        plain_styles.set_footer(document, paper.footer, paper.page_of, is_lying=False)
    pictures = _pictures(document, paper)
    _write_body(document, paper, pictures)
    for number, annex in enumerate(paper.annexes):
        _write_annex(document, paper, annex, pictures, is_first=number == 0)
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_bytes(buffer)


def _write_body(document: Document, paper: Paper, pictures: list[CT_Inline]) -> None:
    if paper.notice:
        _add(document, paper.notice, "Duibiao Notice")
    _add_title(document, paper.title_lines)
    _add(document, paper.draft_mark, "Duibiao Mark")
    _add(document, paper.address, STYLES["address"])
    for block in paper.blocks:
        _write_block(document, block, LETTERS[paper.letter].width_mm(is_lying=False), pictures)
    blank = document.styles["Normal"].paragraph_format.line_spacing
    for number, line in enumerate(paper.annex_list):
        # Kept together, so that the closing does not stand alone on a page.
        added = _add(document, line, "Duibiao Kept")
        added.paragraph_format.space_before = blank if number == 0 else None
    for number, line in enumerate(paper.closing):
        added = _add(document, line, "Duibiao Closing")
        added.paragraph_format.space_before = blank if number == 0 else None


def _write_annex(document: Document, paper: Paper, annex: Annex, pictures: list[CT_Inline], is_first: bool) -> None:
    from docx.enum.section import WD_SECTION

    from dashboards.documents.typesetting.plain_styles import set_footer
    from dashboards.documents.typesetting.word_styles import set_page

    if is_first:
        section = document.add_section(WD_SECTION.NEW_PAGE)
        set_page(section, LETTERS[paper.letter], is_lying=True, language=paper.language)
        if LETTERS[paper.letter] != OFFICIAL:
            set_footer(document, paper.footer, paper.page_of, is_lying=True)
    label = _add(document, annex.label, "Duibiao Annex")
    label.paragraph_format.page_break_before = not is_first
    _add(document, annex.title, "Duibiao Annex Title")
    for block in annex.blocks:
        _write_block(document, block, LETTERS[paper.letter].width_mm(is_lying=True), pictures)


def _write_block(document: Document, block: Block, width_mm: float, pictures: list[CT_Inline]) -> None:
    if isinstance(block, Table):
        if block.caption:
            _add(document, block.caption, "Duibiao Caption")
        _add_table(document, block, width_mm, pictures)
        _add(document, "", "Duibiao Gap")
    elif isinstance(block, Paragraph):
        _add(document, block.text, "Normal")
    elif isinstance(block, Heading):
        _add(document, block.number + block.text, "Normal" if block.level == 3 else f"Heading {block.level}")


def _add(document: Document, text: str, style: str) -> DocxParagraph:
    paragraph = document.add_paragraph(_printable(text))
    # By its id: looking a style up by name takes python-docx longer than all the rest.
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _add_title(document: Document, lines: tuple[str, ...]) -> None:
    title = _add(document, lines[0], "Title")
    for line in lines[1:]:
        run = title.add_run()
        run.add_break()
        run.add_text(_printable(line))


def _pictures(document: Document, paper: Paper) -> list[CT_Inline]:
    """The bars of every table as pictures with their sentence, in order."""
    from docx.shared import Mm

    bars = [cell for table in paper.tables for row in table.rows for cell in row if isinstance(cell, Bar)]
    drawn = []
    for number, (bar, picture) in enumerate(zip(bars, bar_pictures(bars), strict=True), start=1):
        inline = document.part.new_pic_inline(io.BytesIO(picture), Mm(BAR_MM[0]), Mm(BAR_MM[1]))
        inline.docPr.set("id", str(number))
        inline.docPr.set("descr", bar.summary)
        # Where it is not said, LibreOffice keeps an eighth of an inch free on both sides.
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        drawn.append(inline)
    drawn.reverse()
    return drawn


def fitted_widths(heads: Sequence[str], shares: Sequence[float], width_mm: float, head_points: float) -> list[float]:
    """How wide each column is, in mm, so that no word of a head is broken; what that takes is taken from the others.

    Reckoned by a wide font, since nobody knows which one stands in where a machine lacks ours; Chinese breaks anywhere.

    >>> fitted_widths(["Kind", "achieved"], [0.8, 0.2], 60, 8.5)
    [41.2, 18.8]
    >>> fitted_widths(["类别", "已达成"], [0.8, 0.2], 60, 8.5)
    [48.0, 12.0]
    """
    letter = WIDE_LETTER * head_points * MM_PER_POINT
    words = [max(map(len, LATIN_WORD.findall(head)), default=0) for head in heads]
    least = [2 * CELL_MARGIN_MM + letter * count for count in words]
    wanted = [share * width_mm for share in shares]
    short = sum(max(0.0, need - wide) for need, wide in zip(least, wanted, strict=True))
    spare = sum(max(0.0, wide - need) for need, wide in zip(least, wanted, strict=True))
    if not short or spare <= short:
        return wanted
    given = short / spare
    fitted = [max(need, wide - given * max(0.0, wide - need)) for need, wide in zip(least, wanted, strict=True)]
    return [round(wide, 1) for wide in fitted]


def _add_table(document: Document, table: Table, width_mm: float, pictures: list[CT_Inline]) -> None:
    from docx.oxml import parse_xml

    head_points = document.styles["Duibiao Head"].font.size.pt
    widths = [round(wide * TWIPS_PER_MM) for wide in fitted_widths(table.heads, table.widths, width_mm, head_points)]
    heads = "".join(
        _cell(head, width, STYLES["head"], "center") for head, width in zip(table.heads, widths, strict=True)
    )
    rows = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_row(row, widths)}</w:tr>" for row in table.rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    element = parse_xml(
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{rows}</w:tbl>"
    )
    body = document.element.body
    body.insert(len(body) - 1, element)
    for place in element.xpath(".//w:r[w:t='\N{OBJECT REPLACEMENT CHARACTER}']"):
        place.clear()
        drawing = parse_xml(f"<w:drawing {NAMESPACE}/>")
        drawing.append(pictures.pop())
        place.append(drawing)


def _row(row: tuple[str | Bar, ...], widths: list[int]) -> str:
    return "".join(
        _cell("\N{OBJECT REPLACEMENT CHARACTER}", width, STYLES["cell"], "center")
        if isinstance(cell, Bar)
        else _cell(cell, width, STYLES["cell"], "center" if FIGURE.fullmatch(cell) else "left")
        for cell, width in zip(row, widths, strict=True)
    )


def _cell(text: str, width: int, style: str, alignment: str) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(_printable(line))}</w:t>' for line in text.split("\n"))
    place = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
    shape = f'<w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/><w:jc w:val="{alignment}"/></w:pPr>'
    return f"<w:tc>{place}<w:p>{shape}<w:r>{lines}</w:r></w:p></w:tc>"


def _printable(text: str) -> str:
    # A report may hold control characters, which XML cannot.
    return "".join(mark if mark >= " " or mark == "\t" else " " for mark in text)


def _same_bytes(saved: io.BytesIO) -> bytes:
    """The same archive with one fixed moment on every member."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            stamped = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            stamped.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(stamped, source.read(member))
    return fixed.getvalue()

"""Marks laid into the very .xlsx file that came in: its own cells and styles, with fills, notes and a list added.

It runs in the child process that opens workbooks, on files that were looked into before (`workbook_parts`). Whatever it
is not sure of it leaves alone, and says so: the marks then stand in a copy of the cells instead.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pipelines.readers.workbook_package import LINKS, NotMarked, WorkbookParts, place_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
AUTHOR = "Duibiao 对标"
TINTS = {"error": "FFF8CBAD", "warn": "FFFFE699"}
# What stands behind the drawing of notes in a worksheet.
_BEHIND = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")
_SHAPE = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s{number}" type="#_x0000_t202"
 style="position:absolute;margin-left:60pt;margin-top:2pt;width:260pt;height:90pt;z-index:1;visibility:hidden"
 fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>
<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape></xml>"""
_CANVAS = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>
</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>"""


@dataclass(frozen=True)
class CellMark:
    """A cell of a sheet, counted from 0, how it is tinted (`error` or `warn`), and the note on it."""

    sheet: str
    row: int
    column: int
    severity: str
    note: str

    @property
    def reference(self) -> str:
        """Its place as spreadsheets write it.

        >>> CellMark("s", 4, 27, "warn", "").reference
        'AB5'
        """
        letters, number = "", self.column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.row + 1}"


def mark_file(content: bytes, marks: Sequence[CellMark], title: str, listed: Sequence[Sequence[str]]) -> bytes:
    """The file with its marks.

    Marks of an earlier copy are taken off first.

    Args:
        content: an .xlsx file.
        marks: one for each cell.
        title: the name of the sheet with the list of what was found.
        listed: that list, its header first.

    Raises:
        NotMarked: for a file that is built in an unusual way.
    """
    parts = WorkbookParts.of(content)
    if "xl/workbook.xml" not in parts.held or "xl/styles.xml" not in parts.held:
        raise NotMarked("xl/workbook.xml")
    sheets = _sheets(parts)
    _take_off(parts, sheets, title)
    memory: list[str] = []
    tints = _Tints(parts.tree("xl/styles.xml"))
    for sheet in dict.fromkeys(mark.sheet for mark in marks):
        own = [mark for mark in marks if mark.sheet == sheet]
        if sheet not in sheets:
            raise NotMarked(sheet)
        memory += _mark_sheet(parts, sheets[sheet], own, tints)
    _list_findings(parts, sheets, title, _List(listed, memory, tints.wrapped))
    return parts.content()


def _sheets(parts: WorkbookParts) -> dict[str, str]:
    targets = {
        one.get("Id"): place_of("xl/workbook.xml", one.get("Target")) for one in parts.relations("xl/workbook.xml")
    }
    listed = parts.tree("xl/workbook.xml").find(f"{{{MAIN}}}sheets")
    if listed is None:
        raise NotMarked("sheets")
    return {one.get("name"): targets[one.get(f"{{{LINKS}}}id")] for one in listed}


class _Tints:
    """The styles of the file, each with a tinted one like it where that is asked for."""

    def __init__(self, styles: Any) -> None:
        self.fills, self.looks = styles.find(f"{{{MAIN}}}fills"), styles.find(f"{{{MAIN}}}cellXfs")
        if self.fills is None or self.looks is None or not len(self.looks):
            raise NotMarked("xl/styles.xml")
        self.made: dict[tuple[int, str], int] = {}
        self.wrapped = self._like(0)
        etree.SubElement(self.looks[self.wrapped], f"{{{MAIN}}}alignment", vertical="top", wrapText="1")
        self.looks[self.wrapped].set("applyAlignment", "1")
        self.fill_ids: dict[str, int] = {}

    def of(self, style: int, severity: str) -> int:
        """The number of the style that is like `style` and tinted."""
        if (style, severity) not in self.made:
            made = self._like(style)
            self.looks[made].set("fillId", str(self._fill(severity)))
            self.looks[made].set("applyFill", "1")
            self.made[style, severity] = made
        return self.made[style, severity]

    def _like(self, style: int) -> int:
        look = copy.deepcopy(self.looks[min(style, len(self.looks) - 1)])
        for one in [one for one in look if etree.QName(one).localname == "alignment" and style == 0]:
            look.remove(one)
        self.looks.append(look)
        self.looks.set("count", str(len(self.looks)))
        return len(self.looks) - 1

    def _fill(self, severity: str) -> int:
        if severity not in self.fill_ids:
            fill = etree.SubElement(self.fills, f"{{{MAIN}}}fill")
            pattern = etree.SubElement(fill, f"{{{MAIN}}}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{{{MAIN}}}fgColor", rgb=TINTS[severity])
            etree.SubElement(pattern, f"{{{MAIN}}}bgColor", indexed="64")
            self.fills.set("count", str(len(self.fills)))
            self.fill_ids[severity] = len(self.fills) - 1
        return self.fill_ids[severity]


def _mark_sheet(parts: WorkbookParts, name: str, marks: list[CellMark], tints: _Tints) -> list[str]:
    """Tints the cells of one sheet and lays the notes; gives what each cell's style was."""
    sheet = parts.tree(name)
    memory = []
    for mark in marks:
        cell = _cell(sheet, mark)
        style = int(cell.get("s") or 0)
        memory.append(f"{name} {mark.reference} {style}")
        cell.set("s", str(tints.of(style, mark.severity)))
    _lay_notes(parts, name, sheet, marks)
    return memory


def _cell(sheet: Any, mark: CellMark) -> Any:
    data = sheet.find(f"{{{MAIN}}}sheetData")
    row = _found_or_made(data, "row", str(mark.row + 1), lambda one: int(one), "r")
    return _found_or_made(row, "c", mark.reference, _order, "r")


def _found_or_made(parent: Any, tag: str, reference: str, order: Any, name: str) -> Any:
    if parent is None:
        raise NotMarked(tag)
    for place, one in enumerate(parent):
        own = one.get(name)
        if own is None:
            raise NotMarked("a cell without a place")
        if own == reference:
            return one
        if order(own) > order(reference):
            made = etree.Element(f"{{{MAIN}}}{tag}", {name: reference})
            parent.insert(place, made)
            return made
    return etree.SubElement(parent, f"{{{MAIN}}}{tag}", {name: reference})


def _order(reference: str) -> tuple[int, str]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise NotMarked(reference)
    return len(match[1]), match[1]


def _lay_notes(parts: WorkbookParts, name: str, sheet: Any, marks: list[CellMark]) -> None:
    notes, drawing = parts.target(name, "comments"), parts.target(name, "vmlDrawing")
    if (notes is None) != (drawing is None) and notes is not None:
        raise NotMarked("notes without their drawing")
    if notes is None:
        notes = parts.free("xl/comments_marks{}.xml")
        made = etree.Element(f"{{{MAIN}}}comments", nsmap={None: MAIN})
        etree.SubElement(made, f"{{{MAIN}}}authors")
        etree.SubElement(made, f"{{{MAIN}}}commentList")
        parts.add(notes, made, "comments", name)
        parts.declare(notes, NOTES_TYPE)
    if drawing is None:
        drawing = parts.free("xl/drawings/vmlDrawing_marks{}.vml")
        relation = parts.add(drawing, etree.fromstring(_CANVAS), "vmlDrawing", name)
        parts.declare(drawing, DRAWING_TYPE)
        _insert(sheet, etree.Element(f"{{{MAIN}}}legacyDrawing", {f"{{{LINKS}}}id": relation}))
    authors = parts.tree(notes).find(f"{{{MAIN}}}authors")
    names = [one.text for one in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{MAIN}}}author").text = AUTHOR
        names.append(AUTHOR)
    listed = parts.tree(notes).find(f"{{{MAIN}}}commentList")
    there = {one.get("ref"): one for one in listed}
    shapes = parts.tree(drawing)
    for number, mark in enumerate(marks):
        if mark.reference in there:
            _say(there[mark.reference].find(f"{{{MAIN}}}text"), f"\n\n{mark.note}")
            continue
        note = etree.SubElement(listed, f"{{{MAIN}}}comment", ref=mark.reference, authorId=str(names.index(AUTHOR)))
        _say(etree.SubElement(note, f"{{{MAIN}}}text"), mark.note)
        shapes.append(_shape(9000 + number, mark))


def _say(text: Any, words: str) -> None:
    run = etree.SubElement(text, f"{{{MAIN}}}r")
    said = etree.SubElement(run, f"{{{MAIN}}}t")
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    said.text = _clean(words)


def _shape(number: int, mark: CellMark) -> Any:
    anchor = f"{mark.column + 1}, 15, {mark.row}, 2, {mark.column + 5}, 31, {mark.row + 6}, 1"
    return etree.fromstring(_SHAPE.format(number=number, anchor=anchor, row=mark.row, column=mark.column))[0]


def _insert(sheet: Any, element: Any) -> None:
    behind = [place for place, one in enumerate(sheet) if etree.QName(one).localname in _BEHIND]
    sheet.insert(min(behind, default=len(sheet)), element)


def _take_off(parts: WorkbookParts, sheets: dict[str, str], title: str) -> None:
    """Takes the marks of an earlier copy off, by what its list remembers of each cell's style."""
    if title not in sheets:
        return
    for line in parts.tree(sheets[title]).iter(f"{{{MAIN}}}t"):
        match = re.fullmatch(r"(xl/\S+) ([A-Z]+[0-9]+) ([0-9]+)", line.text or "")
        if match and match[1] in sheets.values():
            for cell in parts.tree(match[1]).iter(f"{{{MAIN}}}c"):
                if cell.get("r") == match[2]:
                    cell.set("s", match[3])
    for name in sheets.values():
        notes, drawing = parts.target(name, "comments"), parts.target(name, "vmlDrawing")
        if notes and drawing:
            _take_notes_off(parts.tree(notes), parts.tree(drawing))


def _take_notes_off(notes: Any, drawing: Any) -> None:
    authors = [one.text for one in notes.find(f"{{{MAIN}}}authors")]
    gone = set()
    listed = notes.find(f"{{{MAIN}}}commentList")
    for one in list(listed):
        if AUTHOR in authors and one.get("authorId") == str(authors.index(AUTHOR)):
            gone.add(one.get("ref"))
            listed.remove(one)
    excel = "{urn:schemas-microsoft-com:office:excel}"
    for shape in [one for one in drawing if etree.QName(one).localname == "shape"]:
        places = [shape.find(f"{excel}ClientData/{excel}{name}") for name in ("Row", "Column")]
        if None not in places:
            row, column = (int(one.text) for one in places)
            if CellMark("", row, column, "", "").reference in gone:
                drawing.remove(shape)


@dataclass(frozen=True)
class _List:
    """What was found, its header first; what each tinted cell's style was; the style of the list."""

    rows: Sequence[Sequence[str]]
    memory: Sequence[str]
    style: int


def _list_findings(parts: WorkbookParts, sheets: dict[str, str], title: str, listed: _List) -> None:
    sheet = _list_sheet(listed)
    if title in sheets:
        parts.changed[sheets[title]] = sheet
        return
    name = parts.free("xl/worksheets/findings{}.xml")
    relation = parts.add(name, sheet, "worksheet", "xl/workbook.xml")
    parts.declare(name, SHEET_TYPE)
    book = parts.tree("xl/workbook.xml").find(f"{{{MAIN}}}sheets")
    number = 1 + max(int(one.get("sheetId")) for one in book)
    etree.SubElement(book, f"{{{MAIN}}}sheet", {"name": title, "sheetId": str(number), f"{{{LINKS}}}id": relation})


def _list_sheet(listed: _List) -> Any:
    sheet = etree.Element(f"{{{MAIN}}}worksheet", nsmap={None: MAIN})
    fits = etree.SubElement(sheet, f"{{{MAIN}}}sheetPr")
    etree.SubElement(fits, f"{{{MAIN}}}pageSetUpPr", fitToPage="1")
    columns = etree.SubElement(sheet, f"{{{MAIN}}}cols")
    width = len(listed.rows[0])
    for number in range(1, width + 1):
        said = {"min": str(number), "max": str(number), "width": "46" if number > 6 else "14", "customWidth": "1"}
        etree.SubElement(columns, f"{{{MAIN}}}col", said)
    hidden = {"min": str(width + 1), "max": str(width + 1), "width": "9", "hidden": "1", "customWidth": "1"}
    etree.SubElement(columns, f"{{{MAIN}}}col", hidden)
    data = etree.SubElement(sheet, f"{{{MAIN}}}sheetData")
    memory = listed.memory
    lines = [list(line) for line in listed.rows] + [[] for _ in range(len(memory) + 1 - len(listed.rows))]
    for number, line in enumerate(lines):
        row = etree.SubElement(data, f"{{{MAIN}}}row", r=str(number + 1))
        remembered = [memory[number - 1]] if 0 < number <= len(memory) else []
        cells = [*line, *[""] * (width - len(line)), *remembered]
        for index, text in enumerate(cells):
            if text:
                reference = CellMark("", number, index, "", "").reference
                cell = etree.SubElement(row, f"{{{MAIN}}}c", r=reference, s=str(listed.style), t="inlineStr")
                _say_cell(cell, text)
    etree.SubElement(sheet, f"{{{MAIN}}}pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
    return sheet


def _say_cell(cell: Any, text: str) -> None:
    said = etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    said.text = _clean(text)[:32_000]


def _clean(text: str) -> str:
    return "".join(character for character in text if character in "\t\n" or ord(character) >= 32)

"""Looks into an OpenDocument sheet (.ods): formulas and links are refused; how numbers are shown is noted."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, iterparse

from pipelines.readers.grid import column_letter
from pipelines.readers.number_formats import PERCENT, UNCLEAR, Look
from pipelines.readers.sheet_look import MOST_CELLS, MOST_CLAIMED, Refused, SheetLook

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_HIDDEN = {"collapse", "filter"}
_MOST_COLUMNS = 16_384


def inspect_open_document(content: bytes) -> dict[str, SheetLook]:
    """How every sheet shows its cells.

    Raises:
        Refused: for a formula, a link or a claim of more cells than any report has.
    """
    inspection = _Inspection()
    for event, element in iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314 - no DTD gets here
        if event == "start":
            inspection.start(element)
        else:
            inspection.end(element)
    return inspection.sheets


@dataclass
class _Inspection:
    sheets: dict[str, SheetLook] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0
    column: int = 0
    repeated: int = 1
    cells: int = 0
    looks: dict[str, Look] = field(default_factory=dict)
    style_looks: dict[str, Look] = field(default_factory=dict)
    column_styles: list[tuple[int, str]] = field(default_factory=list)

    def start(self, element: Element) -> None:
        if element.tag == f"{_TABLE}table":
            self.sheet, self.row, self.column, self.column_styles = element.get(f"{_TABLE}name", ""), 0, 0, []
            self.sheets[self.sheet] = SheetLook()
        elif element.tag == f"{_TABLE}table-column":
            self._column(element)
        elif element.tag == f"{_TABLE}table-row":
            self.repeated, self.column = _count(element.get(f"{_TABLE}number-rows-repeated")), 0
            if element.get(f"{_TABLE}visibility") in _HIDDEN and self.repeated <= MOST_CELLS:
                self.sheets[self.sheet].hidden_rows |= set(range(self.row + 1, self.row + self.repeated + 1))
        elif element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._cell(element)
        elif element.get(_LINK):
            place = self.row + 1 if self.sheet else None
            raise Refused("file.links", self.sheet or None, place, detail=element.get(_LINK))
        elif element.tag == f"{_TABLE}table-source":
            raise Refused("file.links", self.sheet or None, detail="table-source")
        elif element.tag == f"{_STYLE}style":
            look = self.looks.get(element.get(f"{_STYLE}data-style-name", ""))
            if look is not None:
                self.style_looks[element.get(f"{_STYLE}name", "")] = look

    def end(self, element: Element) -> None:
        if element.tag == f"{_TABLE}table-row":
            self.row += self.repeated
        elif element.tag == f"{_NUMBER}number-style":
            look = _look(element)
            if look != Look():
                self.looks[element.get(f"{_STYLE}name", "")] = look
        if element.tag in (f"{_TABLE}table-row", f"{_TABLE}table"):
            element.clear()

    def _column(self, element: Element) -> None:
        wide = _count(element.get(f"{_TABLE}number-columns-repeated"))
        if element.get(f"{_TABLE}visibility") in _HIDDEN:
            last = min(self.column + wide, _MOST_COLUMNS)
            self.sheets[self.sheet].hidden_columns |= set(range(self.column, last))
        self.column += wide
        self.column_styles.append((self.column, element.get(f"{_TABLE}default-cell-style-name", "")))

    def _cell(self, element: Element) -> None:
        wide = _count(element.get(f"{_TABLE}number-columns-repeated"))
        kind = element.get(f"{_OFFICE}value-type")
        if element.get(f"{_TABLE}formula"):
            raise Refused("file.formula", self.sheet, self.row + 1, column_letter(self.column))
        if kind:
            self.cells += wide * self.repeated
            if self.cells > MOST_CELLS or (self.row + self.repeated) * (self.column + wide) > MOST_CLAIMED:
                raise Refused("file.dimension", self.sheet)
            look = self._look_of(element, kind)
            if look != Look():
                places = ((self.row + r, self.column + c) for r in range(self.repeated) for c in range(wide))
                self.sheets[self.sheet].looks.update(dict.fromkeys(places, look))
        self.column += wide

    def _look_of(self, element: Element, kind: str) -> Look:
        if kind in ("percentage", "currency"):
            return Look(PERCENT if kind == "percentage" else UNCLEAR)
        style = element.get(f"{_TABLE}style-name") or next(
            (name for end, name in self.column_styles if self.column < end), ""
        )
        return self.style_looks.get(style, Look())


def _look(style: Element) -> Look:
    """The look that a number style gives: words around its digits, or a divided number."""
    words, has_digits = ["", ""], False
    for part in style:
        if part.tag == f"{_NUMBER}text":
            words[has_digits] += (part.text or "").strip("-+() ")
        elif part.tag in (f"{_NUMBER}number", f"{_NUMBER}scientific-number", f"{_NUMBER}fraction"):
            if has_digits or part.get(f"{_NUMBER}display-factor", "1") != "1" or len(part):
                return Look(UNCLEAR)
            has_digits = True
    return Look(before=words[0], after=words[1]) if has_digits else Look(UNCLEAR)


def _count(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 1

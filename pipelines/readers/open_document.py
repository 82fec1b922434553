"""Looks into an OpenDocument sheet (.ods): links to other data are refused; formulas and looks are noted."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, iterparse

from pipelines.readers.grid import MOST_CELLS, column_letter
from pipelines.readers.number_formats import GENERAL
from pipelines.readers.open_styles import FORMATS, STYLE, OpenStyles
from pipelines.readers.sheet_look import MOST_CLAIMED, Refused, SheetLook, places

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_HIDDEN = {"collapse", "filter"}
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_MOST_COLUMNS = 16_384
# A sheet that shows nothing for a 0 whatever its name is.
_ALL = ""


def inspect_open_document(parts: zipfile.ZipFile) -> dict[str, SheetLook]:
    """How every sheet shows its cells.

    Raises:
        Refused: for a link to other data or a claim of more cells than any report has.
    """
    names = set(parts.namelist())
    inspection = _Inspection()
    for part in ("styles.xml", "content.xml"):
        if part in names:
            inspection.sheet = ""
            inspection.look(parts.read(part))
    blind = _without_zeros(parts.read("settings.xml")) if "settings.xml" in names else set()
    for name, sheet in inspection.sheets.items():
        sheet.hides_zeros = name in blind or _ALL in blind
    return inspection.sheets


def is_encrypted(manifest: bytes) -> bool:
    """Whether the document needs a password, by its list of parts."""
    return any(element.tag == f"{_MANIFEST}encryption-data" for _, element in iterparse(io.BytesIO(manifest)))  # noqa: S314


def _without_zeros(settings: bytes) -> set[str]:
    """The sheets whose view shows nothing for a 0; `_ALL` where it is said of the whole document."""
    blind: set[str] = set()
    names: list[str] = []
    for event, element in iterparse(io.BytesIO(settings), events=("start", "end")):  # noqa: S314 - no DTD gets here
        if element.tag == f"{_CONFIG}config-item-map-entry":
            if event == "start":
                names.append(element.get(f"{_CONFIG}name", _ALL))
            else:
                names.pop()
        elif event == "end" and element.get(f"{_CONFIG}name") == "ShowZeroValues" and element.text == "false":
            # Within the entry of a sheet it is said of that sheet, elsewhere of all.
            blind.add(names[-1] if len(names) > 1 else _ALL)
    return blind


@dataclass
class _Inspection:
    sheets: dict[str, SheetLook] = field(default_factory=dict)
    styles: OpenStyles = field(default_factory=OpenStyles)
    sheet: str = ""
    row: int = 0
    column: int = 0
    repeated: int = 1
    cells: int = 0
    column_styles: list[tuple[int, str]] = field(default_factory=list)
    row_style: str = ""

    def look(self, content: bytes) -> None:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314 - no DTD gets here
            if event == "start":
                self.start(element)
            else:
                self.end(element)

    def start(self, element: Element) -> None:
        if element.tag == f"{_TABLE}table":
            self.sheet, self.row, self.column, self.column_styles = element.get(f"{_TABLE}name", ""), 0, 0, []
            self.sheets[self.sheet] = SheetLook()
        elif element.tag == f"{_TABLE}table-column":
            self._column(element)
        elif element.tag == f"{_TABLE}table-row":
            self.repeated, self.column = _count(element.get(f"{_TABLE}number-rows-repeated")), 0
            self.row_style = element.get(f"{_TABLE}default-cell-style-name", "")
            if element.get(f"{_TABLE}visibility") in _HIDDEN and self.repeated <= MOST_CELLS:
                self.sheets[self.sheet].hidden_rows |= set(range(self.row + 1, self.row + self.repeated + 1))
        elif element.tag in _CELLS:
            if element.get(f"{_TABLE}formula"):
                self.sheets[self.sheet].formulas.update(places(self.sheet, (self.row, self.column), self._end(element)))
        elif element.tag == f"{_TEXT}a" and self.sheet:
            # An address that nobody follows; a jump within the workbook is none.
            target = element.get(_LINK, "")
            if target and not target.startswith("#"):
                self.sheets[self.sheet].links[self.row, self.column] = target
        elif element.get(_LINK) and self.sheet:
            place = self.row + 1, column_letter(self.column)
            raise Refused("file.links", self.sheet, *place, detail=element.get(_LINK))
        elif element.tag == f"{_TABLE}table-source":
            raise Refused("file.links", self.sheet or None, detail="table-source")

    def end(self, element: Element) -> None:
        if element.tag in _CELLS:
            self._cell(element)
        elif element.tag == f"{_TABLE}table-row":
            self.row += self.repeated
        elif element.tag in FORMATS or element.tag == f"{STYLE}style":
            self.styles.take(element)
        if element.tag in (f"{_TABLE}table-row", f"{_TABLE}table"):
            element.clear()

    def _end(self, cell: Element) -> tuple[int, int]:
        # A formula may fill a range, whose other cells hold nothing but their values.
        down = max(_count(cell.get(f"{_TABLE}number-matrix-rows-spanned")), self.repeated)
        wide = _count(cell.get(f"{_TABLE}number-matrix-columns-spanned"))
        wide = max(wide, _count(cell.get(f"{_TABLE}number-columns-repeated")))
        return self.row + down - 1, self.column + wide - 1

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
        if kind:
            self.cells += wide * self.repeated
            if self.cells > MOST_CELLS or (self.row + self.repeated) * (self.column + wide) > MOST_CLAIMED:
                raise Refused("file.dimension", self.sheet)
            places = [(self.row + r, self.column + c) for r in range(self.repeated) for c in range(wide)]
            style = self._style(element)
            if (code := self._code(style, kind)) != GENERAL:
                self.sheets[self.sheet].formats.update(dict.fromkeys(places, code))
            if mark := self.styles.mark(style, _stretches(element)):
                self.sheets[self.sheet].marks.update(dict.fromkeys(places, mark))
        self.column += wide

    def _code(self, style: str, kind: str) -> str:
        code = self.styles.code(self.styles.look(style).format_name)
        if kind == "percentage" and "%" not in code:
            return "0%" if code == GENERAL else code
        return ";;;" if kind == "currency" else code

    def _style(self, element: Element) -> str:
        by_column = next((name for end, name in self.column_styles if self.column < end), "")
        return element.get(f"{_TABLE}style-name") or self.row_style or by_column


def _stretches(cell: Element) -> list[str]:
    """The styles of the stretches of a cell's text that hold letters; "" is one without a style of its own."""
    found = []
    for paragraph in cell:
        if paragraph.tag == f"{_TEXT}p":
            found += [""] if (paragraph.text or "").strip() else []
            for part in paragraph:
                if part.tag == f"{_TEXT}span" and "".join(part.itertext()).strip():
                    found.append(part.get(f"{_TEXT}style-name", ""))
                found += [""] if (part.tail or "").strip() else []
    return found


def _count(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 1

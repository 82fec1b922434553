"""Looks into a workbook of XML parts (.xlsx): every cell in its place, no formula, and how its numbers are shown."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from pipelines.readers.number_formats import Look, built_in_code, look_of
from pipelines.readers.sheet_look import MOST_CELLS, MOST_CLAIMED, Refused, SheetLook

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
# Where the reader looks for them, whatever the workbook says.
_FIXED_PARTS = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedstrings.xml"}


def inspect_xml(parts: zipfile.ZipFile) -> dict[str, SheetLook]:
    """How every sheet shows its cells.

    Raises:
        Refused: for a formula, a claim of more cells than any report has, or parts and cells that are not where they
            say.
    """
    names = {name.lower(): name for name in parts.namelist()}
    relations = list(_relations(parts, names))
    for kind, part in relations:
        if part != _FIXED_PARTS.get(kind, part):
            raise Refused("file.broken", detail=part)
    styles = names.get(_FIXED_PARTS["styles"])
    looks = _cell_looks(parts.read(styles)) if styles else {}
    sheets: dict[str, SheetLook] = {}
    for sheet, part in _sheet_parts(parts, names):
        if part not in names or sheet in sheets:
            raise Refused("file.broken", sheet, detail=part or "-")
        with parts.open(names[part]) as stream:
            sheets[sheet] = _SheetInspection(sheet, looks).look(stream)
    return sheets


def _relations(parts: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for relation in _relation_elements(parts, names):
        yield relation.get("Type", "").rpartition("/")[2], _part_name(relation.get("Target", ""))


def _sheet_parts(parts: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    targets = {r.get("Id", ""): _part_name(r.get("Target", "")) for r in _relation_elements(parts, names)}
    for sheet in _elements(io.BytesIO(parts.read(names["xl/workbook.xml"])), {"sheet"}):
        relation_id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        yield sheet.get("name", ""), targets.get(relation_id, "")


def _relation_elements(parts: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[Element]:
    name = names.get("xl/_rels/workbook.xml.rels")
    if name is None:
        raise Refused("file.broken", detail="xl/_rels/workbook.xml.rels")
    return _elements(io.BytesIO(parts.read(name)), {"Relationship"})


def _part_name(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()


class _SheetInspection:
    """One pass over the cells of a sheet."""

    def __init__(self, sheet: str, looks: Mapping[int, Look]) -> None:
        self.sheet, self.looks = sheet, looks
        self.row = self.column = self.seen = 0
        self.found = SheetLook()

    def look(self, stream: Any) -> SheetLook:
        for event, element in iterparse(stream, events=("start", "end")):  # noqa: S314 - no DTD gets here
            tag = _tag(element)
            if event == "start" and tag == "row":
                self._row(element)
            elif event == "end" and tag == "c":
                self._cell(element)
            elif event == "end" and tag == "dimension":
                _look_at_dimension(self.sheet, element.get("ref", ""))
            elif event == "end" and tag == "col" and _is_hidden(element, "width"):
                last = min(int(element.get("max") or 0), 16_384)
                self.found.hidden_columns |= set(range(int(element.get("min") or 1) - 1, last))
            if event == "end" and tag in {"row", "sheetData", "col"}:
                element.clear()
        return self.found

    def _row(self, element: Element) -> None:
        number = int(element.get("r") or self.row + 1)
        if number <= self.row:
            raise Refused("file.broken", self.sheet, number, detail="rows out of order")
        self.row, self.column = number, 0
        if _is_hidden(element, "ht"):
            self.found.hidden_rows.add(number)

    def _cell(self, element: Element) -> None:
        place = _REFERENCE.fullmatch(element.get("r", ""))
        column = letters_number(place[1]) if place else self.column + 1
        row = int(place[2]) if place else self.row
        self.seen += 1
        if self.seen > MOST_CELLS or row * column > MOST_CLAIMED:
            raise Refused("file.dimension", self.sheet)
        if column <= self.column or row != self.row:
            raise Refused("file.broken", self.sheet, self.row, place[1] if place else None, detail="cells out of order")
        self.column = column
        if any(_tag(child) == "f" for child in element):
            raise Refused("file.formula", self.sheet, self.row, place[1] if place else None)
        if element.get("t") == "e":
            value = next((child.text for child in element if _tag(child) == "v"), None)
            self.found.errors[self.row - 1, column - 1] = value or "#ERROR!"
        look = self.looks.get(int(element.get("s") or 0))
        if look is not None:
            self.found.looks[self.row - 1, column - 1] = look
        element.clear()


def _look_at_dimension(sheet: str, claim: str) -> None:
    ends = [(letters_number(letters), int(number)) for letters, number in _REFERENCE.findall(claim)]
    if ends and (ends[-1][0] - ends[0][0] + 1) * (ends[-1][1] - ends[0][1] + 1) > MOST_CLAIMED:
        raise Refused("file.dimension", sheet)


def _cell_looks(content: bytes) -> dict[int, Look]:
    """The look of every cell style that does not show plain digits."""
    codes: dict[int, str] = {}
    looks: dict[int, Look] = {}
    for element in _elements(io.BytesIO(content), {"numFmt", "cellXfs"}):
        if _tag(element) == "numFmt":
            codes[int(element.get("numFmtId", -1))] = element.get("formatCode", "")
        else:
            for number, style in enumerate(element):
                used = int(style.get("numFmtId") or 0)
                looks[number] = look_of(codes.get(used, built_in_code(used)))
    return {number: look for number, look in looks.items() if look != Look()}


def letters_number(letters: str) -> int:
    """The number of a column from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _is_hidden(element: Element, size: str) -> bool:
    # Made so narrow that nothing is seen is hidden too.
    return element.get("hidden") in {"1", "true"} or re.fullmatch(r"0(\.0*)?", element.get(size, "")) is not None


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _elements(stream: Any, tags: set[str]) -> Iterator[Element]:
    for _, element in iterparse(stream):  # noqa: S314 - documents with a DTD were refused before
        if _tag(element) in tags:
            yield element
            element.clear()

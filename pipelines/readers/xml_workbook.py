"""Looks into a workbook of XML parts (.xlsx): every cell in its place, what is a formula, and how all is shown."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from pipelines.readers.grid import MOST_CELLS
from pipelines.readers.letters import Letters
from pipelines.readers.number_formats import GENERAL
from pipelines.readers.sheet_look import MOST_BLANK, MOST_CLAIMED, Hiding, Refused, SheetLook, places
from pipelines.readers.xml_styles import (
    CellStyle,
    elements,
    read_hiding_formats,
    read_styles,
    read_texts,
    tag_of,
    text_letters,
)

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
# Where the reader looks for them, whatever the workbook says.
_FIXED_PARTS = {"styles": "xl/styles.xml", "sharedStrings": "xl/sharedstrings.xml"}


def inspect_xml(parts: zipfile.ZipFile) -> dict[str, SheetLook]:
    """How every sheet shows its cells.

    Raises:
        Refused: for more cells than any report has, or parts and cells that are not where they say.
    """
    names = {name.lower(): name for name in parts.namelist()}
    relations = list(_relations(parts, names))
    for kind, part in relations:
        if part != _FIXED_PARTS.get(kind, part):
            raise Refused("file.broken", detail=part)
    styles, texts = (names.get(_FIXED_PARTS[kind]) for kind in ("styles", "sharedStrings"))
    hiding = read_hiding_formats(parts.read(styles)) if styles else set()
    looks = _Looks(
        read_styles(parts.read(styles)) if styles else [], read_texts(parts.read(texts)) if texts else [], hiding
    )
    sheets: dict[str, SheetLook] = {}
    for sheet, part in _sheet_parts(parts, names):
        if part not in names or sheet in sheets:
            raise Refused("file.broken", sheet, detail=part or "-")
        with parts.open(names[part]) as stream:
            sheets[sheet] = _SheetInspection(sheet, looks, link_targets(parts, names, part)).look(stream)
    return sheets


def _relations(parts: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for relation in _relation_elements(parts, names):
        yield relation.get("Type", "").rpartition("/")[2], _part_name(relation.get("Target", ""))


def _sheet_parts(parts: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    targets = {r.get("Id", ""): _part_name(r.get("Target", "")) for r in _relation_elements(parts, names)}
    for sheet in elements(io.BytesIO(parts.read(names["xl/workbook.xml"])), {"sheet"}):
        relation_id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        yield sheet.get("name", ""), targets.get(relation_id, "")


def _relation_elements(parts: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[Element]:
    name = names.get("xl/_rels/workbook.xml.rels")
    if name is None:
        raise Refused("file.broken", detail="xl/_rels/workbook.xml.rels")
    return elements(io.BytesIO(parts.read(name)), {"Relationship"})


def link_targets(parts: zipfile.ZipFile, names: Mapping[str, str], part: str) -> dict[str, str]:
    """Where the hyperlinks of a sheet lead, by their ids; `names` are the parts by their names in small letters."""
    folder, _, file = part.rpartition("/")
    name = names.get(f"{folder}/_rels/{file}.rels".lower())
    relations = elements(io.BytesIO(parts.read(name)), {"Relationship"}) if name else ()
    return {r.get("Id", ""): r.get("Target", "") for r in relations if is_hyperlink(r)}


def is_hyperlink(relation: Element) -> bool:
    """Whether a relation is a hyperlink, such as spreadsheets make of every typed address."""
    return relation.get("Type", "").rpartition("/")[2] == "hyperlink"


def _part_name(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()


@dataclass(frozen=True)
class _Looks:
    """The styles and shared texts that the cells of all sheets refer to by their numbers."""

    styles: list[CellStyle]
    texts: list[list[Letters | None]]
    hiding: set[int]

    def style(self, number: int) -> CellStyle:
        return self.styles[number] if 0 <= number < len(self.styles) else CellStyle()

    def stretches(self, cell: Element) -> list[Letters | None]:
        """The letters of a cell's text where it is set in several ways."""
        inline = next((child for child in cell if tag_of(child) == "is"), None)
        if inline is not None:
            return text_letters(inline)
        value = next((child.text or "" for child in cell if tag_of(child) == "v"), "")
        is_shared = cell.get("t") == "s" and value.isdigit() and int(value) < len(self.texts)
        return self.texts[int(value)] if is_shared else []


class _SheetInspection:
    """One pass over the cells of a sheet."""

    def __init__(self, sheet: str, looks: _Looks, targets: Mapping[str, str]) -> None:
        self.sheet, self.looks, self.targets = sheet, looks, targets
        self.row = self.column = self.filled = self.blank = 0
        self.found = SheetLook()

    def look(self, stream: Any) -> SheetLook:
        for event, element in iterparse(stream, events=("start", "end")):  # noqa: S314 - no DTD gets here
            tag = tag_of(element)
            if event == "start" and tag == "row":
                self._row(element)
            elif event == "end" and tag == "c":
                self._cell(element)
            elif event == "end" and tag == "col" and _is_hidden(element, "width"):
                last = min(int(element.get("max") or 0), 16_384)
                self.found.hidden_columns |= set(range(int(element.get("min") or 1) - 1, last))
            elif event == "end" and tag == "conditionalFormatting":
                self.found.hidings += _hidings(element, self.looks.hiding)
            elif event == "start" and tag == "hyperlink":
                self._link(element)
            elif event == "start" and tag == "sheetView":
                self.found.hides_zeros |= element.get("showZeros") in {"0", "false"}
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
        self._count(element, row * column)
        if column <= self.column or row != self.row:
            raise Refused("file.broken", self.sheet, self.row, place[1] if place else None, detail="cells out of order")
        self.column = column
        if element.get("t") == "e":
            value = next((child.text for child in element if tag_of(child) == "v"), None)
            self.found.errors[self.row - 1, column - 1] = value or "#ERROR!"
        style = self.looks.style(int(element.get("s") or 0))
        at = self.row - 1, column - 1
        for formula in (child for child in element if tag_of(child) == "f"):
            # A formula may fill a whole range, whose other cells hold nothing but their values.
            self.found.formulas.add(at)
            self.found.formulas.update(self._range(formula.get("ref", "")))
        if style.code != GENERAL:
            self.found.formats[at] = style.code
        stretches = self.looks.stretches(element)
        if mark := style.mark_with(stretches) if stretches else style.mark:
            self.found.marks[at] = mark
        element.clear()

    def _count(self, cell: Element, claimed: int) -> None:
        # What holds nothing but its looks costs a look; what holds something, all the cells up to it.
        if not any(tag_of(child) in ("v", "f", "is") for child in cell):
            self.blank += 1
        else:
            self.filled += 1
            if claimed > MOST_CLAIMED:
                raise Refused("file.dimension", self.sheet)
        if self.blank > MOST_BLANK or self.filled > MOST_CELLS:
            raise Refused("file.dimension", self.sheet)

    def _link(self, element: Element) -> None:
        # A jump within the workbook, which has no address outside it, is no link.
        target = next((self.targets.get(value) for key, value in element.attrib.items() if key.endswith("}id")), None)
        if target is not None:
            self.found.links.update(dict.fromkeys(self._range(element.get("ref", "")), target))

    def _range(self, reference: str) -> Iterator[tuple[int, int]]:
        ends = [(int(row) - 1, letters_number(letters) - 1) for letters, row in _REFERENCE.findall(reference)]
        return places(self.sheet, ends[0], ends[-1]) if ends else iter(())


def _hidings(formatting: Element, hiding: set[int]) -> Iterator[Hiding]:
    for rule in formatting:
        number = rule.get("dxfId", "")
        if tag_of(rule) != "cfRule" or not number.isdigit() or int(number) not in hiding:
            continue
        words = [(part.text or "").strip() for part in rule if tag_of(part) == "formula"]
        limits = tuple(Decimal(word) for word in words if re.fullmatch(r"-?\d+(\.\d+)?", word))
        operator = rule.get("operator", "") if rule.get("type") == "cellIs" and len(limits) == len(words) else ""
        for area in formatting.get("sqref", "").split():
            ends = [(int(row) - 1, letters_number(letters) - 1) for letters, row in _REFERENCE.findall(area)]
            if ends:
                yield Hiding(ends[0], ends[-1], operator, limits)


def letters_number(letters: str) -> int:
    """The number of a column from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _is_hidden(element: Element, size: str) -> bool:
    # Made so narrow that nothing is seen is hidden too.
    return element.get("hidden") in {"1", "true"} or re.fullmatch(r"0(\.0*)?", element.get(size, "")) is not None

"""Looks into an OpenDocument sheet (.ods): formulas and links are refused; percentages are noted."""

from __future__ import annotations

import io
from xml.etree.ElementTree import iterparse

from pipelines.readers.grid import column_letter
from pipelines.readers.workbook_parts import MOST_CELLS, MOST_CLAIMED, Refused

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"


def inspect_open_document(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """The cells shown as percentages, by sheet, counted from 0.

    Raises:
        Refused: for a formula, a link or a claim of more cells than any report has.
    """
    percents: dict[str, set[tuple[int, int]]] = {}
    sheet, row, column, repeated, cells = "", 0, 0, 1, 0
    for event, element in iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314 - no DTD gets here
        if event == "end":
            if element.tag == f"{_TABLE}table-row":
                row += repeated
            if element.tag in (f"{_TABLE}table-row", f"{_TABLE}table"):
                element.clear()
            continue
        if element.tag == f"{_TABLE}table":
            sheet, row = element.get(f"{_TABLE}name", ""), 0
            percents[sheet] = set()
        elif element.tag == f"{_TABLE}table-row":
            repeated, column = _count(element.get(f"{_TABLE}number-rows-repeated")), 0
        elif element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            wide = _count(element.get(f"{_TABLE}number-columns-repeated"))
            if element.get(f"{_TABLE}formula"):
                raise Refused("file.formula", sheet, row + 1, column_letter(column))
            if element.get(f"{_OFFICE}value-type"):
                cells += wide * repeated
                if cells > MOST_CELLS or (row + repeated) * (column + wide) > MOST_CLAIMED:
                    raise Refused("file.dimension", sheet)
                if element.get(f"{_OFFICE}value-type") == "percentage":
                    percents[sheet] |= {(row + r, column + c) for r in range(repeated) for c in range(wide)}
            column += wide
        elif element.get(_LINK):
            raise Refused("file.links", sheet or None, row + 1 if sheet else None, detail=element.get(_LINK))
        elif element.tag == f"{_TABLE}table-source":
            raise Refused("file.links", sheet or None, detail="table-source")
    return percents


def _count(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 1

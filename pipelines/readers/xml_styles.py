"""Styles and texts of a workbook of XML parts: the number format and letters of every style, the letters of texts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from pipelines.readers.letters import BLACK, LOWERED, RAISED, WHITE, Letters, mark_of
from pipelines.readers.number_formats import GENERAL, built_in_code

# The colours that a workbook names by number, where they are black or white.
_THEME = {0: WHITE, 1: BLACK}
_INDEXED = {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE}
PLAIN_LETTERS = Letters()
_FALSE = {"0", "false", "none"}
_POSITIONS = {"superscript": RAISED, "subscript": LOWERED}


@dataclass(frozen=True)
class CellStyle:
    """What one style gives a cell: the code of its number format, its letters, and the colour behind them."""

    code: str = GENERAL
    letters: Letters = PLAIN_LETTERS
    background: str | None = WHITE

    @cached_property
    def mark(self) -> str:
        """The mark of a cell whose letters are all set as its style says."""
        return self.letters.mark(self.background)

    def mark_with(self, stretches: Iterable[Letters | None]) -> str:
        """The mark of a cell with stretches of their own; None is one that is set as the style says."""
        return mark_of([stretch or self.letters for stretch in stretches], self.background)


def read_styles(content: bytes) -> list[CellStyle]:
    """Every cell style of a styles part, in the order in which cells refer to them."""
    codes: dict[int, str] = {}
    fonts: list[Letters] = []
    fills: list[str | None] = []
    styles: list[CellStyle] = []
    for element in elements(io.BytesIO(content), {"numFmt", "fonts", "fills", "cellXfs"}):
        tag = tag_of(element)
        if tag == "numFmt":
            codes[int(element.get("numFmtId", -1))] = element.get("formatCode", "")
        elif tag == "fonts":
            fonts += [letters_of(font) for font in element]
        elif tag == "fills":
            fills += [_background(fill) for fill in element]
        else:
            for style in element:
                used, font, fill = (int(style.get(name) or 0) for name in ("numFmtId", "fontId", "fillId"))
                styles.append(
                    CellStyle(
                        codes.get(used, built_in_code(used)),
                        fonts[font] if font < len(fonts) else Letters(),
                        fills[fill] if fill < len(fills) else WHITE,
                    )
                )
    return styles


def read_texts(content: bytes) -> list[list[Letters | None]]:
    """The stretches of every shared text (`text_letters`); none where the cell's style says it all."""
    return [text_letters(text) for text in elements(io.BytesIO(content), {"si"})]


def text_letters(text: Element) -> list[Letters | None]:
    """The letters of each stretch of one text, None for one without looks of its own; white space says nothing."""
    stretches: list[Letters | None] = []
    for run in text:
        if tag_of(run) == "r":
            words = "".join(child.text or "" for child in run if tag_of(child) == "t")
            looks = next((child for child in run if tag_of(child) == "rPr"), None)
            if words.strip():
                stretches.append(None if looks is None else letters_of(looks))
    return stretches


def letters_of(font: Element) -> Letters:
    """The letters that a font, or the properties of a stretch of text, describe."""
    is_struck, is_hidden, position = False, False, ""
    color: str | None = BLACK
    for child in font:
        tag, value = tag_of(child), (child.get("val") or "")
        if tag in ("strike", "dstrike"):
            is_struck = value.lower() not in _FALSE
        elif tag in ("vanish", "webHidden"):
            is_hidden = value.lower() not in _FALSE
        elif tag == "vertAlign":
            position = _POSITIONS.get(value, "")
        elif tag == "color":
            color = _color(child, BLACK)
        elif tag == "sz" and re.fullmatch(r"[01](\.\d+)?", value):
            is_hidden = True  # Nobody sees letters of one point.
    return Letters(is_struck, position, color, is_hidden)


def _background(fill: Element) -> str | None:
    pattern = next((child for child in fill if tag_of(child) == "patternFill"), None)
    kind = pattern.get("patternType", "none") if pattern is not None else ""
    if kind == "none":
        return WHITE
    color = next((child for child in pattern if tag_of(child) == "fgColor"), None) if pattern is not None else None
    return _color(color, BLACK) if kind == "solid" and color is not None else None


def _color(element: Element, automatic: str) -> str | None:
    if element.get("auto") in {"1", "true"}:
        return automatic
    if re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", element.get("rgb", "")):
        return element.get("rgb", "")[-6:].upper()
    if abs(float(element.get("tint") or 0)) > 0.03:
        return None
    if element.get("theme", "").isdigit():
        return _THEME.get(int(element.get("theme", "")))
    if element.get("indexed", "").isdigit():
        return _INDEXED.get(int(element.get("indexed", "")))
    return automatic


def elements(stream: Any, tags: Iterable[str]) -> Iterator[Element]:
    """The elements with these names, each whole, in the order of their ends."""
    wanted = set(tags)
    for _, element in iterparse(stream):  # noqa: S314 - documents with a DTD were refused before
        if tag_of(element) in wanted:
            yield element
            element.clear()


def tag_of(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]

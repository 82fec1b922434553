"""Looks into a binary workbook (.xlsb): claims about size are refused; formulas and how numbers are shown are noted."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping

from pipelines.readers.letters import BLACK, LOWERED, RAISED, WHITE, Letters, mark_of
from pipelines.readers.number_formats import GENERAL, built_in_code, error_text
from pipelines.readers.sheet_look import CUT_OFF, MOST_CLAIMED, Refused, SheetLook, places
from pipelines.readers.xml_workbook import link_targets

_ROW, _RK, _ERROR, _REAL, _TEXT, _SHARED_TEXT, _SHARED = 0, 2, 3, 5, 6, 7, 19
_FONT, _FORMAT, _FILL, _STYLE, _COLUMN, _RICH_TEXT = 43, 44, 45, 47, 60, 62
_VIEW, _DIMENSION, _SHEET, _LINK = 137, 148, 156, 494
_STYLES_BEGIN, _STYLES_END = 617, 618
_POSITIONS = {1: RAISED, 2: LOWERED}
_THEME, _INDEXED = {0: WHITE, 1: BLACK}, {0: BLACK, 1: WHITE, 8: BLACK, 9: WHITE, 64: BLACK, 65: WHITE}
_FORMULA_RECORDS, _FORMULA_RANGES = {8, 9, 10, 11}, {426, 428}
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x10, 0x01


def inspect_binary(parts: zipfile.ZipFile) -> dict[str, SheetLook]:
    """How every sheet shows its cells.

    Raises:
        Refused: for a sheet that claims more cells than any report has, or a part that is cut off.
    """
    names = set(parts.namelist())
    try:
        looks = _Looks()
        if "xl/styles.bin" in names:
            looks.take_styles(parts.read("xl/styles.bin"))
        if "xl/sharedStrings.bin" in names:
            looks.take_texts(parts.read("xl/sharedStrings.bin"))
        sheets = dict(_sheet_parts(parts))
        if not names.issuperset(sheets.values()):
            raise Refused("file.broken", detail="a sheet has no part")
        by_name = {name.lower(): name for name in names}
        return {
            sheet: _sheet_look(parts.read(part), sheet, looks, link_targets(parts, by_name, part))
            for sheet, part in sheets.items()
        }
    except (struct.error, IndexError, KeyError):
        raise Refused("file.broken", detail=CUT_OFF) from None


def _sheet_parts(parts: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = parts.read("xl/_rels/workbook.bin.rels").decode("utf-8")
    targets = {}
    for element in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        facts = dict(re.findall(r"(\w+)\s*=\s*[\"']([^\"']*)[\"']", element))
        targets[facts.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", facts.get("Target", ""))).lstrip("/")
    for kind, body in _records(parts.read("xl/workbook.bin")):
        if kind == _SHEET:
            relation_id, position = _text(body, 8)
            yield _text(body, position)[0], targets[relation_id]


def _sheet_look(content: bytes, sheet: str, looks: _Looks, targets: Mapping[str, str]) -> SheetLook:
    row, found = 0, SheetLook()
    for kind, body in _records(content):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & _ROW_HIDDEN:
                found.hidden_rows.add(row + 1)
        elif kind in _FORMULA_RECORDS:
            found.formulas.add((row, struct.unpack_from("<I", body)[0]))
        elif kind in _FORMULA_RANGES:
            found.formulas.update(_range(sheet, body))
        elif kind == _ERROR:
            found.errors[row, struct.unpack_from("<I", body)[0]] = error_text(body[8])
        elif kind in (_RK, _REAL, _TEXT, _SHARED_TEXT, _RICH_TEXT):
            column, style = struct.unpack_from("<II", body)
            if (code := looks.code(style & 0xFFFFFF)) != GENERAL:
                found.formats[row, column] = code
            if mark := looks.mark(style & 0xFFFFFF, looks.runs(kind, body)):
                found.marks[row, column] = mark
        elif kind == _LINK:
            target = targets.get(_text(body, 16)[0])
            found.links.update(dict.fromkeys(_range(sheet, body), target) if target is not None else {})
        elif kind == _VIEW:
            found.hides_zeros |= not struct.unpack_from("<H", body)[0] & 0x10
        elif kind == _COLUMN:
            first, last, width, _, flags = struct.unpack_from("<4IH", body)
            if flags & _COLUMN_HIDDEN or not width:
                found.hidden_columns |= set(range(first, min(last, 16_383) + 1))
        elif kind == _DIMENSION:
            first_row, last_row, first_column, last_column = struct.unpack_from("<4I", body)
            if (last_row - first_row + 1) * (last_column - first_column + 1) > MOST_CLAIMED:
                raise Refused("file.dimension", sheet)
    return found


def _range(sheet: str, body: bytes) -> Iterator[tuple[int, int]]:
    first_row, last_row, first_column, last_column = struct.unpack_from("<4I", body)
    return places(sheet, (first_row, first_column), (last_row, last_column))


class _Looks:
    """The styles and shared texts that cells refer to by number."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.fonts: list[Letters] = []
        self.fills: list[str | None] = []
        self.styles: list[tuple[str, int, int]] = []
        self.texts: list[list[int]] = []

    def take_styles(self, content: bytes) -> None:
        is_cell_style = False
        for kind, body in _records(content):
            if kind == _FORMAT:
                self.codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
            elif kind == _FONT:
                height, flags, _, position = struct.unpack_from("<4H", body)
                letters = Letters(bool(flags & 8), _POSITIONS.get(position, ""), _color(body, 12), height <= 40)
                self.fonts.append(letters)
            elif kind == _FILL:
                pattern = struct.unpack_from("<I", body)[0]
                self.fills.append(WHITE if not pattern else _color(body, 4) if pattern == 1 else None)
            elif kind in (_STYLES_BEGIN, _STYLES_END):
                is_cell_style = kind == _STYLES_BEGIN
            elif kind == _STYLE and is_cell_style:
                used, font, fill = struct.unpack_from("<3H", body, 2)
                self.styles.append((self.codes.get(used, built_in_code(used)), font, fill))

    def take_texts(self, content: bytes) -> None:
        self.texts = [_fonts_of(body, 0) for kind, body in _records(content) if kind == _SHARED]

    def code(self, style: int) -> str:
        return self.styles[style][0] if style < len(self.styles) else GENERAL

    def runs(self, kind: int, body: bytes) -> list[int]:
        """The fonts of the stretches of a cell's text; -1 is the one of its style."""
        if kind == _SHARED_TEXT:
            number = struct.unpack_from("<I", body, 8)[0]
            return self.texts[number] if number < len(self.texts) else []
        return _fonts_of(body, 8) if kind == _RICH_TEXT else []

    def mark(self, style: int, runs: list[int]) -> str:
        if style >= len(self.styles):
            return ""
        _, font, fill = self.styles[style]
        fonts = [font if run < 0 else run for run in runs] or [font]
        letters = [self.fonts[number] for number in fonts if number < len(self.fonts)]
        return mark_of(letters, self.fills[fill] if fill < len(self.fills) else WHITE)


def _fonts_of(body: bytes, at: int) -> list[int]:
    if not body[at] & 1:
        return []
    words, end = _text(body, at + 1)
    count = struct.unpack_from("<I", body, end)[0]
    runs = [struct.unpack_from("<HH", body, end + 4 + 4 * number) for number in range(min(count, len(words)))]
    fonts = [font for start, font in runs if start < len(words)]
    return [-1, *fonts] if not runs or runs[0][0] > 0 else fonts


def _color(body: bytes, at: int) -> str | None:
    kind, index, tint = body[at] >> 1, body[at + 1], struct.unpack_from("<h", body, at + 2)[0]
    if kind == 0:
        return BLACK
    if abs(tint) > 1000:
        return None
    if kind == 2:
        return body[at + 4 : at + 7].hex().upper()
    return (_INDEXED if kind == 1 else _THEME).get(index)


def _text(body: bytes, position: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", body, position)[0]
    end = position + 4 + 2 * length
    if length == 0xFFFFFFFF or end > len(body):
        raise Refused("file.broken", detail="a text is cut off")
    return body[position + 4 : end].decode("utf-16-le", "replace"), end


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(content):
        kind, position = _packed(content, position, 2)
        size, position = _packed(content, position, 4)
        if position + size > len(content):
            raise Refused("file.broken", detail="a record is cut off")
        yield kind, content[position : position + size]
        position += size


def _packed(content: bytes, position: int, most: int) -> tuple[int, int]:
    # Seven bits a byte, the high bit says that another follows.
    value = 0
    for shift in range(most):
        if position >= len(content):
            raise Refused("file.broken", detail="a record is cut off")
        byte = content[position]
        position += 1
        value |= (byte & 0x7F) << (7 * shift)
        if not byte & 0x80:
            break
    return value, position

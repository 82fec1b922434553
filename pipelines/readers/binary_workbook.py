"""Looks into a binary workbook (.xlsb): formulas and claims about size are refused; how numbers are shown is noted."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator

from pipelines.readers.grid import column_letter
from pipelines.readers.number_formats import Look, built_in_code, error_text, look_of
from pipelines.readers.sheet_look import MOST_CLAIMED, Refused, SheetLook

_ROW, _RK, _ERROR, _REAL, _FORMAT, _STYLE, _COLUMN, _DIMENSION, _SHEET = 0, 2, 3, 5, 44, 47, 60, 148, 156
_STYLES_BEGIN, _STYLES_END = 617, 618
_FORMULA_RECORDS = {8, 9, 10, 11, 426, 427, 428}
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x10, 0x01


def inspect_binary(parts: zipfile.ZipFile) -> dict[str, SheetLook]:
    """How every sheet shows its cells.

    Raises:
        Refused: for a formula, a sheet that claims more cells than any report has, or a part that is cut off.
    """
    names = set(parts.namelist())
    looks = _cell_looks(parts.read("xl/styles.bin")) if "xl/styles.bin" in names else {}
    try:
        sheets = dict(_sheet_parts(parts))
        if not names.issuperset(sheets.values()):
            raise Refused("file.broken", detail="a sheet has no part")
        return {sheet: _sheet_look(parts.read(part), sheet, looks) for sheet, part in sheets.items()}
    except (struct.error, IndexError, KeyError) as error:
        raise Refused("file.broken", detail=str(error)) from None


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


def _sheet_look(content: bytes, sheet: str, looks: dict[int, Look]) -> SheetLook:
    row, found = 0, SheetLook()
    for kind, body in _records(content):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & _ROW_HIDDEN:
                found.hidden_rows.add(row + 1)
        elif kind in _FORMULA_RECORDS:
            column = struct.unpack_from("<I", body)[0] if kind < 12 else 0
            raise Refused("file.formula", sheet, row + 1, column_letter(column))
        elif kind == _ERROR:
            found.errors[row, struct.unpack_from("<I", body)[0]] = error_text(body[8])
        elif kind in (_RK, _REAL):
            column, style = struct.unpack_from("<II", body)
            if (look := looks.get(style & 0xFFFFFF)) is not None:
                found.looks[row, column] = look
        elif kind == _COLUMN:
            first, last, _, _, flags = struct.unpack_from("<4IH", body)
            if flags & _COLUMN_HIDDEN:
                found.hidden_columns |= set(range(first, min(last, 16_383) + 1))
        elif kind == _DIMENSION:
            first_row, last_row, first_column, last_column = struct.unpack_from("<4I", body)
            if (last_row - first_row + 1) * (last_column - first_column + 1) > MOST_CLAIMED:
                raise Refused("file.dimension", sheet)
    return found


def _cell_looks(content: bytes) -> dict[int, Look]:
    codes: dict[int, str] = {}
    looks: dict[int, Look] = {}
    is_cell_style, number = False, 0
    for kind, body in _records(content):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            is_cell_style = kind == _STYLES_BEGIN
        elif kind == _STYLE and is_cell_style:
            used = struct.unpack_from("<H", body, 2)[0]
            if (look := look_of(codes.get(used, built_in_code(used)))) != Look():
                looks[number] = look
            number += 1
    return looks


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

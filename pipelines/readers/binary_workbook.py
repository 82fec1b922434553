"""Looks into a binary workbook (.xlsb): formulas and claims about size are refused."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator

from pipelines.readers.grid import column_letter
from pipelines.readers.workbook_parts import MOST_CLAIMED, Refused

_ROW, _DIMENSION, _SHEET = 0, 148, 156
_FORMULA_RECORDS = {8, 9, 10, 11, 426, 427, 428}
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.bin", re.IGNORECASE)


def inspect_binary(parts: zipfile.ZipFile) -> None:
    """Looks through the records of every sheet.

    Raises:
        Refused: for a formula, or a sheet that claims more cells than any report has.
    """
    for name in sorted(filter(_SHEET_PART.fullmatch, parts.namelist())):
        row = 0
        for kind, body in _records(parts.read(name)):
            if kind == _ROW and len(body) >= 4:
                row = struct.unpack_from("<I", body)[0]
            elif kind in _FORMULA_RECORDS:
                column = struct.unpack_from("<I", body)[0] if len(body) >= 4 and kind < 12 else 0
                raise Refused("file.formula", name, row + 1, column_letter(column))
            elif kind == _DIMENSION and len(body) >= 16:
                first_row, last_row, first_column, last_column = struct.unpack_from("<4I", body)
                if (last_row - first_row + 1) * (last_column - first_column + 1) > MOST_CLAIMED:
                    raise Refused("file.dimension", name)


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(content):
        kind, position = _packed(content, position, 2)
        size, position = _packed(content, position, 4)
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

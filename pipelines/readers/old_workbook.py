"""Looks into a workbook of Excel 97–2003 (.xls): macros, passwords, formulas, links; how its numbers are shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pipelines.readers.number_formats import GENERAL, error_text
from pipelines.readers.old_styles import OldStyles
from pipelines.readers.sheet_look import CUT_OFF, MOST_CLAIMED, Refused, SheetLook, places

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_FORMULA_RECORDS = {0x0006, 0x0206, 0x0406}
_ARRAY, _TABLE = 0x0221, 0x0236
# A hyperlink to an address, in the words of the file: the id of its kind, its length, and the address.
_ADDRESS = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_BOUND_SHEET, _DIMENSIONS, _FILE_PASS, _LINK, _MERGED_OBJECT = 0x0085, 0x0200, 0x002F, 0x01B8, 0x01B6

_ROW, _COLUMNS, _NUMBER, _RK, _SEVERAL_RK = 0x0208, 0x007D, 0x0203, 0x027E, 0x00BD
_SHARED_TEXT, _TEXT, _RICH_TEXT, _ERROR, _WINDOW = 0x00FD, 0x0204, 0x00D6, 0x0205, 0x023E
_ROW_HIDDEN, _COLUMN_HIDDEN, _SHOWS_ZEROS = 0x20, 0x01, 0x10


def inspect_old(content: bytes) -> dict[str, SheetLook]:
    """How every sheet of the workbook shows its cells.

    Raises:
        Refused: for what a report has no use for, a password, or a container that does not hold together.
    """
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("file.protected")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Refused("file.macros", detail="_VBA_PROJECT")
    try:
        stream = _workbook_stream(content)
    except (struct.error, IndexError, ValueError):
        raise Refused("file.broken", detail=CUT_OFF) from None
    if stream is None:
        raise Refused("file.kind")
    try:
        return _look_at_records(stream)
    except (struct.error, IndexError):
        raise Refused("file.broken", detail=CUT_OFF) from None


def _look_at_records(stream: bytes) -> dict[str, SheetLook]:
    sheets: dict[int, str] = {}
    sheet: str | None = None
    styles = OldStyles()
    found: dict[str, SheetLook] = {}
    for position, kind, body in _records(stream):
        if position in sheets:
            sheet = sheets[position]
            found[sheet] = SheetLook()
        styles.take(kind, body)
        if sheet is not None:
            _note_look(found[sheet], kind, body, styles)
            _note_content(found[sheet], sheet, kind, body)
        if kind == _FILE_PASS:
            raise Refused("file.protected")
        if kind == _BOUND_SHEET and len(body) > 8:
            start, flags = struct.unpack_from("<IH", body)
            if flags >> 8 & 0xFF in (1, 6):
                raise Refused("file.macros", detail="macro sheet")
            wide = body[7] & 1
            sheets[start] = body[8 : 8 + body[6] * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
        elif kind == _DIMENSIONS and len(body) >= 12:
            first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", body)
            if (last_row - first_row) * (last_column - first_column) > MOST_CLAIMED:
                raise Refused("file.dimension", sheet)
    return found


def _note_content(found: SheetLook, sheet: str, kind: int, body: bytes) -> None:
    """Notes the cells that hold a formula, or a hyperlink with where it leads."""
    if kind in _FORMULA_RECORDS:
        found.formulas.add(struct.unpack_from("<HH", body))
    elif kind in (_ARRAY, _TABLE):
        first_row, last_row, first_column, last_column = struct.unpack_from("<HHBB", body)
        found.formulas.update(places(sheet, (first_row, first_column), (last_row, last_column)))
    elif kind == _LINK:
        first_row, last_row, first_column, last_column = struct.unpack_from("<4H", body)
        target = _link_target(body)
        found.links.update(dict.fromkeys(places(sheet, (first_row, first_column), (last_row, last_column)), target))


def _link_target(body: bytes) -> str:
    at = body.find(_ADDRESS)
    if at < 0:
        return ""
    size = struct.unpack_from("<I", body, at + 16)[0]
    return body[at + 20 : at + 20 + size].decode("utf-16-le", "replace").partition("\0")[0]


def _note_look(found: SheetLook, kind: int, body: bytes, styles: OldStyles) -> None:
    if kind == _ROW:
        height = struct.unpack_from("<H", body, 6)[0]
        if body[12] & _ROW_HIDDEN or not height & 0x7FFF:
            found.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
    elif kind == _COLUMNS:
        first, last, width, _, flags = struct.unpack_from("<5H", body)
        if flags & _COLUMN_HIDDEN or not width:
            found.hidden_columns |= set(range(first, last + 1))
    elif kind == _WINDOW:
        found.hides_zeros |= not struct.unpack_from("<H", body)[0] & _SHOWS_ZEROS
    elif kind == _ERROR and body[7]:
        found.errors[struct.unpack_from("<HH", body)] = error_text(body[6])
    elif kind in (_NUMBER, _RK, _SEVERAL_RK, _SHARED_TEXT, _TEXT, _RICH_TEXT):
        row, column = struct.unpack_from("<HH", body)
        cells = range(4, len(body) - 2, 6) if kind == _SEVERAL_RK else (4,)
        text = struct.unpack_from("<I", body, 6)[0] if kind == _SHARED_TEXT else None
        for number, at in enumerate(cells):
            style = struct.unpack_from("<H", body, at)[0]
            if (code := styles.code(style)) != GENERAL:
                found.formats[row, column + number] = code
            if mark := styles.mark(style, text):
                found.marks[row, column + number] = mark


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        yield position, kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _workbook_stream(content: bytes) -> bytes | None:
    # A compound file: sectors chained by an allocation table, small streams in a stream of their own.
    sector_size = 1 << struct.unpack_from("<H", content, 30)[0]
    if sector_size not in (512, 4096):
        raise ValueError("sector size")
    first_directory, cutoff, first_mini = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
    table = _allocation_table(content, sector_size)
    directory = _chain(content, table, first_directory, sector_size, sector_size)
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    names = {_entry_name(entry): entry for entry in entries if len(entry) == 128}
    entry = names.get("Workbook") or names.get("Book")
    if entry is None:
        return None
    start, size = struct.unpack_from("<II", entry, 116)
    if size >= cutoff:
        return _chain(content, table, start, sector_size, sector_size)[:size]
    root_start = struct.unpack_from("<I", entries[0], 116)[0]
    small = _chain(content, table, root_start, sector_size, sector_size)
    packed = _chain(content, table, first_mini, sector_size, sector_size)
    small_table = list(struct.unpack(f"<{len(packed) // 4}I", packed))
    return _chain(small, small_table, start, 64, 0)[:size]


def _allocation_table(content: bytes, sector_size: int) -> list[int]:
    sectors = [sector for sector in struct.unpack_from("<109I", content, 76) if sector < _END]
    next_list, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, 1000)):
        if next_list >= _END:
            break
        listed = struct.unpack_from(f"<{sector_size // 4}I", content, (next_list + 1) * sector_size)
        sectors += [sector for sector in listed[:-1] if sector < _END]
        next_list = listed[-1]
    table: list[int] = []
    for sector in sectors:
        table += struct.unpack_from(f"<{sector_size // 4}I", content, (sector + 1) * sector_size)
    return table


def _chain(content: bytes, table: list[int], start: int, size: int, offset: int) -> bytes:
    pieces, seen, sector = [], set(), start
    while sector < _END:
        if sector in seen:
            raise ValueError("a chain of sectors runs in a circle")
        seen.add(sector)
        at = sector * size + offset
        pieces.append(content[at : at + size])
        sector = table[sector]
    return b"".join(pieces)


def _entry_name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")

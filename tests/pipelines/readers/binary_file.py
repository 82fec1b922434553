"""Writes binary workbooks (.xlsb) record by record, since nothing here does: just enough for a report."""

import io
import struct
import zipfile

_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.main"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PERCENT_STYLE, MONEY_STYLE, DAY_STYLE = 1, 2, 3
_FORMAT_NUMBERS = (0, 10, 164, 14)


def record(kind, body=b""):
    """One record: its kind and size in bytes of seven bits, then the body."""
    packed = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    while True:
        packed += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return packed + body


def wide(text):
    """A text with its length in front."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column, value, style=0):
    """A cell: a text, a number, a truth value, or the bytes of a record that is given whole."""
    if isinstance(value, bytes):
        return value
    place = struct.pack("<II", column, style)
    if isinstance(value, bool):
        return record(4, place + bytes([value]))
    if isinstance(value, str):
        return record(6, place + wide(value))
    return record(5, place + struct.pack("<d", value))


def formula_cell(column, cached):
    """A formula with its cached number."""
    return record(9, struct.pack("<II", column, 0) + struct.pack("<d", cached) + struct.pack("<HI", 0, 3)
                  + b"\x1e\x01\x00" + struct.pack("<I", 0))  # fmt: skip


def binary_workbook(rows, *, styles=(), hidden_rows=(), sheet="报告", claim=None):
    """An .xlsb with one sheet.

    Args:
        rows: lists of values, None where empty.
        styles: (row, column) → one of the styles above, as a mapping or pairs.
        hidden_rows: rows, counted from 0, that are hidden.
        sheet: its name.
        claim: (last row, last column) that the sheet says it has.
    """
    shown = dict(styles)
    last = claim or (len(rows) - 1, max(map(len, rows)) - 1)
    body = record(129) + record(148, struct.pack("<4I", 0, last[0], 0, last[1])) + record(145)
    for number, values in enumerate(rows):
        flags = bytes([0, 0x10 if number in hidden_rows else 0, 0])
        body += record(0, struct.pack("<IIH", number, 0, 300) + flags + struct.pack("<I", 0))
        for column, value in enumerate(values):
            if value is not None:
                body += cell(column, value, shown.get((number, column), 0))
    body += record(146) + record(130)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", _CONTENT_TYPES)
        parts.writestr("_rels/.rels", _relation("rId1", "officeDocument", "xl/workbook.bin"))
        parts.writestr("xl/_rels/workbook.bin.rels", _relation("rId1", "worksheet", "worksheets/sheet1.bin"))
        bundle = record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide(sheet)) + record(144)
        parts.writestr("xl/workbook.bin", record(131) + bundle + record(132))
        parts.writestr("xl/styles.bin", _styles())
        parts.writestr("xl/worksheets/sheet1.bin", body)
    return target.getvalue()


def _relation(name, kind, target):
    return _RELATIONS.format(f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>')


def _styles():
    formats = record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + wide('0.00"亿元"')) + record(616)
    cells = [record(47, struct.pack("<HHHHHB", 0, number, 0, 0, 0, 0) + bytes(5)) for number in _FORMAT_NUMBERS]
    return (
        record(278) + formats + record(617, struct.pack("<I", len(cells))) + b"".join(cells) + record(618) + record(279)
    )

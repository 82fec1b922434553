"""CSV as RFC 4180 has it: CRLF, header once, empty = missing, ISO dates, numbers left alone.

Text that a spreadsheet would run as a formula is made harmless; numbers never are touched, so −5.00 stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "=", "+", "-", "@")
MARKS = re.compile(r'[",\r\n#]')
BYTE_ORDER_MARK = "﻿"


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]], with_mark: bool = False) -> Iterator[str]:
    """The file piece by piece, header first; `with_mark` puts the byte-order mark that Excel wants in front."""
    yield (BYTE_ORDER_MARK if with_mark else "") + _line(header)
    for row in rows:
        yield _line([cell(value) for value in row])


def cell(value: Any) -> str:
    """One value as it stands in the file.

    >>> cell(Decimal("-5.00")), cell(Decimal("700.000000")), cell(None), cell(True)
    ('-5', '700', '', 'true')
    >>> cell("=1+1"), cell(date(2020, 12, 31)), cell(0.5)
    ("'=1+1", '2020-12-31', '0.5')
    """
    text = plain_cell(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def plain_cell(value: Any) -> str:
    """The same before the guard against formulas; a missing value is the empty text.

    >>> plain_cell("=1+1"), plain_cell(None)
    ('=1+1', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _line(cells: Sequence[str]) -> str:
    return ",".join(map(_quoted, cells)) + "\r\n"


def _quoted(text: str) -> str:
    # The same marks ask for quotes as in DuckDB's writer: both ways of writing a file give the same bytes.
    return '"' + text.replace('"', '""') + '"' if MARKS.search(text) else text

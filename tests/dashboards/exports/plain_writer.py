"""A second writer of CSV, in plain Python: what DuckDB writes is held against it."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

MARKS = re.compile(r'[",\r\n#]')
STARTS = ("=", "+", "-", "@", "\t", "\r", chr(0xFF1D), chr(0xFF0B), chr(0xFF0D), chr(0xFF20))


def csv_text(header, rows):
    return "".join(",".join(map(_quoted, line)) + "\r\n" for line in [list(header), *[map(cell, row) for row in rows]])


def cell(value):
    text = _plain(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(STARTS) else text


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(ZoneInfo("Asia/Shanghai")).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _quoted(text):
    return '"' + text.replace('"', '""') + '"' if MARKS.search(text) else text

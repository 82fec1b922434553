"""A template as CSV: UTF-8 with a byte order mark, so that Excel and WPS show Chinese."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from pipelines.readers.quantities import plain
from pipelines.template.blank import Template, Value, filled


def csv_bytes(template: Template) -> bytes:
    """The template as the bytes of a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([template.form.title(column, template.languages[0]) for column in template.form.columns])
    for row in template.rows:
        writer.writerow([written(filled(template, row, column)) for column in template.form.columns])
    return text.getvalue().encode("utf-8-sig")


def written(value: Value) -> str:
    """A value as text: plain digits, ISO days, empty for nothing."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value or ""

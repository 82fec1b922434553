"""CSV written by DuckDB itself: the format of `csv_file`, near the speed of its own COPY.

Each column becomes an expression by its type: text gets the guard against formulas, a decimal loses its trailing
zeros, an empty text is a missing one. Only the names of columns reach the statement, quoted; no value does.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dashboards.exports.csv_file import BYTE_ORDER_MARK, FORMULA_STARTS
from metrics.warehouse import Snapshot

_GUARDED = ", ".join(str(ord(start)) for start in FORMULA_STARTS)
_OPTIONS = r"format csv, header, new_line '\r\n', preserve_order true"


def write_csv(snapshot: Snapshot, query: str, types: Mapping[str, str], path: Path, with_mark: bool = False) -> None:
    """The rows of `query` in the file at `path`; `types` gives DuckDB's type of every column."""
    mark = BYTE_ORDER_MARK if with_mark else ""
    columns = [
        f"{expression(name, kind)} as {quoted_name(mark * (position == 0) + name)}"
        for position, (name, kind) in enumerate(types.items())
    ]
    # S608: only names of columns and our own SELECT reach it, and the path, quoted.
    statement = f"copy (select {', '.join(columns)} from ({query})) to {quoted_text(str(path))} ({_OPTIONS})"  # noqa: S608
    with snapshot.cursor(query) as cursor:
        cursor.execute(statement)


def expression(name: str, kind: str) -> str:
    r"""What writes one column of DuckDB's type `kind`.

    >>> expression("is_met", "BOOLEAN")
    '"is_met"'
    >>> print(expression("actual_value", "DECIMAL(24,6)"))
    rtrim(rtrim("actual_value"::varchar, '0'), '.')
    """
    column = quoted_name(name)
    if kind == "VARCHAR":
        return f"nullif(case when ascii({column}) in ({_GUARDED}) then '''' || {column} else {column} end, '')"
    if kind.startswith("DECIMAL") and not kind.endswith(",0)"):
        return f"rtrim(rtrim({column}::varchar, '0'), '.')"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({column} at time zone 'UTC', '%Y-%m-%dT%H:%M:%S+00:00')"
    if kind == "TIMESTAMP":
        return f"strftime({column}, '%Y-%m-%dT%H:%M:%S')"
    return column


def quoted_name(name: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    """A text as SQL writes it: COPY takes its path no other way."""
    return "'" + text.replace("'", "''") + "'"

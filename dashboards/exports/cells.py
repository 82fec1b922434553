"""Cells as a file writes them, as SQL by the type of their column: DuckDB does for a million rows what is said here.

Text gets the guard against formulas, a decimal loses its trailing zeros, an empty text is a missing one, an instant
is given by the clock of the responsible government with its offset. Only the names of columns reach a statement,
quoted; no value does.
"""

from __future__ import annotations

# A spreadsheet runs text that starts so as a formula: the plain and the full-width forms.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NUMBER_TYPES = (
    "DECIMAL",
    "DOUBLE",
    "FLOAT",
    "BIGINT",
    "INTEGER",
    "HUGEINT",
    "SMALLINT",
    "TINYINT",
    "UBIGINT",
    "UINTEGER",
)
_GUARDED = ", ".join(str(ord(start)) for start in FORMULA_STARTS)


def guarded_expression(name: str, kind: str) -> str:
    """What writes one column of DuckDB's type `kind` so that no text of it can run; numbers are left alone.

    >>> guarded_expression("is_met", "BOOLEAN")
    '"is_met"'
    """
    column, plain = quoted_name(name), plain_expression(name, kind)
    if kind == "VARCHAR":
        return f"nullif(case when ascii({column}) in ({_GUARDED}) then '''' || {column} else {column} end, '')"
    return column if plain == f"{column}::varchar" else plain


def plain_expression(name: str, kind: str) -> str:
    """The same without the guard, as text.

    >>> print(plain_expression("actual_value", "DECIMAL(24,6)"))
    rtrim(rtrim("actual_value"::varchar, '0'), '.')
    """
    column = quoted_name(name)
    if kind == "VARCHAR":
        return f"nullif({column}, '')"
    if kind.startswith("DECIMAL") and not kind.endswith(",0)"):
        return f"rtrim(rtrim({column}::varchar, '0'), '.')"
    if kind.startswith("TIMESTAMP"):
        # DuckDB writes +08 where the standards want +08:00.
        written = f"strftime({instant_expression(name, kind)}, '%Y-%m-%dT%H:%M:%S%z')"
        return rf"regexp_replace({written}, '([+-]\d\d)$', '\1:00')"
    return f"{column}::varchar"


def instant_expression(name: str, kind: str) -> str:
    r"""One column of instants with its offset; the tables keep them in UTC without.

    >>> instant_expression("recorded_at", "TIMESTAMP"), instant_expression("built_at", "TIMESTAMP WITH TIME ZONE")
    ('"recorded_at" at time zone \'UTC\'', '"built_at"')
    """
    column = quoted_name(name)
    return column if kind == "TIMESTAMP WITH TIME ZONE" else f"{column} at time zone 'UTC'"


def quoted_name(name: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'

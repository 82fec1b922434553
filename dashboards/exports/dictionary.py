"""What each exported column means, read from `columns.yml`, and how its type is called outside DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from metrics.yaml_file import read_yaml

COLUMNS_FILE = Path(__file__).parent / "columns.yml"
# The beginning of DuckDB's name of a type → the name that Table Schema gives it.
_TYPES = {
    "DECIMAL": "number",
    "DOUBLE": "number",
    "FLOAT": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "HUGEINT": "integer",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "SMALLINT": "integer",
    "TINYINT": "integer",
    "UBIGINT": "integer",
    "UINTEGER": "integer",
}


@dataclass(frozen=True)
class Column:
    """The meaning of a column in both languages; `unit` is its own, `unit_in` the column that gives each row's."""

    zh: str
    en: str
    unit: str | None = None
    unit_in: str | None = None

    def in_language(self, language: str) -> str:
        """The meaning in `zh` or `en`."""
        return self.zh if language == "zh" else self.en


@cache
def columns() -> Mapping[str, Column]:
    """Every known column by name."""
    content = read_yaml(COLUMNS_FILE)
    return {name: Column(**words) for name, words in content.items()}


def schema_type(kind: str) -> str:
    """The Table Schema name of DuckDB's type `kind`; whatever is not listed is written as text.

    >>> schema_type("DECIMAL(24,6)"), schema_type("DATE"), schema_type("VARCHAR")
    ('number', 'date', 'string')
    """
    return next((name for beginning, name in _TYPES.items() if kind.startswith(beginning)), "string")

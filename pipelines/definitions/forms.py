"""The workbook of a programme as data: its sheets, their tables and columns, and which definitions there are."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from metrics.sentences import Bilingual
from metrics.yaml_file import read_yaml
from pipelines.readers.keys import name_key
from pipelines.sources import load_sources

ROWS, FORM, MATRIX = "rows", "form", "matrix"
CSV, LIST, ENTRY = "csv", "list", "entry"


@dataclass(frozen=True)
class Table:
    """A table of definitions: in which file a row lies, in which layout, and which fields tell one row from another.

    `name` is the field that people know a row by; `columns` are those of a CSV file, canonical name → other headers.
    """

    table_name: str
    file: str
    layout: str
    key: tuple[str, ...]
    name: str | None
    words: Bilingual
    columns: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder of its files, empty for a single file."""
        return self.file.partition("/")[0] if "/" in self.file else ""

    def holds(self, path: str) -> bool:
        """Whether the file at `path` (relative to the definitions) holds rows of this table."""
        if not self.folder:
            return path == self.file
        folder, _, name = path.partition("/")
        return folder == self.folder and "/" not in name and name.endswith(Path(self.file).suffix)


@dataclass(frozen=True)
class Column:
    """A column of the workbook: its headers, what it takes, and the fields of a definition that it fills."""

    key: str
    header: Bilingual
    others: tuple[str, ...]
    kind: str
    feeds: tuple[str, ...] = ()
    prompt: Bilingual | None = None
    example: Bilingual | None = None
    is_required: bool = False
    is_second: bool = False
    edge: str = "last"
    table: str | None = None
    width: int = 12
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def means(self, text: str) -> str | None:
        """The code that a word stands for, or None.

        >>> column = next(c for c in sheet_tables()["target"].columns if c.key == "comparator")
        >>> column.means("不高于"), column.means("AT MOST"), column.means("<="), column.means("大概")
        ('<=', '<=', '<=', None)
        """
        return _words_of(self).get(name_key(text))

    def word(self, code: str, language: str) -> str:
        """The word for a code, in one language."""
        words = self.values.get(code, (code, code))
        return words[0] if language == "zh" else words[1]


@dataclass(frozen=True)
class SheetTable:
    """A table as it stands on a sheet of the workbook."""

    table: str
    layout: str
    columns: tuple[Column, ...]
    blank_rows: int = 0
    blank_columns: int = 0

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)

    def key_of(self, header: str) -> str | None:
        """The key of the column under `header`, or None."""
        return _headers_of(self).get(header_word(header))


@dataclass(frozen=True)
class Sheet:
    """A sheet: its names and the tables on it, a form before rows."""

    key: str
    name: Bilingual
    others: tuple[str, ...]
    tables: tuple[SheetTable, ...]

    def is_called(self, name: str) -> bool:
        """Whether a sheet of that name is this one."""
        return name_key(name) in {name_key(word) for word in (*self.name, *self.others)}


def header_word(header: str) -> str:
    """A header without spaces, marks of what is required, and differences of width and case.

    >>> header_word("目标值 *"), header_word("Target value:")
    ('目标值', 'targetvalue')
    """
    return name_key(header).strip("*:")


@cache
def book_form() -> tuple[Sheet, ...]:
    """The sheets of the workbook, in their order."""
    return tuple(_sheet(raw) for raw in _declared()["sheets"])


@cache
def tables() -> dict[str, Table]:
    """The tables of definitions by name, each after those that it refers to."""
    columns = {source.table_name: source.columns for source in load_sources()}
    return {
        name: Table(name, raw["file"], raw["layout"], tuple(raw["key"]), raw.get("name"), Bilingual(**raw["words"]),
                    columns[name] if raw["layout"] == CSV else {})
        for name, raw in _declared()["tables"].items()
    }  # fmt: skip


@cache
def sheet_tables() -> dict[str, SheetTable]:
    """The tables of the workbook by the table of definitions that they feed."""
    return {table.table: table for sheet in book_form() for table in sheet.tables}


def notes(language: str) -> list[tuple[str, list[str]]]:
    """The first sheet in one language: headings with their lines."""
    return [(heading, lines) for heading, lines in _declared()["notes"][language]]


def field_words(table: str, name: str) -> Bilingual:
    """What a field is called: the header of the column that fills it, or words of its own."""
    own = sheet_tables().get(table)
    for column in own.columns if own else ():
        if name in column.feeds:
            is_second = len(column.feeds) == 2 and name == column.feeds[1]
            return own_second(own, column).header if own and is_second else column.header
    said = _declared()["fields"].get(name)
    return Bilingual(**said) if said else Bilingual(name, name)


def own_second(table: SheetTable, column: Column) -> Column:
    """The column of the English words of another one, or that itself."""
    return next((one for one in table.columns if one.key == f"{column.key}_en"), column)


def sheet_of(table: str) -> Sheet:
    """The sheet on which a table stands."""
    return next(sheet for sheet in book_form() if any(one.table == table for one in sheet.tables))


@cache
def _declared() -> dict[str, Any]:
    declared: dict[str, Any] = read_yaml(Path(__file__).with_name("workbook.yml"))
    return declared


@cache
def _headers_by_table() -> dict[str, dict[str, str]]:
    return {}


def _headers_of(table: SheetTable) -> dict[str, str]:
    known = _headers_by_table()
    if table.table not in known:
        first = {header_word(word): column.key for column in table.columns for word in column.header}
        others = {header_word(word): column.key for column in table.columns for word in column.others}
        known[table.table] = others | first
    return known[table.table]


def _words_of(column: Column) -> dict[str, str]:
    words = {name_key(word): code for code, spoken in column.values.items() for word in spoken}
    return words | {name_key(code): code for code in column.values}


def _sheet(raw: dict[str, Any]) -> Sheet:
    sheet_tables = tuple(
        SheetTable(one["table"], one["layout"], tuple(_columns(one["columns"])), one.get("blank_rows", 0),
                   one.get("blank_columns", 0))
        for one in raw["tables"]
    )  # fmt: skip
    return Sheet(raw["key"], Bilingual(**raw["name"]), tuple(raw.get("others", ())), sheet_tables)


def _columns(raw: dict[str, Any]) -> Iterator[Column]:
    for key, said in raw.items():
        yield Column(
            key,
            Bilingual(said["zh"], said["en"]),
            tuple(said.get("others", ())),
            said["type"],
            tuple(said.get("feeds", ())),
            Bilingual(**said["prompt"]) if "prompt" in said else None,
            Bilingual(**{language: str(word) for language, word in said["example"].items()})
            if "example" in said
            else None,
            said.get("required", False),
            said.get("second", False),
            said.get("edge", "last"),
            said.get("table"),
            said.get("width", 14),
            {code: tuple(words) for code, words in said.get("values", {}).items()},
        )


def placeholders(pattern: str) -> list[str]:
    """The names in a pattern such as `targets/{programme}.csv`.

    >>> placeholders("targets/{programme}.csv")
    ['programme']
    """
    return [name for _, name, _, _ in string.Formatter().parse(pattern) if name]

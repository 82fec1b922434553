"""Text files ↔ rows: what the files of an office's definitions declare, as one flat mapping, and back into files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import yaml

from metrics.catalog import Files
from metrics.yaml_file import parse_yaml
from pipelines.definitions.forms import CSV, ENTRY, Table, tables

# A row is found by its table and the values of the table's key; its fields are text, numbers, truth values, or lists.
Key = tuple[str, ...]
Fields = dict[str, Any]
Things = dict[Key, Fields]
_LANGUAGES = {"zh", "en"}


def read_things(files: Files) -> Things:
    """Every row that `files` declare, in the order of the tables and, within each, of files and lines.

    Words in two languages stand as two fields, `name.zh` and `name.en`. What is no definition is passed over.

    Raises:
        ValueError: for bytes that are no text in UTF-8, or no YAML.
    """
    return {key: fields for _, key, fields in _placed(files)}


def places(files: Files) -> dict[Key, str]:
    """In which file each row stands."""
    return {key: path for path, key, _ in _placed(files)}


def readable_files(files: Files) -> dict[str, bytes]:
    """Those files that `read_things` can read."""
    found = {}
    for path, content in files.items():
        try:
            read_things({path: content})
        except ValueError:
            continue
        found[path] = content
    return found


def lines_of(files: Files) -> dict[tuple[str, int], Key]:
    """Which row stands at which line of a table, counted from 1 with the header."""
    found: dict[tuple[str, int], Key] = {}
    for table in tables().values():
        for path in sorted(path for path in files if table.layout == CSV and table.holds(path)):
            for number, fields in enumerate(_rows(table, files[path]), start=2):
                found[path, number] = (table.table_name, *(str(fields.get(name) or "") for name in table.key))
    return found


def table_of(path: str) -> Table | None:
    """The table that a file holds rows of."""
    return next((table for table in tables().values() if table.holds(path)), None)


def written(files: Files, things: Things) -> dict[str, bytes]:
    """`files` with what `things` says instead: a file whose rows are as they were keeps its bytes.

    A changed file keeps the lines of comment at its head. New rows go behind those that are there, into the file of
    their programme. A file without rows left is left out, a list stays as an empty one.
    """
    before, where = read_things(files), places(files)
    by_path: dict[str, Things] = {path: {} for path in where.values()}
    for key in [*(key for key in before if key in things), *(key for key in things if key not in before)]:
        path = where.get(key) or _new_path(key, things)
        by_path.setdefault(path, {})[key] = things[key]
    own = {path for path in files if table_of(path) is not None}
    kept = {path: content for path, content in files.items() if path not in own}
    for path in sorted({*own, *by_path}):
        rows = by_path.get(path, {})
        if path in files and rows == {key: before[key] for key, place in where.items() if place == path}:
            kept[path] = files[path]
        elif rows or not PurePosixPath(path).parent.name:
            kept[path] = _content(path, rows, files.get(path, b""))
    return kept


def programme_of(key: Key, things: Things) -> str | None:
    """The programme that a row belongs to: by its own field, or that of its target or task."""
    fields = things.get(key, {})
    if key[0] == "programme":
        return key[1]
    if fields.get("programme_id"):
        return str(fields["programme_id"])
    parents = ((name, str(fields[f"{name}_id"])) for name in ("target", "task") if f"{name}_id" in fields)
    return next((programme_of(parent, things) for parent in parents if parent in things and parent != key), None)


def _placed(files: Files) -> Iterator[tuple[str, Key, Fields]]:
    for table in tables().values():
        for path in sorted(path for path in files if table.holds(path)):
            for fields in _rows(table, files[path]):
                key = (table.table_name, *(str(fields.get(name) or "") for name in table.key))
                yield path, key, fields


def _rows(table: Table, content: bytes) -> Iterator[Fields]:
    for fields in _read(table.table_name, content):
        yield {name: list(value) if isinstance(value, list) else value for name, value in fields.items()}


@lru_cache(maxsize=1 << 12)
def _read(table_name: str, content: bytes) -> tuple[Fields, ...]:
    # What definitions were, are and would be is looked at again and again, and hardly a file of them differs.
    table = tables()[table_name]
    if table.layout == CSV:
        return tuple(_csv_rows(table, content.decode("utf-8-sig")))
    try:
        said = parse_yaml(content)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    return tuple(flat(entry) for entry in (said if isinstance(said, list) else [said]) if isinstance(entry, dict))


def _csv_rows(table: Table, text: str) -> Iterator[Fields]:
    lines = csv.reader(io.StringIO(text, newline=""))
    known = {word: name for name, others in table.columns.items() for word in (name, *others)}
    header = [known.get(cell.strip()) for cell in next(lines, [])]
    for cells in lines:
        if any(cell.strip() for cell in cells):
            said = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name and cell.strip()}
            yield said


# Values of several fields, each a column of the workbook.
_BY_FIELD = ("lamp_limits",)


def flat(entry: Mapping[str, Any]) -> Fields:
    """An entry of a YAML file with words in two languages as two fields and days as text, without what is null.

    Limits of a programme are a field each too.

    >>> flat({"name": {"zh": "甲", "en": "A"}, "issued_on": date(2024, 3, 8), "expires_on": None})
    {'name.zh': '甲', 'name.en': 'A', 'issued_on': '2024-03-08'}
    """
    fields: Fields = {}
    for name, value in entry.items():
        if isinstance(value, dict) and value and value.keys() <= _LANGUAGES:
            fields |= {
                f"{name}.{language}": plain_value(words) for language, words in value.items() if words is not None
            }
        elif name in _BY_FIELD and isinstance(value, dict):
            fields |= {f"{name}.{field}": said for field, said in flat(value).items()}
        elif value is not None:
            fields[name] = plain_value(value)
    return fields


def nested(fields: Fields) -> dict[str, Any]:
    """The entry of a YAML file that `flat` makes such fields of."""
    entry: dict[str, Any] = {}
    for name, value in fields.items():
        *stems, last = name.split(".")
        place = entry
        for stem in stems:
            place = place.setdefault(stem, {})
        place[last] = value
    return entry


def plain_value(value: Any) -> Any:
    """Days as text, however deep."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain_value(one) for one in value]
    if isinstance(value, dict):
        return {name: plain_value(one) for name, one in value.items()}
    return value


def _new_path(key: Key, things: Things) -> str:
    table = tables()[key[0]]
    return table.file.format(id=key[1], programme=programme_of(key, things))


def _content(path: str, rows: Things, before: bytes) -> bytes:
    table = table_of(path)
    assert table is not None  # noqa: S101 - only such paths are written
    if table.layout == CSV:
        lines = io.StringIO(newline="")
        writer = csv.DictWriter(lines, list(table.columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: fields.get(name, "") for name in table.columns} for fields in rows.values())
        return lines.getvalue().encode("utf-8")
    head = [line for line in before.decode("utf-8-sig").split("\n") if line.startswith("#")]
    entries = [_completed(path, nested(fields)) for fields in rows.values()]
    said = entries[0] if table.layout == ENTRY else entries
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=120)
    return "\n".join([*head, text]).encode("utf-8")


# What a shape wants to see said, null where nothing is.
_SAID = {
    "policies": ("document_number", "issued_on", "in_force_on", "expires_on"),
    "programmes.yml": ("starts_on", "ends_on"),
}


def _completed(path: str, entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {name: None for name in _SAID.get(path.partition("/")[0], ()) if name not in entry}

"""Reads one delimited file exactly: every cell as text, every row with its line number, nothing guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from expectations.result import Finding
from expectations.runner import FILE_COLUMN, ROW_COLUMN
from pipelines.readers.wording import reading_finding

if TYPE_CHECKING:
    from _csv import Reader

Row = dict[str, str | int | None]


@dataclass
class Table:
    """Rows of one file: canonical column names, text or None for an empty cell, and the line each came from."""

    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_table(content: bytes, file: str, columns: Mapping[str, Sequence[str]], optional: Sequence[str] = ()) -> Table:
    """The rows of a UTF-8 CSV file whose header names `columns`, all but those that it may leave out.

    Of words in both languages (`name_zh`, `name_en`) one may be left out, as a column or in a cell: what is said in
    one language then stands in both.

    Args:
        content: the bytes as received.
        file: the name to show when something is wrong.
        columns: canonical name → the other header texts under which it may come.
        optional: canonical names that may be absent; every cell of such a column is empty then.

    Returns:
        The rows, or findings that name the place; with a finding about the file or its header there are no rows.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Table(findings=[reading_finding("file.encoding", file, line)])
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    table = Table()
    try:
        header = next(lines, [])
        names = _canonical(header, columns)
        table.findings.extend(_header_findings(file, header, names, columns, optional))
        if not table.findings:
            pairs = {name: other for name, other in _languages(columns).items() if {name, other} & set(names)}
            for number, cells in _numbered(lines):
                _take(table, file, number, cells, names, [*optional, *pairs])
            for row in table.rows:
                row.update({name: row[other] for name, other in pairs.items() if row[name] is None})
    except csv.Error as error:
        table.findings.append(reading_finding("file.csv", file, lines.line_num, detail=error))
    return table


def _canonical(header: Sequence[str], columns: Mapping[str, Sequence[str]]) -> list[str | None]:
    by_header = {variant: name for name, variants in columns.items() for variant in (name, *variants)}
    return [by_header.get(text.strip()) for text in header]


def _header_findings(
    file: str,
    header: Sequence[str],
    names: Sequence[str | None],
    columns: Mapping[str, Sequence[str]],
    optional: Sequence[str],
) -> Iterator[Finding]:
    known = ", ".join(columns)
    # A missing column is named in the words of the header that lacks it.
    in_other_words = any(name is not None and text.strip() != name for text, name in zip(header, names, strict=True))
    for text, name in zip(header, names, strict=True):
        if name is None:
            yield reading_finding("file.header.unknown", file, 1, text, columns=known)
    languages = _languages(columns)
    for column, variants in columns.items():
        if column not in names and column not in optional and languages.get(column) not in names:
            shown = variants[0] if in_other_words and variants else column
            yield reading_finding("file.header.missing", file, 1, shown)
        elif names.count(column) > 1:
            yield reading_finding("file.header.repeated", file, 1, column)


def _languages(columns: Iterable[str]) -> dict[str, str]:
    """The columns of words that stand in the other language too, each with that of the other.

    >>> _languages(["name_zh", "name_en", "reason_zh"])
    {'name_zh': 'name_en', 'name_en': 'name_zh'}
    """
    others = {name: name[:-2] + {"zh": "en", "en": "zh"}[name[-2:]] for name in columns if name[-3:] in ("_zh", "_en")}
    return {name: other for name, other in others.items() if other in others}


def _numbered(lines: Reader) -> Iterator[tuple[int, list[str]]]:
    # A record may span lines: it is named by the one it starts on.
    number = lines.line_num + 1
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield number, cells
        number = lines.line_num + 1


def _take(
    table: Table, file: str, number: int, cells: list[str], names: Sequence[str | None], optional: Sequence[str]
) -> None:
    if len(cells) != len(names):
        table.findings.append(reading_finding("file.row.width", file, number, cells=len(cells), columns=len(names)))
        return
    row: Row = {str(name): cell.strip() or None for name, cell in zip(names, cells, strict=True)}
    table.rows.append({**dict.fromkeys(optional), **row, FILE_COLUMN: file, ROW_COLUMN: number})

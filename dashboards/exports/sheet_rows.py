"""Rows of a worksheet as Excel's XML, made by DuckDB: one text per row, so that Python only hands them on.

Text is written as text (inline), so that nothing becomes a formula, a link or a number; a missing value has no cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboards.exports.cells import NUMBER_TYPES, instant_expression, plain_expression, quoted_name
from dashboards.exports.datasets import Chosen, ExportRefused, rows_of
from metrics.warehouse import Snapshot

CELL_CHARACTERS = 32_767
# What XML cannot hold, and a text that looks like Excel's way of writing it.
_CONTROLS = r"[\x00-\x08\x0b-\x1f\x{FFFE}\x{FFFF}]"
_LOOKS_ESCAPED = "_x[0-9a-fA-F]{4}_"
_CONTROL_CODES = (*range(1, 9), *range(11, 32), 0xFFFE, 0xFFFF)


@dataclass(frozen=True)
class Extent:
    """How many rows there are, and the columns whose text needs more than XML's own escapes."""

    row_count: int
    escaped: frozenset[str]


def extent(snapshot: Snapshot, chosen: Chosen) -> Extent:
    """What must be known of the rows before they are written.

    Raises:
        ExportRefused: when a text is longer than a cell of Excel holds.
    """
    texts = [name for name, kind in chosen.types.items() if not _is_number_like(kind)]
    looks = [f"max(length({quoted_name(name)}::varchar))" for name in texts]
    looks += [
        f"coalesce(bool_or(regexp_matches({quoted_name(name)}::varchar, '{_CONTROLS}|{_LOOKS_ESCAPED}')), false)"
        for name in texts
    ]
    # S608: only names of columns and our own SELECT reach it; values are parameters.
    query = f"select {', '.join(['count(*)', *looks])} from ({chosen.query})"  # noqa: S608
    row_count, *found = next(iter(rows_of(snapshot, query, chosen.parameters)))
    lengths, escaped = found[: len(texts)], found[len(texts) :]
    for name, length in zip(texts, lengths, strict=True):
        if length is not None and length > CELL_CHARACTERS:
            raise ExportRefused(
                f"{name}：有文字超过 Excel 单元格上限（{CELL_CHARACTERS} 字），请导出 csv 或 parquet",
                f"{name}: a text is longer than a cell of Excel holds: export csv or parquet",
            )
    return Extent(row_count, frozenset(name for name, is_odd in zip(texts, escaped, strict=True) if is_odd))


def row_texts(
    snapshot: Snapshot, chosen: Chosen, known: Extent, styles: Mapping[str, str], sheet_rows: int
) -> Iterator[str]:
    """`<row>` after `<row>`, numbered from 2, and from 2 again after each `sheet_rows` of them."""
    cells = [
        _cell(name, kind, column_letters(position), styles.get(name, ""), name in known.escaped)
        for position, (name, kind) in enumerate(chosen.types.items())
    ]
    # S608: only names of columns and our own SELECT reach it; values are parameters.
    query = (
        f"""select concat('<row r="', row_place, '">', {", ".join(cells)}, '</row>') from (select *, """  # noqa: S608
        f"((row_number() over () - 1) % {sheet_rows} + 2)::varchar as row_place from ({chosen.query}))"
    )
    for (text,) in rows_of(snapshot, query, chosen.parameters):
        yield text


def column_letters(position: int) -> str:
    """The letters of a column, counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701), column_letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters = ""
    while position >= 0:
        letters = chr(ord("A") + position % 26) + letters
        position = position // 26 - 1
    return letters


def _is_number_like(kind: str) -> bool:
    return kind.startswith((*NUMBER_TYPES, "DATE", "TIMESTAMP")) or kind == "BOOLEAN"


def _cell(name: str, kind: str, letters: str, style: str, has_controls: bool) -> str:
    """The SQL of one cell; empty where the value is missing."""
    column, place = quoted_name(name), f"""'<c r="{letters}' || row_place || '"{style}"""
    if kind == "BOOLEAN":
        return f"""coalesce({place} t="b"><v>' || {column}::int::varchar || '</v></c>', '')"""
    if kind == "DATE":
        return f"""coalesce({place}><v>' || ({column} - date '1899-12-30')::varchar || '</v></c>', '')"""
    if kind.startswith("TIMESTAMP"):
        # Excel knows no time zones: it is given what the clock showed, as days since the last day of 1899.
        moment = f"(epoch(cast({instant_expression(name, kind)} as timestamp)) / 86400 + 25569)"
        return f"""coalesce({place}><v>' || {moment}::varchar || '</v></c>', '')"""
    if kind.startswith(("DOUBLE", "FLOAT")):
        finite = f"case when isfinite({column}) then {column}::varchar end"
        return f"""coalesce({place}><v>' || {finite} || '</v></c>', '')"""
    if kind.startswith(NUMBER_TYPES):
        return f"""coalesce({place}><v>' || {plain_expression(name, kind)} || '</v></c>', '')"""
    text = _escaped(plain_expression(name, kind), has_controls)
    inline = """ t="inlineStr"><is><t xml:space="preserve">'"""
    return f"""coalesce({place}{inline} || {text} || '</t></is></c>', '')"""


def _escaped(text: str, has_controls: bool) -> str:
    for mark, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = f"replace({text}, '{mark}', '{name}')"
    if has_controls:
        text = rf"regexp_replace({text}, '({_LOOKS_ESCAPED})', '_x005F\1', 'g')"
        for code in _CONTROL_CODES:
            text = f"replace({text}, chr({code}), '_x{code:04X}_')"
    return text

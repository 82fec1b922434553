"""Workbooks as people change them: cells of the very file that was handed out, everything else in it untouched."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook


class Book:
    """A workbook of which cells are changed; `save` writes it with them, under another name."""

    def __init__(self, path: Path) -> None:
        read = CalamineWorkbook.from_path(str(path))
        self.path, self.sheets = path, read.sheet_names
        self.grids = {
            name: _roomy(read.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in self.sheets
        }
        # By sheet, then row and column, both counted from 0.
        self.changes: dict[str, dict[tuple[int, int], str]] = {}

    def put(self, sheet: str, row: int, column: int, value: object) -> None:
        """Another value in a cell that the file has."""
        self.changes.setdefault(sheet, {})[row, column] = f"{value}"

    def column_under(self, sheet: str, *headers: str) -> tuple[int, dict[str, int]]:
        """The first row that has all these headers, and where each column stands."""
        for number, row in enumerate(self.grids[sheet]):
            here = {str(cell).removesuffix(" *"): index for index, cell in reversed([*enumerate(row)]) if cell != ""}
            if here.keys() >= set(headers):
                return number, here
        raise AssertionError(f"{sheet}: no row has {headers}")

    def set(self, sheet: str, name: str, **values: object) -> None:
        """Values under their headers in the row that begins with a name, or behind a label where a form has one."""
        header, columns = self.column_under(sheet, *values)
        row = next(n for n, row in enumerate(self.grids[sheet]) if n > header and str(row[0]) == name)
        for under, value in values.items():
            self.put(sheet, row, columns[under], value)

    def answer(self, sheet: str, label: str, value: object) -> None:
        """The value behind a label of a form."""
        self.put(sheet, self.column_under(sheet, label)[0], 1, value)

    def add(self, sheet: str, **values: object) -> None:
        """A row of its own, in the first that is empty; a header that is not there yet gets the first empty column."""
        known = [name for name in values if any(self._is(name, cell) for row in self.grids[sheet] for cell in row)]
        header, columns = self.column_under(sheet, *known)
        for name in values.keys() - set(known):
            columns[name] = next(n for n, cell in enumerate(self.grids[sheet][header]) if cell == "" and n > 0)
            self.put(sheet, header, columns[name], name)
            self.grids[sheet][header][columns[name]] = name
        row = next(n for n, row in enumerate(self.grids[sheet]) if n > header and not any(cell != "" for cell in row))
        self.grids[sheet][row][0] = "taken"
        for under, value in values.items():
            self.put(sheet, row, columns[under], value)

    @staticmethod
    def _is(name: str, cell: object) -> bool:
        return str(cell).removesuffix(" *") == name

    def save(self, out: Path) -> Path:
        """The file with the changed cells."""
        with zipfile.ZipFile(self.path) as source:
            parts = {name: source.read(name) for name in source.namelist()}
        for sheet, values in self.changes.items():
            part = f"xl/worksheets/sheet{self.sheets.index(sheet) + 1}.xml"
            text = parts[part].decode("utf-8")
            for (row, column), value in values.items():
                text = _with(text, f"{letters(column)}{row + 1}", value)
            parts[part] = text.encode("utf-8")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in parts.items():
                target.writestr(name, content)
        return out


def _roomy(rows: list[list[object]]) -> list[list[object]]:
    """The rows with empty ones below and empty cells beside, which a reader leaves out."""
    width = max(map(len, rows), default=0) + 4
    return [[*row, *[""] * (width - len(row))] for row in [*rows, *([] for _ in range(12))]]


def _with(text: str, cell: str, value: str) -> str:
    here = re.compile(rf'<c r="{cell}"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)')
    assert here.search(text), f"{cell} is not there"
    written = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
    return here.sub(lambda found: f'<c r="{cell}"{found[1] or ""} t="inlineStr">{written}</c>', text, count=1)


def letters(index: int) -> str:
    """A column as a spreadsheet calls it.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    return letters(index // 26 - 1) + chr(65 + index % 26) if index >= 26 else chr(65 + index)

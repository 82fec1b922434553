"""A grid: what a sheet or a delimited text holds, cell by cell, before anybody asks what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

# What nobody sees at the edge of a cell: white space, zero-width characters, marks of byte order and of direction.
_EDGES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

# A table of more cells is not read.
MOST_CELLS = 200_000

# A merged range of more cells is no part of a table: it is not looked into.
LARGEST_MERGED = 10_000

# Kinds of cell: what the file itself says a cell is. Text files know only `text`.
TEXT, NUMBER, PERCENT, UNCLEAR, DATE, OTHER = "text", "number", "percent", "unclear", "date", "other"

# So many decimals of a number are kept.
MOST_DECIMALS = 6


def trimmed(text: str) -> str:
    """`text` without what cannot be seen at its edges."""
    return text.strip(_EDGES)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text (empty = nothing there) and what the file says it is.

    A `number` is written out in plain decimals, a `date` as an ISO day; `percent` is a number that its sheet shows
    times 100 with a % sign, `unclear` one that it shows as another number or not at all; `other` is a truth value, a
    time or an error such as #N/A. `mark` says how some of its letters are set (`pipelines.readers.sheet_look`), where
    that changes what a reader sees.
    """

    text: str
    kind: str = TEXT
    mark: str = ""

    def __bool__(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.text)


EMPTY = Cell("")


@dataclass(frozen=True)
class Line:
    """One row with the number under which a clerk finds it in the file."""

    number: int
    cells: list[Cell]

    def cell(self, index: int) -> Cell:
        """The cell at `index`, empty beyond the last one."""
        return self.cells[index] if index < len(self.cells) else EMPTY

    def filled(self) -> Iterator[tuple[int, Cell]]:
        """The cells that hold something, with their index."""
        return ((index, cell) for index, cell in enumerate(self.cells) if cell)


@dataclass
class Grid:
    """One sheet (`sheet` is its name) or one delimited text (`sheet` is None).

    `merged` holds inclusive ranges ((row, column), (row, column)), both counted from 0, as the workbook states them.
    `hidden_rows` are numbers of lines, `hidden_columns` indexes of cells, `is_hidden` is about the sheet. `links` say
    where the hyperlink of a cell, by (row, column) from 0, leads.
    """

    sheet: str | None
    lines: list[Line]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    is_ragged: bool = False
    links: dict[tuple[int, int], str] = field(default_factory=dict)


def column_letter(index: int) -> str:
    """The letter of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""Sheets beside the report: left out where they are annexes, a finding where they hold a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from expectations.result import Finding
from pipelines.lookup import Lookup
from pipelines.readers.grid import NUMBER, PERCENT, Cell, Grid, Line
from pipelines.readers.quantities import FULL_WIDTH
from pipelines.readers.table import Row
from pipelines.readers.wording import reading_finding

_NUMBER = re.compile(r"[+-]?[\d,.]*\d[\d,.]*\s*[%亿万]?[^\d\s]{0,3}")


def is_table(grid: Grid) -> bool:
    """Whether a sheet holds more than lines of words: two cells side by side somewhere."""
    return any(len(list(line.filled())) > 1 for line in grid.lines)


def elsewhere(grids: list[Grid], rows: list[Row], lookup: Lookup, file: str) -> Iterator[Finding]:
    """A finding for each sheet that gives a number for an item of which the report's sheet says nothing."""
    read = {row["item_id"] for row in rows}
    for grid in grids:
        for line in grid.lines:
            name, item_id = _numbered_item(line, lookup)
            if item_id is not None and item_id not in read:
                yield reading_finding("table.elsewhere", file, line.number, sheet=grid.sheet, value=name)
                break


def _numbered_item(line: Line, lookup: Lookup) -> tuple[str | None, str | None]:
    filled = list(line.filled())
    for position, (_, cell) in enumerate(filled):
        item = lookup.item(cell.text.strip().lower(), None) or lookup.item(None, cell.text)
        if item is not None and any(_is_number(beside) for _, beside in filled[position + 1 :]):
            return cell.text, item.item_id
    return None, None


def _is_number(cell: Cell) -> bool:
    return cell.kind in (NUMBER, PERCENT) or _NUMBER.fullmatch(cell.text.translate(FULL_WIDTH)) is not None

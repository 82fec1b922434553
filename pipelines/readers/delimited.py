"""Delimited text as grids: one for each delimiter under which it can be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pipelines.readers.grid import EMPTY, MOST_CELLS, Cell, Grid, Line, trimmed

DELIMITERS = {
    ",": "逗号 comma",
    "\t": "制表符 tab",
    ";": "分号 semicolon",
    "，": "全角逗号 full-width comma",
    "|": "竖线 bar",
}
MOST_LINES = 20_000
MOST_COLUMNS = 200


class UnreadableText(ValueError):
    """A text that cannot be cut into cells: the rule, the line, facts for the sentence, and its words."""

    def __init__(self, rule_id: str, row_number: int, detail: object = "", said_as: str | None = None) -> None:
        self.rule_id, self.row_number, self.detail, self.said_as = rule_id, row_number, detail, said_as
        super().__init__(rule_id)


def read_delimited(text: str, delimiter: str) -> Grid:
    """`text` cut at `delimiter`; a record is numbered by the line on which it starts, one without content left out.

    Raises:
        UnreadableText: where quotes do not pair up, or the text is larger than any report.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    number, cell_count = 1, 0
    try:
        for record in reader:
            cells = [Cell(text) if (text := trimmed(cell)) else EMPTY for cell in record]
            # Where a sheet had a look down to its end, thousands of lines of nothing but delimiters follow the table.
            if any(cells):
                cell_count += len(cells)
                if len(lines) >= MOST_LINES or len(cells) > MOST_COLUMNS or cell_count > MOST_CELLS:
                    raise UnreadableText("file.large", number)
                lines.append(Line(number, cells))
            number = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableText(
            "file.csv", number, error, "file.csv.long" if "field limit" in str(error) else None
        ) from None
    return Grid(None, lines, facts={"delimiter": DELIMITERS[delimiter]}, is_ragged=True)


def likely_delimiters(text: str) -> Iterator[str]:
    """The delimiters that occur in `text`, or the comma where none does."""
    found = [delimiter for delimiter in DELIMITERS if delimiter in text]
    yield from found or [","]

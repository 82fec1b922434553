"""What a page asks about a breakdown in the office's own columns: each header, and each label that is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from metrics.contract import PASSED_OVER
from pipelines.definitions.breakdown import Breakdown, header_of
from pipelines.definitions.names import target_label
from pipelines.definitions.reading import ReadBook
from pipelines.definitions.things import Things, programme_of
from pipelines.readers.grid import Grid, Line
from pipelines.readers.keys import name_key

MOST_COLUMNS, MOST_LABELS, MOST_SAMPLES, SEARCHED = 120, 200, 3, 30
# What sums up in the last rows or columns of such tables.
_TOTALS = {name_key(word) for word in ("合计", "总计", "小计", "Total", "Sum", "Subtotal")}
# Words in a header that say what the column may hold, the first that fits.
_HEADS = (("target", ("指标", "目标", "任务", "项目", "indicator", "target", "measure")),
          ("unit", ("单位", "地区", "区县", "部门", "unit", "area", "region")),
          ("value", ("数", "值", "量", "value", "part")))  # fmt: skip
UNKNOWN_LABEL, UNKNOWN_COLUMNS = "breakdown.label", ("breakdown.column", "breakdown.header", "breakdown.shape")


@dataclass(frozen=True)
class AskedAbout:
    """A header or label: its words, what it means (`unit:NAME`, `value` … or None), and whether that is a guess."""

    text: str
    meaning: str | None
    is_guess: bool
    samples: list[str] = field(default_factory=list)


def assignment_facts(table: Breakdown, book: ReadBook) -> dict[str, Any]:
    """What the page asks by what the words of a table mean: sheets, header, columns, labels and choices."""
    grid, header = _place(book)
    columns = [_about(table, cell.text, list(_samples(grid, header, index))) for index, cell in header.filled()]
    # Whose the rows are is known once the columns are.
    is_open = any(one.rule_id in UNKNOWN_COLUMNS for one in book.findings)
    unknown = dict.fromkeys(
        one.value for one in book.findings if one.rule_id == UNKNOWN_LABEL and one.value and not is_open
    )
    labels = [_about(table, text, []) for text in unknown]
    return {
        "sheet": grid.sheet, "sheets": [one.sheet for one in book.grids if one.sheet], "header_row": header.number,
        "columns": [vars(one) for one in columns[:MOST_COLUMNS]],
        "labels": [vars(one) for one in labels[:MOST_LABELS]],
        "choices": _choices(table.things, table.programme_id),
    }  # fmt: skip


def _place(book: ReadBook) -> tuple[Grid, Line]:
    """The sheet and header that were read, else the first line that might be one."""
    header = header_of(book)
    sheets = {sheet for sheet, _ in book.heads}
    if header is not None:
        return next(grid for grid in book.grids if grid.sheet in sheets), header
    for grid in book.grids:
        line = next((one for one in grid.lines[:SEARCHED] if len(list(one.filled())) > 1), None)
        if line is not None:
            return grid, line
    return Grid(None, []), Line(1, [])


def _about(table: Breakdown, text: str, samples: list[str]) -> AskedAbout:
    meant = table.meaning(text)
    if meant is not None:
        name = meant.name
        if name is not None:
            ids = table.names.ids(meant.role, name)
            name = _name((meant.role, ids[0]), table.things) if len(ids) == 1 else name
        return AskedAbout(text, meant.role if name is None else f"{meant.role}:{name}", False, samples)
    if name_key(text) in _TOTALS:
        return AskedAbout(text, PASSED_OVER, True, samples)
    for kind in ("unit", "target"):
        for near in table.names.near(kind, text)[:1]:
            (thing_id,) = table.names.ids(kind, near)[:1]
            return AskedAbout(text, f"{kind}:{_name((kind, thing_id), table.things)}", True, samples)
    return AskedAbout(text, _role(text) if samples else None, True, samples)


def _role(text: str) -> str | None:
    return next((role for role, words in _HEADS if any(word in text.lower() for word in words)), None)


def _samples(grid: Grid, header: Line, index: int) -> Iterator[str]:
    below = (line.cell(index).text for line in grid.lines if line.number > header.number)
    for number, text in enumerate(text for text in below if text):
        if number == MOST_SAMPLES:
            return
        yield text


def _name(key: tuple[str, str], things: Things) -> str:
    return target_label(key, things) if key[0] == "target" else str(things[key].get("name", key[1]))


def _choices(things: Things, programme_id: str) -> Mapping[str, list[str]]:
    """The names of units and of the programme's targets, as a meaning names them."""
    units = [_name((key[0], key[1]), things) for key in things if key[0] == "unit"]
    targets = [
        _name((key[0], key[1]), things)
        for key in things
        if key[0] == "target" and programme_of(key, things) == programme_id
    ]
    return {"unit": units, "target": targets}

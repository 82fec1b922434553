"""An Excel workbook of one dataset: what it is, its rows with types, the dictionary of its columns, the checks.

xlsxwriter makes the workbook with empty sheets; their rows come from DuckDB as XML and are packed in as they come, in
constant memory. Text is text: nothing becomes a formula, a link or a number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboards.exports.datasets import DATASETS, Chosen, chosen_rows, grain, rows_of
from dashboards.exports.dictionary import described, dictionary_heads, schema_type
from dashboards.exports.selection import Selection
from dashboards.exports.sheet_rows import Extent, column_letters, extent, row_texts
from metrics import clock
from metrics.reading.office import read_office
from metrics.sentences import Bilingual
from metrics.warehouse import Snapshot

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# What Excel can hold in a sheet; longer data go on in a next one.
SHEET_ROWS = 1_048_576
NUMBER_FORMATS = {"_pct": "0.0", "_ratio": "0.000"}
TYPE_FORMATS = {"integer": "0", "date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}
WIDTHS = {"string": 22, "date": 12, "datetime": 20, "number": 14, "integer": 10, "boolean": 9}
COMPRESSION = 4
# From here on a sheet may grow beyond what the plain form of a zip archive can say.
LARGE_CELLS = 10_000_000
PERIOD_END = "period_ends_on"
WITH_SAMPLES = Bilingual("含样例数据，仅供演示", "holds sample data, made for demonstration")
NO_SAMPLES = Bilingual("不含样例数据", "no sample data")
_SAMPLE_ROW = re.compile(r'<row r="2"[^>]*/>|<row r="2"[^>]*>.*?</row>', re.DOTALL)
_SAMPLE_CELL = re.compile(r'<c r="([A-Z]+)2"( s="\d+")/>')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_BATCH_ROWS = 2000


@dataclass(frozen=True)
class Filled:
    """A table of the workbook whose rows come from DuckDB, spread over as many sheets as it needs."""

    name: str
    chosen: Chosen
    extent: Extent

    def heights(self) -> list[int]:
        """How many rows stand in each of its sheets, the head not counted."""
        most = SHEET_ROWS - 1
        whole, rest = divmod(self.extent.row_count, most)
        return [most] * whole + ([rest] if rest or not whole else [])


def write_workbook(
    snapshot: Snapshot, dataset: str, chosen: Chosen, path: Path, selection: Selection | None = None
) -> None:
    """The workbook of the chosen rows of a dataset at `path`.

    Raises:
        ExportRefused: when a text is longer than a cell of Excel holds.
    """
    import xlsxwriter

    data = Filled("data", chosen, extent(snapshot, chosen))
    tables = [data]
    if dataset != "checks":
        checks = chosen_rows(snapshot, "checks")
        tables.append(Filled("checks", checks, extent(snapshot, checks)))
    shell = io.BytesIO()
    with xlsxwriter.Workbook(shell, OPTIONS) as book:
        book.set_properties({"created": snapshot.build.built_at, "title": f"Duibiao {dataset}"})
        heads = book.add_format({"bold": True, "bg_color": "#E8EEF6", "bottom": 1})
        # A program reads the first sheet, a person the one that opens.
        sheets = _add_sheets(book, data, heads)
        _write_readme(book, facts(snapshot, dataset, selection), heads)
        languages = read_office(snapshot).languages
        _write_dictionary(book, [dictionary_heads(languages), *described(dataset, chosen.types, languages)], heads)
        for table in tables[1:]:
            sheets |= _add_sheets(book, table, heads)
    _pack(snapshot, shell, path, sheets)


def facts(snapshot: Snapshot, dataset: str, selection: Selection | None = None) -> list[tuple[str, str]]:
    """What the workbook says of itself, each line in the languages of the office."""
    build, languages = snapshot.build, read_office(snapshot).languages
    lines: list[tuple[tuple[str, str], Bilingual | str]] = [
        (("数据集", "dataset"), dataset),
        (("内容", "content"), Bilingual(DATASETS[dataset], grain(dataset))),
        (("筛选", "filters"), _filters(selection, languages[0])),
        (("截至", "as of"), snapshot.as_of_on.isoformat() if snapshot.as_of_on else Bilingual("最新", "latest")),
        (("数据最晚所属日期", "newest figure speaks of"), _newest(snapshot, dataset, selection)),
        (("数据生成时间", "data as of"), clock.local(build.built_at).isoformat(timespec="seconds")),
        (("时间所用时区", "times are of the clock in"), clock.time_zone().key),
        (("数据版本", "build"), build.build_id),
        (("输入指纹", "fingerprint of the input"), build.inputs_hash),
        (("软件版本", "version"), f"Duibiao {version('duibiao')}"),
        (("样例", "sample"), WITH_SAMPLES if build.has_sample else NO_SAMPLES),
        (("空单元格", "empty cell"), Bilingual("缺失，不是零", "missing, which is not zero")),
        (("公式", "formulas"), Bilingual("无；文字一律为文字", "none; text is text")),
    ]
    return [(_told(Bilingual(*name), languages), _told(said, languages)) for name, said in lines]


def _told(said: Bilingual | str, languages: Sequence[str]) -> str:
    return said.spoken(languages, " · ") if isinstance(said, Bilingual) else said


def _newest(snapshot: Snapshot, dataset: str, selection: Selection | None) -> str:
    """The last day that a row of the file speaks of; nothing for a dataset whose rows name none."""
    rows = chosen_rows(snapshot, dataset, replace(selection or Selection(), columns=()))
    if PERIOD_END not in rows.types:
        return ""
    # S608: our own SELECT, and a column of ours.
    latest = f"select max({PERIOD_END}) from ({rows.query})"  # noqa: S608
    return str(next(rows_of(snapshot, latest, rows.parameters))[0] or "")


def _filters(selection: Selection | None, language: str) -> Bilingual | str:
    if selection is None or not selection.chooses:
        return Bilingual("无，全部行", "none, every row")
    parts = [entry.text() for entry in (*selection.loose, *selection.filters)]
    if selection.columns:
        parts.append(f"columns={','.join(selection.columns)}")
    return ("；" if language == "zh" else "; ").join(parts)


def _write_readme(book: Workbook, lines: list[tuple[str, str]], heads: Format) -> None:
    sheet = book.add_worksheet("README")
    sheet.activate()
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 90)
    for row, (name, value) in enumerate(lines):
        sheet.write_string(row, 0, name, heads)
        sheet.write_string(row, 1, value)


def _write_dictionary(book: Workbook, lines: Sequence[Sequence[str]], heads: Format) -> None:
    sheet = book.add_worksheet("dictionary")
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 4, 70)
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(lines):
        for position, text in enumerate(line):
            sheet.write_string(row, position, text, None if row else heads)


def _add_sheets(book: Workbook, table: Filled, heads: Format) -> dict[str, tuple[Filled, int, int]]:
    """Empty sheets for a table; gives for the file of each its table, its number among them and its height."""
    formats = {name: _format(book, name, schema_type(kind)) for name, kind in table.chosen.types.items()}
    added = {}
    for number, height in enumerate(table.heights()):
        sheet = book.add_worksheet(table.name if number == 0 else f"{table.name} {number + 1}")
        for position, (name, kind) in enumerate(table.chosen.types.items()):
            sheet.set_column(position, position, max(WIDTHS[schema_type(kind)], len(name) + 4))
            sheet.write_string(0, position, name, heads)
            # A row of blanks shows how xlsxwriter names the format of each column; the rows take its place.
            sheet.write_blank(1, position, None, formats[name])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, height, len(table.chosen.types) - 1)
        added[f"xl/worksheets/sheet{len(book.worksheets())}.xml"] = (table, number, height)
    return added


def _format(book: Workbook, name: str, kind: str) -> Format | None:
    ending = next((shape for suffix, shape in NUMBER_FORMATS.items() if name.endswith(suffix)), None)
    shape = ending if kind == "number" else TYPE_FORMATS.get(kind)
    return book.add_format({"num_format": shape}) if shape else None


def _pack(snapshot: Snapshot, shell: io.BytesIO, path: Path, sheets: dict[str, tuple[Filled, int, int]]) -> None:
    """The workbook with the rows in its sheets; every entry has the same date, so that the bytes are the same."""
    rows: Iterator[str] = iter(())
    with ZipFile(shell) as empty, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as book:
        for entry in empty.namelist():
            info = ZipInfo(entry, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            content = empty.read(entry)
            if entry not in sheets:
                book.writestr(info, content)
                continue
            table, number, height = sheets[entry]
            sheet = content.decode("utf-8")
            if number == 0:
                rows = row_texts(snapshot, table.chosen, table.extent, _styles(sheet, table), SHEET_ROWS - 1)
            is_large = height * len(table.chosen.types) > LARGE_CELLS
            with book.open(info, "w", force_zip64=is_large) as file:
                for piece in _sheet(sheet, islice(rows, height), f"A1:{_corner(table, height)}"):
                    file.write(piece.encode("utf-8"))


def _styles(sheet: str, table: Filled) -> dict[str, str]:
    """The format of each column as a cell names it, read from the row of blanks."""
    found = dict(_SAMPLE_CELL.findall(sheet))
    return {name: found.get(column_letters(position), "") for position, name in enumerate(table.chosen.types)}


def _corner(table: Filled, height: int) -> str:
    return f"{column_letters(len(table.chosen.types) - 1)}{height + 1}"


def _sheet(sheet: str, rows: Iterator[str], extent_text: str) -> Iterator[str]:
    """The sheet with rows for its row of blanks, in pieces of some size."""
    sample = _SAMPLE_ROW.search(sheet)
    end = sheet.index("</sheetData>")
    before, after = (sheet[: sample.start()], sheet[sample.end() :]) if sample else (sheet[:end], sheet[end:])
    yield _DIMENSION.sub(f'<dimension ref="{extent_text}"/>', before)
    for first in rows:
        yield "".join(chain((first,), islice(rows, _BATCH_ROWS)))
    yield after

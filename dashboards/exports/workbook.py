"""An Excel workbook of one dataset: what it is, its rows with types, the dictionary of its columns, the checks.

Written row by row in constant memory. Text is written as text: nothing becomes a formula, a link or a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.exports.datasets import DATASETS, ExportRefused, column_types, open_dataset
from dashboards.exports.dictionary import columns, schema_type
from metrics.warehouse import Snapshot

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
# What Excel can hold; longer data go on in a next sheet, longer text is refused.
SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
NUMBER_FORMATS = {"_pct": "0.0", "_ratio": "0.000"}
TYPE_FORMATS = {"integer": "0", "date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}
WIDTHS = {"string": 22, "date": 12, "datetime": 20, "number": 14, "integer": 10, "boolean": 9}


def write_workbook(snapshot: Snapshot, dataset: str, path: Path) -> None:
    """The workbook of one dataset at `path`.

    Raises:
        ExportRefused: when a text is longer than a cell of Excel holds.
    """
    import xlsxwriter

    types = column_types(snapshot, dataset)
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"created": snapshot.build.built_at.astimezone(UTC), "title": f"Duibiao {dataset}"})
        heads = book.add_format({"bold": True, "bg_color": "#E8EEF6", "bottom": 1})
        _write_readme(book, snapshot, dataset, heads)
        _write_rows(book, snapshot, dataset, types, heads)
        _write_dictionary(book, types, heads)
        if dataset != "checks":
            _write_rows(book, snapshot, "checks", column_types(snapshot, "checks"), heads, sheet_name="checks")


def facts(snapshot: Snapshot, dataset: str) -> list[tuple[str, str]]:
    """What the workbook says of itself, each line in both languages."""
    build = snapshot.build
    name_zh, name_en = DATASETS[dataset]
    latest = "select max(period_ends_on) from fact.observation"
    with snapshot.cursor(latest) as cursor:
        cursor.execute(latest)
        cut_off = (cursor.fetchone() or (None,))[0]
    sample_zh, sample_en = ("含样例数据，仅供演示", "holds sample data, made for demonstration")
    return [
        ("数据集 · dataset", dataset),
        ("内容 · content", f"{name_zh} · {name_en}"),
        ("筛选 · filters", "无，全部行 · none, every row"),
        ("数据最晚所属日期 · newest figure speaks of", str(cut_off or "")),
        ("数据生成时间 · data as of", build.built_at.astimezone(UTC).isoformat(timespec="seconds")),
        ("数据版本 · build", build.build_id),
        ("输入指纹 · fingerprint of the input", build.inputs_hash),
        ("软件版本 · version", f"Duibiao {version('duibiao')}"),
        ("样例 · sample", f"{sample_zh} · {sample_en}" if build.has_sample else "不含样例数据 · no sample data"),
        ("空单元格 · empty cell", "缺失，不是零 · missing, which is not zero"),
        ("公式 · formulas", "无；文字一律为文字 · none; text is text"),
    ]


def _write_readme(book: Workbook, snapshot: Snapshot, dataset: str, heads: Format) -> None:
    sheet = book.add_worksheet("README")
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 90)
    for row, (name, value) in enumerate(facts(snapshot, dataset)):
        sheet.write_string(row, 0, name, heads)
        sheet.write_string(row, 1, value)


def _write_dictionary(book: Workbook, types: Mapping[str, str], heads: Format) -> None:
    sheet = book.add_worksheet("dictionary")
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 4, 70)
    sheet.freeze_panes(1, 0)
    for position, head in enumerate(("column", "type", "含义", "meaning", "unit")):
        sheet.write_string(0, position, head, heads)
    for row, (name, kind) in enumerate(types.items(), start=1):
        column = columns()[name]
        unit = column.unit or (f"→ {column.unit_in}" if column.unit_in else "")
        for position, text in enumerate((name, schema_type(kind), column.zh, column.en, unit)):
            sheet.write_string(row, position, text)


def _write_rows(
    book: Workbook,
    snapshot: Snapshot,
    dataset: str,
    types: Mapping[str, str],
    heads: Format,
    sheet_name: str = "data",
) -> None:
    formats = {name: _format(book, name, schema_type(kind)) for name, kind in types.items()}
    _, rows = open_dataset(snapshot, dataset)
    sheet, line, number = _new_sheet(book, sheet_name, types, heads), 0, 1
    for row in rows:
        if line + 1 == SHEET_ROWS:
            _close(sheet, line, len(types))
            number, line = number + 1, 0
            sheet = _new_sheet(book, f"{sheet_name} {number}", types, heads)
        line += 1
        for position, (name, value) in enumerate(zip(types, row, strict=True)):
            if value is not None:
                _write_value(sheet, line, position, name, value, formats[name])
    _close(sheet, line, len(types))


def _new_sheet(book: Workbook, sheet_name: str, types: Mapping[str, str], heads: Format) -> Worksheet:
    sheet = book.add_worksheet(sheet_name)
    for position, (name, kind) in enumerate(types.items()):
        sheet.set_column(position, position, max(WIDTHS[schema_type(kind)], len(name) + 4))
    sheet.freeze_panes(1, 1)
    for position, name in enumerate(types):
        sheet.write_string(0, position, name, heads)
    return sheet


def _close(sheet: Worksheet, last_line: int, width: int) -> None:
    sheet.autofilter(0, 0, last_line, width - 1)


def _format(book: Workbook, name: str, kind: str) -> Format | None:
    ending = next((shape for suffix, shape in NUMBER_FORMATS.items() if name.endswith(suffix)), None)
    shape = ending if kind == "number" else TYPE_FORMATS.get(kind)
    return book.add_format({"num_format": shape}) if shape else None


def _write_value(sheet: Worksheet, line: int, position: int, name: str, value: Any, shape: Format | None) -> None:
    if isinstance(value, str):
        if len(value) > CELL_CHARACTERS:
            raise ExportRefused(
                f"{name}，第 {line} 行：文字超过 Excel 单元格上限（{CELL_CHARACTERS} 字），请导出 csv 或 parquet / "
                f"{name}, row {line}: longer than a cell of Excel holds: export csv or parquet"
            )
        if value:
            sheet.write_string(line, position, value, shape)
    elif isinstance(value, bool):
        sheet.write_boolean(line, position, value, shape)
    elif hasattr(value, "isoformat"):
        # Excel knows no time zones: a moment is given in UTC.
        moment = value.astimezone(UTC).replace(tzinfo=None) if getattr(value, "tzinfo", None) else value
        sheet.write_datetime(line, position, moment, shape)
    else:
        sheet.write_number(line, position, value, shape)

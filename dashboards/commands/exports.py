"""`duibiao export` and `export-package`: tables of the snapshot in force as files or on standard output."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from dashboards.commands.snapshot import as_of_option, named_programme, read_snapshot, refusals_told
from dashboards.exports.datasets import DATASETS
from dashboards.exports.files import ENDINGS, write_dataset
from dashboards.exports.selection import Selection


@click.command()
@click.argument("dataset", type=click.Choice(list(DATASETS)))
@click.option("--format", "file_format", type=click.Choice(list(ENDINGS)), default="csv", show_default=True,
              help="csv: UTF-8; excel-csv: UTF-8 带 BOM,Excel 可直接打开 · with a BOM, for Excel; "
                   "xlsx: Excel 工作簿 · workbook; parquet.")  # fmt: skip
@as_of_option
@click.option("--programme", help="只要这个方案 · only this programme")
@click.option("--period", help="只要这个报告期,如 2020H2 · only this period")
@click.option("--unit", help="只要这个责任单位 · only this unit")
@click.option("--where", multiple=True, metavar="COLUMN:OPERATOR:VALUE",
              help="筛选,可重复,如 status:is:missed · a filter; may be repeated.")  # fmt: skip
@click.option("--columns", default="", help="只要这些列,以逗号分隔 · only these columns, separated by commas")
@click.option("--describe", "is_described", is_flag=True,
              help="只说明各列的类型、含义和单位 · Only say what its columns are: type, meaning, unit.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="写入文件而不是标准输出 · Write to a file instead of standard output.")  # fmt: skip
def export(
    dataset: str,
    file_format: str,
    as_of: datetime | None,
    programme: str | None,
    period: str | None,
    unit: str | None,
    where: tuple[str, ...],
    columns: str,
    is_described: bool,
    out: Path | None,
) -> None:
    """导出一张表,空格表示缺失 · Export one table; an empty cell means missing."""
    snapshot, path = read_snapshot(as_of), out or Path(dataset)
    programme_id = named_programme(snapshot, programme).programme_id if programme else None
    places = {"programme": programme_id, "period": period, "unit": unit}
    with refusals_told(path):
        selection = Selection.written(where, [name for name in columns.split(",") if name], places)
        kind = "description" if is_described else file_format
        write = partial(write_dataset, snapshot, dataset, kind, selection=selection)
        if out is None:
            _write_standard_output(write, dataset)
            return
        write(out)
    click.echo(f"已写入 · written: {out}", err=True)


@click.command()
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="新的或空的文件夹 · A new or empty folder.")  # fmt: skip
def export_package(out: Path) -> None:
    """导出全部表为数据包,附结构说明和校验值 · Export every table as a data package with schema and hashes."""
    from dashboards.exports.package import write_package

    snapshot = read_snapshot()
    with refusals_told(out):
        write_package(snapshot, out)
    click.echo(f"已写入 · written: {out}", err=True)


def _write_standard_output(write: Callable[[Path], None], dataset: str) -> None:
    # DuckDB writes to a file only; the same bytes are then handed on block by block.
    with tempfile.TemporaryDirectory(prefix="duibiao-") as folder:
        path = Path(folder) / dataset
        with refusals_told(path):
            write(path)
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.buffer.flush()

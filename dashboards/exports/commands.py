"""`duibiao export`: a table of the snapshot in force as a file or on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from dashboards.exports.csv_file import csv_text
from dashboards.exports.datasets import DATASETS, open_dataset
from dashboards.exports.selection import Selection
from metrics.warehouse import NoSnapshot, Warehouse

FORMATS = ("csv", "excel-csv")


@click.command()
@click.argument("dataset", type=click.Choice(list(DATASETS)))
@click.option("--format", "file_format", type=click.Choice(FORMATS), default="csv", show_default=True,
              help="csv: UTF-8; excel-csv: UTF-8 带 BOM,Excel 可直接打开 · with a BOM, for Excel.")  # fmt: skip
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]),
              help="只含此日及以前的记录 · Only what had been recorded by the end of that day.")  # fmt: skip
@click.option("--programme", help="只要这个方案 · only this programme")
@click.option("--period", help="只要这个报告期,如 2020H2 · only this period")
@click.option("--unit", help="只要这个责任单位 · only this unit")
@click.option("--where", multiple=True, metavar="COLUMN:OPERATOR:VALUE",
              help="筛选,可重复,如 status:is:missed · a filter; may be repeated.")  # fmt: skip
@click.option("--columns", default="", help="只要这些列,以逗号分隔 · only these columns, separated by commas")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="写入文件而不是标准输出 · Write to a file instead of standard output.")  # fmt: skip
def export(
    dataset: str,
    file_format: str,
    programme: str | None,
    period: str | None,
    unit: str | None,
    where: tuple[str, ...],
    columns: str,
    as_of: datetime | None,
    out: Path | None,
) -> None:
    """导出一张表,空格表示缺失 · Export one table; an empty cell means missing."""
    places = {"programme": programme, "period": period, "unit": unit}
    try:
        selection = Selection.written(where, [name for name in columns.split(",") if name], places)
        snapshot = Warehouse().snapshot(as_of.date() if as_of else None)
        header, rows = open_dataset(snapshot, dataset, selection)
    except (NoSnapshot, ValueError) as error:
        raise click.ClickException(str(error)) from None
    pieces = csv_text(header, rows, with_mark=file_format == "excel-csv")
    if out is None:
        _write_standard_output(pieces)
        return
    try:
        _write_file(out, pieces)
    except OSError as error:
        raise click.ClickException(
            f"{out}: {error.strerror}: 请换一个可写的位置 / choose a place that can be written"
        ) from None
    click.echo(f"已写入 · written: {out}", err=True)


def _write_standard_output(pieces: Iterable[str]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8"))
    sys.stdout.buffer.flush()


def _write_file(out: Path, pieces: Iterable[str]) -> None:
    # Written beside and moved, so that a half-written file never carries the name.
    draft = out.with_name(out.name + ".part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)

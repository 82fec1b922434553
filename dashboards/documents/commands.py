"""`duibiao bulletin`: the bulletin of a round, and the feedback document of one unit or of all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from dashboards.documents.files import FORMATS, Order, Refused, written
from metrics.warehouse import NoSnapshot, Warehouse


@click.command()
@click.argument("programme")
@click.argument("period")
@click.option("--unit", help="只写这个责任单位的反馈意见 · Only the feedback document of this unit.")
@click.option("--all-units", is_flag=True,
              help="通报和每个责任单位的反馈意见 · The bulletin and the feedback document of every unit.")  # fmt: skip
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
              help="语言 · Language.")  # fmt: skip
@click.option("--format", "file_format", type=click.Choice(FORMATS), default="docx", show_default=True,
              help="docx: Word; pdf.")  # fmt: skip
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]),
              help="按此日的情况 · As things stood at the end of that day.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path),
              help="以 .docx 或 .pdf 结尾的文件,否则为文件夹 · "
                   "A file when it ends in .docx or .pdf, else a folder.")  # fmt: skip
def bulletin(
    programme: str,
    period: str,
    unit: str | None,
    all_units: bool,
    language: str,
    file_format: str,
    as_of: datetime | None,
    out: Path,
) -> None:
    """写出某方案某报告期的通报或反馈意见 · Write the bulletin of a programme's round, or feedback to its units."""
    if unit and all_units:
        raise click.UsageError("--unit 与 --all-units 只能用一个 · use either --unit or --all-units")
    order = Order(programme, period, language, file_format, unit, all_units)
    for path in _written(order, as_of, out):
        click.echo(f"已写入 · written: {path}", err=True)


def _written(order: Order, as_of: datetime | None, out: Path) -> Iterator[Path]:
    from dashboards.documents.pdf import FontMissing

    try:
        yield from written(Warehouse().snapshot(as_of.date() if as_of else None), order, out)
    except OSError as error:
        raise click.ClickException(
            f"{out}: {error.strerror}: 请换一个可写的位置 / choose a place that can be written"
        ) from None
    except (NoSnapshot, Refused, FontMissing, ValueError) as error:
        raise click.ClickException(str(error)) from None

"""`duibiao bulletin`: the bulletin of a round, and the feedback document of one unit or of all."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from dashboards.commands import read_snapshot, refusals_told
from dashboards.documents.files import Order, written
from dashboards.documents.options import document_options


@click.command()
@click.argument("programme")
@click.argument("period")
@click.option("--unit", help="只写这个责任单位的反馈意见 · Only the feedback document of this unit.")
@click.option("--all-units", is_flag=True,
              help="通报和每个责任单位的反馈意见 · The bulletin and the feedback document of every unit.")  # fmt: skip
@document_options
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
    with refusals_told(out):
        for path in written(read_snapshot(as_of), order, out):
            click.echo(f"已写入 · written: {path}", err=True)

"""`duibiao centre-summary`: the annual summary of one centre, or of every centre that reported on a year."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from dashboards.commands import read_snapshot, refusals_told
from dashboards.documents.centre_files import SummaryOrder, written_summaries
from dashboards.documents.options import document_options


@click.command("centre-summary")
@click.argument("words", metavar="[CENTRE] YEAR", nargs=-1, required=True)
@click.option("--all", "is_for_all", is_flag=True,
              help="该年度有报告的每个中心各一份 · One for every centre that reported on the year.")  # fmt: skip
@document_options
def centre_summary(
    words: tuple[str, ...], is_for_all: bool, language: str, file_format: str, as_of: datetime | None, out: Path
) -> None:
    """写出技术创新中心的年度摘要 · Write the annual summary of a technology innovation centre.

    CENTRE 为中心名称、旧名或编号,YEAR 为年度;用 --all 时只写年度。
    CENTRE is a name, an older name or an id, YEAR the year; with --all only the year is given.
    """
    if len(words) != 2 - is_for_all:
        raise click.UsageError("请写中心和年度,或 --all 和年度 · name a centre and a year, or --all and a year")
    if not (words[-1].isascii() and words[-1].isdigit() and len(words[-1]) == 4):
        raise click.UsageError(f"{words[-1]!r}: 请写四位年度,如 2025 · write the year as 2025")
    order = SummaryOrder(None if is_for_all else words[0], int(words[-1]), language, file_format)
    with refusals_told(out):
        for path in written_summaries(read_snapshot(as_of), order, out):
            click.echo(f"已写入 · written: {path}", err=True)

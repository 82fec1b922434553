"""`duibiao remind` and `duibiao calendar`: the reminders of a round as mail files, and due dates for a calendar."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from dashboards.commands import read_snapshot, refusals_told
from dashboards.documents.files import write_bytes
from dashboards.documents.options import as_of_option, language_option


@click.command()
@click.argument("programme")
@click.argument("period")
@language_option
@as_of_option
@click.option("--out", required=True, type=click.Path(path_type=Path),
              help="文件夹,或以 .zip 结尾的文件 · A folder, or a file that ends in .zip.")  # fmt: skip
def remind(programme: str, period: str, language: str, as_of: datetime | None, out: Path) -> None:
    """写出某报告期的催办邮件草稿,每个单位一封 · Write the reminders of a round as mail drafts, one per unit."""
    from dashboards.documents.mail import archive
    from dashboards.documents.round_files import reminder_files

    with refusals_told(out):
        found = reminder_files(read_snapshot(as_of), programme, period, language)
        if not found:
            click.echo("没有需要催办的单位 · nobody needs a reminder", err=True)
            return
        if out.suffix.lower() == ".zip":
            found = {out.name: archive(found)}
            folder = out.parent
        else:
            folder = out
            folder.mkdir(parents=True, exist_ok=True)
        for name, content in found.items():
            write_bytes(folder / name, content)
            click.echo(f"已写入 · written: {folder / name}", err=True)


@click.command()
@click.argument("programme")
@language_option
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="以 .ics 结尾的文件 · A file that ends in .ics.")  # fmt: skip
def calendar(programme: str, language: str, out: Path) -> None:
    """写出某方案各期报送截止日期的日历文件 · Write the due dates of a programme's rounds as a calendar file."""
    from dashboards.documents.round_files import calendar_file

    with refusals_told(out):
        write_bytes(out, calendar_file(read_snapshot(), programme, language))
    click.echo(f"已写入 · written: {out}", err=True)

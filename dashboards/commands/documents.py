"""`duibiao bulletin`, `centre-summary`, `remind` and `calendar`: documents, mail drafts and due dates as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import click

from dashboards.commands.snapshot import as_of_option, named_period, named_programme, read_snapshot, refusals_told
from dashboards.document_paths import FORMATS
from dashboards.documents.delivery import (
    File,
    calendar_file,
    is_one_file,
    reminder_files,
    round_files,
    summary_files,
    write_files,
    zipped,
)
from dashboards.documents.orders import Order, SummaryOrder
from dashboards.words import LANGUAGES
from metrics.reading.office import read_office
from metrics.sentences import BilingualError
from metrics.warehouse import Snapshot

language_option = click.option("--lang", "language", type=click.Choice(LANGUAGES),
                               help="语言,不写为本机构的第一种 · Language; the office's first by default.")  # fmt: skip
_format_option = click.option("--format", "file_format", type=click.Choice(FORMATS), default="docx",
                              show_default=True, help="docx: Word; pdf.")  # fmt: skip
_out_option = click.option("--out", required=True, type=click.Path(path_type=Path),
                           help="以 .docx 或 .pdf 结尾的文件,否则为文件夹 · "
                                "A file when it ends in .docx or .pdf, else a folder.")  # fmt: skip


def document_options(command: Callable[..., None]) -> Callable[..., None]:
    """In which language and form a document is written, as of which day, and where."""
    for option in (_out_option, as_of_option, _format_option, language_option):
        command = option(command)
    return command


def spoken(snapshot: Snapshot, language: str | None) -> str:
    """The language to write in: the one asked for, else the office's first.

    Raises:
        BilingualError: for a language that the office does not have.
    """
    known = read_office(snapshot).languages
    if language is not None and language not in known:
        listed = ", ".join(known)
        raise BilingualError(
            f"--lang {language}: 本机构的语言为 {listed}(见 office.yml)",
            f"--lang {language}: the languages of this office are {listed}; office.yml says so",
        )
    return language or known[0]


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
    language: str | None,
    file_format: str,
    as_of: datetime | None,
    out: Path,
) -> None:
    """写出某方案某报告期的通报或反馈意见 · Write the bulletin of a programme's round, or feedback to its units."""
    if unit and all_units:
        raise click.UsageError("--unit 与 --all-units 只能用一个 · use either --unit or --all-units")
    with refusals_told(out):
        is_file = is_one_file(out, file_format, "--all-units" if all_units else None)
        snapshot = read_snapshot(as_of)
        chosen = named_programme(snapshot, programme)
        period_id = named_period(snapshot, chosen, period)
        order = Order(chosen.programme_id, period_id, spoken(snapshot, language), file_format, unit, all_units)
        _write(round_files(snapshot, order), out, is_file)


@click.command("centre-summary")
@click.argument("words", metavar="[CENTRE] YEAR", nargs=-1, required=True)
@click.option("--all", "is_for_all", is_flag=True,
              help="该年度有报告的每个中心各一份 · One for every centre that reported on the year.")  # fmt: skip
@document_options
def centre_summary(
    words: tuple[str, ...], is_for_all: bool, language: str | None, file_format: str, as_of: datetime | None, out: Path
) -> None:
    """写出技术创新中心的年度摘要 · Write the annual summary of a technology innovation centre.

    CENTRE 为中心名称、旧名或编号,YEAR 为年度;用 --all 时只写年度。
    CENTRE is a name, an older name or an id, YEAR the year; with --all only the year is given.
    """
    if len(words) != 2 - is_for_all:
        raise click.UsageError("请写中心和年度,或 --all 和年度 · name a centre and a year, or --all and a year")
    if not (words[-1].isascii() and words[-1].isdigit() and len(words[-1]) == 4):
        raise click.UsageError(f"{words[-1]!r}: 请写四位年度,如 2025 · write the year as 2025")
    with refusals_told(out):
        is_file = is_one_file(out, file_format, "--all" if is_for_all else None)
        snapshot, centre = read_snapshot(as_of), None if is_for_all else words[0]
        order = SummaryOrder(centre, int(words[-1]), spoken(snapshot, language), file_format)
        _write(summary_files(snapshot, order), out, is_file)


@click.command()
@click.argument("programme")
@click.argument("period")
@language_option
@as_of_option
@click.option("--out", required=True, type=click.Path(path_type=Path),
              help="文件夹,或以 .zip 结尾的文件 · A folder, or a file that ends in .zip.")  # fmt: skip
def remind(programme: str, period: str, language: str | None, as_of: datetime | None, out: Path) -> None:
    """写出某报告期的催办邮件草稿,每个单位一封 · Write the reminders of a round as mail drafts, one per unit."""
    with refusals_told(out):
        snapshot = read_snapshot(as_of)
        language, chosen = spoken(snapshot, language), named_programme(snapshot, programme)
        files = reminder_files(snapshot, chosen.programme_id, named_period(snapshot, chosen, period), language)
        if not files:
            click.echo("没有需要催办的单位 · nobody needs a reminder", err=True)
            return
        is_file = out.suffix.lower() == ".zip"
        _write([zipped(out.stem, language, files)] if is_file else files, out, is_file)


@click.command()
@click.argument("programme")
@language_option
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="以 .ics 结尾的文件 · A file that ends in .ics.")  # fmt: skip
def calendar(programme: str, language: str | None, out: Path) -> None:
    """写出某方案各期报送截止日期的日历文件 · Write the due dates of a programme's rounds as a calendar file."""
    with refusals_told(out):
        snapshot = read_snapshot()
        programme_id = named_programme(snapshot, programme).programme_id
        _write([calendar_file(snapshot, programme_id, spoken(snapshot, language))], out, is_file=True)


def _write(files: Iterable[File], out: Path, is_file: bool) -> None:
    for path in write_files(files, out, is_file):
        click.echo(f"已写入 · written: {path}", err=True)

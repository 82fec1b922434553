"""The command `duibiao template`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from metrics.kinds.table import kinds
from metrics.office import sample_is_wanted
from metrics.sentences import BilingualError
from metrics.settings import data_folder
from pipelines.commands.intake import sentences

FORMATS = ("xlsx", "csv")


def _kind_flags(command: Callable[..., None]) -> Callable[..., None]:
    """A flag for each kind that wants one, to say that it is meant."""
    for of in kinds():
        if of.command and of.command.template:
            flag, text = of.command.template["flag"], of.command.template["help"]
            command = click.option(flag, "kind_id", flag_value=of.kind_id, help=text)(command)
    return command


@click.command()
@click.argument("reporter", metavar="UNIT|CENTRE")
@click.argument("period", metavar="PERIOD|YEAR")
@click.option("--programme", metavar="ID", help="方案;仅一个可能时不必填 · The programme, where several would do.")
@_kind_flags
@click.option("--format", "file_format", type=click.Choice(FORMATS), default="xlsx", show_default=True,
              help="文件格式 · File format.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="写入的文件,缺省为 <编号>-<报告期> · File to write, by default <id>-<period>.")  # fmt: skip
def template(
    reporter: str, period: str, programme: str | None, kind_id: str | None, file_format: str, out: Path | None
) -> None:
    """生成填报模板:单位一期,或中心一年 · Write a report template: of a unit for a round, of a centre for a year.

    单位或中心写名称、旧名或编号;报告期如 2019H1,年度如 2025。已有的文件不会被覆盖。
    Give the name, an older name or the id of a unit or centre; a round such as 2019H1, a year such as 2025. A file
    that is there is not overwritten.
    """
    from pipelines.office import Office
    from pipelines.template.contents import make_template
    from pipelines.template.csv_file import csv_bytes
    from pipelines.template.workbook import workbook_bytes

    with sentences():
        office = Office(data_folder() / "raw", sample_is_wanted())
        made = make_template(office, reporter, period, programme, kind_id)
    target = out or Path(f"{made.subject_id}-{made.period.period_id}.{file_format}")
    content = csv_bytes(made) if file_format == "csv" else workbook_bytes(made)
    write_new(target, content)
    click.echo(f"已写入 · written: {target} ({len(made.rows)} 行 · rows)")


def write_new(target: Path, content: bytes) -> None:
    """Writes a file that is not there yet, whole or not at all.

    Raises:
        BilingualError: where it is there, or cannot be written.
    """
    try:
        _write_whole(target, content)
    except FileExistsError:
        raise BilingualError(
            f"{target}: 已有此文件,可能已填写,未覆盖;请用 --out 另指文件",
            f"{target} is there and may be filled in; nothing was overwritten: name another file with --out",
        ) from None
    except OSError as error:
        place = f"{target}: {error.strerror}"
        raise BilingualError(f"{place}: 请换一个可写的位置", f"{place}: choose a place that can be written") from None


def _write_whole(target: Path, content: bytes) -> None:
    with target.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            target.unlink()  # Half a template would be in the way of the next attempt.
            raise

"""The command `duibiao template`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from metrics.settings import data_folder, sample_is_wanted
from pipelines.commands.intake import sentences

if TYPE_CHECKING:
    from pipelines.template.blank import Template

FORMATS = ("xlsx", "csv")


@click.command()
@click.argument("reporter", metavar="UNIT|CENTRE")
@click.argument("period", metavar="PERIOD|YEAR")
@click.option("--programme", metavar="ID", help="方案;仅一个可能时不必填 · The programme, where several would do.")
@click.option("--centre", "is_centre", is_flag=True,
              help="技术创新中心的年度报告 · The annual report of a technology innovation centre.")  # fmt: skip
@click.option("--format", "file_format", type=click.Choice(FORMATS), default="xlsx", show_default=True,
              help="文件格式 · File format.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="写入的文件,缺省为 <编号>-<报告期> · File to write, by default <id>-<period>.")  # fmt: skip
def template(
    reporter: str, period: str, programme: str | None, is_centre: bool, file_format: str, out: Path | None
) -> None:
    """生成填报模板:单位一期,或中心一年 · Write a report template: of a unit for a round, of a centre for a year.

    单位或中心写名称、旧名或编号;报告期如 2019H1,年度如 2025。已有的文件不会被覆盖。
    Give the name, an older name or the id of a unit or centre; a round such as 2019H1, a year such as 2025. A file
    that is there is not overwritten.
    """
    from pipelines.template.csv_file import csv_bytes
    from pipelines.template.workbook import workbook_bytes

    with sentences():
        made = _made(reporter, period, programme, is_centre)
    target = out or Path(f"{made.subject_id}-{made.period.period_id}.{file_format}")
    content = csv_bytes(made) if file_format == "csv" else workbook_bytes(made)
    try:
        _write_new(target, content)
    except FileExistsError:
        raise click.ClickException(
            f"{target}: 已有此文件,可能已填写,未覆盖;请用 --out 另指文件 / is there and may be filled in; nothing was "
            "overwritten: name another file with --out"
        ) from None
    except OSError as error:
        raise click.ClickException(
            f"{target}: {error.strerror}: 请换一个可写的位置 / choose a place that can be written"
        ) from None
    click.echo(f"已写入 · written: {target} ({len(made.rows)} 行 · rows)")


def _write_new(target: Path, content: bytes) -> None:
    """Writes a file that is not there yet, whole or not at all."""
    with target.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            target.unlink()  # Half a template would be in the way of the next attempt.
            raise


def _made(reporter: str, period: str, programme: str | None, is_centre: bool) -> Template:
    from metrics.catalog import load_catalog
    from pipelines.register import read_register
    from pipelines.template.centre_contents import make_centre_template
    from pipelines.template.contents import make_template

    raw_folder, with_sample = data_folder() / "raw", sample_is_wanted()
    register = read_register(raw_folder, load_catalog(), with_sample)
    is_unit = register.unit_id(reporter) is not None
    # For a name that nobody bears but that reads like a centre's, the nearest centres help; a list of units does not.
    centres = register.centres
    if is_centre or (not is_unit and (centres.subject_id(reporter) or centres.resembles(reporter))):
        return make_centre_template(raw_folder, reporter, period, with_sample)
    return make_template(raw_folder, reporter, period, programme, with_sample)

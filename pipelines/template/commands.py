"""The command `duibiao template`."""

from __future__ import annotations

from pathlib import Path

import click

from metrics.warehouse import data_folder, sample_is_wanted
from pipelines.intake_commands import sentences

FORMATS = ("xlsx", "csv")


@click.command()
@click.argument("unit", metavar="UNIT")
@click.argument("period", metavar="PERIOD")
@click.option("--programme", metavar="ID", help="方案;仅一个可能时不必填 · The programme, where several would do.")
@click.option("--format", "file_format", type=click.Choice(FORMATS), default="xlsx", show_default=True,
              help="文件格式 · File format.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="写入的文件,缺省为 <单位>-<报告期> · File to write, by default <unit id>-<period>.")  # fmt: skip
def template(unit: str, period: str, programme: str | None, file_format: str, out: Path | None) -> None:
    """生成责任单位的填报模板 · Write the report template of a unit for one round.

    UNIT 为单位名称或编号,PERIOD 如 2019H1。已有的文件不会被覆盖。
    UNIT is a unit's name or id, PERIOD such as 2019H1. A file that is there is not overwritten.
    """
    from pipelines.template.contents import make_template
    from pipelines.template.csv_file import csv_bytes
    from pipelines.template.workbook import workbook_bytes

    with sentences():
        made = make_template(data_folder() / "raw", unit, period, programme, sample_is_wanted())
    target = out or Path(f"{made.unit.id}-{made.period.period_id}.{file_format}")
    content = csv_bytes(made) if file_format == "csv" else workbook_bytes(made)
    try:
        with target.open("xb") as file:
            file.write(content)
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

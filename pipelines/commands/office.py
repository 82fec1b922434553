"""The commands of an office as a whole: `duibiao upgrade`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from metrics.sentences import Bilingual
from pipelines.loading import publish
from pipelines.upgrade import upgrade as bring_up

_FOLDER = click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path))


@click.command()
@_FOLDER
@click.option("--catalog", type=click.Path(exists=True, file_okay=False, path_type=Path), default=None,
              help="原目录(programmes.yml、units.yml …)所在文件夹 · The folder of its catalog.")  # fmt: skip
@click.option("--name", default=None, metavar="TEXT", help="办公室名称 · What the office is called.")
@click.option("--time-zone", default="Asia/Shanghai", show_default=True, metavar="ZONE",
              help="时区 · Its time zone.")  # fmt: skip
def upgrade(folder: Path, catalog: Path | None, name: str | None, time_zone: str) -> None:
    """把较早版本的数据文件夹改为现行布局,留副本 · Bring an older data folder up, keeping a copy.

    目录和 raw 下的目标、任务等表移入 raw/definitions,并写出 office.yml。
    The catalog and the tables of targets and tasks move into raw/definitions, and office.yml is written.
    """
    folder = folder.resolve()
    called = name or folder.name
    facts: dict[str, Any] = {
        "name": {"zh": called, "en": called}, "languages": ["zh", "en"], "time_zone": time_zone, "currency": "CNY",
        "year_begins": 1, "samples": "on" if (folder / "raw" / "sample").is_dir() else "off", "acceptance": "checks",
        "letter": "gbt9704",
    }  # fmt: skip
    if (folder / "raw").is_dir():
        with publish.exclusive(folder / "warehouse"):
            done = bring_up(folder, catalog, facts)
    else:
        done = bring_up(folder, catalog, facts)
    if not done.moved:
        click.echo(str(Bilingual(f"{folder}: 已是现行布局", f"{folder} has today's layout")))
        return
    for moved in done.moved:
        click.echo(f"  → {moved}")
    kept = done.kept_in
    zh = f"{folder}: 已更新,原文件副本在 {kept};请运行 duibiao load"
    click.echo(str(Bilingual(zh, f"{folder} is brought up, with a copy of what moved in {kept}: run `duibiao load`")))

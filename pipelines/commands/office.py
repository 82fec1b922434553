"""The commands of an office as a whole: `duibiao init` and `duibiao upgrade`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from metrics.office import usual_facts
from metrics.sentences import Bilingual
from pipelines.commands.confirming import confirm_time_option, once_time_is_sure
from pipelines.loading import publish
from pipelines.new_office import EXAMPLES, make_office
from pipelines.publishing import publish_brought_up
from pipelines.upgrade import upgrade as bring_up

# What each option says in `office.yml`; one that is not given leaves the default of whoever makes the file.
_SAID = {
    "time_zone": ("--time-zone", "ZONE", "时区,如 Asia/Shanghai · Its time zone."),
    "currency": ("--currency", "CODE", "货币代码,如 CNY · Its currency by its code."),
    "year_begins": ("--year-begins", "MONTH", "年度的第一个月,1 至 12 · The first month of its year."),
    "acceptance": ("--acceptance", "WHO", "谁审核:officer 或 checks · Who accepts a report: officer or checks."),
    "letter": ("--letter", "LAYOUT", "公文格式:gbt9704 或 plain · The layout of its letters: gbt9704 or plain."),
    "samples": ("--samples", "ON|OFF", "是否用样例 · Whether made-up figures are in: on or off."),
}
Command = Callable[..., None]


def _of_an_office(command: Command) -> Command:
    for name, (option, metavar, words) in reversed(_SAID.items()):
        command = click.option(option, name, default=None, metavar=metavar, help=words)(command)
    command = click.option("--language", default=None, metavar="zh|en|zh,en",
                           help="语言,第一种为默认 · Its languages, the first by default.")(command)  # fmt: skip
    command = click.option("--name", default=None, metavar="TEXT", help="名称 · What it is called.")(command)
    folder = click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
    return folder(command)


def _facts(folder: Path, given: dict[str, str | None], default_language: str) -> dict[str, Any]:
    """What was said of an office; its name stands under each of its languages."""
    given_languages, name = given["language"], given["name"]
    languages = [part.strip() for part in (given_languages or default_language).split(",")]
    said: dict[str, Any] = {key: given[key] for key in _SAID if given[key] is not None}
    if (month := said.get("year_begins")) and month.isdigit():
        said["year_begins"] = int(month)
    if "samples" in said:
        said["samples"] = said["samples"].lower()
    said["languages"] = languages
    said["name"] = dict.fromkeys((one for one in languages if one in ("zh", "en")), name or folder.name)
    return said


@click.command()
@_of_an_office
@click.option("--example", type=click.Choice(sorted(EXAMPLES)), default=None,
              help="以随附的示例为内容 · Copies the example that comes with the program.")  # fmt: skip
def init(folder: Path, example: str | None, **given: str | None) -> None:
    """新建一个机构(数据文件夹),无须回答任何问题 · Make the folder of a new office; nothing is asked.

    文件夹须是新的或空的。写明的事项记入 office.yml,以后可在其中修改。
    The folder must be new or empty. What is said goes into office.yml and can be changed there.
    """
    folder = folder.resolve()
    said = _facts(folder, given, "zh,en")
    if example is None:
        said = usual_facts(said["languages"]) | said
    else:
        said = {key: value for key, value in said.items() if given.get({"languages": "language"}.get(key, key))}
    make_office(folder, said, example)
    zh = f"已建立 {folder}。下一步:DUIBIAO_DATA={folder} duibiao load,再 duibiao serve;或 make run OFFICE={folder}"
    en = f"Made {folder}. Next: DUIBIAO_DATA={folder} duibiao load, then duibiao serve; or make run OFFICE={folder}"
    click.echo(f"{zh}\n{en}")


@click.command()
@_of_an_office
@click.option("--catalog", type=click.Path(exists=True, file_okay=False, path_type=Path), default=None,
              help="原目录(programmes.yml、units.yml …)所在文件夹 · The folder of its catalog.")  # fmt: skip
@click.option("--by", metavar="NAME", help="谁确认服务器时间 · Who confirms the server's time.")
@confirm_time_option
def upgrade(folder: Path, catalog: Path | None, by: str | None, confirms_time: bool, **given: str | None) -> None:
    """把较早版本的数据文件夹改为现行布局,留副本 · Bring an older data folder up, keeping a copy.

    目录和 raw 下的目标、任务等表移入 raw/definitions,并写出 office.yml。
    The catalog and the tables of targets and tasks move into raw/definitions, and office.yml is written.
    """
    folder = folder.resolve()
    before = {"time_zone": "Asia/Shanghai", "currency": "CNY", "year_begins": 1, "acceptance": "checks",
              "samples": "on" if (folder / "raw" / "sample").is_dir() else "off", "letter": "gbt9704"}  # fmt: skip
    facts = before | _facts(folder, given, "zh,en")
    if (folder / "raw").is_dir():
        with publish.exclusive(folder / "warehouse"):
            done = bring_up(folder, catalog, facts)
            once_time_is_sure(partial(publish_brought_up, folder), by, confirms_time, folder)
    else:
        done = bring_up(folder, catalog, facts)
    for name in done.rewritten:
        click.echo(f"  {name}: on → from_day")
    if not done.moved and not done.rewritten:
        click.echo(str(Bilingual(f"{folder}: 已是现行布局", f"{folder} has today's layout")))
        return
    for moved in done.moved:
        click.echo(f"  → {moved}")
    kept = done.kept_in
    zh = f"{folder}: 已更新,原文件副本在 {kept};请运行 duibiao load"
    click.echo(str(Bilingual(zh, f"{folder} is brought up, with a copy of what moved in {kept}: run `duibiao load`")))

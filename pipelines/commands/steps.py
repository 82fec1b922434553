"""What the commands of every step share: its options, the telling of what became of it, and the load that follows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from metrics.sentences import BilingualError
from metrics.settings import data_folder
from pipelines.commands.confirming import confirm_time_option, once_time_is_sure
from pipelines.commands.intake import sentences
from pipelines.commands.load import EXIT_REFUSED, load_or_explain, tell_load

if TYPE_CHECKING:
    from pipelines.journal.steps import StepOutcome

Command = Callable[..., None]
Option = Callable[[Command], Command]

version_option = click.option(
    "--version", type=click.IntRange(1), help="所看的版本,应为最新一版 · The version you looked at."
)
receipt_day_option = click.option(
    "--on", "day", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]),
    help="收到报告的日期,必填,如 2020-12-25 · The day on which it came in; always needed.",
)  # fmt: skip
due_day_option = click.option(
    "--due", "due", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]),
    help="截止日,如 2021-01-10 · The day on which reports fall due.",
)  # fmt: skip
_json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
_no_load_option = click.option(
    "--no-load", is_flag=True, help="只记录,下次加载时生效 · Record only; the next load shows it."
)


def options_of_a_step(*own: Option) -> Option:
    """The arguments and options of one step, in the order of its help: its own, then those that every step has."""
    options: tuple[Option, ...] = (*own, confirm_time_option, _no_load_option, _json_option)

    def of_step(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return of_step


def carry_out(
    take: Callable[[], StepOutcome], by: str | None, *, confirms_time: bool, no_load: bool, as_json: bool
) -> None:
    """Takes a step, tells what became of it, and loads; a refused step ends the command with `EXIT_REFUSED`."""
    with sentences():
        try:
            outcome = once_time_is_sure(take, by, confirms_time)
        except OSError as error:
            place = f"{error.filename or data_folder()}: {error.strerror}"
            raise BilingualError(
                f"{place}: 未记录,请检查磁盘和权限后重试",
                f"{place}: nothing was recorded: check the disk and its permissions, and try again",
            ) from None
    _tell(outcome, as_json)
    if outcome.step is None:
        sys.exit(EXIT_REFUSED)
    if no_load:
        click.echo("已记录,下次 duibiao load 时生效 · recorded; the next `duibiao load` shows it", err=True)
        return
    _load_recorded(as_json)


def _tell(outcome: StepOutcome, as_json: bool) -> None:
    # On standard error where it was refused.
    if as_json:
        facts = {"state": outcome.state, "code": outcome.code, "said_zh": outcome.said.zh, "said_en": outcome.said.en,
                 "step": asdict(outcome.step) if outcome.step else None}  # fmt: skip
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{outcome.said.zh}\n{outcome.said.en}", err=outcome.step is None)


def _load_recorded(as_json: bool) -> None:
    loaded = load_or_explain(is_patient=True)
    if not as_json:
        tell_load(loaded)
    if loaded.state == "refused":
        raise BilingualError(
            "已记录,但这次加载未通过,旧数据仍有效;请改正上列问题后再运行 duibiao load",
            "recorded, but the load was refused and the old figures stay: correct the above and run `duibiao load`",
        )

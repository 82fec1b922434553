"""Where the time has to be confirmed before anything is recorded: whoever acts is asked, or says so beforehand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from metrics.sentences import Bilingual, say
from metrics.settings import data_folder

Done = TypeVar("Done")

confirm_time_option = click.option(
    "--confirm-time", "confirms_time", is_flag=True,
    help="服务器时间无误,由 --by 确认 · The server's time is right; --by confirms it.",
)  # fmt: skip


def once_time_is_sure(act: Callable[[], Done], by: str | None, confirms_time: bool, folder: Path | None = None) -> Done:
    """Does what records something; where the time has to be confirmed first, asks on a terminal and does it then.

    Args:
        act: what is done; where the time is not sure it does nothing.
        by: who acts, and so who confirms; asked for on a terminal where nobody is named.
        confirms_time: whether the time is confirmed without being asked about.
        folder: the data folder, where it is not the one of the settings.

    Raises:
        TimeUnconfirmed: when nobody confirms it.
    """
    from pipelines.archive import Archive
    from pipelines.clock_lines import CONFIRMED, TimeUnconfirmed

    try:
        return act()
    except TimeUnconfirmed as unsure:
        is_asked = not confirms_time and sys.stdin.isatty()
        if not confirms_time and not (is_asked and click.confirm(str(unsure.question), err=True)):
            raise
        Archive((folder or data_folder()) / "raw").confirm_clock(_named(by, is_asked), CONFIRMED)
    return act()


def _named(by: str | None, is_asked: bool) -> str:
    from metrics.rules.standing import name_objection

    if by is None and is_asked:
        by = click.prompt("确认人姓名 · Your name", err=True)
    if by is None:
        raise click.UsageError(str(Bilingual("--confirm-time 须与 --by 同用", "--confirm-time needs --by")))
    if code := name_objection(by):
        raise click.ClickException(str(say(f"round.{code}")))
    return by.strip()

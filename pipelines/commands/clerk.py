"""The command `duibiao clerk`."""

from __future__ import annotations

import signal

import click

from metrics.office import is_blank, sample_is_wanted
from metrics.sentences import BilingualError
from metrics.settings import data_folder


@click.command()
@click.option("--parent", type=click.IntRange(1), metavar="PID",
              help="此进程结束时随之结束 · End when this process ends.")  # fmt: skip
def clerk(parent: int | None) -> None:
    """值守:逐个办理网页的上传和审核 · Carry out what the pages ask: uploads and steps, one by one.

    duibiao serve 会自动启动;单独运行时按 Ctrl-C 结束。
    `duibiao serve` starts it; run alone, Ctrl-C ends it.
    """
    from metrics.clock import time_zone
    from pipelines.clerk.watch import watch

    def say(zh: str, en: str) -> None:
        click.echo(f"clerk: {zh} · {en}", err=True)

    # A setting that is none is told now, not once for every request.
    if not is_blank(data_folder()):  # Its pages are asked to make the office.
        sample_is_wanted()
        time_zone()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # As by Ctrl-C: the worker is ended first.
    try:
        watch(data_folder(), parent, say)
    except OSError as error:
        place = f"{error.filename or data_folder()}: {error.strerror}"
        raise BilingualError(f"{place}: 请检查磁盘和权限", f"{place}: check disk and permissions") from None
    except KeyboardInterrupt:
        say("已结束", "ended")

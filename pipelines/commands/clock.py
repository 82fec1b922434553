"""The commands of the journals' clock: `duibiao clock show`, `confirm`, `mend`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from metrics import clock
from metrics.sentences import Bilingual, say
from metrics.settings import data_folder
from pipelines.commands.intake import sentences
from pipelines.commands.load import load_or_explain, tell_load

if TYPE_CHECKING:
    from pipelines.archive import Archive
    from pipelines.clock_lines import ClockLine

_BY = click.option("--by", metavar="NAME", help="经办人姓名,必填 · Who says so; always needed.")
_REASON = click.option("--reason", metavar="TEXT", help="原因,必填 · Why; always needed.")
_TIME = click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"])


@click.group("clock")
def clock_group() -> None:
    """记录的时间:查看、确认、更正 · The time of records: show it, confirm it, set it right.

    服务器时间明显有误时不再记录。时间按 office.yml 的时区。
    While the server's clock cannot be right nothing is recorded. Times are those of the office's time zone.
    """


@clock_group.command()
def show() -> None:
    """列出服务器时间和日期有误的记录 · Tell the server's time and the lines that are dated ahead of it."""
    from pipelines.clock_lines import MOST_BEHIND

    with _archive() as archive:
        true, now = archive.true_times(), clock.now()
        click.echo(f"服务器时间 · the server's time: {_told(now)}")
        for line in sorted(archive.recorded(), key=lambda line: clock.instant(true.get(line) or line)):
            if line in true:
                click.echo(f"  {line}  已更正为 · set right to {_told(clock.instant(true[line]))}")
            elif clock.instant(line) > now + MOST_BEHIND:
                click.echo(f"  {line}  晚于服务器时间 · ahead of the clock: {_told(clock.instant(line))}")


@clock_group.command()
@_BY
@_REASON
def confirm(by: str | None, reason: str | None) -> None:
    """确认服务器时间无误 · Confirm that the server's clock is right, however long it is since the last record."""
    with _archive() as archive:
        line = archive.confirm_clock(*_named(by, reason))
        click.echo(f"已确认 · confirmed: {_told(clock.instant(line.recorded_at))}, {line.by}")


@clock_group.command()
@click.argument("pairs", metavar="[LINE=TIME]…", nargs=-1)
@click.option("--from", "first", metavar="LINE", help="从这一条起,连同其后各条 · This line and all after it.")
@click.option("--at", type=_TIME, help="--from 那一条的真实时间,其后各条间隔不变 · When that line was really written; "
              "the others keep their distance.")  # fmt: skip
@_BY
@_REASON
def mend(pairs: tuple[str, ...], first: str | None, at: datetime | None, by: str | None, reason: str | None) -> None:
    """更正记录的时间 · Give lines their true time.

    LINE 为 duibiao clock show 列出的时间,TIME 如 2026-11-27T16:09。原记录不变,更正另记一行。
    LINE is a time as `duibiao clock show` tells it, TIME such as 2026-11-27T16:09. What stands in a line stays; the
    true time is a line of its own.
    """
    with _archive() as archive:
        given = dict(_given(pair) for pair in pairs)
        if (first is None) != (at is None) or not (given or first):
            usage = Bilingual("请写 LINE=TIME,或同时写 --from 和 --at", "write LINE=TIME, or --from with --at")
            raise click.UsageError(str(usage))
        if first is not None and at is not None:
            given |= _run(archive, first, clock.instant(at.isoformat()))
        _tell_mended(archive.mend_clock(given, *_named(by, reason)))
    tell_load(load_or_explain(is_patient=True))


def _tell_mended(line: ClockLine) -> None:
    for recorded, true in line.true_times.items():
        click.echo(f"{recorded} → {_told(clock.instant(true))}")
    click.echo(f"已更正 {len(line.true_times)} 条 · set right: {len(line.true_times)}, {line.by}")


def _run(archive: Archive, first: str, at: datetime) -> dict[str, datetime]:
    """The true times of a line and of all that were written after it, by the clock that was wrong for all of them."""
    start, true = clock.instant(first), archive.true_times()
    after = [line for line in archive.recorded() if line not in true and clock.instant(line) >= start]
    return {first: at} | {line: at + (clock.instant(line) - start) for line in after}


def _given(pair: str) -> tuple[str, datetime]:
    line, _, text = pair.rpartition("=")
    try:
        return line, clock.instant(_TIME.convert(text, None, None).isoformat())
    except click.BadParameter as error:
        raise click.UsageError(f"{pair}: {error.message}") from None


def _named(by: str | None, reason: str | None) -> tuple[str, str]:
    from metrics.rules.standing import name_objection, reason_objection

    if code := name_objection(by) or reason_objection(reason):
        raise click.ClickException(str(say(f"round.{code}")))
    if not (reason or "").strip():
        raise click.UsageError(str(Bilingual("请用 --reason 写明原因", "say why with --reason")))
    return (by or "").strip(), (reason or "").strip()


def _told(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M:%S %Z}"


@contextmanager
def _archive() -> Iterator[Archive]:
    from pipelines.archive import Archive

    with sentences():
        yield Archive(data_folder() / "raw")

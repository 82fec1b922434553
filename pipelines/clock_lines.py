"""The clock of the journals: which time a record may be given, and how a wrong one is set right afterwards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from metrics import clock
from metrics.sentences import BilingualError
from metrics.warehouse import POINTER_NAME

# A clock that is set by the network goes back by seconds; a wrong one by hours and years.
MOST_BEHIND = timedelta(minutes=5)
# An office may rest between two rounds, or for a year; longer without a record or a build, the clock is asked about.
MOST_AHEAD = timedelta(days=731)
_TICK = timedelta(microseconds=1)
_BUILT = re.compile(r"duibiao-(\d{8}T\d{6})Z-")


class ClockUnsure(BilingualError, ValueError):
    """The machine's clock cannot be right; the message says why, and what to do, in both languages."""


class WrongTimes(BilingualError, ValueError):
    """True times that cannot be; the message names the line."""


@dataclass(frozen=True)
class ClockLine:
    """Somebody confirms the time, or gives lines of the journals their true time.

    `recorded_at` is UTC in ISO form. `true_times` names each line by the time that stands in it, wherever it stands,
    and gives the true one, UTC in ISO form; it is empty where only the present time is confirmed.
    """

    recorded_at: str
    by: str
    reason: str
    true_times: dict[str, str] = field(default_factory=dict)


def true_times(lines: Sequence[ClockLine]) -> dict[str, str]:
    """What stands in a line → its true time; the latest word on a line counts."""
    return {recorded: true for line in lines for recorded, true in line.true_times.items()}


def next_moment(last: datetime | None, now: datetime, built_at: datetime | None) -> datetime:
    """The time of the next record: now, or just after the last one where the clock was set back a little.

    Args:
        last: the true time of the last record, None where there is none.
        now: what the machine's clock says.
        built_at: when the build in force was made, None where there is none.

    Raises:
        ClockUnsure: when the clock is behind the last record, or years after it and the build in force.

    >>> noon = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
    >>> next_moment(noon + timedelta(seconds=3), noon, None).isoformat()
    '2026-11-30T04:00:03.000001+00:00'
    """
    if last is not None and now < last - MOST_BEHIND:
        raise ClockUnsure(
            f"服务器时间为 {_told(now)}，早于最近一条记录的 {_told(last)}，没有记录。请检查服务器时间；时间无误的，"
            "请管理员用 duibiao clock show 查看，并用 duibiao clock mend 改正日期有误的记录",
            f"the server's clock says {_told(now)}, earlier than the last record ({_told(last)}), so nothing was "
            "recorded: check the clock; if it is right, look at `duibiao clock show` and give the lines that were "
            "dated wrongly their true time by `duibiao clock mend`",
        )
    known = built_at if last is None or (built_at is not None and built_at > last) else last
    if built_at is not None and known is not None and now > known + MOST_AHEAD:
        raise ClockUnsure(
            f"服务器时间为 {_told(now)}，比最近一次记录和加载（{_told(known)}）晚两年以上，没有记录。请检查服务器时间；"
            "时间无误的，请管理员运行 duibiao clock confirm 确认",
            f"the server's clock says {_told(now)}, more than two years after the last record and load "
            f"({_told(known)}), so nothing was recorded: check the clock; if it is right, confirm it by "
            "`duibiao clock confirm`",
        )
    return now if last is None else max(now, last + _TICK)


def mended(
    recorded: Sequence[str], known: Mapping[str, str], given: Mapping[str, datetime], now: datetime
) -> dict[str, str]:
    """The true times of the lines that are named, so that every record keeps its place in the order.

    Args:
        recorded: what stands in every line of the journals, in any order.
        known: true times that were given before.
        given: what stands in a line → its true time.
        now: what the clock says.

    Raises:
        WrongTimes: when a line is not there, or its time would come before that of the line ahead of it, after that of
            the next one, or has not come.
    """
    if unknown := sorted(set(given) - set(recorded)):
        raise WrongTimes(
            f"{unknown[0]}: 没有这一条记录，见 duibiao clock show", f"{unknown[0]} is no line: see `duibiao clock show`"
        )
    found: dict[str, str] = {}
    last, last_line = datetime.min.replace(tzinfo=UTC), ""
    for line in sorted(recorded, key=lambda line: clock.instant(known.get(line, line))):
        moment = given.get(line, clock.instant(known.get(line, line)))
        if line in given and moment > now:
            raise WrongTimes(f"{line}: {_told(moment)} 尚未到来", f"{line}: {_told(moment)} has not come")
        if moment < last and (line in given or last_line in given):
            raise WrongTimes(
                f"{line}: {_told(moment)} 早于前一条记录的 {_told(last)}（{last_line}），记录的先后不能改变",
                f"{line}: {_told(moment)} is before the line ahead of it ({last_line}, {_told(last)}): the order of "
                "the records stays",
            )
        if line in given:
            moment = max(moment, last + _TICK)
            found[line] = moment.isoformat(timespec="microseconds")
        last, last_line = moment, line
    return found


def last_built(raw_folder: Path) -> datetime | None:
    """When the build in force was made, by its name; None where none is."""
    try:
        name = (raw_folder.parent / "warehouse" / POINTER_NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    built = _BUILT.match(name)
    return datetime.strptime(f"{built[1]}+0000", "%Y%m%dT%H%M%S%z") if built else None


def _told(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M:%S}"

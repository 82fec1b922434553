"""The clock of the journals: which time a record may be given, and how a wrong one is set right afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from metrics import clock
from metrics.sentences import Bilingual, BilingualError

# A clock that is set by the network goes back by seconds; a wrong one by hours and years.
MOST_BEHIND = timedelta(minutes=5)
# An office rests over a weekend or between two rounds: then whoever acts is asked whether the time is right.
MOST_AHEAD = timedelta(days=1)
# What the line says that somebody's answer makes.
CONFIRMED = "经询问确认 · confirmed when asked"
_TICK = timedelta(microseconds=1)


class ClockUnsure(BilingualError, ValueError):
    """The machine's clock cannot be right; the message says why, and what to do, in both languages."""


class TimeUnconfirmed(ClockUnsure):
    """The time may be right, and a person has to say so before anything is recorded; `question` is what to ask.

    `last` is the time of the last record.
    """

    def __init__(self, last: datetime, now: datetime) -> None:
        facts = _told(last), _told(now)
        self.last = last
        self.question = Bilingual(
            "最近一条记录的时间是 {}，服务器现在的时间是 {}，对吗？".format(*facts),
            "The last record was made at {}, and this server says {}: is that right?".format(*facts),
        )
        super().__init__(
            "最近一条记录的时间是 {}，服务器时间是 {}，相隔超过一天，没有记录。请检查服务器时间；时间无误的，请确认："
            "命令加 --confirm-time 和 --by，或运行 duibiao clock confirm".format(*facts),
            "the last record was made at {} and the server's clock says {}, more than a day later, so nothing was "
            "recorded: check the clock; if it is right, say so by --confirm-time with --by, or by "
            "`duibiao clock confirm`".format(*facts),
        )


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


def next_moment(last: datetime | None, now: datetime, *, is_confirmed: bool = False) -> datetime:
    """The time of the next record: now, or just after the last one where the clock was set back a little.

    Args:
        last: the true time of the last record, None where there is none.
        now: what the machine's clock says.
        is_confirmed: whether somebody says that the clock is right, however long it is since the last record.

    Raises:
        ClockUnsure: when the clock is behind the last record.
        TimeUnconfirmed: when it is more than a day after it, and nobody has confirmed the time.

    >>> noon = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
    >>> next_moment(noon + timedelta(seconds=3), noon).isoformat()
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
    if last is not None and not is_confirmed and now > last + MOST_AHEAD:
        raise TimeUnconfirmed(last, now)
    return now if last is None else max(now, last + _TICK)


def mended(
    recorded: Sequence[str], given_before: Mapping[str, str], given: Mapping[str, datetime], now: datetime
) -> dict[str, str]:
    """The true times of the lines that are named, so that every record keeps its place in the order.

    Args:
        recorded: what stands in every line of the journals, in any order.
        given_before: true times that were given before.
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
    true_times: dict[str, str] = {}
    last, last_line = datetime.min.replace(tzinfo=UTC), ""
    for line in sorted(recorded, key=lambda line: clock.instant(given_before.get(line, line))):
        moment = given.get(line, clock.instant(given_before.get(line, line)))
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
            true_times[line] = moment.isoformat(timespec="microseconds")
        last, last_line = moment, line
    return true_times


def _told(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M:%S}"

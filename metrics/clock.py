"""Instants and days. An instant is kept in UTC; a day is a day of the responsible government, wherever a server stands.

The office's file (`metrics.office`) names its time zone. Nothing else turns an instant into a day or asks what day it
is: not the clock of the machine, not a session of the database.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from metrics.office import office_in_force


def time_zone() -> ZoneInfo:
    """The time zone of the responsible government.

    Raises:
        BadOffice: where the office names none; figures must not be filed under the days of another place by mistake.
    """
    return office_in_force().zone


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is there."""
    return day_of(now())


def local(instant: datetime) -> datetime:
    """An instant by the clock there; one without an offset is UTC, as the tables keep it.

    >>> local(datetime(2019, 6, 30, 23, 0)).isoformat()
    '2019-07-01T07:00:00+08:00'
    """
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(time_zone())


def instant(text: str) -> datetime:
    """The instant that a text in ISO form gives; without an offset it is by the clock there.

    >>> instant("2019-07-01T07:00:00").isoformat(), instant("2019-06-30T23:00:00+00:00").isoformat()
    ('2019-06-30T23:00:00+00:00', '2019-06-30T23:00:00+00:00')
    """
    given = datetime.fromisoformat(text)
    return (given if given.tzinfo else given.replace(tzinfo=time_zone())).astimezone(UTC)


def day_of(instant: datetime) -> date:
    """The day on which an instant falls there.

    >>> day_of(datetime(2019, 6, 30, 15, 59)), day_of(datetime(2019, 6, 30, 16, 0))
    (datetime.date(2019, 6, 30), datetime.date(2019, 7, 1))
    """
    return local(instant).date()


def day_ends_at(day: date) -> datetime:
    """The instant at which a day is over there, in UTC without an offset, as the tables keep it.

    >>> day_ends_at(date(2019, 6, 30))
    datetime.datetime(2019, 6, 30, 16, 0)
    >>> day_ends_at(date.max)
    datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)
    """
    if day == date.max:
        return datetime.max
    midnight = datetime.combine(day + timedelta(days=1), time(), time_zone())
    return midnight.astimezone(UTC).replace(tzinfo=None)

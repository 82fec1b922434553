"""Days are those of the responsible government, wherever a server stands and whatever its own clock is set to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from metrics import clock
from metrics.database import connect
from metrics.office import BadOffice

FARTHEST_EAST, FARTHEST_WEST = "Etc/GMT-14", "Etc/GMT+12"


@pytest.mark.parametrize("hour", range(24))
def test_it_is_never_the_same_day_at_both_ends_of_the_earth(monkeypatch, move_to, hour):
    moment, days = datetime(2026, 12, 31, hour, 30, tzinfo=UTC), []
    monkeypatch.setattr(clock, "now", lambda: moment)
    for zone in (FARTHEST_WEST, FARTHEST_EAST):
        move_to(zone)
        with connect() as connection:
            asked = "select cast($moment::timestamptz as date)"
            days.append((clock.today(), *connection.cursor().execute(asked, {"moment": moment}).fetchone()))
    west, east = days
    assert west[0] == west[1] < east[0] == east[1]


def test_the_time_zone_of_the_machine_does_not_matter(monkeypatch):
    import time

    seen = []
    for zone in (FARTHEST_WEST, FARTHEST_EAST):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        with connect() as connection:
            given = "cast('2019-07-01' as timestamptz) at time zone 'UTC'"
            seen.append((clock.instant("2019-07-01"), *connection.execute(f"select {given}").fetchone()))
    monkeypatch.delenv("TZ")
    time.tzset()
    assert seen == [(datetime(2019, 6, 30, 16, tzinfo=UTC), datetime(2019, 6, 30, 16))] * 2


@pytest.mark.parametrize(
    ("zone", "day", "ends_at", "hours"),
    [
        ("Asia/Shanghai", date(2019, 6, 30), datetime(2019, 6, 30, 16), 24),
        # The last summer time of China began on 14 April 1991: that day had 23 hours.
        ("Asia/Shanghai", date(1991, 4, 14), datetime(1991, 4, 14, 15), 23),
        ("America/New_York", date(2024, 3, 10), datetime(2024, 3, 11, 4), 23),
        ("America/New_York", date(2024, 11, 3), datetime(2024, 11, 4, 5), 25),
        ("Asia/Kathmandu", date(2024, 1, 1), datetime(2024, 1, 1, 18, 15), 24),
        ("UTC", date(2024, 12, 31), datetime(2025, 1, 1), 24),
    ],
)
def test_a_day_lasts_from_midnight_to_midnight_also_where_the_clock_is_moved(move_to, zone, day, ends_at, hours):
    move_to(zone)
    begins_at = clock.day_ends_at(day - timedelta(days=1))
    assert (clock.day_ends_at(day), ends_at - begins_at) == (ends_at, timedelta(hours=hours))
    second = timedelta(microseconds=1)
    assert [clock.day_of(at) for at in (begins_at, ends_at - second)] == [day, day]
    assert [clock.day_of(at) for at in (begins_at - second, ends_at)] == [
        day - timedelta(days=1),
        day + timedelta(days=1),
    ]


@pytest.mark.parametrize(
    "name", ["Beijing", "UTC+8", "北京", "../../etc/passwd", "Asia", "/etc/localtime", "localtime", "'"]
)
def test_a_time_zone_that_is_none_is_named_with_the_next_step(move_to, name):
    move_to(name)
    with pytest.raises(BadOffice, match=r"(?s)office\.yml: time_zone: .*Asia/Shanghai"):
        connect()

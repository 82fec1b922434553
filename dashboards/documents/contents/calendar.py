"""The due dates of a programme's rounds as a calendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from uuid import NAMESPACE_URL, uuid5

from dashboards.documents.contents.wording import Wording
from metrics.reading.programme import Programme, Round

LINE_OCTETS = 75
# The ladder turns blue ten days before a report is due: so does the alarm.
DAYS_AHEAD = 10


def ics(wording: Wording, programme: Programme) -> bytes:
    """Every round as an all-day event on its due date, with an alarm ten days before."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Duibiao//due dates//" + wording.language.upper()]
    head += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(_calendar_name(wording, programme))}"]
    lines = [
        *head,
        *(line for entry in programme.rounds for line in _event(wording, programme, entry)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _calendar_name(wording: Wording, programme: Programme) -> str:
    return wording.say("calendar.name", programme=wording.screen.name(programme.short_name))


def _event(wording: Wording, programme: Programme, entry: Round) -> Iterator[str]:
    named = {
        "programme": wording.screen.name(programme.short_name),
        "period": wording.screen.period(entry.period_id),
    }
    summary = escaped(wording.say("calendar.summary", **named))
    # Made of programme and round alone, so that a calendar replaces the event when the file is read again.
    identity = uuid5(NAMESPACE_URL, f"duibiao:{programme.programme_id}:{entry.period_id}")
    yield from ("BEGIN:VEVENT", f"UID:{identity}", f"DTSTAMP:{wording.build.built_at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    yield f"DTSTART;VALUE=DATE:{entry.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.due_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{escaped(wording.screen.name(programme.cycle_note))}"
    yield from ("TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{DAYS_AHEAD}D")
    yield from (f"DESCRIPTION:{summary}", "END:VALARM", "END:VEVENT")


def escaped(text: str) -> str:
    r"""A text as a property's value holds it.

    >>> escaped("a, b; c\\n\n")
    'a\\, b\\; c\\\\n\\n'
    """
    for mark in ("\\", ",", ";"):
        text = text.replace(mark, "\\" + mark)
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def folded(line: str) -> bytes:
    r"""A line in pieces of at most 75 octets, no character cut in two, each but the first after a blank.

    >>> [len(piece) for piece in folded("对" * 30).split(b"\r\n")]
    [75, 16, 0]
    """
    pieces, piece = [], b""
    for mark in line:
        octets = mark.encode("utf-8")
        if len(piece) + len(octets) > LINE_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"

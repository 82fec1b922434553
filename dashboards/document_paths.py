"""Where documents, reminders and calendars are found: their names and endings, in addresses and in folders."""

from __future__ import annotations

from urllib.parse import quote

FORMATS = ("docx", "pdf")
BULLETIN = "bulletin"
ALL = "all"


def document_path(programme_id: str, period_id: str, name: str, file_format: str) -> str:
    """The path of the bulletin (`bulletin`), of a unit's feedback (its id), or of all in one archive (`all`)."""
    ending = f"{file_format}.zip" if name == ALL else file_format
    return f"/documents/{programme_id}/{period_id}/{name}.{ending}"


def summary_path(centre_id: str, year: int, file_format: str) -> str:
    """The path of a centre's annual summary."""
    return f"/centre-summaries/{quote(centre_id, safe='')}/{year}.{file_format}"


def standings_path(kind_id: str, file_format: str) -> str:
    """The path of the list of one kind's reports."""
    return f"/standings-lists/{quote(kind_id, safe='')}.{file_format}"


def reminder_path(programme_id: str, period_id: str, name: str) -> str:
    """The path of a unit's reminder (its id), or of all in one archive (`all`)."""
    return f"/reminders/{programme_id}/{period_id}/{f'{ALL}.zip' if name == ALL else f'{name}.eml'}"


def calendar_path(programme_id: str) -> str:
    """The path of a programme's calendar."""
    return f"/calendar/{programme_id}.ics"

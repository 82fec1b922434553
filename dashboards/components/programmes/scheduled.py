"""What has been published of a programme and by whom, and what is to change on a later day, as a leader reads it."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboards import formats
from dashboards.components import figures
from dashboards.components.tables import stacked_table
from dashboards.phrases.target_changes import change_text
from dashboards.screen import Screen
from metrics.reading.changeable import ScheduledUnitChange
from metrics.reading.publication import PublicationEntry
from metrics.reading.target_changes import TargetChange

# Doors by which the program itself published, so that its page says it in the reader's language.
BY_THE_PROGRAM = ("shipped", "upgrade")


def scheduled_list(
    screen: Screen, targets: tuple[TargetChange, ...], units: tuple[ScheduledUnitChange, ...]
) -> Component:
    """Every change that is published and holds from a later day, by its day; a sentence where there is none."""
    lines: list[tuple[date, str]] = [(one.valid_from, _of_target(screen, one)) for one in targets if one.valid_from]
    lines += [(one.happens_on, _of_unit(screen, one)) for one in units]
    if not lines:
        return html.P(screen.words("programmes.nothing_scheduled"), className="empty")
    lines.sort()
    told = [
        html.Li([html.Strong(formats.day(day, screen.language)), screen.words("programmes.stop"), said])
        for day, said in lines
    ]
    return html.Ul(told, className="changes")


def _of_target(screen: Screen, change: TargetChange) -> str:
    words = screen.words
    part = words("target_change.part", unit=screen.name(change.unit.name)) if change.unit else ""
    by = screen.name(change.document_title) if change.document_title else words("target_change.own_slip")
    return words("programmes.scheduled.target", target=screen.name(change.name), by=by,
                 what=f"{part}{change_text(screen, change, change.target_id)}")  # fmt: skip


def _of_unit(screen: Screen, change: ScheduledUnitChange) -> str:
    words = screen.words
    other = screen.name(change.other_name) if change.other_name else ""
    role = words(f"programmes.role.{change.role}") if change.role else ""
    return words(f"programmes.scheduled.{change.change}", unit=screen.name(change.unit.name), other=other, role=role)


def history(screen: Screen, entries: tuple[PublicationEntry, ...]) -> Component:
    """Who published what concerns a programme, when, why and by which door; the latest first."""
    words = screen.words
    if not entries:
        return html.P(words("programmes.unrecorded"), className="empty")
    heads = [words(f"programmes.history.{name}") for name in ("when", "who", "why", "door")]
    rows = [_row(screen, one) for one in entries]
    return stacked_table(words("programmes.history.title"), heads, rows)


def folded_history(screen: Screen, entries: tuple[PublicationEntry, ...]) -> Component:
    """The same behind a line that says how many there are."""
    summary = html.Summary(screen.words("programmes.history.folded", count=len(entries)))
    return html.Details([summary, history(screen, entries)], className="folded")


def _row(screen: Screen, one: PublicationEntry) -> list[str]:
    words, is_ours = screen.words, one.channel in BY_THE_PROGRAM
    return [
        formats.moment(one.published_at, screen.language),
        words("programmes.history.program") if is_ours else one.published_by,
        words(f"programmes.history.{one.channel}_why") if is_ours else one.reason or "",
        words(f"programmes.door.{one.channel}"),
    ]


def ended_chip(screen: Screen, ended_kind: str) -> Component:
    """The word for what has ended a target."""
    return figures.chip(screen.words(f"programmes.ended_kind.{ended_kind}"))

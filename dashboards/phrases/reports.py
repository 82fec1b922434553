"""A report in words: whose it is, when it came, how late, in which version, and what it says beside its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards import formats
from dashboards.screen import Screen
from metrics.digits import amount
from metrics.reading.feedback import RoundEvent
from metrics.reading.report import ReportState
from metrics.reading.submission import ReportedFigure, ReportedTask, ReportStep, Submission

NARRATIVES = ("progress", "problems", "next_steps")
TEXTS = (*NARRATIVES, "evidence")


def report_name(screen: Screen, report: Submission) -> str:
    """Whose report of which round it is."""
    period = screen.period(report.period_id)
    return screen.words("report.name", unit=screen.name(report.unit.name), period=period)


def lateness(screen: Screen, report: ReportState) -> str:
    """On time, or how many days late; it stays visible after catching up."""
    if report.days_late is None:
        owed = report.is_owed and report.open_state == "missing" and report.is_collected
        return screen.words(f"ladder.{report.ladder or 'overdue'}") if owed else screen.words("dash")
    if report.days_late <= 0:
        return screen.words("ladder.on_time")
    return screen.words("late_days", count=report.days_late)


def receipt_texts(screen: Screen, report: ReportState) -> list[str]:
    """The day a report first came in; then, where they say something else, its own date and who gave the day."""
    if report.received_on is None:
        return [screen.words("dash")]
    told = [formats.day(report.received_on, screen.language)]
    if report.submitted_on and report.submitted_on != report.received_on:
        told.append(screen.words("reports.own_date", day=formats.day(report.submitted_on, screen.language)))
    if report.receipt_day_by:
        told.append(screen.words("reports.day_given_by", name=report.receipt_day_by))
    return told


def event_text(screen: Screen, event: RoundEvent | ReportStep) -> str:
    """What happened to a report or its round; of a day of receipt that was given, which day."""
    day = formats.day(event.received_on, screen.language) if event.received_on else ""
    return screen.words(f"act.event.{event.event}", day=day)


def version_text(screen: Screen, report: ReportState) -> str:
    """Which version of how many."""
    if report.version is None:
        return screen.words("dash")
    return screen.words("version_of", version=report.version, versions=report.version_count)


def parts_of_share(screen: Screen, figure: ReportedFigure) -> str | None:
    """Both parts of a share, one of them missing or not; None where the report gives neither."""
    above, below = figure.numerator_value, figure.denominator_value
    if above is None and below is None:
        return None
    shown = [screen.words("missing") if part is None else amount(part) for part in (above, below)]
    return screen.words("report.parts", numerator=shown[0], denominator=shown[1])


def given_texts(said: ReportedFigure | ReportedTask, names: Sequence[str]) -> list[tuple[str, str]]:
    """Those of the texts that were written at all, each with its name."""
    return [(name, text) for name in names if (text := getattr(said, name))]

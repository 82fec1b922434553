"""The reminder to each unit that owes something in a round: one text for page, mail file and command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboards import formats
from dashboards.documents.contents.wording import Wording
from dashboards.documents.typesetting.mail import Reminder
from metrics.reading.contact import Contact
from metrics.reading.feedback import FeedbackRound, RoundLine

# Ladder → the sentence that asks; what is not listed is asked for as overdue.
STAGES = {"not_due": "ahead", "due_soon": "soon", "overdue": "overdue", "overdue_30": "long_overdue"}


def reminders(
    wording: Wording, view: FeedbackRound, called: Mapping[str, tuple[Contact, ...]] | None = None
) -> list[Reminder]:
    """The reminders that a round calls for, in the order of its board, to whom is to be `called` at each unit."""
    made = [reminder(wording, view, line) for line in view.reminders]
    return [replace(one, addresses=_addresses((called or {}).get(one.unit.unit_id, ()))) for one in made]


def _addresses(called: tuple[Contact, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.mail for one in called if one.mail))


def reminder(wording: Wording, view: FeedbackRound, line: RoundLine) -> Reminder:
    """The reminder to the unit of one line: why it is asked, and what it is asked to do."""
    report, say = line.report, wording.say
    named = {
        "unit": wording.screen.name(report.unit.name),
        "programme": wording.screen.name(view.programme.short_name),
        "period": wording.screen.period(report.period_id),
        "due": formats.day(report.due_on, wording.language),
        "reason": wording.clause(report.last_reason or "") or wording.screen.words("not_stated"),
    }
    stage = "returned" if report.state == "returned" else STAGES.get(report.ladder or "", "overdue")
    subject = "ahead" if stage in ("ahead", "soon") else "returned" if stage == "returned" else "overdue"
    paragraphs = [say("reminder.salutation", **named), say(f"reminder.{stage}", **named)]
    paragraphs.append(say("reminder.correct" if stage == "returned" else "reminder.nil"))
    title = say(f"reminder.subject.{subject}", **named)
    if wording.build.has_sample:
        title = say("reminder.sample_subject", subject=title)
        paragraphs.append(say("reminder.sample"))
    return Reminder(
        report.unit,
        wording.language,
        wording.set(title),
        tuple(wording.set(paragraph) for paragraph in paragraphs),
    )

"""The reminder to each unit that owes something in a round: one text for page, mail file and command."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards import formats
from dashboards.documents.desk import Desk
from metrics.reading.feedback import FeedbackRound, RoundLine
from metrics.views import UnitName

# Ladder → the sentence that asks; what is not listed is asked for as overdue.
STAGES = {"not_due": "ahead", "due_soon": "soon", "overdue": "overdue", "overdue_30": "long_overdue"}


@dataclass(frozen=True)
class Reminder:
    """A reminder: to whom, in which language, what it is about, and its paragraphs."""

    unit: UnitName
    language: str
    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paragraphs as a letter sets them: in Chinese indented by two characters below the salutation."""
        indent = "\u3000\u3000" if self.language == "zh" else ""
        gap = "\n" if self.language == "zh" else "\n\n"
        return gap.join([self.paragraphs[0], *(indent + paragraph for paragraph in self.paragraphs[1:])])


def reminders(desk: Desk, view: FeedbackRound) -> list[Reminder]:
    """The reminders that a round calls for, in the order of its board."""
    return [reminder(desk, view, line) for line in view.reminders]


def reminder(desk: Desk, view: FeedbackRound, line: RoundLine) -> Reminder:
    """The reminder to the unit of one line: why it is asked, and what it is asked to do."""
    report, say = line.report, desk.say
    named = {
        "unit": desk.screen.name(report.unit.name),
        "programme": desk.screen.name(view.programme.short_name),
        "period": formats.short_period(report.period_id, desk.language),
        "due": formats.day(report.due_on, desk.language),
        "reason": desk.clause(report.last_reason or "") or desk.screen.words("not_stated"),
    }
    stage = "returned" if report.state == "returned" else STAGES.get(report.ladder or "", "overdue")
    subject = "ahead" if stage in ("ahead", "soon") else "returned" if stage == "returned" else "overdue"
    paragraphs = [say("reminder.salutation", **named), say(f"reminder.{stage}", **named)]
    paragraphs.append(say("reminder.correct" if stage == "returned" else "reminder.nil"))
    title = say(f"reminder.subject.{subject}", **named)
    if desk.build.has_sample:
        title = say("reminder.sample_subject", subject=title)
        paragraphs.append(say("reminder.sample"))
    return Reminder(
        report.unit,
        desk.language,
        desk.set(title),
        tuple(desk.set(paragraph) for paragraph in paragraphs),
    )
